"""The text of a document of a word processor: paragraphs, tables, text boxes and notes, in the order of reading.

The readers of such formats call the methods of `DocumentFlow` as they meet the parts of a file; `as_input` returns the
text. It has one paragraph a line, and a line for each line of a paragraph that the author has divided, as in poems.
Text boxes follow the paragraph that they are anchored to. Notes follow the text. The rows of tables are kept as well:
`document_columns` finds the two languages in them.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from aligner import limits
from aligner.bitext import InputText, Place, Span, TableRow
from aligner.characters import LINE_END, VISIBLE
from aligner.errors import InputError
from aligner.read.office.document_rows import Cell, Paragraph, visible_rows
from aligner.read.office.left_out import LeftOut
from aligner.read.packed import line_limit
from aligner.read.packed.archive import TOO_LARGE_HINT

MAX_TEXT = limits.DOCUMENT_TEXT.value  # characters of a document
WIDEST_WRAPPED = 200  # columns of the widest line of hard-wrapped text; a longer line is an entire paragraph
MAX_CELLS = limits.DOCUMENT_CELLS.value  # cells of all tables, empty ones included
MAX_COLUMNS = 100  # columns of a table; a cell that claims to be wider is no wider, and cells beyond are in the last


class _Container(NamedTuple):
    """A cell, text box or note that holds paragraphs.

    label: where they stand; empty for the main text.
    paragraphs: those that are complete.
    rows: the rows of the tables within it that are complete.
    """

    label: str
    paragraphs: list[Paragraph]
    rows: list[list[Cell]]


class _Table:
    """A table that is not complete: its number, from 1, its complete rows, and the row that is open."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[list[Cell]] = []
        self.row: list[Cell] = []


class _Host(NamedTuple):
    """A paragraph that is interrupted by a text box or a note: its text, and the text boxes that are anchored to it."""

    pieces: list[str]
    boxes: list[Paragraph]


class DocumentFlow:
    """Collects the text of one document.

    name: the name of the file for messages.
    left_out: counts the parts that the reader leaves out.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows: list[list[Cell]] = []  # of the main text; a paragraph outside of tables is a row of one cell
        self._notes: dict[str, dict[str, _Container]] = {"footnote": {}, "endnote": {}}
        self._containers = [_Container("", [], [])]
        self._tables: list[_Table] = []
        self._host = _Host([], [])
        self._hosts: list[_Host] = []
        self._counts: Counter[str] = Counter()
        self._unseen: list[str] = []  # lines without a visible character, which are put before the next paragraph
        self.left_out = LeftOut()
        self._size = self._number_of_lines = self._number_of_cells = 0

    # Text and paragraphs.

    def add(self, text: str) -> None:
        """Add characters to the paragraph. A line end begins a new line of it."""
        self._host.pieces.append(text)
        self.left_out.end_passage()
        self._grow(len(text))

    def end_paragraph(self) -> None:
        """End the paragraph. If nothing in it is visible, its lines are put before the next one."""
        if not (self._host.pieces or self._host.boxes):
            return
        lines = [line.strip() for line in LINE_END.split("".join(self._host.pieces))]
        self._number_of_lines += len(lines)
        line_limit.check_paragraphs(self._number_of_lines, self._name)
        if not any(map(VISIBLE.search, lines)):
            self._unseen += filter(None, lines)
        else:
            text = "\n".join(filter(None, [*self._unseen, *lines]))
            self._unseen = []
            label = self._container.label
            if not label:
                self._counts["paragraph"] += 1
                label = f"paragraph {self._counts['paragraph']}"
            self._put(Paragraph(text, label))
        for paragraph in self._host.boxes:
            self._put(paragraph)
        self._host = _Host([], [])

    # Tables.

    def begin_table(self) -> None:
        """Begin a table, which may be within a cell of another one."""
        self._counts["table"] += 1
        self._tables.append(_Table(self._counts["table"]))

    def end_row(self) -> None:
        """End a row of the table."""
        table = self._table
        table.rows.append(table.row)
        table.row = []

    def begin_cell(self) -> None:
        """Begin a cell of the row."""
        self._grow_tables(1)
        table = self._table
        label = f"table {table.number}, row {len(table.rows) + 1}, cell {len(table.row) + 1}"
        self._containers.append(_Container(label, [], []))

    def end_cell(self, columns: int = 1, copies: int = 1) -> None:
        """End a cell of the row.

        columns: number of columns that it spans.
        copies: number of cells side by side with the same content.
        """
        self.end_paragraph()
        _, paragraphs, rows = self._containers.pop()
        in_rows = sum(len(cell.paragraphs) for row in rows for cell in row)
        row = self._table.row
        if len(row) >= MAX_COLUMNS:
            if row[-1] is row[-2] or row[-1].rows:  # its paragraphs are those of its copy, too
                row[-1] = Cell(list(row[-1].paragraphs), row[-1].columns)
            row[-1].paragraphs.extend(paragraphs)
            return
        copies = max(min(copies, MAX_COLUMNS - len(row)), 1)
        self._grow_tables(copies - 1)
        row += [Cell(paragraphs, columns, rows if in_rows == len(paragraphs) else ())] * copies
        self._grow((copies - 1) * sum(len(paragraph.text) for paragraph in paragraphs))

    def skip_columns(self, columns: int) -> None:
        """Add empty cells to the row."""
        row = self._table.row
        skipped = max(min(columns, MAX_COLUMNS - len(row)), 0)
        self._grow_tables(skipped)
        row += [Cell([])] * skipped

    def end_table(self) -> None:
        """End the table. A table within another container is read as its paragraphs."""
        table = self._tables.pop()
        if table.row:
            table.rows.append(table.row)
        width = max(map(len, table.rows), default=0)
        self._grow_tables(sum(width - len(row) for row in table.rows))
        rows = visible_rows(table.rows)
        if len(self._containers) > 1:
            self._container.rows.extend(rows)
            self._container.paragraphs.extend(p for row in rows for cell in row for p in cell.paragraphs)
        else:
            self._rows.extend(rows)

    # Text boxes and notes.

    def begin_box(self) -> None:
        """Begin a text box, which is anchored to the paragraph."""
        self._interrupt(_Container(f"text box {self._counts['text box'] + 1}", [], []))

    def end_box(self) -> None:
        """End the text box."""
        self._resume()
        paragraphs = self._containers.pop().paragraphs
        self._host.boxes.extend(paragraphs)
        self._counts["text box"] += bool(paragraphs)  # an empty one is not counted

    def refer_to_note(self, kind: str, key: str) -> None:
        """Number the note that the text refers to here, unless it was numbered before.

        kind: `footnote` or `endnote`.
        key: its name in the file.
        """
        notes = self._notes[kind]
        notes.setdefault(key, _Container(f"{kind} {len(notes) + 1}", [], []))

    def begin_note(self, kind: str, key: str) -> bool:
        """Begin a note and return True; return False if the text does not refer to it."""
        container = self._notes[kind].get(key)
        if container is not None:
            self._interrupt(container)
        return container is not None

    def end_note(self) -> None:
        """End the note."""
        self._resume()
        self._containers.pop()

    def _interrupt(self, container: _Container) -> None:
        self._hosts.append(self._host)
        self._host = _Host([], [])
        self._containers.append(container)

    def _resume(self) -> None:
        self.end_paragraph()
        self._host = self._hosts.pop()

    # The result.

    def as_input(self) -> InputText:
        """Return the text of the document, with its places, its rows, and remarks about what was left out."""
        self.end_paragraph()
        pieces: list[str] = []
        places: list[Place] = []
        rows: list[TableRow] = []
        position = number = 0
        notes = [[Cell(note.paragraphs)] for of_kind in self._notes.values() for note in of_kind.values()]
        for row in self._rows + notes:
            spans = []
            for cell in row:
                start = position if cell.paragraphs else max(position - 1, 0)
                for paragraph in cell.paragraphs:
                    if not places or places[-1].label != paragraph.label:
                        places.append(Place(position, paragraph.label))
                    pieces.append(paragraph.text)
                    position += len(paragraph.text) + 1
                spans.append(Span(start, max(start, position - 1)))
            number += len(row) > 1
            rows.append(TableRow(number, tuple(spans)))
        text = "\n".join(pieces + self._unseen)
        return InputText(
            self._name,
            text,
            "utf-8",
            rows=tuple(rows) if number else (),
            row_unit="row",
            are_paragraphs=number > 0 or any(len(line) > WIDEST_WRAPPED for line in text.split("\n")),
            places=tuple(places),
            remarks=self.left_out.remarks(),
        )

    @property
    def _container(self) -> _Container:
        return self._containers[-1]

    @property
    def _table(self) -> _Table:
        if not self._tables:
            hint = "open it in the program that wrote it, and save it again"
            raise InputError(self._name, "a cell is outside of a table", hint=hint)
        return self._tables[-1]

    def _put(self, paragraph: Paragraph) -> None:
        if len(self._containers) > 1:
            self._container.paragraphs.append(paragraph)
        else:
            self._rows.append([Cell([paragraph])])

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > MAX_TEXT:
            problem = limits.DOCUMENT_TEXT.problem(MAX_TEXT)
            raise InputError(self._name, problem, hint=TOO_LARGE_HINT)

    def _grow_tables(self, cells: int) -> None:
        self._number_of_cells += cells
        if self._number_of_cells > MAX_CELLS:
            problem = limits.DOCUMENT_CELLS.problem(MAX_CELLS)
            raise InputError(self._name, problem, hint="divide it, or save the table as XLSX or CSV")
