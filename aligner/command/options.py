"""The options of the command: their names, types and help, in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

import click
from click import Option

from aligner import pipeline
from aligner.command.completion import complete_files
from aligner.command.help_texts import alternatives, formats_where
from aligner.command.option_types import Columns, Encoding, Language, MemorySize, Repairs
from aligner.join import paragraphs
from aligner.separate import sides
from aligner.write import formats, repair
from aligner.write.document import DEFAULT_FORMAT
from aligner.write.writer import Flags


class CommandOptions(TypedDict):
    """The value of each option, as `GROUPS` declares it."""

    source: str
    target: str
    encoding: str | None
    layout: str | None
    columns: tuple[str, str] | None
    realign: bool
    lines: str
    pre_split: bool
    split_clauses: bool
    split_alone: bool
    refine: bool
    method: str
    lexicon: tuple[str, ...]
    profile: str | None
    encoder: str | None
    source_vectors: str | None
    target_vectors: str | None
    pins: str | None
    certify: bool
    max_memory: int | None
    output: str | None
    format: str
    flags: bool
    why: bool
    no_header: bool
    plain: bool
    sentences: str | None
    repair: tuple[str, ...]
    force: bool
    min_confidence: float
    keep_unaligned: bool
    drop_unaligned: bool
    one_to_one: bool
    max_ratio: float | None
    dedup: bool
    best_of: tuple[float, str] | None
    manifest: str | None
    follow_links: bool
    dry_run: bool
    jobs: int | None
    learn_from: int | None
    save_lexicon: str | None
    retry_failed: bool
    journal: str | None
    timeout: int | None
    cluster: str | None
    quiet: bool


_FORMATS = alternatives(formats.names())
_METHODS = alternatives(
    [f"{name} ({method.summary})" if method.summary else name for name, method in pipeline.METHODS.items()]
)
_WITH_HEADER = formats_where(lambda writer: writer.has_header)
_WITH_FLAGS = formats_where(lambda writer: writer.flags is Flags.ON_REQUEST)
_WITH_REASONS = formats_where(lambda writer: writer.shows_reasons)

FOLLOW_LINKS = Option(["--follow-links"], is_flag=True, help="Follow links that lead out of the folder.")

GROUPS: Mapping[str, Sequence[Option]] = {
    "Input": [
        Option(
            ["--from", "source"], type=Language(), default="ar", metavar="TAG", help="Source language (default: ar)."
        ),
        Option(["--to", "target"], type=Language(), default="en", metavar="TAG", help="Target language (default: en)."),
        Option(["--encoding"], type=Encoding(), metavar="NAME", help="Encoding of the input (default: detected)."),
        Option(
            ["--layout"],
            type=click.Choice(sides.LAYOUTS),
            metavar="LAYOUT",
            help=f"Layout of one file that holds both languages: {alternatives(sides.LAYOUTS)} (default: detected).",
        ),
        Option(
            ["--columns"],
            type=Columns(),
            metavar="A,B",
            help="Columns of a table, by number or name.",
        ),
        Option(["--realign"], is_flag=True, help="Align columns as two texts, across the rows of a table."),
    ],
    "Splitting": [
        Option(
            ["--lines"],
            type=click.Choice(paragraphs.MODES),
            default="auto",
            metavar="MODE",
            help="Take each line as a paragraph (line), join wrapped lines (wrap), or detect which (default: auto).",
        ),
        Option(["--pre-split"], is_flag=True, help="Take each line of the input as one sentence."),
        Option(["--split-clauses"], is_flag=True, help="End sentences at semicolons and colons, too."),
        Option(["--split-alone"], is_flag=True, help="Split each text without a look at the other."),
        Option(["--refine"], is_flag=True, help="Cut at commas where the other text begins a sentence."),
    ],
    "Alignment": [
        Option(
            ["--method"],
            type=click.Choice(tuple(pipeline.METHODS)),
            default="hybrid",
            metavar="METHOD",
            help=f"Score beads by {_METHODS} (default: hybrid).",
        ),
        Option(
            ["--lexicon"],
            multiple=True,
            metavar="FILE",
            shell_complete=complete_files,
            help="Add the translations of words in this file.",
        ),
        Option(
            ["--profile"],
            metavar="FOLDER",
            shell_complete=complete_files,
            help="Start from what align learn has learned.",
        ),
        Option(
            ["--encoder"],
            metavar="NAME",
            shell_complete=complete_files,
            help="Compare meanings: use, or the name of a model.",
        ),
        *(
            Option(
                [f"--{side}-vectors"],
                metavar="F",
                shell_complete=complete_files,
                help=f"The vectors of the {side} sentences, as npy.",
            )
            for side in ("source", "target")
        ),
        Option(
            ["--pins"],
            metavar="PATH",
            shell_complete=complete_files,
            help="Keep the checked rows of this review or folder.",
        ),
        Option(["--certify"], is_flag=True, help="Try to prove that no other alignment is better."),
        Option(
            ["--max-memory"],
            type=MemorySize(),
            metavar="SIZE",
            help="Refuse a document that may need more, such as 2G.",
        ),
    ],
    "Output": [
        Option(
            ["-o", "--output"],
            metavar="PATH",
            shell_complete=complete_files,
            help="Write to this file or folder (default: standard output).",
        ),
        Option(
            ["-f", "--format"],
            type=click.Choice(formats.names()),
            default=DEFAULT_FORMAT,
            metavar="FORMAT",
            help=f"Output format, instead of that of the suffix of -o: {_FORMATS} (default: {DEFAULT_FORMAT}).",
        ),
        Option(
            ["--flags"],
            is_flag=True,
            help=f"Add reasons to look at a bead (only {_WITH_FLAGS}).",
        ),
        Option(["--why"], is_flag=True, help=f"Add the evidence for and against each bead (only {_WITH_REASONS})."),
        Option(["--no-header"], is_flag=True, help=f"Leave out the header line (only {_WITH_HEADER})."),
        Option(["--plain"], is_flag=True, help="Write TSV to a terminal, too, not pairs to read."),
        Option(
            ["--sentences"],
            metavar="PATH",
            shell_complete=complete_files,
            help="Write numbered sentences to a file for each language.",
        ),
        Option(
            ["--repair"],
            type=Repairs(),
            default=(),
            metavar="NAMES",
            help=f"Normalise texts, by names with commas: {', '.join(repair.NAMES)}.",
        ),
        Option(["--force"], is_flag=True, help="Write over output files that exist."),
    ],
    "Filtering": [
        Option(
            ["--min-confidence"],
            type=click.FloatRange(0, 1),
            default=0.0,
            metavar="X",
            help="Leave out pairs below this confidence, and sentences without a translation (default: 0).",
        ),
        Option(["--one-to-one"], is_flag=True, help="Leave out all but pairs of one sentence and one."),
        Option(
            ["--keep-unaligned"],
            is_flag=True,
            help="Keep sentences without a translation all the same.",
        ),
        Option(["--drop-unaligned"], is_flag=True, help="Leave out sentences without a translation."),
        Option(
            ["--max-ratio"],
            type=click.FloatRange(min=1),
            metavar="R",
            help="Leave out pairs of a larger ratio of lengths.",
        ),
        Option(["--dedup"], is_flag=True, help="Leave out repetitions of a pair."),
        Option(
            ["--best-of"],
            type=(click.FloatRange(0, 1, min_open=True), str),
            metavar="X FILE",
            shell_complete=complete_files,
            help="Write pairs from confidence X on to this file, too.",
        ),
    ],
    "Folders": [
        Option(
            ["--manifest"],
            metavar="LIST",
            shell_complete=complete_files,
            help="Align a list: source, tab, target, tab, output a line.",
        ),
        FOLLOW_LINKS,
        Option(["--dry-run"], is_flag=True, help="List the documents without aligning them."),
        Option(
            ["-j", "--jobs"],
            type=click.IntRange(min=1),
            metavar="N",
            help="Number of processes (default: one per core).",
        ),
        Option(
            ["--learn-from"],
            type=click.IntRange(min=0),
            metavar="N",
            help="Learn word translations from this many documents first (default: 200, or 0 with --lexicon).",
        ),
        Option(
            ["--save-lexicon"],
            metavar="FILE",
            shell_complete=complete_files,
            help="Save the learned word translations in this file.",
        ),
        Option(["--retry-failed"], is_flag=True, help="Align failed documents of earlier runs again."),
        Option(
            ["--journal"],
            metavar="FILE",
            shell_complete=complete_files,
            help="File of the journal (default: with the output).",
        ),
        Option(
            ["--timeout"],
            type=click.IntRange(1, 1_000_000),
            metavar="SECONDS",
            help="Give up a document after this time.",
        ),
        Option(["--cluster"], metavar="URL", help="Align on the Dask cluster that has this address."),
    ],
}
