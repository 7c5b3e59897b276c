"""Pairing: the choice of the files of a folder that belong together, among the fits of their names.

`discovery` states the rules, and makes the temporary tables `file`, `reading` and `fit` in the journal.
"""

from __future__ import annotations

from aligner import storage
from aligner.corpus import filenames
from aligner.corpus.contents import Letters
from aligner.corpus.journal import Journal
from aligner.errors import InputError
from aligner.folder_walk import MAX_LISTED

_FIND_FITS = """
CREATE INDEX temp.by_key ON reading (key, kind, side);
INSERT INTO fit (source, target, key, kind, rank)
    SELECT source.file, target.file, source.key, source.kind, max(source.rank, target.rank) FROM reading AS source
    JOIN reading AS target ON source.key = target.key AND source.kind = target.kind
    AND source.side = 0 AND target.side = 1;
CREATE INDEX temp.by_rank ON fit (rank);
CREATE INDEX temp.by_source ON fit (source);
CREATE INDEX temp.by_target ON fit (target);
"""
# Fits of one rank between files that are not taken by a better fit; the same two files may fit by two keys.
_CHOOSE = """UPDATE fit SET chosen = 1 WHERE rank = :rank
    AND NOT (SELECT taken FROM file WHERE id = fit.source) AND NOT (SELECT taken FROM file WHERE id = fit.target)
    AND NOT EXISTS (SELECT 1 FROM fit AS same WHERE same.source = fit.source AND same.target = fit.target
        AND same.rank = fit.rank AND same.key < fit.key)"""
# Pairs of chosen fits with a file in common: source and target of either.
_TIES = """SELECT s.path, t.path, s.path, u.path FROM fit AS a JOIN fit AS b ON a.source = b.source
        AND a.target <> b.target JOIN file AS s ON s.id = a.source JOIN file AS t ON t.id = a.target
        JOIN file AS u ON u.id = b.target AND t.path < u.path
        WHERE a.chosen AND b.chosen AND a.rank = :rank AND b.rank = :rank
    UNION SELECT s.path, t.path, u.path, t.path FROM fit AS a JOIN fit AS b ON a.target = b.target
        AND a.source <> b.source JOIN file AS t ON t.id = a.target JOIN file AS s ON s.id = a.source
        JOIN file AS u ON u.id = b.source AND s.path < u.path
        WHERE a.chosen AND b.chosen AND a.rank = :rank AND b.rank = :rank
    ORDER BY 1, 2, 3, 4"""
_DEFAULT_FITS = """SELECT fit.rowid AS id, kind, s.path AS source, t.path AS target FROM fit
    JOIN file AS s ON s.id = fit.source JOIN file AS t ON t.id = fit.target WHERE chosen AND rank = :rank"""
# A compressed file beside the same file unpacked.
_LEAVE_OUT_PACKED = """UPDATE file SET taken = 1, instead = unpacked
    WHERE unpacked <> path AND unpacked IN (SELECT path FROM file)"""
# Chosen fits of files that have the same names in several formats: all but the best of them, with that.
_OTHER_FORMATS = """SELECT id, best, source, target FROM (
        SELECT fit.rowid AS id, fit.source, fit.target, first_value(fit.rowid) OVER (
            PARTITION BY s.stem, t.stem ORDER BY s.suffix <> t.suffix, s.form + t.form, s.path, t.path) AS best
        FROM fit JOIN file AS s ON s.id = fit.source JOIN file AS t ON t.id = fit.target WHERE chosen AND rank = :rank)
    WHERE id <> best"""
_LEAVE_OUT = """UPDATE file SET taken = 1, instead = (SELECT path FROM file JOIN fit ON file.id = fit.{side}
        WHERE fit.rowid = :best)
    WHERE id = :{side} AND NOT taken"""
_TAKE = """UPDATE file SET taken = 1 WHERE id IN (SELECT source FROM fit WHERE chosen AND rank = :rank
    UNION SELECT target FROM fit WHERE chosen AND rank = :rank)"""


def choose_pairs(journal: Journal, folder: str, letters: Letters) -> None:
    """Choose the fits that make documents, by rules 1 to 6. Raises InputError if the pairing is undecided."""
    journal.execute(_LEAVE_OUT_PACKED)
    journal.execute_all(_FIND_FITS)
    ranks = [row["rank"] for row in journal.execute("SELECT DISTINCT rank FROM fit ORDER BY rank").fetchall()]
    for rank in ranks:
        journal.execute(_CHOOSE, {"rank": rank})
        if rank >= filenames.DEFAULT:
            _check_languages(journal, folder, rank, letters)
        lesser_fits = [dict(row) for row in journal.execute(_OTHER_FORMATS, {"rank": rank})]
        for fit in lesser_fits:
            journal.execute("UPDATE fit SET chosen = 0 WHERE rowid = :id", {"id": fit["id"]})
        ties = journal.execute(_TIES, {"rank": rank}).fetchmany(MAX_LISTED)
        if ties:
            pairings = "; ".join(f"{a} with {b}, or {c} with {d}" for a, b, c, d in ties)
            hint = "rename the files, or list the documents with --manifest"
            raise InputError(folder, f"two pairings fit equally well: {pairings}", hint=hint)
        journal.execute(_TAKE, {"rank": rank})
        for fit in lesser_fits:
            for side in ("source", "target"):
                journal.execute(_LEAVE_OUT.format(side=side), fit)


def _check_languages(journal: Journal, folder: str, rank: int, letters: Letters) -> None:
    """Give up the chosen fits of a rank whose file without a mark is not in the other language."""
    fits = journal.execute(_DEFAULT_FITS, {"rank": rank}).fetchall()
    for row in fits:
        side = int(row["kind"] == filenames.MARKED[0])  # the file without a mark is on the other side
        if not letters.may_be(storage.join(folder, row["target" if side else "source"]), side):
            journal.execute("UPDATE fit SET chosen = 0 WHERE rowid = :id", {"id": row["id"]})
