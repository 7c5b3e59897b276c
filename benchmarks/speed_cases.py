"""The cases of `speed.py`. A case takes the bench, its own name and a size, and returns its rows of the table."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import synthetic_texts as texts
from measure import Bench, Contender, Row, Usage
from programs import PROGRAMS

ALIGN = "align, gale-church"
NLTK_RUNS = 3  # runs; nltk takes ten seconds for a thousand sentences
NLTK_SHARE = 0.03  # share of the short texts that nltk aligns, for the same reason
DOCUMENT_SENTENCES = 4, 30  # smallest and largest size of a short text


def searcher(program: str, pairs: Sequence[texts.SyntheticText], share: float = 1.0) -> Contender:
    """A program that aligns texts whose lengths are in memory.

    share: part of the texts that the program aligns.
    """
    run, links = PROGRAMS[program].run, PROGRAMS[program].links
    lengths = [(text.source, text.target) for text in pairs[: round(len(pairs) * share)]]
    inputs = PROGRAMS[program].inputs(lengths)
    max_runs = NLTK_RUNS if program == "nltk" else sys.maxsize
    return Contender(
        program, lambda: run(inputs), lambda results: texts.join_links(map(links, results)), max_runs, share
    )


def short_text(bench: Bench, case: str, size: int) -> list[Row]:
    """One text that is short enough for nltk."""
    text = bench.text(size)
    return bench.race(case, [searcher(name, [text]) for name in (ALIGN, "nltk", "galechurch")], [text.links])


def middling_text(bench: Bench, case: str, size: int) -> list[Row]:
    """One text that is too long for nltk."""
    text = bench.text(size)
    return bench.race(case, [searcher(name, [text]) for name in (ALIGN, "galechurch")], [text.links])


def many_documents(bench: Bench, case: str, size: int) -> list[Row]:
    """As many short texts as `size`."""
    sizes = bench.random.integers(*DOCUMENT_SENTENCES, size, endpoint=True).tolist()
    documents = [bench.text(sentences) for sentences in sizes]
    contenders = [
        searcher(ALIGN, documents),
        searcher("nltk", documents, NLTK_SHARE),
        searcher("galechurch", documents),
    ]
    return bench.race(case, contenders, [text.links for text in documents])


def file_to_file(bench: Bench, case: str, size: int) -> list[Row]:
    """Two files with one sentence a line, measured from the start of the process to its output."""
    text = bench.text(size)
    files = texts.write_files(text, bench.folder, bench.random)
    output, dictionary = bench.folder / "out", bench.folder / "null.dic"
    dictionary.touch()  # hunalign needs a dictionary, which may be empty
    options = ["--pre-split", "--method", "length", "-f", "index", "--quiet", "-o", str(output)]
    align = [sys.executable, "-m", "aligner", *files, *options]
    hunalign = ["hunalign", "-utf", str(dictionary), *files]

    def run_align() -> Usage:
        output.unlink(missing_ok=True)  # `align` does not overwrite an existing output
        return bench.run_process(align, lambda _: output.read_text())

    contenders = [
        Contender("align, length", run_align, texts.links_from_index),
        Contender("hunalign", lambda: bench.run_process(hunalign, Path.read_text), texts.links_from_ladder),
    ]
    return bench.race(case, contenders, [text.links])


def long_text(bench: Bench, case: str, size: int) -> list[Row]:
    """One text that is too long for all programs but `align`; the whole process is measured."""
    text = bench.text(size)
    contender = Contender(ALIGN, lambda: bench.search_in_process(ALIGN, text)[0], np.asarray)
    return bench.race(case, [contender], [text.links])


# Name of a case -> (size, function). The size is in sentences; that of "documents" is in texts.
CASES: dict[str, tuple[int, Callable[[Bench, str, int], list[Row]]]] = {
    "six-1000": (1_000, short_text),
    "six-5000": (5_000, middling_text),
    "documents": (10_000, many_documents),
    "length-10000": (10_000, file_to_file),
    "six-200000": (200_000, long_text),
    "six-1000000": (1_000_000, long_text),
}
