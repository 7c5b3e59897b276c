"""XLIFF as an input of `align convert`."""

import pytest
from conversions import pairs_of, texts_of

from aligner.errors import InputError

FILE = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="en-US" {target}original="a"><body>
<trans-unit id="1"><source>Open the <g id="1">door</g>.</source><target>افتح الباب.</target></trans-unit>
<trans-unit id="2"><source>Wait outside.</source></trans-unit></body></file></xliff>
"""
WITH_TARGET = FILE.format(target='target-language="ar" ')
WITHOUT_TARGET = FILE.format(target="")
PAIRS = [("Open the door.", "افتح الباب."), ("Wait outside.", "")]


@pytest.mark.parametrize("name", ["m.xlf", "m.sdlxliff", "m.xml"])
def test_a_unit_is_a_row(tmp_path, name):
    rows, tags, notices, _ = pairs_of(tmp_path, {name: WITH_TARGET})
    assert ([(row.source, row.target) for row in rows], tags) == (PAIRS, ("en-US", "ar"))
    assert [row.kind for row in rows] == ["1-1", "1-0"]
    assert notices == [
        "1 unit (line 4) with a text in one of the two languages only; the other side of these rows is empty",
        "left out the inline codes of 1 unit (line 3)",
    ]


def test_sides_are_exchanged(tmp_path):
    assert texts_of(tmp_path, {"m.xlf": WITH_TARGET}, source="ar")[0] == PAIRS[0][::-1]


def test_the_user_names_the_language_of_the_target(tmp_path):
    assert texts_of(tmp_path, {"m.xlf": WITHOUT_TARGET}, target="ar") == PAIRS
    with pytest.raises(InputError, match=r"line 3: the file does not name the languages of all texts; name that of"):
        texts_of(tmp_path, {"m.xlf": WITHOUT_TARGET})


def test_another_encoding(tmp_path):
    data = WITH_TARGET.encode("cp1256")
    assert texts_of(tmp_path, {"m.xlf": data}, encoding="cp1256") == PAIRS


def test_a_file_that_is_not_xliff(tmp_path):
    with pytest.raises(InputError, match=r"this is XML, but not XLIFF: it begins with <html>"):
        texts_of(tmp_path, {"m.xlf": "<html/>"}, format_name="xliff")
