"""CSV: the bytes, the guard before formulas, and texts as the csv module reads them."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from effort import examples
from hostile_texts import HOSTILE, texts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from output_documents import (
    Nowhere,
    bytes_of,
    many_rows,
    output_document,
    rows_of,
    rows_of_documents,
    side,
    three_beads,
)

from aligner.errors import InputError
from aligner.formula_guard import guarded, unguarded
from aligner.rows import Row, Rows
from aligner.write import formats
from aligner.write.document import OutputOptions

CASES = Path(__file__).parent.parent / "cases" / "formulas.txt"

CSV = """\
\ufeffsrc_text,trg_text,confidence,kind\r
وصل القطار. نزل الركاب.,The train came and all got off.,0.987,2-1\r
نام الحارس.,,0.250,1-0\r
,It rained.,1.000,0-1\r
"""


def written(rows, **options):
    """The text of a file, its byte order mark included."""
    return bytes_of(rows, OutputOptions("csv", **options)).decode("utf-8")


def read(text):
    """The cells of a file as a program reads them that knows byte order marks."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def formula_cases():
    """Each text of the file of cases, and True if it needs the guard."""
    lines = CASES.read_text(encoding="utf-8").splitlines()[2:]
    assert lines.count("---") == 1
    for number, line in enumerate(lines):
        if line != "---":
            text = line.encode("ascii", "backslashreplace").decode("unicode_escape")
            yield pytest.param(text, number < lines.index("---"), id=ascii(text))


class TestBytes:
    def test_exact(self):
        assert written(three_beads().rows()) == CSV

    def test_without_header_begins_with_the_mark(self):
        assert written(three_beads().rows(), header=False) == "\ufeff" + CSV.partition("\n")[2]

    def test_without_pairs_is_the_header(self):
        assert written(output_document(side("ar"), side("en")).rows()) == CSV.partition("\n")[0] + "\n"

    @pytest.mark.parametrize(
        ("text", "cell"),
        [
            ("a,b", '"a,b"'),
            ("a;b", "a;b"),
            ('say "no"', '"say ""no"""'),
            ("a\nb", '"a\nb"'),
            ("a\rb", '"a\rb"'),
            ("a\r\nb", '"a\r\nb"'),
            ("a\tb", "a\tb"),
            ("a\x00b", "a\x00b"),
            (" a ", " a "),
            ("a\u2028b", "a\u2028b"),
            ("- Yes", "'- Yes"),
            ("=A1,B1", '"\'=A1,B1"'),
        ],
    )
    def test_cell(self, text, cell):
        assert written(rows_of((text, "x")), header=False) == f"\ufeff{cell},x,,1-1\r\n"

    def test_documents_and_flags_are_columns(self):
        assert written(rows_of_documents(), documents=True, flags=True) == (
            "\ufeffdocument,src_text,trg_text,confidence,kind,flags\r\n"
            "كتاب,نعم.,Yes.,0.987,1-1,\r\n"
            "كتاب,,No.,0.500,0-1,gap-nearby\r\n"
            '\'-b/ü,لا.,No.,0.750,1-1,"numbers,length"\r\n'
            "'-b/ü,ربما.,,,,\r\n"
        )

    def test_mark_stands_once_in_a_file_of_several_documents(self):
        options = OutputOptions("csv")
        pieces = [formats.begin(options), *(formats.appended(three_beads().rows("a"), options) for _ in range(2))]
        text = b"".join(pieces).decode("utf-8")
        assert text.startswith("\ufeffdocument,src_text,")
        assert text.count("\ufeff") == 1
        assert [row[0] for row in read(text)] == ["document", *"aaaaaa"]


class TestGuard:
    @pytest.mark.parametrize(("text", "needed"), list(formula_cases()))
    def test_stands_before_a_formula_and_before_nothing_else(self, text, needed):
        assert guarded(text) == ("'" + text if needed else text)

    @given(st.text(alphabet="'=+-@\t\r\n aا＝\x00\u200f"))
    @example("'")
    @example("''=")
    def test_is_undone_exactly(self, text):
        assert unguarded(guarded(text)) == text

    @given(texts)
    def test_leaves_no_cell_that_begins_a_formula(self, text):
        assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert not guarded(text).startswith(("\t", "\r", "\n", "\0"))

    def test_takes_linear_time(self):
        for text in ("'" * 100_000 + "a", " " * 100_000 + "a", "' " * 50_000):
            assert guarded(text) == text


class TestReading:
    @settings(max_examples=examples(200))
    @given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3))
    def test_texts_are_read_back(self, pairs):
        _, *cells = read(written(rows_of(*pairs)))
        assert [tuple(map(unguarded, row[:2])) for row in cells] == pairs

    def test_hostile_texts_are_read_back(self):
        _, *cells = read(written(rows_of(*((text, text) for text in HOSTILE))))
        assert [unguarded(source) for source, _, _, _ in cells] == list(HOSTILE)


class TestUnusualTexts:
    def test_text_that_excel_cannot_hold_is_kept_and_reported(self, caplog):
        text = written(rows_of(("ا", "a"), ("ا", "x" * 40_000), ("ب" * 40_000, "x" * 32_768)))
        assert [len(row[1]) for row in read(text)[1:]] == [1, 40_000, 32_768]
        assert caplog.messages == [
            "3 texts have more than 32,767 characters, which Excel does not open in one cell (first: row 2)"
        ]

    def test_one_text_that_excel_cannot_hold(self, caplog):
        written(Rows("ar", "en", [Row("🙂" * 16_384, "a", "1-1", document="book")]), documents=True)
        assert caplog.messages == [
            "1 text has more than 32,767 characters, which Excel does not open in one cell (first: book, row 1)"
        ]

    def test_longest_text_that_excel_holds(self, caplog):
        written(rows_of(("ا" * 32_767, "🙂" * 16_383)))
        assert caplog.messages == []

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (Row("a\ud800", "a", "1-1"), "row 1: the source holds half a character"),
            (Row("a", "\udfff", "1-1", document="book"), "book, row 1: the target holds half a character"),
            (Row("a", "a", "1-1", document="b\udcff"), r"b\\udcff, row 1: the document holds half a character"),
        ],
    )
    def test_half_a_character_is_an_error(self, row, message):
        with pytest.raises(InputError, match=message):
            written(Rows("ar", "en", [row]), documents=True)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows():
    tracemalloc.start()
    try:
        formats.FORMATS["csv"].write(many_rows(30_000), OutputOptions("csv"), [Nowhere()])
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
