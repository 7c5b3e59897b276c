"""The command: options to calls, errors to exit codes."""

from __future__ import annotations

import errno
import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from aligner import languages, pipeline, storage
from aligner.console import log_to_stderr
from aligner.errors import InputError
from aligner.notices import logger
from aligner.read import layout, paragraphs
from aligner.version import __version__
from aligner.write import formats
from aligner.write.result import AlignedDocument

EXAMPLES = """\
  align book.txt                    one file that holds both languages
  align book.ar.txt book.en.txt     a text and its translation
  cat book.txt | align -f json      standard input
  align corpus/ -o aligned/         every document of a folder"""

HELP = f"""Pair the sentences of a text and its translation.

\b
{EXAMPLES}

A file of both languages has one after the other, paragraphs in turn, or two
columns. A row is source, target, confidence, and sentences a side, such as 1-2.

Exit status: 0 all went well; 1 something failed, or nothing aligned; 2 usage.
"""

# Options that one document has not.
ONLY_MANY = ("manifest", "dry_run", "jobs", "retry_failed", "journal", "cluster", "learn_from", "save_lexicon")

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
@click.option("-o", "--output", metavar="PATH", help="Write to this file, or folder for a folder.")
@click.option(
    "-f", "--format", type=click.Choice(list(formats.FORMATS)), default="tsv", show_default=True, help="What to write."
)
@click.option("--from", "source", type=_Language(), default="ar", show_default=True, help="Language of the source.")
@click.option("--to", "target", type=_Language(), default="en", show_default=True, help="Language of the target.")
@click.option(
    "--method", type=click.Choice(pipeline.METHODS), default="hybrid", show_default=True, help="How beads are scored."
)
@click.option("--lexicon", multiple=True, metavar="FILE", help="More words and their translations.")
@click.option("--layout", type=click.Choice(layout.LAYOUTS), help="How one file holds both; else found.")
@click.option("--encoding", type=_Encoding(), help="Encoding of the input; else found.")
@click.option("--pre-split", is_flag=True, help="Each line is one sentence already.")
@click.option(
    "--lines", type=click.Choice(paragraphs.MODES), default="auto", help="Paragraphs, or wrapped; else found."
)
@click.option("--split-clauses", is_flag=True, help="Sentences end at ; and : too.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="X", help="Leave out rows less sure."
)
@click.option("--drop-unaligned", is_flag=True, help="Leave out sentences without a translation.")
@click.option("--why", is_flag=True, help="The reasons for each pair, in JSON.")
@click.option("--flags", is_flag=True, help="What may be wrong with a pair, in TSV.")
@click.option("--certify", is_flag=True, help="Say what is proved of the search.")
@click.option("--no-header", is_flag=True, help="Write TSV without its first line.")
@click.option("--force", is_flag=True, help="Write over files that exist.")
@click.option("--manifest", metavar="LIST", help="Align the documents of a list.")
@click.option("--dry-run", is_flag=True, help="Show which files make documents, and stop.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; else one a core.")
@click.option("--learn-from", type=click.IntRange(min=0), metavar="N", help="Documents to learn words from.")
@click.option("--save-lexicon", metavar="FILE", help="Keep the words that a folder has taught.")
@click.option("--retry-failed", is_flag=True, help="Do again what failed in an earlier run.")
@click.option("--journal", metavar="FILE", help="Keep the journal here, not with the results.")
@click.option("--cluster", metavar="URL", help="Align a folder on a Dask cluster.")
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
    flags: bool,
    force: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Run the command; `HELP` is what it says of itself."""
    # NumPy's linear algebra, which is not used, would start a thread a core; that takes longer than a short text.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    many = {name: options.pop(name) for name in ONLY_MANY}
    settings = pipeline.Settings(**options)
    form = formats.OutputOptions(format, header=not no_header, force=force, flags=flags)
    _check(ctx, inputs, settings)
    if not inputs and not many["manifest"] and sys.stdin is not None and sys.stdin.isatty():
        click.echo(f"{ctx.get_usage()}\n\n{EXAMPLES}\n\nTry 'align --help' for the options.")
        return
    try:
        with log_to_stderr(quiet=quiet):
            fine = _run(ctx, inputs, output, settings, form, many, terminal=not quiet and sys.stderr.isatty())
    except InputError as error:
        raise click.ClickException(str(error)) from None
    ctx.exit(0 if fine else 1)


def _run(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: str | None,
    settings: pipeline.Settings,
    form: formats.OutputOptions,
    many: dict[str, Any],
    *,
    terminal: bool,
) -> bool:
    """Align what was asked for; whether all went well."""
    if many["manifest"] or (len(inputs) == 1 and storage.is_folder(inputs[0])):
        return _folder(ctx, inputs, output, settings, form, terminal=terminal, **many)
    if given := [name for name, value in many.items() if value]:
        raise click.UsageError(f"--{given[0].replace('_', '-')} is for a folder, or with --manifest.")
    return _document(inputs or ("-",), output, settings, form)


def _check(ctx: click.Context, inputs: tuple[str, ...], settings: pipeline.Settings) -> None:
    """Refuse options that do not go together."""
    if math.isnan(settings.min_confidence):
        raise click.BadParameter("nan is not in the range 0<=x<=1.", ctx, param_hint="'--min-confidence'")
    if settings.source == settings.target:
        raise click.UsageError(f"--from and --to are both {settings.source}.")
    if "" in inputs:
        raise click.UsageError("The name of a file is empty.")
    if settings.layout and len(inputs) == 2:
        raise click.UsageError("--layout is for one file that holds both languages, not for two files.")
    if settings.lexicon and settings.method != "hybrid":
        raise click.UsageError(f"--lexicon is for --method hybrid; {settings.method} does not look at words.")
    if settings.pre_split and (settings.lines != "auto" or settings.split_clauses):
        raise click.UsageError("--pre-split leaves nothing to --lines and --split-clauses; drop one of them.")


def _document(
    inputs: tuple[str, ...], output: str | None, settings: pipeline.Settings, form: formats.OutputOptions
) -> bool:
    """Align one document; whether anything was aligned."""
    if len(inputs) > 2:
        raise click.UsageError(f"{len(inputs)} files were given; give one that holds both languages, or two.")
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be one of two files, not both.")
    path = None if output in (None, "-") else Path(str(output))
    if path:
        if any(os.path.exists(name) and os.path.exists(path) and os.path.samefile(name, path) for name in inputs):
            raise click.UsageError(f"{path} is an input; write to another file.")
        formats.check_writable(path, form)
    outcome = pipeline.align_paths(inputs, settings)
    if path:
        formats.write_atomically(path, outcome.rows, form)
    else:
        # Bytes, so that the output is UTF-8 whatever the terminal's encoding is.
        try:
            sys.stdout.buffer.writelines(line.encode("utf-8") for line in formats.lines(outcome.rows, form))
            sys.stdout.buffer.flush()
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader has left, which click takes quietly
            raise InputError("standard output", f"cannot be written: {error.strerror}") from None
    logger.info(_balance(outcome, settings))
    if outcome.problem:
        logger.error(outcome.problem)
    return not outcome.problem


def _folder(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: str | None,
    settings: pipeline.Settings,
    form: formats.OutputOptions,
    manifest: str | None,
    dry_run: bool,
    *,
    terminal: bool,
    **many: Any,
) -> bool:
    """Align the documents of a folder or of a manifest, or show them; returns whether all were aligned."""
    from aligner.corpus import plan, preview  # imported here, since one document does not need them
    from aligner.corpus import run as corpus

    if len(inputs) > 1:
        raise click.UsageError("With --manifest, give at most one folder, from which its names start.")
    if settings.method != "hybrid" and (many["learn_from"] or many["save_lexicon"]):
        raise click.UsageError(f"--method {settings.method} does not look at words, and learns none.")
    learns = not settings.lexicon if many["learn_from"] is None else many["learn_from"] > 0
    if many["save_lexicon"] and not learns:
        raise click.UsageError("--save-lexicon has nothing to save where no words are learned; give --learn-from N.")
    place = inputs[0] if inputs else ""
    if output is None and not dry_run:
        raise click.UsageError(f"{place or manifest} is many documents; name a folder for the results with -o.")
    collected = output is not None and _is_file(output)
    if collected and output != "-" and ctx.get_parameter_source("format") is not ParameterSource.COMMANDLINE:
        suffix = Path(str(output)).suffix[1:]
        form = form._replace(format=suffix if suffix in formats.FORMATS else form.format)
    if collected and form.format == "json":
        raise click.UsageError("JSON holds one document; collect documents as jsonl, or name a folder with -o.")
    if output is not None and storage.is_url(output) and not many["journal"]:
        raise click.UsageError(f"{output} cannot hold the journal; name a file for it with --journal.")
    plain = form._replace(force=False)
    corpus_run = plan.make_run(
        place, manifest, output or "", settings, plain, single_file=collected, force=form.force, **many
    )
    try:
        if dry_run:
            preview.show(corpus_run, _write_line)
            return True
        return corpus.run(corpus_run, sys.stderr if terminal else None)
    except corpus.Interrupted as interrupted:
        logger.error(interrupted)
        ctx.exit(130)


def _is_file(output: str) -> bool:
    """True if the output is one file for all documents, or standard output, and not a folder."""
    if output == "-" or os.path.isfile(output):
        return True
    if storage.is_url(output) or os.path.isdir(output) or output.endswith(("/", os.sep)):
        return False
    return Path(output).suffix[1:] in formats.FORMATS


def _write_line(line: str) -> None:
    """Write a line to standard output, with names of files that are not UTF-8 as the bytes that they are."""
    sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape") + b"\n")


def _balance(outcome: AlignedDocument, settings: pipeline.Settings) -> str:
    """What became of the sentences, in one line."""
    sides = (
        f"{language} {side.sentences} = {side.paired} paired + {side.unaligned} unaligned + {side.filtered} filtered"
        for language, side in ((settings.source, outcome.source), (settings.target, outcome.target))
    )
    return f"{outcome.pairs} pair{'s' * (outcome.pairs != 1)}; sentences: {'; '.join(sides)}"
