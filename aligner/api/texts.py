"""Texts in memory: the bitext of two texts or of one that holds both languages, and the sentences of one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike

from aligner import pipeline
from aligner.api import alignment, arguments
from aligner.bitext import Bitext, Document, InputText
from aligner.characters import BYTE_ORDER_MARK
from aligner.join import paragraphs
from aligner.read import plain_text
from aligner.split import sentences
from aligner.text_lines import visible_lines


def align_texts(
    source: str,
    target: str | None = None,
    *,
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
    lines: str = "auto",
    pre_split: bool = False,
    split_clauses: bool = False,
    split_alone: bool = False,
    refine: bool = False,
) -> Bitext:
    """Align two texts, or one text that holds both languages, as `align_file` aligns files with these contents.

    Two texts in different scripts may be in either order: if the letters show that the first is the target, the
    sides are exchanged, and the logger `aligner` gets a notice.

    source: a text; without a target, one that holds both languages.
    target: its translation. If one of two texts is empty, no sentence is paired.
    source_language: tag of the language of the source, such as `ar`, `ara` or `ar-SA`.
    target_language: tag of the language of the target; the script of two texts may be the same.
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
    layout: how one text holds both languages: `blocks`, `interleaved`, `columns` or `same-line`; None detects it.
    columns: columns of a table for source and target, by number or name, such as `(1, 3)`; None finds them.
    realign: whether the columns of a table are aligned as two texts, across its rows, as if these had slipped.
    order_is_given: whether the first text is the source if the letters of two texts leave that open.
    lines: `line`, each line is a paragraph; `wrap`, lines are hard-wrapped; `auto` decides by how they look.
    pre_split: whether each line is one sentence already; `lines` and `split_clauses` then have no effect.
    split_clauses: whether a sentence also ends at a semicolon or a colon before a space.
    split_alone: whether each text is split by itself; otherwise sentences are also cut where both texts show that one
        ends, such as a headline without a full stop; `hybrid` only.
    refine: whether sentences are also cut at commas and the like where the other text begins one; `hybrid` only.

    Returns the beads of all sentences, with their confidence in [0, 1].

    Raises InputError, whose message says what to do, for texts that are not in the two languages, and for a lexicon
    that cannot be used. Raises ValueError for a value that does not exist or has no meaning for the texts; TypeError
    for a value of a wrong type.

    >>> bitext = align_texts("نام الحارس.", "The guard slept.")
    >>> [(pair.target, pair.kind) for pair in bitext]
    [('The guard slept.', '1-1')]
    >>> [pair.target for pair in align_texts("نام الحارس.\\nThe guard slept.")]
    ['The guard slept.']
    """
    given = [arguments.text("source", source)] + ([] if target is None else [arguments.text("target", target)])
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
        lines=lines,
        pre_split=pre_split,
        split_clauses=split_clauses,
        split_alone=split_alone,
        refine=refine,
    )
    pipeline.check_choices(len(given), settings)
    names = ("text",) if target is None else ("first text", "second text")
    texts = [text.removeprefix(BYTE_ORDER_MARK) for text in given]  # as a file is decoded
    inputs = [plain_text.with_table(InputText(name, text, "")) for name, text in zip(names, texts, strict=True)]
    return alignment.align_inputs(inputs, settings, may_be_empty=True)


def split_text(
    text: str, language: str = "en", *, pre_split: bool = False, lines: str = "auto", split_clauses: bool = False
) -> Document:
    """Split a text into paragraphs and sentences, which are spans of it.

    text: a text in one language or in several.
    language: tag of the language, such as `ar`, `ara` or `ar-SA`. A language without word lists is split by
        general rules.
    pre_split: whether each line is one sentence already; a blank line then ends a paragraph, and `lines` and
        `split_clauses` have no effect.
    lines: `line`, each line is a paragraph; `wrap`, lines are hard-wrapped; `auto` decides by how they look.
    split_clauses: whether a sentence also ends at a semicolon or a colon before a space.

    Returns a document without sentences if the text has no visible character.

    Raises ValueError for a language tag or a value of `lines` that does not exist, and TypeError for a value of a
    wrong type.

    >>> document = split_text("Dr. Salma waited. Nobody came.")
    >>> [document.sentence(number) for number in range(2)]
    ['Dr. Salma waited.', 'Nobody came.']
    """
    text, tag = arguments.text("text", text), arguments.language("language", language)
    pre_split = arguments.switch("pre_split", pre_split)
    clauses = arguments.switch("split_clauses", split_clauses)
    paragraphs.check_mode(arguments.string("lines", lines))
    line_spans = visible_lines(text)
    spans = line_spans if pre_split else paragraphs.group_lines(text, line_spans, lines)
    return sentences.split_document(text, tag, spans, pre_split=pre_split, clauses=clauses)
