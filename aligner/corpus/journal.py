"""The journal: what a run has to do and what became of it, in a database that outlives the run.

A document is *found* when a run begins, *begun* when it is handed out to a worker, and then *done*, *empty* (without
a pair) or *failed*. If a run is killed, the documents that were handed out stay *begun*: whatever is at the paths of
their outputs was written by that run, and may be replaced.

A document whose output was edited by hand is not handed out. It is *done*, and marked as edited.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import fields
from typing import Any, TypeVar

from aligner.corpus import stored_values
from aligner.corpus.database import BEGIN_ANEW, DamagedError, Database
from aligner.corpus.journal_tables import FORMAT, TABLES, UPGRADES
from aligner.corpus.records import DocumentRecord, State
from aligner.errors import InputError

Value = TypeVar("Value")
Checks = Mapping[str, Callable[[object], Any]]  # key of a stored value -> its check

RESUME = "run the same command again to go on where it stopped"  # hint for errors that stop a run
PAGE = 500  # rows that are in memory at the same time

_COLUMNS = ", ".join([*(field.name for field in fields(DocumentRecord)), "checksum"])

_LAST_RUN = "SELECT coalesce(max(run), 0) FROM document"
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
    error = CAST(:error AS TEXT), edited = :edited, outdated = :outdated, start = :start, finish = :finish,
    checksum = :checksum
WHERE name = CAST(:name AS TEXT)"""
# If the edit is undone, a document that was not done before is aligned again, since its settings are not known.
_KEEP_EDITED = f"""UPDATE document SET edited = 1, outdated = :outdated,
    settings = iif(iif(state = '{State.BEGUN}', previous_state, state) = '{State.DONE}', settings, ''),
    state = '{State.DONE}', error = ''
WHERE name = CAST(:name AS TEXT)"""


class Journal(Database):
    """The documents of all runs with one output. Its methods see the documents of the present run only.

    path: the database; None for a temporary one.

    Raises InputError if it cannot be written, or if another run has opened it, and DamagedError if it cannot be
    trusted.
    """

    def __init__(self, path: str | None) -> None:
        super().__init__(path, TABLES)
        try:
            self._upgrade()
            self.check_columns()
            self.run = 1 + self._checked(lambda: stored_values.natural(self.value(_LAST_RUN)), "the number of the run")
        except InputError:
            self.close()
            raise

    def _upgrade(self) -> None:
        """Add the columns that the tables of an earlier version lack."""
        if upgrade := UPGRADES.get(self.state("format") or ""):
            self.execute_all(f"BEGIN IMMEDIATE;\n{upgrade}")
            self.set_state("format", str(FORMAT))
            self.execute("COMMIT")
        format_number = self.state("format")
        if format_number not in (None, str(FORMAT)):
            hint = f"name another folder, or {BEGIN_ANEW}"
            raise DamagedError(str(self.path), "was written by another version of align", hint=hint)
        self.set_state("format", str(FORMAT))

    def check(self, checks: Checks) -> None:
        """Read all that is stored. Raises DamagedError if it cannot be trusted.

        checks: the check of what is stored under each key, see `stored`.
        """
        if self.value("PRAGMA integrity_check(1)") != "ok":
            raise self.damaged("its pages")
        with closing(self.execute(f"SELECT {_COLUMNS} FROM document")) as rows:
            for row in rows:
                self._record(row)
        for name, check in checks.items():
            self.stored(name, check)

    def _record(self, row: sqlite3.Row) -> DocumentRecord:
        """The record of a row. Raises DamagedError for a row that this program did not store."""
        return self._checked(lambda: DocumentRecord.from_row(dict(row)), f"the row of {row['name']!r}")

    def _checked(self, read: Callable[[], Value], part: str) -> Value:
        """The value that a function reads. Raises DamagedError, with the part of the journal, for a ValueError."""
        try:
            return read()
        except ValueError:
            raise self.damaged(part) from None

    def state(self, name: str) -> str | None:
        """The value that `set_state` stored under a name; None if there is none."""
        value = self.value("SELECT value FROM state WHERE name = ?", [name])
        return None if value is None else str(value)

    def set_state(self, name: str, value: str) -> None:
        """Store a value of the whole journal under a name."""
        self.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, value])

    def stored(self, name: str, check: Callable[[object], Value]) -> Value | None:
        """The value that `store` stored under a name; None if there is none.

        check: returns the value if it can be one of this name, and raises ValueError if not.

        Raises DamagedError for a value that this program did not store.
        """
        data = self.state(name)
        if data is None:
            return None
        part, value = f"the value of {name!r}", data
        if data[:1] not in "[{":  # an earlier version stored no checksum
            checksum, _, value = data.partition(" ")
            if checksum != stored_values.checksum(name, value):
                raise self.damaged(part)
        return self._checked(lambda: check(stored_values.from_json(value)), part)

    def store(self, name: str, value: object) -> None:
        """Store a value of the whole journal under a name, as JSON with a checksum."""
        data = json.dumps(value)
        self.set_state(name, f"{stored_values.checksum(name, data)} {data}")

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
            yield from map(self._record, page)
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
        return list(map(self._record, rows.fetchall()))

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
        rows = ({**document.parameters(), "checksum": document.checksum()} for document in documents)
        self.execute_many(_FINISH, rows)

    def _in_states(self, states: Sequence[State]) -> tuple[str, dict[str, Any]]:
        """The SQL condition for documents of this run in the given states (empty: in any), and its parameters."""
        parameters = {f"state{number}": state for number, state in enumerate(states)}
        condition = "run = :run"
        if states:
            condition += f" AND state IN ({', '.join(f':{name}' for name in parameters)})"
        return condition, {**parameters, "run": self.run}
