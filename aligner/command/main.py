"""The command `align`: its options to calls."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from typing import Unpack

import click

from aligner import pipeline, storage
from aligner.command import checks, one_document, second_output
from aligner.command.completion import complete_inputs
from aligner.command.console import MainCommand, SubCommand, exit_after
from aligner.command.help_texts import EXAMPLES, EXIT_STATUS, HELP
from aligner.command.options import GROUPS, CommandOptions
from aligner.command.streams import writing_to_stdout
from aligner.kernel import describe_core
from aligner.status_line import StatusLine
from aligner.version import __version__
from aligner.write.document import OutputOptions

GARBAGE_THRESHOLD = 100_000  # objects, after which Python looks for garbage; modules and tables are none


def _convert() -> click.Command:
    """Return the sub-command `convert`, whose modules nothing else needs."""
    from aligner.command.convert import convert

    return convert


def _check() -> click.Command:
    """Return the sub-command `check`, whose modules nothing else needs."""
    from aligner.command.check import check

    return check


def _evaluate() -> click.Command:
    """Return the sub-command `eval`, whose modules nothing else needs."""
    from aligner.command.evaluate import evaluate_command

    return evaluate_command


def _learn() -> click.Command:
    """Return the sub-command `learn`, whose modules nothing else needs."""
    from aligner.command.learn import learn

    return learn


SUB_COMMANDS: Mapping[str, SubCommand] = {
    "check": SubCommand("Check texts before they are aligned.", _check),
    "convert": SubCommand("Convert what is aligned already to another format.", _convert),
    "eval": SubCommand("Measure an alignment against a gold.", _evaluate),
    "learn": SubCommand("Learn from aligned texts how to align such texts.", _learn),
}


def _show_version(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    """Show the version and the core that runs, and exit."""
    if value and not ctx.resilient_parsing:
        click.echo(f"align {__version__} ({describe_core()})")
        ctx.exit()


@click.command(
    cls=MainCommand,
    groups=GROUPS,
    sub_commands=SUB_COMMANDS,
    help=HELP,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 112},
)
@click.argument("inputs", nargs=-1, metavar="[FILE [FILE] | FOLDER | -]", shell_complete=complete_inputs)
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.pass_context
def main(ctx: click.Context, /, inputs: tuple[str, ...], **options: Unpack[CommandOptions]) -> None:
    """Run the command; `HELP` describes it to the user."""
    # NumPy's linear algebra, which only encoders use, would start a thread a core; that takes longer than a short text.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(GARBAGE_THRESHOLD)
    inputs, options["pins"] = checks.take_review(inputs, options["pins"], (options["source"], options["target"]))
    settings = _settings(ctx, options)
    checks.check_inputs(ctx, inputs, options["manifest"], settings)
    checks.check_file_names(
        lexicon="" if "" in options["lexicon"] else None,
        output=options["output"],
        sentences=options["sentences"],
        save_lexicon=options["save_lexicon"],
        profile=options["profile"],
        journal=options["journal"],
        encoder=options["encoder"],
        source_vectors=options["source_vectors"],
        target_vectors=options["target_vectors"],
    )
    if not inputs and not options["manifest"] and sys.stdin is not None and sys.stdin.isatty():
        with writing_to_stdout():
            click.echo(f"{ctx.get_usage()}\n\n{EXAMPLES}\n\nTry 'align --help' for the options.")
        return
    exit_after(ctx, lambda line: _run(ctx, inputs, options, settings, line), quiet=options["quiet"])


def _settings(ctx: click.Context, options: CommandOptions) -> pipeline.Settings:
    """Return the settings that the options of the command ask for."""
    return pipeline.Settings(
        source=options["source"],
        target=options["target"],
        method=options["method"],
        lexicon=options["lexicon"],
        profile=options["profile"],
        encoder=options["encoder"],
        vectors=checks.take_vectors(options["source_vectors"], options["target_vectors"]),
        order_is_given=checks.is_given(ctx, "source") or checks.is_given(ctx, "target"),
        layout=options["layout"],
        columns=options["columns"],
        realign=options["realign"],
        encoding=options["encoding"],
        pre_split=options["pre_split"],
        lines=options["lines"],
        split_clauses=options["split_clauses"],
        split_alone=options["split_alone"],
        refine=options["refine"],
        why=options["why"],
        pins=options["pins"],
        certify=options["certify"],
        max_memory=options["max_memory"],
        min_confidence=options["min_confidence"],
        keep_unaligned=options["keep_unaligned"],
        drop_unaligned=options["drop_unaligned"],
        one_to_one=options["one_to_one"],
        max_ratio=options["max_ratio"],
        dedup=options["dedup"],
        repair=options["repair"],
    )


def _run(
    ctx: click.Context,
    inputs: tuple[str, ...],
    options: CommandOptions,
    settings: pipeline.Settings,
    line: StatusLine,
) -> bool:
    """Align one document or many; return True if all went well."""
    output_options = OutputOptions(options["format"], header=not options["no_header"], flags=options["flags"])
    if options["plain"]:
        checks.check_plain(ctx, options["format"], options["output"])
    if options["manifest"] or (len(inputs) == 1 and storage.is_folder(inputs[0])):
        from aligner.command import many_documents  # imported here, since one document does not need it

        return many_documents.align_documents(ctx, inputs, options, settings, output_options, line)
    for option in GROUPS["Folders"]:
        if option.name and checks.is_given(ctx, option.name):
            raise click.UsageError(f"{option.opts[-1]} is for many documents; give a folder or --manifest, or drop it.")
    checks.check_one_document(settings.pins)
    if options["output"] is not None:
        checks.check_not_input(options["output"], inputs)
    if not checks.is_given(ctx, "format"):
        output_options = output_options._replace(format=checks.format_of_output(options["output"]))
    second = second_output.of_option(options["best_of"], inputs, output_options, settings)
    second_format = second.options.format if second else None
    checks.check_format(
        output_options, why=settings.why, keep_unaligned=settings.keep_unaligned, second_format=second_format
    )
    outputs = one_document.Outputs(
        options["output"],
        output_options,
        second,
        options["sentences"],
        force=options["force"],
        for_people=not checks.is_for_programs(ctx),
    )
    return one_document.align_document(inputs or ("-",), outputs, settings, line)
