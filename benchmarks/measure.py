"""Measurement: programs take turns, each run in a process of its own, and medians become rows of a table."""

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.evaluation.peers import processes
from aligner.evaluation.peers.processes import Call, ProgramFailed, Usage
from benchmarks.texts import f1

LONG_RUN = 10  # CPU seconds; a program that takes longer runs once
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


class Meter:
    """Runs commands in a folder and measures them.

    folder: the current directory of all commands.
    environment: environment variables besides those of this process.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder, self._environment = folder, environment
        self._printed = folder / "printed"

    def compare(self, case: str, contenders: Sequence[Contender], true: Links, runs: int) -> list[Row]:
        """The rows of a case. The order of runs is a b c a b c.

        A program that fails, or takes longer than `LONG_RUN`, is not run again.

        true: true links.
        """
        usages: list[list[Usage]] = [[] for _ in contenders]
        scores: list[float | None] = [None] * len(contenders)
        failed: set[int] = set()
        for run in range(runs):
            for number, contender in enumerate(contenders):
                if number in failed or (usages[number] and (usages[number][0].seconds or 0) > LONG_RUN):
                    continue
                print(f"{case}: {contender.program}, run {run + 1} of {runs}", file=sys.stderr)
                try:
                    usages[number].append(self._run(contender))
                    if run == 0 and contender.links:
                        scores[number] = f1(contender.links(self._printed), true)
                except ProgramFailed as error:
                    print(f"{contender.program} {error}", file=sys.stderr)
                    failed.add(number)
        rows: list[Row] = []
        for number, contender in enumerate(contenders):
            used = [] if number in failed else usages[number]
            rows.append(_summarize(Row(case, contender.program, len(used), f1=scores[number]), used, rows))
        return rows

    def _run(self, contender: Contender) -> Usage:
        """Usage of one run. Raises ProgramFailed."""
        call = Call(contender.program, contender.command, output=contender.output)
        usage = processes.run(call, self._printed, environment=self._environment)
        if contender.call:
            return Usage(float(self._printed.read_text(encoding="utf-8")), usage.megabytes)
        return usage


def _summarize(row: Row, usages: Sequence[Usage], rows_before: Sequence[Row]) -> Row:
    """The row with the medians of the usages; a program that failed keeps a row without times.

    rows_before: the rows of the case that stand before it.
    """
    if not usages:
        return row._replace(f1=None)
    seconds = [usage.seconds or 0.0 for usage in usages]
    median = statistics.median(seconds)
    reference = rows_before[0].seconds if rows_before else median
    return row._replace(
        seconds=median,
        least=min(seconds),
        largest=max(seconds),
        ratio=median / reference if reference else None,
        megabytes=statistics.median(usage.megabytes or 0.0 for usage in usages),
    )
