"""The command: options to calls, errors to exit codes."""

from __future__ import annotations

import errno
import gc
import math
import os
import sys
from pathlib import Path
from typing import Unpack

import click
from click.core import ParameterSource

from aligner import errors, pipeline, storage
from aligner.console import GroupedCommand, log_to_stderr
from aligner.errors import InputError
from aligner.kernel import describe_core
from aligner.notices import logger
from aligner.options import EXAMPLES, EXIT_STATUS, GROUPS, HELP, CommandOptions, alternatives, formats_where
from aligner.version import __version__
from aligner.write import files, formats
from aligner.write.document import OutputOptions
from aligner.write.result import AlignedDocument
from aligner.write.writer import Flags

GARBAGE_THRESHOLD = 100_000  # objects, after which Python looks for garbage; modules and tables are none
INTERRUPTED = 130  # exit status after Ctrl-C, as in shells: 128 plus the number of SIGINT


def _show_version(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    """Show the version and the core that runs, and exit."""
    if value and not ctx.resilient_parsing:
        click.echo(f"align {__version__} ({describe_core()})")
        ctx.exit()


@click.command(
    cls=GroupedCommand,
    groups=GROUPS,
    help=HELP,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 112},
)
@click.argument("inputs", nargs=-1, metavar="[FILE [FILE] | FOLDER | -]")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version, and exit.",
)
@click.pass_context
def main(ctx: click.Context, /, inputs: tuple[str, ...], **options: Unpack[CommandOptions]) -> None:
    """Run the command; `HELP` describes it to the user."""
    # NumPy's linear algebra, which is not used, would start a thread a core; that takes longer than a short text.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(GARBAGE_THRESHOLD)
    settings = _settings(ctx, options)
    _check(ctx, inputs, options["manifest"], settings)
    if not inputs and not options["manifest"] and sys.stdin is not None and sys.stdin.isatty():
        click.echo(f"{ctx.get_usage()}\n\n{EXAMPLES}\n\nTry 'align --help' for the options.")
        return
    with log_to_stderr(quiet=options["quiet"]):
        try:
            went_well = _run(ctx, inputs, options, settings)
        except InputError as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt:
            logger.error("stopped")
            ctx.exit(INTERRUPTED)
    ctx.exit(0 if went_well else 1)


def _settings(ctx: click.Context, options: CommandOptions) -> pipeline.Settings:
    """Return the settings that the options of the command ask for."""
    is_given = [ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE for name in ("source", "target")]
    return pipeline.Settings(
        source=options["source"],
        target=options["target"],
        method=options["method"],
        lexicon=options["lexicon"],
        order_is_given=any(is_given),
        layout=options["layout"],
        columns=options["columns"],
        encoding=options["encoding"],
        pre_split=options["pre_split"],
        lines=options["lines"],
        split_clauses=options["split_clauses"],
        why=options["why"],
        certify=options["certify"],
        drop_unaligned=options["drop_unaligned"],
        min_confidence=options["min_confidence"],
    )


def _check(ctx: click.Context, inputs: tuple[str, ...], manifest: str | None, settings: pipeline.Settings) -> None:
    """Refuse options that do not go together, whatever the format is."""
    if math.isnan(settings.min_confidence):
        raise click.BadParameter("nan is not in the range 0<=x<=1.", ctx, param_hint="'--min-confidence'")
    if settings.source == settings.target:
        raise click.UsageError(f"--from and --to are both {settings.source}; name two languages.")
    if "" in (*inputs, manifest):
        raise click.UsageError("The name of a file is empty; give its name, or - for standard input.")
    if settings.layout and len(inputs) == 2:
        raise click.UsageError("--layout is for one file that holds both languages, not for two files.")
    if settings.columns and len(inputs) == 2:
        raise click.UsageError("--columns is for one file that holds both languages, not for two files.")
    if settings.columns and settings.layout not in (None, "columns"):
        raise click.UsageError(f"--columns excludes --layout {settings.layout}; drop one of them.")
    if settings.lexicon and not pipeline.METHODS[settings.method].words:
        able = alternatives(pipeline.methods_with_words())
        raise click.UsageError(f"--lexicon needs --method {able}; {settings.method} does not use words.")
    if settings.pre_split and (settings.lines != "auto" or settings.split_clauses):
        raise click.UsageError("--pre-split excludes --lines and --split-clauses, since each line is one sentence.")


def _check_format(output_options: OutputOptions, *, why: bool) -> None:
    """Refuse options that have no effect on the output format.

    why: True if reasons were asked for.
    """
    writer = formats.FORMATS[output_options.format]
    if why and not writer.shows_reasons:
        able = formats_where(lambda candidate: candidate.shows_reasons)
        raise click.UsageError(f"--why has no effect on {writer.name}; choose --format {able}, or drop --why.")
    if not output_options.header and not writer.has_header:
        raise click.UsageError(f"{writer.name} has no header line; drop --no-header.")
    if output_options.flags and writer.flags is Flags.ALWAYS:
        raise click.UsageError(f"{writer.name} always has the flags; drop --flags.")
    if output_options.flags and writer.flags is Flags.NEVER:
        able = formats_where(lambda candidate: candidate.flags is not Flags.NEVER)
        raise click.UsageError(f"{writer.name} cannot hold flags; choose --format {able}, or drop --flags.")


def _run(ctx: click.Context, inputs: tuple[str, ...], options: CommandOptions, settings: pipeline.Settings) -> bool:
    """Align one document or many; return True if all went well."""
    output_options = OutputOptions(options["format"], header=not options["no_header"], flags=options["flags"])
    if options["manifest"] or (len(inputs) == 1 and storage.is_folder(inputs[0])):
        return _folder(ctx, inputs, options, settings, output_options)
    for option in GROUPS["Folders"]:
        if option.name and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option.opts[-1]} is for many documents; give a folder or --manifest, or drop it.")
    return _document(inputs or ("-",), options["output"], settings, output_options, force=options["force"])


def _document(
    inputs: tuple[str, ...],
    output: str | None,
    settings: pipeline.Settings,
    output_options: OutputOptions,
    *,
    force: bool,
) -> bool:
    """Align one document; return True if any sentences were paired."""
    _check_format(output_options, why=settings.why)
    if len(inputs) > 2:
        raise click.UsageError(
            f"{len(inputs)} files were given; give one file that holds both languages, or two files."
        )
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be one of two files, not both.")
    path = None if output in (None, "-") else Path(str(output))
    if path:
        if any(os.path.exists(name) and os.path.exists(path) and os.path.samefile(name, path) for name in inputs):
            raise click.UsageError(f"{path} is an input; write to another file.")
        files.check_writable(path, force=force)
    aligned = pipeline.align_paths(inputs, settings)
    if path:
        files.write_atomically(path, aligned.output, output_options, force=force)
    else:
        _write_to_stdout(aligned, output_options)
    logger.info(_balance(aligned, settings))
    if aligned.problem:
        logger.error(aligned.problem)
    return not aligned.problem


def _write_to_stdout(aligned: AlignedDocument, output_options: OutputOptions) -> None:
    """Write a document to standard output, in UTF-8 whatever the encoding of the terminal is."""
    try:
        sys.stdout.buffer.writelines(line.encode("utf-8") for line in formats.lines(aligned.output, output_options))
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader has left; click ends the command without a message
        raise errors.cannot_write("standard output", error) from None


def _folder(
    ctx: click.Context,
    inputs: tuple[str, ...],
    options: CommandOptions,
    settings: pipeline.Settings,
    output_options: OutputOptions,
) -> bool:
    """Align the documents of a folder or of a manifest, or show them; return True if all went well."""
    from aligner.corpus import plan, preview, run  # imported here, since one document does not need them

    manifest, output = options["manifest"], options["output"]
    if len(inputs) > 1:
        raise click.UsageError("With --manifest, give at most one folder: the one that contains the files of the list.")
    _check_learning(options, settings)
    folder = inputs[0] if inputs else ""
    if output is None and not options["dry_run"]:
        raise click.UsageError(f"{folder or manifest} may hold many documents; name a folder or file with -o.")
    single_file = output is not None and _is_file(output)
    if single_file and output != "-" and ctx.get_parameter_source("format") is not ParameterSource.COMMANDLINE:
        output_options = output_options._replace(format=formats.format_of(str(output)) or output_options.format)
    if single_file and not formats.FORMATS[output_options.format].collects:
        able = formats_where(lambda writer: writer.collects)
        problem = f"{output_options.format.upper()} holds one document"
        raise click.UsageError(f"{problem}; choose --format {able}, or name a folder with -o.")
    _check_format(output_options, why=settings.why)
    if output is not None and storage.is_url(output) and not options["journal"]:
        raise click.UsageError(f"{output} cannot hold the journal; name a file for it with --journal.")
    corpus_run = plan.make_run(
        folder,
        manifest,
        output or "",
        settings,
        output_options,
        single_file=single_file,
        force=options["force"],
        journal=options["journal"],
        jobs=options["jobs"],
        cluster=options["cluster"],
        retry_failed=options["retry_failed"],
        learn_from=options["learn_from"],
        save_lexicon=options["save_lexicon"],
    )
    try:
        if options["dry_run"]:
            preview.show(corpus_run, _write_line)
            return True
        return run.run(corpus_run, sys.stderr if not options["quiet"] and sys.stderr.isatty() else None)
    except run.Interrupted as interrupted:
        logger.error(interrupted)
        ctx.exit(INTERRUPTED)


def _check_learning(options: CommandOptions, settings: pipeline.Settings) -> None:
    """Refuse options about learned words if no words are learned."""
    if not pipeline.METHODS[settings.method].words and (options["learn_from"] or options["save_lexicon"]):
        raise click.UsageError(f"--method {settings.method} does not use words; drop --learn-from and --save-lexicon.")
    learns = not settings.lexicon if options["learn_from"] is None else options["learn_from"] > 0
    if options["save_lexicon"] and not learns:
        raise click.UsageError("--save-lexicon needs learned word translations; give --learn-from N.")


def _is_file(output: str) -> bool:
    """Return True if the output is one file for all documents, or standard output; False if it is a folder."""
    if output == "-" or os.path.isfile(output):
        return True
    if storage.is_url(output) or os.path.isdir(output) or output.endswith(("/", os.sep)):
        return False
    return formats.format_of(output) is not None


def _write_line(line: str) -> None:
    """Write a line to standard output; a file name that is not UTF-8 is written as its bytes."""
    sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape") + b"\n")


def _balance(aligned: AlignedDocument, settings: pipeline.Settings) -> str:
    """Return the counts of pairs and sentences, in one line."""
    sentences = f"{aligned.source.balance(settings.source)}; {aligned.target.balance(settings.target)}"
    return f"{aligned.pairs} pair{'s' * (aligned.pairs != 1)}; sentences: {sentences}"
