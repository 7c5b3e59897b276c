"""An SQLite database in a file that is locked for as long as it is open.

The lock makes a second run in the same folder fail at once. It ends with the process, however the process ends.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

from aligner import errors
from aligner.errors import InputError

Item = TypeVar("Item")
Parameters = Sequence[Any] | Mapping[str, Any]  # for `?`, or for `:name`


class Database:
    """Tables in a file.

    path: the file; None for a temporary one.
    tables: statements that create the tables, each ended by a semicolon and a line break.

    Raises InputError if the file cannot be written, or if another process has opened it.
    """

    def __init__(self, path: str | None, tables: str) -> None:
        self.path = path
        try:
            if path:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(os.fsencode(path) if path else "", timeout=0, isolation_level=None)
        except OSError as error:
            raise errors.cannot_write(str(path), error) from None
        except sqlite3.Error as error:
            raise self._input_error(error) from None
        self._connection.row_factory = sqlite3.Row
        # File names are bytes that need not be UTF-8; they must come back unchanged.
        self._connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        try:
            self.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.execute("BEGIN IMMEDIATE")
            self.execute_all(tables)
            self.execute("COMMIT")
        except InputError:
            self.close()
            raise

    def _input_error(self, error: sqlite3.Error) -> InputError:
        """The error that the user sees. Raises `error` itself if it is a mistake of this program."""
        if isinstance(error, (sqlite3.ProgrammingError, sqlite3.IntegrityError)):
            raise error
        name, problem = str(self.path or "the temporary journal"), str(error)
        if "locked" in problem:
            return InputError(name, "another run is at work here", hint="wait for it, or name another folder")
        if "not a database" in problem or "malformed" in problem:
            return InputError(
                name,
                "not a journal of align, or a damaged one",
                hint="move it away, or name another file with --journal",
            )
        if "unable to open" in problem or "readonly" in problem:
            return InputError(name, f"cannot be written: {problem}", hint="name another place with --journal")
        # SQLite reports a full disk as FULL, but a file at its size limit as an input/output error.
        kind = getattr(error, "sqlite_errorname", "")
        remedy = "make room" if kind == "SQLITE_FULL" else "check that the disk works and has room"
        resume = "run the same command again" + " to go on where it stopped" * bool(self.path)
        hint = f"{remedy}, and {resume}" if kind.startswith(("SQLITE_FULL", "SQLITE_IOERR")) else ""
        return InputError(name, f"cannot be written: {problem}", hint=hint)

    def close(self) -> None:
        """Close the file and release its lock."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, statement: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run one statement. Raises InputError if the disk is full or fails."""
        try:
            return self._connection.execute(statement, _encode(parameters))
        except sqlite3.Error as error:
            raise self._input_error(error) from None

    def execute_all(self, statements: str) -> None:
        """Run statements without parameters, each ended by a semicolon and a line break."""
        for statement in statements.split(";\n"):
            self.execute(statement)

    def execute_many(self, statement: str, rows: Iterable[Parameters]) -> None:
        """Run one statement for each row, for all rows or for none. Raises InputError if the disk is full or fails."""
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(statement, map(_encode, rows))
        except sqlite3.Error as error:
            raise self._input_error(error) from None

    def value(self, statement: str, parameters: Parameters = ()) -> Any:
        """The first value of the first row that a query returns; None if it returns no row."""
        row = self.execute(statement, parameters).fetchone()
        return row[0] if row else None


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`; the last list may be shorter."""
    remaining = iter(items)
    while page := list(islice(remaining, size)):
        yield page


def _encode(parameters: Parameters) -> Parameters:
    """The parameters with bytes for each string that is not UTF-8; statements cast such parameters to text."""
    if isinstance(parameters, Mapping):
        return {name: _encode_value(value) for name, value in parameters.items()}
    return [_encode_value(value) for value in parameters]


def _encode_value(value: Any) -> Any:
    if isinstance(value, str) and not value.isascii():
        escaped = any("\ud800" <= character <= "\udfff" for character in value)
        return value.encode("utf-8", "surrogateescape") if escaped else value
    return value
