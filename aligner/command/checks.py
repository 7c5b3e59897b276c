"""Checks of the options, before any work is done: what does not go together is a usage error."""

from __future__ import annotations

import math
import os
from pathlib import Path

import click
from click.core import ParameterSource

from aligner import pipeline, storage
from aligner.command.help_texts import alternatives, formats_where
from aligner.errors import InputError
from aligner.profile.values import LEXICON, PROFILE
from aligner.read import review, review_table
from aligner.write import files, formats
from aligner.write.document import DEFAULT_FORMAT, OutputOptions
from aligner.write.filters import Filters
from aligner.write.writer import Flags


def is_given(ctx: click.Context, option: str) -> bool:
    """Return True if the user gave an option on the command line."""
    return ctx.get_parameter_source(option) is ParameterSource.COMMANDLINE


def is_for_programs(ctx: click.Context) -> bool:
    """Return True if the output is meant for a program: the user chose a format, or wants no header line."""
    return any(is_given(ctx, option) for option in ("format", "plain", "no_header"))


def check_inputs(
    ctx: click.Context, inputs: tuple[str, ...], manifest: str | None, settings: pipeline.Settings
) -> None:
    """Refuse options that do not go together, whatever the format is."""
    check_filters(ctx, Filters.from_settings(settings))
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
    if settings.realign and len(inputs) == 2:
        raise click.UsageError("--realign is for one file with rows of both languages, not for two files.")
    if settings.realign and settings.layout in ("blocks", "interleaved"):
        raise click.UsageError(f"--realign is for rows, which --layout {settings.layout} has not; drop one of them.")
    for option, needs_words in (("--lexicon", bool(settings.lexicon)), ("--refine", settings.refine)):
        if needs_words and not pipeline.METHODS[settings.method].words:
            able = alternatives(pipeline.methods_with_words())
            raise click.UsageError(f"{option} needs --method {able}; {settings.method} does not use words.")
    if settings.profile is not None and settings.method == "gale-church":
        raise click.UsageError("--profile has no effect on --method gale-church, whose values are published; drop it.")
    check_vectors(inputs, settings)
    if settings.pre_split and (settings.lines != "auto" or settings.split_clauses):
        raise click.UsageError("--pre-split excludes --lines and --split-clauses, since each line is one sentence.")
    if settings.refine and (settings.pre_split or settings.split_alone):
        excluded = "--pre-split" if settings.pre_split else "--split-alone"
        raise click.UsageError(f"--refine cuts sentences, but {excluded} leaves them as they are; drop one of them.")


def take_vectors(source: str | None, target: str | None) -> tuple[str, str] | None:
    """Return the files of the vectors of both sides, or None without them; refuse those of one side alone."""
    if (source is None) != (target is None):
        raise click.UsageError("--source-vectors and --target-vectors need each other; give both.")
    return None if source is None or target is None else (source, target)


def check_vectors(inputs: tuple[str, ...], settings: pipeline.Settings) -> None:
    """Refuse an encoder, or files of vectors, with which other options do not go together."""
    option = "--encoder" if settings.encoder is not None else "--source-vectors" if settings.vectors else ""
    if option and not pipeline.METHODS[settings.method].words:
        able = alternatives(pipeline.methods_with_words())
        raise click.UsageError(f"{option} needs --method {able}; {settings.method} does not use it.")
    if settings.vectors is None:
        return
    if settings.encoder is not None:
        raise click.UsageError("--source-vectors are in place of --encoder; drop one of them.")
    if not settings.pre_split or len(inputs) != 2:
        raise click.UsageError("--source-vectors needs two files with one sentence a line, and --pre-split.")


def take_review(
    inputs: tuple[str, ...], pins: str | None, languages: tuple[str, str]
) -> tuple[tuple[str, ...], str | None]:
    """Return the inputs without a review that stands before them, and the review: `align review.json TEXT TEXT`.

    A table with a column `checked` is a review if texts follow it.

    pins: the review that the user gave with `--pins`.
    languages: the tags of the source and of the target.
    """
    if not inputs or not os.path.isfile(inputs[0]):
        return inputs, pins
    is_review = inputs[0].lower().endswith(".json") and review.is_review_file(inputs[0])
    if not is_review and (len(inputs) == 1 or not review_table.is_review_table(inputs[0], *languages)):
        if len(inputs) == 3 and inputs[0].lower().endswith((".json", ".tsv", ".csv")):
            raise click.UsageError(f"{inputs[0]}: {review_table.NOT_REVIEW}; {review_table.NAME_COLUMNS}.")
        return inputs, pins
    if pins:
        raise click.UsageError(f"{inputs[0]} and {pins} are two reviews; give one.")
    if len(inputs) == 1:
        raise click.UsageError(f"{inputs[0]} is a review; give the texts that were reviewed after it.")
    return inputs[1:], inputs[0]


def check_filters(ctx: click.Context, filters: Filters) -> None:
    """Refuse filters that have no meaning or no effect, whatever the format is."""
    if math.isnan(filters.min_confidence):
        raise click.BadParameter("nan is not in the range 0<=x<=1.", ctx, param_hint="'--min-confidence'")
    if filters.max_ratio is not None and not math.isfinite(filters.max_ratio):
        raise click.BadParameter(f"{filters.max_ratio:g} is not a number from 1.", ctx, param_hint="'--max-ratio'")
    if filters.keep_unaligned and filters.drop_unaligned:
        raise click.UsageError("--keep-unaligned and --drop-unaligned exclude each other; drop one of them.")
    if filters.keep_unaligned and not filters.min_confidence and not filters.one_to_one:
        raise click.UsageError("--keep-unaligned has no effect without --min-confidence or --one-to-one; drop it.")


def check_one_document(pins: str | None) -> None:
    """Refuse a folder of reviews for one document."""
    if pins and os.path.isdir(pins):
        problem = f"{pins} is a folder of reviews, for a folder of documents"
        raise click.UsageError(f"{problem}; give the review of these texts, such as {os.path.join(pins, 'NAME')}.tsv.")


def named_inputs(inputs: tuple[str, ...], settings: pipeline.Settings) -> tuple[str, ...]:
    """Return all files that a command reads for one document: the texts, the lexicons, the profile and the review."""
    of_profile = [os.path.join(settings.profile, name) for name in (PROFILE, LEXICON)] if settings.profile else []
    return (*inputs, *settings.lexicon, *of_profile, *filter(None, [settings.pins]))


def check_exist(inputs: tuple[str, ...]) -> None:
    """Raise InputError for the first input that is not there, before what is said about outputs or their number."""
    for name in inputs:
        if name == "-" or storage.is_url(name):
            continue
        try:
            os.stat(name)
        except FileNotFoundError:
            raise InputError(name, "there is no such file") from None
        except (OSError, ValueError):  # whoever reads the file says what is wrong with it
            continue


def check_not_input(path: str | Path, inputs: tuple[str, ...]) -> None:
    """Refuse an output that is one of the inputs."""
    if any(os.path.exists(name) and is_same_file(name, path) for name in inputs):
        raise click.UsageError(f"{path} is an input; write to another file.")


def check_not_within(path: str | Path, inputs: tuple[str, ...]) -> None:
    """Refuse an output that is a file of a folder which is an input: it may be one of those that are read."""
    if os.path.exists(path):
        for folder in filter(os.path.isdir, inputs):
            if storage.is_within(path, folder):
                raise click.UsageError(f"{path} is in {folder}, which is an input; write to another file.")


def check_output_file(path: Path, inputs: tuple[str, ...], *, force: bool) -> None:
    """Refuse an output that is one of the inputs, and raise InputError for one that cannot be written.

    force: True if a file that exists may be replaced.
    """
    check_not_input(path, inputs)
    files.check_writable(path, force=force)


def check_file_names(**names: str | None) -> None:
    """Refuse a file or folder whose name is empty, as a shell variable is that is not set.

    names: name of an option -> its value.
    """
    for option, name in names.items():
        if name == "":
            raise click.UsageError(f"The name after --{option.replace('_', '-')} is empty; give a name, or drop it.")


def is_same_file(first: str | Path, second: str | Path) -> bool:
    """Return True if two paths lead to one file, which need not exist."""
    if os.path.realpath(first) == os.path.realpath(second):
        return True
    return os.path.exists(first) and os.path.exists(second) and os.path.samefile(first, second)


def format_of_output(output: str | None, option: str = "-o") -> str:
    """Return the format for the output of one document, by its suffix; refuse a suffix that no format has.

    output: path of a file; None or `-` for standard output. A device, a pipe or a file without a suffix gets the
        default format.
    option: the option that names it. The user can choose another format than that of the suffix for `-o` only.
    """
    if output is None or output == "-" or (os.path.exists(output) and not os.path.isfile(output)):
        return DEFAULT_FORMAT
    if not (suffix := Path(output).suffix):
        return DEFAULT_FORMAT
    if name := formats.format_of(output):
        return name
    by_suffix = {
        name: f"{name} ({writer.suffix})"
        for name, writer in formats.FORMATS.items()
        if formats.SUFFIXES.get(writer.suffix) == name
    }
    if option == "-o":
        remedy = "choose another, or a format with -f"
        able = [by_suffix.get(name, name) for name in formats.FORMATS]
    else:
        remedy = f"choose another for {option}"
        able = list(by_suffix.values())
    raise click.UsageError(f"{output}: no format has the suffix {suffix}; {remedy}: {', '.join(able)}.")


def check_format(
    output_options: OutputOptions, *, why: bool, keep_unaligned: bool = False, second_format: str | None = None
) -> None:
    """Refuse options that have no effect on the output format, and a format whose library is missing.

    why: True if reasons were asked for.
    keep_unaligned: True if sentences without a translation were asked for.
    second_format: format of a second output, on which an option may have its effect; None if there is none.

    Raises click.UsageError, and InputError for a library that is not installed.
    """
    writer = formats.FORMATS[output_options.format]
    writer.require()
    second = formats.FORMATS[second_format or output_options.format]
    if keep_unaligned and writer.pairs_only:
        raise click.UsageError(
            f"{writer.name} has no place for sentences without a translation; drop --keep-unaligned, or choose another"
            " format."
        )
    if why and not (writer.shows_reasons or second.shows_reasons):
        able = formats_where(lambda candidate: candidate.shows_reasons)
        raise click.UsageError(f"--why has no effect on {writer.name}; choose --format {able}, or drop --why.")
    if not output_options.header and not (writer.has_header or second.has_header):
        raise click.UsageError(f"{writer.name} has no header line; drop --no-header.")
    if not output_options.flags or second.flags is Flags.ON_REQUEST:
        return
    if writer.flags is Flags.ALWAYS:
        raise click.UsageError(f"{writer.name} always has the flags; drop --flags.")
    if writer.flags is Flags.NEVER:
        able = formats_where(lambda candidate: candidate.flags is not Flags.NEVER)
        raise click.UsageError(f"{writer.name} cannot hold flags; choose --format {able}, or drop --flags.")


def check_plain(ctx: click.Context, format_name: str, output: str | None) -> None:
    """Refuse `--plain` if it has no effect.

    output: path of a file or folder; None or `-` for standard output.
    """
    if is_given(ctx, "format") and format_name != DEFAULT_FORMAT:
        raise click.UsageError(f"--plain writes {DEFAULT_FORMAT}; drop it, or --format {format_name}.")
    if output not in (None, "-"):
        raise click.UsageError(f"--plain is for standard output; drop it, or -o {output}.")


def check_standard_output(output_options: OutputOptions, settings: pipeline.Settings, *, is_terminal: bool) -> None:
    """Refuse a format that standard output cannot take."""
    writer = formats.FORMATS[output_options.format]
    if len(writer.suffixes(settings.source, settings.target)) > 1:
        raise click.UsageError(f"{writer.name} writes a file for each language; name them with -o.")
    if is_terminal and not writer.is_text:
        raise click.UsageError(f"{writer.name} is not text for a terminal; name a file with -o.")
