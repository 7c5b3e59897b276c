"""What a run has to do and what became of it, in a database that outlives the run.

A row is a document: its files, the hash of what was in them, the settings, the state, the counts. It
is *found* when a run begins, *begun* when it is handed out, and then *done*, *empty* (nothing in it
was paired) or *failed*. What a killed run leaves is begun: whatever stands in the place of its
output was written by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aligner.corpus.database import Database
from aligner.errors import InputError

FOUND, BEGUN, DONE, EMPTY, FAILED = "found", "begun", "done", "empty", "failed"
FINISHED = (DONE, EMPTY, FAILED)
PAGE = 500  # rows that are in memory at once
FORMAT = 1  # of the tables below
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


class Journal(Database):
    """The documents of a folder of results, and what became of them.

    path: the database; None for one that is thrown away. Raises InputError if it cannot be
    written, or if another run has it.
    """

    def __init__(self, path: str | None) -> None:
        super().__init__(path, _TABLES)
        known = self.state("format")
        if known not in (None, str(FORMAT)):
            self.close()
            raise InputError(str(path), "was written by another version of align", hint="name another folder")
        self.set_state("format", str(FORMAT))
        self.run = 1 + int(self.one("SELECT coalesce(max(run), 0) FROM document"))

    def state(self, name: str) -> str | None:
        """Something that was kept under a name, if it was."""
        value = self.one("SELECT value FROM state WHERE name = ?", [name])
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
        return int(self.one(f"SELECT count(*) FROM document WHERE run = ? AND state IN ({marks})", [self.run, *states]))

    def others(self, settings: str) -> int:
        """How many documents of this run were done with other settings."""
        return int(
            self.one("SELECT count(*) FROM document WHERE run = ? AND settings NOT IN ('', ?)", [self.run, settings])
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

    def notices(self, limit: int) -> tuple[list[str], int]:
        """What is to be known of how documents of this run were read and aligned, of so many of them, by name; and of
        how many there is anything to be known."""
        some = "FROM document WHERE run = ? AND notices <> '' AND state IN ('done', 'empty')"
        rows = self.execute(f"SELECT notices {some} ORDER BY name LIMIT {limit}", [self.run]).fetchall()
        said = [notice for (notices,) in rows for notice in notices.split("\n")]
        return said, int(self.one(f"SELECT count(*) {some}", [self.run]))

    def size(self, name: str) -> int:
        """The bytes of one document."""
        return int(self.one("SELECT size FROM document WHERE name = CAST(? AS TEXT)", [name]) or 0)

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
