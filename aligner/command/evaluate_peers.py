"""The option `--peers` of `align eval`: `align` beside other programs, on the same texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click import Option

from aligner import languages
from aligner.command.completion import complete_files
from aligner.command.evaluate_view import figure, table
from aligner.command.terminal_view import visible
from aligner.errors import InputError
from aligner.evaluation.alignments import read_alignment, read_sentences
from aligner.evaluation.beads import Bead
from aligner.status_line import StatusLine

if TYPE_CHECKING:
    from aligner.evaluation.peers.runs import Result

OPTIONS: Sequence[Option] = [
    Option(
        ["--peers"],
        nargs=2,
        metavar="SOURCE TARGET",
        shell_complete=complete_files,
        help="Align these files, one sentence a line, with this program and with hunalign, vecalign, Bleualign, "
        "galechurch and nltk where they are installed.",
    ),
    Option(["--gold"], metavar="FILE", shell_complete=complete_files, help="The gold to score the programs with."),
    Option(
        ["--translation"],
        metavar="FILE",
        shell_complete=complete_files,
        help="A translation of SOURCE, line by line, for Bleualign.",
    ),
    Option(["--encoder"], metavar="NAME", help="An encoder as in align --encoder; vecalign gets its vectors, too."),
    Option(
        ["--vectors"],
        nargs=2,
        metavar="SOURCE TARGET",
        shell_complete=complete_files,
        help="vecalign's vectors, NAME.emb with the lines of its overlaps in NAME, for vecalign and this program.",
    ),
    Option(
        ["--time-limit"],
        type=click.IntRange(1),
        default=600,
        show_default=True,
        metavar="SECONDS",
        help="Stop a program that takes longer.",
    ),
]
_OWN = ("gold", "translation", "encoder", "vectors")  # options that need --peers
_FOREIGN = ("texts", "against", "splitting", "html", "plot")  # options that --peers does not take

Report = Callable[[Mapping[str, Any], Iterable[str], Mapping[str, Any]], None]


def is_asked_for(inputs: Sequence[str], options: Mapping[str, Any]) -> bool:
    """Return True if the options ask for the peers; refuse options that do not go with that."""
    if not options["peers"]:
        for name in _OWN:
            if options[name]:
                raise click.UsageError(f"--{name} is for --peers; add --peers SOURCE TARGET, or drop it.")
        return False
    if inputs:
        raise click.UsageError(f"--peers takes no other inputs; drop {inputs[0]}, or give it with --gold.")
    for name in _FOREIGN:
        if options[name]:
            raise click.UsageError(f"--{name} does not go with --peers; drop one of them.")
    named = [*options["peers"], *(options["vectors"] or ()), *(options[name] for name in ("gold", "translation"))]
    if "" in named:
        raise click.UsageError("The name of a file is empty; give its name.")
    if options["vectors"] and options["encoder"]:
        raise click.UsageError("--encoder and --vectors are two sources of vectors; drop one of them.")
    _tags(options)
    return True


def run(options: Mapping[str, Any], line: StatusLine, report: Report) -> bool:
    """Run all programs and report them; return True if any of them wrote an alignment."""
    from aligner.evaluation.peers.runs import Task, run_all  # imported here, since other evaluations need no NumPy

    tags = _tags(options)
    vectors = options["vectors"]
    task = Task(
        Path(options["peers"][0]),
        Path(options["peers"][1]),
        tags,
        _gold(options, tags),
        Path(options["translation"]) if options["translation"] else None,
        options["encoder"],
        (Path(vectors[0]), Path(vectors[1])) if vectors else None,
        options["time_limit"],
    )
    results = []
    for result in run_all(task):
        results.append(result)
        line.show(lambda: f"{len(results)} programs are done")
    line.clear()
    report({"peers": [_object(result) for result in results]}, _lines(results, has_gold=task.gold is not None), options)
    return any(not result.problem for result in results)


def _tags(options: Mapping[str, Any]) -> tuple[str, str]:
    """The languages that the user names, or Arabic and English; refuse one language for both texts."""
    source, target = options["source"] or "ar", options["target"] or "en"
    if languages.primary(source) == languages.primary(target):
        raise click.UsageError(f"Both texts would be in {source}; name their languages with --from and --to.")
    return source, target


def _gold(options: Mapping[str, Any], tags: tuple[str, str]) -> list[Bead] | None:
    """The beads of the gold; None without one."""
    from aligner.convert.pair_file import Wanted

    if not options["gold"]:
        return None
    gold = read_alignment(options["gold"], Wanted(*tags, options["encoding"]))
    if not gold.has_numbers:
        hint = "give an index such as [0, 1]:[0], or a ladder"
        raise InputError(options["gold"], "the gold has no numbers of sentences", hint=hint)
    sizes = [len(read_sentences(path, options["encoding"])) for path in options["peers"]]
    for entry in gold.entries:
        for numbers, size, path in zip(entry.numbers, sizes, options["peers"], strict=True):
            if numbers and max(numbers) >= size:
                problem = f"there is no sentence {max(numbers)} in {path}, which has {size}, counted from 0"
                raise gold.error(entry, problem, "give the texts that the gold numbers")
    return [Bead(tuple(sorted(set(entry.source))), tuple(sorted(set(entry.target)))) for entry in gold.entries]


def _object(result: Result) -> dict[str, Any]:
    """A result as a value of JSON."""
    scores = result.scores
    return {
        "program": result.program,
        "problem": result.problem or None,
        "strict": scores and scores.strict._asdict(),
        "lax": scores and scores.lax._asdict(),
        "beads": None if result.problem else result.beads,
        "cpu_seconds": result.usage.seconds,
        "peak_megabytes": result.usage.megabytes,
    }


def _lines(results: Sequence[Result], *, has_gold: bool) -> list[str]:
    """The table of the programs that ran, and a line about each of the others."""
    ran = [result for result in results if not result.problem]
    scores = ["strict F1", "lax F1"] if has_gold else []
    rows = [["program", *scores, "beads", "CPU s", "MB"]]
    for result in ran:
        f1 = [figure(score.f1) for score in (result.scores.strict, result.scores.lax)] if result.scores else []
        seconds, megabytes = result.usage
        used = ["-" if seconds is None else f"{seconds:.2f}", "-" if megabytes is None else f"{megabytes:.0f}"]
        rows.append([result.program, *f1, str(result.beads), *used])
    others = [f"{result.program}: {_one_line(result.problem)}" for result in results if result.problem]
    return [*table(rows), *([""] if others else []), *others]


def _one_line(problem: str) -> str:
    return visible(" ".join(problem.split()), isolates=False)
