"""What documents a folder or a list holds: pairs by their names, and files that hold both languages.

Nothing is kept in memory: names are paired in temporary tables of the journal.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from aligner import storage
from aligner.corpus import filenames
from aligner.corpus.database import batched
from aligner.corpus.journal import PAGE, Found, Journal
from aligner.errors import InputError

HEADER = ("source", "target", "output")
SHOWN = 10  # things that one message names
STATE = ".align"  # the folder, among the results, that holds the journal
_ENDINGS = (".tsv", ".json", ".jsonl", ".index")

_TABLES = """
CREATE TEMP TABLE file (id INTEGER PRIMARY KEY, path TEXT, alone TEXT, marked INTEGER, size INTEGER, taken INTEGER);
CREATE TEMP TABLE reading (key TEXT, side INTEGER, file INTEGER, rank INTEGER);
CREATE TEMP TABLE fit (source INTEGER, target INTEGER, key TEXT, rank INTEGER, chosen INTEGER DEFAULT 0);
CREATE TEMP TABLE holds (name TEXT, source TEXT, target TEXT, size INTEGER);
"""
_PAIRED = """
CREATE INDEX temp.by_key ON reading (key, side);
INSERT INTO fit (source, target, key, rank)
    SELECT one.file, other.file, one.key, max(one.rank, other.rank) FROM reading AS one
    JOIN reading AS other ON one.key = other.key AND one.side = 0 AND other.side = 1;
CREATE INDEX temp.by_rank ON fit (rank);
CREATE INDEX temp.by_source ON fit (source);
CREATE INDEX temp.by_target ON fit (target);
"""
# Fits of one rank between files that no better fit has taken; the same two files may fit by two keys.
_CHOOSE = """UPDATE fit SET chosen = 1 WHERE rank = ?
    AND NOT (SELECT taken FROM file WHERE id = fit.source) AND NOT (SELECT taken FROM file WHERE id = fit.target)
    AND NOT EXISTS (SELECT 1 FROM fit AS same WHERE same.source = fit.source AND same.target = fit.target
        AND same.rank = fit.rank AND same.key < fit.key)"""
_TIES = """SELECT s.path, t.path, s.path, u.path FROM fit AS a JOIN fit AS b ON a.source = b.source
        AND a.target <> b.target JOIN file AS s ON s.id = a.source JOIN file AS t ON t.id = a.target
        JOIN file AS u ON u.id = b.target AND t.path < u.path
        WHERE a.chosen AND b.chosen AND a.rank = ?1 AND b.rank = ?1
    UNION SELECT s.path, t.path, u.path, t.path FROM fit AS a JOIN fit AS b ON a.target = b.target
        AND a.source <> b.source JOIN file AS t ON t.id = a.target JOIN file AS s ON s.id = a.source
        JOIN file AS u ON u.id = b.source AND s.path < u.path
        WHERE a.chosen AND b.chosen AND a.rank = ?1 AND b.rank = ?1
    ORDER BY 1, 2, 3, 4"""
_TAKE = """UPDATE file SET taken = 1 WHERE id IN (SELECT source FROM fit WHERE chosen AND rank = ?1
    UNION SELECT target FROM fit WHERE chosen AND rank = ?1)"""


class Holdings(NamedTuple):
    """What is in a folder besides documents: files that say their language and have no partner, which are
    documents of one file, and other files, which are passed over. Of both some names, and how many there are.
    """

    single: list[str]
    singles: int
    passed: list[str]
    passed_over: int


def folder(
    journal: Journal,
    place: str,
    asked: tuple[str, str],
    skip: Iterable[str] = (),
    reserved: Iterable[str] = (),
) -> Holdings:
    """Note the documents of a folder, and of the folders in it, for this run.

    asked: the tags of source and target. skip: folders and files to leave out; folders that hold a
    journal are left out, too. reserved: names that no document can have. A document whose name another
    has already is noted as failed. Raises InputError if there is no document, and if two pairings
    fit equally well.
    """
    for statement in _TABLES.split(";\n"):
        journal.execute(statement)
    left_out = {os.path.realpath(path) for path in skip}
    names = {os.path.relpath(path, os.path.realpath(place)) for path in left_out}
    files = storage.files(place, lambda path: os.path.realpath(path) in left_out or holds_results(path))
    passed: list[str] = []
    passed_over = _note(journal, (file for file in files if file.name not in names), asked, passed)
    _pair(journal, place)
    _name(journal, place, asked)
    _settle(journal, place, frozenset(reserved))
    alone = "FROM file WHERE marked AND NOT taken"
    single = [path for (path,) in journal.execute(f"SELECT path {alone} ORDER BY path LIMIT {SHOWN}")]
    (singles,) = journal.execute(f"SELECT count(*) {alone}").fetchone()
    if not journal.totals()[0]:
        ends = f"{' or '.join(filenames.SUFFIXES)}, or name.{asked[0]} with name.{asked[1]}"
        raise InputError(place, f"there is no document ({ends}) in this folder")
    return Holdings(single, singles, passed, passed_over)


def holds_results(path: str) -> bool:
    """Whether a folder is one in which an earlier run has left its results."""
    return not storage.is_url(path) and os.path.isdir(os.path.join(path, STATE))


def without_partner(journal: Journal) -> Iterator[str]:
    """All files of the folder just noted that say their language and have no partner, by name."""
    for (path,) in journal.execute("SELECT path FROM file WHERE marked AND NOT taken ORDER BY path"):
        yield path


def listed(journal: Journal, name: str, place: str = "", reserved: Iterable[str] = ()) -> None:
    """Note the documents of a list for this run: lines of source, target, output, with tabs between them.

    A line without a target is a file that holds both languages; one without an output is called
    as its source is. place: the folder that names start from. Raises InputError with the line.
    """
    journal.execute("CREATE TEMP TABLE holds (name TEXT, source TEXT, target TEXT, size INTEGER)")
    _insert(journal, (_listed(name, place, number, line) for number, line in _lines(name)))
    _settle(journal, name, frozenset(reserved))
    if not journal.totals()[0]:
        raise InputError(name, "there is no document in this list", hint="write source, tab, target, tab, output")


def _lines(name: str) -> Iterator[tuple[int, str]]:
    """The lines of a list that say something, and their numbers; one that is the header is left out."""
    data = io.BytesIO(storage.read(name))
    for number, raw in enumerate(data, 1):
        line = raw.decode("utf-8", "surrogateescape").lstrip("\ufeff" if number == 1 else "").rstrip("\r\n")
        if line.strip() and not (number == 1 and tuple(line.split("\t")) == HEADER[: line.count("\t") + 1]):
            yield number, line


def _listed(name: str, place: str, number: int, line: str) -> Found:
    source, target, output, *more = [*(cell.strip() for cell in line.split("\t")), "", ""]
    if not source:
        raise InputError(name, "there is no source in this line", line=number)
    if any(more):
        raise InputError(name, f"{line.count(chr(9)) + 1} columns, where source, target and output make 3", line=number)
    called = output or os.path.splitext(source.rpartition("://")[2].lstrip("/"))[0]
    parts = called.split("/")
    if os.path.isabs(output) or storage.is_url(output) or ".." in (parts if output else ()):
        raise InputError(name, f"the output {output} is not inside the folder of the results", line=number)
    stem, suffix = os.path.splitext(parts[-1])
    called = "/".join(
        part for part in [*parts[:-1], stem if suffix in _ENDINGS else parts[-1]] if part not in ("", ".", "..")
    )
    paths = [storage.join(place, path) for path in (source, target) if path]
    size = sum(os.path.getsize(path) for path in paths if os.path.isfile(path))
    return Found(called, paths[0], paths[1] if target else "", size)


def _note(journal: Journal, files: Iterable[storage.File], asked: tuple[str, str], passed: list[str]) -> int:
    """The files of a folder and the readings of their names into tables; how many were passed over."""
    passed_over = 0
    number = 0
    for page in batched(files, PAGE):
        noted: list[tuple[int, str, str, bool, int]] = []
        readings: list[tuple[str, int, int, int]] = []
        for file in page:
            named = filenames.named(file.name, asked)
            if named is None:
                passed_over += 1
                passed += [file.name] if len(passed) < SHOWN else []
                continue
            number += 1
            noted.append((number, file.name, named.alone, named.marked, file.size))
            readings += [(reading.key, reading.side, number, reading.rank) for reading in named.readings]
        journal.write("INSERT INTO file VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, 0)", noted)
        journal.write("INSERT INTO reading VALUES (CAST(? AS TEXT), ?, ?, ?)", readings)
    return passed_over


def _pair(journal: Journal, place: str) -> None:
    """Choose the pairs that fit best; InputError where that is undecided."""
    for statement in _PAIRED.split(";\n"):
        journal.execute(statement)
    ranks = [rank for (rank,) in journal.execute("SELECT DISTINCT rank FROM fit ORDER BY rank").fetchall()]
    for rank in ranks:
        journal.execute(_CHOOSE, [rank])
        ties = journal.execute(_TIES, [rank]).fetchmany(SHOWN)
        if ties:
            both = "; ".join(f"{a} with {b}, or {c} with {d}" for a, b, c, d in ties)
            raise InputError(
                place,
                f"two pairings fit equally well: {both}",
                hint="rename the files, or say what belongs together with --manifest",
            )
        journal.execute(_TAKE, [rank])


def _name(journal: Journal, place: str, asked: tuple[str, str]) -> None:
    """The pairs, and the files that are none, into the table of what the folder holds."""
    pairs = journal.execute(
        """SELECT fit.key, s.path, t.path, s.size + t.size FROM fit JOIN file AS s ON s.id = fit.source
        JOIN file AS t ON t.id = fit.target WHERE chosen"""
    )
    _insert(
        journal,
        (
            Found(filenames.document_name(key, *asked), storage.join(place, source), storage.join(place, target), size)
            for key, source, target, size in pairs
        ),
    )
    alone = journal.execute("SELECT alone, path, size FROM file WHERE NOT taken")
    _insert(journal, (Found(name, storage.join(place, path), "", size) for name, path, size in alone))


def _insert(journal: Journal, found: Iterable[Found]) -> None:
    for page in batched(found, PAGE):
        rows = [each[:4] for each in page]
        journal.write("INSERT INTO holds VALUES (CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?)", rows)


def _settle(journal: Journal, place: str, reserved: frozenset[str]) -> None:
    """What was found into the journal; of two documents of one name the second is refused."""
    rows = journal.execute("SELECT name, source, target, size FROM holds ORDER BY name, source, target")

    def documents() -> Iterator[Found]:
        for name, same in groupby((Found(*row) for row in rows), key=lambda found: found.name):
            first, *others = same
            if name in reserved:
                yield _refused(first.source, "its output would be the summary of the run", "rename it")
            else:
                yield first
            for other in others:
                problem = f"its output {name} is that of {first.source}, too"
                yield _refused(other.source, problem, "rename one of the two")

    for page in batched(documents(), PAGE):
        journal.find(page)


def _refused(path: str, problem: str, hint: str) -> Found:
    """A document that cannot have an output of its own; it goes by the name of its file."""
    return Found(path, "", "", 0, str(InputError(path, problem, hint=hint)))
