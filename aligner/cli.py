"""The command: options to calls, errors to exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from aligner import folder as folders
from aligner import job, languages, layout, write
from aligner.errors import InputError
from aligner.version import __version__

_SHORT = """\
  align book.txt                      one file that holds both languages
  align book.ar.txt book.en.txt       a text and its translation
  cat book.txt | align -f json        standard input
  align corpus/ -o aligned/           every document of a folder"""

_MORE = """A mixed file may be Arabic first and then English, paragraph by paragraph in
turn, or two columns with a tab between. Rows are written in the order of the
text: source, target, confidence from 0 to 1, and the kind of bead, such as
1-2. A sentence without a translation has a row with an empty other side.

Exit status: 0 all went well; 1 something failed or nothing was aligned; 2 the
command was wrong."""


class Language(click.ParamType):
    """A language tag; common other codes are understood."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return languages.tag(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=f"Pair the sentences of a text and its translation.\n\n\b\n{_SHORT}\n\n{_MORE}",
    options_metavar="[OPTIONS]",
)
@click.argument("inputs", nargs=-1, metavar="[FILE [FILE] | FOLDER | -]")
@click.option("-o", "--output", metavar="PATH", help="Write to this file, or to this folder if a folder is aligned.")
@click.option("-f", "--format", type=click.Choice(list(write.FORMATS)), default="tsv", show_default=True, help="What to write.")
@click.option("--from", "source", type=Language(), default="ar", show_default=True, help="Language of the source.")
@click.option("--to", "target", type=Language(), default="en", show_default=True, help="Language of the target.")
@click.option("--method", type=click.Choice(job.METHODS), default="length", show_default=True, help="How beads are scored.")
@click.option("--layout", type=click.Choice(layout.LAYOUTS), help="How a file holds both languages.  [default: found]")
@click.option("--encoding", metavar="NAME", help="Encoding of the input.  [default: found]")
@click.option("--pre-split", is_flag=True, help="Each line is one sentence already.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="X", help="Leave out less certain rows.")
@click.option("--drop-unaligned", is_flag=True, help="Leave out sentences without a translation.")
@click.option("--no-header", is_flag=True, help="Write TSV without its first line.")
@click.option("--force", is_flag=True, help="Write over files that exist.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.version_option(__version__, "-V", "--version", prog_name="align", message="%(prog)s %(version)s")
@click.pass_context
def main(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: str | None,
    format: str,
    source: str,
    target: str,
    no_header: bool,
    force: bool,
    quiet: bool,
    **options: Any,
) -> None:
    if source == target:
        raise click.UsageError(f"--from and --to are both {source}.")
    if not inputs and sys.stdin.isatty():
        click.echo(f"{ctx.get_usage()}\n\n{_SHORT}\n\nTry 'align --help' for the options.")
        return
    settings = job.Settings(source=source, target=target, **options)
    say = _silent if quiet else _say
    try:
        if len(inputs) == 1 and Path(inputs[0]).is_dir():
            fine = _folder(Path(inputs[0]), output, settings, format, not no_header, force, say)
        else:
            fine = _document(inputs or ("-",), output, settings, format, not no_header, force, say)
    except InputError as error:
        raise click.ClickException(str(error)) from None
    ctx.exit(0 if fine else 1)


def _document(
    inputs: tuple[str, ...],
    output: str | None,
    settings: job.Settings,
    format: str,
    header: bool,
    force: bool,
    say: Callable[[str], None],
) -> bool:
    """Align one document; whether anything was aligned."""
    if len(inputs) > 2:
        raise click.UsageError(f"{len(inputs)} files given; give one that holds both languages, or two.")
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be only one of two files.")
    path = Path(output) if output not in (None, "-") else None
    if path:
        if path.exists() and any(name != "-" and Path(name).exists() and path.samefile(name) for name in inputs):
            raise click.UsageError(f"{path} is an input; write to another file.")
        write.free(path, force=force)
    outcome = job.document(inputs, settings)
    for notice in outcome.notices:
        say(notice)
    lines = write.lines(outcome.rows, format, header=header)
    if path:
        write.whole(path, lines, force=force)
    else:
        stream = click.get_binary_stream("stdout")
        for line in lines:
            stream.write(line.encode("utf-8"))
        stream.flush()
    say(_summary(outcome, settings))
    if not outcome.pairs:
        _say("nothing was aligned" if not outcome.source.filtered else "no pair is left after filtering")
    return outcome.pairs > 0


def _folder(
    folder: Path,
    output: str | None,
    settings: job.Settings,
    format: str,
    header: bool,
    force: bool,
    say: Callable[[str], None],
) -> bool:
    """Align the documents of a folder; whether all of them were."""
    if output in (None, "-"):
        raise click.UsageError(f"{folder} is a folder; name the folder for the results with -o.")
    assert output is not None
    results = Path(output)
    documents = folders.entries(folder, settings)
    if not documents:
        raise InputError(str(folder), f"there is no document ({' or '.join(folders.SUFFIXES)}) in this folder")
    folders.prepare(results, folder)
    failed = 0
    for done in folders.align(documents, results, settings, format, header=header, force=force):
        if done.outcome is None or done.error:
            failed += 1
            _say(f"failed: {done.error}")
            continue
        for notice in done.outcome.notices:
            say(notice)
        say(f"{done.entry.name}: {_summary(done.outcome, settings)}")
    say(f"{len(documents) - failed} of {len(documents)} documents aligned" + (f", {failed} failed" if failed else ""))
    return not failed


def _summary(outcome: job.Outcome, settings: job.Settings) -> str:
    """One line in which the sentences balance."""
    sides = (
        f"{language} {tally.sentences} = {tally.paired} paired + {tally.unaligned} unaligned + {tally.filtered} filtered"
        for language, tally in ((settings.source, outcome.source), (settings.target, outcome.target))
    )
    return f"{outcome.pairs} pairs; sentences: {'; '.join(sides)}"


def _say(message: str) -> None:
    click.echo(f"align: {message}", err=True)


def _silent(message: str) -> None:
    pass
