"""The cases of `tests/cases/documents/*.txt`: the elements of documents of word processors, and their text."""

import re
from itertools import pairwise
from pathlib import Path

import office_files
import pytest

from aligner.read.office import docx, odt

CASES = Path(__file__).parent.parent / "cases" / "documents"
FORMATS = {"docx": (office_files.docx, docx.read), "odt": (office_files.odt, odt.read)}


def cases():
    """Yield the format, the body, the other parts and the expected lines of each case."""
    for path in sorted(CASES.glob("*.txt")):
        head, *blocks = re.split(r"(?m)^(?=# [a-z])", path.read_text(encoding="utf-8"))
        assert head.startswith("# Documents")
        for block in blocks:
            comment, _, content = block.removesuffix("===\n").partition("\n")
            given, _, expected = content.partition("---\n")
            body, *parts = re.split(r"(?m)^@ ", given)
            named = dict(part.split("\n", 1) for part in parts)
            yield pytest.param(path.stem, body, named, expected.splitlines(), id=f"{path.stem}: {comment[2:]}")


def described(text):
    """Return the lines by which a case describes a text."""
    starts = [place.start for place in text.places] + [len(text.text) + 1]
    lines = [
        f"{place.label}: {text.text[start : end - 1]}"
        for place, (start, end) in zip(text.places, pairwise(starts), strict=True)
    ]
    shown = [line.replace("\n", " / ").replace("\t", "→") for line in lines]
    return shown + [f"remark: {remark}" for remark in text.remarks]


@pytest.mark.parametrize(("form", "body", "parts", "expected"), list(cases()))
def test_case(form, body, parts, expected):
    make, read = FORMATS[form]
    assert described(read(make(body, **parts), f"a.{form}", None)) == expected
