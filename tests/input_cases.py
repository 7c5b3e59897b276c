"""The cases of `tests/cases/input/*.txt`: files as users have them, and what becomes of them."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

CASES = Path(__file__).parent / "cases" / "input"


class Case(NamedTuple):
    """Files, the options of the command, and the lines that describe the result."""

    files: list[tuple[str, str]]
    options: dict[str, str]
    expected: list[str]


def parse(block):
    """Return a case, and the number of lines before the line that names its first file."""
    given, _, expected = block.rpartition("\n---\n")
    _, *parts = re.split(r"(?m)^@ ", given)
    files, options = [], {}
    for part in parts:
        head, _, text = part.partition("\n")
        name, *words = head.split()
        options.update(zip(words[::2], words[1::2], strict=True))
        text = re.sub(" ?→ ?", "\t", text).replace("<BOM>", "\N{ZERO WIDTH NO-BREAK SPACE}")
        files.append((name, text.removesuffix("\n") + "\n"))
    return Case(files, options, expected.strip("\n").splitlines())


def cases():
    """Yield the cases of all files; the name of a case is its file and its last comment."""
    for path in sorted(CASES.glob("*.txt")):
        *blocks, rest = path.read_text(encoding="utf-8").split("\n===\n")
        assert not rest.strip(), f"{path.name}: the last case has no end"
        for block in blocks:
            comment = re.findall(r"(?m)^# (.*)", block.partition("\n@ ")[0])[-1]
            yield pytest.param(parse(block), id=f"{path.stem}: {comment}")
