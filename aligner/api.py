"""The functions of the library, which `import aligner` offers.

`align_file` reads files, `align_texts` takes strings, `align_lengths` takes lengths of sentences, and `split_text`
only splits. `aligner.bitext` has the types that they return.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from os import PathLike, fspath

from aligner import languages, pipeline
from aligner.bitext import Bitext, Document, Parallel
from aligner.read import paragraphs
from aligner.split import sentences


def split_text(
    text: str, language: str = "en", *, pre_split: bool = False, lines: str = "auto", split_clauses: bool = False
) -> Document:
    """Split a text into paragraphs and sentences, which are spans of it.

    text: one language, or a mixture; never changed.
    language: tag of the language, such as `ar`, `ara` or `ar-SA`. A language without word lists is split by
        general rules.
    pre_split: whether each line is one sentence already; a blank line then ends a paragraph, and `lines` and
        `split_clauses` have no effect.
    lines: `line`, each line is a paragraph; `wrap`, lines are hard-wrapped; `auto`, whichever they look like.
    split_clauses: whether a sentence also ends at a semicolon or a colon before a space.

    Returns a document without sentences if the text has no visible character.

    Raises ValueError for a language tag or a value of `lines` that does not exist.

    >>> document = split_text("Dr. Salma waited. Nobody came.")
    >>> [document.sentence(number) for number in range(2)]
    ['Dr. Salma waited.', 'Nobody came.']
    """
    paragraphs.check_mode(lines)
    line_spans = paragraphs.visible_lines(text)
    spans = line_spans if pre_split else paragraphs.group_lines(text, line_spans, lines)
    return sentences.split_document(text, languages.tag(language), spans, pre_split=pre_split, clauses=split_clauses)


def align_texts(
    source: str,
    target: str,
    *,
    source_language: str = "ar",
    target_language: str = "en",
    method: str = "hybrid",
    pre_split: bool = False,
) -> Bitext:
    """Split a text and its translation as `split_text` does, and align them.

    source: the text; may be empty, and then no sentence is paired.
    target: its translation; may be empty, too.
    source_language: tag of the language of the source.
    target_language: tag of the language of the target; the script may be the same.
    method: `hybrid`, by lengths, paragraph breaks and words; `length`, without words; `gale-church`, with the
        published parameters of Gale & Church (1993).
    pre_split: whether each line is one sentence already.

    Returns the beads of all sentences, with their confidence in [0, 1].

    Raises ValueError for a language tag or a method that does not exist.

    >>> bitext = align_texts("نام الحارس.", "The guard slept.")
    >>> [(pair.target, pair.kind) for pair in bitext.pairs()]
    [('The guard slept.', '1-1')]
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
    """Align two texts of which only the lengths of the sentences are known.

    For callers that split sentences themselves, and for comparisons with other programs: no text is read, and
    no confidence is computed.

    source: length of each source sentence, in characters; 0 or more.
    target: length of each target sentence, in characters; 0 or more.
    method: `length` or `gale-church`; `hybrid` works, too, but has no words to use.

    Returns the beads in order, each as the numbers, from 0, of its source sentences and of its target sentences.

    Raises ValueError for a method that does not exist, and for a length that is negative or not finite.

    >>> align_lengths([90, 30, 40, 60], [90, 70, 60], method="gale-church")
    [(range(0, 1), range(0, 1)), (range(1, 3), range(1, 2)), (range(3, 4), range(2, 3))]
    """
    import numpy as np

    from aligner.align import em

    lengths = np.array(source, np.float64), np.array(target, np.float64)
    if not all(np.isfinite(side).all() and (side >= 0).all() for side in lengths):
        raise ValueError("a length must be a finite number of characters, 0 or more")
    (path,) = em.align_lengths([lengths], method)
    return [(range(i, k), range(j, n)) for (i, j), (k, n) in pairwise(path.tolist())]


def align_file(
    *paths: str | PathLike[str],
    source_language: str = "ar",
    target_language: str = "en",
    method: str = "hybrid",
    layout: str | None = None,
    columns: Sequence[str | int] | None = None,
    order_is_given: bool = False,
    encoding: str | None = None,
    lines: str = "auto",
    pre_split: bool = False,
    split_clauses: bool = False,
) -> Bitext:
    """Read and align one file that holds both languages, or two files, as the command `align` does.

    Notices about the input go to the logger `aligner`: assumptions and doubts at level WARNING, the layout at INFO.

    paths: one path or two, in either order if the scripts of the languages differ; `-` is standard input.
    source_language: tag of the language of the source.
    target_language: tag of the language of the target; in one file, its script must differ.
    method: `hybrid`, `length` or `gale-church`, as in `align_texts`.
    layout: how one file holds both languages: `blocks`, `interleaved`, `columns` or `same-line`; None detects it.
    columns: columns of a table for source and target, by number or name, such as `(1, 3)`; None finds them.
    order_is_given: whether the first path is the source if the letters of two files leave that open.
    encoding: encoding of the files as Python names it; None detects it.
    lines: `line`, each line is a paragraph; `wrap`, lines are hard-wrapped; `auto`, whichever they look like.
    pre_split: whether each line is one sentence already; `lines` and `split_clauses` then have no effect.
    split_clauses: whether a sentence also ends at a semicolon or a colon before a space.

    Returns the beads of all sentences, with their confidence in [0, 1].
    Raises InputError, whose message says what to do, for a file that cannot be used. Raises ValueError for a value
    that does not exist or has no meaning for the files, and for no path or more than two.

    >>> align_file("missing.txt")
    Traceback (most recent call last):
    aligner.errors.InputError: missing.txt: there is no such file
    """
    settings = pipeline.Settings(
        source=languages.tag(source_language),
        target=languages.tag(target_language),
        method=method,
        layout=layout,
        columns=None if columns is None else tuple(map(str, columns)),
        order_is_given=order_is_given,
        encoding=encoding,
        lines=lines,
        pre_split=pre_split,
        split_clauses=split_clauses,
    )
    return pipeline.align_paths([fspath(path) for path in paths], settings).output.bitext
