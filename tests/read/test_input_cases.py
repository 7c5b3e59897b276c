"""Inputs as users have them: cases in files that need no Python."""

import re
from logging import INFO
from pathlib import Path
from typing import NamedTuple

import pytest

from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.read import readers
from aligner.settings import Settings

CASES = Path(__file__).parent.parent / "cases" / "input"
OPTIONS = {"--from": "source", "--to": "target", "--columns": "columns", "--layout": "layout"}


class Case(NamedTuple):
    """Files, the options of the command, and the lines that describe the result."""

    files: list[tuple[str, str]]
    options: dict[str, str]
    expected: list[str]


def parse(block):
    """Return a case, and the number of lines before the line that names its first file."""
    given, _, expected = block.partition("\n---\n")
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


def sentences_of_rows(prepared):
    """Yield each row of a table as the case files write it; a document without rows is one row."""
    source, target, anchors = prepared.parallel
    begin = (0, 0)
    for end in anchors or [(len(source.sentences), len(target.sentences))]:
        sides = [
            " / ".join(document.sentence(number).replace("\t", "→") for number in range(first, last))
            for document, first, last in zip((source, target), begin, end, strict=True)
        ]
        yield f"{sides[0]} → {sides[1]}".strip()
        begin = end


def describe(case):
    """Return the result of a case in the lines of the case files."""
    options = {OPTIONS[name]: value for name, value in case.options.items()}
    if "columns" in options:
        options["columns"] = tuple(options["columns"].split(","))
    settings = Settings(**options, order_is_given=bool(case.options.keys() & {"--from", "--to"}))
    names = [name for name, _ in case.files]
    prefix = f"{names[0]}: " if len(names) == 1 else ""
    try:
        prepared = prepare([readers.read_bytes(text.encode("utf-8"), name) for name, text in case.files], settings)
    except InputError as error:
        return [f"!! {str(error).replace(f'{names[0]}, ', '').removeprefix(prefix)}"]
    notices = [f"! {notice.text.removeprefix(prefix)}" for notice in prepared.notices if notice.level > INFO]
    if len(names) == 2:
        rows = list(sentences_of_rows(prepared)) if any(" → " in line for line in case.expected) else []
        return [f"source: {prepared.texts[0].name}", *rows, *sorted(notices)]
    rows = list(sentences_of_rows(prepared)) if prepared.layout == "columns" else [f"layout {prepared.layout}"]
    return [*rows, *sorted(notices)]


@pytest.mark.parametrize("case", list(cases()))
def test_input(case):
    rows = [line.strip() for line in case.expected if not line.startswith("! ")]
    assert describe(case) == [*rows, *sorted(line for line in case.expected if line.startswith("! "))]
