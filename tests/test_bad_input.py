"""Mistakes of a user: each ends with an exit status and a message of one line, and without a traceback."""

import json
import os
import re
from contextlib import contextmanager
from importlib import import_module

import pytest

from aligner import api, pipeline
from aligner.errors import InputError
from aligner.read import readers
from aligner.write import formats

ARABIC = "وصل القطار. نزل الركاب.\n"
ENGLISH = "The train arrived. The passengers got off.\n"
FILES = {"ar.txt": ARABIC, "en.txt": ENGLISH, "both.txt": ARABIC + ENGLISH, "docs/one.txt": ARABIC + ENGLISH}

FAILS, MISUSED = 1, 2
GIVE_ANOTHER = "give the translation in the same file, or as a second file"
ONE_FOLDER = "this is a folder, not a file; give one folder alone, with -o FOLDER"
BLANK = "there is no text, only white space"
NEITHER = "neither Arabic nor English was found; name the languages with --from and --to"
NAME_THEM = "give a text and its translation, or name their languages with --from and --to"
KEEP = "keep one column of each language, with a tab between them; or choose two columns, as in --columns 1,2"
REPAIR = "repair it, or name the encoding with --encoding"
LONG = "n" * 300


EXISTS = "{}: the file exists; write over it with --force"
# The formats, and the suffixes that choose them, as messages list them. `.jsonl` chooses jsonl, not hf.
ABLE = ", ".join(
    f"{name} ({writer.suffix})" if name not in ("hf", "moses") else name for name, writer in formats.FORMATS.items()
)


def case(id, command, status, message, **files):
    """A case: a command, its exit status and its message.

    files: text of the files that `FILES` does not hold; `x_txt` is the file x.txt.
    """
    return pytest.param(
        command.split(), {name.replace("_", "."): text for name, text in files.items()}, status, message, id=id
    )


CASES = [
    # contents of files
    case("empty file", "x.txt", FAILS, "x.txt: the input is empty", x_txt=""),
    case("empty file of two", "ar.txt x.txt", FAILS, "x.txt: the input is empty", x_txt=""),
    case("empty standard input", "-", FAILS, "standard input: the input is empty"),
    case("only white space", "x.txt", FAILS, f"x.txt: {BLANK}", x_txt=" \n\t\n\u00a0\n"),
    case("only white space in two files", "x.txt y.txt", FAILS, f"x.txt: {BLANK}", x_txt=" \n", y_txt="\n\n"),
    case("only white space in the second file", "ar.txt x.txt", FAILS, f"x.txt: {BLANK}", x_txt=" \n"),
    case("only white space in the first file", "x.txt en.txt", FAILS, f"x.txt: {BLANK}", x_txt=" \n"),
    case("only marks that are not seen", "x.txt", FAILS, f"x.txt: {BLANK}", x_txt="\u200f\n\u200b\n"),
    case("only the target", "en.txt", FAILS, f"en.txt: only English was found, no line in Arabic; {GIVE_ANOTHER}"),
    case("only the source", "ar.txt", FAILS, f"ar.txt: only Arabic was found, no line in English; {GIVE_ANOTHER}"),
    case("neither language", "x.txt", FAILS, f"x.txt: {NEITHER}", x_txt="Поезд ушёл.\n"),
    case("figures only", "x.txt", FAILS, f"x.txt: {NEITHER}", x_txt="12\n34\n"),
    case(
        "two sources",
        "ar.txt x.txt",
        FAILS,
        f"ar.txt and x.txt: both are in the letters of Arabic, neither in those of English; {NAME_THEM}",
        x_txt="نام الحارس.\n",
    ),
    case(
        "two targets",
        "en.txt x.txt",
        FAILS,
        f"en.txt and x.txt: both are in the letters of English, neither in those of Arabic; {NAME_THEM}",
        x_txt="It rained.\n",
    ),
    case(
        "the same file twice",
        "ar.txt ar.txt",
        FAILS,
        f"ar.txt and ar.txt: both are in the letters of Arabic, neither in those of English; {NAME_THEM}",
    ),
    case(
        "two languages of one script in one file",
        "en.txt --from de --to en",
        FAILS,
        "en.txt: German and English cannot be told apart by their letters in one file; give two files",
    ),
    case(
        "no columns",
        "both.txt --layout columns",
        FAILS,
        f"both.txt: no line has a tab; {KEEP}",
    ),
    # encodings
    case(
        "binary file",
        "x.txt",
        FAILS,
        "x.txt, line 2: this looks like a binary file: byte 0x00 at offset 7; "
        "give plain text, or name its encoding with --encoding",
        x_txt=b"GIF89\n.\x00\x01\x02\xff",
    ),
    case(
        "UTF-8 that is cut off",
        "x.txt",
        FAILS,
        f"x.txt, line 3: byte 0xd8 at offset 15 is not UTF-8 (unexpected end of data); {REPAIR}",
        x_txt="باب\n\r\nجدار".encode()[:-1],
    ),
    case(
        "UTF-8 with a broken byte",
        "x.txt",
        FAILS,
        f"x.txt, line 2: byte 0xff at offset 7 is not UTF-8 (invalid start byte); {REPAIR}",
        x_txt="باب\n".encode() + b"\xff" + "جدار\n".encode(),
    ),
    case(
        "another encoding than the one that was named",
        "ar.txt --encoding ascii",
        FAILS,
        f"ar.txt, line 1: byte 0xd9 at offset 0 is not ASCII (ordinal not in range(128)); {REPAIR}",
    ),
    case(
        "an encoding that decodes nothing",
        "ar.txt --encoding undefined",
        MISUSED,
        "Invalid value for '--encoding': no encoding is called 'undefined'; try utf-8, utf-16 or cp1256",
    ),
    case(
        "an encoding of bytes to bytes",
        "ar.txt --encoding hex",
        MISUSED,
        "Invalid value for '--encoding': no encoding is called 'hex'; try utf-8, utf-16 or cp1256",
    ),
    case(
        "unknown encoding",
        "ar.txt --encoding klingon",
        MISUSED,
        "Invalid value for '--encoding': no encoding is called 'klingon'; try utf-8, utf-16 or cp1256",
    ),
    # names of inputs
    case("no such file", "none.txt", FAILS, "none.txt: there is no such file"),
    case("no such file of two", "ar.txt none.txt", FAILS, "none.txt: there is no such file"),
    case("a file as a folder", "ar.txt/none.txt", FAILS, "ar.txt/none.txt: cannot be read: Not a directory"),
    case("a name that is too long", LONG, FAILS, f"{LONG}: cannot be read: File name too long"),
    case("folder and file", "docs en.txt", FAILS, f"docs: {ONE_FOLDER}"),
    case("file and folder", "ar.txt docs", FAILS, f"docs: {ONE_FOLDER}"),
    case("two folders", "docs docs -o out", FAILS, f"docs: {ONE_FOLDER}"),
    case(
        "three files",
        "ar.txt en.txt both.txt",
        MISUSED,
        "3 files were given; give one file that holds both languages, or two files.",
    ),
    case("standard input twice", "- -", MISUSED, "Standard input can be one of two files, not both."),
    # output files
    case(
        "output of an unknown suffix",
        "both.txt -o pairs.txt",
        MISUSED,
        f"pairs.txt: no format has the suffix .txt; choose another, or a format with -f: {ABLE}.",
    ),
    case(
        "results in a file of an unknown suffix",
        "docs -o ar.txt --force",
        MISUSED,
        f"ar.txt: no format has the suffix .txt; choose another, or a format with -f: {ABLE}.",
    ),
    case(
        "output that exists", "both.txt -f tsv -o en.txt", FAILS, "en.txt: the file exists; write over it with --force"
    ),
    case("output that is an input", "both.txt -o both.txt", MISUSED, "both.txt is an input; write to another file."),
    case("output that is a folder", "both.txt -o docs", FAILS, "docs: this is a folder; name a file in it"),
    case("output in no folder", "both.txt -o no/x.tsv", FAILS, "no/x.tsv: there is no folder no; make it first"),
    case(
        "output with a name that is too long",
        f"both.txt -o {LONG}",
        FAILS,
        f"{LONG}: cannot be written: File name too long",
    ),
    # folders
    case(
        "folder without an output",
        "docs",
        MISUSED,
        "docs may hold many documents; name a folder or file with -o.",
    ),
    case(
        "results among the documents",
        "docs -o docs/",
        FAILS,
        "docs/: the results would stand among the documents; name another folder",
    ),
    case(
        "results in a file that exists",
        "docs -f tsv -o ar.txt",
        FAILS,
        "ar.txt: the file exists; write over it with --force",
    ),
    case(
        "folder without documents",
        ". -o out",
        FAILS,
        f".: there is no document ({' or '.join(readers.SUFFIXES)}, or name.ar with name.en) in this folder",
    ),
    case(
        "folder without documents, results further in",
        ". -o new/out",
        FAILS,
        f".: there is no document ({' or '.join(readers.SUFFIXES)}, or name.ar with name.en) in this folder",
    ),
    case(
        "folder without documents, one file for all",
        ". -o all.jsonl",
        FAILS,
        f".: there is no document ({' or '.join(readers.SUFFIXES)}, or name.ar with name.en) in this folder",
    ),
    # options
    case("same languages", "both.txt --from en", MISUSED, "--from and --to are both en; name two languages."),
    case(
        "same languages by other codes",
        "both.txt --from arb --to ara",
        MISUSED,
        "--from and --to are both ar; name two languages.",
    ),
    case(
        "no language",
        "both.txt --to e2",
        MISUSED,
        "Invalid value for '--to': 'e2' is not a language tag such as ar, ara or ar-SA",
    ),
    case(
        "confidence that is no number",
        "both.txt --min-confidence nan",
        MISUSED,
        "Invalid value for '--min-confidence': nan is not in the range 0<=x<=1.",
    ),
]


@pytest.fixture
def prepare(here):
    def prepare(files):
        for name, text in files.items():
            path = here / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return here

    return prepare


@pytest.mark.parametrize(("command", "files", "status", "message"), CASES)
def test_bad_input(prepare, run, command, files, status, message):
    folder = prepare({**FILES, **files} if command[0] != "." else {"notes.md": "# Notes\n"})
    before = sorted(folder.rglob("*"))
    result = run(*command)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    usage, _, said = result.stderr.partition("Error: ")
    assert said == f"{message}\n"
    assert usage.startswith("Usage: align [OPTIONS] ") if status == MISUSED else usage == ""
    assert (result.exit_code, result.stdout) == (status, "")
    assert sorted(folder.rglob("*")) == before


def test_empty_name_is_not_the_working_folder(prepare, run):
    prepare(FILES)
    result = run("", "-o", "out")
    assert result.exit_code in (1, 2)
    assert not os.path.exists("out")


@pytest.mark.parametrize(
    ("closed", "mode", "arguments", "message"),
    [
        pytest.param("en.txt", 0, ["ar.txt", "en.txt"], "en.txt: cannot be read: Permission denied", id="file"),
        pytest.param("docs", 0, ["docs/one.txt"], "docs/one.txt: cannot be read: Permission denied", id="in a folder"),
        pytest.param("docs", 0, ["docs", "--dry-run"], "docs: cannot be read: Permission denied", id="folder"),
        pytest.param(".", 0o555, ["both.txt", "-o", "x"], "x: cannot be written: Permission denied", id="output"),
        pytest.param(
            ".", 0o555, ["docs", "-o", "out"], "out: this folder cannot be made: Permission denied", id="results"
        ),
    ],
)
def test_permissions(prepare, run, closed, mode, arguments, message):
    prepare(FILES).chmod(0o777)
    run("both.txt")
    import_module("aligner.corpus.run")  # imported before the privileges are dropped, since its file may be unreadable
    os.chmod(closed, mode)
    try:
        with unprivileged():
            result = run(*arguments)
    finally:
        os.chmod(closed, 0o755)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, f"Error: {message}")


@contextmanager
def unprivileged():
    """Drop the privileges of root, which may read and write every file."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


class TestInternalError:
    """An error of the program is not reported as a mistake of the user: it is raised."""

    def test_raises(self, prepare, run, monkeypatch):
        def broken(*_):
            raise ZeroDivisionError

        prepare(FILES)
        monkeypatch.setattr(pipeline, "align_paths", broken)
        assert isinstance(run("both.txt").exception, ZeroDivisionError)

    def test_in_one_document_of_a_folder_is_reported_as_an_error_of_align(self, prepare, run, monkeypatch):
        def broken(*_):
            raise ZeroDivisionError

        prepare(FILES)
        monkeypatch.setattr(pipeline, "prepare", broken)
        result = run("docs", "-o", "out", "--learn-from", "0")
        assert result.exit_code == 1
        assert "ZeroDivisionError" in result.stderr
        assert "this is an error of align; please report it" in result.stderr


class TestLibrary:
    """The same mistakes in a call of the library."""

    @pytest.mark.parametrize(
        ("names", "problem"),
        [
            (["none.txt"], "there is no such file"),
            (["x.txt"], "the input is empty"),
            (["docs"], "this is a folder, not a file"),
        ],
    )
    def test_error_tells_name_and_problem(self, prepare, names, problem):
        prepare({**FILES, "x.txt": ""})
        with pytest.raises(InputError) as caught:
            api.align_file(*names)
        assert (caught.value.name, caught.value.problem) == (names[0], problem)


class TestExtremes:
    @pytest.mark.parametrize("order", [1, -1], ids=["source is short", "target is short"])
    @pytest.mark.parametrize(
        ("count", "method"),
        [pytest.param(700, "length"), pytest.param(1500, "hybrid", marks=pytest.mark.slow)],
        ids=["by length", "with words"],
    )
    def test_one_sentence_against_many(self, prepare, run, order, count, method):
        many = "".join(f"Train number {number} left the station before noon.\n" for number in range(count))
        prepare({"ar.txt": "غادر القطار رقم 7 المحطة قبل الظهر.\n", "en.txt": many})
        source, target = ["ar", "en"][::order]
        result = run("ar.txt", "en.txt", "-f", "index", "--from", source, "--to", target, "--method", method)
        assert result.exit_code == 0
        sides = [json.loads(line.split(":")[order > 0]) for line in result.stdout.splitlines()]
        assert [number for side in sides for number in side] == list(range(count))
        paired, unaligned = re.search(
            rf"en {count} = (\d+) paired \+ (\d+) unaligned \+ 0 filtered", result.stderr
        ).groups()
        assert int(paired) + int(unaligned) == count
        assert "ar 1 = 1 paired + 0 unaligned + 0 filtered" in result.stderr

    @pytest.mark.parametrize(
        ("method", "megabytes"),
        [
            ("length", 0.3),
            ("hybrid", 0.1),
            pytest.param("length", 9, marks=pytest.mark.slow),
            pytest.param("hybrid", 2.25, marks=pytest.mark.slow),
        ],
    )
    def test_long_line_in_each_of_two_files(self, prepare, run, cpu_limit, method, megabytes):
        arabic = "م" + "ن البحر إلى الجبل " * int(34_500 * megabytes)
        english = "From" + " the sea to the hill" * int(58_000 * megabytes)
        prepare({"ar.txt": arabic, "en.txt": english})
        assert min(os.path.getsize(name) for name in ("ar.txt", "en.txt")) > megabytes * 1_000_000
        result = run("ar.txt", "en.txt", "--no-header", "-q", "--method", method)
        assert result.stdout.split("\t")[:2] == [arabic.strip(), english]

    def test_long_line_in_one_language(self, prepare, run, cpu_limit):
        prepare({"x.txt": "From" + " the sea to the hill" * 30_000})
        result = run("x.txt")
        assert result.stderr == f"Error: x.txt: only English was found, no line in Arabic; {GIVE_ANOTHER}\n"

    @pytest.mark.parametrize(
        "mark",
        [". ", ".", "!", "a.", '."', "( ", "\u064b", "\u200f", pytest.param("\t", marks=pytest.mark.slow)],
        ids=ascii,
    )
    def test_long_line_of_marks(self, prepare, run, cpu_limit, mark):
        prepare({"ar.txt": "باب.\n", "en.txt": "A door" + mark * (100_000 // len(mark)) + " here.\n"})
        result = run("ar.txt", "en.txt", "-q", "--no-header", "--method", "length")
        assert result.exit_code == 0
        assert result.stdout.count("\t") == 3 * result.stdout.count("\n")
