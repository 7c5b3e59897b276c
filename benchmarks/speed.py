"""How fast texts are aligned, beside other programs that do the same.

    python benchmarks/speed.py                      # the table, in Markdown
    python benchmarks/speed.py --only documents --runs 9
    python benchmarks/speed.py --quick              # every case, but small
    python benchmarks/speed.py --plot speed.svg     # the table, and a plot of time and memory against length

Compared are `nltk.translate.gale_church`, the package galechurch (its core, which is Rust, on one thread) and, where
the program is on the PATH, hunalign without a dictionary. `pip install -e '.[bench]'` gets galechurch, and
matplotlib for the plot; what is not installed is left out, and that is said.

All times are CPU time; the programs of a case take turns, a b c a b c, and the median counts. Where memory is
shown, the time is that of a whole process from its start to its end, and the memory is its peak; else lengths are in
memory already, in the form that the program takes, and only the alignment is timed. F1 is that of the links found,
of those that the text was made of: a program that is fast because it looks at less would show it there.
"""

import argparse
import gc
import importlib.metadata
import importlib.util
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import made_texts as texts
import numpy as np
from programs import PROGRAMS, get_ready

import aligner

ROOT = Path(__file__).resolve().parent.parent
SEED = 1993
ALIGN = "align, gale-church"
NLTK_RUNS = 3  # it takes ten seconds for a thousand sentences
NLTK_SHARE = 0.03  # of many texts, that it is asked to align
DOCUMENT = 4, 30  # sentences of a short text, from and to
QUICK = 100  # what sizes are divided by
PATIENCE = 30.0  # seconds; a program that took longer is not asked about a longer text

# Runs a command and prints its exit status, CPU seconds and peak memory. In a process of its own, and a small one: what
# a large process starts counts as being as large from the beginning.
METER = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:], stdout=open(sys.argv[1], "wb"))
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)  # in the unit of ru_maxrss


class Used(NamedTuple):
    """What a run took. megabytes: None where it was no process of its own."""

    seconds: float
    megabytes: float | None
    result: Any


class Contender(NamedTuple):
    """A program that takes part in a case, if it is installed.

    run: does the work; what it gives is timed, or is a `Used` already. links: those of a result.
    most: runs at most. share: how much of the work it is asked to do, where all would take too long.
    """

    program: str
    run: Callable[[], Any]
    links: Callable[[Any], np.ndarray]
    most: int = sys.maxsize
    share: float = 1.0


class Row(NamedTuple):
    """A line of the table; ratio: the time, as a multiple of that of the first program of the case."""

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
        """As they are printed."""
        times = [digits(each) for each in (self.seconds, self.least, self.largest)]
        memory = f"{self.megabytes:.0f}" if self.megabytes else ""
        return [self.case, self.program, *times, str(self.runs), f"{digits(self.ratio)}x", memory, f"{self.f1:.3f}"]


def digits(number: float) -> str:
    """A number to three digits, in plain figures."""
    return f"{number:,.{max(0, 2 - math.floor(math.log10(max(number, 1e-9))))}f}"


def main() -> None:
    """Print the table, and draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=CASES, metavar="NAME", help=f"one of {', '.join(CASES)}")
    parser.add_argument("--runs", type=int, default=5, help="of each program (5); nltk runs less often")
    parser.add_argument("--quick", action="store_true", help=f"sizes divided by {QUICK}")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="draw lengths from these .txt files")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw time and memory, as .svg or .png")
    options = parser.parse_args()
    if options.plot and not installed("matplotlib"):
        parser.error("matplotlib, which draws the plot, is not installed")
    pool = texts.pool(options.texts)
    for name in filter(installed, PROGRAMS):
        get_ready(name)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), pool, options.runs)
        rows = []
        for name in options.only or CASES:
            size, case = CASES[name]
            rows += case(bench, name, size // QUICK if options.quick else size)
        table(rows)
        print(f"\nLoad average at the end: {load()}")
        if options.plot:
            curves(bench, 200 if options.quick else 1_000_000, options.plot)


def table(rows: Sequence[Row]) -> None:
    """Print rows as a table in Markdown."""
    cells = [
        ["case", "program", "CPU s", "least", "largest", "runs", "ratio", "MB", "F1"],
        *(row.cells() for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * width if k < 2 else "-" * (width - 1) + ":" for k, width in enumerate(widths)]
    print()
    for line in (cells[0], rule, *cells[1:]):
        pads = (
            f"{cell:<{width}}" if k < 2 else f"{cell:>{width}}"
            for k, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print(f"| {' | '.join(pads)} |")


def machine() -> str:
    """What ran, where, and how busy it was."""
    commit = "unknown"
    if shutil.which("git"):
        git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
        commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or commit
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        info = []
    cpu = next((line.partition(": ")[2] for line in info if line.startswith("model name")), platform.processor())
    others = [
        f"{name} {importlib.metadata.version(name)}" if installed(name) else f"{name} is not installed"
        for name in ("numpy", "nltk", "galechurch")
    ]
    hunalign = "hunalign" if installed("hunalign") else "hunalign is not installed"
    return "\n".join(
        [
            f"align {aligner.__version__}, commit {commit}",
            f"{cpu or platform.machine()}, {os.cpu_count()} cores, load average {load()}",
            ", ".join([f"Python {platform.python_version()}", *others, hunalign]),
        ]
    )


def installed(program: str) -> bool:
    """Whether a program, or a package, can be compared.

    Packages are imported here: their commands on the PATH may be those of another Python.
    """
    if program == "hunalign":
        return bool(shutil.which(program))
    return program.startswith("align") or bool(importlib.util.find_spec(program))


def load() -> str:
    """The load average over 1, 5 and 15 minutes."""
    return " ".join(f"{each:.2f}" for each in os.getloadavg())


class Bench:
    """Where texts come from, and the clock. folder: for files. pool: lengths to draw from."""

    def __init__(self, folder: Path, pool: np.ndarray, runs: int) -> None:
        self.folder, self.pool, self.runs = folder, pool, runs
        self.random = np.random.default_rng(SEED)

    def text(self, size: int) -> texts.Text:
        """A text of `size` sentences."""
        return texts.make(self.pool, size, self.random)

    def race(self, case: str, contenders: Sequence[Contender], true: Sequence[np.ndarray]) -> list[Row]:
        """The rows of a case, of which `align` is the first. true: the links of each text that is aligned."""
        contenders = [each for each in contenders if installed(each.program)]
        taken: list[list[Used]] = [[] for _ in contenders]
        for number in range(self.runs):
            for contender, runs in zip(contenders, taken, strict=True):
                if number < contender.most:
                    print(f"{case}: {contender.program}, run {number + 1}", file=sys.stderr)
                    used = timed(contender.run)
                    runs.append(used._replace(result=None) if runs else used)
        rows: list[Row] = []
        for contender, runs in zip(contenders, taken, strict=True):
            seconds = [used.seconds / contender.share for used in runs]
            peaks = [used.megabytes for used in runs if used.megabytes]
            done = true[: round(len(true) * contender.share)]
            median = statistics.median(seconds)
            rows.append(
                Row(
                    case,
                    contender.program if len(done) == len(true) else f"{contender.program} (from {len(done)} texts)",
                    median,
                    min(seconds),
                    max(seconds),
                    len(runs),
                    median / (rows[0].seconds if rows else median),
                    statistics.median(peaks) if peaks else None,
                    texts.f1(contender.links(runs[0].result), texts.of_many(done)),
                )
            )
        return rows

    def process(self, command: Sequence[str], result: Callable[[Path], Any]) -> Used:
        """Run a command to its end. result: reads what it left, given the file with what it printed."""
        printed = self.folder / "printed"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        meter = [sys.executable, "-S", "-c", METER, str(printed), *command]
        done = subprocess.run(meter, env=environment, capture_output=True, text=True, check=True)
        status, seconds, peak = json.loads(done.stdout)
        if status:
            raise SystemExit(f"{' '.join(command)}\nfailed with exit status {status}:\n{done.stderr}")
        return Used(seconds, peak / MEGABYTE, result(printed))

    def search(self, program: str, text: texts.Text) -> tuple[Used, float]:
        """Align a text in a process of its own; what the process took, and the seconds of the search alone."""
        given, links = self.folder / "lengths.npz", self.folder / "links.npy"
        np.savez(given, source=text.source, target=text.target)
        command = [sys.executable, str(ROOT / "benchmarks" / "programs.py"), program, str(given), str(links)]
        used = self.process(command, lambda printed: (np.load(links), float(printed.read_text())))
        found, seconds = used.result
        return used._replace(result=found), seconds


def timed(run: Callable[[], Any]) -> Used:
    """What it takes to call something, if it has not measured that itself."""
    gc.collect()
    start = time.process_time()
    result = run()
    seconds = time.process_time() - start
    return result if isinstance(result, Used) else Used(seconds, None, result)


def searcher(program: str, some: Sequence[texts.Text], share: float = 1.0) -> Contender:
    """A program that aligns texts whose lengths are in memory."""
    run, links = PROGRAMS[program].run, PROGRAMS[program].links
    pairs = PROGRAMS[program].given([(text.source, text.target) for text in some[: round(len(some) * share)]])
    most = NLTK_RUNS if program == "nltk" else sys.maxsize
    return Contender(program, lambda: run(pairs), lambda found: texts.of_many(map(links, found)), most, share)


# --- the cases ---


def six_1000(bench: Bench, case: str, size: int) -> list[Row]:
    """A text of a length that nltk can align."""
    text = bench.text(size)
    return bench.race(case, [searcher(name, [text]) for name in (ALIGN, "nltk", "galechurch")], [text.links])


def six_5000(bench: Bench, case: str, size: int) -> list[Row]:
    """A longer one."""
    text = bench.text(size)
    return bench.race(case, [searcher(name, [text]) for name in (ALIGN, "galechurch")], [text.links])


def documents(bench: Bench, case: str, size: int) -> list[Row]:
    """Many short ones."""
    many = [bench.text(length) for length in bench.random.integers(*DOCUMENT, size, endpoint=True).tolist()]
    contenders = [searcher(ALIGN, many), searcher("nltk", many, NLTK_SHARE), searcher("galechurch", many)]
    return bench.race(case, contenders, [text.links for text in many])


def length_10000(bench: Bench, case: str, size: int) -> list[Row]:
    """Two files of sentences, and everything from the start of the program to its output."""
    text = bench.text(size)
    files = texts.write(text, bench.folder, bench.random)
    output, dictionary = bench.folder / "out", bench.folder / "null.dic"
    dictionary.touch()
    options = ["--pre-split", "--method", "length", "-f", "index", "--quiet", "-o", str(output)]
    ours = [sys.executable, "-m", "aligner", *files, *options]
    hunalign = ["hunalign", "-utf", str(dictionary), *files]

    def run() -> Used:
        output.unlink(missing_ok=True)  # it is not written over
        return bench.process(ours, lambda _: output.read_text())

    contenders = [
        Contender("align, length", run, texts.of_index),
        Contender("hunalign", lambda: bench.process(hunalign, Path.read_text), texts.of_ladder),
    ]
    return bench.race(case, contenders, [text.links])


def six_long(bench: Bench, case: str, size: int) -> list[Row]:
    """A text that only `align` can align, from a file of lengths, in a process of its own."""
    text = bench.text(size)
    return bench.race(case, [Contender(ALIGN, lambda: bench.search(ALIGN, text)[0], np.asarray)], [text.links])


CASES: dict[str, tuple[int, Callable[[Bench, str, int], list[Row]]]] = {
    "six-1000": (1_000, six_1000),
    "six-5000": (5_000, six_5000),
    "documents": (10_000, documents),
    "length-10000": (10_000, length_10000),
    "six-200000": (200_000, six_long),
    "six-1000000": (1_000_000, six_long),
}

# --- the plot ---


def curves(bench: Bench, longest: int, file: Path) -> None:
    """Draw CPU time and peak memory of all programs against the length of the text."""
    from speed_plot import Point, draw

    points: dict[str, list[Point]] = {name: [] for name in PROGRAMS if installed(name)}
    going = list(points)
    for size in sorted(factor * 10**power for power in range(2, 7) for factor in (1, 2, 5)):
        if size > longest:
            break
        text = bench.text(size)
        for name in list(going):
            print(f"plot: {name}, {size:,} sentences", file=sys.stderr)
            used, seconds = bench.search(name, text)
            points[name].append(Point(size, seconds, used.megabytes or 0.0))
            if seconds > PATIENCE:
                going.remove(name)
    draw(points, file)


if __name__ == "__main__":
    main()
