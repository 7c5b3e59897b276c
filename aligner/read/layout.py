"""How two languages share one text: which stretches of it are the source and which the target.

Languages are told apart by their scripts, line by line. Every line that holds anything is given to
one side; lines that may be on the wrong side are named, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

from aligner import languages
from aligner.bitext import Span
from aligner.characters import LINE_END, VISIBLE
from aligner.errors import InputError
from aligner.read.paragraphs import visible_lines

LAYOUTS = ("blocks", "interleaved", "columns")

# Share of the letters, and of the lines, in the wrong block from which on a text is taken for interleaved.
STRAY_LETTERS, STRAY_LINES = 0.1, 0.2
TABLE = 0.8  # share of the lines that hold a tab, from which on a text is looked at as a table
AGREE = 0.95  # share of the rows whose cells are in the language of their column
MIXED = (0.3, 0.7)  # share of source letters between which the language of a line is doubtful
_NO_TABLE = "no line has a tab, or too few have one"


class Sides(NamedTuple):
    """The stretches of a text that hold its source and its target, each in order.

    layout: one of `LAYOUTS`. doubtful: numbers, from 1, of lines that may be on the wrong side.
    rows: for columns, how many stretches of each side the rows so far hold, a pair a row; the
    stretches of a row translate each other. left_out: numbers, from 1, of the
    other columns that hold anything.
    """

    source: list[Span]
    target: list[Span]
    layout: str
    doubtful: list[int]
    rows: list[tuple[int, int]]
    left_out: list[int]


class _Line(NamedTuple):
    number: int  # from 1, blank lines counted
    span: Span
    source: int  # letters of the script of each language
    target: int

    @property
    def share(self) -> float | None:
        """Share of the letters that are the source's; None without letters."""
        return self.source / self.letters if self.letters else None

    @property
    def mixed(self) -> bool:
        """Whether it holds much of both languages."""
        return self.share is not None and MIXED[0] <= self.share <= MIXED[1]

    @property
    def letters(self) -> int:
        """Letters of both scripts."""
        return self.source + self.target

    @property
    def language(self) -> int | None:
        """0 for the source, 1 for the target, by the majority of the letters; None without one."""
        return None if self.source == self.target else int(self.target > self.source)

    def strays(self, side: int) -> bool:
        """Whether it would stand on the wrong side there."""
        return self.language is not None and self.language != side


def separate_languages(text: str, name: str, source: str, target: str, layout: str | None = None) -> Sides:
    """The two sides of a text that holds both languages, in the layout given or found.

    source, target: language tags. Raises InputError if a language is missing, or if both have the
    same script.
    """
    if languages.script(source) == languages.script(target):
        raise InputError(
            name,
            f"{languages.name(source)} and {languages.name(target)} cannot be told apart by their letters in one file",
            hint="give two files",
        )
    counted = list(_counted(text, source, target))
    if not counted:
        raise InputError(name, "there is no text, only white space")
    if layout in (None, "columns"):
        found = _columns(text, counted, source, target, forced=layout is not None)
        if isinstance(found, Sides):
            return found
        if layout == "columns" or (found != _NO_TABLE and not _each_has_lines(counted)):
            raise InputError(name, found, hint="leave one column of each language, with a tab between them")
    _both_found(counted, name, source, target)
    where = _change(counted)
    if layout == "blocks" or (layout is None and not _mixed(counted, where)):
        return _blocks(counted, where)
    return _interleaved(counted)


def likelier_language(text: str, source: str, target: str) -> str | None:
    """Which of two languages a text is in, by its script; None if that does not tell."""
    if languages.script(source) == languages.script(target):
        return None
    count = _counter(source, target)
    one, other = count(text)
    return None if one == other else source if one > other else target


def _counter(source: str, target: str) -> Callable[[str], tuple[int, int]]:
    patterns = (languages.letter_pattern(source), languages.letter_pattern(target))

    def count(text: str) -> tuple[int, int]:
        one, other = (sum(map(len, pattern.findall(text))) for pattern in patterns)
        return one, other

    return count


def _counted(text: str, source: str, target: str) -> Iterator[_Line]:
    count = _counter(source, target)
    number, done = 1, 0
    for span in visible_lines(text):
        number += len(LINE_END.findall(text, done, span.start))
        done = span.start
        yield _Line(number, span, *count(text[span.start : span.end]))


def _each_has_lines(counted: Sequence[_Line]) -> bool:
    """Whether some line is in each language."""
    return {line.language for line in counted} >= {0, 1}


def _both_found(counted: Sequence[_Line], name: str, source: str, target: str) -> None:
    """Raise InputError unless some line is in each language."""
    if _each_has_lines(counted):
        return
    names = (languages.name(source), languages.name(target))
    if not any(line.letters for line in counted):
        raise InputError(name, f"neither {names[0]} nor {names[1]} was found")
    found = next((line.language for line in counted if line.language is not None), None)
    raise InputError(
        name,
        "no line is in one language"
        if found is None
        else f"only {names[found]} was found, no line in {names[1 - found]}",
        hint="give the translation in the same file, or as a second file",
    )


def _columns(text: str, counted: Sequence[_Line], source: str, target: str, *, forced: bool) -> Sides | str:
    """The sides of a text in tab-separated columns, or why it is none; rows may lack cells."""
    rows = [_cells(text, line.span) for line in counted]
    tabs = sum(len(row) > 1 for row in rows)
    if not tabs or (not forced and tabs < TABLE * len(rows)):
        return _NO_TABLE
    count = _counter(source, target)
    names = (languages.name(source), languages.name(target))
    chosen = _chosen(text, rows, count, names)
    if isinstance(chosen, str) and len(rows) > 1:
        chosen = _chosen(text, rows[1:], count, names)  # the first may be a header, in any language
    if isinstance(chosen, str):
        return chosen
    found: tuple[list[Span], list[Span]] = ([], [])
    nodes, doubtful = [], []
    for line, row in zip(counted, rows, strict=True):
        for side, column in enumerate(chosen):
            if column < len(row) and VISIBLE.search(text, *row[column]):
                found[side].append(row[column])
                one, other = count(text[slice(*row[column])])
                if (other, one)[side] > (one, other)[side]:
                    doubtful.append(line.number)
        nodes.append((len(found[0]), len(found[1])))
    held = {c for row in rows for c, cell in enumerate(row) if VISIBLE.search(text, *cell)}
    left_out = [c + 1 for c in sorted(held.difference(chosen))]
    return Sides(*found, "columns", doubtful, nodes, left_out)


def _chosen(
    text: str, rows: Sequence[Sequence[Span]], count: Callable[[str], tuple[int, int]], names: tuple[str, str]
) -> tuple[int, int] | str:
    """The numbers of the source column and the target column, or why there are none."""
    majority = []  # by column: rows that are mostly in the source, in the target
    for column in range(max(len(row) for row in rows)):
        tally = [0, 0]
        for row in rows:
            one, other = count(text[slice(*row[column])]) if column < len(row) else (0, 0)
            if one != other:
                tally[int(other > one)] += 1
        majority.append(tally)
    chosen = []
    for side, name in enumerate(names):
        columns = [c for c, tally in enumerate(majority) if tally[side] and tally[side] >= AGREE * sum(tally)]
        columns = [c for c in columns if majority[c][side] > 0.5 * len(rows)] or columns
        if len(columns) != 1:
            return (
                f"columns {', '.join(str(c + 1) for c in columns)} all are {name}"
                if columns
                else f"no column is {name}"
            )
        chosen += columns
    return chosen[0], chosen[1]


def _cells(text: str, line: Span) -> list[Span]:
    ends = [
        line.start - 1,
        *(found.start() for found in regex.finditer("\t", text, pos=line.start, endpos=line.end)),
        line.end,
    ]
    return [Span(left + 1, right) for left, right in pairwise(ends)]


def _change(counted: Sequence[_Line]) -> int:
    """After how many lines one language gives way to the other, so that the fewest letters stand wrong.

    Negative (the complement) where the target comes first.
    """
    source = [0, *accumulate(line.letters if line.language == 0 else 0 for line in counted)]
    target = [0, *accumulate(line.letters if line.language == 1 else 0 for line in counted)]
    where, least = 0, source[-1] + target[-1]
    for k in range(1, len(counted)):
        source_first = target[k] + source[-1] - source[k]
        target_first = source[k] + target[-1] - target[k]
        # Of places that are equally good the last: lines without letters go with the lines before.
        if min(source_first, target_first) <= least:
            where, least = (k, source_first) if source_first <= target_first else (~k, target_first)
    return where


def _side_in_blocks(place: int, where: int) -> int:
    return int((place >= where) if where >= 0 else (place < ~where))


def _mixed(counted: Sequence[_Line], where: int) -> bool:
    """Whether so much stands in the wrong block that there are no blocks."""
    stray = [line for place, line in enumerate(counted) if line.strays(_side_in_blocks(place, where))]
    letters = sum(line.letters for line in counted)
    return sum(line.letters for line in stray) > STRAY_LETTERS * letters or len(stray) > STRAY_LINES * len(counted)


def _blocks(counted: Sequence[_Line], where: int) -> Sides:
    found: tuple[list[Span], list[Span]] = ([], [])
    doubtful = []
    for place, line in enumerate(counted):
        side = _side_in_blocks(place, where)
        found[side].append(line.span)
        if line.strays(side) or line.mixed:
            doubtful.append(line.number)
    return Sides(*found, "blocks", doubtful, [], [])


def _interleaved(counted: Sequence[_Line]) -> Sides:
    found: tuple[list[Span], list[Span]] = ([], [])
    doubtful = []
    side = next(line.language for line in counted if line.language is not None)
    for line in counted:
        side = side if line.language is None else line.language
        if line.share is None or line.mixed:
            doubtful.append(line.number)
        found[side].append(line.span)
    return Sides(*found, "interleaved", doubtful, [], [])
