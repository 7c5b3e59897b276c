"""Measurement: programs take turns, each run in a process of its own, and medians become rows of a table."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.texts import f1

# Runs a command and prints its exit status, CPU seconds and peak memory. It runs in a small process of its own: the
# peak memory of a child process counts from the size of the process that starts it.
METER = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=open(sys.argv[1], "wb"))
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)  # in the unit of ru_maxrss, which is bytes on macOS
MESSAGE_LINES = 5  # last lines that are quoted of what a failed program wrote to standard error

Links = set[tuple[int, ...]]


class Contender(NamedTuple):
    """A program that takes part in a case.

    program: name in the table.
    command: the command and its arguments.
    links: returns the links of the output, given the file with the standard output; None if they are not compared.
    output: file or folder that the command writes; it is deleted before each run.
    call: whether the command prints the CPU seconds of a library call, which are then compared instead of its own.
    """

    program: str
    command: Sequence[str]
    links: Callable[[Path], Links] | None = None
    output: Path | None = None
    call: bool = False


class Usage(NamedTuple):
    """CPU seconds and peak megabytes of a run."""

    seconds: float
    megabytes: float


class Row(NamedTuple):
    """A row of the table.

    seconds, least, largest: median, minimum and maximum of the CPU time; None if the program failed.
    ratio: median divided by that of the first program of the case; None if either failed.
    megabytes: median of the peak memory of the process.
    f1: F1 of the links; None if they are not compared.
    """

    case: str
    program: str
    runs: int
    seconds: float | None = None
    least: float | None = None
    largest: float | None = None
    ratio: float | None = None
    megabytes: float | None = None
    f1: float | None = None


class ProgramFailed(Exception):
    """A program ended with another exit status than 0."""


class Meter:
    """Runs commands in a folder and measures them.

    folder: the current directory of all commands.
    environment: environment variables besides those of this process.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder, self._environment = folder, {**os.environ, **environment}
        self._printed = folder / "printed"

    def compare(self, case: str, contenders: Sequence[Contender], true: Links, runs: int) -> list[Row]:
        """The rows of a case. The order of runs is a b c a b c; a program that fails is not run again.

        true: true links.
        """
        usages: list[list[Usage]] = [[] for _ in contenders]
        scores: list[float | None] = [None] * len(contenders)
        failed: set[int] = set()
        for run in range(runs):
            for number, contender in enumerate(contenders):
                if number in failed:
                    continue
                print(f"{case}: {contender.program}, run {run + 1} of {runs}", file=sys.stderr)
                try:
                    usages[number].append(self._run(contender))
                    if run == 0 and contender.links:
                        scores[number] = f1(contender.links(self._printed), true)
                except ProgramFailed as error:
                    print(error, file=sys.stderr)
                    failed.add(number)
        rows: list[Row] = []
        for number, contender in enumerate(contenders):
            used = [] if number in failed else usages[number]
            rows.append(_summarize(Row(case, contender.program, len(used), f1=scores[number]), used, rows))
        return rows

    def _run(self, contender: Contender) -> Usage:
        """Usage of one run.

        Raises ProgramFailed if the exit status is not 0.
        """
        if contender.output:
            remove(contender.output)
        meter = [sys.executable, "-S", "-c", METER, str(self._printed), *contender.command]
        done = subprocess.run(
            meter,
            check=False,
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            raise ProgramFailed(f"{contender.program} cannot be run: {_last_lines(done.stderr, 1)}")
        status, seconds, peak = json.loads(done.stdout)
        if status:
            raise ProgramFailed(f"{contender.program} failed with exit status {status}:\n{_last_lines(done.stderr)}")
        if contender.call:
            seconds = float(self._printed.read_text(encoding="utf-8"))
        return Usage(seconds, peak / MEGABYTE)


def _summarize(row: Row, usages: Sequence[Usage], rows_before: Sequence[Row]) -> Row:
    """The row with the medians of the usages; a program that failed keeps a row without times.

    rows_before: the rows of the case that stand before it.
    """
    if not usages:
        return row._replace(f1=None)
    seconds = [usage.seconds for usage in usages]
    median = statistics.median(seconds)
    reference = rows_before[0].seconds if rows_before else median
    return row._replace(
        seconds=median,
        least=min(seconds),
        largest=max(seconds),
        ratio=median / reference if reference else None,
        megabytes=statistics.median(usage.megabytes for usage in usages),
    )


def _last_lines(text: str, count: int = MESSAGE_LINES) -> str:
    """The last lines of a message."""
    return "\n".join(text.strip().splitlines()[-count:])


def remove(path: Path) -> None:
    """Delete a file or a folder, if it exists."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
