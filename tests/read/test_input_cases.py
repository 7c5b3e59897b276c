"""Inputs as users have them: cases in files that need no Python."""

from logging import INFO

import pytest
from input_cases import cases

from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.read import readers
from aligner.settings import Settings

OPTIONS = {"--from": "source", "--to": "target", "--columns": "columns", "--layout": "layout", "--realign": "realign"}


def sentences_of_rows(prepared):
    """Yield the sentences up to each anchor as the case files write them, such as the rows of a table."""
    source, target, anchors, *_ = prepared.parallel
    begin, last_end = (0, 0), (len(source.sentences), len(target.sentences))
    for end in dict.fromkeys([*anchors, last_end]):
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
    has_rows = any(" → " in line for line in case.expected)
    if len(names) == 2:
        rows = list(sentences_of_rows(prepared)) if has_rows else []
        return [f"source: {prepared.texts[0].name}", *rows, *sorted(notices)]
    rows = list(sentences_of_rows(prepared)) if prepared.layout == "columns" else [f"layout {prepared.layout}"]
    if prepared.layout != "columns" and has_rows:
        rows += sentences_of_rows(prepared)
    return [*rows, *sorted(notices)]


@pytest.mark.parametrize("case", list(cases()))
def test_input(case):
    rows = [line.strip() for line in case.expected if not line.startswith("! ")]
    assert describe(case) == [*rows, *sorted(line for line in case.expected if line.startswith("! "))]
