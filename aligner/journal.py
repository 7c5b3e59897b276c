"""What a run has to do and what became of it, in a database that outlives the run.

A row is a document: its files, the hash of what was in them, the settings, the state, the counts. It
is *found* when a run begins, *begun* when it is handed out, and then *done*, *empty* (nothing in it
was paired) or *failed*. What a killed run leaves is begun: whatever stands in the place of its
output was written by it.

The database is kept locked for as long as it is open, which is how a second run in one folder is noticed;
the lock ends with the process, however it ends.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from aligner.errors import InputError

FOUND, BEGUN, DONE, EMPTY, FAILED = "found", "begun", "done", "empty", "failed"
FINISHED = (DONE, EMPTY, FAILED)
PAGE = 500  # rows that are in memory at once
FORMAT = 1  # of the tables below
Thing = TypeVar("Thing")
_COLUMNS = """name, source, target, size, state, inputs, settings, format, written, counts, doubt, error,
    start, finish"""

_TABLES = """
CREATE TABLE IF NOT EXISTS document (
    name TEXT PRIMARY KEY,            -- sub/name
    source TEXT NOT NULL,             -- the file that holds the source, or both; empty: it cannot be done at all
    target TEXT NOT NULL,             -- the file that holds the target, or nothing
    size INTEGER NOT NULL,            -- bytes of both
    run INTEGER NOT NULL,             -- the last run that found it
    state TEXT NOT NULL,              -- found, begun, done, empty, failed
    inputs TEXT NOT NULL DEFAULT '',  -- SHA-256 of what was read; empty where trying again may help
    settings TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL DEFAULT '',  -- of the output
    written TEXT,                     -- SHA-256 of the output; empty: whatever is there; null: none is ours
    counts TEXT NOT NULL DEFAULT '{}',
    doubt REAL NOT NULL DEFAULT 0,    -- share of the sentences that are probably not well paired
    seconds REAL NOT NULL DEFAULT 0,
    notices TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    start INTEGER,                    -- where it begins and ends in the one file that collects all
    finish INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Row(NamedTuple):
    """A document as the journal has it; see the table."""

    name: str
    source: str
    target: str
    size: int
    state: str
    inputs: str
    settings: str
    format: str
    written: str | None
    counts: dict[str, Any]
    doubt: float
    error: str
    start: int | None
    finish: int | None


class Found(NamedTuple):
    """A document that a run has to do. target: empty if one file holds both languages.

    error: why it cannot be done; it has no files then.
    """

    name: str
    source: str
    target: str
    size: int
    error: str = ""


class Finished(NamedTuple):
    """What became of a document, for its row."""

    name: str
    state: str
    inputs: str = ""
    settings: str = ""
    written: str | None = None
    counts: Mapping[str, Any] = {}
    doubt: float = 0.0
    seconds: float = 0.0
    notices: str = ""
    error: str = ""
    start: int | None = None
    finish: int | None = None


class Journal:
    """The documents of a folder of results, and what became of them.

    path: the database; None for one that is thrown away. Raises InputError if it cannot be
    written, or if another run has it.
    """

    def __init__(self, path: str | None) -> None:
        self.path = path
        try:
            if path:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(os.fsencode(path) if path else "", timeout=0, isolation_level=None)
            # Names of files are bytes that need not be UTF-8; they come back as they went in.
            self.connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
            self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.connection.execute("BEGIN IMMEDIATE")
            for statement in _TABLES.split(";\n"):
                self.connection.execute(statement)
            self._check_format()
            self.connection.execute("COMMIT")
            self.run = 1 + int(self._one("SELECT coalesce(max(run), 0) FROM document"))
        except OSError as error:
            raise InputError(str(path), f"cannot be written: {error.strerror or error}") from None
        except sqlite3.Error as error:
            raise self._error(error) from None

    def _check_format(self) -> None:
        known = self.state("format")
        if known not in (None, str(FORMAT)):
            raise InputError(str(self.path), "was written by another version of align", hint="name another folder")
        self.set_state("format", str(FORMAT))

    def _error(self, error: sqlite3.Error) -> InputError:
        if isinstance(error, (sqlite3.ProgrammingError, sqlite3.IntegrityError)):
            raise error  # which is ours
        name = str(self.path or "the temporary journal")
        if "locked" in str(error):
            return InputError(name, "another run is at work here", hint="wait for it, or name another folder")
        if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
            return InputError(name, "is not a journal of align", hint="remove it, or name another folder")
        return InputError(name, f"the journal cannot be written: {error}", hint="run the same command again to go on")

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement; InputError where the disk is full or gone."""
        try:
            return self.connection.execute(statement, [text(value) for value in values])
        except sqlite3.Error as error:
            raise self._error(error) from None

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row, all of them or none; InputError likewise."""
        try:
            with self.connection:
                self.connection.execute("BEGIN IMMEDIATE")
                self.connection.executemany(statement, ([text(value) for value in row] for row in rows))
        except sqlite3.Error as error:
            raise self._error(error) from None

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        row = self.execute(statement, values).fetchone()
        return row[0] if row else None

    def state(self, name: str) -> str | None:
        """Something that was kept under a name, if it was."""
        value = self._one("SELECT value FROM state WHERE name = ?", [name])
        return None if value is None else str(value)

    def set_state(self, name: str, value: str) -> None:
        """Keep something under a name."""
        self.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, value])

    def find(self, documents: Iterable[Found]) -> None:
        """Note what this run has to do; what is known of a document stays, unless its files are others."""
        self.write(
            """INSERT INTO document (name, source, target, size, error, run, state) VALUES
                (CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?, CAST(? AS TEXT), ?, ?)
            ON CONFLICT (name) DO UPDATE SET
                inputs = iif(source = excluded.source AND target = excluded.target, inputs, ''),
                state = iif(excluded.source = '', excluded.state, state),
                error = iif(excluded.source = '', excluded.error, error),
                source = excluded.source, target = excluded.target, size = excluded.size, run = excluded.run""",
            ((*document, self.run, FAILED if document.error else FOUND) for document in documents),
        )

    def totals(self) -> tuple[int, int]:
        """How many documents this run has, and how many bytes they are."""
        row = self.execute("SELECT count(*), coalesce(sum(size), 0) FROM document WHERE run = ?", [self.run]).fetchone()
        return int(row[0]), int(row[1])

    def count(self, *states: str) -> int:
        """How many documents of this run are in one of some states."""
        marks = ", ".join("?" * len(states))
        return int(
            self._one(f"SELECT count(*) FROM document WHERE run = ? AND state IN ({marks})", [self.run, *states])
        )

    def others(self, settings: str) -> int:
        """How many documents of this run were done with other settings."""
        return int(
            self._one("SELECT count(*) FROM document WHERE run = ? AND settings NOT IN ('', ?)", [self.run, settings])
        )

    def rows(self, after: str = "", states: Sequence[str] = ()) -> Iterator[Row]:
        """The documents of this run by name, those in some states only if any are named; read in pages."""
        some = f"AND state IN ({', '.join('?' * len(states))})" if states else ""
        while True:
            page = self.execute(
                f"""SELECT {_COLUMNS} FROM document WHERE run = ? AND name > CAST(? AS TEXT) {some}
                ORDER BY name LIMIT {PAGE}""",
                [self.run, after, *states],
            ).fetchall()
            for row in page:
                yield _row(row)
            if len(page) < PAGE:
                return
            after = page[-1][0]

    def doubtful(self, limit: int) -> list[Row]:
        """The documents of this run that are most in doubt, the worst first."""
        names = self.execute(
            "SELECT name FROM document WHERE run = ? AND state IN ('done', 'empty') AND doubt > 0"
            f" ORDER BY doubt DESC, name LIMIT {limit}",
            [self.run],
        ).fetchall()
        return [self.row(name) for (name,) in names]

    def size(self, name: str) -> int:
        """The bytes of one document."""
        return int(self._one("SELECT size FROM document WHERE name = CAST(? AS TEXT)", [name]) or 0)

    def row(self, name: str) -> Row:
        """One document."""
        row = self.execute(
            f"SELECT {_COLUMNS} FROM document WHERE name = CAST(? AS TEXT)",
            [name],
        ).fetchone()
        return _row(row)

    def begin(self, names: Iterable[str], format: str) -> None:
        """Note that documents are handed out: what stands in the place of their output is ours from now on."""
        self.write(
            "UPDATE document SET state = 'begun', format = ? WHERE name = CAST(? AS TEXT)",
            ([format, name] for name in names),
        )

    def leave(self, names: Iterable[str]) -> None:
        """Note that documents that were handed out are as they were before."""
        self.write(
            """UPDATE document SET state = iif(error = '', 'done', iif(counts = '{}', 'failed', 'empty'))
            WHERE name = CAST(? AS TEXT)""",
            ([name] for name in names),
        )

    def finish(self, documents: Iterable[Finished]) -> None:
        """Note what became of documents."""
        self.write(
            """UPDATE document SET state = ?, inputs = ?, settings = ?, written = ?, counts = ?, doubt = ?,
            seconds = ?, notices = CAST(? AS TEXT), error = CAST(? AS TEXT), start = ?, finish = ?
            WHERE name = CAST(? AS TEXT)""",
            ((*each[1:5], json.dumps(each.counts, sort_keys=True), *each[6:], each.name) for each in documents),
        )


def _row(row: Sequence[Any]) -> Row:
    return Row._make([*row[:9], json.loads(row[9]), *row[10:]])


def batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """Things in lists of so many; the last may be shorter."""
    rest = iter(things)
    while page := list(islice(rest, size)):
        yield page


def text(value: Any) -> Any:
    """A value as the database takes it: bytes for a name that is no UTF-8, to be cast to text."""
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) and not _is_utf8(value) else value


def _is_utf8(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
