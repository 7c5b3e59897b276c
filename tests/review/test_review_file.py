"""Reviews of the page: files that are damaged, and reviews of other texts."""

import json
from pathlib import Path

import pytest

from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.read.review import is_review, read_review
from aligner.review.pins import with_pins
from aligner.settings import Settings

ARABIC = "جاء الولد. نام.\n\nقام."
ENGLISH = "The boy came. He slept.\n\nHe got up."
HINT = "; save it again on the page"


def text_of(name, text):
    return InputText(name, text, "utf-8")


def review(*beads, texts=(ARABIC, ENGLISH), sizes=(3, 3), **fields):
    """The object of a review with beads of the form (source, target, checked)."""
    inputs = [{"name": f"{n}.txt", "sha256": text_of("", text).digest} for n, text in enumerate(texts)]
    rows = [{"source": s, "target": t, "confidence": None, "checked": c, "edited": False} for s, t, c in beads]
    record = {"review": 1, "inputs": inputs, "src_sentences": sizes[0], "trg_sentences": sizes[1], "beads": rows}
    return {**record, **fields}


def saved(record):
    """The path of a file with a review."""
    Path("review.json").write_text(record if isinstance(record, str) else json.dumps(record), encoding="utf-8")
    return "review.json"


def message(record, problem):
    """Assert that a review is refused with a problem."""
    with pytest.raises(InputError) as error:
        read_review(saved(record))
    assert str(error.value) == f"review.json: {problem}"


def test_checked_rows_are_read(here):
    record = review(([0, 1], [0], True), ([], [1], True), ([2], [2], False))
    assert is_review(json.dumps(record, indent=2).encode())
    read = read_review(saved(record))
    assert read.checked == ((range(2), range(1)), (range(2, 2), range(1, 2)))
    assert read.sizes == (3, 3)


def test_rows_that_filters_left_out_are_gaps(here):
    assert read_review(saved(review(([1], [2], True)))).checked == ((range(1, 2), range(2, 3)),)


ROW = "this review is damaged: row 2: "


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("{", "this review is damaged: this is not JSON" + HINT),
        ("[" * 100_000, "this review is damaged: this is not JSON" + HINT),
        ("[1]", "this is not a review of version 1" + HINT),
        ('{"review": 2}', "this is not a review of version 1" + HINT),
        ('{"review": 1}', "this review is damaged: 'inputs' is missing" + HINT),
        (review(inputs="book.txt"), "this review is damaged: inputs is not a list of objects" + HINT),
        (review(inputs=[{"name": "a"}]), "this review is damaged: 'sha256' is missing" + HINT),
        (review(src_sentences="3"), "this review is damaged: src_sentences is not a number of sentences" + HINT),
        (review(trg_sentences=-1), "this review is damaged: trg_sentences is not a number of sentences" + HINT),
        (review(beads={"0": 1}), "this review is damaged: beads is not a list of objects" + HINT),
        (review(beads=[[0, 0]]), "this review is damaged: beads is not a list of objects" + HINT),
    ],
)
def test_damaged_review_is_refused(record, problem, here):
    message(record, problem)


NUMBERS = "is not a list of numbers of sentences"
TWICE = "a sentence stands in two rows, or out of order, or the row has none"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((["1"], [1], True), f"source {NUMBERS}"),
        (([1], 1, True), f"target {NUMBERS}"),
        (([1], None, True), f"target {NUMBERS}"),
        (([1], "", True), f"target {NUMBERS}"),
        (([1.0], [1], True), f"source {NUMBERS}"),
        (([-1], [1], True), f"source {NUMBERS}"),
        (([True], [1], True), f"source {NUMBERS}"),
        (([0], [1], True), TWICE),
        (([1], [0], False), TWICE),
        (([], [], False), TWICE),
        (([2, 1], [1], False), "the source sentences are not neighbours; make the page without filters"),
        (([1], [1, 1], False), "the target sentences are not neighbours; make the page without filters"),
        (([3], [1], False), "the texts have fewer sentences than its numbers say"),
        (([1], [10**9], True), "the texts have fewer sentences than its numbers say"),
        (([1], [1], "true"), "checked is neither true nor false"),
        (([1], [1], 1), "checked is neither true nor false"),
    ],
)
def test_damaged_row_is_named(row, problem, here):
    message(review(([0], [0], True), row), f"{ROW}{problem}{HINT}")


def test_row_without_a_field_is_named(here):
    record = review(([0], [0], True), ([1], [1], True))
    del record["beads"][1]["checked"]
    message(record, f"{ROW}'checked' is missing{HINT}")


def test_very_many_sentences_are_not_made(here):
    assert read_review(saved(review(sizes=(10**9, 10**9)))).sizes == (10**9, 10**9)


def pinned(record, *texts, **options):
    """The document of two texts with the checked rows of a review."""
    names = ("ar.txt", "en.txt") if len(texts) == 2 else ("book.txt",)
    inputs = [text_of(name, text) for name, text in zip(names, texts, strict=True)]
    return with_pins(prepare(inputs, Settings(**options)), saved(record))


CHECKED = review(([0, 1], [0, 1], True), ([2], [2], False))


def test_files_may_be_in_either_order(here):
    for texts in ((ARABIC, ENGLISH), (ENGLISH, ARABIC)):
        document = pinned(CHECKED, *texts)
        assert document.parallel.checked == ((range(2), range(2)),)
        assert document.notices[-1].text == "review.json: kept 1 checked row"


def test_file_with_both_languages(here):
    both = f"{ARABIC}\n\n{ENGLISH}"
    record = review(([0], [0], True), texts=(both,))
    assert pinned(record, both).parallel.checked == ((range(1), range(1)),)


def test_table_keeps_its_anchors(here):
    table = "جاء الولد.\tThe boy came.\nنام. قام.\tHe slept. He got up.\n"
    parallel = pinned(review(([1, 2], [1, 2], True), texts=(table,)), table).parallel
    assert list(parallel.anchors) == [(1, 1), (3, 3)]
    assert parallel.checked == ((range(1, 3), range(1, 3)),)


BOTH = "نام.\nHe slept.\nقام.\nHe got up.\n"


@pytest.mark.parametrize("layout", ["interleaved", "blocks"])
def test_reading_is_that_of_the_review(layout, here):
    prepared = prepare([text_of("book.txt", BOTH)], Settings(layout="interleaved"))
    prepared = prepared._replace(other_reading=prepared._replace(layout="blocks"))
    path = saved(review(([0], [0], True), texts=(BOTH,), sizes=(2, 2), layout=layout))
    document = with_pins(prepared, path)
    assert (document.layout, document.other_reading) == (layout, None)
    assert document.parallel.checked == ((range(1), range(1)),)


def test_review_without_a_checked_row_is_reported(here):
    document = pinned(review(([0], [0], False)), ARABIC, ENGLISH)
    assert document.parallel.checked == ()
    assert document.notices[-1].text == "review.json: no row is marked as checked"


@pytest.mark.parametrize(
    ("record", "texts", "options", "problem"),
    [
        (
            review(texts=(BOTH,), sizes=(2, 2), layout="blocks"),
            (BOTH,),
            {"layout": "interleaved"},
            "the text was read as blocks when it was reviewed, and is read as interleaved now; give --layout blocks",
        ),
        (
            CHECKED,
            (ARABIC, f"{ENGLISH} "),
            {},
            "this review is of other texts than ar.txt and en.txt; give the texts that were reviewed, unchanged",
        ),
        (
            review(texts=(ENGLISH, ARABIC)),
            (ARABIC, ENGLISH),
            {},
            "this review has the source and the target exchanged; give the values of --from and --to that were given"
            " then",
        ),
        (
            CHECKED,
            (ARABIC, ENGLISH),
            {"pre_split": True},
            "the texts were split into 3 and 3 sentences when they were reviewed, and are split into 2 and 2 now; give"
            " the options for reading and splitting that were given then",
        ),
    ],
)
def test_review_of_other_texts_is_refused(record, texts, options, problem, here):
    with pytest.raises(InputError) as error:
        pinned(record, *texts, **options)
    assert str(error.value) == f"review.json: {problem}"
