"""No input takes much longer than ordinary text of its size."""

import pytest

from hostile import complexity, costly_inputs

SIZE = 100_000  # bytes of an input; `python tests/hostile complexity --bytes 1000000` takes larger ones
MARGIN = 1  # of the ratio, for a busy machine; without the budgets of the search, ratios reach 20
REFUSED = {"characters: Chinese", "characters: replacement"}


@pytest.mark.slow
@pytest.mark.parametrize("table", ["characters", "structures", "sentences, hybrid", "sentences, length"])
def test_no_input_takes_much_longer_than_ordinary_text_of_its_size(table):
    ratios = list(complexity.ratios(SIZE, lambda name: name.startswith(table)))
    assert [measured for measured in ratios if measured.ratio > complexity.MAX_RATIO + MARGIN] == []
    assert {measured.name for measured in ratios if measured.refusal} == {
        name for name in REFUSED if name.startswith(table)
    }


@pytest.mark.slow
def test_inputs_have_the_size():
    for name, make, _ in complexity.inputs(SIZE):
        size = sum(len(text.encode()) for text in make())
        assert size <= 1.5 * SIZE, name
        assert size >= 0.3 * SIZE or name.split(": ")[1] in costly_inputs.SHORT_SENTENCES, name


def test_an_input_that_takes_longer_is_seen(monkeypatch):
    seconds = iter([9.0, 7.0, 8.0])
    monkeypatch.setattr(complexity, "measure", lambda texts, method: (next(seconds), 12, ""))
    monkeypatch.setattr(complexity, "ordinary_seconds", lambda count, method: 2.0)
    measured = list(complexity._repeated("kind", ["", ""], SIZE, "hybrid", 3))
    assert [each.ratio for each in measured] == [4.5, 3.5, 4.0]


def test_the_time_to_compare_with_grows_with_the_sentences(monkeypatch):
    monkeypatch.setattr(complexity, "ordinary_seconds", lambda count, method: count / 100)
    assert complexity.seconds_to_compare(225_000, 11, "hybrid") == 10
    assert complexity.seconds_to_compare(225_000, 2000, "hybrid") == 20
    assert complexity.seconds_to_compare(225_000, 50_000, "hybrid") == 500
