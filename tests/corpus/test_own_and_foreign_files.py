"""Nothing is written over an input, and nothing that this program did not write is replaced without `--force`."""

import os
import sqlite3

import pytest

OPTIONS = ("-q", "-j", "1", "--method", "hybrid")
LEXICON = "قارب\tboat\t0.9\n"


@pytest.fixture
def folder(make, here):
    """A folder with a document `a`, a list of documents, a lexicon, and a folder for results."""
    make("a.ar.txt", "a.en.txt")
    (here / "out").mkdir()
    (here / "list.tsv").write_text("corpus/a.ar.txt\tcorpus/a.en.txt\tlist\n")
    (here / "words.tsv").write_text(LEXICON, encoding="utf-8")
    return here


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".align" not in str(path)}


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("--manifest list.tsv -o list.tsv", "list.tsv: is an input; name another file"),
        ("--manifest list.tsv -o .", "failed: ./list.tsv: is another file of this command; name another"),
        ("corpus -o words.tsv --lexicon words.tsv", "words.tsv: is an input; name another file"),
        ("corpus -o ./words.tsv --lexicon words.tsv", "words.tsv: is an input; name another file"),
        (
            "corpus -o out --save-lexicon corpus/a.en.txt",
            "corpus/a.en.txt: is an input; name another file for the saved",
        ),
        (
            "--manifest list.tsv -o out --save-lexicon list.tsv",
            "list.tsv: is an input; name another file for the saved",
        ),
        (
            "--manifest list.tsv -o out --save-lexicon corpus/a.ar.txt",
            "corpus/a.ar.txt: is an input; name another file",
        ),
        (
            "corpus -o out --lexicon words.tsv --journal words.tsv",
            "words.tsv: is an input; name another file for the jo",
        ),
        ("corpus -o out --journal corpus/a.ar.txt", "corpus/a.ar.txt: not a journal of align"),
        ("corpus -o out --journal list.tsv", "list.tsv: not a journal of align"),
        ("corpus/a.ar.txt corpus/a.en.txt -o words.tsv --lexicon words.tsv", "words.tsv is an input; write to another"),
    ],
)
def test_no_input_is_written_over_not_even_with_force(folder, run, command, message):
    before = files(folder)
    arguments = command.split()
    options = OPTIONS if "corpus/a.en.txt" not in arguments[:2] else ("-q",)
    result = run(*arguments, *options, "--force")
    assert result.exit_code in (1, 2)
    assert message in result.stderr
    assert {path: data for path, data in files(folder).items() if path in before} == before


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("-o all.tsv --journal all.tsv", "all.tsv: this would be the output and the journal"),
        (
            "-o all.tsv --journal all.summary.json",
            "all.summary.json: this would be the summary of the run and the journal",
        ),
        ("-o all.tsv --save-lexicon all.tsv", "all.tsv: this would be the output and the saved lexicon"),
        (
            "-o out --save-lexicon out/summary.json",
            "out/summary.json: this would be the summary of the run and the saved",
        ),
        (
            "-o out -f html --journal out/index.html",
            "out/index.html: this would be the page that lists all documents and",
        ),
        ("-o out --journal x --save-lexicon ./x", "x: this would be the journal and the saved lexicon"),
    ],
)
def test_no_file_is_two_things(folder, run, command, message):
    before = files(folder)
    result = run("corpus", *command.split(), *OPTIONS, "--force")
    assert (result.exit_code, result.stderr.split(";")[-1]) == (1, " give each a file of its own\n")
    assert message in result.stderr
    assert files(folder) == before


@pytest.mark.parametrize(("output", "summary"), [("out", "out/summary.json"), ("all.tsv", "all.summary.json")])
def test_a_summary_of_the_user_is_replaced_with_force_only(folder, run, output, summary):
    (folder / summary).write_text('{"documents": "mine"}')
    result = run("corpus", "-o", output, *OPTIONS)
    assert (result.exit_code, result.stderr) == (1, f"Error: {summary}: the file exists; write over it with --force\n")
    assert (folder / summary).read_text() == '{"documents": "mine"}'
    assert run("corpus", "-o", output, *OPTIONS, "--force").exit_code == 0
    assert run("corpus", "-o", output, *OPTIONS).exit_code == 0  # the summary of an earlier run
    assert '"aligned": 1' in (folder / summary).read_text()


def test_a_hidden_file_of_the_user_is_kept(folder, run):
    (folder / "out" / ".mine.tsv").write_text("mine")
    (folder / "list.tsv").write_text("corpus/a.ar.txt\tcorpus/a.en.txt\t.mine\n")
    result = run("--manifest", "list.tsv", "-o", "out", *OPTIONS)
    assert result.stderr == "align: failed: out/.mine.tsv: the file exists; write over it with --force\n"
    assert (folder / "out" / ".mine.tsv").read_text() == "mine"


def test_a_journal_among_the_outputs_is_kept(folder, run):
    result = run("corpus", "-o", "out", "--journal", "out/a.tsv", *OPTIONS)
    assert result.stderr == "align: failed: out/a.tsv: is another file of this command; name another folder\n"
    assert (folder / "out" / "a.tsv").read_bytes().startswith(b"SQLite format 3")


def test_a_database_of_another_program_is_no_journal(folder, run):
    connection = sqlite3.connect("mine.db")
    connection.execute("CREATE TABLE state (name, value)")
    connection.commit()
    connection.close()
    before = files(folder)
    assert run("corpus", "-o", "out", "--journal", "mine.db", *OPTIONS, "--force").exit_code == 1
    assert files(folder) == before


COMMAND = ("corpus", "-o", "out", "-j", "1", "--method", "length", "--learn-from", "0")


class TestPlantedLinks:
    """A link that someone has put into the folder of the results does not lead a run out of it."""

    def test_a_folder_of_documents(self, make, here, run):
        make("a.txt", "s/b.txt", "in/c.txt")
        for path in ("outside", "out/inside"):
            (here / path).mkdir(parents=True)
        (here / "out" / "s").symlink_to("../outside")
        (here / "out" / "in").symlink_to("inside")
        result = run(*COMMAND)
        assert result.exit_code == 1
        problem = "failed: out/s: leads out of the folder of the results, by a link; remove the link, or name another"
        assert problem in result.stderr
        assert os.listdir(here / "outside") == []
        assert sorted(os.listdir(here / "out")) == [".align", "a.tsv", "in", "inside", "s", "summary.json"]
        assert os.listdir(here / "out" / "inside") == ["c.tsv"]

    @pytest.mark.parametrize("output", ["out", "all.tsv"])
    @pytest.mark.parametrize("link", ["", "parts", "journal.sqlite", "journal.sqlite-journal", "journal.sqlite-wal"])
    def test_the_state_of_a_run(self, make, here, run, output, link):
        make("a.txt")
        (here / "outside").mkdir()
        state = here / ("out/.align" if output == "out" else ".align-all.tsv")
        path = state / link if link else state
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(here / "outside" / "x" if "." in link else here / "outside")
        result = run("corpus", "-o", output, *COMMAND[3:])
        if link == "parts" and output == "all.tsv":  # nothing is written there
            assert result.exit_code == 0
        else:
            assert result.exit_code == 1
            name = path.relative_to(here)
            assert f"Error: {name}: is a link, so that the run would write in another place; " in result.stderr
        assert os.listdir(here / "outside") == []
