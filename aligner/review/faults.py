"""The reasons why a checked row has no place in the texts, in words for the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

import regex

from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.notices import number_ranges
from aligner.read.review_table import ReviewTable
from aligner.review.chain import Conflict
from aligner.review.side_index import SideIndex, comparable

EXCERPT = 40  # characters of a text in a message
_MAX_BEGINNINGS = 100  # sentences that begin like a cell and are compared with it for a message
_SIDES = ("source", "target")
# Values that spreadsheet programs show for a formula that fails, as for a text that begins with a dash.
_SPREADSHEET_ERROR = regex.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|N/A|ERROR!)")
_NUMBER = regex.compile(r"-?\p{Nd}+(?:[.,]\p{Nd}+)?(?:E[+-]\p{Nd}+)?")
# Characters that autocorrection exchanges.
_AUTOCORRECTED = [
    (regex.compile("[“”„‟«»]|[‘’‚‛]{2}|''"), '"'),
    (regex.compile("[‘’‚‛`´]"), "'"),
    (regex.compile("-{2,}|[‐‑‒–—―]"), "-"),
    (regex.compile("…"), "..."),
]
_KEEP = "put the sentences back as they are in the text, or remove the mark"


class Fault(NamedTuple):
    """A fault of a row: the problem, and the hint what to do, as in `InputError`."""

    problem: str
    hint: str


def error_of(table: ReviewTable, faults: Mapping[int, Callable[[], Fault]]) -> InputError:
    """Return the error for rows with faults: it describes the first one, and names the others.

    faults: number of the row in the table, from 0 -> a function that finds out what is wrong with it.
    """
    first, *others = sorted(faults)
    fault = faults[first]()
    numbers = [table.rows[row].number for row in others]
    hint = f"{fault.hint} (and look at {number_ranges(table.unit, numbers)})" if numbers else fault.hint
    return table.error(table.rows[first].number, fault.problem, hint)


def not_found(cell: str, side: int, indices: Sequence[SideIndex], names: Sequence[str]) -> Fault:
    """Return the fault of a cell that is not neighbouring sentences of its text.

    cell: its text.
    side: 0 for the source, 1 for the target.
    indices: the sentences of both sides.
    names: the names of both texts.
    """
    index, name, word = indices[side], names[side], _SIDES[side]
    key = comparable(cell)
    if error := _SPREADSHEET_ERROR.match(cell.strip()):
        problem = f"the {word} is {error[0]}, with which the spreadsheet program has replaced a text"
        return Fault(problem, "put the text back, and make the cell a text cell")
    if _NUMBER.fullmatch(cell.strip()):
        reason = 'spreadsheet programs make a number of a text such as "1."'
        problem = f"the {word} {cell.strip()} is no sentence of {name}; {reason}"
        return Fault(problem, "put the text back, and make the cell a text cell")
    if (place := index.text.find(key)) >= 0:
        verb = "ends" if place in index.bounds else "begins"
        problem = f"the {word} {quoted(cell)} {verb} within a sentence of {name}"
        return Fault(
            problem, "put whole sentences into each cell, and give the options with which the texts were split"
        )
    if indices[1 - side].places(cell):
        hint = "exchange the names of the columns, or the values of --from and --to"
        return Fault(f"the {word} {quoted(cell)} is on the other side", hint)
    if _without_autocorrection(key) in _without_autocorrection(index.text):
        problem = f"the {word} {quoted(cell)} differs from {name} in quotation marks, dashes or dots"
        return Fault(problem, "undo the autocorrection of the spreadsheet program, or remove the mark")
    if difference := _difference(cell, key, index):
        return Fault(f"the {word} is not neighbouring sentences of {name}: {difference}", _KEEP)
    return Fault(f"the {word} {quoted(cell)} is not in {name}", _KEEP)


def unclear(cell: str, side: int, count: int, name: str, disorder: str) -> Fault:
    """Return the fault of a cell that stands several times in its text.

    count: number of its places.
    name: the name of the text.
    disorder: place of the first row that is not in the order of the text, such as `line 7`; empty if all are in order.
    """
    problem = f"the {_SIDES[side]} {quoted(cell)} stands {count} times in {name}, and "
    if disorder:
        problem += f"the rows are not in the order of the text (see {disorder}), which would show the right place"
        return Fault(problem, "sort the rows back, or remove the mark")
    problem += "the rows above and below do not show the right place"
    return Fault(problem, "keep these rows as they were in the table, or remove the mark")


def conflicting(conflict: Conflict, earlier: str) -> Fault:
    """Return the fault of a row that no alignment has together with another one.

    earlier: the place of the other row, such as `line 7`.
    """
    if conflict.side is None:
        problem = f"this row and {earlier} cross: one has the earlier source, the other the earlier target"
        return Fault(problem, "alignments keep the order of both texts; remove one of the marks")
    problem = f"a {_SIDES[conflict.side]} sentence of this row is in {earlier}, too"
    return Fault(problem, "leave it in one of the rows")


def _difference(cell: str, key: str, index: SideIndex) -> str:
    """Return where a cell differs first from the text that begins like it; empty if no sentence does.

    key: the comparable text of the cell.
    """
    length = 0
    for number in index.starting(key)[:_MAX_BEGINNINGS]:
        start = index.bounds[number]
        pairs = zip(key, index.text[start : start + len(key)], strict=False)
        length = max(length, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)))
    if not length:
        return ""
    end = next(islice(VISIBLE.finditer(cell), length - 1, None)).end()
    before, rest = cell[:end], cell[end:]
    return f"{quoted(rest)} does not follow {quoted_end(before)}"


def _without_autocorrection(text: str) -> str:
    for pattern, replacement in _AUTOCORRECTED:
        text = pattern.sub(replacement, text)
    return text


def quoted(text: str) -> str:
    """Return a text in quotation marks, on one line; of a long one, the beginning.

    >>> quoted("A door.\\nA wall.")
    '"A door. A wall."'
    """
    text = " ".join(text.split())
    return f'"{text[:EXCERPT].rstrip()}…"' if len(text) > EXCERPT else f'"{text}"'


def quoted_end(text: str) -> str:
    """Return a text in quotation marks, on one line; of a long one, the end."""
    text = " ".join(text.split())
    return f'"…{text[-EXCERPT:].lstrip()}"' if len(text) > EXCERPT else f'"{text}"'
