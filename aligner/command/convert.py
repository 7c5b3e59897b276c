"""The sub-command `align convert`: what is aligned already, to another format."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from click import Option

from aligner import pipeline, storage
from aligner.command import checks, one_document
from aligner.command.completion import complete_files
from aligner.command.console import GroupedCommand, exit_after
from aligner.command.help_texts import EXIT_STATUS, alternatives, formats_where
from aligner.command.one_document import Outputs
from aligner.command.option_types import Language
from aligner.command.options import GROUPS
from aligner.convert import folder
from aligner.convert.conversion import Conversion
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.convert.readers import BY_NAME, read_files
from aligner.notices import logger
from aligner.write import files, formats
from aligner.write.document import OutputOptions
from aligner.write.filters import Filters
from aligner.write.writer import Flags

HELP = """Convert what is aligned already to another format, without aligning it again.

\b
  align convert memory.tmx -o pairs.tsv             a file of pairs
  align convert book.ar book.en -o book.tmx         two texts of as many lines
  align convert book.index book.ar book.en -f json  an index or a ladder, and the sentences, one a line
  align convert aligned/ -o all.tmx                 every aligned file of a folder
  cat pairs.tsv | align convert -f jsonl            standard input

The format of the input is recognised by its content, that of the output by the suffix of -o. A row without a number of
sentences (kind) counts as one sentence on each side that has a text.
"""

_OUTPUT = {option.name: option for option in GROUPS["Output"]}
CONVERT_GROUPS: Mapping[str, Sequence[Option]] = {
    "Input": [
        Option(
            ["--from", "source"],
            type=Language(),
            metavar="TAG",
            help="Source language (default: as the file says, or ar).",
        ),
        Option(
            ["--to", "target"],
            type=Language(),
            metavar="TAG",
            help="Target language (default: as the file says, or en).",
        ),
        *(option for option in GROUPS["Input"] if option.name in ("encoding", "columns")),
        Option(
            ["--input-format"],
            type=click.Choice(tuple(BY_NAME)),
            metavar="FORMAT",
            help=f"Format of the input: {alternatives(tuple(BY_NAME))} (default: detected).",
        ),
    ],
    "Output": [
        Option(
            ["-o", "--output"],
            metavar="PATH",
            shell_complete=complete_files,
            help="Write to this file (default: standard output).",
        ),
        *(_OUTPUT[name] for name in ("format", "plain", "flags", "no_header", "repair", "force")),
    ],
    "Filtering": [option for option in GROUPS["Filtering"] if option.name in Filters._fields],
}


@click.command(
    "convert",
    cls=GroupedCommand,
    groups=CONVERT_GROUPS,
    help=HELP,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 112},
)
@click.argument("inputs", nargs=-1, metavar="[FILE [FILE [FILE]] | FOLDER | -]", shell_complete=complete_files)
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
@click.pass_context
def convert(ctx: click.Context, /, inputs: tuple[str, ...], **options: Any) -> None:
    """Run the sub-command; `HELP` describes it to the user."""
    if not inputs and sys.stdin is not None and sys.stdin.isatty():
        raise click.UsageError("Name a file, a folder, or - for standard input.")
    exit_after(ctx, lambda _: _run(ctx, inputs or ("-",), options), quiet=options["quiet"])


def _run(ctx: click.Context, inputs: tuple[str, ...], options: dict[str, Any]) -> bool:
    """Convert the inputs; return True if a row was written."""
    outputs = _outputs(ctx, options)
    filters = _filters(options, outputs.options.format)
    checks.check_filters(ctx, filters)
    _check_inputs(inputs, options)
    wanted = Wanted(options["source"], options["target"], options["encoding"], options["columns"])
    name = "standard input" if inputs[0] == "-" else inputs[0]
    with ExitStack() as stack:
        if storage.is_folder(inputs[0]):
            output = str(outputs.path) if outputs.path else None
            _check_replaced(filter(None, [outputs.path]), inputs)
            file = folder.read_folder(inputs[0], wanted, options["input_format"], output)
        else:
            file = _read_files(inputs, wanted, options["input_format"], stack)
        conversion = Conversion(file, filters, name, options["repair"])
        _check_documents(conversion, outputs.options.format)
        # A column of flags stays in a table.
        flags_stay = file.has_flags and formats.FORMATS[outputs.options.format].flags is Flags.ON_REQUEST
        output_options = outputs.options._replace(
            documents=conversion.documents, flags=outputs.options.flags or flags_stay
        )
        _write(conversion, file, inputs, outputs._replace(options=output_options))
    for notice in file.notices:
        logger.warning("%s", notice)
    for error in file.failed:
        logger.error("%s", error)
    logger.info(conversion.balance())
    if conversion.problem:
        logger.error(conversion.problem)
    return not conversion.problem and not file.failed


def _outputs(ctx: click.Context, options: dict[str, Any]) -> Outputs:
    """Return the output that the user asks for, in the format of its suffix if the user named none."""
    if options["plain"]:
        checks.check_plain(ctx, options["format"], options["output"])
    format_name = options["format"]
    if not checks.is_given(ctx, "format"):
        format_name = checks.format_of_output(options["output"])
    output_options = OutputOptions(format_name, header=not options["no_header"], flags=options["flags"])
    checks.check_format(output_options, why=False, keep_unaligned=options["keep_unaligned"])
    for_people = not checks.is_for_programs(ctx)
    return Outputs(options["output"], output_options, force=options["force"], for_people=for_people)


def _check_inputs(inputs: tuple[str, ...], options: dict[str, Any]) -> None:
    """Refuse inputs that do not go together."""
    if "" in inputs:
        raise click.UsageError("The name of a file is empty; give its name, or - for standard input.")
    if inputs.count("-") > 1:
        raise click.UsageError("Standard input can be one of the files, not several.")
    if len(inputs) > 3:
        raise click.UsageError(f"{len(inputs)} files were given; give one, or a folder that holds them.")
    if len(inputs) > 1 and any(map(storage.is_folder, inputs)):
        raise click.UsageError("A folder is converted alone; drop the other inputs.")
    if options["source"] and options["source"] == options["target"]:
        raise click.UsageError(f"--from and --to are both {options['source']}; name two languages.")
    if options["output"]:
        checks.check_not_input(options["output"], inputs)


def _check_documents(conversion: Conversion, format_name: str) -> None:
    """Refuse several documents in a format that holds one."""
    if conversion.documents and formats.FORMATS[format_name].one_document:
        able = formats_where(lambda writer: not writer.one_document)
        raise click.UsageError(f"The rows are of several documents, but {format_name} holds one; choose -f {able}.")


def _read_files(inputs: tuple[str, ...], wanted: Wanted, format_name: str | None, stack: ExitStack) -> PairFile:
    """Open the inputs, and return their pairs."""
    notices: list[str] = []
    opened = []
    for path in inputs:
        opened.append(Input(path, notices))
        stack.callback(opened[-1].close)
    return read_files(opened, wanted, format_name)


def _filters(options: dict[str, Any], format_name: str) -> Filters:
    """Return the filters that the options ask for; the names of their fields are those of the options."""
    chosen = {field: options[field] for field in Filters._fields if field in options}
    return Filters(**chosen, pairs_only_format=formats.pairs_only_name(format_name))


def _check_replaced(paths: Iterable[Path], inputs: tuple[str, ...]) -> None:
    """Refuse an output in the place of a file of the folder, unless a conversion of the folder may have written it."""
    for path in paths:
        if not folder.may_replace(str(path)):
            checks.check_not_within(path, inputs)


def _write(conversion: Conversion, file: PairFile, inputs: tuple[str, ...], outputs: Outputs) -> None:
    """Write the rows that stay to a file or to standard output."""
    if outputs.path and storage.is_folder(inputs[0]):
        paths = files.paths_of(outputs.path, outputs.options.format, file.source_language, file.target_language)
        if len(paths) > 1:  # their names have the languages, which are known only now
            _check_replaced(paths, inputs)
    outputs.check(inputs, pipeline.Settings(source=file.source_language, target=file.target_language))
    if outputs.path:
        files.write_atomically(outputs.path, conversion.rows(), outputs.options, force=outputs.force)
    else:
        for_people = outputs.for_people and sys.stdout.isatty()
        one_document.write_to_stdout(conversion.rows(), outputs.options, for_people=for_people)
