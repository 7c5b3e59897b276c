"""The sub-command `align eval`: an alignment against a gold."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click import Option

from aligner import storage
from aligner.command import checks, evaluate_peers, evaluate_view, terminal_view
from aligner.command.completion import complete_files
from aligner.command.console import GroupedCommand, exit_after
from aligner.command.help_texts import EXIT_STATUS
from aligner.command.option_types import Encoding, Language
from aligner.command.streams import writing_to_stdout
from aligner.errors import InputError
from aligner.evaluation import reliability_plot, report
from aligner.evaluation.comparison import Comparisons, compare
from aligner.evaluation.error_page import error_page
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.run import Inputs, evaluate
from aligner.evaluation.splitting import NotSentences, evaluate_splitting
from aligner.notices import logger
from aligner.write import files

HELP = """Measure an alignment against a gold.

\b
  align eval gold.txt book.index            beads by numbers of sentences: strict and lax F1
  align eval gold.json book.jsonl           raw text, by offsets of characters: F1 of cuts and pairs
  align eval gold.tmx book.tmx              the pairs of two memories
  align eval gold/ aligned/                 every document of a folder, and all together
  align eval --splitting gold.txt book.txt  the sentences of a splitter, one a line
  align eval --peers book.ar book.en        this program beside others that are installed

The formats are recognised by content: an index, a ladder, JSON, TSV, CSV, XLSX, TMX, or one file of a Moses pair. The
report goes to standard output. A bad score is no failure: the exit status is 0.
"""

_REPORTS = frozenset({".html", ".htm", ".svg"})  # suffixes of files in a folder of alignments that are none

EVAL_GROUPS: Mapping[str, Sequence[Option]] = {
    "Input": [
        Option(
            ["--texts"],
            nargs=2,
            metavar="SOURCE TARGET",
            shell_complete=complete_files,
            help="The texts, or their folders, whose lines the beads number (default: those beside the gold).",
        ),
        Option(
            ["--against"],
            metavar="PATH",
            shell_complete=complete_files,
            help="A second prediction for the same gold: the difference of F1, with tests of significance.",
        ),
        Option(["--splitting"], is_flag=True, help="Measure sentences, one a line, with an empty line between units."),
        Option(
            ["--from", "source"], type=Language(), metavar="TAG", help="Source language, of a file with more than two."
        ),
        Option(
            ["--to", "target"], type=Language(), metavar="TAG", help="Target language, of a file with more than two."
        ),
        Option(["--encoding"], type=Encoding(), metavar="NAME", help="Encoding of the inputs (default: detected)."),
    ],
    "Peers": evaluate_peers.OPTIONS,
    "Output": [
        Option(["--json", "as_json"], is_flag=True, help="Write the figures as a JSON object."),
        Option(
            ["--html"],
            metavar="FILE",
            shell_complete=complete_files,
            help="Write a page of the wrong beads, with the gold beside them, to this file.",
        ),
        Option(
            ["--plot"],
            metavar="FILE",
            shell_complete=complete_files,
            help="Write a plot of the reliability of confidences to this SVG file (needs the extra plot).",
        ),
        Option(["--force"], is_flag=True, help="Write over output files that exist."),
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
    if evaluate_peers.is_asked_for(inputs, options):
        exit_after(ctx, lambda line: evaluate_peers.run(options, line, _report), quiet=options["quiet"])
    _check(inputs, options)
    exit_after(ctx, lambda _: _run(inputs, options), quiet=options["quiet"])


def _check(inputs: tuple[str, ...], options: Mapping[str, Any]) -> None:
    """Refuse inputs and options that do not go together."""
    if len(inputs) != 2:
        given = f"{len(inputs)} input{'s were' if len(inputs) != 1 else ' was'} given"
        raise click.UsageError(f"{given}; give the gold and the prediction: GOLD PREDICTED.")
    names = {name: options[name] for name in ("against", "html", "plot")}
    checks.check_file_names(**names, texts="" if "" in (options["texts"] or ()) else None)
    if "" in inputs:
        raise click.UsageError("The name of a file is empty; give its name.")
    if options["source"] and options["source"] == options["target"]:
        raise click.UsageError(f"--from and --to are both {options['source']}; name two languages.")
    if options["splitting"]:
        for name in ("texts", "against", "html", "plot"):
            if options[name]:
                raise click.UsageError(f"--{name} is for alignments; drop it, or --splitting.")
    if options["texts"] and len({storage.is_folder(path) for path in (*inputs, *options["texts"])}) > 1:
        raise click.UsageError("--texts are two files for two files, and two folders for two folders.")
    read = (*inputs, *(options["texts"] or ()), *filter(None, [options["against"]]))
    if read.count("-") > 1:
        raise click.UsageError("Standard input can be one of the files, not several.")
    if options["against"] and "-" in (inputs[0], *(options["texts"] or ())):
        raise click.UsageError("--against reads the gold twice, so that it cannot be standard input; name a file.")
    if options["plot"] and not options["plot"].lower().endswith(".svg"):
        raise click.UsageError(f"{options['plot']}: a plot is SVG; give a name that ends in .svg.")
    for path in filter(None, [options["html"], options["plot"]]):
        checks.check_not_input(path, read)
        if os.path.splitext(path)[1].lower() not in _REPORTS:
            checks.check_not_within(path, read)
            if os.path.isfile(path):  # it may be one of the texts that belong to the gold
                raise click.UsageError(f"{path} exists, and is no page; give a name that ends in .html.")
    if options["html"] and options["plot"] and checks.is_same_file(options["html"], options["plot"]):
        raise click.UsageError(f"--html and --plot are both {options['html']}; name two files.")


def _run(inputs: tuple[str, ...], options: Mapping[str, Any]) -> bool:
    """Evaluate, write the files and the report; return True unless a document of a folder cannot be measured."""
    gold, predicted = inputs
    if options["splitting"]:
        try:
            scores = evaluate_splitting(gold, predicted, options["encoding"])
        except NotSentences as error:
            raise click.UsageError(f"{error}.") from None
        _report(report.splitting_object(scores), evaluate_view.lines_of_splitting(scores), options)
        return True
    paths = {name: Path(options[name]) for name in ("html", "plot") if options[name]}
    for path in paths.values():
        files.check_writable(path, force=options["force"])
    if "plot" in paths:
        reliability_plot.require()
    wanted = Inputs(options["source"], options["target"], options["encoding"], options["texts"])
    failures = list[str]()
    measurements = evaluate(gold, predicted, wanted, failures)
    comparisons = _compare(measurements, gold, options["against"], wanted, failures) if options["against"] else None
    outputs = []
    if "html" in paths:
        outputs.append(_output(paths["html"], error_page(measurements)))
    if "plot" in paths:
        outputs.append(_output(paths["plot"], _plot(measurements, predicted)))
    files.write_all(outputs, force=options["force"])
    lines = [
        *evaluate_view.lines(measurements),
        *(evaluate_view.lines_of_comparison(comparisons) if comparisons else ()),
    ]
    _report(report.report_object(measurements, comparisons), lines, options)
    for failure in dict.fromkeys(failures):
        logger.error("%s", failure)
    return not failures


def _compare(
    measurements: Sequence[Measurement], gold: str, path: str, wanted: Inputs, failures: list[str]
) -> Comparisons:
    """Return the differences from another prediction, on the documents that both have.

    Raises InputError if its scores are of another kind, and if there is no such document.
    """
    others = evaluate(gold, path, wanted, failures)
    names = {measurement.name for measurement in measurements} & {measurement.name for measurement in others}
    measurements, others = (
        [measurement for measurement in system if measurement.name in names] for system in (measurements, others)
    )
    if not others:
        raise InputError(path, "no document of it can be compared", hint=failures[0])
    if bool(others[0].beads) != bool(measurements[0].beads):
        problem = "only one of the predictions has numbers of sentences"
        raise InputError(path, problem, hint="name the texts whose lines are numbered: --texts SOURCE TARGET")
    return compare(measurements, others)


def _plot(measurements: Sequence[Measurement], predicted: str) -> bytes:
    """Return the plot; raises InputError if no pair has a confidence."""
    if calibration := report.calibration_of(measurements):
        return reliability_plot.reliability_plot(calibration)
    raise InputError(predicted, "no pair has a confidence to plot", hint="drop --plot, or give an output of align")


def _output(path: Path, data: bytes) -> files.OutputFiles:
    return files.OutputFiles([path], lambda opened: opened[0].writelines([data]))


def _report(figures: Mapping[str, Any], lines: Iterable[str], options: Mapping[str, Any]) -> None:
    """Write the report to standard output: figures as JSON, or lines for people."""
    if options["as_json"]:
        lines = [terminal_view.json_text(figures, indent=1)]
    with writing_to_stdout():
        sys.stdout.buffer.writelines(line.encode("utf-8", "backslashreplace") + b"\n" for line in lines)
        sys.stdout.buffer.flush()
