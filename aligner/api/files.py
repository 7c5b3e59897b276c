"""Files: the bitext of one file that holds both languages, or of two files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike

from aligner import pipeline
from aligner.api import alignment, arguments, messages
from aligner.bitext import Bitext
from aligner.read import readers


def align_file(
    *paths: str | PathLike[str],
    source_language: str = "ar",
    target_language: str = "en",
    method: str = "hybrid",
    lexicon: str | PathLike[str] | Iterable[str | PathLike[str]] = (),
    profile: str | PathLike[str] | None = None,
    encoder: str | PathLike[str] | None = None,
    pins: str | PathLike[str] | None = None,
    why: bool = False,
    certify: bool = False,
    layout: str | None = None,
    columns: Sequence[str | int] | None = None,
    realign: bool = False,
    order_is_given: bool = False,
    encoding: str | None = None,
    lines: str = "auto",
    pre_split: bool = False,
    split_clauses: bool = False,
    split_alone: bool = False,
    refine: bool = False,
) -> Bitext:
    """Read and align one file that holds both languages, or two files, as the command `align` does.

    Notices about the input go to the logger `aligner`: assumptions and doubts at level WARNING, the layout at INFO.

    paths: one path or two. Two may be in either order if the letters or the names of the files show the languages.
        `-` is standard input.
    source_language: tag of the language of the source, such as `ar`, `ara` or `ar-SA`.
    target_language: tag of the language of the target; in one file that is not a table, its script must differ.
    method: `hybrid`, by lengths, paragraph breaks and words; `length`, without words; `gale-church`, with the
        published parameters of Gale & Church (1993).
    lexicon: path or paths of lexicons, besides the bundled one; `hybrid` only.
    profile: path of a profile, the folder that `align learn` wrote: values to start from for texts of its kind.
    encoder: encoder that compares the meanings of sentences: `use`, of the extra `semantic`, or the name or folder of a
        model of sentence-transformers; `hybrid` only.
    pins: path of a review of the texts: what their review page saved, or a table of pairs, edited as TSV, CSV or XLSX,
        with a column `checked`. The bitext has the rows that are marked as checked, with the flag `checked`.
    why: whether beads carry the evidence for and against them, as `Bead.why`.
    certify: whether to try to prove that no alignment is better; a notice and the metadata have the result.
    layout: how one file holds both languages: `blocks`, `interleaved`, `columns` or `same-line`; None detects it.
    columns: columns of a table for source and target, by number or name, such as `(1, 3)`; None finds them.
    realign: whether the columns of a table are aligned as two texts, across its rows, as if these had slipped.
    order_is_given: whether the first path is the source if the letters and the names of two files leave that open.
    encoding: encoding of the files as Python names it; None detects it.
    lines: `line`, each line is a paragraph; `wrap`, lines are hard-wrapped; `auto` decides by how they look.
    pre_split: whether each line is one sentence already; `lines` and `split_clauses` then have no effect.
    split_clauses: whether a sentence also ends at a semicolon or a colon before a space.
    split_alone: whether each text is split by itself; otherwise sentences are also cut where both texts show that one
        ends, such as a headline without a full stop; `hybrid` only.
    refine: whether sentences are also cut at commas and the like where the other text begins one; `hybrid` only.

    Returns the beads of all sentences, with their confidence in [0, 1].

    Raises InputError, whose message says what to do, for a file that cannot be used. Raises ValueError for a value
    that does not exist or has no meaning for the files, and for no path or more than two; TypeError for a value of a
    wrong type.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "book.txt")
    ...     _ = path.write_text("نام الحارس.\\nThe guard slept.\\n", encoding="utf-8")
    ...     bitext = align_file(path)
    >>> [(pair.target, pair.kind) for pair in bitext]
    [('The guard slept.', '1-1')]
    >>> align_file("missing.txt")
    Traceback (most recent call last):
    aligner.errors.InputError: missing.txt: there is no such file
    """
    names = [arguments.path(f"paths[{number}]", path) for number, path in enumerate(paths)]
    if names.count("-") == 2:
        raise ValueError("standard input can be one of two files, not both")
    settings = arguments.make_settings(
        source_language=source_language,
        target_language=target_language,
        method=method,
        lexicon=lexicon,
        profile=profile,
        encoder=encoder,
        pins=pins,
        why=why,
        certify=certify,
        layout=layout,
        columns=columns,
        realign=realign,
        order_is_given=order_is_given,
        encoding=encoding,
        lines=lines,
        pre_split=pre_split,
        split_clauses=split_clauses,
        split_alone=split_alone,
        refine=refine,
    )
    pipeline.check_choices(len(names), settings)
    with messages.naming_arguments():
        texts = [readers.read_path(name, settings.encoding) for name in names]
    return alignment.align_inputs(texts, settings)
