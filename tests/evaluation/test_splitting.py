"""Scores of sentence splitters: the sentences of two files."""

import io
import json

import pytest

from aligner.errors import InputError
from aligner.evaluation import score_splitting
from aligner.evaluation.splitting import evaluate_splitting

GOLD = "One.\nTwo three.\nFour.\n\nFive.\nSix.\n"


@pytest.fixture
def evaluate(here):
    """Score a prediction against a gold, both given as the texts of files."""

    def evaluate(gold, predicted):
        for name, text in (("gold.txt", gold), ("book.txt", predicted)):
            (here / name).write_text(text, encoding="utf-8")
        return evaluate_splitting("gold.txt", "book.txt")

    return evaluate


def test_gold_against_itself(evaluate):
    result = evaluate(GOLD, GOLD)
    assert (result.score, result.units, result.perfect, result.gold, result.lost) == ((1, 1, 1), 2, 2, 3, 0)


def test_missed_and_wrong_boundaries(evaluate):
    result = evaluate(GOLD, "One. Two\nthree.\nFour.\nFive.\nSix.\n")
    assert (result.score.precision, result.score.recall, result.right, result.perfect) == (2 / 3, 2 / 3, 2, 1)


def test_the_end_of_a_unit_is_no_boundary(evaluate):
    result = evaluate(GOLD, "One.\nTwo three.\nFour. Five.\nSix.\n")
    assert (result.score.f1, result.predicted) == (1, 3)


def test_white_space_does_not_count(evaluate):
    assert evaluate(GOLD, GOLD.replace("Two three", " Two\u00a0 three ")).score.f1 == 1


@pytest.mark.parametrize(
    ("predicted", "message"),
    [
        (
            "One.\nTwo thre.\n",
            "book.txt, line 2: the gold goes on with 'Twothree.Four.', but this with 'Twothre.'; {hint}",
        ),
        ("One.\n", "book.txt, line 1: the gold goes on with 'Twothree.Four.', but the text ends; {hint}"),
        (f"{GOLD}Seven.\n", "book.txt, line 7: the text goes on where the gold ends; {hint}"),
        ("", "book.txt: there is no sentence; give the sentences, one a line"),
    ],
)
def test_another_text(evaluate, predicted, message):
    with pytest.raises(InputError) as error:
        evaluate(GOLD, predicted)
    assert str(error.value) == message.format(hint="split the same text, and print all of it")


UNITS = json.dumps([{"id": "a", "sents": ["One.", "Two."]}, {"id": "b", "sents": ["Three."]}])


def test_units_and_spans_of_json(evaluate):
    result = evaluate(UNITS, '{"a": [[0, 4], [5, 9]], "b": [[0, 3]]}')
    assert (result.score, result.units, result.perfect, result.lost) == ((1, 1, 1), 2, 2, 3)
    assert evaluate(UNITS, UNITS).score == (1, 1, 1)
    assert evaluate(UNITS, '{"a": [[0, 9]]}').score == (1, 0, 0)


@pytest.mark.parametrize("text", [GOLD, UNITS])
def test_standard_input(here, monkeypatch, text):
    (here / "gold.txt").write_text(text, encoding="utf-8")
    for paths in (("-", "gold.txt"), ("gold.txt", "-")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert evaluate_splitting(*paths).score == (1, 1, 1)


def test_a_text_may_begin_as_json_does(evaluate):
    assert evaluate('{"a"} is no object.\nRight.\n', '{"a"} is no object.\nRight.\n').score == (1, 1, 1)


def test_empty_sentences_end_nowhere(evaluate):
    predicted = json.dumps([{"id": "a", "sents": ["", "One.", " ", "Two.", ""]}, {"id": "b", "sents": ["Three."]}])
    assert evaluate(UNITS, predicted) == evaluate(UNITS, UNITS)
    assert evaluate(predicted, UNITS) == evaluate(UNITS, UNITS)
    assert evaluate(UNITS, '{"a": [[0, 0], [0, 4], [4, 5], [5, 9]], "b": [[0, 6], [6, 6]]}') == evaluate(UNITS, UNITS)


@pytest.mark.parametrize(
    ("predicted", "problem"),
    [
        ('{"c": []}', "the gold has no unit c"),
        ('{"a": [1]}', "a unit has no list of spans"),
        ('{"a": [[0, 4], [3, 9]]}', "the unit a has the span [3, 9], after 4 of 9 characters"),
        ('{"a": [[-4, 9]]}', "the unit a has the span [-4, 9], after 0 of 9 characters"),
        ('{"a": [["0", "4"]]}', "a unit has no list of spans"),
        ('[{"a": 1}]', "this is no list of units"),
        ('[{"id": "a", "sents": "One."}]', "this is no list of units"),
        ('[{"id": 1, "sents": []}, {"id": "1", "sents": []}]', "there are two units 1"),
        ('[{"id": "a", "sents": ["One.", "Two.", "Two."]}]', "the gold of the unit a has no 'Two.' there"),
        ("One.", "the gold is JSON, but this is not"),
    ],
)
def test_json_of_another_form(evaluate, predicted, problem):
    with pytest.raises(InputError) as error:
        evaluate(UNITS, predicted)
    assert error.value.problem == problem


def test_nothing_to_cut():
    assert score_splitting([(["One."], ["One."])]).score == (1, 1, 1)
