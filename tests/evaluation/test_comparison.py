"""Two systems: intervals and p-values of known data, and the units that they are computed on."""

import random
from itertools import islice

import pytest

from aligner.evaluation import comparison
from aligner.evaluation.beads import Bead, judge_beads
from aligner.evaluation.comparison import Tally, compare, compare_tallies, sign_test, tallies_of
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.raw_gold import gold_of_pairs
from aligner.evaluation.raw_scores import PrintedPair, judge_raw
from aligner.evaluation.scores import score

RIGHT, WRONG = Tally(1, 1, 1, 1), Tally(0, 1, 0, 1)


def test_equal_systems():
    result = compare_tallies([RIGHT, WRONG], [RIGHT, WRONG])
    assert result == (0.5, 0.5, 0, 0, 0, 1, 0, 0, 2, 1)


def test_a_system_that_is_always_better():
    result = compare_tallies([RIGHT] * 8, [WRONG] * 8)
    assert (result.difference, result.low, result.high) == (1, 1, 1)
    assert (result.p, result.sign_p) == (2 / 1001, 2 / 2**8)
    assert (result.better, result.worse, result.equal) == (8, 0, 0)


def test_the_interval_is_about_that_of_the_binomial():
    """Of 100 units, 60 are better by 1 and 40 worse by 1: the standard error of the mean is 0.098."""
    shifted = compare_tallies([RIGHT] * 60 + [WRONG] * 40, [WRONG] * 60 + [RIGHT] * 40)
    assert shifted.difference == pytest.approx(0.2)
    assert (shifted.low, shifted.high) == (
        pytest.approx(0.2 - 1.96 * 0.098, abs=0.03),
        pytest.approx(0.2 + 1.96 * 0.098, abs=0.03),
    )
    assert shifted.p == pytest.approx(0.045, abs=0.03)


def test_a_draw_sums_up_the_counts_of_its_units():
    first = [Tally(n, n + 3, n % 5, 9) for n in range(7)]
    second = [Tally(3, n + 4, n % 2, 9) for n in range(7)]
    generator = random.Random(comparison.SEED)
    for difference in islice(comparison._drawn_differences(first, second), 20):
        drawn = generator.choices(range(7), k=7)
        of_first, of_second = (score(*map(sum, zip(*(of[n] for n in drawn), strict=True))).f1 for of in (first, second))
        assert difference == of_first - of_second


def test_the_other_way_round():
    first, second = [RIGHT] * 12 + [WRONG] * 8, [WRONG] * 5 + [RIGHT] * 15
    one, two = compare_tallies(first, second), compare_tallies(second, first)
    assert (one.low, one.high) == (-two.high, -two.low)
    assert (one.p, one.sign_p, one.better) == (two.p, two.sign_p, two.worse)


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 0, 1), (1, 0, 1), (5, 0, 1 / 16), (3, 3, 1), (8, 2, 112 / 1024)]
)
def test_sign_test(better, worse, p):
    assert sign_test(better, worse) == sign_test(worse, better) == pytest.approx(p)


def one_to_one(size, slipped=()):
    """Beads of one sentence a side; those of `slipped` have the sentence after theirs."""
    return [Bead((n,), (n + (n in slipped),)) for n in range(size)]


def measured(size, slipped=()):
    return Measurement("", beads=judge_beads(one_to_one(size), one_to_one(size, slipped)))


def test_blocks_of_ten_beads():
    units = tallies_of(measured(25, {3, 24}), by_document=False)["strict"]
    assert units == [Tally(9, 10, 9, 10), Tally(10, 10, 10, 10), Tally(4, 5, 4, 5)]
    assert tallies_of(measured(25, {3}), by_document=True)["strict"] == [Tally(24, 25, 24, 25)]


def test_a_bead_with_a_sentence_that_the_gold_lacks_is_of_the_block_before():
    gold = [bead for bead in one_to_one(25) if bead.source != (12,)]
    predicted = [Bead((12,), ()), Bead((), (24,))]
    units = tallies_of(Measurement("", beads=judge_beads(gold, predicted)), by_document=False)["strict"]
    assert [unit.predicted for unit in units] == [0, 1, 1]


def test_blocks_of_raw_text():
    segments = [(f"a{n}.", f"b{n}.") for n in range(10, 35)]
    gold = gold_of_pairs(segments)
    printed = [PrintedPair(*pair) for pair in segments[:20]] + [
        PrintedPair(" ".join(pair[0] for pair in segments[20:]), " ".join(pair[1] for pair in segments[20:]))
    ]
    units = tallies_of(Measurement("", raw=judge_raw(gold, printed)), by_document=False)
    assert units["cut"] == [Tally(9, 9, 9, 9), Tally(10, 10, 10, 10), Tally(1, 1, 1, 5)]
    assert units["pair"] == [Tally(10, 10, 10, 10), Tally(10, 10, 10, 10), Tally(0, 1, 0, 5)]


def test_many_documents_are_the_units(monkeypatch):
    monkeypatch.setattr(comparison, "DRAWS", 40)
    documents = [measured(2, {1})] * 20
    assert compare(documents, documents)[:2] == ("document", 20)
    assert compare(documents[:19], documents[:19])[:2] == ("block", 19)


def test_the_sums_of_the_blocks_are_the_scores(monkeypatch):
    monkeypatch.setattr(comparison, "DRAWS", 40)
    measurement = measured(47, {1, 5, 6, 40})
    assert compare([measurement], [measurement]).by_score["strict"].first == 43 / 47
