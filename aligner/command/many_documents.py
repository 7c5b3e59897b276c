"""Many documents, of a folder or a manifest: aligned, or listed."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

import click

from aligner import pipeline, storage
from aligner.command import checks, second_output, terminal_view
from aligner.command.help_texts import formats_where
from aligner.command.options import CommandOptions
from aligner.command.streams import writing_to_stdout
from aligner.corpus import plan, preview, run
from aligner.status_line import StatusLine
from aligner.write import formats
from aligner.write.document import OutputOptions
from aligner.write.writer import Writer


def align_documents(
    ctx: click.Context,
    inputs: tuple[str, ...],
    options: CommandOptions,
    settings: pipeline.Settings,
    output_options: OutputOptions,
    line: StatusLine,
) -> bool:
    """Align the documents of a folder or of a manifest, or list them; return True if all went well.

    Raises `run.Interrupted` after Ctrl-C.
    """
    manifest, output, folder = options["manifest"], options["output"], inputs[0] if inputs else ""
    if len(inputs) > 1:
        raise click.UsageError("With --manifest, give at most one folder: the one that contains the files of the list.")
    _check_learning(options, settings, folder)
    if options["best_of"]:
        raise second_output.refusal_for_many(options["best_of"], output)
    if options["pins"]:
        _check_reviews(options["pins"], folder, output)
        settings = replace(settings, pins=None)  # each document has its own
    if output is None and not options["dry_run"]:
        raise click.UsageError(f"{folder or manifest} may hold many documents; name a folder or file with -o.")
    format_name = output_options.format if checks.is_given(ctx, "format") else None
    single_file = output is not None and _is_file(output, format_name, settings)
    if single_file and not format_name:
        output_options = output_options._replace(format=checks.format_of_output(output))
    _check_output(options, settings, output_options, single_file=single_file)
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
        sentences=options["sentences"],
        reviews=options["pins"],
        follow_links=options["follow_links"],
        timeout=options["timeout"],
    )
    if options["dry_run"]:
        return preview.show(corpus_run, _write_line)
    return run.run(corpus_run, line)


def _check_learning(options: CommandOptions, settings: pipeline.Settings, folder: str) -> None:
    """Refuse options about learned words if no words are learned, and a profile among the documents of a folder."""
    if settings.profile and folder and storage.is_within(settings.profile, folder):
        raise click.UsageError(f"{settings.profile} is in the folder of the documents; move the profile out of it.")
    if not pipeline.METHODS[settings.method].words and (options["learn_from"] or options["save_lexicon"]):
        raise click.UsageError(f"--method {settings.method} does not use words; drop --learn-from and --save-lexicon.")
    learns = not settings.lexicon if options["learn_from"] is None else options["learn_from"] > 0
    if options["save_lexicon"] and not learns:
        raise click.UsageError("--save-lexicon needs learned word translations; give --learn-from N.")


def _check_output(
    options: CommandOptions, settings: pipeline.Settings, output_options: OutputOptions, *, single_file: bool
) -> None:
    """Refuse an output, or options of the output, that do not go together.

    single_file: one file holds all documents, or standard output.
    """
    writer, output = formats.FORMATS[output_options.format], options["output"]
    if single_file and writer.one_document:
        able = formats_where(lambda candidate: not candidate.one_document)
        problem = f"{writer.name} holds one document"
        raise click.UsageError(f"{problem}; choose --format {able}, or name a folder with -o.")
    if output == "-":
        checks.check_standard_output(output_options, settings, is_terminal=sys.stdout.isatty())
    if options["sentences"] is not None:
        _check_sentences(options["sentences"], output or "", writer, settings, single_file=single_file)
    checks.check_format(output_options, why=settings.why, keep_unaligned=settings.keep_unaligned)
    if options["timeout"] and options["cluster"]:
        raise click.UsageError("--timeout is for processes of this machine, not of --cluster; drop one of them.")
    if output is not None and storage.is_url(output) and not options["journal"]:
        raise click.UsageError(f"{output} cannot hold the journal; name a file for it with --journal.")


def _check_reviews(reviews: str, documents: str, output: str | None) -> None:
    """Refuse reviews of many documents that are not in a folder of their own.

    documents: folder of the documents; empty if there is none.
    """
    if os.path.isfile(reviews):
        problem = f"{reviews} is a review of one document"
        raise click.UsageError(f"{problem}; give the texts of that document, or a folder of reviews.")
    if not os.path.isdir(reviews):
        raise click.UsageError(f"{reviews}: there is no such folder on this machine; give the folder of the reviews.")
    if documents and os.path.realpath(reviews) == os.path.realpath(documents):
        raise click.UsageError(f"{reviews} is the folder of the documents; move the reviews to a folder of their own.")
    if output is not None and os.path.realpath(reviews) == os.path.realpath(output):
        raise click.UsageError(
            f"The results would be written over the reviews in {reviews}; name another folder with -o."
        )


def _check_sentences(
    sentences: str, output: str, writer: Writer, settings: pipeline.Settings, *, single_file: bool
) -> None:
    """Refuse a folder of sentences that does not go with the output."""
    if single_file:
        raise click.UsageError("--sentences of many documents needs a folder of results; name one with -o.")
    if storage.is_url(sentences) != storage.is_url(output):
        raise click.UsageError(f"{sentences} and {output} must both be folders of this machine, or both be URLs.")
    has_files_of_languages = len(writer.suffixes(settings.source, settings.target)) > 1
    if has_files_of_languages and checks.is_same_file(sentences, output):
        raise click.UsageError(f"{output} is the folder of the pairs; give --sentences another one.")
    if has_files_of_languages and (storage.is_within(sentences, output) or storage.is_within(output, sentences)):
        problem = f"{sentences} and {output} hold files of the same names, and one is in the other"
        raise click.UsageError(f"{problem}; give --sentences a folder beside it.")


def _is_file(output: str, format_name: str | None, settings: pipeline.Settings) -> bool:
    """Return True if the output is one file for all documents, or standard output; False if it is a folder.

    format_name: the format that the user chose; None to take it from the name of the output. A format with a file for
        each language has files if the name ends in the tag of one, as in `all.ar`.
    """
    if output == "-":
        return True
    if storage.is_url(output) or os.path.isdir(output) or output.endswith(("/", os.sep)):
        return False
    suffixes = formats.FORMATS[format_name].suffixes(settings.source, settings.target) if format_name else ()
    if len(suffixes) > 1:
        return output.endswith(suffixes) or formats.format_of(output) is not None
    return os.path.isfile(output) or formats.format_of(output) is not None


def _write_line(line: str) -> None:
    """Write a line to standard output; a file name that is not UTF-8 is written as its bytes.

    A terminal gets escapes for characters that have an effect on it, as those of `ls` do.
    """
    if sys.stdout.isatty():
        line = terminal_view.quoted(line)
    with writing_to_stdout():
        sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape") + b"\n")
