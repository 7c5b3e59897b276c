"""Write `docs/reference.md`, the tables of options, formats and flags, from the code.

Run `python docs/make_reference.py` after a change of an option, a format or a flag. A test compares the page.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from aligner.align import explain
from aligner.bitext import CHECKED
from aligner.command.console import GroupedCommand
from aligner.command.main import main
from aligner.write import formats
from aligner.write.writer import Writer

PAGE = Path(__file__).parent / "reference.md"
COMMAND = "python docs/make_reference.py"
# Flag -> when a bead has it.
FLAGS = {
    "length": f"the lengths of its sides are worth less than {explain.UNLIKELY_LENGTH:g} nats: they fit badly",
    "numbers": "a number stands on one side only",
    "gap-nearby": "a sentence without a translation stands beside it",
    "big-bead": f"it has {explain.BIG_BEAD} sentences or more, both sides together",
    "language": "a sentence stands on the side of the other language",
    CHECKED: "a person has marked it as right, in a review",
}
INTRODUCTION = f"""\
# Reference

The code is the source of these tables: `{COMMAND}` writes them. [Library](api.md) has the functions and types of
Python, and [Warnings](warnings.md) the kinds of warnings.
"""


def page() -> str:
    """Return the text of the page."""
    return "\n".join(_parts())


def _parts() -> Iterator[str]:
    """Yield the parts of the page, each with its line ends."""
    yield INTRODUCTION
    yield _command("align", main)
    for name, sub_command in main.sub_commands.items():
        yield _command(f"align {name}", sub_command.load())
    yield f"## Formats\n\n{_formats()}"
    yield f"## Flags\n\n{_flags()}"
    yield f"## Exit status\n\n{_exit_statuses()}"
    yield f"## Environment variables\n\n{_environment()}"


def _command(name: str, command: click.Command) -> str:
    """Return the section of a command: its arguments, and its options in their groups."""
    context = click.Context(command, **command.context_settings)
    groups = dict(command.groups) if isinstance(command, GroupedCommand) else {}
    grouped = {option.name for options in groups.values() for option in options}
    options = [parameter for parameter in command.get_params(context) if isinstance(parameter, click.Option)]
    groups["General"] = [option for option in options if option.name not in grouped]
    arguments = [parameter.metavar or "" for parameter in command.params if isinstance(parameter, click.Argument)]
    tables = [
        f"**{title}**\n\n"
        + _table(("option", "meaning"), [(_names(option), _cell(option.help or "")) for option in group])
        for title, group in groups.items()
    ]
    return "\n".join([f"## {name}\n\n`{' '.join([name, '[OPTIONS]', *arguments])}`\n", *tables])


def _names(option: click.Option) -> str:
    """Return the names of an option, the short one first, and that of its value."""
    names = sorted((*option.opts, *option.secondary_opts), key=lambda name: name.startswith("--"))
    value = "" if option.is_flag or option.count else option.metavar or option.type.name.upper()
    return ", ".join(f"`{f'{name} {value}'.strip()}`" for name in names)


def _formats() -> str:
    """Return the table of output formats."""
    columns = (
        "format",
        "suffixes",
        "sentences without a translation",
        "several documents",
        "flags",
        "`--why`",
        "extra",
    )
    rows = []
    for name, writer in formats.FORMATS.items():
        suffixes = [suffix for suffix in (writer.suffix, *writer.other_suffixes) if suffix] or [".ar", ".en"]
        rows.append(
            (
                f"`{name}`",
                ", ".join(f"`{suffix}`" for suffix in suffixes),
                "no" if writer.pairs_only else "yes",
                "no" if writer.one_document else "yes",
                writer.flags.value,
                "always" if writer.wants_reasons else "yes" if writer.shows_reasons else "no",
                "" if type(writer).require is Writer.require else f"`{name}`",
            )
        )
    return _table(columns, rows)


def _flags() -> str:
    """Return the table of flags."""
    if set(FLAGS) != {*explain.FLAGS, CHECKED}:
        raise ValueError("the flags of docs/make_reference.py are not those of the code")
    return _table(("flag", "a pair has it if"), [(f"`{flag}`", meaning) for flag, meaning in FLAGS.items()])


def _exit_statuses() -> str:
    """Return the table of exit statuses."""
    rows = re.findall(r"(\d+) ([^;.]+)", " ".join((main.epilog or "").split()))
    return _table(("status", "meaning"), rows)


def _environment() -> str:
    """Return the table of environment variables, which is that of the manual page."""
    variables = runpy.run_path(str(Path(__file__).parent / "make_man_page.py"))["ENVIRONMENT"]
    return _table(("variable", "meaning"), [(f"`{name}`", _cell(text)) for name, text in variables.items()])


def _cell(text: str) -> str:
    """Return a text as a cell of a table, with its options as code."""
    text = " ".join(text.split()).replace("|", r"\|")
    return re.sub(r"(?<![\w/.-])--?[a-zA-Z][\w-]*", r"`\g<0>`", text)


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [columns, ("---",) * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("| --- ", "|---").replace("--- |", "---|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
