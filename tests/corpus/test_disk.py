"""Files that cannot be written or read: a full disk, folders in the way, journals of others."""

import errno
import os
import resource
import sqlite3
import subprocess

import pytest
from sample_corpus import contents, corpus, tiny

from aligner import storage
from aligner.corpus import plan, worker
from aligner.corpus import run as corpus_run
from aligner.corpus.database import Database
from aligner.corpus.journal import RESUME
from aligner.errors import InputError
from aligner.settings import Settings
from aligner.write.document import OutputOptions


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Documents that make a journal of many pages; their outputs, and the bytes of the journal."""
    place = tmp_path_factory.mktemp("many")
    tiny(place / "corpus", 200)
    settings, output = Settings(method="length"), str(place / "out")
    run = plan.make_run(str(place / "corpus"), None, output, settings, OutputOptions(), single_file=False, jobs=1)
    assert corpus_run.run(run, None)
    return place / "corpus", contents(place / "out"), os.path.getsize(place / "out/.align/journal.sqlite")


class TestDisk:
    @pytest.fixture
    def full(self, monkeypatch):
        """Return a function that fills the disk after `room` more outputs."""

        def full(room, error=errno.ENOSPC):
            put = storage.put

            def limited(name, data, *rest):
                nonlocal room
                if room == 0:
                    raise OSError(error, os.strerror(error), name)
                room -= 1
                put(name, data, *rest)

            monkeypatch.setattr(storage, "put", limited)

        return full

    @pytest.mark.slow
    def test_full_disk_stops_the_run_and_the_next_goes_on(self, here, run, full, monkeypatch):
        corpus(here / "corpus", 30, 1, 3)
        full(10)
        result = run("corpus", "-o", "out", "-q", "--method", "length")
        assert result.exit_code == 1
        assert "No space left on device; make room, and run the same command again to go on" in result.stderr
        assert len(contents(here / "out")) == 10
        monkeypatch.undo()
        monkeypatch.chdir(here)
        for output in ("out", "calm"):
            assert run("corpus", "-o", output, "-q", "--method", "length").exit_code == 0
        assert contents(here / "out") == contents(here / "calm")

    @pytest.fixture
    def limited(self, command):
        """Run the command with a limit of the size of files, in bytes; its output is bytes."""
        line, environment = command

        def limited(size, *arguments):
            return subprocess.run(
                [*line, *arguments],
                env=environment,
                capture_output=True,
                check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
            )

        return limited

    @pytest.mark.slow
    def test_a_real_limit_leaves_nothing_half_written(self, here, run, limited):
        """The limit is below the longest output, and more than twice the length of the journal."""
        options = ["-j", "1", "--method", "length"]
        corpus(here / "corpus", 3, 1, 3)
        long = "".join(f"{word * 200}.\n" * 20 for word in ("طويل ", "long "))
        (here / "corpus" / "big.txt").write_text(long, encoding="utf-8")
        assert run("corpus", "-o", "calm", *options).exit_code == 0
        size = os.path.getsize("calm/big.tsv") - 1
        assert os.path.getsize("calm/.align/journal.sqlite") < size / 2
        result = limited(size, "corpus", "-o", "out", *options)
        assert result.returncode == 1
        assert b"failed: out/big.tsv: cannot be written: File too large\n" in result.stderr
        assert b"Traceback" not in result.stderr
        assert sorted(contents(here / "out")) == ["000/000000.tsv", "000/000001.tsv", "000/000002.tsv", "summary.json"]
        assert os.listdir("out/.align/parts") == []

    @pytest.mark.parametrize(
        "share",
        [
            pytest.param(0.1, id="before", marks=pytest.mark.slow),
            pytest.param(0.3, id="early", marks=pytest.mark.slow),
            pytest.param(0.7, id="late", marks=pytest.mark.slow),
        ],
    )
    def test_a_real_limit_that_the_journal_meets_stops_the_run_and_the_next_goes_on(
        self, here, many, run, limited, share
    ):
        folder, expected, journal_size = many
        os.symlink(folder, here / "corpus")
        command = ["corpus", "-o", "out", "-j", "1", "--method", "length", "-q"]
        result = limited(int(share * journal_size), *command)
        assert (result.returncode, result.stderr.decode()) == (
            1,
            "Error: out/.align/journal.sqlite: cannot be written: disk I/O error;"
            f" check that the disk works and has room, and {RESUME}\n",
        )
        assert contents(here / "out").items() <= expected.items()
        assert not [*(here / "out").glob(".align/parts/*")]
        assert run(*command).exit_code == 0
        assert contents(here / "out") == expected

    @pytest.mark.parametrize("path", ["journal", None])
    def test_full_disk_of_the_journal_is_an_error(self, here, path):
        with Database(path, "CREATE TABLE thing (it TEXT);\n") as database:
            database.execute("PRAGMA max_page_count = 5")
            with pytest.raises(InputError) as caught:
                database.execute("INSERT INTO thing VALUES (?)", ["it" * 100_000])
        words = "cannot be written: database or disk is full; make room, and"
        again = RESUME if path else "run the same command again"
        assert str(caught.value) == f"{path or 'the temporary journal'}: {words} {again}"

    def test_output_that_cannot_be_written_is_one_failed_document(self, here, run):
        corpus(here / "corpus", 3, 1, 3)
        (here / "out" / "000" / "000001.tsv").mkdir(parents=True)
        result = run("corpus", "-o", "out", "-q", "--force")
        assert result.exit_code == 1
        assert result.stderr == "align: failed: out/000/000001.tsv: cannot be written: this is a folder\n"
        assert sorted(contents(here / "out")) == ["000/000000.tsv", "000/000002.tsv", "summary.json"]

    @pytest.mark.parametrize("output", ["file/out", "/proc/out"])
    def test_folder_that_cannot_be_made(self, here, run, output):
        corpus(here / "corpus", 1, 1, 3)
        (here / "file").write_text("")
        result = run("corpus", "-o", output)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: {output}: this folder cannot be made: ")

    def test_input_that_disappears(self, here, run, monkeypatch):
        corpus(here / "corpus", 3, 1, 3)
        do = worker.run_batch

        def remove_and_align(batch, settings):
            (here / "corpus" / "000" / "000001.ar.txt").unlink(missing_ok=True)
            return do(batch, settings)

        monkeypatch.setattr(worker, "run_batch", remove_and_align)
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == "align: failed: corpus/000/000001.ar.txt: there is no such file\n"
        assert sorted(contents(here / "out")) == ["000/000000.tsv", "000/000002.tsv", "summary.json"]

    @pytest.mark.parametrize("data", [b"no database" * 100, b""], ids=["other", "empty"])
    def test_file_that_is_not_a_journal(self, here, run, data):
        corpus(here / "corpus", 1, 1, 3)
        (here / "journal").write_bytes(data)
        result = run("corpus", "-o", "out", "--journal", "journal", "-q")
        if data:
            assert result.exit_code == 1
            assert result.stderr == (
                "Error: journal: not a journal of align, or a damaged one;"
                " move it away, or name another file with --journal\n"
            )
        else:
            assert result.exit_code == 0

    def test_journal_of_another_version(self, here, run):
        corpus(here / "corpus", 1, 1, 3)
        assert run("corpus", "-o", "out", "-q").exit_code == 0
        with sqlite3.connect("out/.align/journal.sqlite") as connection:
            connection.execute("UPDATE state SET value = '0' WHERE name = 'format'")
        connection.close()
        result = run("corpus", "-o", "out", "-q")
        assert (result.exit_code, "was written by another version of align" in result.stderr) == (1, True)
