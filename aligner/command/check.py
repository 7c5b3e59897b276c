"""The sub-command `align check`: what is to be known about texts before they are aligned."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click
from click import Option

from aligner import pipeline, storage
from aligner.command import check_view, checks
from aligner.command.completion import complete_files
from aligner.command.console import GroupedCommand, exit_after
from aligner.command.help_texts import EXIT_STATUS
from aligner.command.options import FOLLOW_LINKS, GROUPS
from aligner.command.streams import writing_to_stdout
from aligner.command.terminal_view import json_text
from aligner.inspection import as_json
from aligner.inspection.report import Report, inspect
from aligner.inspection.total import Total
from aligner.notices import logger

HELP = """Check texts before they are aligned, without aligning them.

\b
  align check book.txt                   one file that holds both languages
  align check book.ar.txt book.en.txt    a text and its translation
  align check corpus/                    every document of a folder: a line each, and a total
  align check book.txt --json            the same for programs

The report says how each file was read, what either side holds, whether the ratio of their lengths is usual, what is
wrong with the texts, and how either side begins. Nothing is written but the report. Warnings do not change the exit
status.
"""

CHECK_GROUPS: Mapping[str, Sequence[Option]] = {
    "Input": [
        *GROUPS["Input"],
        Option(
            ["--manifest"],
            metavar="LIST",
            shell_complete=complete_files,
            help="Check the documents in this list, one a line: source, tab, target, tab, output.",
        ),
        FOLLOW_LINKS,
    ],
    "Splitting": GROUPS["Splitting"],
    "Output": [
        Option(
            ["--json", "as_json"], is_flag=True, help="Write a JSON object for each document, on a line of its own."
        ),
    ],
}


@click.command(
    "check",
    cls=GroupedCommand,
    groups=CHECK_GROUPS,
    help=HELP,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 112},
)
@click.argument("inputs", nargs=-1, metavar="[FILE [FILE] | FOLDER | -]", shell_complete=complete_files)
@click.option("-q", "--quiet", is_flag=True, help="Show errors only on standard error.")
@click.pass_context
def check(ctx: click.Context, /, inputs: tuple[str, ...], **options: Any) -> None:
    """Run the sub-command; `HELP` describes it to the user."""
    settings = _settings(ctx, options)
    manifest = options["manifest"]
    checks.check_inputs(ctx, inputs, manifest, settings)
    if not inputs and not manifest and sys.stdin is not None and sys.stdin.isatty():
        raise click.UsageError("Name a file, a folder, or - for standard input.")
    if manifest and len(inputs) > 1:
        raise click.UsageError("With --manifest, give at most one folder: the one that contains the files of the list.")
    if len(inputs) > 1 and any(map(storage.is_folder, inputs)):
        raise click.UsageError("A folder is checked alone; drop the other inputs.")
    if len(inputs) > 2:
        problem = f"{len(inputs)} files were given"
        raise click.UsageError(f"{problem}; give one file that holds both languages, two files, or a folder.")
    if inputs.count("-") == 2:
        raise click.UsageError("Standard input can be one of two files, not both.")
    exit_after(ctx, lambda _: _run(inputs or ("-",), options, settings), quiet=options["quiet"])


def _settings(ctx: click.Context, options: Mapping[str, Any]) -> pipeline.Settings:
    """Return the settings that the options ask for; the names of their fields are those of the options."""
    names = {option.name for title in ("Input", "Splitting") for option in GROUPS[title] if option.name}
    order_is_given = checks.is_given(ctx, "source") or checks.is_given(ctx, "target")
    return pipeline.Settings(**{name: options[name] for name in names}, order_is_given=order_is_given)


def _run(inputs: tuple[str, ...], options: Mapping[str, Any], settings: pipeline.Settings) -> bool:
    """Check one document or many; return True if all can be aligned."""
    manifest = options["manifest"]
    if not manifest and not storage.is_folder(inputs[0]):
        report = inspect(inputs, settings, with_pairs=True)
        lines = (
            [json_text(as_json.of_report(report))] if options["as_json"] else check_view.lines(report, _is_terminal())
        )
        _write(lines)
        if report.error:
            logger.error(report.error)
        return not report.error
    folder = "" if manifest and inputs == ("-",) else inputs[0]
    total, unreadable = Total(), list[str]()
    for report in _reports(folder, manifest, settings, unreadable, follow_links=options["follow_links"]):
        total.add(report)
        line = check_view.line_of(report, _is_terminal())
        _write([json_text(as_json.of_report(report)) if options["as_json"] else line])
    _write([json_text(as_json.of_total(total)) if options["as_json"] else check_view.line_of_total(total, settings)])
    if total.failed:
        logger.error("%d of %d documents cannot be aligned", total.failed, total.documents)
    return not total.failed and not unreadable


def _reports(
    folder: str, manifest: str | None, settings: pipeline.Settings, unreadable: list[str], *, follow_links: bool
) -> Iterator[Report]:
    """Yield the report about each document of a folder or of a manifest; `unreadable` as in `documents.find`."""
    from aligner.corpus import documents  # imported here, since one document does not need it

    tags = (settings.source, settings.target)
    records = documents.find(folder, manifest, tags, settings.encoding, unreadable, follow_links=follow_links)
    for document in records:
        if document.error:
            yield Report(document.name, [], error=document.error)
        else:
            yield inspect(document.paths, settings, document.name)


def _is_terminal() -> bool:
    """True if standard output is a terminal, which lays out text of both directions."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _write(lines: Sequence[str]) -> None:
    """Write lines to standard output, in UTF-8 whatever the encoding of the terminal is."""
    with writing_to_stdout():
        sys.stdout.buffer.writelines(line.encode("utf-8", "backslashreplace") + b"\n" for line in lines)
        sys.stdout.buffer.flush()
