"""The numbers of sentences in the data of a review page."""

from aligner.rows import Row, Rows
from aligner.write.html import page_data


def numbers_of(*rows):
    return page_data(Rows("ar", "en", rows))["numbers"]


def test_numbers_of_sentences_that_are_counted_are_left_out():
    assert numbers_of(Row("ا ب", "a", "2-1", 0.5, [0, 1], [0], ["ا", "ب"], ["a"])) is None


def test_numbers_of_sentences_show_what_is_missing():
    assert numbers_of(Row("ب", "a", "1-1", 0.5, [1], [0], ["ب"], ["a"])) == ([1], [0])


def test_numbers_that_are_not_those_of_single_sentences_are_left_out():
    first = Row("ا ب", "a", "2-1", 0.5, [0, 1], [0], ["ا ب"], ["a"])
    assert numbers_of(first, Row("ج", "c", "1-1", 0.5, [4], [2], ["ج"], ["c"])) is None
    assert numbers_of(first, Row("ج", "", "1-0", 0.5, [], [], ["ج"], [])) is None
