"""A database in a file that is locked for as long as it is open.

That is how a second run in one folder is noticed; the lock ends with the process, however it ends.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

from aligner.errors import InputError

Thing = TypeVar("Thing")


class Database:
    """Tables in a file, or in a temporary one if there is no path.

    Raises InputError if it cannot be written, or if another process has it.
    """

    def __init__(self, path: str | None, tables: str) -> None:
        self.path = path
        try:
            if path:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(os.fsencode(path) if path else "", timeout=0, isolation_level=None)
        except OSError as error:
            raise InputError(str(path), f"cannot be written: {error.strerror or error}") from None
        except sqlite3.Error as error:
            raise self._error(error) from None
        # Names of files are bytes that need not be UTF-8; they come back as they went in.
        self._connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        try:
            self.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.execute("BEGIN IMMEDIATE")
            for statement in tables.split(";\n"):
                self.execute(statement)
            self.execute("COMMIT")
        except InputError:
            self.close()
            raise

    def _error(self, error: sqlite3.Error) -> InputError:
        """An error in words; raises it where it is ours."""
        if isinstance(error, (sqlite3.ProgrammingError, sqlite3.IntegrityError)):
            raise error
        name, words = str(self.path or "the temporary journal"), str(error)
        if "locked" in words:
            return InputError(name, "another run is at work here", hint="wait for it, or name another folder")
        if "not a database" in words or "malformed" in words:
            return InputError(name, "is not a journal of align", hint="remove it, or name another folder")
        if "unable to open" in words or "readonly" in words:
            return InputError(name, f"cannot be written: {words}", hint="name another place with --journal")
        # A file that may not grow any more is no full disk to SQLite, but an error like that of a broken one.
        kind = getattr(error, "sqlite_errorname", "")
        remedy = "make room" if kind == "SQLITE_FULL" else "see that the disk is in order and has room"
        again = "run the same command again" + " to go on where it stopped" * bool(self.path)
        hint = f"{remedy}, and {again}" if kind.startswith(("SQLITE_FULL", "SQLITE_IOERR")) else ""
        return InputError(name, f"cannot be written: {words}", hint=hint)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement; InputError where the disk is full or gone."""
        try:
            return self._connection.execute(statement, [_bound(value) for value in values])
        except sqlite3.Error as error:
            raise self._error(error) from None

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row, all of them or none; InputError likewise."""
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(statement, ([_bound(value) for value in row] for row in rows))
        except sqlite3.Error as error:
            raise self._error(error) from None

    def one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The one value that a statement asks for; None if there is none."""
        row = self.execute(statement, values).fetchone()
        return row[0] if row else None


def batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """Things in lists of so many; the last may be shorter."""
    rest = iter(things)
    while page := list(islice(rest, size)):
        yield page


def _bound(value: Any) -> Any:
    """A value as the database takes it: bytes for a name that is no UTF-8, to be cast to text."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "surrogateescape") if any("\ud800" <= it <= "\udfff" for it in value) else value
    return value
