"""Lines without a visible character: they are in no row, so the user is told."""

import pytest

from aligner.bitext import InputText
from aligner.separate.input_notices import encoding_notices


def notices(text):
    return [notice.text for notice in encoding_notices([InputText("a.txt", text, "utf-8")])]


@pytest.mark.parametrize(
    "mark", "\u00ad\u200b\u200c\u200d\u200e\u200f\u202b\u2060\u2066\u2067\u2068\u2069\u061c\x08", ids=ascii
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=ascii)
def test_are_told_with_the_first_line(mark, end):
    message = "a.txt: 1 line has only invisible characters and is in no row (in line 2)"
    assert notices(f"One.{end} {mark}\u3000{mark}{end}Two.{end}{end}") == [message]
    message = "a.txt: 2 lines have only invisible characters and are in no row (in line 1 and others)"
    assert notices(f"{mark}{end}One.{end}{mark}") == [message]


@pytest.mark.parametrize(
    "line",
    ["", " ", "\t", "\u3000", "\u00a0", "\u06dd", "\u06dd\u0661", "\u200fa", "a\u200f", ".", "\u064e", "\r"],
    ids=ascii,
)
def test_blank_and_visible_lines_are_not_told(line):
    assert notices(f"One.\n{line}\nTwo.\n") == []
