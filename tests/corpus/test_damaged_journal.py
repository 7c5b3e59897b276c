"""Journals that cannot be trusted: named, never a traceback, never an output that lacks rows."""

import os
import sqlite3
import traceback
from contextlib import closing
from dataclasses import replace

import pytest
from hostile.damaged_journals import damage

from aligner.corpus.index_page import STORED as INDEX
from aligner.corpus.journal import Journal
from aligner.corpus.lexicon_pass import STORED as LEXICON
from aligner.corpus.opened_journal import open_journal
from aligner.corpus.records import Counts, DocumentRecord, State
from aligner.corpus.run import CHECKS
from aligner.corpus.summary import summarize
from aligner.errors import InputError
from aligner.write.result import SentenceCounts

COUNTS = Counts(SentenceCounts(4, 3, 1, 0), SentenceCounts(3, 3, 0, 0), {"1-1": 2}, 1_500_000, {"dedup": 2}, {"bom": 1})
ANEW = "begin anew with --force, which keeps this file under another name"
FOUND = [DocumentRecord(name, f"{name}.txt", "", 9) for name in ("a", "b", "c")]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The bytes of a journal with three documents that are done, and with a learned lexicon."""
    path = tmp_path_factory.mktemp("sound") / "journal"
    with Journal(str(path)) as journal:
        journal.add(FOUND)
        done = {"state": State.DONE, "inputs": "1", "settings": "2", "written": "3", "counts": COUNTS}
        journal.finish(
            replace(document, **done, suspicion=0.25, seconds=1, start=7 * place, finish=7 * place + 7)
            for place, document in enumerate(FOUND)
        )
        journal.store("learned", {"asked": "1", "words": [["كتاب", "book", 0.5]]})
        journal.store("index page", ["0"])
        journal.store("written files", [[[1, 2, "0"]]])
    return path.read_bytes()


@pytest.fixture
def path(here, sound):
    """The journal in the working folder."""
    (here / "journal").write_bytes(sound)
    return here / "journal"


def read_all():
    """Read what a run reads."""
    with open_journal("journal", "", CHECKS, force=False) as journal:
        journal.add(FOUND)
        for key, check in CHECKS.items():
            journal.stored(key, check)
        summarize(journal)
        journal.notices(9)
        return [(record.counts, record.start, record.finish) for record in journal.documents() if record.counts]


def change(statement, *values):
    connection = sqlite3.connect("journal")
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def test_a_sound_journal_is_read(path):
    assert read_all() == [(COUNTS, 0, 7), (COUNTS, 7, 14), (COUNTS, 14, 21)]
    with open_journal("journal", "", CHECKS, force=True) as journal:
        assert journal.stored(*LEXICON) == ("1", (("كتاب", "book", 0.5),))
    assert sorted(os.listdir()) == ["journal"]


@pytest.mark.parametrize("with_checksum", [True, False], ids=["this version", "an earlier one"])
@pytest.mark.parametrize(
    ("column", "junk"),
    [
        *(("counts", junk) for junk in ("junk", "[1]", "{}", "", "[" * 99999, '{"source": 1}', b"\0")),
        *(("counts", COUNTS.to_json().replace(a, b)) for a, b in [("4", "5"), ("1-1", "1-"), ("dedup", "x")]),
        *(("counts", COUNTS.to_json().replace(a, b)) for a, b in [("1500000", "1e400"), ("bom", "x"), ("3", "-3")]),
        *(("run", junk) for junk in ("x", 2**63 - 1, -1, 1.5, b"\0")),
        *(("state", junk) for junk in ("junk", "unchanged", 1, b"done")),
        *(("suspicion", junk) for junk in ("x", -1, float("inf"))),
        *(("start", junk) for junk in (99, -1, None, "x")),
        *(("written", b"\0"), ("notices", b"\0"), ("format", b"tsv"), ("seconds", "x"), ("inputs", 1.5j)),
    ],
    ids=repr,
)
def test_a_row_that_was_not_stored_is_an_error(path, column, junk, with_checksum):
    if junk == 1.5j:
        junk = b"1.5"
    change(f"UPDATE document SET {column} = ?", junk)
    if not with_checksum:
        change("UPDATE document SET checksum = ''")
    part = "the number of the run" if column == "run" else "the row of 'a'"
    with pytest.raises(InputError) as caught:
        read_all()
    assert str(caught.value) == f"journal: this journal is damaged: {part}; {ANEW}"


def test_the_end_of_the_rows_of_a_document_cannot_change_unseen(path):
    change("UPDATE document SET finish = 20 WHERE name = 'c'")
    with pytest.raises(InputError, match="this journal is damaged: the row of 'c'"):
        read_all()


@pytest.mark.parametrize("name", list(CHECKS))
@pytest.mark.parametrize("junk", ["junk", "[1]", "{}", '{"asked": 1, "words": []}', "0123456789abcdef []", 2**63 - 1])
def test_a_value_that_was_not_stored_is_an_error(path, name, junk):
    change("UPDATE state SET value = ? WHERE name = ?", junk, name)
    with pytest.raises(InputError) as caught:
        read_all()
    assert str(caught.value) == f"journal: this journal is damaged: the value of {name!r}; {ANEW}"


def test_a_value_of_an_earlier_version_is_used(path):
    change("""UPDATE state SET value = '["1", "2"]' WHERE name = 'index page'""")
    with Journal("journal") as journal:
        assert journal.stored(*INDEX) == ["1", "2"]


@pytest.mark.parametrize("tables", ["document (name)", "state (name, value)", "thing (it)"])
def test_a_database_of_another_program_is_left_alone(here, tables):
    change(f"CREATE TABLE {tables}")
    before = (here / "journal").read_bytes()
    for force in (False, True):
        with pytest.raises(InputError, match="not a journal of align, or a damaged one; move it away"):
            open_journal("journal", ".align", {}, force=force)
    assert (here / "journal").read_bytes() == before
    assert os.listdir() == ["journal"]


def test_a_damaged_journal_is_kept_aside_and_begun_anew(path, caplog):
    change("UPDATE document SET counts = '{}'")
    (path.parent / "journal.damaged").write_text("mine")
    with open_journal("journal", "", CHECKS, force=True) as journal:
        assert journal.value("SELECT count(*) FROM document") == 0
    assert (path.parent / "journal.damaged").read_text() == "mine"
    with closing(sqlite3.connect("journal.damaged-2")) as kept:
        assert kept.execute("SELECT name, counts FROM document").fetchall() == [("a", "{}"), ("b", "{}"), ("c", "{}")]
    problem = "journal: this journal is damaged: the row of 'a'"
    assert caplog.messages == [f"{problem}; it is kept as journal.damaged-2, and begun anew"]


@pytest.mark.slow
def test_no_damage_gives_a_traceback(path):
    data = path.read_bytes()
    for seed in range(20):
        description = damage(path, data, seed)
        for force in (False, True):
            try:
                open_journal("journal", "", CHECKS, force=force).close()
                read_all()
            except InputError:
                assert not force, description
            except Exception as error:
                pytest.fail(f"{seed}: {description}: {''.join(traceback.format_exception(error)[-3:])}")
