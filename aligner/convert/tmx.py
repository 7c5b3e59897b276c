"""TMX 1.1 to 1.4, of any program: one unit a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import regex

from aligner import languages
from aligner.characters import VISIBLE
from aligner.convert.inputs import Input
from aligner.convert.pair_file import (
    DEFAULT_SOURCE,
    Numbering,
    PairFile,
    Places,
    Wanted,
    alone,
    check_kind,
    confidence_of,
    kind_of,
)
from aligner.convert.sides import choose_languages
from aligner.errors import InputError
from aligner.read.pairs.tmx_units import units
from aligner.read.pairs.units import Header, Unit
from aligner.rows import Row

SAMPLE = 1000  # units by which the languages of a file are found
# What applies to units -> the sentence about them.
_NOTICES = {
    "neither": "left out {} without a text in either language",
    "one": "{} with a text in one of the two languages only; the other side of these rows is empty",
    "codes": "left out the inline codes of {}",
    "sub": "left out the texts within inline codes (sub) of {}",
    "confidence": "left out the confidence of {}, which is no number from 0 to 1",
}
_ROOT = regex.compile(r"<(?:\w+:)?tmx[\s>]")


def looks_like(head: Input) -> bool:
    """Return True if the root element of TMX is among the first characters."""
    return _ROOT.search(head.head_text) is not None and head.head_text.lstrip().startswith("<")


def read(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of a TMX file.

    A unit that has one of the two languages is a row of one side; one that has none is left out. The notices count
    both. The tag of a side is that of the file if it has one for the language; otherwise the language alone.
    """
    (file,) = inputs
    return read_units(units(parts_of(file, wanted), file.name), file, wanted)


def parts_of(file: Input, wanted: Wanted) -> Iterable[bytes | str]:
    """Return the file in parts: bytes, or text in the encoding that the user named."""
    return (line + "\n" for _, line in file.lines(wanted.encoding)) if wanted.encoding else file.chunks()


def read_units(items: Iterator[Header | Unit], file: Input, wanted: Wanted) -> PairFile:
    """Return the pairs of the units of a file."""
    header, sample = _sample(items)
    if not sample:
        raise InputError(file.name, "there is no translation unit")
    tags = list(dict.fromkeys(tag for unit in sample for tag, _ in unit.texts))
    # The source comes first: that of the header, or the default one.
    first = languages.primary(header or DEFAULT_SOURCE)
    tags.sort(key=lambda tag: languages.primary(tag) != first)
    pair = choose_languages(tags, wanted, file.name)
    rows = _rows(chain(sample, items), _Choice(*pair), file)
    source, target = (
        given or _shared_tag(tag, pair, tags) for given, tag in zip((wanted.source, wanted.target), pair, strict=True)
    )
    return PairFile(source, target, rows, file.notices)


def _sample(items: Iterator[Header | Unit]) -> tuple[str, list[Unit]]:
    """Return the language of the source that the header names, or an empty string, and the first units."""
    header, sample = "", []
    for item in items:
        if isinstance(item, Unit):
            sample.append(item)
        else:
            header = item.language
        if len(sample) == SAMPLE:
            break
    return header, sample


def _shared_tag(chosen: str, pair: tuple[str, str], tags: Sequence[str]) -> str:
    """Return the tag of a side: the language alone if its texts are those of several regions.

    pair: the tags of both sides, which may be two regions of one language.
    """
    language = languages.primary(chosen)
    alike = [tag for tag in tags if languages.primary(tag) == language]
    return chosen if len(alike) == 1 or all(languages.primary(tag) == language for tag in pair) else language


class _Choice:
    """The texts of both sides in a unit: those with the chosen tags, or with others of the same languages.

    left_out: tags of other texts that units hold -> the units.
    """

    def __init__(self, source: str, target: str) -> None:
        self._tags = source, target
        self.left_out: dict[str, Places] = {}

    def texts(self, unit: Unit) -> tuple[str, str] | None:
        """Return the source and the target of a unit, or None if it has neither; a side without a text is empty."""
        left = [(tag, text) for tag, text in unit.texts if VISIBLE.search(text)]
        chosen = [self._take(left, side) for side in (0, 1)]
        for tag, _ in left:
            self.left_out.setdefault(tag, Places()).add(unit.line)
        return (chosen[0], chosen[1]) if any(chosen) else None

    def _take(self, left: list[tuple[str, str]], side: int) -> str:
        """Return the text of a side, and remove it from those that are left."""
        tag, of_other_side = self._tags[side], self._tags[1 - side]
        fitting = [item for item in left if item[0] == tag] or [
            item for item in left if languages.primary(item[0]) == languages.primary(tag) and item[0] != of_other_side
        ]
        if not fitting:
            return ""
        left.remove(fitting[0])
        return fitting[0][1]


def _rows(items: Iterable[Header | Unit], choice: _Choice, file: Input) -> Iterator[Row]:
    """Yield a row for each unit that has a text in one of the two languages."""
    numbering, are_named = Numbering(), None
    places = {key: Places() for key in _NOTICES}
    for unit in items:
        if not isinstance(unit, Unit):
            continue
        texts = choice.texts(unit)
        if texts is None:
            places["neither"].add(unit.line)
            continue
        for key, applies in (("one", not all(texts)), ("codes", unit.codes), ("sub", bool(unit.sub_flows))):
            if applies:
                places[key].add(unit.line)
        row = _row(unit, texts, numbering, file.name)
        are_named = bool(row.document) if are_named is None else are_named
        if not are_named:  # a property of this name that another program wrote
            row = row._replace(document="")
        if row.confidence is None and unit.properties.get("confidence"):
            places["confidence"].add(unit.line)
        yield row
    for sentence in _notices(places, choice):
        file.note(sentence)


def _row(unit: Unit, texts: tuple[str, str], numbering: Numbering, name: str) -> Row:
    """Return the row of a unit; the properties are those that `write.tmx` writes."""
    source, target = texts
    kind = unit.properties.get("kind") or kind_of(source, target)
    try:
        check_kind(kind, source, target, name, unit.line)
    except InputError:
        kind = kind_of(source, target)  # a property of this name that another program wrote
    try:
        confidence = confidence_of(unit.properties.get("confidence"), name, unit.line)
    except InputError:
        confidence = None
    document = unit.properties.get("document", "")
    flags = unit.properties.get("flags", "")
    return Row(
        source,
        target,
        kind,
        confidence,
        *numbering.numbers(kind, document),
        *alone(source, target),
        flags=tuple(flags.split(",")) if flags else (),
        document=document,
    )


def _notices(places: dict[str, Places], choice: _Choice) -> Iterator[str]:
    """Yield the sentences about units that are not pairs, and about texts that are left out."""
    for key, sentence in _NOTICES.items():
        if places[key].count:
            yield sentence.format(places[key].text("unit"))
    for tag, units_of_tag in sorted(choice.left_out.items()):
        yield f"left out the text in {tag} of {units_of_tag.text('unit')}"
