"""The sub-command `align learn`: from aligned texts to a profile."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import click
from click import Option

from aligner import storage
from aligner.command import checks
from aligner.command.completion import complete_files
from aligner.command.console import GroupedCommand, exit_after
from aligner.command.help_texts import EXIT_STATUS
from aligner.command.option_types import Language
from aligner.command.options import GROUPS
from aligner.convert.pair_file import Wanted
from aligner.notices import counted, logger
from aligner.profile.values import LEXICON, PROFILE

HELP = """Learn from aligned texts how texts of their kind are aligned.

\b
  align learn pairs.tsv memory.tmx -o law/      a profile of aligned texts
  align book.txt --profile law/                 its use
  align learn --lexicon dict.tei -o words.tsv   a dictionary, in a format that --lexicon takes
  align learn --threshold marked.tsv            the confidence from which on enough pairs are right

Aligned texts are all that align convert reads. A profile is a folder: the priors of kinds of beads, the lengths and the
reliability of translations, a lexicon, and abbreviations. It adds to what align knows of Arabic and English, and is all
that it knows of other languages.
"""

LEARN_GROUPS: Mapping[str, Sequence[Option]] = {
    "Input": [
        Option(
            ["--from", "source"],
            type=Language(),
            metavar="TAG",
            help="Source language (default: as the files say, or ar).",
        ),
        Option(
            ["--to", "target"],
            type=Language(),
            metavar="TAG",
            help="Target language (default: as the files say, or en).",
        ),
        *(option for option in GROUPS["Input"] if option.name in ("encoding", "columns")),
    ],
    "Task": [
        Option(
            ["--lexicon"],
            metavar="FILE",
            shell_complete=complete_files,
            help="Convert this dictionary: lexicon, hunalign, MUSE, FreeDict or dict.cc.",
        ),
        Option(
            ["--threshold"],
            metavar="MARKED",
            shell_complete=complete_files,
            help="Find the least confidence for pairs of which some are marked as right or wrong.",
        ),
    ],
    "Output": [
        Option(
            ["-o", "--output"],
            metavar="PATH",
            shell_complete=complete_files,
            help="Folder of the profile; with --lexicon, a file .tsv or .dic.",
        ),
        Option(["--json"], is_flag=True, help="Print the result of --threshold as JSON."),
        Option(["--force"], is_flag=True, help="Write over a profile or a file."),
    ],
}


@click.command(
    "learn",
    cls=GroupedCommand,
    groups=LEARN_GROUPS,
    help=HELP,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 112},
)
@click.argument("pairs", nargs=-1, metavar="[PAIRS]...", shell_complete=complete_files)
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
@click.pass_context
def learn(ctx: click.Context, /, pairs: tuple[str, ...], **options: Any) -> None:
    """Run the sub-command; `HELP` describes it to the user."""
    # NumPy's linear algebra would start a thread a core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    checks.check_file_names(lexicon=options["lexicon"], threshold=options["threshold"], output=options["output"])
    _check(pairs, options)
    if options["threshold"] is not None:
        from aligner.command.learn_threshold import show_threshold

        task = show_threshold
    elif options["lexicon"] is not None:
        from aligner.command.learn_lexicon import convert_lexicon

        task = convert_lexicon
    else:
        exit_after(ctx, lambda _: _learn_profile(pairs or ("-",), options), quiet=options["quiet"])
        return
    exit_after(ctx, lambda _: task(options), quiet=options["quiet"])


def _check(pairs: tuple[str, ...], options: dict[str, Any]) -> None:
    """Refuse options that do not go together."""
    tasks = [f"--{name}" for name in ("lexicon", "threshold") if options[name] is not None]
    if len(tasks) > 1:
        raise click.UsageError("--lexicon and --threshold are two tasks; give one.")
    if tasks and pairs:
        raise click.UsageError(f"{tasks[0]} takes one file, and no pairs; drop {pairs[0]}.")
    if options["source"] and options["source"] == options["target"]:
        raise click.UsageError(f"--from and --to are both {options['source']}; name two languages.")
    if options["json"] and tasks != ["--threshold"]:
        raise click.UsageError("--json is for --threshold; drop it.")
    if tasks == ["--threshold"]:
        if options["output"]:
            raise click.UsageError("--threshold prints its result; drop -o.")
        return
    if options["output"] is None and not tasks and not pairs:
        raise click.UsageError("Name aligned texts, and with -o the folder of the profile.")
    if options["output"] is None:
        raise click.UsageError(f"Name the {'file' if tasks else 'folder of the profile'} with -o.")
    if tasks:
        return
    if not pairs and sys.stdin is not None and sys.stdin.isatty():
        raise click.UsageError("Name aligned texts, or - for standard input.")
    if "" in pairs:
        raise click.UsageError("The name of a file is empty; give its name, or - for standard input.")
    if pairs.count("-") > 1:
        raise click.UsageError("Standard input can be one of the files, not several.")
    for path in pairs:
        if storage.is_folder(path) and os.path.realpath(path) == os.path.realpath(options["output"]):
            raise click.UsageError(f"{path} is an input; write the profile to another folder.")
    for name in (PROFILE, LEXICON, *_abbreviations(options["output"])):
        checks.check_not_input(os.path.join(options["output"], name), pairs)


def _abbreviations(folder: str) -> list[str]:
    """Return the names of the files of abbreviations in a folder; none if it cannot be read."""
    with suppress(OSError):
        return [name for name in sorted(os.listdir(folder)) if name.startswith("abbreviations.")]
    return []


def _learn_profile(pairs: tuple[str, ...], options: dict[str, Any]) -> bool:
    """Learn a profile and write it; return True unless a file of a folder could not be read."""
    from aligner.learn import learned, pair_inputs, profile_files  # numpy is imported only to learn

    folder = options["output"]
    profile_files.check_folder(folder, force=options["force"])
    wanted = Wanted(options["source"], options["target"], options["encoding"], options["columns"])
    notices, failed = list[str](), list[str]()
    sample, source, target = pair_inputs.read_sample(pairs, wanted, folder, notices, failed)
    result = learned.learn(sample, source, target)
    profile_files.write_profile(folder, result)
    for notice in [*notices, *(f"{folder}: {sentence}" for sentence in result.notices())]:
        logger.warning("%s", notice)
    for error in failed:
        logger.error("%s", error)
    words, abbreviations = len(result.entries), sum(map(len, result.abbreviations))
    learned_from = f"{counted(sample.pairs, 'pair')} in {counted(sample.rows, 'row')}"
    logger.info("%s: %s-%s profile from %s", folder, source, target, learned_from)
    of_words = "1 translation of a word" if words == 1 else f"{words} translations of words"
    logger.info("%s: %s, %s", folder, of_words, counted(abbreviations, "abbreviation"))
    return not failed
