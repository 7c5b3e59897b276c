"""Rows of a table that are found again: the checked rows of any alignment come back as they were."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from output_documents import side

from aligner.bitext import Bead, Bitext, Parallel
from aligner.errors import InputError
from aligner.preparation import PreparedDocument
from aligner.read.review_table import ReviewedRow, ReviewTable
from aligner.review.edited_table import with_table

FEW = ["نعم.", "لا.", "نعم. نعم.", "ماذا قال الرجل للمرأة؟", "ماذا قال الرجل للولد؟"]


@st.composite
def alignments(draw, *, repeated):
    """A bitext with beads of all kinds; its sentences are few and repeated, or all different."""
    sizes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), min_size=1, max_size=12))
    sides = []
    for number, language in enumerate(("ar", "en")):
        count = sum(kind[number] for kind in sizes)
        if repeated:
            sentences = draw(st.lists(st.sampled_from(FEW), min_size=count, max_size=count))
        else:
            sentences = [f"{at} {'جملة' * (at % 5)}." for at in range(count)]
        sides.append(side(language, *sentences, gap=draw(st.sampled_from([" ", "\n", " \t"]))))
    beads, i, j = [], 0, 0
    for s, t in sizes:
        beads.append(Bead(range(i, i + s), range(j, j + t), 1.0))
        i, j = i + s, j + t
    return Bitext(*sides, tuple(beads))


def marked(data, bitext, *, keep_all):
    """The table of a bitext with random marks, and the beads of the rows that are checked."""
    rows, checked = [], []
    for number, bead in enumerate(bitext.beads, 2):
        is_checked = data.draw(st.booleans())
        if keep_all or is_checked or data.draw(st.booleans()):
            texts = bitext.source.passage(bead.source), bitext.target.passage(bead.target)
            rows.append(ReviewedRow(number, texts, is_checked))
            checked += [(bead.source, bead.target)] if is_checked else []
    return ReviewTable("table.tsv", "line", rows, ()), checked


def checked_by(bitext, table):
    """The beads that a table brings into the document of a bitext."""
    parallel = Parallel(bitext.source, bitext.target)
    document = PreparedDocument([_Text("ar.txt"), _Text("en.txt")], parallel, "two files", [])
    return list(with_table(document, table).parallel.checked)


class _Text:
    def __init__(self, name):
        self.name = name


@given(bitext=alignments(repeated=True), data=st.data())
def test_checked_rows_come_back_if_all_rows_are_kept(bitext, data):
    table, checked = marked(data, bitext, keep_all=True)
    assert checked_by(bitext, table) == checked


@given(bitext=alignments(repeated=False), data=st.data())
def test_pairs_of_different_sentences_come_back_whatever_is_deleted(bitext, data):
    table, checked = marked(data, bitext, keep_all=False)
    result = checked_by(bitext, table)
    assert [bead for bead in result if all(bead)] == [bead for bead in checked if all(bead)]
    assert_chain(result)
    assert {sentences_of(bead) for bead in result} <= {sentences_of(bead) for bead in checked}


@given(bitext=alignments(repeated=True), data=st.data())
def test_place_is_never_wrong_whatever_is_deleted(bitext, data):
    table, checked = marked(data, bitext, keep_all=False)
    try:
        result = checked_by(bitext, table)
    except InputError as error:
        event("refused")
        if not error.problem.endswith("the rows above and below do not show the right place"):
            raise
        return
    assert [bead for bead in result if all(bead)] == [bead for bead in checked if all(bead)]
    assert {sentences_of(bead) for bead in result} <= {sentences_of(bead) for bead in checked}
    assert_chain(result)


@given(bitext=alignments(repeated=True), data=st.data())
def test_place_is_never_wrong_whatever_the_rows_say_that_are_not_checked(bitext, data):
    table, checked = marked(data, bitext, keep_all=True)
    texts = [row.texts if row.is_checked else edited(data, row.texts) for row in table.rows]
    rows = [row._replace(texts=of_row) for row, of_row in zip(table.rows, texts, strict=True)]
    try:
        result = checked_by(bitext, table._replace(rows=rows))
    except InputError as error:
        if not error.problem.endswith("the rows above and below do not show the right place"):
            raise
        return
    assert [bead for bead in result if all(bead)] == [bead for bead in checked if all(bead)]
    assert_chain(result)


def edited(data, texts):
    """The cells of a row, some of them edited."""
    return tuple("نص آخر" if data.draw(st.booleans()) else text for text in texts)


@given(bitext=alignments(repeated=False), data=st.data())
def test_order_of_rows_with_different_sentences_does_not_matter(bitext, data):
    table, checked = marked(data, bitext, keep_all=True)
    result = checked_by(bitext, table._replace(rows=data.draw(st.permutations(table.rows))))
    assert [bead for bead in result if all(bead)] == [bead for bead in checked if all(bead)]
    assert_chain(result)


def sentences_of(bead):
    """The sentences of a bead; the place of an empty side is left out."""
    return tuple(tuple(numbers) for numbers in bead)


def assert_chain(beads):
    """Each bead begins where the one before it ends, or later."""
    i = j = 0
    for source, target in beads:
        assert source.start >= i
        assert target.start >= j
        i, j = source.stop, target.stop


@pytest.mark.parametrize("count", [3000])
def test_many_repeated_sentences_take_time_in_proportion(count):
    """No row is compared with all places of its sentence: the work of thousands of equal rows ends."""
    texts = side("ar", *["نعم."] * count), side("en", *["Yes."] * count)
    rows = [ReviewedRow(number, ("نعم.", "Yes."), True) for number in range(count)]
    beads = tuple(Bead(range(n, n + 1), range(n, n + 1), 1.0) for n in range(count))
    result = checked_by(Bitext(*texts, beads), ReviewTable("table.tsv", "line", rows, ()))
    assert result == [(bead.source, bead.target) for bead in beads]
