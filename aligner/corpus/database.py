"""An SQLite database in a file that is locked for as long as it is open.

The lock makes a second run in the same folder fail at once. It ends with the process, however the process ends.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

from aligner import errors
from aligner.errors import InputError

Item = TypeVar("Item")
Value = TypeVar("Value")
BEGIN_ANEW = "begin anew with --force, which keeps this file under another name"
Parameters = Sequence[Any] | Mapping[str, Any]  # for `?`, or for `:name`


class DamagedError(InputError):
    """Raised for a database that cannot be trusted.

    is_own: False if it is another file, which this program did not make.
    """

    is_own = True


class _Cursor(sqlite3.Cursor):
    """A cursor that raises InputError where a row cannot be read."""

    error_of: Callable[[Exception], InputError]

    def __next__(self) -> Any:
        return self._reading(super().__next__)

    def fetchone(self) -> Any:
        return self._reading(super().fetchone)

    def fetchall(self) -> list[Any]:
        return self._reading(super().fetchall)

    def _reading(self, read: Callable[[], Value]) -> Value:
        try:
            return read()
        except (sqlite3.Error, UnicodeDecodeError) as error:  # its message may hold bytes of a damaged file
            self.close()  # an open cursor would keep the file locked
            raise self.error_of(error) from None


class Database:
    """Tables in a file.

    path: the file; None for a temporary one.
    tables: statements that create the tables, each ended by a semicolon and a line break.

    Raises InputError if the file cannot be written, or if another process has opened it, and DamagedError if it is not
    a database with these tables.
    """

    def __init__(self, path: str | None, tables: str) -> None:
        self.path = path
        self._tables = tables
        try:
            if path:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._is_new = not path or not os.path.exists(path) or not os.path.getsize(path)
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
            self._check_tables()
            self.execute_all(tables)
            self.execute("COMMIT")
        except InputError:
            self.close()
            raise

    def _check_tables(self) -> None:
        """Raise DamagedError for a database of another program, before anything is written to it."""
        existing = {(row["type"], row["name"]) for row in self.execute("SELECT type, name FROM sqlite_master")}
        with closing(sqlite3.connect(":memory:")) as pristine:
            pristine.executescript(self._tables)
            expected = set(pristine.execute("SELECT type, name FROM sqlite_master"))
        if existing and existing != expected:
            raise self._other_file()

    def check_columns(self) -> None:
        """Raise DamagedError if the tables have other columns."""
        query = "SELECT m.name, c.name, c.'notnull', c.pk FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
        with closing(sqlite3.connect(":memory:")) as pristine:
            pristine.executescript(self._tables)
            if set(map(tuple, self.execute(query))) != set(pristine.execute(query)):
                raise self.damaged("its tables")

    def damaged(self, part: str) -> DamagedError:
        """The error for a part of the database that this program did not store.

        part: the part, for the message.
        """
        name = str(self.path or "the temporary journal")
        return DamagedError(name, f"this journal is damaged: {part}", hint=BEGIN_ANEW)

    def _other_file(self) -> DamagedError:
        hint = "move it away, or name another file with --journal"
        error = DamagedError(str(self.path), "not a journal of align, or a damaged one", hint=hint)
        error.is_own = False
        return error

    def _input_error(self, error: Exception) -> InputError:
        """The error that the user sees. Raises `error` itself if it is a mistake of this program."""
        name, problem = str(self.path or "the temporary journal"), str(error)
        kind = getattr(error, "sqlite_errorname", "")  # empty for a mistake in the use of the library
        if isinstance(error, UnicodeDecodeError) and not self._is_new:
            return self.damaged("its texts")
        if not kind:
            raise error
        if kind.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return InputError(name, "another run is at work here", hint="wait for it, or name another folder")
        if kind == "SQLITE_NOTADB":
            return self._other_file()
        if kind == "SQLITE_READONLY" and os.access(name, os.W_OK):  # a byte of the file says that nothing may write it
            return self.damaged(problem)
        if kind.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
            return InputError(name, f"cannot be written: {problem}", hint="name another place with --journal")
        # SQLite reports a full disk as FULL, but a file at its size limit as an input/output error.
        remedy = "make room" if kind == "SQLITE_FULL" else "check that the disk works and has room"
        resume = "run the same command again" + " to go on where it stopped" * bool(self.path)
        if kind.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            return InputError(name, f"cannot be written: {problem}", hint=f"{remedy}, and {resume}")
        if kind.startswith("SQLITE_NOMEM"):
            return InputError(name, "there is not enough memory to read it")
        if self._is_new:
            raise error
        return self.damaged(problem)

    def close(self) -> None:
        """Close the file and release its lock."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, statement: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run one statement. Raises InputError if the disk is full or fails."""
        cursor = self._connection.cursor(_Cursor)
        cursor.error_of = self._input_error
        try:
            return cursor.execute(statement, _encode(parameters))
        except (sqlite3.Error, UnicodeDecodeError) as error:
            cursor.close()
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
        except (sqlite3.Error, UnicodeDecodeError) as error:
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
