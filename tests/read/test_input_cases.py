"""Inputs as users have them: cases in files that need no Python."""

from logging import INFO

import pytest
from input_cases import cases

from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.read import readers
from aligner.settings import Settings

OPTIONS = {"--from": "source", "--to": "target", "--columns": "columns", "--layout": "layout"}


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
