"""Doubts about an alignment in words for the user, with their places in the files, and as numbers for the metadata."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from aligner import languages
from aligner.bitext import Bitext, Document
from aligner.diagnostics import Doubt

MAX_RANGES = 5  # stretches that a notice names; the metadata have all of them

# The label of a place that ends in its number: `paragraph 3`, `Sheet1, row 5`.
_NUMBERED = re.compile(r"(?P<before>(?:.*, )?)(?P<noun>[a-z]+) (?P<number>[0-9]+)", re.DOTALL)


def doubt_notices(bitext: Bitext, doubts: Sequence[Doubt], *, in_lines: bool = True) -> Iterator[str]:
    """Yield a sentence for the user about each kind of doubt, in the order of the doubts.

    in_lines: True if places are named as in the file, and by sentences; False for lists of sentences.
    """
    place = _places_and_sentences if in_lines else _sentences
    sides = bitext.source, bitext.target
    source, target = (languages.name(side.language) for side in sides)
    entire = range(len(bitext.source.sentences)), range(len(bitext.target.sentences))
    unrelated = [doubt for doubt in doubts if doubt.kind == "unrelated"]
    if unrelated and not any(bead.paired for bead in bitext.beads):
        sizes = f"{len(entire[0])} of the {source}, {len(entire[1])} of the {target}"
        yield f"no sentences could be paired ({sizes}); these may not be translations of each other"
    elif any((doubt.source, doubt.target) == entire for doubt in unrelated):
        yield "few words match; these may not be translations of each other"
    elif unrelated:
        places = [_pair_of_places(sides, doubt, place) for doubt in unrelated]
        yield f"few words match in {_listed(places)}; they may not be translations of each other"
    for doubt in doubts:
        if doubt.kind == "order":
            short_place = _places if in_lines else _sentences
            at, there = (short_place(side, numbers) for side, numbers in zip(sides, doubt[1:3], strict=True))
            yield (
                f"the two texts seem to be in another order: {at} of the {source}, for example, matches {there} of the"
                f" {target}; pairs are never crossed, so put one of the texts in the order of the other"
            )
        elif doubt.kind == "abridged":
            longer, shorter = (source, target) if doubt.side == "source" else (target, source)
            yield (
                f"the {shorter} is much shorter than the {longer}; it may be a summary, an abridged translation, or a"
                " translation of a part"
            )
    for side, document, lacking in (("source", bitext.source, target), ("target", bitext.target, source)):
        ranges = [getattr(doubt, side) for doubt in doubts if (doubt.kind, doubt.side) == ("no-partner", side)]
        if ranges:
            places = [place(document, numbers) for numbers in ranges]
            name = languages.name(document.language)
            yield f"some sentences of the {name} seem to have no partner in the {lacking}: {_listed(places)}"
    if uncertain := [_pair_of_places(sides, doubt, place) for doubt in doubts if doubt.kind == "uncertain"]:
        yield f"low confidence in {_listed(uncertain)}; check these pairs"


def doubts_as_json(bitext: Bitext, doubts: Sequence[Doubt], *, in_lines: bool = True) -> list[dict[str, Any]]:
    """The doubts for the metadata: sentences from 0 and lines from 1, first and last; None for a side without any.

    in_lines: False for lists of sentences, which have no lines.
    """
    return [
        {
            "kind": doubt.kind,
            "src_sentences": _ends(doubt.source),
            "trg_sentences": _ends(doubt.target),
            "src_lines": _ends(_line_range(bitext.source, doubt.source)) if in_lines else None,
            "trg_lines": _ends(_line_range(bitext.target, doubt.target)) if in_lines else None,
        }
        for doubt in doubts
    ]


def _ends(numbers: range) -> list[int] | None:
    """The first and the last of consecutive numbers; None if there are none."""
    return [numbers[0], numbers[-1]] if numbers else None


def _line_range(document: Document, numbers: range) -> range:
    """The numbers, from 1, of the lines of the input that hold some sentences.

    If the input has no lines, as a Word file, they are those of the text that is read from it.
    """
    span = document.span(numbers)
    if span is None:
        return range(0)
    places = document.places_of(numbers)
    ends = [re.fullmatch("line ([0-9]+)", places[index].label) for index in (0, -1)] if places else []
    if first_and_last := [int(end[1]) for end in ends if end]:  # the text is not the file: page numbers are left out
        return range(first_and_last[0], first_and_last[-1] + 1)
    starts = document.line_starts
    return range(bisect_right(starts, span.start), bisect_right(starts, span.end - 1) + 1)


def _places(document: Document, numbers: range) -> str:
    """The places of some sentences: `line 3`, `lines 3-9`, `paragraphs 3-9`."""
    places = document.places_of(numbers)
    if not places:
        return _numbered("line", _line_range(document, numbers))
    first, last = (_NUMBERED.fullmatch(place.label) for place in (places[0], places[-1]))
    if first and last and first.group("before", "noun") == last.group("before", "noun"):
        between = range(int(first["number"]), int(last["number"]) + 1)
        if between:
            return first["before"] + _numbered(first["noun"], between)
    return " to ".join(dict.fromkeys([places[0].label, places[-1].label]))


def _sentences(document: Document, numbers: range) -> str:
    """The numbers of sentences of a document, counted from 1: `sentence 4`, `sentences 4-31`."""
    return _numbered("sentence", range(numbers.start + 1, numbers.stop + 1))


def _places_and_sentences(document: Document, numbers: range) -> str:
    """The places of some sentences, and their numbers: `line 3 (sentences 4-31)`."""
    return f"{_places(document, numbers)} ({_sentences(document, numbers)})"


def _numbered(noun: str, numbers: range) -> str:
    """A noun with the first and the last of consecutive numbers."""
    return f"{noun} {numbers[0]}" if len(numbers) == 1 else f"{noun}s {numbers[0]}-{numbers[-1]}"


def _pair_of_places(sides: tuple[Document, Document], doubt: Doubt, place: Callable[[Document, range], str]) -> str:
    """The places of a stretch of both sides."""
    source, target = (
        f"{place(side, numbers)} of the {languages.name(side.language)}"
        for side, numbers in zip(sides, (doubt.source, doubt.target), strict=True)
    )
    return f"{source} and {target}"


def _listed(places: Sequence[str]) -> str:
    """Places separated by commas; of many, the first ones and the number of the others."""
    rest = len(places) - MAX_RANGES
    listed = ", ".join(places[:MAX_RANGES])
    return listed if rest <= 0 else f"{listed} and {rest} more"
