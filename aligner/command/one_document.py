"""The main job of the command: align one document, and write it to a file or to standard output."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import click

from aligner import errors, pipeline
from aligner.command import checks
from aligner.errors import InputError
from aligner.notices import logger
from aligner.rows import Rows
from aligner.write import files, formats
from aligner.write.document import OutputOptions
from aligner.write.result import AlignedDocument


def align_document(
    inputs: tuple[str, ...],
    output: str | None,
    sentences: str | None,
    settings: pipeline.Settings,
    output_options: OutputOptions,
    *,
    force: bool,
) -> bool:
    """Align one document; return True if any sentences were paired.

    output: file for the pairs; None or `-` for standard output.
    sentences: path of the files for the numbered sentences, which may lack their suffixes; None to write none.
    """
    if len(inputs) > 2:
        raise click.UsageError(
            f"{len(inputs)} files were given; give one file that holds both languages, or two files."
        )
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be one of two files, not both.")
    for name in (output, sentences):
        if name and name.endswith(("/", os.sep)):
            raise InputError(name, "this is a folder", hint="name a file in it")
    path = None if output in (None, "-") else Path(str(output))
    check_output(path, inputs, settings, output_options, force=force)
    if sentences is not None:
        check_sentences(Path(sentences), path, inputs, settings, output_options, force=force)
    aligned = pipeline.align_paths(inputs, settings)
    groups = [files.of_rows(path, aligned.output.rows(), output_options)] if path else []
    if sentences is not None:
        groups.append(files.of_sentences(Path(sentences), aligned.output.bitext))
    files.write_all(groups, force=force)
    if not path:
        write_to_stdout(aligned.output.rows(), output_options)
    logger.info(_balance(aligned, settings))
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


def check_sentences(
    sentences: Path,
    path: Path | None,
    inputs: tuple[str, ...],
    settings: pipeline.Settings,
    output_options: OutputOptions,
    *,
    force: bool,
) -> None:
    """Refuse files of sentences that cannot be written, or that would be those of the pairs.

    sentences: their path, which may lack their suffixes.
    path: the file of the pairs; None for standard output.

    Raises click.UsageError for files that have no meaning, and InputError for those that the system refuses.
    """
    if str(sentences) == "-":
        raise click.UsageError("--sentences writes a file for each language; give it a name.")
    pairs = files.paths_of(path, output_options.format, settings.source, settings.target) if path else []
    for file in files.sentence_paths(sentences, settings.source, settings.target):
        if os.path.realpath(file) in map(os.path.realpath, pairs):
            raise click.UsageError(f"{file} is the file of the pairs; give --sentences another name.")
        checks.check_not_input(file, inputs)
        files.check_writable(file, force=force)


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
    sentences = f"{aligned.source.balance(settings.source)}; {aligned.target.balance(settings.target)}"
    return f"{aligned.pairs} pair{'s' * (aligned.pairs != 1)}; sentences: {sentences}"
