"""The command with a review before the texts, or after `--pins`: JSON of the page, and edited tables."""

import csv
import json
import re

import openpyxl
import pytest

from aligner import align_file, align_texts

STEMS = ("book.ar.txt", "book.en.txt")


@pytest.fixture
def edited(files, run):
    """The rows of the TSV of the story, as a person has edited them: two rows are one, and one is marked."""
    assert run(*STEMS, "-o", "book.tsv").exit_code == 0
    header, first, second, third, fourth = (
        line.split("\t") for line in (files / "book.tsv").read_text("utf-8").splitlines()
    )
    merged = [f"{first[0]} {second[0]}", f"{first[1]} {second[1]}", "", ""]
    return [[*header, "Checked"], [*merged, "x"], [*third, ""], [*fourth, "نعم"]]


def save(path, rows):
    """Write rows in the form that the suffix of a file asks for."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    else:
        path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path.name


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx"])
def test_edited_table_comes_back(suffix, edited, files, run):
    name = save(files / f"edited{suffix}", edited)
    done = run(name, *STEMS, "--flags")
    assert done.exit_code == 0
    assert done.stderr == (
        f"align: {name}: kept 2 checked rows\n"
        "align: 3 pairs; sentences: ar 4 = 4 paired + 0 unaligned + 0 filtered;"
        " en 4 = 4 paired + 0 unaligned + 0 filtered\n"
    )
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [(row[2], row[3], row[4]) for row in rows[1::2]] == [
        ("1.000", "2-2", "checked"),
        ("1.000", "1-1", "checked"),
    ]
    assert rows[1][:2] == edited[1][:2]
    assert run("--pins", name, *STEMS, "--flags").stdout == done.stdout
    assert run(name, "book.txt", "--flags").stdout == done.stdout


def review_of(files, checked):
    """The review of the story that the page saves, with its first row marked."""
    texts = align_file(*(files / stem for stem in STEMS)).meta["sources"]
    beads = [
        {"source": [n], "target": [n], "confidence": 1, "checked": n in checked, "edited": False} for n in range(4)
    ]
    inputs = [{"name": text["name"], "sha256": text["text_sha256"]} for text in texts]
    record = {"review": 1, "inputs": inputs, "src_sentences": 4, "trg_sentences": 4, "beads": beads}
    (files / "review.json").write_text(json.dumps(record, indent=2), encoding="utf-8")


@pytest.mark.parametrize("options", [(), ("--method", "length"), ("--method", "gale-church"), ("--why", "--certify")])
def test_review_of_the_page_comes_back(options, files, run):
    review_of(files, {1, 3})
    done = run("review.json", *STEMS, "-f", "json", *options)
    assert "align: review.json: kept 2 checked rows\n" in done.stderr
    result = json.loads(done.stdout)
    assert [pair["flags"] for pair in result["pairs"]] == [[], ["checked"], [], ["checked"]]
    assert [pair["confidence"] for pair in result["pairs"][1::2]] == [1.0, 1.0]
    assert result["meta"]["flags"] == {"checked": 2}


def test_signature_has_the_digest_of_the_review(edited, files, run):
    signatures = []
    for mark in ("x", ""):
        edited[1][4] = mark
        save(files / "edited.tsv", edited)
        signatures.append(json.loads(run("edited.tsv", *STEMS, "-f", "json").stdout)["meta"]["signature"])
    assert len(set(signatures)) == 2
    assert all("|pins:" in signature for signature in signatures)


def test_table_alone_is_a_text(edited, files, run):
    save(files / "edited.tsv", edited)
    done = run("edited.tsv")
    assert done.exit_code == 0
    assert "kept" not in done.stderr
    assert [line.split("\t")[3] for line in done.stdout.splitlines()[1:]] == ["1-1"] * 4


def test_fault_of_a_table_is_an_error(edited, files, run):
    edited[1][1] = "The train reached"
    save(files / "edited.xlsx", edited)
    done = run("edited.xlsx", *STEMS)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        'Error: edited.xlsx, row 2: the target "The train reached" ends within a sentence of book.en.txt; put whole'
        " sentences into each cell, and give the options with which the texts were split\n"
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("review.json",), "review.json is a review; give the texts that were reviewed after it."),
        (("review.json", *STEMS, "--pins", "edited.tsv"), "review.json and edited.tsv are two reviews; give one."),
        (
            ("book.tsv", *STEMS),
            "book.tsv: this is not a review; the first row of a table has to name the columns src_text, trg_text and"
            " checked; mark the rows that are right in the last of them.",
        ),
        (
            ("edited.tsv", "corpus"),
            "edited.tsv is a review of one document; give the texts of that document, or a folder of reviews.",
        ),
    ],
)
def test_wrong_use(arguments, problem, edited, files, run):
    save(files / "edited.tsv", edited)
    review_of(files, {0})
    (files / "corpus").mkdir()
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == f"Error: {problem}"


def test_review_that_is_missing(files, run):
    done = run("--pins", "review.tsv", *STEMS)
    assert (done.exit_code, done.stderr) == (1, "Error: review.tsv: there is no such file\n")


def test_library_takes_a_review(edited, files, story):
    path = files / save(files / "edited.tsv", edited)
    for bitext in (align_file(*STEMS, pins=path), align_texts(story.arabic, story.english, pins=str(path))):
        assert [(bead.kind, bead.flags) for bead in bitext.beads][::2] == [("2-2", ("checked",)), ("1-1", ("checked",))]
        assert "|pins:" in bitext.meta["signature"]
    review_of(files, {2})
    assert align_texts(story.arabic, story.english, pins="review.json").beads[2].flags == ("checked",)


def test_page_of_a_second_review_has_the_marks_of_the_first(files, run):
    review_of(files, {1, 3})
    page = run("review.json", *STEMS, "-f", "html").stdout
    assert [row.get("checked", False) for row in data_of(page)["rows"]] == [False, True, False, True]
    assert all("flags" not in row for row in data_of(page)["rows"])


def data_of(page):
    """The data of a page."""
    return json.loads(re.search(r"<script[^>]*id=\"data\"[^>]*>(.*?)</script>", page, re.DOTALL)[1])


def test_page_without_some_rows_knows_the_size_of_the_document(files, run):
    """A review of it has the numbers of the document, and is not taken for one of other sentences."""
    page = run(*STEMS, "-f", "html", "--max-ratio", "1").stdout
    data = data_of(page)
    assert data["sentences"] == [[], []]
    assert data["sizes"] == [4, 4]
    assert data["layout"] == "two files"
