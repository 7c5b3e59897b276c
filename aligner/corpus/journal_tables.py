"""The tables of a journal, and what those of earlier versions lack."""

FORMAT = 4  # version of the tables below

TABLES = """
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
    finish INTEGER,
    checksum TEXT NOT NULL DEFAULT ''   -- of the results; empty if an earlier version stored them
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# Columns that the tables of an earlier version lack, by its number.
_NEW_IN_4 = "ALTER TABLE document ADD COLUMN checksum TEXT NOT NULL DEFAULT '';\n"
UPGRADES = {
    "2": """ALTER TABLE document ADD COLUMN review TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0;
"""
    + _NEW_IN_4,
    "3": _NEW_IN_4,
}
