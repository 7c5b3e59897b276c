"""What other programs call; `import aligner` offers it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from os import PathLike, fspath

from aligner import languages, pipeline
from aligner.bitext import Bitext, Document, Parallel
from aligner.read import paragraphs as line_breaks
from aligner.split import sentences


def split_text(
    text: str, language: str = "en", *, pre_split: bool = False, lines: str = "auto", split_clauses: bool = False
) -> Document:
    """The sentences of a text, as spans of it.

    lines: `line`, each line is a paragraph; `wrap`, lines are hard-wrapped; `auto`, whichever it
    looks like. pre_split: each line is one sentence already. split_clauses: sentences end at semicolons
    and colons, too. A language without word lists is split by the general rules.

    >>> document = split_text("Dr. Salma waited. Nobody came.")
    >>> [document.sentence(number) for number in range(2)]
    ['Dr. Salma waited.', 'Nobody came.']
    """
    found = line_breaks.visible_lines(text)
    joined = found if pre_split else line_breaks.group_lines(text, found, lines)
    return sentences.split_document(text, languages.tag(language), joined, pre_split=pre_split, clauses=split_clauses)


def align_texts(
    source: str,
    target: str,
    *,
    source_language: str = "ar",
    target_language: str = "en",
    method: str = "hybrid",
    pre_split: bool = False,
) -> Bitext:
    """The bitext of a text and its translation, split as `split_text` does.

    method: `hybrid`, which asks words, too, `length`, or `gale-church`, as published. Either text
    may be empty; then nothing is paired.
    """
    documents = (
        split_text(source, source_language, pre_split=pre_split),
        split_text(target, target_language, pre_split=pre_split),
    )
    ((bitext, _),) = pipeline.align_documents([Parallel(*documents)], pipeline.Settings(method=method))
    return bitext


def align_lengths(
    source: Sequence[float], target: Sequence[float], method: str = "length"
) -> list[tuple[range, range]]:
    """The beads of two texts of which nothing but the length of each sentence is known, in characters.

    For callers that have sentences of their own, and for comparisons: nothing is read, split or
    printed, and no confidence is found. Raises ValueError for a length that is negative or no number.

    >>> align_lengths([90, 30, 40, 60], [90, 70, 60], method="gale-church")
    [(range(0, 1), range(0, 1)), (range(1, 3), range(1, 2)), (range(3, 4), range(2, 3))]
    """
    import numpy as np

    from aligner.align import em

    lengths = np.array(source, np.float64), np.array(target, np.float64)
    if not all(np.isfinite(side).all() and (side >= 0).all() for side in lengths):
        raise ValueError("a length is a number of characters, 0 or more")
    (path,) = em.align_lengths([lengths], method)
    return [(range(i, k), range(j, n)) for (i, j), (k, n) in pairwise(path.tolist())]


def align_file(
    *paths: str | PathLike[str],
    source_language: str = "ar",
    target_language: str = "en",
    method: str = "hybrid",
    layout: str | None = None,
    encoding: str | None = None,
    lines: str = "auto",
    pre_split: bool = False,
    split_clauses: bool = False,
) -> Bitext:
    """The bitext of a file that holds both languages, or of two files, as `align` finds it.

    layout: `blocks`, `interleaved` or `columns`, for one file; None finds it, as None does the
    encoding. lines, pre_split, split_clauses: see `split_text`.

    Raises InputError for a file that cannot be read, or that does not hold what it should.
    """
    settings = pipeline.Settings(
        source=languages.tag(source_language),
        target=languages.tag(target_language),
        method=method,
        layout=layout,
        encoding=encoding,
        lines=lines,
        pre_split=pre_split,
        split_clauses=split_clauses,
    )
    return pipeline.align_paths([fspath(path) for path in paths], settings).rows.bitext
