"""`--pins` with a folder: which review belongs to which document, and which documents are aligned again."""

import hashlib
import json
import unicodedata

import openpyxl
import pytest
from sample_corpus import PAIR, contents, visible_files

from aligner.corpus import reviews

ARABIC, ENGLISH = (text.strip() for text in PAIR)
TABLE = f"src_text\ttrg_text\tchecked\n{ARABIC}\t{ENGLISH}\tx\n"  # joins both pairs
JOINED = f"{ARABIC}\t{ENGLISH}\t1.000\t2-2\tchecked"
COMMAND = ("corpus", "-o", "out", "-j", "1", "--method", "length", "--flags", "--pins", "reviews")


def page_review(*texts, checked=True):
    """The review that the page of a document saves, with both pairs joined."""
    record = {
        "review": 1,
        "inputs": [{"name": "x", "sha256": hashlib.sha256(text.encode()).hexdigest()} for text in texts],
        "src_sentences": 2,
        "trg_sentences": 2,
        "beads": [{"source": [0, 1], "target": [0, 1], "checked": checked}],
    }
    return json.dumps(record, indent=2)


@pytest.fixture
def review(here):
    """Write reviews: names and contents."""

    def review(**texts):
        for name, text in texts.items():
            path = here / "reviews" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return review


def row_of(name):
    """The first row of an output."""
    with open(f"out/{name}.tsv", encoding="utf-8") as file:
        return file.read().splitlines()[1]


class TestFirstRun:
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_keeps_the_checked_rows_of_each_document(self, make, review, run, jobs):
        make("a.ar.txt", "a.en.txt", "b.txt", "s/c.txt", "d.txt")
        review(**{"a.review.json": page_review(*PAIR), "b.tsv": TABLE, "s/c.csv": TABLE.replace("\t", ",")})
        result = run(*COMMAND[:3], "-j", jobs, *COMMAND[5:])
        assert result.exit_code == 0
        assert [row_of(name) for name in ("a", "b", "s/c")] == [JOINED] * 3
        assert "checked" not in row_of("d")
        assert "align: 3 of 4 documents have a review in reviews\n" in result.stderr
        assert "align: 3 of 4 documents with a review\n" in result.stderr
        with open("out/summary.json", encoding="utf-8") as file:
            assert json.load(file)["documents"]["reviewed"] == 3

    @pytest.mark.parametrize("form", ["tsv", "json", "tmx"])
    def test_writes_what_one_document_with_a_review_gets(self, make, review, run, here, form):
        make("a.ar.txt", "a.en.txt")
        review(**{"a.review.json": page_review(*PAIR)})
        options = ["-f", form, "--method", "length"]
        assert run("corpus", "-o", "out", "--pins", "reviews", *options).exit_code == 0
        texts = ["corpus/a.ar.txt", "corpus/a.en.txt"]
        assert run("--pins", "reviews/a.review.json", *texts, "-o", f"alone.{form}", *options).exit_code == 0
        assert (here / "out" / f"a.{form}").read_bytes() == (here / f"alone.{form}").read_bytes()

    def test_workbook_is_a_review_if_it_has_the_column(self, make, review, run, here):
        make("a.txt", "b.txt")
        (here / "reviews").mkdir()
        for name, columns in {"a": 3, "b": 2}.items():
            book = openpyxl.Workbook()
            for line in TABLE.splitlines():
                book.active.append(line.split("\t")[:columns])
            book.save(here / "reviews" / f"{name}.xlsx")
        result = run(*COMMAND)
        assert result.exit_code == 0
        assert "1 table is not a review, since it has no column checked: reviews/b.xlsx" in result.stderr
        assert (row_of("a"), "checked" in row_of("b")) == (JOINED, False)

    def test_results_of_an_earlier_run_are_a_folder_of_reviews(self, make, run, here):
        make("a.txt", "b.txt")
        assert run("corpus", "-o", "reviews", "--method", "length").exit_code == 0
        (here / "reviews" / "a.tsv").write_text(TABLE, encoding="utf-8")
        result = run(*COMMAND)
        assert result.exit_code == 0
        assert "1 table is not a review, since it has no column checked: reviews/b.tsv" in result.stderr
        assert row_of("a") == JOINED

    def test_one_file_for_all_documents(self, make, review, run, here):
        make("a.txt", "b.txt")
        review(**{"b.tsv": TABLE})
        command = ("corpus", "-o", "all.tsv", "--method", "length", "--flags", "--pins", "reviews")
        assert run(*command).exit_code == 0
        first = (here / "all.tsv").read_bytes()
        assert [line.split("\t")[0] for line in first.decode().splitlines() if "checked" in line] == ["b"]
        review(**{"a.tsv": TABLE})
        assert run(*command).exit_code == 0
        both = (here / "all.tsv").read_bytes()
        assert [line.split("\t")[0] for line in both.decode().splitlines() if "checked" in line] == ["a", "b"]

    def test_page_proposes_the_name_that_is_found_again(self, make, run, here):
        make("v1.2 <a>.ar.txt", "v1.2 <a>.en.txt", "s/ملف.txt")
        assert run("corpus", "-o", "out", "-f", "html", "--method", "length").exit_code == 0
        for name, stem in {"v1.2 <a>": "v1.2 \\u003ca>", "s/ملف": "ملف"}.items():
            page = (here / "out" / f"{name}.html").read_text(encoding="utf-8")
            assert f'"stem":"{stem}"' in page


class TestNextRun:
    @pytest.fixture
    def first(self, make, review, run, done, here):
        make("a.txt", "b.txt", "c.txt")
        review(**{"a.tsv": TABLE, "b.tsv": TABLE})
        assert run(*COMMAND).exit_code == 0
        done.clear()
        return here

    def test_does_nothing(self, first, run, done):
        before = contents(first / "out")
        assert (run(*COMMAND).exit_code, done, contents(first / "out")) == (0, [], before)

    def test_of_another_folder_of_the_same_reviews_does_nothing(self, first, run, done):
        (first / "reviews").rename(first / "moved")
        assert (run(*COMMAND[:-1], "moved").exit_code, done) == (0, [])

    def test_aligns_a_document_whose_review_was_changed(self, first, run, done):
        (first / "reviews" / "a.tsv").write_text(TABLE.replace("\tx", "\t"), encoding="utf-8")
        assert (run(*COMMAND).exit_code, done) == (0, ["a"])
        assert "checked" not in row_of("a")

    def test_aligns_a_document_whose_review_is_new(self, first, review, run, done):
        review(**{"c.tsv": TABLE})
        assert (run(*COMMAND).exit_code, done, row_of("c")) == (0, ["c"], JOINED)

    def test_aligns_a_document_whose_review_is_gone(self, first, run, done):
        (first / "reviews" / "a.tsv").unlink()
        assert (run(*COMMAND).exit_code, done) == (0, ["a"])
        done.clear()
        (first / "reviews" / "b.tsv").unlink()
        result = run(*COMMAND)
        assert (result.exit_code, done) == (0, ["b"])
        assert f"align: reviews: there is no review in this folder ({reviews.KINDS})\n" in result.stderr

    def test_without_reviews_aligns_the_reviewed_documents(self, first, run, done):
        assert (run(*COMMAND[:-2]).exit_code, sorted(done)) == (0, ["a", "b"])
        done.clear()
        assert (run(*COMMAND).exit_code, sorted(done)) == (0, ["a", "b"])

    def test_with_a_review_of_an_edited_output_is_a_warning(self, first, review, run, done):
        (first / "out" / "c.tsv").write_text("corrected\n")
        review(**{"c.tsv": TABLE})
        result = run(*COMMAND)
        assert (result.exit_code, done) == (0, [])
        assert "the inputs of 1 document have changed since the output was edited by hand" in result.stderr

    def test_fails_for_a_review_of_other_texts_until_it_is_right(self, first, review, run, done):
        (first / "reviews" / "a.tsv").unlink()
        review(**{"a.review.json": page_review("other")})
        for expected in (["a"], []):
            done.clear()
            result = run(*COMMAND, "-q")
            assert (result.exit_code, done) == (1, expected)
            assert result.stderr == (
                "align: failed: reviews/a.review.json: this review is of other texts than corpus/a.txt;"
                " give the texts that were reviewed, unchanged\n"
            )
        done.clear()
        review(**{"a.review.json": page_review("".join(PAIR))})
        assert (run(*COMMAND).exit_code, done, row_of("a")) == (0, ["a"], JOINED)

    def test_fails_for_a_damaged_review(self, first, review, run):
        review(**{"c.review.json": "{"})
        result = run(*COMMAND, "-q")
        assert (result.exit_code, visible_files("out")) == (1, ["a.tsv", "b.tsv", "summary.json"])
        assert "failed: reviews/c.review.json: this review is damaged: this is not JSON" in result.stderr


class TestNames:
    """A review and the document that it belongs to."""

    @pytest.mark.parametrize(
        ("documents", "name", "document"),
        [
            (["s/a.txt", "b.txt"], "s/a.review.json", "s/a"),
            (["s/a.txt", "b.txt"], "a.review.json", "s/a"),
            (["s/a.txt", "a.txt"], "a.review.json", "a"),
            (["s/a.txt", "a.txt"], "s/a.review.json", "s/a"),
            (["a.txt"], "a.REVIEW.JSON", "a"),
            (["a.txt"], "a.json", "a"),
            (["s/a?b*.txt", "b.txt"], "a_b_.review.json", "s/a?b*"),
            (["a_b.txt", "a?b.txt"], "a?b.review.json", "a?b"),
            ([unicodedata.normalize("NFD", "é.txt")], "é.review.json", unicodedata.normalize("NFD", "é")),
            (["é.txt"], unicodedata.normalize("NFD", "é.review.json"), "é"),
            (["v1.2.txt"], "v1.2.review.json", "v1.2"),
        ],
    )
    def test_belong_together(self, make, review, run, documents, name, document):
        make(*documents)
        review(**{name: page_review("".join(PAIR))})
        result = run(*COMMAND)
        assert result.exit_code == 0
        assert (row_of(document), "belong" in result.stderr) == (JOINED, False)

    @pytest.mark.parametrize("name", ["x.review.json", "t/a.tsv", "a.review (1).json"])
    def test_do_not_belong_together(self, make, review, run, name):
        make("a.txt")
        review(**{name: page_review("".join(PAIR)) if name.endswith("json") else TABLE})
        result = run(*COMMAND)
        assert (result.exit_code, "checked" in row_of("a")) == (0, False)
        assert f"align: 1 review belongs to no document: reviews/{name}\n" in result.stderr

    def test_reviews_without_a_document_are_counted(self, make, review, run):
        make("a.txt")
        review(**{f"x{number:02}.review.json": "{}" for number in range(12)})
        names = ", ".join(f"reviews/x{number:02}.review.json" for number in range(10))
        assert f"align: 12 reviews belong to no document: {names} and 2 more\n" in run(*COMMAND).stderr

    @pytest.mark.parametrize(
        ("names", "problem"),
        [
            (
                ["s/a.review.json", "s/a.tsv"],
                "reviews/s/a.review.json and reviews/s/a.tsv: these are reviews of one document, s/a; keep one",
            ),
            (["a.tsv"], "reviews/a.tsv: may be a review of s/a or t/a; put it in a subfolder of that name"),
        ],
    )
    def test_that_leave_it_open_stop_the_run(self, make, review, run, names, problem):
        make("s/a.txt", "t/a.txt")
        review(**dict.fromkeys(names, TABLE))
        result = run(*COMMAND)
        assert (result.exit_code, result.stderr) == (1, f"Error: {problem}\n")

    def test_other_files_are_no_reviews(self, make, review, run):
        make("a.txt")
        review(**{"a.txt": TABLE, "a.json": '{"meta": {}}', "b.html": "", "a.tsv": TABLE})
        result = run(*COMMAND)
        assert (result.exit_code, row_of("a")) == (0, JOINED)
        assert "no document" not in result.stderr

    def test_dry_run_tells_them_too(self, make, review, run):
        make("a.txt", "b.txt")
        review(**{"a.tsv": TABLE, "x.tsv": TABLE})
        result = run("corpus", "--dry-run", "--pins", "reviews")
        assert (result.exit_code, result.stdout) == (0, "corpus/a.txt\t\ta\ncorpus/b.txt\t\tb\n")
        assert result.stderr == (
            "align: 1 of 2 documents have a review in reviews\nalign: 1 review belongs to no document: reviews/x.tsv\n"
        )


class TestPlaces:
    def test_folder_among_the_documents_is_none_of_them(self, make, review, run, here):
        make("a.txt")
        review(**{"a.tsv": TABLE})
        (here / "reviews").rename(here / "corpus" / "reviews")
        assert run(*COMMAND[:-1], "corpus/reviews").exit_code == 0
        assert (visible_files("out"), row_of("a")) == (["a.tsv", "summary.json"], JOINED)

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (
                ["corpus", "-o", "out", "--pins", "reviews/a.tsv"],
                "reviews/a.tsv is a review of one document; give the texts of that document, or a folder of reviews.",
            ),
            (
                ["--manifest", "list.tsv", "-o", "out", "--pins", "reviews/a.tsv"],
                "reviews/a.tsv is a review of one document; give the texts of that document, or a folder of reviews.",
            ),
            (
                ["corpus", "-o", "out", "--pins", "none"],
                "none: there is no such folder on this machine; give the folder of the reviews.",
            ),
            (
                ["corpus", "-o", "out", "--pins", "./corpus"],
                "./corpus is the folder of the documents; move the reviews to a folder of their own.",
            ),
            (
                ["corpus", "-o", "reviews/", "--pins", "reviews"],
                "The results would be written over the reviews in reviews; name another folder with -o.",
            ),
            (
                ["corpus/a.txt", "--pins", "reviews"],
                "reviews is a folder of reviews, for a folder of documents; give the review of these texts, such as"
                " reviews/NAME.tsv.",
            ),
        ],
        ids=["file", "file and list", "no folder", "documents", "output", "one document"],
    )
    def test_that_do_not_go_together_are_refused(self, make, review, run, here, arguments, problem):
        make("a.txt")
        review(**{"a.tsv": TABLE})
        before = contents(here)
        result = run(*arguments)
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {problem}")
        assert contents(here) == before
