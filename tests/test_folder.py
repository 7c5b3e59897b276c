"""A folder of documents: which files make one, what is written for each, and what happens to bad ones."""

import os

import pytest

from aligner import folder
from aligner.errors import InputError
from aligner.job import Settings
from aligner.write import FORMATS

PAIR = ("نام الحارس. طار العصفور.\n", "The guard slept. The bird flew away.\n")
ENGLISH_ALONE = "only English was found, no line in Arabic; give the translation in the same file, or as a second file"


@pytest.fixture
def corpus(here):
    """Make the files of a folder, each with a text that fits its name."""

    def corpus(*names, **texts):
        (here / "corpus").mkdir(exist_ok=True)
        for name in names:
            parts = name.lower().replace("_", ".").replace("-", ".").split(".")
            arabic, english = ({"ar", "ara", "arb"} & set(parts), {"en", "eng"} & set(parts))
            text = PAIR[0] if arabic else PAIR[1] if english else "".join(PAIR)
            (here / "corpus" / name).write_text(texts.get(name, text), encoding="utf-8")
        return here / "corpus"

    return corpus


def found(place, **settings):
    """What `entries` finds: names, and the files of each."""
    return [(name, *(path.name for path in paths)) for name, paths in folder.entries(place, Settings(**settings))]


class TestEntries:
    @pytest.mark.parametrize(
        ("names", "expected"),
        [
            pytest.param(["a.ar.txt", "a.en.txt"], [("a", "a.ar.txt", "a.en.txt")], id="pair"),
            pytest.param(["a.txt"], [("a", "a.txt")], id="one file"),
            pytest.param(["a.tsv"], [("a", "a.tsv")], id="columns"),
            pytest.param(["A.AR.TXT", "A.En.txt"], [("A", "A.AR.TXT", "A.En.txt")], id="upper case"),
            pytest.param(["a.ara.txt", "a.eng.txt"], [("a", "a.ara.txt", "a.eng.txt")], id="three letters"),
            pytest.param(["a.arb.txt", "a.en.txt"], [("a", "a.arb.txt", "a.en.txt")], id="standard Arabic"),
            pytest.param(
                ["a.arb_Arab.txt", "a.eng_Latn.txt"], [("a", "a.arb_Arab.txt", "a.eng_Latn.txt")], id="script"
            ),
            pytest.param(["a.ar-EG.txt", "a.en_us.txt"], [("a", "a.ar-EG.txt", "a.en_us.txt")], id="region"),
            pytest.param(["a.b.c.ar.txt", "a.b.c.en.txt"], [("a.b.c", "a.b.c.ar.txt", "a.b.c.en.txt")], id="dots"),
            pytest.param(["قصة.ar.txt", "قصة.en.txt"], [("قصة", "قصة.ar.txt", "قصة.en.txt")], id="Arabic name"),
            pytest.param(["a.ar.txt"], [("a.ar", "a.ar.txt")], id="half of a pair"),
            pytest.param(["a.ar.txt", "b.en.txt"], [("a.ar", "a.ar.txt"), ("b.en", "b.en.txt")], id="two halves"),
            pytest.param(["a.de.txt", "a.fr.txt"], [("a.de", "a.de.txt"), ("a.fr", "a.fr.txt")], id="other languages"),
            pytest.param(["ar.txt", "en.txt"], [("ar", "ar.txt"), ("en", "en.txt")], id="a language alone is a name"),
            pytest.param(["a.new-one.txt"], [("a.new-one", "a.new-one.txt")], id="a name that looks like a tag"),
            pytest.param(["a.txt", "a.md", "b.csv", "c", "d.txt~"], [("a", "a.txt")], id="other suffixes left out"),
            pytest.param(["a.txt", ".b.txt"], [("a", "a.txt")], id="hidden file left out"),
            pytest.param(["a.txt", ".b.ar.txt", ".b.en.txt"], [("a", "a.txt")], id="hidden pair left out"),
            pytest.param(
                ["c.txt", "b.en.txt", "d.tsv", "a.txt", "b.ar.txt"],
                [("a", "a.txt"), ("b", "b.ar.txt", "b.en.txt"), ("c", "c.txt"), ("d", "d.tsv")],
                id="by name",
            ),
            pytest.param(
                ["a.ar.txt", "a.ara.txt", "a.en.txt"],
                [("a", "a.ar.txt", "a.en.txt"), ("a.ara", "a.ara.txt")],
                id="two sources and a target",
            ),
        ],
    )
    def test_found(self, corpus, names, expected):
        assert found(corpus(*names)) == expected

    def test_source_and_target_are_those_asked_for(self, corpus):
        assert found(corpus("a.ar.txt", "a.en.txt"), source="en", target="ar") == [("a", "a.en.txt", "a.ar.txt")]

    def test_folders_in_it_are_left_out(self, corpus):
        (corpus("a.txt") / "b.txt").mkdir()
        assert found(corpus()) == [("a", "a.txt")]

    @pytest.mark.parametrize("names", [[], ["a.md"], [".a.txt"]], ids=["empty", "other suffix", "hidden"])
    def test_folder_without_documents(self, corpus, names):
        with pytest.raises(InputError, match=r"there is no document \(.txt or .tsv\) in this folder"):
            found(corpus(*names))


class TestOutput:
    def test_one_file_for_each_document(self, corpus, run):
        corpus("a.ar.txt", "a.en.txt", "b.txt")
        result = run("corpus", "-o", "out")
        assert (result.exit_code, result.stdout) == (0, "")
        assert sorted(os.listdir("out")) == ["a.tsv", "b.tsv"]

    def test_messages_name_the_document(self, corpus, run):
        corpus("a.ar.txt", "a.en.txt", "b.txt")
        balance = "2 pairs; sentences: ar 2 = 2 paired + 0 unaligned + 0 filtered; en 2 = 2 paired + 0 unaligned + 0 "
        assert run("corpus", "-o", "out").stderr == (
            f"align: a: {balance}filtered\n"
            "align: corpus/b.txt: layout blocks, 1 ar and 1 en paragraphs\n"
            f"align: b: {balance}filtered\n"
            "align: 2 of 2 documents aligned\n"
        )

    def test_quiet(self, corpus, run):
        corpus("a.txt")
        assert run("corpus", "-o", "out", "-q").stderr == ""

    @pytest.mark.parametrize("form", FORMATS)
    def test_is_that_of_single_runs(self, corpus, run, form):
        corpus("a.ar.txt", "a.en.txt", "b.txt")
        options = ["-f", form, "--no-header", "--drop-unaligned", "--method", "gale-church"]
        assert run("corpus", "-o", "out", *options).exit_code == 0
        for name, inputs in {"a": ["corpus/a.ar.txt", "corpus/a.en.txt"], "b": ["corpus/b.txt"]}.items():
            run(*inputs, "-o", f"alone.{form}", "--force", *options)
            with open(f"out/{name}.{form}", "rb") as one, open(f"alone.{form}", "rb") as other:
                assert one.read() == other.read() != b""

    def test_folder_that_exists_is_used(self, corpus, run, here):
        corpus("a.txt")
        (here / "out").mkdir()
        (here / "out" / "other").write_text("kept")
        assert run("corpus", "-o", "out").exit_code == 0
        assert sorted(os.listdir("out")) == ["a.tsv", "other"]

    def test_folder_in_the_folder_of_the_documents(self, corpus, run):
        corpus("a.txt")
        assert run("corpus", "-o", "corpus/out").exit_code == 0
        assert run("corpus", "-o", "corpus/out", "--force", "-q").exit_code == 0
        assert os.listdir("corpus/out") == ["a.tsv"]

    @pytest.mark.parametrize("results", ["corpus", "corpus/", "./corpus", "link"])
    def test_folder_of_the_documents_is_refused(self, corpus, run, results):
        os.symlink(corpus("a.txt"), "link")
        result = run("corpus", "-o", results)
        assert result.exit_code == 1
        assert "the results would stand among the documents; name another folder" in result.stderr
        assert os.listdir("corpus") == ["a.txt"]


class TestBadDocument:
    def test_is_reported_and_the_rest_go_on(self, corpus, run):
        corpus("a.txt", "b.txt", "c.txt", **{"b.txt": PAIR[1]})
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == f"align: failed: corpus/b.txt: {ENGLISH_ALONE}\n"
        assert sorted(os.listdir("out")) == ["a.tsv", "c.tsv"]

    def test_is_counted(self, corpus, run):
        corpus("a.txt", "b.txt", **{"b.txt": ""})
        assert run("corpus", "-o", "out").stderr.endswith("align: 1 of 2 documents aligned\n")

    def test_may_be_every_one(self, corpus, run):
        corpus("a.txt", "b.txt", **{"a.txt": "", "b.txt": ""})
        result = run("corpus", "-o", "out")
        assert (result.exit_code, os.listdir("out")) == (1, [])

    def test_half_of_a_pair_is_one(self, corpus, run):
        corpus("a.en.txt", "b.txt")
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == f"align: failed: corpus/a.en.txt: {ENGLISH_ALONE}\n"

    def test_document_of_which_all_is_filtered_is_not_silent(self, corpus, run):
        corpus("a.txt")
        result = run("corpus", "-o", "out", "--min-confidence", "1", "-q")
        assert (result.exit_code, "no pair is left after filtering" in result.stderr) == (1, True)


class TestExistingOutput:
    @pytest.fixture
    def done(self, corpus, run, here):
        corpus("a.txt", "b.txt")
        (here / "out").mkdir()
        (here / "out" / "a.tsv").write_text("old")
        return here / "out"

    def test_is_kept_and_the_rest_go_on(self, done, run):
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == "align: failed: out/a.tsv: the file exists; write over it with --force\n"
        assert (done / "a.tsv").read_text() == "old"
        assert (done / "b.tsv").exists()

    def test_is_refused_before_any_work(self, done, run, monkeypatch):
        (done / "b.tsv").write_text("old")
        monkeypatch.setattr(folder.job, "document", lambda *_: pytest.fail("the work was done first"))
        assert run("corpus", "-o", "out").exit_code == 1

    def test_is_replaced_by_force(self, done, run):
        assert run("corpus", "-o", "out", "-q", "--force").exit_code == 0
        assert (done / "a.tsv").read_bytes() == (done / "b.tsv").read_bytes()

    def test_of_another_format_does_not_matter(self, done, run):
        assert run("corpus", "-o", "out", "-f", "json").exit_code == 0


class TestCollision:
    @pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "force"])
    def test_is_reported_and_the_first_is_kept(self, corpus, run, force):
        corpus("a.tsv", "a.txt", "b.txt", **{"a.tsv": "باب.\tA door.\n"})
        result = run("corpus", "-o", "out", "-q", *force)
        assert result.exit_code == 1
        assert result.stderr == (
            "align: failed: corpus/a.txt: its output a.tsv is that of a.tsv, too; rename one of the two\n"
        )
        assert sorted(os.listdir("out")) == ["a.tsv", "b.tsv"]
        with open("out/a.tsv", encoding="utf-8") as file:
            assert "باب.\tA door.\t" in file.read()

    def test_of_a_pair_and_a_file(self, corpus, run):
        corpus("a.ar.txt", "a.en.txt", "a.txt")
        result = run("corpus", "-o", "out", "-q")
        assert result.stderr == (
            "align: failed: corpus/a.txt: its output a.tsv is that of a.ar.txt, too; rename one of the two\n"
        )

    def test_with_a_document_that_failed_does_not_say_that_it_was_written(self, corpus, run):
        corpus("a.tsv", "a.txt", **{"a.tsv": ""})
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert "has been written" not in result.stderr
