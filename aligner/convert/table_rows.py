"""Rows of a table: which column holds what, by the header, and the row that the cells of a line make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import regex

from aligner import languages
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
    listed,
    sizes,
    visible,
)
from aligner.convert.sides import choose_languages, in_order, with_languages
from aligner.errors import InputError
from aligner.read.tables import headers
from aligner.rows import Row
from aligner.write.tsv import COLUMNS, DOCUMENT_COLUMN, FLAGS_COLUMN

SOURCE, TARGET, CONFIDENCE, KIND = COLUMNS
_OURS = (DOCUMENT_COLUMN, *COLUMNS, FLAGS_COLUMN)
_JSON = regex.compile(r'[{}\[\]":]')
_HINT = (
    "begin it with a line that names the columns, src_text and trg_text among them, or choose two with --columns 1,2"
)

NumberedCells = tuple[int, Sequence[str]]  # the number of a line, from 1, and its cells


class Columns(NamedTuple):
    """The places of the columns of a table.

    places: name of a column of `align` -> number, from 0.
    width: number of columns.
    header: the names of the columns; empty if the first line is a row.
    tags: the languages of the source and of the target, if the header names them.
    """

    places: dict[str, int]
    width: int
    header: Sequence[str] = ()
    tags: tuple[str, str] | None = None

    def cell(self, cells: Sequence[str], column: str) -> str:
        """Return the cell of a column; empty if the table lacks the column, or the row the cell."""
        place = self.places.get(column)
        return "" if place is None or place >= len(cells) else cells[place]

    @property
    def least_width(self) -> int:
        """Number of cells that a row has at least: up to the last one that no row lacks."""
        return 1 + max(place for name, place in self.places.items() if name != FLAGS_COLUMN)

    @property
    def ignored(self) -> list[str]:
        """Names of the columns that are left out, or their numbers from 1."""
        names = self.header or [""] * self.width
        used = set(self.places.values())
        return [name or str(number + 1) for number, name in enumerate(names) if number not in used]


def named_columns(cells: Sequence[str], wanted: Wanted) -> Columns | None:
    """Return the columns that a header names, or None if the cells are not a header.

    The names are those that `align` writes, or names of the languages, or words such as `source` and `target`.
    """
    names = [cell.strip() for cell in cells]
    places = {name: names.index(name) for name in _OURS if name in names}
    if {SOURCE, TARGET} <= set(places):
        return Columns(places, len(cells), names)
    if not (named := _named_otherwise(names, wanted)):
        return None
    (source, target), tags = named
    aside = {name: place for name, place in places.items() if name not in (SOURCE, TARGET)}
    return Columns({SOURCE: source, TARGET: target, **aside}, len(cells), names, tags)


def _named_otherwise(names: Sequence[str], wanted: Wanted) -> tuple[tuple[int, int], tuple[str, str] | None] | None:
    """Return the columns that a header names by words such as `source`, or else by languages, and these languages.

    Of columns that are named by languages, Arabic is the source, or the first one, unless the user chooses.
    """
    chosen = [languages.primary(tag) for tag in (wanted.source, wanted.target) if tag]
    labels = [headers.label(name, chosen) if _may_name(name) else None for name in names]
    texts = {column: labelled for column, labelled in enumerate(labels) if labelled and labelled.text}
    source, target = (
        [column for column, labelled in texts.items() if words & set(labelled.meaning.split())]
        for words in ({"source"}, {"target", "translation"})
    )
    if len(source) == len(target) == 1 and source != target:
        tags = texts[source[0]].language, texts[target[0]].language
        return (source[0], target[0]), tags if all(tags) and tags[0] != tags[1] else None
    counts = Counter(labelled.language for labelled in texts.values())
    of_language = {labelled.language: column for column, labelled in texts.items() if labelled.language}
    unique = sorted((tag for tag in of_language if counts[tag] == 1), key=lambda tag: tag != DEFAULT_SOURCE)
    try:
        pair = choose_languages(unique, wanted, "") if len(unique) > 1 else None
    except InputError:  # other languages than those that the user chose
        pair = None
    return ((of_language[pair[0]], of_language[pair[1]]), pair) if pair else None


def _may_name(cell: str) -> bool:
    """Return True for a cell that is short enough for a name, and no part of a JSON object."""
    return len(cell.split()) <= headers.LONGEST_NAME and not _JSON.search(cell)


def columns_without_header(cells: Sequence[str], name: str, line: int) -> Columns:
    """Return the columns of a table without a header, by its first row: two texts, a confidence and a kind.

    A confidence and a kind are columns as `align --no-header` writes them; a table of another form is refused.

    Raises InputError for a row that has another form.
    """
    columns = dict(zip(COLUMNS, range(len(cells)), strict=False))
    if not 2 <= len(cells) <= len(COLUMNS):
        raise InputError(name, f"this line has {_columns(len(cells))} and names none", hint=_HINT, line=line)
    try:
        if len(cells) > 2:
            confidence_of(cells[2].strip(), name, line)
        if len(cells) > 3:
            sizes(cells[3].strip())
    except (InputError, ValueError):
        raise InputError(
            name,
            f"the columns are unclear: of {len(cells)} columns without names, the third is a confidence"
            f"{', the fourth a kind' if len(cells) > 3 else ''}",
            hint=_HINT,
            line=line,
        ) from None
    return Columns(columns, len(cells))


def _chosen_columns(cells: Sequence[str], named: Columns | None, chosen: tuple[str, str], name: str) -> Columns:
    """Return the columns that the user chose, and those of other names that `align` writes.

    cells: the first row, which is a header if `chosen` names a cell of it.
    named: the columns that it names; None if it is a row.

    Raises InputError for a column that is not there.
    """
    from aligner.separate import column_choice

    names = [cell.strip() for cell in cells]
    places = column_choice.named_columns(chosen, names, len(cells))
    if isinstance(places, str):
        raise InputError(name, places, hint="choose two columns, as in --columns 1,2")
    is_header = named is not None or any(column_choice.is_name_of(column, names) for column in chosen)
    aside = {column: names.index(column) for column in _OURS if column in names and names.index(column) not in places}
    aside |= {SOURCE: places[0], TARGET: places[1]}
    return Columns(aside, len(cells), names if is_header else ())


def is_of_pairs(cells: Sequence[str], wanted: Wanted) -> bool:
    """Return True if cells are the header of a table of pairs, or a row of one without a header."""
    if len(cells) > 1 and named_columns(cells, wanted):
        return True
    try:
        columns_without_header(cells, "", 1)
    except InputError:
        return False
    return True


def read_table(
    lines: Iterable[NumberedCells], wanted: Wanted, file: Input, *, may_lack_cells: bool = False
) -> PairFile:
    """Return the pairs of a table.

    lines: the cells of each line that is not empty.
    may_lack_cells: True if a row may lack flags and other columns at its end: Excel leaves out cells that are empty in
        several rows.
    """
    lines = iter(lines)
    first = next(lines, None)
    if first is None:
        raise InputError(file.name, "there is no row")
    columns = named_columns(first[1], wanted)
    if wanted.columns:
        columns = _chosen_columns(first[1], columns, wanted.columns, file.name)
    elif columns is None:
        columns = columns_without_header(first[1], file.name, first[0])
    if columns.ignored:
        file.note(f"left out the column{'s' * (len(columns.ignored) > 1)} {listed(columns.ignored)}")
    if not columns.header:
        lines = chain((first,), lines)
    rows = _rows(lines, columns, file, columns.least_width if may_lack_cells else columns.width)
    pairs = PairFile(*(columns.tags or ("", "")), rows, file.notices, has_flags=FLAGS_COLUMN in columns.places)
    return in_order(pairs, wanted, file.name) if columns.tags else with_languages(pairs, wanted, file)


def _rows(lines: Iterator[NumberedCells], columns: Columns, file: Input, least_width: int) -> Iterator[Row]:
    """Yield the rows of the lines of a table.

    least_width: number of cells that a row has at least; the others may be missing.
    """
    numbering, empty = Numbering(), Places()
    for line, cells in lines:
        if not least_width <= len(cells) <= columns.width:
            by = "the header" if columns.header else "the first line"
            hint = "a cell may hold a character that separates cells; repair this line"
            problem = f"this line has {_columns(len(cells))}, but {by} has {columns.width}"
            raise InputError(file.name, problem, hint=hint, line=line)
        row = _row(cells, columns, numbering, file.name, line)
        if row is None:
            empty.add(line)
        else:
            yield row
    if empty.count:
        file.note(f"left out {empty.text('row')} without any text")


def _row(cells: Sequence[str], columns: Columns, numbering: Numbering, name: str, line: int) -> Row | None:
    """Return the row of the cells of a line; None if it has neither a text nor a kind."""
    source, target = columns.cell(cells, SOURCE), columns.cell(cells, TARGET)
    kind = columns.cell(cells, KIND).strip()
    if not kind:
        source, target = visible(source), visible(target)
        if not source + target:
            return None
        kind = kind_of(source, target)
    check_kind(kind, source, target, name, line)
    document = columns.cell(cells, DOCUMENT_COLUMN)
    numbers = numbering.numbers(kind, document)
    flags = columns.cell(cells, FLAGS_COLUMN)
    return Row(
        source,
        target,
        kind,
        confidence_of(columns.cell(cells, CONFIDENCE).strip(), name, line),
        *numbers,
        *alone(source, target),
        flags=tuple(flags.split(",")) if flags else (),
        document=document,
    )


def _columns(number: int) -> str:
    """Return a number of columns for a message."""
    return f"{number} column{'s' * (number != 1)}"
