"""The main job of the command: align one document, and write it to a file or to standard output."""

from __future__ import annotations

import errno
import sys
from dataclasses import replace
from pathlib import Path

import click

from aligner import errors, pipeline
from aligner.command import checks, second_output
from aligner.command.second_output import SecondOutput
from aligner.notices import logger
from aligner.rows import Rows
from aligner.status_line import StatusLine
from aligner.step_progress import StepProgress
from aligner.steps import Step
from aligner.write import files, formats
from aligner.write.document import OutputOptions
from aligner.write.result import AlignedDocument, account


def align_document(
    inputs: tuple[str, ...],
    output: str | None,
    settings: pipeline.Settings,
    output_options: OutputOptions,
    line: StatusLine,
    second: SecondOutput | None = None,
    *,
    force: bool,
) -> bool:
    """Align one document; return True if any sentences were paired.

    line: where the progress is shown.
    second: a second output with the best pairs alone; None if it was not asked for.
    """
    if len(inputs) > 2:
        raise click.UsageError(
            f"{len(inputs)} files were given; give one file that holds both languages, or two files."
        )
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be one of two files, not both.")
    path = None if output in (None, "-") else Path(str(output))
    check_output(path, inputs, settings, output_options, force=force)
    if second:
        main = files.paths_of(path, output_options.format, settings.source, settings.target) if path else []
        second_output.check(second, main, inputs, settings, force=force)
    settings = replace(settings, pairs_only_format=formats.pairs_only_name(output_options.format))
    progress = StepProgress(line)
    aligned = pipeline.align_paths(inputs, settings, progress.report)
    line.clear()  # the terminal may be standard output, too
    outputs = [files.OutputFile(path, aligned.output.rows(), output_options)] if path else []
    messages = [_balance(aligned, settings)]
    if second:
        best, remark = second.output_file(aligned, settings)
        outputs.append(best)
        messages.append(remark)
    progress.report(Step.WRITE, 0, 1)
    files.write_all(outputs, force=force)
    line.clear()
    if path is None:
        write_to_stdout(aligned.output.rows(), output_options)
    for message in messages:
        logger.info(message)
    if aligned.problem:
        logger.error(aligned.problem)
    return not aligned.problem


def check_output(
    path: Path | None,
    inputs: tuple[str, ...],
    settings: pipeline.Settings,
    output_options: OutputOptions,
    *,
    force: bool,
) -> None:
    """Refuse an output that cannot be written.

    path: the file; None for standard output.

    Raises click.UsageError for one that has no meaning, and InputError for one that the system refuses.
    """
    writer = formats.FORMATS[output_options.format]
    if path is None:
        checks.check_standard_output(output_options, settings, is_terminal=sys.stdout.isatty())
    else:
        for file in files.paths_of(path, writer.name, settings.source, settings.target):
            checks.check_not_input(file, inputs)
            files.check_writable(file, force=force)
    writer.require()


def write_to_stdout(rows: Rows, output_options: OutputOptions) -> None:
    """Write rows to standard output, in UTF-8 whatever the encoding of the terminal is."""
    try:
        formats.FORMATS[output_options.format].write(rows, output_options, [sys.stdout.buffer])
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader has left; click ends the command without a message
        raise errors.cannot_write("standard output", error) from None


def _balance(aligned: AlignedDocument, settings: pipeline.Settings) -> str:
    """Return the counts of pairs and sentences, in one line."""
    sides = (settings.source, aligned.source), (settings.target, aligned.target)
    return f"{aligned.pairs} pair{'s' * (aligned.pairs != 1)}; {account(sides, aligned.left_out)}"
