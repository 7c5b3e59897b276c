"""Write `docs/man/align.1`, the manual page, from the options of the command.

Run `python docs/make_man_page.py` after a change of an option. With `--check` it writes nothing, and fails if the page
is not what it would write.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from aligner.command.console import GroupedCommand
from aligner.command.main import main
from aligner.version import __version__

PAGE = Path(__file__).parent / "man" / "align.1"
COMMAND = "python docs/make_man_page.py"

TERMINAL = """\
If standard output is a terminal, and --format, --plain and --no-header are not given, align shows the pairs of one
document to read: a line with number, kind and confidence, and a line for each side. A question mark after the
confidence stands for less than 0.9, two for less than 0.5. Control characters in the text are shown as escapes such as
\\x1b. In all other cases, the output is one of the formats, without colours.
"""
ENVIRONMENT = {
    "NO_COLOR": "If it is not empty, align writes no colours to a terminal; see https://no-color.org.",
    "TERM": "If it is dumb, align writes no colours.",
    "ALIGN_KERNEL": "If it is numpy, align computes with NumPy instead of its compiled core, to the same bytes.",
    "XDG_CACHE_HOME": "The folder for caches, by default ~/.cache. Files in it may be deleted at any time.",
}
FILES = {
    "OUTPUT/.align/journal.sqlite": "The record of finished documents of a folder; a later run resumes from it.",
    "OUTPUT/summary.json": "The totals of a folder, and the documents that most need a look.",
    "$XDG_CACHE_HOME/bitext-align/": "The index of the lexicon.",
}
SEE_ALSO = "https://aclanthology.org/J93-1004/ describes the model of --method gale-church."

# An ASCII character that roff reads in a way of its own, or that its fonts replace -> its escape.
_ESCAPES = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", '"': r"\(dq"}
# An option, or the name of the program as the subject of a sentence.
_BOLD = re.compile(r"(?<![\w/.-])(?:--?[a-zA-Z][\w-]*|align(?=[ ,]))")
_ARGUMENT = re.compile(r"[A-Z]+")  # the name of a value, which the user replaces


def page() -> str:
    """Return the text of the page."""
    return "".join(f"{line}\n" for line in _lines())


def escape(text: str) -> str:
    """Return a text as roff prints it, character by character.

    >>> escape("--to 'x'")
    '\\\\-\\\\-to \\\\(aqx\\\\(aq'
    """
    escaped = (_ESCAPES.get(character) or character for character in text)
    return "".join(character if character.isascii() else f"\\[u{ord(character):04X}]" for character in escaped)


def _lines() -> Iterator[str]:
    """Yield the lines of the page, section by section."""
    sub_commands = {f"align {name}": sub_command.load() for name, sub_command in main.sub_commands.items()}
    yield f'.\\" Made by {escape(COMMAND)}; do not edit.'
    yield f'.TH ALIGN 1 "" "align {escape(__version__)}" "User Commands"'
    yield ".SH NAME"
    yield r"align \- pair the sentences of a text and its translation"
    yield ".SH SYNOPSIS"
    yield _synopsis("align", main)
    for name, command in sub_commands.items():
        yield ".br"
        yield _synopsis(name, command)
    yield ".SH DESCRIPTION"
    paragraphs = re.split(r"\n\s*\n", main.help or "")
    yield from _text("\n\n".join([*(text for text in paragraphs if not _is_example(text)), TERMINAL]))
    yield ".SH OPTIONS"
    yield from _options(main, ".SS")
    if sub_commands:
        yield ".SH COMMANDS"
    for name, command in sub_commands.items():
        yield f".SS {escape(name)}"
        yield from _text(command.help or "")
        yield from _options(command, ".PP\n.B")
    yield ".SH EXAMPLES"
    yield from _text("\n\n".join(filter(_is_example, paragraphs)))
    yield ".SH EXIT STATUS"
    yield from _bold_list(re.findall(r"(\d+) ([^;.]+)", " ".join((main.epilog or "").split())))
    yield ".SH ENVIRONMENT"
    yield from _bold_list(ENVIRONMENT.items())
    yield ".SH FILES"
    yield from _bold_list(FILES.items())
    yield ".SH SEE ALSO"
    yield from _text(SEE_ALSO)


def _synopsis(name: str, command: click.Command) -> str:
    """Return the line that calls a command."""
    arguments = [parameter.metavar or "" for parameter in command.params if isinstance(parameter, click.Argument)]
    return rf"\fB{escape(name)}\fR {_with_italics(' '.join(['[OPTIONS]', *arguments]))}"


def _options(command: click.Command, heading: str) -> Iterator[str]:
    """Yield the options of a command, in its groups, with those of no group at the end.

    heading: the macro before the title of a group.
    """
    context = click.Context(command, **command.context_settings)
    groups = dict(command.groups) if isinstance(command, GroupedCommand) else {}
    grouped = {option.name for options in groups.values() for option in options}
    options = [parameter for parameter in command.get_params(context) if isinstance(parameter, click.Option)]
    groups["General"] = [option for option in options if option.name not in grouped]
    for title, group in groups.items():
        yield f"{heading} {escape(title)}"
        for option in group:
            yield from (".TP", _option(option), *_text(option.help or ""))


def _option(option: click.Option) -> str:
    """Return the names of an option, the short one first, and that of its value."""
    ordered = sorted((*option.opts, *option.secondary_opts), key=lambda name: name.startswith("--"))
    names = ", ".join(rf"\fB{escape(name)}\fR" for name in ordered)
    value = "" if option.is_flag or option.count else option.metavar or option.type.name.upper()
    return f"{names} {_with_italics(value)}".rstrip()


def _bold_list(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield pairs of a term and its description."""
    for term, description in items:
        yield from (".TP", rf"\fB{escape(term)}\fR", *_text(description))


def _text(text: str) -> Iterator[str]:
    """Yield paragraphs; the lines of examples stay as they are."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        yield from [".PP"] * (number > 0)
        if _is_example(paragraph):
            yield from (".EX", *(_protected(escape(line)) for line in paragraph.splitlines()[1:]), ".EE")
        else:
            yield _protected(_with_bold(" ".join(paragraph.split())))


def _is_example(paragraph: str) -> bool:
    r"""Return True for a paragraph that begins with a line `\b`, by which click keeps its lines."""
    return paragraph.startswith("\b")


def _with_bold(text: str) -> str:
    """Return a text with its options in bold, escaped."""
    return _set_in_font(_BOLD, "B", text)


def _with_italics(text: str) -> str:
    """Return a line of arguments with their names in italics, escaped."""
    return _set_in_font(_ARGUMENT, "I", text)


def _set_in_font(pattern: re.Pattern[str], font: str, text: str) -> str:
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[end : match.start()]), rf"\f{font}{escape(match[0])}\fR"]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _protected(line: str) -> str:
    """Return a line that roff does not take as a request, which begins with a stop or an apostrophe."""
    return rf"\&{line}" if line.startswith((".", "'")) else line


def run(arguments: list[str]) -> str | None:
    """Write or check the page; return the message of an error, or None."""
    if arguments not in ([], ["--check"]):
        return f"usage: {COMMAND} [--check]"
    if not arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), encoding="ascii", newline="\n")
    elif not PAGE.exists() or PAGE.read_text(encoding="ascii") != page():
        return f"docs/man/{PAGE.name} does not fit the options; run {COMMAND}"
    return None


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
