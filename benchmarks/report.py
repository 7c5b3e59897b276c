"""The report of a run: the versions and the machine, and the table as text, Markdown or JSON."""

import importlib.metadata
import json
import math
import os
import platform
import subprocess
from collections.abc import Sequence

from benchmarks.measure import Row
from benchmarks.programs import Version, installed
from benchmarks.results import processor

HEAD = ("case", "program", "CPU s", "least", "most", "times", "MB", "F1")
NAMES = 2  # columns that hold names and are flush left; the others hold numbers


def describe(versions: Sequence[Version], environment: dict[str, str]) -> list[str]:
    """Lines about the versions of `align`, the other programs, and the machine.

    environment: environment variables of the programs.
    """
    lines = []
    for version in versions:
        command = [version.python, "-m", "aligner", "--version"]
        done = subprocess.run(
            command, check=False, capture_output=True, encoding="utf-8", env={**os.environ, **environment}
        )
        lines.append(f"{version.name}: {' '.join(done.stdout.split()) or 'does not run'} ({version.python})")
    packages = [
        f"{name} {importlib.metadata.version(name)}" if installed(name) else f"{name} is not installed"
        for name in ("nltk", "galechurch")
    ]
    hunalign = "hunalign" if installed("hunalign") else "hunalign is not on the PATH"
    lines.append(f"beside: {', '.join([*packages, hunalign])}")
    load = " ".join(f"{average:.2f}" for average in os.getloadavg())
    lines.append(
        f"machine: {processor()}, {os.cpu_count()} cores, load average {load}, Python {platform.python_version()}"
    )
    return lines


def as_text(lines: Sequence[str], rows: Sequence[Row]) -> str:
    """The table for a terminal: columns of equal width, and an empty line between two cases."""
    table = [HEAD, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    printed = [*lines, ""]
    for number, line in enumerate(table):
        if number and line[0] != table[number - 1][0]:
            printed.append("")
        printed.append("  ".join(_pad(line, widths)).rstrip())
    return "\n".join(printed) + "\n"


def as_markdown(lines: Sequence[str], rows: Sequence[Row]) -> str:
    """The table in Markdown, with the other lines as a list above it."""
    rule = ["---"] * NAMES + ["---:"] * (len(HEAD) - NAMES)
    table = [HEAD, rule, *map(cells, rows)]
    return "\n".join([*(f"- {line}" for line in lines), "", *(f"| {' | '.join(line)} |" for line in table)]) + "\n"


def as_json(lines: Sequence[str], rows: Sequence[Row]) -> str:
    """An object with the lines and the rows; numbers are not rounded."""
    return json.dumps({"environment": list(lines), "rows": [row._asdict() for row in rows]}, indent=1) + "\n"


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def cells(row: Row) -> list[str]:
    """Cells of a row as they are printed; a number that is not there is an empty cell."""
    if row.seconds is None:
        return [row.case, row.program, "failed", *[""] * (len(HEAD) - 3)]
    times = [three_digits(number) for number in (row.seconds, row.least, row.largest, row.ratio) if number is not None]
    times += [""] * (4 - len(times))
    memory = f"{row.megabytes:,.0f}" if row.megabytes else ""
    return [row.case, row.program, *times, memory, "" if row.f1 is None else f"{row.f1:.3f}"]


def three_digits(number: float) -> str:
    """A number to three significant digits, without an exponent."""
    rounded = float(f"{number:.3g}")
    decimals = 2 - math.floor(math.log10(rounded)) if rounded else 0
    return f"{rounded:,.{max(0, decimals)}f}"


def _pad(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Cells of a line, padded to the widths of their columns."""
    return [
        cell.ljust(width) if number < NAMES else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]
