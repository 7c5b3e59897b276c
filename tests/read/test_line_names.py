"""Messages name a place as the user finds it in the file: a paragraph of a document, a line of a text."""

import pytest

from aligner.bitext import InputText, Place
from aligner.errors import InputError
from aligner.separate import layout
from aligner.separate.line_names import line_names

BLOCKS = "وصل القطار إلى المحطة.\nنزل الركاب ببطء.\nПоезд прибыл.\nThe train came in.\nThey got off.\n"
SAME_LINE = "كتاب | book\nقلم | pen\nباب | 3 | door\n"


def message(lines, *, in_lines):
    """What is said about the lines of a text: the remarks, or the error."""
    starts = [sum(map(len, lines[:index])) for index in range(len(lines))]
    places = () if in_lines else [Place(start, f"paragraph {2 * number}") for number, start in enumerate(starts, 1)]
    text = InputText("a.docx", "".join(lines), "utf-8", places=tuple(places))
    try:
        return " ".join(
            layout.separate_languages(text.text, text.name, "ar", "en", name_lines=line_names(text)).remarks
        )
    except InputError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        (BLOCKS, "line 3 is in Cyrillic letters", "paragraph 6 is in Cyrillic letters"),
        (SAME_LINE, "the cells without letters in line 3", "the cells without letters in paragraph 6"),
        ("نزل LampOS اليوم", "line 1 holds English letters", "paragraph 2 holds English letters"),
        ("سافر.\nPorto.\nКиев город.\nРига город.\n", "lines 3-4 are in", "paragraph 6; paragraph 8 are in"),
    ],
)
def test_a_document_has_paragraphs_and_a_text_has_lines(text, line, place):
    lines = text.splitlines(keepends=True)
    assert line in message(lines, in_lines=True)
    assert place in message(lines, in_lines=False)


def test_of_many_places_the_first_are_named():
    places = tuple(Place(5 * number, f"row {number}") for number in range(9))
    text = InputText("a.docx", "نعم.\n" * 9, "utf-8", places=places)
    assert line_names(text)([1, 2, 3, 4, 5, 6, 9]) == "row 0; row 1; row 2; row 3; row 4; and 2 more"
