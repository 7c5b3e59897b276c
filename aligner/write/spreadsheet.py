"""The limits of spreadsheet programs."""

from __future__ import annotations

MAX_ROWS = 1_048_576  # rows of a sheet, its header included; Excel, LibreOffice and the file format have this limit
MAX_CELL = 32_767  # UTF-16 code units of a cell; Excel's limit: it cuts what is longer, or refuses the file


def cell_length(text: str) -> int:
    """Return the length of a text as spreadsheets count: in UTF-16 code units, two of which are an emoji.

    >>> cell_length("باب 🙂")
    6
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_too_long(text: str) -> bool:
    """Return True for a text that is longer than a cell."""
    return len(text) > MAX_CELL // 2 and cell_length(text) > MAX_CELL
