"""The choice of columns: which two columns of a table hold the source and the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import log
from statistics import fmean, median

import regex

from aligner import languages
from aligner.characters import BYTE_ORDER_MARK
from aligner.read.tables import headers
from aligner.read.tables.table import Cells
from aligner.separate import transcription

COLUMN = 0.95  # share of the cells in one language, from which on a column is in that language
CLEAR_SHARE = 0.2  # difference of the shares of source letters, from which on one of two cells is the source
MOST_ROWS = 0.5  # share of the rows, from which on two columns that hold both languages are chosen, whatever the others
NAME_WORDS = 3  # words; a Latin cell of at most so many may be a name within a text of another script
LENGTHS_DIFFER = 0.5  # mean of |ln ratio of lengths|, from which on a column does not fit as a translation
SEVERAL_TIMES = log(3)  # such a mean, from which on a column is far too short or too long for a translation
LENGTHS_FIT = 0.1  # such a mean that is no better than chance allows; less of it does not count
CLEARLY = 3  # times by which a column has to fit better than the next one to be chosen by lengths
ROWS_TO_COMPARE = 50  # rows whose consonants are compared, which takes time; a transcription shows in a few
ROWS_TO_MEASURE = 3  # least rows by which the fit of lengths is measured

_IDENTIFIER = regex.compile(r"(?=.*[\d_./:@\\-])\S+")  # home.title, IMG_03, a date, a URL


Labels = Sequence[headers.Label | None]  # the meanings of the names of the columns; None for a column without a name


def choose_columns(cells: Cells, tags: tuple[str, str], labels: Labels) -> tuple[int, int] | str:
    """Return the numbers, from 0, of the source column and the target column, or the reason why there are none.

    cells: the rows, without a header.
    tags: language tags of the source and of the target.
    labels: the meanings of the names of the columns; may be empty.
    """
    columns = _columns_of_text(cells, labels)
    candidates = [_in_language(cells, columns, side) for side in (0, 1)]
    if any(len(of_side) > 1 for of_side in candidates):
        candidates = [_without_transcriptions(cells, candidates[side], candidates[1 - side]) for side in (0, 1)]
        candidates = [_prefer(cells, of_side, labels, tag) for of_side, tag in zip(candidates, tags, strict=True)]
    chosen = _fitting_lengths(cells, [(source, target) for source in candidates[0] for target in candidates[1]])
    # Cells of the text may stand in the wrong columns, so that only notes are in one language. The text is longer.
    both = [column for column in columns if {cell.side for cell in cells.column(column)} >= {0, 1}]
    both = [column for column in both if not any(column in of_side for of_side in candidates)]
    if not all(candidates) or (chosen and _letters(cells, both) > _letters(cells, chosen)):
        chosen = _columns_of_most_rows(cells, both if chosen else columns)
    if chosen:
        return chosen
    if not all(candidates) and both:
        return (
            f"{'column' if len(both) == 1 else 'columns'} {_listed(both)} hold{'s' * (len(both) == 1)} both languages"
        )
    if not all(candidates):
        return f"no column is {languages.name(tags[0] if not candidates[0] else tags[1])}"
    side = 0 if len(candidates[0]) > 1 else 1
    if len(candidates[side]) < 2:
        return f"columns {_listed(both)} hold both languages"
    return f"columns {_listed(candidates[side])} are all in the letters of {languages.name(tags[side])}"


def _listed(columns: Iterable[int]) -> str:
    """Return the numbers, from 1, of columns for a message."""
    return ", ".join(str(column + 1) for column in columns)


def _letters(cells: Cells, columns: Iterable[int]) -> int:
    """Return the number of letters in columns."""
    return sum(sum(cell.letters) for column in columns for cell in cells.column(column))


def columns_named_by_language(labels: Labels, tags: tuple[str, str]) -> tuple[int, int] | None:
    """Return the columns whose names name the two languages, if these have one script; otherwise None.

    labels: the meanings of the names of the columns.
    tags: language tags of the source and of the target.
    """
    if languages.script(tags[0]) != languages.script(tags[1]):
        return None
    columns = [
        [column for column, label in enumerate(labels) if label and label.text and label.language == code]
        for code in map(languages.primary, tags)
    ]
    return (columns[0][0], columns[1][0]) if all(len(of_language) == 1 for of_language in columns) else None


def columns_in_language(cells: Cells, labels: Labels, side: int) -> list[int]:
    """Return the numbers, from 0, of the columns that hold the text of one side, in a table of one language.

    cells: the rows, without a header.
    labels: the meanings of the names of the columns; may be empty.
    side: 0 for the source, 1 for the target.
    """
    columns = _columns_of_text(cells, labels) or list(range(cells.width))
    columns = _in_language(cells, columns, side) or columns
    return [column for column in columns if not _is_identifiers(cells, column)] or columns


def _columns_of_text(cells: Cells, labels: Labels) -> list[int]:
    """Return the columns without those whose names say that they hold numbers, notes and the like."""
    aside = {column for column, named in enumerate(labels) if named and not named.text}
    return [column for column in range(cells.width) if column not in aside]


def _in_language(cells: Cells, columns: Sequence[int], side: int) -> list[int]:
    """Return the columns that are in the language of a side. A column that is filled in most rows is preferred."""
    tallies = {column: [cell.side for cell in cells.column(column) if cell.side is not None] for column in columns}
    fitting = [column for column, tally in tallies.items() if tally and tally.count(side) >= COLUMN * len(tally)]
    return [column for column in fitting if tallies[column].count(side) > MOST_ROWS * len(cells.rows)] or fitting


def _prefer(cells: Cells, columns: Sequence[int], labels: Labels, tag: str) -> list[int]:
    """Return the likelier columns of one language: without identifiers, and those that names speak for, if any.

    A name speaks for a column if it names the language; otherwise if it names no language.
    """
    prose = [column for column in columns if not _is_identifiers(cells, column)] or columns
    prose = [column for column in prose if not _repeats(cells, column)] or prose
    named = {column: label for column in prose if column < len(labels) and (label := labels[column])}
    of_language = [column for column, label in named.items() if label.language == languages.primary(tag)]
    return of_language or [column for column, label in named.items() if not label.language] or list(prose)


def _without_transcriptions(cells: Cells, columns: Sequence[int], candidates: Sequence[int]) -> list[int]:
    """Return the columns of one language without those that spell out the Arabic of another column in Latin letters."""
    if len(columns) > 1:
        others = [column for column in columns if not any(_transcribes(cells, column, arabic) for arabic in candidates)]
        columns = others or columns
    return list(columns)


def _transcribes(cells: Cells, column: int, arabic: int) -> bool:
    """Return whether most cells of a column have the consonants of the Arabic cells of another one, and are no names.

    The translation of a name is its transcription: `بيروت`, `Beirut`.
    """
    rows = [row for row in cells.rows[:ROWS_TO_COMPARE] if max(column, arabic) < len(row) and row[column].is_visible]
    alike = [
        not row[column].text.istitle()
        and transcription.likeness(row[arabic].text, row[column].text) >= transcription.ALIKE
        for row in rows
    ]
    return sum(alike) >= max(transcription.TRANSCRIBED * len(rows), 1)


def are_keys(cells: Cells, columns: Sequence[int]) -> bool:
    """Return whether there are columns, and all of them hold keys or no letters."""
    return bool(columns) and all(
        _is_identifiers(cells, column) or all(not any(cell.letters) for cell in cells.column(column))
        for column in columns
    )


def _is_identifiers(cells: Cells, column: int) -> bool:
    """Return whether most cells of a column are keys, file names, dates or addresses."""
    texts = [cell.text.strip() for cell in cells.column(column)]
    return sum(_IDENTIFIER.fullmatch(text) is not None for text in texts) > MOST_ROWS * len(texts)


def _repeats(cells: Cells, column: int) -> bool:
    """Return whether most cells of a column repeat another one, as the names of speakers do."""
    texts = [cell.text.strip() for cell in cells.column(column)]
    return len(set(texts)) < MOST_ROWS * len(texts)


def _columns_of_most_rows(cells: Cells, columns: Sequence[int]) -> tuple[int, int] | None:
    """Return the two columns that hold both languages in most rows, in whatever order; None if there are none.

    Of two cells, the one with the clearly larger share of source letters is the source: it may hold many Latin names. A
    row that has the same text in both columns counts as well: the source, which waits for its translation.
    """
    prose = [column for column in columns if not (_is_identifiers(cells, column) or _repeats(cells, column))]
    fitting = []
    for pair in combinations(prose if len(prose) > 1 else columns, 2):
        in_order, in_reverse, copies = 0, 0, 0
        for row in cells.rows:
            first, second = (row[column] if column < len(row) else None for column in pair)
            if first is None or second is None or first.source_share is None or second.source_share is None:
                continue
            copies += first.text == second.text
            in_order += first.source_share >= second.source_share + CLEAR_SHARE
            in_reverse += second.source_share >= first.source_share + CLEAR_SHARE
        if in_order + in_reverse and in_order + in_reverse + copies > MOST_ROWS * len(cells.rows):
            fitting.append((in_order + in_reverse, pair if in_order >= in_reverse else pair[::-1]))
    best = max((size for size, _ in fitting), default=0)
    return _fitting_lengths(cells, [pair for size, pair in fitting if size == best])


def _fitting_lengths(cells: Cells, pairs: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the source and the target column whose lengths fit clearly best, or the only pair; None if none do.

    A translation is about as long as its source, and the longer the source, the longer the translation. In few rows,
    only the first is measured.
    """
    if len(pairs) == 1:
        return pairs[0]
    ratios = {pair: _log_ratios(cells, *pair) for pair in pairs}
    lengths = {pair: fmean(map(abs, of_pair)) for pair, of_pair in ratios.items() if of_pair}
    if best := _best_fit(lengths, lambda _: SEVERAL_TIMES):
        return best
    spreads = {
        pair: fmean(abs(ratio - median(of_pair)) for ratio in of_pair)
        for pair, of_pair in ratios.items()
        if len(of_pair) >= ROWS_TO_MEASURE
    }
    return _best_fit(spreads, lambda misfit: CLEARLY * max(misfit, LENGTHS_FIT))


def _best_fit(misfits: Mapping[tuple[int, int], float], limit: Callable[[float], float]) -> tuple[int, int] | None:
    """Return the pair of columns with the least misfit, if it fits and the others do not; otherwise None.

    misfits: the misfit of each pair of columns.
    limit: the misfit from which on the others do not fit, by the misfit of the best pair.
    """
    ranked = sorted((misfit, pair) for pair, misfit in misfits.items())
    if not ranked or ranked[0][0] > LENGTHS_DIFFER:
        return None
    return ranked[0][1] if all(misfit >= limit(ranked[0][0]) for misfit, _ in ranked[1:]) else None


def _log_ratios(cells: Cells, source: int, target: int) -> list[float]:
    """Return ln of the ratio of the lengths of two cells, for each row that has both."""
    texts = [[row[column].text.strip() for column in (source, target) if column < len(row)] for row in cells.rows]
    return [log(len(of_row[1]) / len(of_row[0])) for of_row in texts if len(of_row) == 2 and all(of_row)]


def may_be_name(text: str) -> bool:
    """Return whether a cell in Latin letters may be a name or a brand, which a text of another script keeps."""
    return len(text.split()) <= NAME_WORDS


def named_columns(columns: Sequence[str], names: Sequence[str], width: int) -> tuple[int, int] | str:
    """Return the numbers, from 0, of the columns that the user chose, or what is wrong with the choice.

    columns: a number from 1, or a name, for the source and for the target.
    names: the names of the columns; empty if there are none.
    width: number of columns.
    """
    chosen = []
    folded = list(map(_folded, names))
    for column in columns:
        if is_name_of(column, names):
            chosen.append(folded.index(_folded(column)))
        elif not column.isdecimal():
            listed = ", ".join(f'"{name}"' for name in names) or "none"
            return f"no column is called {column!r}; the columns are called {listed}"
        elif not 1 <= int(column) <= width:
            return f"there is no column {column}, only {width} column{'s' * (width != 1)}"
        else:
            chosen.append(int(column) - 1)
    return (chosen[0], chosen[1]) if chosen[0] != chosen[1] else f"{columns[0]} and {columns[1]} are the same column"


def is_name_of(column: str, names: Sequence[str]) -> bool:
    """Return whether a column that the user named is called so, and not meant by its number."""
    return _folded(column) in map(_folded, names)


def _folded(name: str) -> str:
    return name.strip(f" {BYTE_ORDER_MARK}").lower()
