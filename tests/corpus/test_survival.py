"""A run that is killed or stopped, or loses its workers: what it leaves can be resumed, and nothing is half-written.

Kills come at chosen moments. A run in a process forked from this one kills itself in the call of a function; a run in
a process of its own is blocked first, by a document that is an empty pipe.
"""

import errno
import os
import signal
import subprocess
from contextlib import contextmanager, suppress

import pytest
from hostile.killing import run_and_die
from sample_corpus import contents, corpus, visible_files
from waiting import HANGING, wait_for

from aligner import storage
from aligner.corpus.journal import RESUME, Journal
from aligner.corpus.single_file_sinks import FileSink
from aligner.corpus.sinks import make_sink
from aligner.write.document import OutputOptions


class TestKilled:
    """A run is killed with -9, and the same command is run again."""

    @pytest.mark.slow
    def test_a_folder_is_as_if_nothing_had_happened(self, shared, run, expected_by_length):
        """Three batches of 32, 32 and 6 documents."""
        command = ["corpus", "-o", "out", "-q", "-j", "1", "--method", "length"]
        run_and_die(command, storage, "put", 5)
        run_and_die(command, Journal, "finish", 1)  # all outputs of the batch are there
        run_and_die(command, os, "replace", 40)
        assert os.listdir("out/.align/parts") != []
        run_and_die(command, Journal, "finish", 2, after=True)
        run_and_die(command, storage, "put", 7)  # the summary comes after six outputs
        result = run(*command)
        assert (result.exit_code, result.stderr) == (0, "")
        assert contents(shared / "out") == expected_by_length
        assert os.listdir("out/.align/parts") == []

    @pytest.mark.slow
    def test_a_folder_whose_words_are_learned_is_as_if_nothing_had_happened(self, here, run):
        corpus(here / "corpus", 12, 1, 2)
        command = ["corpus", "-o", "out", "-q", "-j", "1"]
        run_and_die(command, Journal, "set_state", 2)  # the learned words
        run_and_die(command, storage, "put", 7)
        assert run(*command).exit_code == 0
        assert run("corpus", "-o", "calm", "-q", "-j", "1").exit_code == 0
        assert contents(here / "out") == contents(here / "calm")

    @pytest.mark.slow
    def test_a_single_file_is_as_if_nothing_had_happened(self, shared, run):
        options = ["-q", "-j", "1", "--method", "length"]
        command = ["corpus", "-o", "all.jsonl", *options]
        run_and_die(command, FileSink, "accept", 5, after=True)  # rows that the journal does not know
        run_and_die(command, Journal, "finish", 1, after=True)
        run_and_die(command, FileSink, "accept", 20, after=True)
        run_and_die(command, os, "replace", 1)  # all rows are there
        assert not os.path.exists("all.jsonl")
        result = run(*command)
        assert (result.exit_code, result.stderr) == (0, "")
        assert (shared / "all.jsonl").read_text("utf-8") == run("corpus", "-o", "-", "-f", "jsonl", *options).stdout
        assert os.listdir(".align-all.jsonl") == ["journal.sqlite"]

    @pytest.mark.slow
    def test_from_outside_while_outputs_are_written(self, here, start, process):
        """One process at random calls: `hostile.faults.kill`."""
        corpus(here / "corpus", 200, 1, 3)
        options = ["-q", "--method", "length", "-j", "2"]
        assert process("corpus", "-o", "calm", *options).returncode == 0
        for outputs in (1, 40, 90, 150):
            running = start("corpus", "-o", "out", *options)
            wait_for(lambda: running.poll() is not None or len(visible_files("out")) >= outputs)  # noqa: B023
            running.kill()
            running.wait()
        result = process("corpus", "-o", "out", *options)
        assert (result.returncode, result.stderr) == (0, b"")
        assert contents(here / "out") == contents(here / "calm")


@pytest.fixture
def start(here, command):
    """Start the command in a process of its own, which leads a process group."""
    line, environment = command
    started = []

    def start(*arguments):
        process = subprocess.Popen(
            [*line, *map(str, arguments)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.stderr.close()
        process.wait()


def children(pid):
    """The processes that a process has started, and those that they have started."""
    pids = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        parent = _status(entry)[1]
        if parent == str(pid):
            pids += [int(entry), *children(int(entry))]
    return pids


def workers_of(pid):
    """The worker processes of a run: they are spawned by multiprocessing; other children live only for a moment."""
    workers = []
    for child in children(pid):
        with suppress(OSError), open(f"/proc/{child}/cmdline", "rb") as file:
            if b"spawn_main" in file.read():
                workers.append(child)
    return workers


def alive(pids):
    return [pid for pid in pids if _status(pid)[0] != "Z"]


def _status(pid):
    """State and parent of a process; a process that is gone has the state of a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[:2]
    except OSError:
        return ["Z", ""]


class Blocked:
    """A run that reads a document which is a pipe: it goes no further until the document is released.

    The other documents are those of the shared folder. With two jobs, the second worker aligns some of them.
    """

    text = "نام الحارس.\nThe guard slept.\n"

    def __init__(self, process, pipe):
        self.process, self.pipe = process, pipe
        self.writer = wait_for(self._open)

    def _open(self):
        """A file descriptor for writing to the pipe, if the run has opened it for reading."""
        assert self.process.poll() is None, self.process.stderr.read()
        try:
            return os.open(self.pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nobody reads it
                return None
            raise

    def replace(self):
        """Put a file in the place of the pipe. The run still reads the pipe."""
        self.pipe.unlink()
        self.pipe.write_text(self.text, encoding="utf-8")

    def release(self):
        """Let the run go on, with the text of the document."""
        os.write(self.writer, self.text.encode("utf-8"))
        os.close(self.writer)
        self.writer = None

    def close(self):
        if self.writer is not None:
            os.close(self.writer)


@pytest.fixture
def listed(shared, run):
    """A manifest of the shared folder and one more document, `slow.txt`, which is a file; options for it."""
    lines = run("corpus", "--dry-run").stdout
    (shared / "list.tsv").write_text(f"{lines}slow.txt\t\tslow\n", encoding="utf-8")
    (shared / "slow.txt").write_text(Blocked.text, encoding="utf-8")
    return ["--manifest", "list.tsv", "--method", "length"]


@pytest.fixture
def blocked(shared, start, listed):
    """Start the command with that manifest, and wait until it reads `slow.txt`, which is a pipe."""

    @contextmanager
    def blocked(*arguments):
        pipe = shared / "slow.txt"
        pipe.unlink()
        os.mkfifo(pipe)
        running = Blocked(start(*listed, *arguments), pipe)
        try:
            yield running
        finally:
            running.close()

    return blocked


@pytest.fixture
def calm(shared, run, listed):
    """The outputs of an undisturbed run with that manifest."""
    assert run(*listed, "-o", "calm", "-q", "-j", "1").exit_code == 0
    return contents(shared / "calm")


@pytest.mark.slow
def test_workers_end_with_a_run_that_is_killed_and_the_next_run_resumes(shared, calm, blocked, listed, run):
    with blocked("-o", "out", "-j", "2") as running:
        workers = wait_for(lambda: workers_of(running.process.pid))
        running.process.kill()
        running.process.wait()
        wait_for(lambda: not alive(workers))
        running.replace()
    assert run(*listed, "-o", "out", "-q", "-j", "1").exit_code == 0
    assert contents(shared / "out") == calm
    assert os.listdir("out/.align/parts") == []


@pytest.mark.slow
def test_workers_that_are_killed_are_replaced(shared, calm, blocked):
    with blocked("-o", "out", "-q", "-j", "2") as running:
        running.replace()
        for pid in workers_of(running.process.pid):
            with suppress(ProcessLookupError):  # the pool ends the others when it sees that one is dead
                os.kill(pid, signal.SIGKILL)
        assert running.process.wait(timeout=HANGING) == 0
    assert contents(shared / "out") == calm


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_control_c_stops_a_run_at_once_and_it_says_how_to_resume(shared, calm, blocked, listed, run, jobs):
    """The run ends in the middle of a document, which is still blocked afterwards."""
    with blocked("-o", "out", "-j", str(jobs)) as running:
        workers = workers_of(running.process.pid)
        if jobs == 2:
            wait_for(lambda: visible_files("out"))  # both workers have started
        os.killpg(running.process.pid, signal.SIGINT)  # as a terminal does: to all processes of the command
        assert running.process.wait(timeout=HANGING) == 130
        message = running.process.stderr.read().decode()
        assert message.splitlines()[-1].endswith(f"of 71 documents are finished; {RESUME}")
        assert "Traceback" not in message
        wait_for(lambda: not alive(workers))
        running.replace()
    assert run(*listed, "-o", "out", "-q", "-j", "1").exit_code == 0
    assert contents(shared / "out") == calm


@pytest.mark.slow
def test_a_document_whose_process_dies_costs_only_that_document(here, python):
    """The process is killed when it splits the document; so is the process that learns words from it."""
    corpus(here / "corpus", 40, 1, 2)
    (here / "corpus" / "bad.txt").write_text("kill me\n", encoding="utf-8")
    (here / "killer.py").write_text(KILLER, encoding="utf-8")
    result = python("killer.py", "corpus", "-o", "out", "-q", "-j", "2")
    assert result.returncode == 1
    assert result.stderr.decode() == (
        "align: the process that learned word translations has died; it may need more memory than there is;"
        " continuing without them\n"
        "align: failed: corpus/bad.txt: the process that aligned it has died, twice;"
        " it may need more memory than there is\n"
    )
    assert len(contents(here / "out")) == 40 + 1


# Started as a program, and imported by its workers.
KILLER = """
import os
import signal

from aligner import pipeline

prepare = pipeline.prepare


def deadly(texts, settings):
    if any("kill me" in text.text for text in texts):
        os.kill(os.getpid(), signal.SIGKILL)
    return prepare(texts, settings)


pipeline.prepare = deadly

if __name__ == "__main__":
    from aligner.command.main import main

    main(prog_name="align")
"""


class TestTwoAtOnce:
    @pytest.mark.slow
    def test_the_second_stops_with_an_error_and_the_first_goes_on(self, shared, calm, blocked, listed, run):
        with blocked("-o", "out", "-q", "-j", "1") as running:
            result = run(*listed, "-o", "out")
            assert result.exit_code == 1
            assert result.stderr == (
                "Error: out/.align/journal.sqlite: another run is at work here; wait for it, or name another folder\n"
            )
            running.release()
            assert running.process.wait(timeout=HANGING) == 0
        assert contents(shared / "out") == calm

    @pytest.mark.parametrize("output", ["out", "all.jsonl"])
    def test_with_another_journal_as_well(self, here, run, output):
        corpus(here / "corpus", 1, 1, 3)
        sink = make_sink(
            output, OutputOptions(), ("ar", "en"), single_file=output != "out", force=False, journal="journal"
        )
        with Journal(sink.lock_path):
            result = run("corpus", "-o", output, "--journal", "journal")
        assert result.exit_code == 1
        assert "another run is at work here" in result.stderr
