"""One document: aligned, and written to a file or to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from aligner import pipeline
from aligner.command import checks, second_output, terminal_view
from aligner.command.second_output import SecondOutput
from aligner.command.streams import writing_to_stdout
from aligner.notices import logger
from aligner.rows import Rows
from aligner.status_line import StatusLine
from aligner.step_progress import StepProgress
from aligner.steps import Step
from aligner.write import files, formats, repair
from aligner.write.document import OutputOptions
from aligner.write.result import AlignedDocument, account


class Outputs(NamedTuple):
    """The outputs that the user asks for.

    name: path of the main output; None or `-` for standard output.
    options: how the main output is written.
    second: a second output with the best pairs alone; None if it was not asked for.
    sentences: path of the files for the numbered sentences, which may lack their suffixes; None to write none.
    force: True if files that exist may be replaced.
    for_people: True to show pairs to read, not a format, if standard output is a terminal.
    """

    name: str | None
    options: OutputOptions
    second: SecondOutput | None = None
    sentences: str | None = None
    force: bool = False
    for_people: bool = False

    @property
    def path(self) -> Path | None:
        """The path of the main output; None for standard output."""
        return None if self.name in (None, "-") else Path(str(self.name))

    def check(self, inputs: tuple[str, ...], settings: pipeline.Settings) -> None:
        """Refuse outputs that cannot be written.

        Raises click.UsageError for one that has no meaning, and InputError for one that the system refuses.
        """
        inputs = checks.named_inputs(inputs, settings)
        for name in (self.name, self.sentences):
            if name:
                files.check_not_folder(name)
        writer = formats.FORMATS[self.options.format]
        files_of_main: list[Path] = []
        if self.path is None:
            checks.check_standard_output(self.options, settings, is_terminal=sys.stdout.isatty())
        else:
            files_of_main = files.paths_of(self.path, writer.name, settings.source, settings.target)
            for file in files_of_main:
                checks.check_output_file(file, inputs, force=self.force)
        if self.second:
            second_output.check(self.second, files_of_main, inputs, settings, force=self.force)
        if self.sentences is not None:
            files_of_pairs = [*files_of_main, *(self.second.paths(settings) if self.second else [])]
            self._check_sentences(Path(self.sentences), files_of_pairs, inputs, settings)

    def _check_sentences(
        self, path: Path, files_of_pairs: Sequence[Path], inputs: tuple[str, ...], settings: pipeline.Settings
    ) -> None:
        """Refuse files of sentences that cannot be written, or that would be those of the pairs."""
        if str(path) == "-":
            raise click.UsageError("--sentences writes a file for each language; give it a name.")
        for file in files.sentence_paths(path, settings.source, settings.target):
            if any(checks.is_same_file(file, of_pairs) for of_pairs in files_of_pairs):
                raise click.UsageError(f"{file} is the file of the pairs; give --sentences another name.")
            checks.check_output_file(file, inputs, force=self.force)


def align_document(inputs: tuple[str, ...], outputs: Outputs, settings: pipeline.Settings, line: StatusLine) -> bool:
    """Align one document; return True if any sentences were paired.

    line: where the progress is shown.
    """
    checks.check_exist(inputs)
    if len(inputs) > 2:
        raise click.UsageError(
            f"{len(inputs)} files were given; give one file that holds both languages, or two files."
        )
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be one of two files, not both.")
    outputs.check(inputs, settings)
    settings = formats.with_needs(settings, outputs.options.format)
    progress = StepProgress(line)
    aligned = pipeline.align_paths(inputs, settings, progress.report)
    line.clear()  # the terminal may be standard output, too
    to_write = [files.of_rows(outputs.path, aligned.output.rows(), outputs.options)] if outputs.path else []
    messages = [_balance(aligned, settings)]
    if outputs.second:
        best, remark = outputs.second.output_file(aligned, settings)
        to_write.append(best)
        messages.append(remark)
    if outputs.sentences is not None:
        to_write.append(files.of_sentences(Path(outputs.sentences), aligned.output.bitext, settings.repair))
    progress.report(Step.WRITE, 0, 1)
    files.write_all(to_write, force=outputs.force)
    line.clear()
    if outputs.path is None:
        for_people = outputs.for_people and sys.stdout.isatty()
        write_to_stdout(aligned.output.rows(), outputs.options, for_people=for_people)
    for message in messages:
        logger.info(message)
    if aligned.problem:
        logger.error(aligned.problem)
    return not aligned.problem


def write_to_stdout(rows: Rows, output_options: OutputOptions, *, for_people: bool = False) -> None:
    """Write rows to standard output, in UTF-8 whatever the encoding of the terminal is.

    for_people: True to show pairs to read, not the format of the options.
    """
    with writing_to_stdout():
        if for_people:
            coloured = terminal_view.is_coloured(os.environ)
            terminal_view.write(rows, sys.stdout.buffer, flags=output_options.flags, coloured=coloured)
        else:
            formats.FORMATS[output_options.format].write(rows, output_options, [sys.stdout.buffer])
        sys.stdout.buffer.flush()


def _balance(aligned: AlignedDocument, settings: pipeline.Settings) -> str:
    """Return the counts of pairs, sentences and repaired characters, in one line."""
    sides = (settings.source, aligned.source), (settings.target, aligned.target)
    repaired = f"; {repair.describe(aligned.output.meta['repaired'])}" if settings.repair else ""
    return f"{aligned.pairs} pair{'s' * (aligned.pairs != 1)}; {account(sides, aligned.left_out)}{repaired}"
