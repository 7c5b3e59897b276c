"""The command `python -m benchmarks`."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

from aligner import kernel
from benchmarks import everything, results, texts
from benchmarks.cases import DEFAULT_CASES, KINDS, Setting
from benchmarks.everything import TABLES
from benchmarks.measure import Meter, Row
from benchmarks.programs import METHODS, ROOT, Version
from benchmarks.report import FORMATS, describe

CASE_HELP = "\n".join(f"  {name + ':N':12}{kind.meaning}" for name, kind in KINDS.items())
HELP = f"""Time `align` beside other programs, and show CPU seconds, peak memory and F1 of the links.

A CASE is a kind of work and its size, such as text:1000. Without a CASE, these run: {" ".join(DEFAULT_CASES)}.

\b
{CASE_HELP}

Texts have gaps: 5 % of the sentences of each side are left out. The true links are known, so F1 shows whether a fast
program loses links. Other programs take part if they are there: the packages nltk and galechurch in this Python, and
hunalign on the PATH.

\b
CPU s, least, most   median, least and largest CPU time; the programs of a case take turns
times                median divided by that of the first row of the case
MB                   peak memory of the process
F1                   of the links between sentences, 1 if all are right

A case with whole processes counts everything from the start of the program to its output; library calls count the
alignment alone, of lengths that are in memory.

With --all, it measures every table of README.md and of docs/peers.md instead, writes the figures to
benchmarks/results.json, and the pages with them. The texts are those of --texts: at any depth, folders with ar.txt,
en.txt and gold.txt or gold.json, as benchmarks/gold.py describes them. --pages writes the pages alone.
"""


def parse_cases(_context: click.Context, _parameter: click.Parameter, names: Sequence[str]) -> list[tuple[str, int]]:
    """The kind and the size of each case; the default cases if there is none."""
    return [parse_case(name) for name in names or DEFAULT_CASES]


def parse_case(name: str) -> tuple[str, int]:
    """The kind and the size of a case such as `text:1000`; without a size, that of the kind."""
    kind, _, size = name.partition(":")
    if kind not in KINDS:
        raise click.BadParameter(f"{kind!r} is not a kind of case; the kinds are {', '.join(KINDS)}")
    if not size:
        return kind, KINDS[kind].size
    if not re.fullmatch(r"[0-9]{1,9}", size) or int(size) == 0:
        raise click.BadParameter(f"{size!r} is not a size; write a whole number from 1, as in {kind}:1000")
    return kind, int(size)


@click.command(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.argument("cases", nargs=-1, callback=parse_cases, metavar="[CASE]...")
@click.option(
    "--text",
    "parallel",
    nargs=2,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="SOURCE TARGET",
    help="Real text to draw sentences from: two files in UTF-8; line k of one translates line k of the other. "
    "Default: the project's sample, made longer.",
)
@click.option("--from", "source", default="ar", show_default=True, metavar="LANGUAGE", help="Language of SOURCE.")
@click.option("--to", "target", default="en", show_default=True, metavar="LANGUAGE", help="Language of TARGET.")
@click.option("--runs", type=click.IntRange(1), default=3, show_default=True, help="Runs of each program.")
@click.option(
    "--method",
    "methods",
    multiple=True,
    type=click.Choice(METHODS),
    help="Time this method of align only; may be repeated.",
)
@click.option(
    "--python",
    "pythons",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    metavar="PATH",
    help="Time the align of this Python; repeat to compare versions. Default: this Python.",
)
@click.option("--all", "all_tables", is_flag=True, help="Measure the tables of the documentation.")
@click.option(
    "--texts",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="With --all: the documents with a gold. A table without texts keeps its figures.",
)
@click.option("--table", "tables", multiple=True, type=click.Choice([*TABLES]), help="With --all: this table only.")
@click.option("--pages", "pages_only", is_flag=True, help="Write the pages with the figures of results.json.")
@click.option(
    "--format", "output", type=click.Choice([*FORMATS]), default="text", show_default=True, help="Form of the table."
)
def main(
    cases: Sequence[tuple[str, int]],
    parallel: tuple[Path, Path] | None,
    source: str,
    target: str,
    runs: int,
    methods: Sequence[str],
    pythons: Sequence[str],
    output: str,
    all_tables: bool,
    folder: Path | None,
    tables: Sequence[str],
    pages_only: bool,
) -> None:
    """Run the cases and print the table, or measure the tables of the documentation."""
    if all_tables or pages_only:
        if all_tables and not folder:
            raise click.UsageError("--all needs the texts; give their folder with --texts.")
        if all_tables and not kernel.is_compiled():
            raise click.UsageError(f"--all would time the {kernel.describe_core()}; compile it, with pip install -e .")
        write_documentation(folder, tables or list(TABLES) if all_tables else [])
        return
    if folder or tables:
        raise click.UsageError("--texts and --table are for --all; add it, or drop them.")
    draw = make_draw(parallel, (source, target))
    versions = make_versions(pythons, (source, target))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        environment = find_environment(scratch, versions, named=bool(pythons))
        lines = describe(versions, environment)
        for kind, size in cases:
            with tempfile.TemporaryDirectory(dir=scratch) as case_folder:
                setting = Setting(draw, versions, methods or METHODS, Path(case_folder))
                case = KINDS[kind].make(setting, size)
                meter = Meter(Path(case_folder), environment)
                rows += meter.compare(f"{kind}:{size}", case.contenders, case.links, runs)
    click.echo(FORMATS[output](lines, rows), nl=False)
    if any(row.seconds is None for row in rows):
        sys.exit(1)


def write_documentation(folder: Path | None, tables: Sequence[str]) -> None:
    """Measure tables, and write the results and the pages."""
    start, used = time.monotonic(), os.times()
    measured = results.read()
    if folder and tables:
        for line in everything.missing():
            click.echo(f"not installed, so that the tables have gaps: {line}", err=True)
        measured = everything.measure(tables, folder.absolute(), measured)
        results.write(measured)
        measured = results.read()  # with the figures as they are rounded
    for path, text in results.pages(measured).items():
        path.write_text(text, encoding="utf-8")
    spent = sum(after - before for before, after in zip(used[:4], os.times()[:4], strict=True))
    click.echo(f"{time.monotonic() - start:.0f} s, {spent / 60:.1f} CPU minutes", err=True)


def make_draw(parallel: tuple[Path, Path] | None, languages: tuple[str, str]) -> texts.Draw:
    """A function that draws pairs from the text that the user names, or from the sample."""
    if parallel:
        try:
            return texts.shuffled_blocks(texts.read_parallel(*parallel))
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--text") from error
    if languages != ("ar", "en"):
        raise click.UsageError("The sample is Arabic and English; name a text in other languages with --text.")
    return texts.sample_copies


def make_versions(pythons: Sequence[str], languages: tuple[str, str]) -> list[Version]:
    """The versions of `align`: "align" if there is one, else "align 1", "align 2" and so on."""
    if len(pythons) < 2:
        return [Version("align", str(Path(python).absolute()), languages) for python in pythons or [sys.executable]]
    return [
        Version(f"align {number}", str(Path(python).absolute()), languages)
        for number, python in enumerate(pythons, start=1)
    ]


def find_environment(folder: str, versions: Sequence[Version], *, named: bool) -> dict[str, str]:
    """Environment variables with which each Python finds `align`: this checkout's if this Python has none.

    folder: an empty folder; programs do not run in the checkout, which would hide the installed `align`.
    named: whether the user named the Pythons, which then must have an `align`.
    """
    for version in versions:
        command = [version.python, "-c", "import aligner"]
        if subprocess.run(command, check=False, cwd=folder, capture_output=True).returncode:
            if named:
                raise click.UsageError(f"{version.python} cannot import aligner; install it there")
            return {"PYTHONPATH": str(ROOT)}
    return {}


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
