"""Fuzzers of the readers, the splitter and the command, and those of `fuzz_files`: by hypothesis, or by atheris.

A target takes bytes. It returns on an answer that is allowed, an InputError included, and raises on any other.
"""

import contextlib
import logging
import os
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from hostile import fuzz_files
from hostile.mutations import MutatedDocument

SUFFIXES = (
    *("txt", "md", "csv", "tsv", "json", "jsonl", "xlsx", "ods", "tmx", "po", "xlf", "docx", "odt", "fodt", "html"),
    *("epub", "srt", "vtt", "sbv", "txt.gz", "html.xz", "csv.bz2", "bin"),
)
ENCODINGS = (None, None, None, None, "utf-8", "utf-16", "cp1256", "utf-7", "unicode_escape", "idna", "hex", "nonsense")
OPTIONS = (
    [],
    ["--layout", "blocks"],
    ["--layout", "interleaved"],
    ["--layout", "columns"],
    ["--layout", "same-line"],
    ["--pre-split"],
    ["--lines", "wrap"],
    ["--refine"],
    ["--split-clauses"],
    ["--method", "length"],
    ["--encoding", "utf-8"],
    ["--encoding", "utf-7"],
    ["--columns", "1,2"],
    ["--realign"],
    ["--why", "-f", "json"],
    ["-f", "html"],
    ["-f", "tei"],
    ["-f", "csv", "--repair", "bidi,controls"],
)
SEEDS = 40  # of the samples of a round; a short one has fewer
LANGUAGES = ("ar", "en", "fr", "zh")
SPLITS = ({}, {"lines": "wrap"}, {"lines": "line"}, {"pre_split": True}, {"split_clauses": True})


def fuzz_readers(data):
    """Read a file whose suffix and encoding the first two bytes choose."""
    from aligner.errors import InputError
    from aligner.read import readers

    head, data = data[:2].ljust(2, b"\0"), data[2:]
    with contextlib.suppress(InputError):
        text = readers.read_bytes(data, f"a.{SUFFIXES[head[0] % len(SUFFIXES)]}", ENCODINGS[head[1] % len(ENCODINGS)])
        end = 0
        for row in text.rows:
            for cell in row.cells:
                assert end <= cell.start <= cell.end <= len(text.text), (end, cell)
            end = row.cells[0].start if row.cells else end
        text.text.encode("utf-8")


def fuzz_splitter(data):
    """Split a text in a language that the first byte chooses; each visible character is in one sentence."""
    from aligner import split_text
    from aligner.characters import VISIBLE

    head, text = data[:1].ljust(1, b"\0")[0], data[1:].decode("utf-8", "replace")
    document = split_text(text, LANGUAGES[head % len(LANGUAGES)], **SPLITS[head // 4 % len(SPLITS)])
    end = 0
    for start, stop in document.sentences:
        assert end <= start < stop
        assert not VISIBLE.search(text, end, start), text[end:start]
        end = stop
    assert not VISIBLE.search(text, end), text[end:]


def fuzz_command(data):
    """Run the command on a file; the first byte chooses the options and the second one the suffix."""
    import click
    from click.testing import CliRunner

    from aligner.command.main import main

    head, data = data[:2].ljust(2, b"\0"), data[2:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{SUFFIXES[head[1] % len(SUFFIXES)]}")
        path.write_bytes(data)
        result = CliRunner().invoke(main, [str(path), *OPTIONS[head[0] % len(OPTIONS)]], prog_name="align")
        if result.exception and not isinstance(result.exception, SystemExit | click.ClickException):
            raise result.exception
        assert result.exit_code in (0, 1, 2), result.exit_code
        assert "Traceback" not in result.output
        assert os.listdir(folder) == [path.name]
        if result.exit_code == 0:
            assert result.stdout_bytes


TARGETS = {"readers": fuzz_readers, "splitter": fuzz_splitter, "command": fuzz_command, **fuzz_files.TARGETS}


def samples(target, numbers):
    """Bytes of sound and mutated files, each after two bytes that choose its suffix."""
    if target in fuzz_files.TARGETS:
        return fuzz_files.samples(target, numbers)
    result = []
    for number in numbers:
        for name, data in MutatedDocument(number).files:
            suffix = name.partition(".")[2]
            result.append(bytes([SUFFIXES.index(suffix) if suffix in SUFFIXES else 0, 0]) + data)
    return result


def inputs(bases):
    """A strategy of bytes: any, or samples of which parts are other bytes, gone, repeated or of another sample."""
    base = st.sampled_from(bases)
    texts = st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))
    part = st.one_of(st.binary(max_size=8), texts, st.sampled_from(fuzz_files.TOKENS))

    def edited(drawn):
        data, edits = drawn
        for at, length, new in edits:
            place = at % (len(data) + 1)
            data = data[:place] + new + data[place + length :]
        return data

    edit = st.tuples(st.integers(0, 1 << 16), st.sampled_from([0, 0, 1, 4, 64]), part)
    tail = base.map(lambda data: data[len(data) // 2 :])
    heads = st.binary(min_size=2, max_size=2)
    mutated = st.tuples(base, st.lists(edit, max_size=5)).map(edited)
    headed = st.tuples(heads, mutated).map(lambda pair: pair[0] + pair[1][2:])
    return st.one_of(st.binary(max_size=400), mutated, headed, st.tuples(base, tail).map(b"".join))


def fuzz(target, *, minutes=0.0, examples=1000, first_seed=0):
    """Run a target on random input, and return the number of executions.

    minutes: how long; 0 for a fixed number of examples.
    examples: number of examples; with minutes, of each round, which begins with samples of its own.
    first_seed: seed of the first round.
    """
    executions = 0
    end = time.monotonic() + minutes * 60
    logging.getLogger("aligner").setLevel(logging.CRITICAL)

    def run(data):
        nonlocal executions
        executions += 1
        TARGETS[target](data)

    for number in count(first_seed):
        bases = samples(target, range(number * SEEDS, number * SEEDS + (SEEDS if examples >= 100 else 4)))
        limits = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )
        seed(number)(limits(given(inputs(bases))(run)))()
        if time.monotonic() >= end:
            return executions


def fuzz_with_atheris(target, minutes, folder):
    """Run a target under atheris, which ends the process. It prints the number of executions on standard error.

    The package has to be imported by `instrumented`.

    folder: for the inputs that reach new branches.
    """
    import atheris

    logging.getLogger("aligner").setLevel(logging.CRITICAL)
    start = Path(folder, "samples")
    start.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(samples(target, range(200))):
        (start / f"{number:04}").write_bytes(data)
    options = [f"-max_total_time={round(minutes * 60)}", "-timeout=60", "-rss_limit_mb=2048", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(start)], TARGETS[target])
    atheris.Fuzz()
