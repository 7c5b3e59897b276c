"""Streams, locales, limits and interruptions that the command may meet: a word and an exit status each, no trace."""

import errno
import io
import os
import shlex
import signal
import subprocess
import sys

import click
import pytest
from command_runner import runner

from aligner.command import console, streams
from aligner.command.console import MainCommand
from aligner.command.main import main
from aligner.errors import InputError
from aligner.notices import logger

TEXT = "هذا كتاب جديد.\nThis is a new book.\n\nذهب الولد إلى المدرسة.\nThe boy went to school.\n"
CANNOT_WRITE = "Error: standard output: cannot be written: "


class FullStream(io.StringIO):
    """A stream of a full disk."""

    def write(self, text):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def command_that_raises(error):
    @click.command(cls=MainCommand, groups={}, sub_commands={})
    def command():
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (InputError("a.txt", "is empty"), 1, "Error: a.txt: is empty\n"),
        (InputError("a\x1b[2J\n.txt", "is empty"), 1, "Error: a\\x1b[2J\\n.txt: is empty\n"),
        (MemoryError(), 1, "Error: there is not enough memory; raise the limit, or divide the input\n"),
        (
            SystemError("error return without exception set"),
            1,
            "Error: a library failed without a reason; perhaps there is not enough memory; raise the limit, or divide"
            " the input\n",
        ),
        (ImportError("no libc"), 1, "Error: a library cannot be loaded: no libc\n"),
        (click.ClickException("a\u202eb"), 1, "Error: a\\u202eb\n"),
        (KeyboardInterrupt(), 130, "\nalign: stopped\n"),
        (EOFError("x"), 1, "\nError: a file ended too early, perhaps one of the installation: x\n"),
    ],
)
def test_an_error_has_a_word_and_a_status(error, status, words):
    result = runner().invoke(command_that_raises(error), [])
    assert (result.exit_code, result.stderr) == (status, words)


def test_an_import_error_tells_its_first_cause():
    error = ImportError("a page of advice")
    error.__cause__ = ImportError("no libc")
    result = runner().invoke(command_that_raises(error), [])
    assert result.stderr == "Error: a library cannot be loaded: no libc\n"


def test_messages_that_cannot_be_written_do_not_stop_the_work(monkeypatch):
    monkeypatch.setattr(sys, "stderr", FullStream())
    with console.log_to_stderr(quiet=False):
        logger.warning("lost")
    streams.tell(lambda: click.echo("lost", err=True))


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_that_cannot_be_written_is_an_error(argument, monkeypatch):
    monkeypatch.setattr(sys, "stdout", FullStream())
    with pytest.raises(InputError, match="standard output: cannot be written: No space left on device"):
        main([argument], standalone_mode=False)


def test_a_message_shows_the_control_characters_of_a_name(capsys):
    with console.log_to_stderr(quiet=False):
        logger.info("a\x1b]0;title\x07\n\u2066b\t.txt")
        logger.error("two\nlines\x1b", extra={"lines": True})
    assert capsys.readouterr().err == "align: a\\x1b]0;title\\x07\\n\\u2066b\t.txt\nalign: two\nlines\\x1b\n"


def test_only_the_first_ctrl_c_interrupts_and_the_third_kills():
    before = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(KeyboardInterrupt):
            streams.interrupt_once(signal.SIGINT, None)
        second = signal.getsignal(signal.SIGINT)
        second(signal.SIGINT, None)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.slow
class TestProcesses:
    @pytest.fixture
    def shell(self, tmp_path, monkeypatch):
        """A function that runs a command of the shell, in which `align` is this program."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "folder").mkdir()
        for name in ("a.txt", "folder/كتاب.txt"):
            (tmp_path / name).write_text(TEXT, encoding="utf-8")

        def shell(command):
            align = f"{shlex.quote(sys.executable)} -m aligner"
            return subprocess.run(
                ["bash", "-c", command.replace("align ", f"{align} ", 1)], capture_output=True, text=True, check=False
            )

        return shell

    @pytest.mark.parametrize("arguments", ["a.txt -q", "folder --dry-run", "folder -o - -q", "check a.txt", "--help"])
    @pytest.mark.parametrize("stream", [">&-", ">/dev/full"])
    def test_standard_output_that_cannot_be_written_is_an_error(self, shell, arguments, stream):
        result = shell(f"align {arguments} {stream}")
        reason = {">&-": "Bad file descriptor", ">/dev/full": "No space left on device"}[stream]
        assert (result.returncode, result.stderr) == (1, f"{CANNOT_WRITE}{reason}\n")

    @pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full"])
    def test_standard_error_that_cannot_be_written_changes_nothing_else(self, shell, stream):
        assert shell(f"align a.txt {stream}").stdout == shell("align a.txt").stdout
        assert shell(f"align folder -o out >&- {stream}").returncode == 0
        assert sorted(os.listdir("out")) == [".align", "summary.json", "كتاب.tsv"]
        missing, wrong = shell(f"align nothing {stream}"), shell(f"align --nothing {stream}")
        assert (missing.returncode, missing.stdout, wrong.returncode, wrong.stdout) == (1, "", 2, "")

    @pytest.mark.parametrize("arguments", ["folder/كتاب.txt -q", "folder -o - -q", "check folder"])
    def test_names_of_files_do_not_depend_on_the_locale(self, shell, arguments):
        ascii_locale = shell(f"LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 align {arguments}")
        assert (ascii_locale.returncode, ascii_locale.stderr) == (0, "")
        assert ascii_locale.stdout == shell(f"align {arguments}").stdout

    @pytest.mark.skipif(sys.platform != "linux", reason="the limit is one of Linux")
    @pytest.mark.parametrize("kilobytes", [60_000, 120_000])
    def test_a_limit_of_memory_gives_no_trace(self, shell, kilobytes):
        result = shell(f"ulimit -v {kilobytes}; align a.txt -q")
        assert result.returncode in (0, 1)
        assert "Traceback" not in result.stderr
        assert bool(result.stderr) == bool(result.returncode)
