"""XLSX: one bead a row of a sheet, with each text in the direction of its language."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from aligner import languages
from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.document_rows import row_name
from aligner.write.encodable import encodable
from aligner.write.libraries import require
from aligner.write.spreadsheet import MAX_CELL, MAX_ROWS, cell_length, is_too_long
from aligner.write.tsv import COLUMNS, DOCUMENT_COLUMN, FLAGS_COLUMN, cells, column_names
from aligner.write.writer import Flags, Writer

SOURCE, TARGET, CONFIDENCE, KIND = COLUMNS
WIDTHS = {DOCUMENT_COLUMN: 24, SOURCE: 60, TARGET: 60, CONFIDENCE: 13, KIND: 8, FLAGS_COLUMN: 24}  # digits
LINE_HEIGHT = 15  # points; of a line in the default font
MAX_LINES = 27  # of a row; its height may be 409.5 points at most
CREATED = datetime(1980, 1, 1)  # in every file, so that the same rows make the same bytes; zip has no earlier date

# Confidence -> colour of its cell. Orange to blue can be told apart in all forms of colour blindness, and black text is
# readable on them. White is 0.9, from which on nearly all pairs are right.
COLOURS = {0.5: "#F4A259", 0.9: "#FFFFFF", 1.0: "#A6CBE8"}

# Formats, as XlsxWriter takes them.
_CELL: dict[str, object] = {"valign": "top", "indent": 1}
_TEXT = _CELL | {"text_wrap": True, "num_format": "@"}  # a text, also after it was edited: `- Yes.`, or the kind 1-2
_NUMBER = _CELL | {"align": "right", "num_format": "0.000"}
_LEFT_TO_RIGHT: dict[str, object] = {"reading_order": 1, "align": "left"}
_RIGHT_TO_LEFT: dict[str, object] = {"reading_order": 2, "align": "right"}

# Characters that XML cannot hold, and CR, which its readers make LF. Each is escaped, and so is the beginning of a text
# that looks like an escape, or that would with the escape after it.
_NOT_IN_XML = "\x00-\x08\x0b-\x1f\ufffe\uffff"
_ESCAPED = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}[_{_NOT_IN_XML}])|[{_NOT_IN_XML}]")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")

_WIDE_SCRIPTS = {"Hans", "Hant", "Jpan", "Kore"}  # whose letters are two digits wide

_OTHER_FORMAT = "choose another format, such as tsv"


class Xlsx(Writer):
    """The columns of TSV and the flags, as a sheet with a fixed header and filters.

    Texts are text cells, never formulas, numbers or links. The confidence is a number, with a colour.
    """

    name = "xlsx"
    suffix = ".xlsx"
    is_text = False
    has_header = True
    flags = Flags.ALWAYS

    def require(self) -> None:
        """Raise InputError if XlsxWriter is not installed."""
        require(self.name, "xlsxwriter", "XlsxWriter")

    def write(self, rows: Rows, options: OutputOptions, files: Sequence[BinaryIO]) -> None:
        """Write the file when all rows are read.

        Raises InputError for a text that is longer than a cell, and for more rows than a sheet has.
        """
        import shutil  # imported here, since other formats do not need them
        from tempfile import TemporaryDirectory

        self.require()
        (file,) = files
        # XlsxWriter keeps rows in a file and makes the workbook from that. Both stand in a folder that is removed
        # whatever happens.
        with TemporaryDirectory(prefix="align-", ignore_cleanup_errors=True) as folder:
            path = os.path.join(folder, "pairs.xlsx")
            _write_workbook(path, folder, rows, options._replace(flags=True))
            with open(path, "rb") as complete:
                shutil.copyfileobj(complete, file)


def escaped(text: str) -> str:
    """Return a text with escapes for the characters that a workbook cannot hold.

    >>> escaped("a\\x0bb"), escaped("_x000B_")
    ('a_x000B_b', '_x005F_x000B_')
    """
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Return the text of a cell without its escapes.

    >>> unescaped("a_x000B_b"), unescaped("_x005F_x000B_")
    ('a\\x0bb', '_x000B_')
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _write_workbook(path: str, folder: str, rows: Rows, options: OutputOptions) -> None:
    """Write a workbook.

    folder: a folder for temporary files.
    """
    import xlsxwriter  # imported here, since it is an extra
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    workbook = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder})
    workbook.set_properties({"created": CREATED})
    sheet = workbook.add_worksheet("pairs")
    # XlsxWriter takes a text that begins with <r> and ends with </r> for XML, and does not escape it. Of two texts that
    # look like escapes and share an underscore, it overlooks the second.
    sheet._xml_rich_inline_string = lambda text, attributes: sheet._xml_inline_string(text, True, attributes)
    sheet._escape_control_characters = escaped
    try:
        _write_sheet(workbook, sheet, rows, options)
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from None  # an OSError, such as a full disk
    except FileSizeError:
        raise InputError("the output", "a workbook cannot hold so much text", hint=_OTHER_FORMAT) from None
    finally:
        sheet._opt_close()


class _Column(NamedTuple):
    """A column of the sheet.

    name: its name in the header.
    characters: number of characters that fit in a line of a cell.
    format: the format of its cells, and of the column where a cell is empty.
    header_format: the format of its name.
    """

    name: str
    characters: int
    format: Any
    header_format: Any


def _write_sheet(workbook: Any, sheet: Any, rows: Rows, options: OutputOptions) -> None:
    columns = [_column(workbook, name, rows) for name in column_names(options)]
    for at, column in enumerate(columns):
        sheet.set_column(at, at, WIDTHS[column.name], column.format)
        if options.header:
            sheet.write_string(0, at, column.name, column.header_format)
    count = 0
    for count, row in enumerate(encodable(rows), 1):
        _check_row(rows, row, count, options)
        _write_row(sheet, row, count - 1 + options.header, columns, options)
    first, last = int(options.header), count - 1 + options.header
    if options.header:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.repeat_rows(0)
    if count:
        at = [column.name for column in columns].index(CONFIDENCE)
        sheet.conditional_format(first, at, last, at, _colour_scale())
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)  # on paper, as wide as a page, and as long as it is


def _column(workbook: Any, name: str, rows: Rows) -> _Column:
    language = {SOURCE: rows.source_language, TARGET: rows.target_language}.get(name, "en")
    direction = _RIGHT_TO_LEFT if languages.is_right_to_left(language) else _LEFT_TO_RIGHT
    cell_format = _NUMBER if name == CONFIDENCE else _TEXT | direction
    characters = WIDTHS[name] // 2 if languages.script(language) in _WIDE_SCRIPTS else WIDTHS[name]
    header_format = cell_format | {"bold": True, "bottom": 1}
    return _Column(name, characters, workbook.add_format(cell_format), workbook.add_format(header_format))


def _check_row(rows: Rows, row: Row, number: int, options: OutputOptions) -> None:
    """Raise InputError for a row that a sheet cannot hold.

    number: number of the row, from 1, without the header.
    """
    if number + options.header > MAX_ROWS:
        raise InputError("the output", f"there are more rows than the {MAX_ROWS:,} of a sheet", hint=_OTHER_FORMAT)
    for side, text in (("source", row.source), ("target", row.target)):
        if is_too_long(text):
            problem = f"the {side} has {cell_length(text):,} characters, but a cell of a sheet holds {MAX_CELL:,}"
            raise InputError(row_name(rows, row, number), problem, hint=_OTHER_FORMAT)


def _write_row(sheet: Any, row: Row, line: int, columns: Sequence[_Column], options: OutputOptions) -> None:
    """Write a row. An empty cell is left out, and has the format of its column.

    line: number of the row in the sheet, from 0.
    """
    texts = cells(row, options)
    # Excel finds the height of a row by itself, but LibreOffice shows one line if a file has none.
    lines = max(_lines(text, column.characters) for text, column in zip(texts, columns, strict=True))
    if lines > 1:
        sheet.set_row(line, LINE_HEIGHT * min(lines, MAX_LINES))
    for at, (text, column) in enumerate(zip(texts, columns, strict=True)):
        if text and column.name == CONFIDENCE:
            sheet.write_number(line, at, float(text), column.format)
        elif text:
            sheet.write_string(line, at, text, column.format)
    # XlsxWriter has written the row before by now, but keeps its height. The name of that table depends on the release.
    for name in ("row_info", "row_sizes", "set_rows"):
        getattr(sheet, name, {}).pop(line - 1, None)


def _lines(text: str, characters: int) -> int:
    """Return the number of lines that a text takes in a cell, about.

    characters: number of characters that fit in a line.
    """
    return sum(max(1, -(-len(line) // characters)) for line in text.splitlines())


def _colour_scale() -> dict[str, object]:
    """Return the colours of the confidence as XlsxWriter takes them."""
    scale: dict[str, object] = {"type": "3_color_scale"}
    for end, (confidence, colour) in zip(("min", "mid", "max"), COLOURS.items(), strict=True):
        scale |= {f"{end}_type": "num", f"{end}_value": confidence, f"{end}_color": colour}
    return scale
