"""The second output of one document, with the best pairs alone: `--best-of X FILE`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import click

from aligner import pipeline
from aligner.command import checks
from aligner.write import files, formats, metadata
from aligner.write.document import OutputDocument, OutputOptions
from aligner.write.filters import Filters
from aligner.write.result import AlignedDocument, filter_beads
from aligner.write.writer import Flags

OPTION = "--best-of"


class SecondOutput(NamedTuple):
    """The file of the best pairs.

    limit: least confidence of a pair in it.
    path: its path as the user named it.
    options: its format, and the options of that.
    """

    limit: float
    path: Path
    options: OutputOptions

    def paths(self, settings: pipeline.Settings) -> list[Path]:
        """Return the paths of its files."""
        return files.paths_of(self.path, self.options.format, settings.source, settings.target)

    def output_file(self, main: AlignedDocument, settings: pipeline.Settings) -> tuple[files.OutputFiles, str]:
        """Return the file with its rows, and a sentence about it for the user.

        It holds what the main output would hold if `--min-confidence` had this limit.

        main: the document of the main output.
        settings: its filters, which hold for the second output as well.
        """
        filters = Filters.from_settings(settings)
        least = max(filters.min_confidence, self.limit)
        filters = filters._replace(min_confidence=least, keep_unaligned=False, pairs_only_format="")
        bitext, _, meta, repairs = main.output
        written = filter_beads(bitext, filters)
        meta = metadata.filtered(meta, written, filters, repairs)
        rows = OutputDocument(bitext, written.beads, meta, repairs).with_counted_repairs().rows()
        pairs = f"{main.pairs} pair{'s' * (main.pairs != 1)}"
        remark = f"{self.path}: {len(written.beads)} of {pairs} with a confidence of {self.limit:g} or more"
        return files.of_rows(self.path, rows, self.options), remark


def of_option(
    value: tuple[float, str] | None, inputs: tuple[str, ...], main: OutputOptions, settings: pipeline.Settings
) -> SecondOutput | None:
    """Return the second output that the option asks for; None if it was not given.

    The suffix of the file is that of its format. A name without a suffix, and a suffix of the format of the main
    output, stand for that format.

    main: the options of the main output. They hold for the second output as far as its format has them.

    Raises click.UsageError for a file that cannot be meant, and InputError for a folder.
    """
    if value is None:
        return None
    limit, name = value
    if math.isnan(limit):
        raise click.BadParameter("nan is not in the range 0<x<=1.", param_hint=f"'{OPTION}'")
    if not name or name == "-":
        raise click.UsageError(f"{OPTION} needs the name of a file; standard output is for all rows.")
    files.check_not_folder(name)
    checks.check_not_input(name, inputs)
    suffix = Path(name).suffix
    format_name = main.format
    if suffix and suffix not in formats.FORMATS[main.format].suffixes(settings.source, settings.target):
        format_name = checks.format_of_output(name, option=OPTION)
    writer = formats.FORMATS[format_name]
    options = main._replace(
        format=format_name,
        header=main.header or not writer.has_header,
        flags=main.flags and writer.flags is Flags.ON_REQUEST,
    )
    return SecondOutput(limit, Path(name), options)


def check(
    second: SecondOutput, main: list[Path], inputs: tuple[str, ...], settings: pipeline.Settings, *, force: bool
) -> None:
    """Refuse a second output that cannot be written.

    main: the files of the main output.

    Raises click.UsageError for an input or a file of the main output, and InputError for one that the system refuses.
    """
    for file in second.paths(settings):
        if any(checks.is_same_file(file, path) for path in main):
            raise click.UsageError(f"{file} is the main output as well; name another file with {OPTION}.")
        checks.check_output_file(file, inputs, force=force)
    formats.FORMATS[second.options.format].require()


def refusal_for_many(value: tuple[float, str], output: str | None) -> click.UsageError:
    """Return the error for many documents, with the commands that do the same for them."""
    limit, name = value
    several = output if output and formats.format_of(output) else "all.jsonl"
    return click.UsageError(
        f"{OPTION} is for one document; write all documents to one file, with -o {several}, and choose the best pairs"
        f" from it: align convert {several} --min-confidence {limit:g} -o {name}"
    )
