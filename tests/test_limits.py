"""The table of limits: what the documents say about it, and the limits that hold for all formats."""

import io
import os
import re
import threading
from collections import Counter
from pathlib import Path

import pytest

from aligner import document_size, input_bytes, limits, pipeline, storage
from aligner.command.option_types import MemorySize
from aligner.corpus import plan
from aligner.errors import InputError
from aligner.lattice.limits import SEARCH_LIMITS
from aligner.lexical import cognates
from aligner.read import readers
from aligner.write.document import OutputOptions

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = [value for value in vars(limits).values() if isinstance(value, limits.Limit)]
MEGABYTE = 1 << 20


def cells(text, *columns):
    """The rows of all tables with these columns, one table after the other."""
    head = f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"
    tables = [part.split("\n\n")[0] for part in text.split(head)[1:]]
    return [tuple(line.strip("| ").split(" | ")) for table in tables for line in table.splitlines()]


class TestTable:
    def test_is_complete(self):
        assert sorted((*limits.OF_ALL, *limits.OF_FORMATS)) == sorted(TABLE)

    def test_is_that_of_the_page(self):
        rows = [(limit.subject, limit.amount(), limit.reason) for limit in (*limits.OF_ALL, *limits.OF_FORMATS)]
        assert cells(PAGE, "what", "at most", "because") == rows

    def test_general_limits_are_those_of_the_readme(self):
        assert cells(README, "what", "at most") == [(limit.subject, limit.amount()) for limit in limits.OF_ALL]

    def test_budgets_are_those_of_the_searches(self):
        of_search = SEARCH_LIMITS
        assert [budget for _, budget, _ in cells(PAGE, "what is counted", "budget", "because")] == [
            f"{of_search.max_beads_a_sentence:,} for each sentence of both texts",
            f"{of_search.max_nodes_with_words:,}, and {of_search.max_nodes_a_sentence} for each sentence of both texts",
            f"{cognates.MAX_PAIRS:,}",
        ]

    @pytest.mark.parametrize("limit", TABLE, ids=lambda limit: limit.message)
    def test_has_a_value_a_reason_and_a_message(self, limit):
        assert limit.value > 0
        assert limit.reason
        assert limit.amount() in limit.problem(what="text")

    def test_is_where_modules_take_values_and_messages_from(self):
        sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "aligner").rglob("*.py"))
        uses = Counter(re.findall(r"\blimits\.([A-Z_]+)\b", sources))
        names = [name for name, value in vars(limits).items() if isinstance(value, limits.Limit)]
        assert [name for name in names if uses[name] < 2] == []


@pytest.fixture
def low(monkeypatch):
    """Lower a limit."""
    return lambda name, value: monkeypatch.setattr(limits, name, getattr(limits, name)._replace(value=value))


class Endless(io.RawIOBase):
    """A file that never ends, and that counts what is read."""

    given = 0

    def read(self, size):
        self.given += size
        return b"a" * size


class TestSizeOfAFile:
    PROBLEM = "the input has more than 2 MB; divide it into several files"

    @pytest.fixture(autouse=True)
    def two_megabytes(self, low):
        low("FILE", 2 * MEGABYTE)

    def test_of_the_limit_is_read(self, here):
        Path("a.txt").write_bytes(b"a" * 2 * MEGABYTE)
        assert len(input_bytes.read_file("a.txt")) == 2 * MEGABYTE

    def test_beyond_it_is_refused_before_it_is_read(self, here, monkeypatch):
        monkeypatch.setattr(storage, "read", None)
        Path("a.txt").touch()
        os.truncate("a.txt", 1 << 40)
        with pytest.raises(InputError) as caught:
            readers.read_path("a.txt")
        assert str(caught.value) == f"a.txt: {self.PROBLEM}"

    def test_of_a_stream_without_an_end_is_refused(self):
        stream = Endless()
        with pytest.raises(InputError, match=f"^standard input: {self.PROBLEM}$"):
            input_bytes.read_stream(stream, "standard input")
        assert stream.given <= 3 * MEGABYTE

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system")
    def test_of_a_pipe_that_gives_too_much(self, here):
        os.mkfifo("pipe.txt")

        def write():
            with pytest.raises(BrokenPipeError), open("pipe.txt", "wb") as pipe:
                pipe.write(b"a" * 8 * MEGABYTE)

        writer = threading.Thread(target=write)
        writer.start()
        with pytest.raises(InputError, match=f"^pipe.txt: {self.PROBLEM}$"):
            input_bytes.read_file("pipe.txt")
        writer.join()

    def test_a_folder_and_a_file_that_is_missing_are_named(self, here):
        Path("folder").mkdir()
        for name, problem in (("folder", "this is a folder"), ("no.txt", "there is no such file"), ("a\0", "embedded")):
            with pytest.raises((InputError, ValueError), match=problem):
                input_bytes.read_file(name)

    def test_is_that_of_a_document_of_a_folder(self, here, run):
        Path("corpus").mkdir()
        Path("corpus/a.txt").write_text("نام الحارس.\nThe guard slept.\n", encoding="utf-8")
        Path("corpus/b.txt").touch()
        os.truncate("corpus/b.txt", 1 << 40)
        Path("list").write_text("corpus/a.txt\ncorpus/b.txt\n")
        result = run("--manifest", "list", "-o", "out", "-q", "-j", "1", "--method", "length")
        assert (result.exit_code, result.stderr) == (1, f"align: failed: corpus/b.txt: {self.PROBLEM}\n")
        assert Path("out/corpus/a.tsv").exists()


class TestSentences:
    def test_of_a_side(self, low, files):
        low("SENTENCES", 3)
        settings = pipeline.Settings(method="length")
        with pytest.raises(InputError) as caught:
            pipeline.align_paths(["book.ar.txt", "book.en.txt"], settings)
        assert str(caught.value) == (
            "book.ar.txt: the side in ar has more than 3 sentences; divide it into several documents"
        )
        low("SENTENCES", 4)
        assert pipeline.align_paths(["book.ar.txt", "book.en.txt"], settings).pairs == 4

    def test_that_are_long(self, low, files):
        low("SENTENCE", 45)
        with pytest.raises(InputError) as caught:
            pipeline.align_paths(["book.ar.txt", "book.en.txt"], pipeline.Settings(method="length"))
        assert str(caught.value) == (
            "book.en.txt, line 1: this sentence has more than 45 characters; "
            "end its sentences with full stops, or add --lines line"
        )

    def test_of_a_folder(self, low, files, run):
        low("DOCUMENTS", 1)
        Path("list").write_text("book.txt\t\ta\nbook.txt\t\tb\n")
        result = run("--manifest", "list", "-o", "out", "-q", "--method", "length")
        assert (result.exit_code, result.stderr) == (1, "Error: list: there are more than 1 documents; divide it\n")


class TestMemory:
    def test_is_estimated_by_the_table_of_the_page(self):
        rows = [
            (name, f"{needs.process >> 20} MB", *map(str, needs[1:])) for name, needs in document_size.NEEDS.items()
        ]
        assert cells(PAGE, "`--method`", "process", "byte", "sentence", "node", "row", "gap") == rows
        assert set(document_size.NEEDS) == set(pipeline.METHODS)

    @pytest.mark.parametrize(
        ("sides", "nodes", "gaps"),
        [
            ((0, 0), 1, 0),
            ((9, 4), 50, 50),
            ((1000, 1000), 49 * 1001 + 1000, 0),
            ((1000, 800), 49 * 1001 + 800, 1001 * 200),
            ((1, 50_000), 49 * 2 + 50_000, 2 * 49_999),
        ],
    )
    def test_grows_with_the_band(self, sides, nodes, gaps):
        needs = document_size.NEEDS["hybrid"]
        expected = needs.process + 5 * needs.byte + sum(sides) * needs.sentence + nodes * needs.node
        assert document_size.memory(5, *sides) == expected + gaps * needs.gap

    def test_is_refused_before_the_search(self, files, run, monkeypatch):
        monkeypatch.setattr(pipeline, "align_prepared", None)
        result = run("book.ar.txt", "book.en.txt", "--max-memory", "53M")
        problem = "this takes about 54 MB of memory, and --max-memory allows 53 MB"
        message = f"Error: book.ar.txt and book.en.txt: {problem}; divide it into several documents, or allow more\n"
        assert (result.exit_code, result.stderr) == (1, message)

    def test_of_the_sentences_counts(self, files, monkeypatch):
        needs = document_size.NEEDS["length"]._replace(process=0, byte=0, sentence=1 << 20, node=0, gap=0)
        monkeypatch.setattr(document_size, "NEEDS", {"length": needs})
        paths = ["book.ar.txt", "book.en.txt"]
        assert pipeline.align_paths(paths, pipeline.Settings(method="length", max_memory=8 << 20)).pairs == 4
        with pytest.raises(InputError, match="about 8 MB of memory, and --max-memory allows 7 MB"):
            pipeline.align_paths(paths, pipeline.Settings(method="length", max_memory=7 << 20))

    def test_does_not_make_a_folder_anew(self, here):
        def fingerprint(**settings):
            made = (None, "out", pipeline.Settings(**settings), OutputOptions())
            return plan.make_run("corpus", *made, single_file=False).fingerprint()

        assert fingerprint(max_memory=1) == fingerprint() != fingerprint(pre_split=True)

    @pytest.mark.parametrize(
        ("text", "size"),
        [("100", 100), ("1k", 1024), ("500M", 500 << 20), ("2g", 2 << 30), ("2GB", 2 << 30), ("3GiB", 3 << 30)],
    )
    def test_is_given_with_a_unit(self, text, size):
        assert MemorySize().convert(text, None, None) == size

    @pytest.mark.parametrize("text", ["", "0", "-1", "1.5G", "M", "2X", "٢", "1" * 40, "2 G", "nan"])
    def test_is_refused_if_it_is_no_size(self, run, files, text):
        result = run("book.txt", "--max-memory", text)
        assert result.exit_code == 2
        assert f"{text!r} is not a size such as 500M or 2G" in result.stderr


MEASURE = """
import sys
from aligner import document_size, pipeline
from sample_corpus import text
method, size = sys.argv[1], int(sys.argv[2])
for language, side in zip(("ar", "en"), text(1, size)):
    open(f"book.{language}.txt", "w", encoding="utf-8").write(side)
paths = ["book.ar.txt", "book.en.txt"]
bitext = pipeline.align_paths(paths, pipeline.Settings(method=method)).output.bitext
size = sum(len(open(path, "rb").read()) for path in paths)
sentences = len(bitext.source.sentences), len(bitext.target.sentences)
# Not ru_maxrss, which begins with the memory of the process that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(document_size.memory(size, *sentences, method), int(peak.split()[1]) * 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("size", [30, 1000, 5000])
@pytest.mark.parametrize("method", pipeline.METHODS)
def test_the_estimate_of_memory_is_within_a_factor_of_two(here, python, method, size):
    if not Path("/proc/self/status").exists():
        pytest.skip("the system does not tell the memory of a process so")
    result = python("-c", MEASURE, method, str(size))
    assert result.returncode == 0, result.stderr
    estimate, measured = map(int, result.stdout.split())
    assert measured / 2 <= estimate <= 2 * measured, f"{estimate >> 20} MB, but {measured >> 20} MB are needed"
