"""Journals that a disk or a person has damaged: made from a sound one, and judged by what a run says about them."""

import random
import sqlite3

JUNK = (
    *("junk", "[1]", "{}", "x", "", "a\0b", "NaN", "[" * 5000, '{"source": 1}', "done", "1 []"),
    *(2**63 - 1, -1, 1.5, 0, b"\xff\x00", None),
)


def with_junk(path, random_state):
    """Replace a value of a row or of the state; returns a description. None if SQLite refuses the value."""
    connection = sqlite3.connect(path)
    junk = random_state.choice(JUNK)
    try:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(document)")]
        names = [row[0] for row in connection.execute("SELECT name FROM state")]
        column = random_state.choice([*columns, *names])
        if column in columns:
            limit = random_state.choice([1, 9])
            rows = f"name IN (SELECT name FROM document LIMIT {limit})"
            connection.execute(f"UPDATE document SET {column} = ? WHERE {rows}", [junk])
        else:
            connection.execute("UPDATE state SET value = ? WHERE name = ?", [junk, column])
        connection.commit()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return column, junk


def with_other_bytes(data, random_state):
    """The bytes of a database, of which some are others or missing, and a description."""
    damaged = bytearray(data)
    kind = random_state.choice(["byte", "bytes", "cut", "zeros"])
    place = random_state.randrange(len(data))
    if kind == "cut":
        del damaged[place:]
    elif kind == "zeros":
        damaged[place : place + 200] = bytes(len(damaged[place : place + 200]))
    else:
        for at in [place] if kind == "byte" else random_state.sample(range(len(data)), 20):
            damaged[at] = random_state.randrange(256)
    return bytes(damaged), (kind, place)


def damage(path, data, seed):
    """Write a journal, and damage it; returns a description, None if it is as it was."""
    random_state = random.Random(seed)
    path.write_bytes(data)
    if random_state.random() < 0.4:
        return with_junk(path, random_state)
    damaged, description = with_other_bytes(data, random_state)
    path.write_bytes(damaged)
    return description
