"""Processes: a command is run to its end, and its CPU time and peak memory are measured."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.evaluation.peers.outputs import Beads

# Runs a command and prints its exit status, CPU seconds and peak memory. It runs in a small process of its own: the
# peak memory of a child process counts from the size of the process that starts it. Windows has no wait4.
METER = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=open(sys.argv[1], "wb"))
if hasattr(os, "wait4"):
    _, status, used = os.wait4(process.pid, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
else:
    print(json.dumps([process.wait(), None, None]))
"""
MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)  # in the unit of ru_maxrss, which is bytes on macOS
UNSET = {"PYTHONDONTWRITEBYTECODE": ""}  # with it, programs in Python compile all of their modules on each run
MESSAGE_LINES = 5  # last lines that are quoted of what a failed program wrote to standard error


class Call(NamedTuple):
    """A command of a program, and the reader of its output.

    program: name in the table.
    command: the command and its arguments.
    beads: returns the beads of each text, given the file with the standard output; None if the call has none.
    output: file or folder that the command writes; it is deleted before each run.
    folder: current directory of the command; None for that of all commands.
    """

    program: str
    command: Sequence[str]
    beads: Callable[[Path], list[Beads]] | None = None
    output: Path | None = None
    folder: Path | None = None


class Usage(NamedTuple):
    """CPU seconds of a process and of those that it started, and peak megabytes of the largest; None on Windows."""

    seconds: float | None
    megabytes: float | None


class ProgramFailed(Exception):
    """A program ended with another exit status than 0, took too long, or wrote no alignment."""


def run(
    call: Call,
    printed: Path,
    *,
    time_limit: float | None = None,
    environment: Mapping[str, str] | None = None,
) -> Usage:
    """The usage of one run of a call.

    printed: file for its standard output; its folder is the current directory.
    time_limit: seconds of wall-clock time after which the program and all that it started are killed.
    environment: environment variables besides those of this process.

    Raises ProgramFailed if the exit status is not 0, or if the time is over.
    """
    if call.output:
        remove(call.output)
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", METER, str(printed), *call.command],
        cwd=call.folder or printed.parent,
        env={**os.environ, **UNSET, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=os.name == "posix",  # so that all of its processes can be killed
    )
    try:
        measured, messages = process.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired:
        raise ProgramFailed(f"did not end within {time_limit:g} seconds") from None
    finally:
        _kill(process)
    if process.returncode:
        raise ProgramFailed(f"cannot be run: {last_lines(messages, 1) or process.returncode}")
    status, seconds, peak = json.loads(measured)
    if status:
        raise ProgramFailed(f"failed with exit status {status}: {last_lines(messages) or 'without a message'}")
    return Usage(seconds, None if peak is None else peak / MEGABYTE)


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill a process that still runs, and the processes that it started."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def last_lines(text: str, count: int = MESSAGE_LINES) -> str:
    """The last lines of a message."""
    return "\n".join(text.strip().splitlines()[-count:])


def remove(path: Path) -> None:
    """Delete a file or a folder, if it exists."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
