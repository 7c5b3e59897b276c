"""Lists of sentences that the caller has split: the bitext whose beads number the items of the lists.

1. *Documents*: the items, joined by spaces, are the text of a document, and each item is a sentence of it.
2. *Search*: items without a visible character have nothing to align; documents without them are aligned.
3. *Restoring*: these items return to their places, so that beads number the items of the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from os import PathLike

from aligner import languages, pipeline
from aligner.api import alignment, arguments, messages
from aligner.bitext import Bead, Bitext, Document, InputText, Parallel, Span
from aligner.characters import VISIBLE
from aligner.separate import input_notices, two_files
from aligner.write import metadata

NAMES = ("source sentences", "target sentences")  # of the inputs, in messages and in the metadata
SEPARATOR = " "  # between two items, as between two sentences of a paragraph
CERTAIN = 1.0  # confidence of a bead of an item without a visible character


def align_sentences(
    source: Iterable[str],
    target: Iterable[str],
    *,
    source_language: str = "ar",
    target_language: str = "en",
    method: str = "hybrid",
    lexicon: str | PathLike[str] | Iterable[str | PathLike[str]] = (),
    profile: str | PathLike[str] | None = None,
    encoder: str | PathLike[str] | None = None,
    why: bool = False,
) -> Bitext:
    """Align sentences that the caller has split. Nothing is split or joined, and beads number the items of the lists.

    Every item is in exactly one bead, empty items included: an item without a visible character has nothing to align,
    and is a bead of its own with confidence 1, unless a bead spans over it. All items of a list are one paragraph.

    source: the sentences, in order; line ends within a sentence are allowed.
    target: the sentences of the translation.
    source_language: tag of the language of the source, such as `ar`, `ara` or `ar-SA`.
    target_language: tag of the language of the target; the script may be the same.
    method: `hybrid`, by lengths and words; `length`, without words; `gale-church`, with the published parameters of
        Gale & Church (1993).
    lexicon: path or paths of lexicons, besides the bundled one; `hybrid` only.
    profile: path of a profile, the folder that `align learn` wrote: values to start from for texts of its kind.
    encoder: encoder that compares the meanings of sentences: `use`, of the extra `semantic`, or the name or folder of a
        model of sentence-transformers; `hybrid` only.
    why: whether beads carry the evidence for and against them, as `Bead.why`.

    Returns the beads of all sentences, with their confidence in [0, 1]. `bitext.source.sentence(number)` is the item
    of that number.

    Raises ValueError for a value that does not exist, and if the letters show that the sides are exchanged: beads
    number the items of the arguments, so the sides stay as they are. Raises InputError, whose message says what to do,
    for sentences that are not in the two languages, and for a lexicon that cannot be used; TypeError for a value of a
    wrong type.

    >>> bitext = align_sentences(["نام الحارس.", "", "طار العصفور."], ["The guard slept.", "The bird flew away."])
    >>> [(list(bead.source), list(bead.target)) for bead in bitext.beads]
    [([0], [0]), ([1], []), ([2], [1])]
    """
    settings = arguments.make_settings(
        source_language=source_language,
        target_language=target_language,
        method=method,
        lexicon=lexicon,
        profile=profile,
        encoder=encoder,
        why=why,
        pre_split=True,
    )
    pipeline.check_choices(2, settings)
    items = arguments.sentences("source", source), arguments.sentences("target", target)
    entire = _prepare(items, settings)
    numbers = _visible(items[0]), _visible(items[1])
    visible = [[side[number] for number in of_side] for side, of_side in zip(items, numbers, strict=True)]
    with messages.naming_arguments():
        document = entire._replace(parallel=_parallel(visible, settings))
        _, bitext, diagnostics = alignment.align_prepared(document, settings)
    sizes = len(items[0]), len(items[1])
    beads = list(_restored(bitext.beads, numbers, sizes))
    doubts = [
        doubt._replace(
            source=_stretch(doubt.source, numbers[0], sizes[0]), target=_stretch(doubt.target, numbers[1], sizes[1])
        )
        for doubt in diagnostics.doubts
    ]
    restored = Bitext(entire.parallel.source, entire.parallel.target, beads)
    return alignment.finish(entire, restored, replace(diagnostics, doubts=doubts), settings)


def _prepare(items: Sequence[Sequence[str]], settings: pipeline.Settings) -> pipeline.PreparedDocument:
    """Return the document of the items of both sides, with the notices about them.

    Raises ValueError if the letters show that the sides are exchanged, and InputError for other languages.
    """
    parallel = _parallel(items, settings)
    documents = (parallel.source, parallel.target)
    texts = [InputText(name, document.text, "") for name, document in zip(NAMES, documents, strict=True)]
    # Lines that both sides have, such as code, do not count for their languages; here each item is a line.
    lists = [InputText(name, "\n".join(side), "") for name, side in zip(NAMES, items, strict=True)]
    tags = (settings.source, settings.target)
    with messages.naming_arguments():
        order = two_files.find_order(lists, tags, order_is_given=True)
    if order.reverse:
        first, second = map(languages.name, tags)
        raise ValueError(
            f"by their letters, the source sentences are {second} or the target sentences {first}; exchange them, or"
            " exchange source_language and target_language"
        )
    notices = input_notices.health_notices(texts, tags)
    notices += input_notices.language_notices(NAMES, documents)
    return pipeline.PreparedDocument(texts, parallel, metadata.LISTS, notices)


def _parallel(items: Sequence[Sequence[str]], settings: pipeline.Settings) -> Parallel:
    """Return the documents of the items of both sides, without anchors."""
    return Parallel(_document(settings.source, items[0]), _document(settings.target, items[1]))


def _document(language: str, items: Sequence[str]) -> Document:
    """Return the document of which each item is a sentence, all in one paragraph."""
    starts = list(accumulate((len(item) + len(SEPARATOR) for item in items), initial=0))
    spans = tuple(Span(start, start + len(item)) for start, item in zip(starts, items, strict=False))
    return Document(language, SEPARATOR.join(items), (spans,) if spans else ())


def _visible(items: Sequence[str]) -> list[int]:
    """Return the numbers of the items that hold a visible character."""
    return [number for number, item in enumerate(items) if VISIBLE.search(item)]


def _restored(
    beads: Sequence[Bead], numbers: tuple[Sequence[int], Sequence[int]], sizes: tuple[int, int]
) -> Iterator[Bead]:
    """Yield beads of visible items as beads of all items; an item that no bead spans is a bead of its own.

    numbers: number of each visible item among all items of its side, for the source and the target.
    sizes: number of all items of either side.
    """
    source, target = numbers
    i = j = 0  # items in the beads so far
    for bead in beads:
        first_source = source[bead.source[0]] if bead.source else i
        first_target = target[bead.target[0]] if bead.target else j
        yield from _alone(range(i, first_source), range(j, first_target))
        i = source[bead.source[-1]] + 1 if bead.source else first_source
        j = target[bead.target[-1]] + 1 if bead.target else first_target
        yield bead._replace(source=range(first_source, i), target=range(first_target, j))
    yield from _alone(range(i, sizes[0]), range(j, sizes[1]))


def _alone(source: range, target: range) -> Iterator[Bead]:
    """Yield a bead for each item without a visible character: those of the source, then those of the target."""
    for number in source:
        yield Bead(range(number, number + 1), range(target.start, target.start), CERTAIN)
    for number in target:
        yield Bead(range(source.stop, source.stop), range(number, number + 1), CERTAIN)


def _stretch(visible: range, numbers: Sequence[int], size: int) -> range:
    """Return the range of all items that visible ones span; that of the entire side if all visible ones are meant.

    numbers: number of each visible item among all items.
    size: number of all items.
    """
    if len(visible) == len(numbers):
        return range(size)
    start = numbers[visible.start - 1] + 1 if visible.start else 0
    return range(numbers[visible[0]], numbers[visible[-1]] + 1) if visible else range(start, start)
