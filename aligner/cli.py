"""The command: options to calls, errors to exit codes."""

from __future__ import annotations

import errno
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner import folder as folders
from aligner import job, languages, layout, lines, write
from aligner.errors import InputError
from aligner.version import __version__

EXAMPLES = """\
  align book.txt                    one file that holds both languages
  align book.ar.txt book.en.txt     a text and its translation
  cat book.txt | align -f json      standard input
  align corpus/ -o aligned/         every document of a folder"""

HELP = f"""Pair the sentences of a text and its translation.

\b
{EXAMPLES}

A file that holds both languages may have one first and then the other, paragraphs in turn, or two columns
with a tab between them. A row of the output is source text, target text, confidence from 0 to 1, and how many
sentences stand on each side, such as 1-2. A sentence without a translation has a row with an empty other side.

Exit status: 0 all went well; 1 something failed or nothing was aligned; 2 the command was wrong.
"""

Say = Callable[[str], None]


# A generic class for the type checker only: the oldest click that will do has none.
if TYPE_CHECKING:
    _TextType = click.ParamType[str]
else:
    _TextType = click.ParamType


class _Language(_TextType):
    """A language tag; other common codes are understood."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The BCP-47 tag."""
        try:
            return languages.tag(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _Encoding(_TextType):
    """The name of an encoding that Python knows."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as it was given."""
        try:
            b"ab".decode(value, errors="replace")
        except (LookupError, UnicodeError):  # what is no encoding, and what is none of text
            self.fail(f"no encoding is called {value!r}; try utf-8, utf-16 or cp1256", param, ctx)
        return value


@click.command(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 112})
@click.argument("inputs", nargs=-1, metavar="[FILE [FILE] | FOLDER | -]")
@click.option("-o", "--output", metavar="PATH", help="Write to this file, or to this folder for a folder.")
@click.option(
    "-f", "--format", type=click.Choice(list(write.FORMATS)), default="tsv", show_default=True, help="What to write."
)
@click.option("--from", "source", type=_Language(), default="ar", show_default=True, help="Language of the source.")
@click.option("--to", "target", type=_Language(), default="en", show_default=True, help="Language of the target.")
@click.option(
    "--method", type=click.Choice(job.METHODS), default="length", show_default=True, help="How beads are scored."
)
@click.option("--layout", type=click.Choice(layout.LAYOUTS), help="How one file holds two languages; else found.")
@click.option("--encoding", type=_Encoding(), help="Encoding of the input; else found.")
@click.option("--pre-split", is_flag=True, help="Each line is one sentence already.")
@click.option("--lines", type=click.Choice(lines.MODES), default="auto", help="Paragraphs, or wrapped; else found.")
@click.option("--split-clauses", is_flag=True, help="Sentences end at ; and : too, as laws need it.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="X", help="Leave out rows less sure."
)
@click.option("--drop-unaligned", is_flag=True, help="Leave out sentences without a translation.")
@click.option("--no-header", is_flag=True, help="Write TSV without its first line.")
@click.option("--force", is_flag=True, help="Write over files that exist.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.version_option(__version__, "-V", "--version", prog_name="align", message="%(prog)s %(version)s")
@click.pass_context
def main(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    output: str | None,
    format: str,
    no_header: bool,
    force: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Run the command; `HELP` is what it says of itself."""
    # NumPy's linear algebra, which is not used, would start a thread a core; that takes longer than a short text.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    settings = job.Settings(**options)
    if math.isnan(settings.min_confidence):
        raise click.BadParameter("nan is not in the range 0<=x<=1.", ctx, param_hint="'--min-confidence'")
    form = write.Form(format, header=not no_header, force=force)
    say: Say = _silent if quiet else _say
    if settings.source == settings.target:
        raise click.UsageError(f"--from and --to are both {settings.source}.")
    if "" in inputs:
        raise click.UsageError("The name of a file is empty.")
    if settings.layout and len(inputs) == 2:
        raise click.UsageError("--layout is for one file that holds both languages, not for two files.")
    if settings.pre_split and (settings.lines != "auto" or settings.split_clauses):
        raise click.UsageError("--pre-split leaves nothing to --lines and --split-clauses; drop one of them.")
    if not inputs and sys.stdin is not None and sys.stdin.isatty():
        click.echo(f"{ctx.get_usage()}\n\n{EXAMPLES}\n\nTry 'align --help' for the options.")
        return
    try:
        if len(inputs) == 1 and os.path.isdir(inputs[0]):
            fine = _folder(Path(inputs[0]), output, settings, form, say)
        else:
            fine = _document(inputs or ("-",), output, settings, form, say)
    except InputError as error:
        raise click.ClickException(str(error)) from None
    ctx.exit(0 if fine else 1)


def _document(inputs: tuple[str, ...], output: str | None, settings: job.Settings, form: write.Form, say: Say) -> bool:
    """Align one document; whether anything was aligned."""
    if len(inputs) > 2:
        raise click.UsageError(f"{len(inputs)} files were given; give one that holds both languages, or two.")
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be one of two files, not both.")
    path = None if output in (None, "-") else Path(str(output))
    if path:
        if any(os.path.exists(name) and os.path.exists(path) and os.path.samefile(name, path) for name in inputs):
            raise click.UsageError(f"{path} is an input; write to another file.")
        write.free(path, form)
    outcome = job.document(inputs, settings)
    for notice in outcome.notices:
        say(notice)
    if path:
        write.whole(path, outcome.rows, form)
    else:
        # Bytes, so that the output is UTF-8 whatever the terminal's encoding is.
        try:
            sys.stdout.buffer.writelines(line.encode("utf-8") for line in write.lines(outcome.rows, form))
            sys.stdout.buffer.flush()
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader has left, which click takes quietly
            raise InputError("standard output", f"cannot be written: {error.strerror}") from None
    say(_balance(outcome, settings))
    if not outcome.pairs:
        _say(_empty(outcome))
    return outcome.pairs > 0


def _folder(folder: Path, output: str | None, settings: job.Settings, form: write.Form, say: Say) -> bool:
    """Align the documents of a folder; whether all of them were."""
    if output in (None, "-"):
        raise click.UsageError(f"{folder} is a folder; name a folder for the results with -o.")
    results = Path(str(output))
    documents = folders.entries(folder, settings)
    folders.prepare(results, folder)
    failed = 0
    for name, outcome in folders.align(documents, results, settings, form):
        if isinstance(outcome, InputError):
            failed += 1
            _say(f"failed: {outcome}")
            continue
        for notice in outcome.notices:
            say(notice)
        say(f"{name}: {_balance(outcome, settings)}")
        if not outcome.pairs:
            failed += 1
            _say(f"failed: {name}: {_empty(outcome)}")
    say(f"{len(documents) - failed} of {len(documents)} documents aligned")
    return not failed


def _balance(outcome: job.Outcome, settings: job.Settings) -> str:
    """What became of the sentences, in one line."""
    sides = (
        f"{language} {side.sentences} = {side.paired} paired + {side.unaligned} unaligned + {side.filtered} filtered"
        for language, side in ((settings.source, outcome.source), (settings.target, outcome.target))
    )
    return f"{outcome.pairs} pair{'s' * (outcome.pairs != 1)}; sentences: {'; '.join(sides)}"


def _empty(outcome: job.Outcome) -> str:
    return "no pair is left after filtering" if outcome.filtered else "nothing was aligned"


def _say(message: str) -> None:
    click.echo(f"align: {message}", err=True)


def _silent(message: str) -> None:
    pass
