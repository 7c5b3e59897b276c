"""Edited tables of pairs: the cases of `tests/cases/reviews/tables.txt`, and the forms of files."""

import re
from pathlib import Path

import pytest

from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.review.pins import with_pins
from aligner.settings import Settings

CASES = Path(__file__).parent.parent / "cases" / "reviews" / "tables.txt"
SETTINGS = Settings(pre_split=True, order_is_given=True)


def cases():
    """Yield the cases; the name of a case is its last comment."""
    *blocks, rest = CASES.read_text(encoding="utf-8").split("\n===\n")
    assert not rest.strip(), "the last case has no end"
    for block in blocks:
        given, _, expected = block.rpartition("\n---\n")
        comments, *parts = re.split(r"(?m)^@ ", given)
        files = dict(part.split("\n", 1) for part in parts)
        yield pytest.param(files, expected.splitlines(), id=re.findall(r"(?m)^# (.*)", comments)[-1])


def as_table(text):
    """The text of a table, with tabs and line ends."""
    return re.sub(" ?→ ?", "\t", text).replace("↵", "\n")


def prepared(source, target):
    """A document of two texts with one sentence a line."""
    return prepare([InputText("ar.txt", source, "utf-8"), InputText("en.txt", target, "utf-8")], SETTINGS)


def described(document):
    """The checked beads of a document, and notices other than of their number, as a case has them."""
    lines = []
    for bead in document.parallel.checked:
        sides = (" ".join(str(number + 1) for number in side) or "-" for side in bead)
        lines.append(" = ".join(sides))
    notices = [notice.text.removeprefix("table.tsv: ") for notice in document.notices]
    return lines + [f"! {notice}" for notice in notices if not re.fullmatch(r"kept \d+ checked rows?", notice)]


@pytest.mark.parametrize(("files", "expected"), [*cases()])
def test_case(files, expected, here):
    Path("table.tsv").write_text(as_table(files["table"]), encoding="utf-8", newline="")
    document = prepared(files["ar"], files["en"])
    try:
        result = described(with_pins(document, "table.tsv"))
    except InputError as error:
        result = [f"error {str(error).removeprefix('table.tsv, ')}"]
    assert result == expected


def test_reading_is_that_in_which_the_rows_are_found(here):
    Path("table.tsv").write_text("src_text\ttrg_text\tchecked\nنام.\tHe slept.\tx\n", encoding="utf-8")
    right = prepared("جاء الولد.\nنام.\n", "The boy came.\nHe slept.\n")
    wrong = prepared("جاء الولد. نام.\n", "The boy came.\nHe slept.\n")._replace(other_reading=right)
    document = with_pins(wrong, "table.tsv")
    assert document.parallel == right.parallel._replace(checked=[(range(1, 2), range(1, 2))])
    assert document.other_reading is None


def test_reading_in_which_no_row_is_found_does_not_hide_another(here):
    Path("table.tsv").write_text(
        "src_text\ttrg_text\tchecked\nنام.\tHe slept.\tx\nقام.\tHe rose.\t\n", encoding="utf-8"
    )
    right = prepared("نام.\nقام.\n", "He slept.\nHe rose.\n")
    wrong = prepared("نام. قام.\n", "He slept. He rose.\n")._replace(other_reading=right)
    assert with_pins(wrong, "table.tsv").parallel.checked == [(range(1), range(1))]
