"""CPU time, peak memory and F1 of `align` and of other programs that align by length.

    python benchmarks/speed.py                      # the table, in Markdown
    python benchmarks/speed.py --only documents --runs 9
    python benchmarks/speed.py --quick              # every case at a hundredth of its size
    python benchmarks/speed.py --plot speed.svg     # the table, and a plot of time and memory against length

The other programs are `nltk.translate.gale_church`, the package galechurch (its core, which is written in Rust, on one
thread) and hunalign without a dictionary, if it is on the PATH. `pip install -e '.[bench]'` installs galechurch, and
matplotlib for the plot. The table leaves out programs that are not installed, and the lines above it name them.

All times are CPU time. The programs of a case take turns (a b c a b c), and the table shows the median. Where it
shows memory, the time is that of the whole process and the memory is its peak. Elsewhere the lengths are in memory,
in the form that the program takes, and only the alignment is timed.

F1 compares the links that a program returns with the true links of the text. It shows whether a fast program loses
accuracy because it searches less.
"""

import argparse
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import synthetic_texts as texts
from measure import ROOT, Bench, Row, installed
from programs import PROGRAMS, warm_up
from speed_cases import CASES

import aligner

QUICK = 100  # divisor of sizes with --quick
PATIENCE = 30.0  # CPU seconds; a program that needs more gets no longer text in the plot
PLOT_LARGEST, PLOT_LARGEST_QUICK = 1_000_000, 200  # sentences per side


def main() -> None:
    """Print the table and draw the plot."""
    options = parse_arguments()
    lengths = texts.observed_lengths(options.texts)
    for name in filter(installed, PROGRAMS):
        warm_up(name)
    print(describe_environment())
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), lengths, options.runs)
        rows = []
        for name in options.only or CASES:
            size, case = CASES[name]
            rows += case(bench, name, size // QUICK if options.quick else size)
        print_table(rows)
        print(f"\nLoad average at the end: {load_average()}")
        if options.plot:
            plot_curves(bench, PLOT_LARGEST_QUICK if options.quick else PLOT_LARGEST, options.plot)


def parse_arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cases = ", ".join(CASES)
    parser.add_argument("--only", action="append", choices=CASES, metavar="NAME", help=f"run this case only: {cases}")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program (default: 5; nltk: at most 3)")
    parser.add_argument("--quick", action="store_true", help=f"divide sizes by {QUICK}")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="draw lengths from the .txt files of this folder")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="plot time and memory to this .svg or .png file")
    options = parser.parse_args()
    if options.plot and not installed("matplotlib"):
        parser.error("--plot needs matplotlib, which is not installed")
    return options


def print_table(rows: Sequence[Row]) -> None:
    """Print rows as a table in Markdown."""
    cells = [
        ["case", "program", "CPU s", "least", "largest", "runs", "ratio", "MB", "F1"],
        *(row.cells() for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    # The first two columns hold names and are flush left; the others hold numbers.
    rule = ["-" * width if k < 2 else "-" * (width - 1) + ":" for k, width in enumerate(widths)]
    print()
    for line in (cells[0], rule, *cells[1:]):
        padded = (
            f"{cell:<{width}}" if k < 2 else f"{cell:>{width}}"
            for k, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print(f"| {' | '.join(padded)} |")


def describe_environment() -> str:
    """Three lines: the version of `align`; the machine and its load; the versions of the other programs."""
    versions = [
        f"{name} {importlib.metadata.version(name)}" if installed(name) else f"{name} is not installed"
        for name in ("numpy", "nltk", "galechurch")
    ]
    hunalign = "hunalign" if installed("hunalign") else "hunalign is not installed"
    return "\n".join(
        [
            f"align {aligner.__version__}, commit {git_commit()}",
            f"{processor()}, {os.cpu_count()} cores, load average {load_average()}",
            ", ".join([f"Python {platform.python_version()}", *versions, hunalign]),
        ]
    )


def git_commit() -> str:
    """Short hash of the commit, marked if files have changed since; "unknown" outside of a repository."""
    if not shutil.which("git"):
        return "unknown"
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def processor() -> str:
    """Model of the processor, or else its architecture."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        info = []
    models = (line.partition(": ")[2] for line in info if line.startswith("model name"))
    return next(models, platform.processor()) or platform.machine()


def load_average() -> str:
    """Load averages over 1, 5 and 15 minutes."""
    return " ".join(f"{average:.2f}" for average in os.getloadavg())


def plot_curves(bench: Bench, largest: int, file: Path) -> None:
    """Plot CPU time and peak memory of all programs against the length of the text.

    largest: number of sentences per side of the longest text.
    """
    from speed_plot import Point, draw

    points: dict[str, list[Point]] = {name: [] for name in PROGRAMS if installed(name)}
    racing = list(points)  # programs that stay below PATIENCE
    for size in sorted(factor * 10**power for power in range(2, 7) for factor in (1, 2, 5)):
        if size > largest:
            break
        text = bench.text(size)
        for name in list(racing):
            print(f"plot: {name}, {size:,} sentences", file=sys.stderr)
            usage, seconds = bench.search_in_process(name, text)
            points[name].append(Point(size, seconds, usage.megabytes or 0.0))
            if seconds > PATIENCE:
                racing.remove(name)
    draw(points, file)


if __name__ == "__main__":
    main()
