"""`align convert`: its inputs, outputs, messages, exit status and help."""

import io
import json
import sys

import pytest
from conversions import TSV_HEADER

from aligner.command.convert import CONVERT_GROUPS
from aligner.command.main import SUB_COMMANDS
from aligner.write import formats
from aligner.write.filters import Filters

ROWS = "نعم.\tYes.\t0.987\t1-1\nلا. لا.\tNo.\t0.500\t2-1\nمطر.\t\t0.900\t1-0\nنعم.\tYes.\t0.910\t1-1\n"
PAIRS = TSV_HEADER + ROWS


@pytest.fixture
def pairs(here):
    """A file of pairs in the working folder."""
    (here / "pairs.tsv").write_text(PAIRS, encoding="utf-8")
    return here


class TestInputAndOutput:
    def test_a_file_and_a_balance(self, pairs, run):
        result = run("convert", "pairs.tsv", "-o", "pairs.jsonl")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "align: 4 rows read = 4 written + 0 left out\n"
        row = json.loads((pairs / "pairs.jsonl").read_text(encoding="utf-8").splitlines()[1])
        assert (row["src_text"], row["kind"], row["src_sentences"]) == ("لا. لا.", "2-1", [1, 2])

    def test_there_and_back(self, pairs, run):
        for form in ("jsonl", "csv", "json", "tsv"):
            before = pairs / f"last.{form}"
            assert run("convert", "pairs.tsv", "-o", before, "-q").exit_code == 0
            (pairs / "pairs.tsv").write_bytes(run("convert", before).stdout_bytes)
        assert (pairs / "pairs.tsv").read_text(encoding="utf-8") == PAIRS

    @pytest.mark.parametrize("form", ["tsv", "csv", "jsonl"])
    def test_standard_input(self, pairs, run, form):
        data = run("convert", "pairs.tsv", "-f", form).stdout_bytes
        assert run("convert", stdin=data).stdout == PAIRS
        assert run("convert", "-", "-f", form, stdin=data).stdout_bytes == data

    def test_two_texts_and_an_index(self, here, run):
        (here / "s.ar").write_text("نعم.\nلا.\n", encoding="utf-8")
        (here / "s.en").write_text("Yes.\nNo.\n", encoding="utf-8")
        assert run("convert", "s.ar", "s.en", "--no-header").stdout == "نعم.\tYes.\t\t1-1\nلا.\tNo.\t\t1-1\n"
        index = run("convert", "s.ar", "s.en", "-f", "index").stdout
        assert index == "[0]:[0]\n[1]:[1]\n"
        assert run("convert", "-", "s.ar", "s.en", "-f", "index", stdin=index).stdout == index

    def test_folder(self, pairs, run):
        (pairs / "more").mkdir()
        (pairs / "more" / "other.jsonl").write_text(run("convert", "pairs.tsv", "-f", "jsonl").stdout, encoding="utf-8")
        (pairs / "notes.txt").write_text("Nothing.\n")
        for _ in range(2):  # the second time, the output is in the folder
            result = run("convert", ".", "-o", "all.tsv", "--force")
            assert result.exit_code == 0
            assert "align: .: skipped notes.txt: no file of pairs\n" in result.stderr
            assert "align: 8 rows read = 8 written + 0 left out\n" in result.stderr
        lines = (pairs / "all.tsv").read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("document\tsrc_text\t")
        assert [line.split("\t")[0] for line in lines[1:]] == ["more/other"] * 4 + ["pairs"] * 4

    @pytest.mark.parametrize("name", ["pairs.tsv", "sub/book.ar", "sub/book.index", "link.tsv"])
    def test_no_file_of_a_folder_is_replaced(self, here, run, name):
        (here / "folder" / "sub").mkdir(parents=True)
        texts = {"pairs.tsv": "نعم.\tYes.\n", "sub/book.ar": "نعم.\n", "sub/book.en": "Yes.\n"}
        for path, text in (texts | {"sub/book.index": "[0]:[0]\n"}).items():
            (here / "folder" / path).write_text(text, encoding="utf-8")
        (here / "folder" / "link.tsv").symlink_to("pairs.tsv")
        before = (here / "folder" / name).read_bytes()
        result = run("convert", "folder", "-f", "tsv", "-o", f"folder/{name}", "--force")
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"folder/{name} is in folder, which is an input; write to another file." in result.stderr
        assert (here / "folder" / name).read_bytes() == before

    def test_no_text_of_a_folder_is_replaced(self, here, run):
        (here / "folder").mkdir()
        texts = {"book.ar": "نعم.\n", "book.en": "Yes.\n", "other.ar": "لا.\n", "other.en": "No.\n"}
        for name, text in texts.items():
            (here / "folder" / name).write_text(text, encoding="utf-8")
        result = run("convert", "folder", "-f", "moses", "-o", "folder/book", "--force")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "folder/book.ar is in folder, which is an input; write to another file." in result.stderr
        assert {path.name: path.read_text(encoding="utf-8") for path in (here / "folder").iterdir()} == texts
        assert run("convert", "folder", "-f", "moses", "-o", "folder/all").exit_code == 0

    def test_folder_that_align_wrote(self, files, run):
        (files / "corpus").mkdir()
        for name in ("one", "two"):
            (files / "corpus" / f"{name}.txt").write_bytes((files / "book.txt").read_bytes())
        for name in ("aligned", "expected.tsv"):
            assert run("corpus", "-o", name, "-j", "1", "--learn-from", "0").exit_code == 0
        assert run("convert", "aligned").stdout_bytes == (files / "expected.tsv").read_bytes()

    def test_column_of_flags_stays(self, here, run):
        text = "src_text\ttrg_text\tconfidence\tkind\tflags\nنعم.\tYes.\t0.987\t1-1\tlength\n"
        assert run("convert", "-", stdin=text).stdout == text
        assert run("convert", "-", "-f", "csv", stdin=text).stdout_bytes.endswith(b",length\r\n")

    def test_flags_on_request(self, here, run):
        row = '{"src_text": "نعم.", "trg_text": "Yes.", "flags": ["length"]}\n'
        assert run("convert", "-", "--flags", stdin=row).stdout.endswith("\t1-1\tlength\n")

    def test_format_that_is_named(self, here, run):
        result = run("convert", "-", "--input-format", "tsv", "--no-header", stdin="0\t0\n")
        assert result.stdout == "0\t0\t\t1-1\n"

    def test_file_of_that_name(self, files, run):
        (files / "convert").write_bytes((files / "book.txt").read_bytes())
        assert run("./convert").stdout == run("book.txt").stdout


class TestFilters:
    @pytest.mark.parametrize(
        ("options", "left", "reasons"),
        [
            (["--min-confidence", "0.9"], 2, "2 left out (1 unaligned, 1 min-confidence)"),
            (["--min-confidence", "0.9", "--keep-unaligned"], 3, "1 left out (1 min-confidence)"),
            (["--drop-unaligned", "--dedup"], 2, "2 left out (1 unaligned, 1 dedup)"),
            (["--one-to-one", "--max-ratio", "1.1"], 2, "2 left out (1 unaligned, 1 one-to-one)"),
        ],
    )
    def test_rows_that_are_left_out_are_counted(self, pairs, run, options, left, reasons):
        result = run("convert", "pairs.tsv", "--no-header", *options)
        assert len(result.stdout.splitlines()) == left
        assert result.stderr == f"align: 4 rows read = {left} written + {reasons}\n"

    @pytest.mark.parametrize("form", [name for name, writer in formats.FORMATS.items() if writer.pairs_only])
    def test_format_of_pairs_alone(self, pairs, run, form):
        result = run("convert", "pairs.tsv", "-f", form, "-o", "out")
        assert f"4 rows read = 3 written + 1 left out (1 format {form})" in result.stderr

    def test_metadata_that_count_rows_are_left_out(self, files, run):
        run("book.txt", "-o", "book.json")
        same, filtered = (
            json.loads(run("convert", "book.json", "-f", "json", *options).stdout)["meta"]
            for options in ([], ["--dedup"])
        )
        assert same == json.loads((files / "book.json").read_text(encoding="utf-8"))["meta"]
        assert set(same) - set(filtered) == {"rows", "flags", "sentences", "left_out"}

    def test_nothing_is_left(self, pairs, run):
        result = run("convert", "pairs.tsv", "--min-confidence", "1")
        assert result.exit_code == 1
        assert result.stderr.endswith("align: no row is left after filtering\n")

    def test_there_is_no_row(self, here, run):
        result = run("convert", "-", stdin=TSV_HEADER)
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "align: there is no row")


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["pairs.tsv", "-o", "pairs.xyz"], "no format has the suffix .xyz"),
            (["pairs.tsv", "--from", "ar", "--to", "ara"], "--from and --to are both ar; name two languages."),
            (["-", "-"], "Standard input can be one of the files, not several."),
            (["pairs.tsv", ""], "The name of a file is empty"),
            (["a", "b", "c", "d"], "4 files were given; give one, or a folder that holds them."),
            (["pairs.tsv", "."], "A folder is converted alone; drop the other inputs."),
            (["pairs.tsv", "-f", "jsonl", "--no-header"], "jsonl has no header line; drop --no-header."),
            (["pairs.tsv", "--keep-unaligned"], "--keep-unaligned has no effect without --min-confidence"),
            (["pairs.tsv", "-o", "pairs.tsv"], "pairs.tsv is an input; write to another file."),
            ([".", "-f", "json"], "The rows are of several documents, but json holds one; choose -f tsv, "),
        ],
    )
    def test_wrong_command(self, pairs, run, arguments, message):
        result = run("convert", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["none.tsv"], "none.tsv: there is no such file"),
            (["broken.tsv"], "broken.tsv, line 3: the confidence is '7'; write a number from 0 to 1, or re"),
            (["pairs.tsv", "-o", "there.tsv"], "there.tsv: the file exists; write over it with --force"),
            (["pairs.tsv", "-o", "none/out.tsv"], "there is no folder none; make it first"),
        ],
    )
    def test_failure_writes_nothing(self, pairs, run, arguments, message):
        (pairs / "broken.tsv").write_text(TSV_HEADER + "نعم.\tYes.\t0.9\t1-1\nلا.\tNo.\t7\t1-1\n", encoding="utf-8")
        (pairs / "there.tsv").write_text("old")
        if arguments == ["broken.tsv"]:
            arguments = [*arguments, "-o", "out.tsv"]
        before = sorted(path.name for path in pairs.iterdir())
        result = run("convert", *arguments)
        assert result.exit_code == 1
        assert message in result.stderr
        assert sorted(path.name for path in pairs.iterdir()) == before
        assert (pairs / "there.tsv").read_text() == "old"

    def test_rows_of_which_the_first_names_no_document(self, here, run):
        rows = ({"src_text": "نعم.", "trg_text": "Yes."}, {"document": "b", "src_text": "لا.", "trg_text": "No."})
        result = run("convert", "-", stdin="\n".join(map(json.dumps, rows)))
        assert result.exit_code == 1
        assert "row 2 names a document, but the first row does not; name the document of all rows" in result.stderr

    def test_closed_standard_input(self, here, run, monkeypatch):
        monkeypatch.setattr(sys, "stdin", None)
        from aligner.convert.inputs import Input
        from aligner.errors import InputError

        with pytest.raises(InputError, match="standard input: is closed; name a file"):
            Input("-")


class TestHelp:
    def test_align_lists_its_sub_commands(self, run):
        assert "\n  convert  Convert what is aligned already to another format.\n" in run("--help").stdout
        assert set(SUB_COMMANDS) == {"check", "convert", "eval", "learn"}

    @pytest.mark.parametrize("option", ["-h", "--help"])
    def test_help_has_examples(self, run, option):
        text = run("convert", option).stdout
        assert "align convert memory.tmx -o pairs.tsv" in text
        assert "Usage: align convert [OPTIONS] [FILE [FILE [FILE]] | FOLDER | -]" in text

    def test_options_are_named_as_those_of_align(self):
        names = {option.name for options in CONVERT_GROUPS.values() for option in options}
        filters = {field for field in Filters._fields if field != "pairs_only_format"}
        assert names == filters | {"source", "target", "encoding", "columns", "input_format"} | {
            "output", "format", "plain", "flags", "no_header", "repair", "force",
        }  # fmt: skip


class _Drip(io.RawIOBase):
    """A stream that gives a byte at a time, as a slow pipe."""

    def __init__(self, data):
        self._data = iter(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        byte = next(self._data, None)
        if byte is None:
            return 0
        buffer[0] = byte
        return 1


def test_slow_pipe(here, run, monkeypatch):
    from aligner.convert.inputs import Input

    class Stdin:
        buffer = _Drip(PAIRS.encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    file = Input("-")
    assert file.head == PAIRS.encode()
    assert [line for _, line in file.lines(None)] == PAIRS.splitlines()
