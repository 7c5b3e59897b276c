"""Tables in documents: two columns, paragraphs between tables, and documents that are no table in both languages."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from office_files import cell, docx, paragraph, word_table

from aligner.errors import InputError
from aligner.read import readers
from aligner.separate.document_columns import separate_document

ARABIC = ("وصل القطار إلى المحطة في الصباح.", "جلس الحارس قرب الباب وشرب الشاي.", "لم ينزل المطر منذ شهر كامل.")
ENGLISH = (
    "The train reached the station in the morning.",
    "The guard sat by the door and drank tea.",
    "No rain had fallen for a whole month.",
)
PAIRS = list(zip(ARABIC, ENGLISH, strict=True))


def wide(*texts):
    """Return a cell that spans three columns."""
    return cell(*texts, properties='<w:gridSpan w:val="3"/>')


def read(body):
    return readers.read_bytes(docx(body), "a.docx")


def separated(body, **options):
    """Return the sides of a document as rows of lines, or None."""
    text = read(body)
    table = separate_document(text, "ar", "en", **options)
    if table is None:
        return None
    rows, before = [], (0, 0)
    for ends in table.sides.row_ends:
        spans = [of_side[a:b] for of_side, a, b in zip(table.sides[:2], before, ends, strict=True)]
        rows.append(tuple("/".join(text.text[slice(*span)] for span in of_side) for of_side in spans))
        before = ends
    assert before == (len(table.sides.source), len(table.sides.target))
    return rows


NUMBERED = [(str(number), *pair) for number, pair in enumerate(PAIRS, 1)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(word_table(*PAIRS), PAIRS, id="two columns"),
        pytest.param(word_table(*((b, a) for a, b in PAIRS)), PAIRS, id="English first"),
        pytest.param(word_table(("", "Arabic", "English"), *NUMBERED), PAIRS, id="names and numbers"),
        pytest.param(
            word_table((wide("الفصل", "Chapter"),), *NUMBERED, (wide("Notes"),)),
            [("الفصل", "Chapter"), *PAIRS, ("", "Notes")],
            id="titles that span the table",
        ),
        pytest.param(
            paragraph("عقد")
            + paragraph("Lease")
            + word_table(*PAIRS[:2])
            + paragraph("Part two")
            + word_table(PAIRS[2]),
            [("عقد", "Lease"), *PAIRS[:2], ("", "Part two"), PAIRS[2]],
            id="paragraphs between tables",
        ),
        pytest.param(
            word_table(*NUMBERED) + word_table(("المالك", "Owner"), ("المستأجر", "Tenant")),
            [*PAIRS, ("المالك", "Owner"), ("المستأجر", "Tenant")],
            id="tables of two widths",
        ),
        pytest.param(
            word_table(*NUMBERED) + word_table(("Place", "Cairo")),
            [*PAIRS, ("", "Place/Cairo")],
            id="a table in one language",
        ),
        pytest.param(
            word_table(("\n".join(ARABIC), "\n".join(ENGLISH))),
            [("/".join(ARABIC), "/".join(ENGLISH))],
            id="one row of several paragraphs",
        ),
        pytest.param(
            paragraph("7")
            + paragraph("lease.docx")
            + word_table(*PAIRS)
            + paragraph("عن International Business Machines"),
            [("", "7/lease.docx"), *PAIRS, ("عن International Business Machines", "")],
            id="lines without letters of a language",
        ),
        pytest.param(
            word_table(*NUMBERED, ("Two words", "", "")),
            [*PAIRS, ("", "Two words")],
            id="a title in the column of numbers",
        ),
        pytest.param(word_table((f"<w:tc>{word_table(*PAIRS)}<w:p/></w:tc>",)), PAIRS, id="a table around it"),
        pytest.param("".join(map(paragraph, ARABIC + ENGLISH)) + word_table(("باب", "door")), None, id="a small table"),
        pytest.param(word_table(*((text,) for pair in PAIRS for text in pair)), None, id="one column"),
        pytest.param(word_table(*((str(i), text) for i, text in enumerate(ARABIC + ENGLISH))), None, id="rows in turn"),
        pytest.param(paragraph("Hello."), None, id="no table"),
    ],
)
def test_the_sides_of_a_document(body, expected):
    assert separated(body) == expected


def test_a_table_whose_columns_are_unclear_is_refused_unless_they_are_named():
    body = word_table(*((a, b, b.upper()) for a, b in PAIRS))
    with pytest.raises(InputError, match=r"^a\.docx: columns 2, 3 are all in the letters of English; keep one column"):
        separated(body)
    assert separated(body, named=("1", "2")) == PAIRS
    with pytest.raises(InputError, match=r"^a\.docx: there is no column 4, only 3 columns; name the column"):
        separated(body, named=("1", "4"))


def test_two_documents_with_tables_are_aligned_line_by_line(run, here):
    rows = (("المحطة", "الساعة"), ("الجسر", "السادسة")), (("Stop", "Hour"), ("The bridge", "six"))
    for name, (first, second), texts in zip(("a.docx", "b.docx"), rows, (ARABIC, ENGLISH), strict=True):
        (here / name).write_bytes(docx("".join(map(paragraph, texts)) + word_table(first, second)))
    result = run("a.docx", "b.docx", "-f", "tsv", "--no-header")
    pairs = [tuple(line.split("\t")[:2]) for line in result.stdout.splitlines()]
    assert pairs == [*PAIRS, *(pair for of_row in zip(*rows, strict=True) for pair in zip(*of_row, strict=True))]


TEXTS = st.sampled_from([*ARABIC, *ENGLISH, "", "7", "عقد", "Lease", "ar\nعر"])
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.tuples(*[TEXTS] * width), min_size=1, max_size=4).map(lambda rows: word_table(*rows))
)


@given(st.lists(st.sampled_from(ARABIC + ENGLISH).map(paragraph) | TABLES, max_size=5))
def test_nothing_disappears(blocks):
    text = read("".join(blocks))
    written = regex.findall("<w:t [^>]*>([^<]*)", "".join(blocks))
    assert text.text.split("\n") == (written or [""])
    starts = [place.start for place in text.places]
    assert starts == sorted(set(starts))
    try:
        table = separate_document(text, "ar", "en") if text.rows else None
    except InputError:
        return  # the columns are unclear
    if table is not None and not table.header and not table.ignored:
        spans = sorted(table.sides.source + table.sides.target)
        assert [text.text[slice(*span)] for span in spans] == written
