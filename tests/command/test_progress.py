"""The progress of one document on the terminal: shown while the work lasts, and cleared before anything else."""

import os
import signal
import sys
from contextlib import contextmanager

import pytest
from terminals import CLEAR, Terminal, on_terminal

from aligner.command.console import log_to_stderr
from aligner.notices import logger

# The command, which shows its progress at once, and stops between both phases of the search until the test has opened
# and closed a pipe. What follows the pipe is the value of FAIL: nothing, or an error.
COMMAND = """
import os
from aligner import status_line
from aligner.align import em
from aligner.command.main import main
from aligner.errors import InputError

def wait_and_fit(*arguments, fit=em.fit_words):
    open("pipe", "rb").read()
    if os.environ["FAIL"]:
        raise InputError("book", os.environ["FAIL"])
    return fit(*arguments)

status_line.DELAY = 0
em.fit_words = wait_and_fit
main(prog_name="align")
"""
WORKING = "align: 47%, matching lengths, round 3 of 3, 0:00:0"

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")


@pytest.fixture
def working(files, command):
    """Run the command up to its stop, on a terminal that shows its progress; yields the process and what it shows."""
    _, environment = command
    os.mkfifo("pipe")

    @contextmanager
    def working(*arguments, fail="", stdout="terminal"):
        line = [sys.executable, "-c", COMMAND, "book.ar.txt", "book.en.txt", *arguments]
        with on_terminal(line, {**environment, "TERM": "xterm", "FAIL": fail}, stdout=stdout) as (process, read):
            assert read(until=WORKING).startswith(f"{CLEAR}align: ")
            yield process, read

    return working


def go_on():
    """Let the command go on."""
    with open("pipe", "wb"):
        pass


def lines_of(shown):
    """The lines that stay on the terminal, as one that writes over its line leaves them."""
    assert all(line.startswith(CLEAR) or "\x1b" not in line for line in shown.split("\r\n"))
    return [line.rpartition(CLEAR)[2] for line in shown.split("\r\n")]


@pytest.mark.slow
def test_is_cleared_before_the_rows(working, run):
    with working("-f", "tsv") as (process, read):
        go_on()
        shown = lines_of(read())
        assert process.wait() == 0
    expected = run("book.ar.txt", "book.en.txt", "-f", "tsv")
    assert shown == [*expected.stdout.split("\n")[:-1], *expected.stderr.split("\n")]


@pytest.mark.slow
def test_changes_no_row_and_is_not_part_of_the_output(working, run):
    with working("-o", "pairs.tsv") as (process, read):
        go_on()
        shown = lines_of(read())
        assert process.wait() == 0
    expected = run("book.ar.txt", "book.en.txt", "-o", "silent.tsv")
    assert shown == expected.stderr.split("\n")
    with open("pairs.tsv", "rb") as pairs, open("silent.tsv", "rb") as silent:
        assert pairs.read() == silent.read()


@pytest.mark.slow
def test_is_cleared_before_an_error(working):
    with working(fail="this cannot be read") as (process, read):
        go_on()
        assert lines_of(read()) == ["Error: book: this cannot be read", ""]
        assert process.wait() == 1


@pytest.mark.slow
def test_is_cleared_on_control_c(working):
    with working() as (process, read):
        process.send_signal(signal.SIGINT)
        assert lines_of(read()) == ["align: stopped", ""]
        assert process.wait() == 130


class TestStandardError:
    """Where the status line is shown."""

    @pytest.fixture
    def shown(self, monkeypatch):
        """What standard error gets of a status and a message."""

        def shown(stream, term="xterm", *, quiet=False):
            monkeypatch.setenv("TERM", term)
            monkeypatch.setattr("sys.stderr", stream)
            with log_to_stderr(quiet=quiet) as line:
                line.show(lambda: "align: busy")
                logger.error("a message")
                line.show(lambda: "align: busy again")
            return stream.getvalue() if stream else ""

        return shown

    def test_is_a_terminal(self, shown):
        assert shown(Terminal()) == f"{CLEAR}align: busy{CLEAR}align: a message\n{CLEAR}align: busy again{CLEAR}"

    def test_is_a_pipe(self, shown):
        pipe = Terminal()
        pipe.isatty = lambda: False
        assert shown(pipe) == "align: a message\n"

    def test_is_a_terminal_but_only_errors_are_asked_for(self, shown):
        assert shown(Terminal(), quiet=True) == "align: a message\n"

    def test_is_a_terminal_that_cannot_clear_a_line(self, shown):
        assert shown(Terminal(), term="dumb") == "align: a message\n"

    def test_is_cleared_when_the_command_fails(self, monkeypatch):
        terminal = Terminal()
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr("sys.stderr", terminal)

        def fail():
            with log_to_stderr(quiet=False) as line:
                line.show(lambda: "align: busy")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert terminal.getvalue() == f"{CLEAR}align: busy{CLEAR}"
