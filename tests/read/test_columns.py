"""Tables: the columns that hold the source and the target, and the side of every cell."""

import csv
import io
import json

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.read import readers
from aligner.separate import columns

END = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
KEEP = "keep one column of each language, with a tab between them; or choose two columns, as in --columns 1,2"
AMBIGUOUS = "columns 2, 3 are all in the letters of English"

ARABIC = ["وصل القطار إلى المحطة.", "نزل الركاب ببطء.", "لم ينتظرهم أحد."]
ENGLISH = ["The train reached the station.", "The passengers got off slowly.", "Nobody was waiting."]
PAIRS = list(zip(ARABIC, ENGLISH, strict=True))


class Separated:
    """The sides of a table as lists of strings."""

    def __init__(self, text, table):
        self.source = [text[start:end] for start, end in table.sides.source]
        self.target = [text[start:end] for start, end in table.sides.target]
        self.row_ends, self.ignored = table.sides.row_ends, table.ignored
        self.doubtful = table.changes["doubtful"]


def separated(text, **options):
    """Return the sides of a table, or None if the text is not a table."""
    sides = columns.separate_columns(InputText("book.txt", text, "utf-8"), "ar", "en", **options)
    return sides and Separated(text, sides)


def rows(*cells, end="\n"):
    return end.join("\t".join(row) for row in cells)


def refusal(text, **options):
    with pytest.raises(InputError) as caught:
        separated(text, **options)
    return str(caught.value)


@END
def test_columns_are_found_in_either_order(end):
    for cells in (PAIRS, [pair[::-1] for pair in PAIRS]):
        sides = separated(rows(*cells, end=end) + end)
        assert (sides.source, sides.target) == (ARABIC, ENGLISH)
        assert (sides.doubtful, sides.row_ends, sides.ignored) == ([], [(1, 1), (2, 2), (3, 3)], [])


def test_columns_in_neither_language_are_ignored():
    sides = separated(rows(*((str(number), *pair, "0.97", "") for number, pair in enumerate(PAIRS))))
    assert (sides.source, sides.target, sides.ignored) == (ARABIC, ENGLISH, [1, 4])


def test_a_column_of_names_is_ignored():
    """Such as the name of the file that a row is from, in a few rows."""
    cells = [("", *pair) for pair in PAIRS * 5]
    cells[7] = ("book", *cells[7][1:])
    sides = separated(rows(*cells))
    assert (sides.source, sides.target, sides.ignored) == (
        ARABIC * 5,
        ENGLISH * 5,
        [1],
    )


def test_empty_cells_are_not_paragraphs():
    sides = separated(rows((ARABIC[0], ""), ("", ENGLISH[0]), (ARABIC[1], "\u200f"), (" ", ENGLISH[1]), PAIRS[2]))
    assert (sides.source, sides.target) == (ARABIC, ENGLISH)
    assert sides.row_ends == [(1, 0), (1, 1), (2, 1), (2, 2), (3, 3)]


def test_cells_without_letters_stay_in_their_column():
    sides = separated(rows(*PAIRS, ("***", "12")))
    assert (sides.source[-1], sides.target[-1], sides.doubtful) == ("***", "12", [])


def test_a_row_may_lack_a_cell():
    sides = separated(rows(*PAIRS * 10, (ARABIC[0],)))
    assert sides.row_ends[-2:] == [(30, 30), (31, 30)]


def test_a_row_may_have_a_cell_too_many():
    sides = separated(rows(*PAIRS * 10, (*PAIRS[0], "checked")))
    assert (sides.source, sides.target) == (
        [*ARABIC * 10, ARABIC[0]],
        [*ENGLISH * 10, ENGLISH[0]],
    )


def test_rows_of_a_small_table_may_lack_cells_and_end_in_tabs():
    whole = "\t".join(PAIRS[0])
    text = "\n".join([f"{whole}\t", f"{ARABIC[1]}\t", "\t".join(PAIRS[2]), whole, whole, ARABIC[1]])
    sides = separated(text)
    assert (len(sides.source), len(sides.target)) == (6, 4)
    assert sides.row_ends == [(1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 4)]


def test_a_table_with_two_columns_of_a_language_is_refused_with_the_reason():
    assert AMBIGUOUS in refusal(rows(("نعم", "Yes", "Aye"), ("لا", "No", "Nay")))


@END
def test_a_cell_in_the_wrong_language_stays_and_is_reported(end):
    cells = [*PAIRS * 10, ("LampOS", "LampOS"), *PAIRS]
    sides = separated(end + rows(*cells, end=end))
    assert (sides.source[30], sides.target[30]) == ("LampOS", "LampOS")
    assert sides.doubtful == [32]


def test_a_tab_within_some_lines_does_not_make_columns():
    assert separated("\n".join([*ARABIC, "\t" + ARABIC[0], *ENGLISH, "\t" + ENGLISH[0]])) is None


def test_tabs_within_lines_of_one_language_do_not_make_columns():
    assert separated("\n".join("\t".join(side * 2) for side in (ARABIC, ENGLISH) for _ in range(3))) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "\n".join([*ARABIC, *ENGLISH]),
            "no line has a tab",
            id="no tabs",
        ),
        pytest.param(rows(("1", "Yes"), ("2", "No")), "no column is Arabic", id="one language"),
        pytest.param(rows(("1", "نعم"), ("2", "لا")), "no column is English", id="the other language"),
        pytest.param(
            rows(("نعم", "Yes", "Aye"), ("لا", "No", "Nay")),
            "columns 2, 3 are all in the letters of English",
            id="two of one",
        ),
    ],
)
def test_a_text_without_columns_is_refused_if_the_user_names_columns(text, problem):
    assert refusal(text, forced=True) == f"book.txt: {problem}; {KEEP}"


# Properties of any table.

CELLS = [*ARABIC, *ENGLISH, "نعم", "LampOS", "نعم LampOS", "see ملاحظة 3", "12", "", " ", "Arabic", "العربية"]


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(*[st.sampled_from(CELLS)] * 2), max_size=8))
def test_every_cell_stands_on_one_side_and_arabic_never_on_the_english_one(cells):
    cells = [*cells, *PAIRS * max(len(cells), 1)]
    text = rows(*cells)
    separated_table = columns.separate_columns(InputText("book.txt", text, "utf-8"), "ar", "en")
    header = len(separated_table.header_rows) * sum(1 for cell in separated_table.header if cell)
    sides = separated_table.sides
    visible = sum(bool(cell.strip()) for row in cells for cell in row)
    assert len({*sides.source, *sides.target}) == len(sides.source) + len(sides.target) == visible - header
    assert sides.source == sorted(sides.source)
    assert sides.target == sorted(sides.target)
    assert sides.row_ends == sorted(sides.row_ends)
    assert not {text[start:end] for start, end in sides.target} & {*ARABIC, "نعم"}


def cells_of(text):
    return [[text.text[start:end] for start, end in row.cells] for row in text.rows]


LETTERS = st.text(alphabet='ab تث."\n', min_size=1, max_size=6).map(str.strip).filter(bool)


@settings(max_examples=examples(60))
@given(
    table=st.integers(2, 4).flatmap(lambda width: st.lists(st.tuples(*[LETTERS] * width), min_size=1)),
    delimiter=st.sampled_from("\t;|,"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_csv_is_read_as_it_was_written(table, delimiter, quoting, end):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(table)
    text = readers.read_bytes(file.getvalue().encode("utf-8"), "book.csv")
    assert cells_of(text) == [list(row) for row in table]
    assert text.notice == ""


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1))
def test_json_lines_are_read_as_they_were_written(table):
    lines = "\n".join(json.dumps({"ar": source, "en": target, "number": 1}) for source, target in table)
    text = readers.read_bytes(lines.encode("utf-8"), "book.jsonl")
    assert cells_of(text) == [list(row) for row in table]
    assert text.column_names == ("ar", "en")


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.tuples(*[st.text(alphabet='ab تث."', min_size=1, max_size=6).filter(lambda x: '""' not in x)] * 2),
        min_size=1,
    )
)
def test_nothing_is_unquoted_in_the_output_of_this_program(table):
    text = rows(("src_text", "trg_text", "confidence", "kind"), *((*row, "1.000", "1-1") for row in table))
    assert readers.read_bytes(text.encode("utf-8"), "pairs.tsv") == InputText("pairs.tsv", text, "utf-8")


def test_csv_of_this_program_under_another_name_has_no_guards():
    text = "src_text,trg_text,confidence,kind\r\n'- نعم.,'- Yes.,1.000,1-1\r\n"
    read = readers.read_bytes(text.encode("utf-8"), "pairs.txt")
    assert cells_of(read)[1] == ["- نعم.", "- Yes.", "1.000", "1-1"]


@pytest.mark.parametrize("text", ['""\t""\n', '"\t"', '\t""', '""\t\n\n""\t'])
def test_marks_around_nothing_are_no_table(text):
    assert readers.read_bytes(text.encode("utf-8"), "pairs.tsv") == InputText("pairs.tsv", text, "utf-8")


def test_a_cell_may_be_longer_than_the_module_csv_allows_by_default():
    limit = csv.field_size_limit()
    text = readers.read_bytes(f'a,"{"b" * (limit + 1)}"'.encode(), "book.csv")
    assert [len(cell) for cell in cells_of(text)[0]] == [1, limit + 1]
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(
    "line", ['{"a": ' + "9" * 5000 + "}", "[" * 100_000, "12", '"text"'], ids=["digits", "brackets", "number", "string"]
)
def test_json_that_is_no_object_is_refused(line):
    with pytest.raises(InputError, match=r"^book\.jsonl, line 1: this line is not JSON \(.*\); give objects with"):
        readers.read_bytes(line.encode(), "book.jsonl")
