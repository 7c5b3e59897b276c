"""A run over many documents goes through whatever happens to it, and what it leaves is whole."""

import errno
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest
from sample_corpus import contents, corpus, tiny

from aligner import storage
from aligner.corpus import worker
from aligner.corpus.database import Database
from aligner.corpus.journal import Journal
from aligner.corpus.plan import CorpusRun
from aligner.errors import InputError
from aligner.pipeline import Settings
from aligner.write.formats import OutputOptions

STOPPED = "run the same command again to go on where it stopped"


@pytest.fixture
def start(here, command):
    """Start the command in a process of its own."""
    line, environment = command
    started = []

    def start(*arguments, **options):
        process = subprocess.Popen(
            [*line, *map(str, arguments)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.stderr.close()
        process.wait()


def finished(output):
    """How many outputs there are."""
    return sum(len(files) for _, _, files in os.walk(output))


def wait_for(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def children(pid):
    """The processes that a process has started, and what those have."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry), *children(int(entry))]
    return found


def alive(pids):
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}") and "Z" not in _state(pid)]


def _state(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def kill_and_go_on(start, process, options, kills, longest, seed):
    """Run a command, kill it so many times at random moments, and let it end at last."""
    chance = random.Random(seed)
    for _ in range(kills):
        running = start(*options)
        time.sleep(chance.uniform(0.3, longest))
        running.send_signal(signal.SIGKILL)
        running.wait()
    return process(*options)


class TestKilled:
    """With -9, at random moments; then the same command again."""

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_a_folder_is_as_if_nothing_had_happened(self, here, start, process, jobs):
        corpus(here / "corpus", 400, 1, 5)
        assert process("corpus", "-o", "calm", "-q").returncode == 0
        result = kill_and_go_on(start, process, ["corpus", "-o", "out", "-q", "-j", str(jobs)], 4, 2.5, jobs)
        assert (result.returncode, result.stderr) == (0, b"")
        assert contents(here / "out") == contents(here / "calm")
        assert os.listdir("out/.align/parts") == []

    def test_a_collection_is_as_if_nothing_had_happened(self, here, start, process):
        corpus(here / "corpus", 400, 1, 5)
        assert process("corpus", "-o", "calm.jsonl", "-q").returncode == 0
        result = kill_and_go_on(start, process, ["corpus", "-o", "all.jsonl", "-q", "-j", "2"], 4, 2.5, 3)
        assert (result.returncode, result.stderr) == (0, b"")
        assert (here / "all.jsonl").read_bytes() == (here / "calm.jsonl").read_bytes()
        assert os.listdir(".align-all.jsonl") == ["journal.sqlite"]

    @pytest.mark.slow
    def test_twenty_times_in_the_middle_of_2000_documents(self, here, start, process, command):
        corpus(here / "corpus", 2000)
        line, environment = command
        run = [*line, "corpus", "-q", "-o"]
        subprocess.run([*run, "calm"], env=environment, check=True)
        chance = random.Random(20)
        kills = 0
        while kills < 20:
            running = start("corpus", "-q", "-o", "out")
            try:
                running.wait(timeout=chance.uniform(0.5, 12))
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
                kills += 1
            else:  # it was through: the rest of the kills have to find work again
                shutil.rmtree("out")
        subprocess.run([*run, "out"], env=environment, check=True)
        assert contents(here / "out") == contents(here / "calm")

    def test_its_processes_end_with_it(self, here, start):
        corpus(here / "corpus", 600, 5, 10)
        running = start("corpus", "-o", "out", "-j", "2")
        wait_for(lambda: len(children(running.pid)) >= 3)
        workers = children(running.pid)
        running.kill()
        running.wait()
        wait_for(lambda: not alive(workers), 5)


class TestStopped:
    """With Ctrl-C."""

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_within_two_seconds_and_says_how_to_go_on(self, here, start, process, jobs):
        corpus(here / "corpus", 600, 5, 10)
        running = start("corpus", "-o", "out", "-j", str(jobs), start_new_session=True)
        wait_for(lambda: finished("out") > 20)
        workers = children(running.pid)
        began = time.monotonic()
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
        assert running.wait(timeout=30) == 130
        assert time.monotonic() - began < 2
        message = running.stderr.read().decode()
        assert message.splitlines()[-1].endswith(f"of 600 documents are finished; {STOPPED}")
        assert "Traceback" not in message
        wait_for(lambda: not alive(workers), 5)
        assert process("corpus", "-o", "out", "-q").returncode == 0


class TestWorker:
    def test_that_is_killed_is_replaced(self, here, start, process):
        corpus(here / "corpus", 600, 2, 6)
        assert process("corpus", "-o", "calm", "-q").returncode == 0
        running = start("corpus", "-o", "out", "-q", "-j", "2")
        wait_for(lambda: finished("out") > 20)
        for pid in children(running.pid):
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if b"spawn_main" in file.read():
                    os.kill(pid, signal.SIGKILL)
        assert running.wait(timeout=60) == 0
        assert contents(here / "out") == contents(here / "calm")

    def test_that_dies_of_a_document_costs_only_that_document(self, here, python):
        """The document is one whose process is killed as soon as it is split, when words are learned from it, too."""
        corpus(here / "corpus", 100, 1, 2)
        (here / "corpus" / "bad.txt").write_text("kill me\n", encoding="utf-8")
        (here / "killer.py").write_text(KILLER, encoding="utf-8")
        result = python("killer.py", "corpus", "-o", "out", "-q", "-j", "2")
        assert result.returncode == 1
        assert result.stderr.decode() == (
            "align: the process that learned words has died; it may need more memory than there is; going on without\n"
            "align: failed: corpus/bad.txt: the process that aligned it has died, twice;"
            " it may need more memory than there is\n"
        )
        assert len(contents(here / "out")) == 100 + 1


# Started as a program, and imported by its workers.
KILLER = """
import os
import signal

from aligner import job, work

prepare = job.prepare


def deadly(texts, settings):
    if any("kill me" in text.text for text in texts):
        os.kill(os.getpid(), signal.SIGKILL)
    return prepare(texts, settings)


job.prepare = deadly

if __name__ == "__main__":
    from aligner.cli import main

    main(prog_name="align")
"""


class TestTwoAtOnce:
    def test_the_second_says_so_and_stops(self, here, start, process):
        corpus(here / "corpus", 600, 5, 10)
        running = start("corpus", "-o", "out", "-q")
        wait_for(lambda: finished("out") > 5)
        result = process("corpus", "-o", "out")
        assert result.returncode == 1
        assert result.stderr == (
            b"Error: out/.align/journal.sqlite: another run is at work here; wait for it, or name another folder\n"
        )
        assert running.wait(timeout=60) == 0

    @pytest.mark.parametrize("output", ["out", "all.jsonl"])
    def test_with_another_journal_as_well(self, here, run, output):
        corpus(here / "corpus", 1, 1, 3)
        state = CorpusRun("", None, output, output != "out", Settings(), OutputOptions()).state
        with Journal(f"{state}/lock.sqlite"):
            result = run("corpus", "-o", output, "--journal", "journal")
        assert result.exit_code == 1
        assert "another run is at work here" in result.stderr


class TestDisk:
    @pytest.fixture
    def full(self, monkeypatch):
        """A disk that has room for so many outputs."""

        def full(room, error=errno.ENOSPC):
            put = storage.put

            def limited(name, data, aside):
                nonlocal room
                if room == 0:
                    raise OSError(error, os.strerror(error), name)
                room -= 1
                put(name, data, aside)

            monkeypatch.setattr(storage, "put", limited)

        return full

    def test_full_disk_stops_the_run_and_the_next_goes_on(self, here, run, full, monkeypatch):
        corpus(here / "corpus", 30, 1, 3)
        full(10)
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert "No space left on device; make room, and run the same command again to go on" in result.stderr
        assert len(contents(here / "out")) == 10
        monkeypatch.undo()
        os.chdir(here)
        assert run("corpus", "-o", "out", "-q").exit_code == 0
        assert run("corpus", "-o", "calm", "-q").exit_code == 0
        assert contents(here / "out") == contents(here / "calm")

    @pytest.fixture
    def limited(self, command):
        """Run the command where no file may grow beyond so many bytes; its output is bytes."""
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

    def test_a_real_limit_leaves_nothing_half_written(self, here, run, limited):
        """No file may be as long as the longest output; the journal is not half as long."""
        options = ["-j", "1", "--method", "length"]
        corpus(here / "corpus", 3, 1, 3)
        corpus(here / "corpus" / "big", 1, 200, 200)
        assert run("corpus", "-o", "calm", *options).exit_code == 0
        size = os.path.getsize("calm/big/000/000000.tsv") - 1
        assert os.path.getsize("calm/.align/journal.sqlite") < size / 2
        result = limited(size, "corpus", "-o", "out", *options)
        assert result.returncode == 1
        assert b"failed: out/big/000/000000.tsv: cannot be written: File too large\n" in result.stderr
        assert b"Traceback" not in result.stderr
        assert sorted(contents(here / "out")) == ["000/000000.tsv", "000/000001.tsv", "000/000002.tsv", "summary.json"]
        assert os.listdir("out/.align/parts") == []

    @pytest.mark.parametrize("share", [0.1, 0.3, 0.7], ids=["before", "early", "late"])
    def test_a_real_limit_that_the_journal_meets_stops_the_run_and_the_next_goes_on(self, here, run, limited, share):
        options = ["-j", "1", "--method", "length", "-q"]
        tiny(here / "corpus", 600)
        assert run("corpus", "-o", "calm", *options).exit_code == 0
        size = int(share * os.path.getsize("calm/.align/journal.sqlite"))
        result = limited(size, "corpus", "-o", "out", *options)
        assert (result.returncode, result.stderr.decode()) == (
            1,
            "Error: out/.align/journal.sqlite: cannot be written: disk I/O error;"
            f" see that the disk is in order and has room, and {STOPPED}\n",
        )
        calm, out = contents(here / "calm"), contents(here / "out")
        assert out.items() <= calm.items()
        assert not [*(here / "out").glob(".align/parts/*")]
        assert run("corpus", "-o", "out", *options).exit_code == 0
        assert contents(here / "out") == calm

    @pytest.mark.parametrize("path", ["journal", None])
    def test_full_disk_of_the_journal_is_said(self, here, path):
        with Database(path, "CREATE TABLE thing (it TEXT);\n") as database:
            database.execute("PRAGMA max_page_count = 5")
            with pytest.raises(InputError) as caught:
                database.execute("INSERT INTO thing VALUES (?)", ["it" * 100_000])
        words = "cannot be written: database or disk is full; make room, and"
        again = STOPPED if path else "run the same command again"
        assert str(caught.value) == f"{path or 'the temporary journal'}: {words} {again}"

    def test_output_that_cannot_be_written_is_one_document(self, here, run):
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
        do = worker.run

        def late(task):
            (here / "corpus" / "000" / "000001.ar.txt").unlink(missing_ok=True)
            return do(task)

        monkeypatch.setattr(worker, "run", late)
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == "align: failed: corpus/000/000001.ar.txt: there is no such file\n"
        assert sorted(contents(here / "out")) == ["000/000000.tsv", "000/000002.tsv", "summary.json"]

    @pytest.mark.parametrize("data", [b"no database" * 100, b""], ids=["other", "empty"])
    def test_journal_that_is_none(self, here, run, data):
        corpus(here / "corpus", 1, 1, 3)
        (here / "journal").write_bytes(data)
        result = run("corpus", "-o", "out", "--journal", "journal", "-q")
        if data:
            assert result.exit_code == 1
            assert result.stderr == ("Error: journal: is not a journal of align; remove it, or name another folder\n")
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
