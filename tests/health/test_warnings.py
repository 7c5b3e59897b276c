"""Warnings about faults of texts: sound documents have none, and damaged ones the right one."""

import random
from functools import partial
from pathlib import Path

import damage
import pytest
import sound_documents

from aligner.bitext import InputText, Place, TableRow
from aligner.document import Span
from aligner.health import checks, lost_letters

CASES = Path(__file__).parent.parent / "cases" / "health.txt"
TAGS = ("ar", "en")
FEW, MANY = 60, 500  # documents
PROSE_DOCUMENTS = 20  # documents that are damaged in each way
RIGHT = 0.95  # least share of damaged documents with the right warning


def warnings_of(text, tags=TAGS, **fields):
    return checks.check([InputText("book.txt", text, "", **fields)], tags)


def kinds(text):
    return {warning.kind for warning in warnings_of(text)}


def false_warnings(numbers):
    """The documents among those of some numbers that have a warning, with their genres."""
    documents = {number: sound_documents.document(number) for number in numbers}
    return [(number, genres, kinds(text)) for number, (text, genres) in documents.items() if kinds(text)]


def test_sound_documents_have_no_warning():
    assert false_warnings(range(FEW)) == []


@pytest.mark.slow
def test_many_sound_documents_have_no_warning():
    assert false_warnings(range(MANY)) == []


def shares(numbers):
    """The share of documents that are damaged and have the right warning, for each kind, way and extent."""
    texts = [(number, sound_documents.prose_document(number)) for number in numbers]
    ways = [(kind, way, change) for kind, of_kind in damage.LINE_WAYS.items() for way, change in of_kind.items()]
    result = {}
    for kind, way, change in ways:
        for extent in (damage.whole, damage.part):
            damaged = [(text, extent(text, change, random.Random(number))) for number, text in texts]
            right = [kind in kinds(after) for text, after in damaged if after != text]
            result[kind, way, extent.__name__] = sum(right) / max(len(right), 1)
    return result


@pytest.mark.slow
def test_damaged_documents_have_the_right_warning():
    of_kind = {}
    for (kind, _way, extent), share in shares(range(PROSE_DOCUMENTS)).items():
        of_kind.setdefault((kind, extent), []).append(share)
    means = {key: round(sum(values) / len(values), 6) for key, values in of_kind.items()}
    assert {key: share for key, share in means.items() if share < RIGHT} == {}


STORY = "\n".join(f"{arabic}\n{english}" for arabic, english in sound_documents.PROSE[:6]) + "\n"


@pytest.mark.parametrize("kind", damage.LINE_WAYS)
@pytest.mark.parametrize("extent", [damage.whole, partial(damage.part, share=0.5)], ids=["whole", "part"])
def test_each_way_of_damage_is_noticed(kind, extent):
    missed = []
    for way, change in damage.LINE_WAYS[kind].items():
        text = extent(STORY, change, random.Random(1))
        if text != STORY and kind not in kinds(text):
            missed.append(way)
    assert missed == []


@pytest.mark.parametrize("change", [damage.pasted_twice, damage.pasted_again])
def test_a_block_that_stands_twice_is_noticed(change):
    assert kinds(change(STORY, random.Random(1))) == {"repeated"}


def cases():
    """Yield name, text and expected warnings of the cases of the file."""
    for block in CASES.read_text(encoding="utf-8").split("\n===\n")[:-1]:
        comment, _, rest = block.lstrip("\n").partition("\n")
        text, _, expected = rest.rpartition("---")
        text = text.encode("ascii", "backslashreplace").decode("unicode_escape") if "\\u" in text else text
        yield pytest.param(text, expected.strip().splitlines(), id=comment.removeprefix("# "))


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_case(text, expected):
    assert [f"{warning.kind}: {str(warning).removeprefix('book.txt: ')}" for warning in warnings_of(text)] == expected


def test_the_place_is_that_of_the_file():
    text = "One\x00.\nTwo."
    assert "(in line 1)" in str(warnings_of(text)[0])
    assert "(in paragraph 7)" in str(warnings_of(text, places=(Place(0, "paragraph 7"),))[0])
    rows = (TableRow(4, (Span(0, 5),)), TableRow(5, (Span(6, 10),)))
    assert "(in row 4)" in str(warnings_of(text, rows=rows, row_unit="row")[0])


def test_the_place_of_a_repeated_block_is_that_of_the_file():
    half = len(STORY)
    (line,) = warnings_of(STORY + STORY)
    assert line.problem.endswith("repeats an earlier part (in line 13)")
    (place,) = warnings_of(STORY + STORY, places=(Place(0, "caption 1"), Place(half, "caption 8")))
    assert place.problem.endswith("repeats an earlier part (in caption 8)")


def test_arabic_is_only_looked_at_in_arabic():
    persian = "این کتاب را در تهران خواندم و آن را به دوستم دادم.\n"
    assert warnings_of(persian, ("fa", "en")) == warnings_of(persian) == []


@pytest.mark.parametrize(
    "part", ["thetrainarrived", "فيالمدينةالكبيرة", "\u202a", "ب\u200c", "Ã©", "ةب يف ", "e\u0301é", "a@", "? "]
)
def test_checks_take_linear_time(part):
    """A test of a quadratic check would not end."""
    warnings_of(part * 5_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("????? ??????? ????? ??????? ?? ??????. " * 2, "the text is lost: letters are replaced by question marks"),
        ("\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd. " * 5, "the text is lost: letters are replaced by \ufffd"),
        ("What??? No way! Why?? The train was late again.", ""),
        ("The train was late. ????? ??? ???? The guard drank tea with his old friend.", ""),
    ],
)
def test_a_lost_text_is_told_from_questions(text, expected):
    assert lost_letters.description(text) == expected


@pytest.mark.parametrize(("times", "expected"), [(1, "Windows-1256"), (2, "Windows-1256 twice")])
def test_text_that_was_misread_twice_is_told_from_text_misread_once(times, expected):
    line = sound_documents.PROSE[0][0]
    for _ in range(times):
        line = damage.misread("utf-8", "cp1256")(line, None)
    assert f"read as {expected};" in str(warnings_of(line)[0])
