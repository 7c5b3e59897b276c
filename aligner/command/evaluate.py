"""The sub-command `align eval`: an alignment against a gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from click import Option

from aligner.command import evaluate_view
from aligner.command.completion import complete_files
from aligner.command.console import GroupedCommand, exit_after
from aligner.command.help_texts import EXIT_STATUS
from aligner.command.option_types import Encoding, Language
from aligner.command.streams import writing_to_stdout
from aligner.evaluation.report import report_object
from aligner.evaluation.run import Inputs, evaluate

HELP = """Measure an alignment against a gold.

\b
  align eval gold.txt book.index            beads by numbers of sentences: strict and lax F1
  align eval gold.json book.jsonl           raw text, by offsets of characters: F1 of cuts and pairs
  align eval gold.tmx book.tmx              the pairs of two memories
  align eval gold/ aligned/                 every document of a folder, and all together

The formats are recognised by content: an index, a ladder, JSON, TSV, CSV, XLSX, TMX, or one file of a Moses pair. The
report goes to standard output. A bad score is no failure: the exit status is 0.
"""

EVAL_GROUPS: Mapping[str, Sequence[Option]] = {
    "Input": [
        Option(
            ["--texts"],
            nargs=2,
            metavar="SOURCE TARGET",
            shell_complete=complete_files,
            help="The texts, one sentence a line, whose lines the beads number (default: those beside the gold).",
        ),
        Option(["--from", "source"], type=Language(), metavar="TAG", help="Source language of files of several."),
        Option(["--to", "target"], type=Language(), metavar="TAG", help="Target language of files of several."),
        Option(["--encoding"], type=Encoding(), metavar="NAME", help="Encoding of the inputs (default: detected)."),
    ],
    "Output": [
        Option(["--json", "as_json"], is_flag=True, help="Write the figures as a JSON object."),
    ],
}


@click.command(
    "eval",
    cls=GroupedCommand,
    groups=EVAL_GROUPS,
    help=HELP,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 112},
)
@click.argument("inputs", nargs=-1, metavar="GOLD PREDICTED", shell_complete=complete_files)
@click.option("-q", "--quiet", is_flag=True, help="Show errors only on standard error.")
@click.pass_context
def evaluate_command(ctx: click.Context, /, inputs: tuple[str, ...], **options: Any) -> None:
    """Run the sub-command; `HELP` describes it to the user."""
    _check(inputs, options)
    exit_after(ctx, lambda _: _run(inputs, options), quiet=options["quiet"])


def _check(inputs: tuple[str, ...], options: Mapping[str, Any]) -> None:
    """Refuse inputs and options that do not go together."""
    if len(inputs) != 2:
        raise click.UsageError(f"{len(inputs)} inputs were given; give the gold and the prediction: GOLD PREDICTED.")
    if "" in (*inputs, *(options["texts"] or ())):
        raise click.UsageError("The name of a file is empty; give its name.")
    if options["source"] and options["source"] == options["target"]:
        raise click.UsageError(f"--from and --to are both {options['source']}; name two languages.")


def _run(inputs: tuple[str, ...], options: Mapping[str, Any]) -> bool:
    """Evaluate, and write the report; return True."""
    gold, predicted = inputs
    measurements = evaluate(
        gold, predicted, Inputs(options["source"], options["target"], options["encoding"], options["texts"])
    )
    if options["as_json"]:
        _write([json.dumps(report_object(measurements), ensure_ascii=False, indent=1)])
    else:
        _write(evaluate_view.lines(measurements))
    return True


def _write(lines: Iterable[str]) -> None:
    """Write lines to standard output, in UTF-8 whatever the encoding of the terminal is."""
    with writing_to_stdout():
        sys.stdout.buffer.writelines(line.encode("utf-8", "backslashreplace") + b"\n" for line in lines)
        sys.stdout.buffer.flush()
