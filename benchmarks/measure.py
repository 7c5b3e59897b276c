"""Measurement for `speed.py`: programs take turns, and their CPU time, peak memory and F1 become rows of a table."""

import gc
import importlib.util
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import synthetic_texts as texts

ROOT = Path(__file__).resolve().parent.parent
SEED = 1993

# Runs a command and prints its exit status, CPU seconds and peak memory. It runs in a small process of its own: the
# peak memory of a child process counts from the size of the process that starts it.
METER = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:], stdout=open(sys.argv[1], "wb"))
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)  # in the unit of ru_maxrss, which is bytes on macOS


class Usage(NamedTuple):
    """Cost of one run.

    seconds: CPU time.
    megabytes: peak memory; None if the run had no process of its own.
    result: return value of the run.
    """

    seconds: float
    megabytes: float | None
    result: Any


class Contender(NamedTuple):
    """A program that takes part in a case.

    program: name; the program is left out if it is not installed.
    run: does the work; returns a `Usage`, or any other result, which is then timed.
    links: links of a result.
    max_runs: largest number of runs, for slow programs.
    share: part of the texts that the program aligns, from 0 to 1, for slow programs.
    """

    program: str
    run: Callable[[], Any]
    links: Callable[[Any], np.ndarray]
    max_runs: int = sys.maxsize
    share: float = 1.0


class Row(NamedTuple):
    """A row of the table.

    seconds, least, largest: median, minimum and maximum of the CPU time.
    ratio: median divided by that of the first program of the case.
    megabytes: median of the peak memory; None if it was not measured.
    """

    case: str
    program: str
    seconds: float
    least: float
    largest: float
    runs: int
    ratio: float
    megabytes: float | None
    f1: float

    def cells(self) -> list[str]:
        """Cells of the row as they are printed."""
        times = [format_digits(seconds) for seconds in (self.seconds, self.least, self.largest)]
        ratio = f"{format_digits(self.ratio)}x"
        memory = f"{self.megabytes:.0f}" if self.megabytes else ""
        return [self.case, self.program, *times, str(self.runs), ratio, memory, f"{self.f1:.3f}"]


def format_digits(number: float) -> str:
    """A number to three significant digits, without an exponent."""
    return f"{number:,.{max(0, 2 - math.floor(math.log10(max(number, 1e-9))))}f}"


def installed(program: str) -> bool:
    """True if a program or a package can be compared.

    A package counts if this Python can import it: its command on the PATH may belong to another Python.
    """
    if program == "hunalign":
        return bool(shutil.which(program))
    return program.startswith("align") or bool(importlib.util.find_spec(program))


class Bench:
    """Generates texts and measures programs.

    folder: folder for files.
    lengths: sentence lengths to draw from.
    runs: runs of each program.
    """

    def __init__(self, folder: Path, lengths: np.ndarray, runs: int) -> None:
        self.folder, self.lengths, self.runs = folder, lengths, runs
        self.random = np.random.default_rng(SEED)

    def text(self, size: int) -> texts.SyntheticText:
        """The next text, of `size` source sentences."""
        return texts.generate(self.lengths, size, self.random)

    def race(self, case: str, contenders: Sequence[Contender], true: Sequence[np.ndarray]) -> list[Row]:
        """Rows of a case, one for each program that is installed.

        contenders: the programs; `align` is the first, and the ratios refer to it.
        true: true links of each text.
        """
        contenders = [contender for contender in contenders if installed(contender.program)]
        rows: list[Row] = []
        for contender, usages in zip(contenders, self._take_turns(case, contenders), strict=True):
            rows.append(summarize(case, contender, usages, true, rows[0].seconds if rows else None))
        return rows

    def _take_turns(self, case: str, contenders: Sequence[Contender]) -> list[list[Usage]]:
        """Usage of every run of each program; the order of runs is a b c a b c.

        Only the first usage of a program keeps its result.
        """
        usages: list[list[Usage]] = [[] for _ in contenders]
        for number in range(self.runs):
            for contender, runs in zip(contenders, usages, strict=True):
                if number < contender.max_runs:
                    print(f"{case}: {contender.program}, run {number + 1}", file=sys.stderr)
                    usage = measure(contender.run)
                    runs.append(usage._replace(result=None) if runs else usage)
        return usages

    def run_process(self, command: Sequence[str], read_result: Callable[[Path], Any]) -> Usage:
        """Run a command and wait for its end; a failure ends the program.

        read_result: returns the result, given the file that holds the command's standard output.
        """
        printed = self.folder / "printed"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        meter = [sys.executable, "-S", "-c", METER, str(printed), *command]
        done = subprocess.run(meter, env=environment, capture_output=True, text=True, check=True)
        status, seconds, peak = json.loads(done.stdout)
        if status:
            raise SystemExit(f"{' '.join(command)}\nfailed with exit status {status}:\n{done.stderr}")
        return Usage(seconds, peak / MEGABYTE, read_result(printed))

    def search_in_process(self, program: str, text: texts.SyntheticText) -> tuple[Usage, float]:
        """Align a text in a process of its own.

        Returns the usage of the process, with the links as its result, and the CPU seconds of the search alone.
        """
        lengths_file, links_file = self.folder / "lengths.npz", self.folder / "links.npy"
        np.savez(lengths_file, source=text.source, target=text.target)
        command = [
            sys.executable,
            str(ROOT / "benchmarks" / "programs.py"),
            program,
            str(lengths_file),
            str(links_file),
        ]
        usage = self.run_process(command, lambda printed: (np.load(links_file), float(printed.read_text())))
        links, seconds = usage.result
        return usage._replace(result=links), seconds


def measure(run: Callable[[], Any]) -> Usage:
    """Usage of one call of `run`; a `Usage` that `run` returns is passed on."""
    gc.collect()
    start = time.process_time()
    result = run()
    seconds = time.process_time() - start
    return result if isinstance(result, Usage) else Usage(seconds, None, result)


def summarize(
    case: str,
    contender: Contender,
    usages: Sequence[Usage],
    true: Sequence[np.ndarray],
    reference: float | None,
) -> Row:
    """The row of one program.

    usages: usage of each run.
    true: true links of each text of the case.
    reference: median CPU seconds of the first program; None for that program itself.
    """
    seconds = [usage.seconds / contender.share for usage in usages]
    peaks = [usage.megabytes for usage in usages if usage.megabytes]
    aligned = true[: round(len(true) * contender.share)]
    all_texts = len(aligned) == len(true)
    median = statistics.median(seconds)
    return Row(
        case=case,
        program=contender.program if all_texts else f"{contender.program} (from {len(aligned)} texts)",
        seconds=median,
        least=min(seconds),
        largest=max(seconds),
        runs=len(usages),
        ratio=median / (reference or median),
        megabytes=statistics.median(peaks) if peaks else None,
        f1=texts.f1(contender.links(usages[0].result), texts.join_links(aligned)),
    )
