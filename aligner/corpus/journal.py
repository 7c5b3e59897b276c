"""The journal: what a run has to do and what became of it, in a database that outlives the run.

A document is *found* when a run begins, *begun* when it is handed out to a worker, and then *done*, *empty* (without
a pair) or *failed*. If a run is killed, the documents that were handed out stay *begun*: whatever is at the paths of
their outputs was written by that run, and may be replaced.

A document whose output was edited by hand is not handed out. It is *done*, and marked as edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from aligner.corpus.database import Database
from aligner.corpus.records import DocumentRecord, State
from aligner.errors import InputError

RESUME = "run the same command again to go on where it stopped"  # hint for errors that stop a run
PAGE = 500  # rows that are in memory at the same time
FORMAT = 3  # version of the tables below

_TABLES = """
CREATE TABLE IF NOT EXISTS document (  -- `DocumentRecord` describes the columns
    name TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    size INTEGER NOT NULL,
    run INTEGER NOT NULL,              -- number of the last run that found the document
    state TEXT NOT NULL,
    previous_state TEXT,               -- state in which it was handed out
    inputs TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL DEFAULT '',
    written TEXT,
    counts TEXT,                       -- JSON
    suspicion REAL NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    notices TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    review TEXT NOT NULL DEFAULT '',
    edited INTEGER NOT NULL DEFAULT 0,
    outdated INTEGER NOT NULL DEFAULT 0,
    start INTEGER,
    finish INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# Columns that the tables of an earlier version lack, by its number.
_UPGRADES = {
    "2": """ALTER TABLE document ADD COLUMN review TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0;
"""
}
_COLUMNS = ", ".join(field.name for field in fields(DocumentRecord))

# The results of earlier runs stay, unless the files of the document are others.
_FIND = """INSERT INTO document (name, source, target, size, error, run, state) VALUES
    (CAST(:name AS TEXT), CAST(:source AS TEXT), CAST(:target AS TEXT), :size, CAST(:error AS TEXT), :run, :state)
ON CONFLICT (name) DO UPDATE SET
    inputs = iif(source = excluded.source AND target = excluded.target, inputs, ''),
    state = iif(excluded.source = '', excluded.state, state),
    error = iif(excluded.source = '', excluded.error, error),
    source = excluded.source, target = excluded.target, size = excluded.size, run = excluded.run, review = '',
    edited = 0, outdated = 0"""
_FINISH = """UPDATE document SET state = :state, inputs = :inputs, settings = :settings, written = :written,
    counts = :counts, suspicion = :suspicion, seconds = :seconds, notices = CAST(:notices AS TEXT),
    error = CAST(:error AS TEXT), edited = :edited, outdated = :outdated, start = :start, finish = :finish
WHERE name = CAST(:name AS TEXT)"""
# If the edit is undone, a document that was not done before is aligned again, since its settings are not known.
_KEEP_EDITED = f"""UPDATE document SET edited = 1, outdated = :outdated,
    settings = iif(iif(state = '{State.BEGUN}', previous_state, state) = '{State.DONE}', settings, ''),
    state = '{State.DONE}', error = ''
WHERE name = CAST(:name AS TEXT)"""


class Journal(Database):
    """The documents of all runs with one output. Its methods see the documents of the present run only.

    path: the database; None for a temporary one.

    Raises InputError if it cannot be written, or if another run has opened it.
    """

    def __init__(self, path: str | None) -> None:
        super().__init__(path, _TABLES)
        if upgrade := _UPGRADES.get(self.state("format") or ""):
            self.execute_all(f"BEGIN IMMEDIATE;\n{upgrade}")
            self.set_state("format", str(FORMAT))
            self.execute("COMMIT")
        if self.state("format") not in (None, str(FORMAT)):
            self.close()
            raise InputError(str(path), "was written by another version of align", hint="name another folder")
        self.set_state("format", str(FORMAT))
        self.run = 1 + int(self.value("SELECT coalesce(max(run), 0) FROM document"))

    def state(self, name: str) -> str | None:
        """The value that `set_state` stored under a name; None if there is none."""
        value = self.value("SELECT value FROM state WHERE name = ?", [name])
        return None if value is None else str(value)

    def set_state(self, name: str, value: str) -> None:
        """Store a value of the whole journal under a name."""
        self.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, value])

    def add(self, documents: Iterable[DocumentRecord]) -> None:
        """Add documents to this run; what earlier runs stored of them stays, unless their files are others."""
        self.execute_many(_FIND, ({**document.parameters(), "run": self.run} for document in documents))

    def totals(self) -> tuple[int, int]:
        """Number of documents of this run, and the sum of their bytes."""
        row = self.execute("SELECT count(*), coalesce(sum(size), 0) FROM document WHERE run = ?", [self.run]).fetchone()
        return int(row[0]), int(row[1])

    def count(self, *states: State) -> int:
        """Number of documents in the given states."""
        condition, parameters = self._in_states(states)
        return int(self.value(f"SELECT count(*) FROM document WHERE {condition}", parameters))

    def count_other_settings(self, settings: str) -> int:
        """Number of documents that were finished with settings of another fingerprint, without those edited by hand."""
        query = "SELECT count(*) FROM document WHERE run = ? AND settings NOT IN ('', ?) AND NOT edited"
        return int(self.value(query, [self.run, settings]))

    def documents(self, after: str = "", states: Sequence[State] = ()) -> Iterator[DocumentRecord]:
        """Documents in the order of their names, read page by page.

        after: only documents whose names come after this one.
        states: only documents in these states; empty for all.
        """
        condition, parameters = self._in_states(states)
        while True:
            page = self.execute(
                f"""SELECT {_COLUMNS} FROM document WHERE {condition} AND name > CAST(:after AS TEXT)
                ORDER BY name LIMIT {PAGE}""",
                {**parameters, "after": after},
            ).fetchall()
            yield from (DocumentRecord.from_row(dict(row)) for row in page)
            if len(page) < PAGE:
                return
            after = page[-1]["name"]

    def most_suspicious(self, limit: int) -> list[DocumentRecord]:
        """The aligned documents with the highest suspicion, highest first; none without any."""
        return [record for record in self.by_suspicion(limit) if record.suspicion > 0]

    def by_suspicion(self, limit: int, states: Sequence[State] = (State.DONE, State.EMPTY)) -> list[DocumentRecord]:
        """The first documents by their suspicion, the highest first; at most `limit`.

        states: only documents in these states.
        """
        condition, parameters = self._in_states(states)
        rows = self.execute(
            f"SELECT {_COLUMNS} FROM document WHERE {condition} ORDER BY suspicion DESC, name LIMIT {limit}",
            parameters,
        )
        return [DocumentRecord.from_row(dict(row)) for row in rows.fetchall()]

    def notices(self, limit: int) -> tuple[list[str], int]:
        """The notices of the first aligned documents that have any, in the order of their names.

        Returns the sentences of at most `limit` documents, and the number of all documents with notices.
        """
        condition, parameters = self._in_states((State.DONE, State.EMPTY))
        selection = f"FROM document WHERE {condition} AND notices <> ''"
        rows = self.execute(f"SELECT notices {selection} ORDER BY name LIMIT {limit}", parameters).fetchall()
        sentences = [sentence for row in rows for sentence in row["notices"].split("\n")]
        return sentences, int(self.value(f"SELECT count(*) {selection}", parameters))

    def begin(self, names: Iterable[str], format: str) -> None:
        """Note that documents are handed out, to be written in a format."""
        self.execute_many(
            "UPDATE document SET previous_state = state, state = :state, format = :format"
            " WHERE name = CAST(:name AS TEXT)",
            ({"state": State.BEGUN, "format": format, "name": name} for name in names),
        )

    def restore(self, names: Iterable[str]) -> None:
        """Return documents that were handed out to the state in which they were before."""
        self.execute_many(
            "UPDATE document SET state = previous_state, edited = 0, outdated = 0 WHERE name = CAST(? AS TEXT)",
            ([name] for name in names),
        )

    def keep_edited(self, documents: Iterable[tuple[str, bool]]) -> None:
        """Mark documents as edited by hand, by their names; each with True if its inputs have changed since."""
        self.execute_many(_KEEP_EDITED, ({"name": name, "outdated": outdated} for name, outdated in documents))

    def edited(self, limit: int, *, only_outdated: bool = False) -> tuple[list[str], int]:
        """The names of the first documents that were edited by hand, at most `limit`, and the number of all of them.

        only_outdated: leave out those whose inputs have not changed since.
        """
        condition = f"FROM document WHERE run = {self.run} AND {'outdated' if only_outdated else 'edited'}"
        rows = self.execute(f"SELECT name {condition} ORDER BY name LIMIT {limit}").fetchall()
        return [row["name"] for row in rows], int(self.value(f"SELECT count(*) {condition}"))

    def set_reviews(self, reviews: Iterable[tuple[str, str]]) -> None:
        """Note the reviews of documents: the name of a document, and the path of its review."""
        self.execute_many(
            "UPDATE document SET review = CAST(? AS TEXT) WHERE name = CAST(? AS TEXT)",
            ((path, name) for name, path in reviews),
        )

    def count_reviews(self) -> int:
        """Number of documents with a review."""
        return int(self.value("SELECT count(*) FROM document WHERE run = ? AND review <> ''", [self.run]))

    def finish(self, documents: Iterable[DocumentRecord]) -> None:
        """Store the results of documents."""
        self.execute_many(_FINISH, (document.parameters() for document in documents))

    def _in_states(self, states: Sequence[State]) -> tuple[str, dict[str, Any]]:
        """The SQL condition for documents of this run in the given states (empty: in any), and its parameters."""
        parameters = {f"state{number}": state for number, state in enumerate(states)}
        condition = "run = :run"
        if states:
            condition += f" AND state IN ({', '.join(f':{name}' for name in parameters)})"
        return condition, {**parameters, "run": self.run}
