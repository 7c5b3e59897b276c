"""Running sums: the compiled core against NumPy bit by bit, and both against the equation of `word_likelihood`."""

from itertools import pairwise
from math import log

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from word_oracle import PRECISION, TEXTS, costs_of_words, word_model

from aligner import kernel
from aligner.lattice.grid import Band
from aligner.lattice.quantized import QUANTUM
from aligner.lexical.local_text import PRIOR_NOISE
from aligner.lexical.logarithms import quantized_log
from aligner.lexical.word_likelihood import CHANCE
from aligner.lexical.word_sums import MAX_SENTENCE_WORTH, MAX_TOKENS

compiled = pytest.mark.skipif(kernel.words is None, reason="the core is not compiled")


@st.composite
def bands(draw, n, m):
    """A band of one block or more in a text of n and m sentences."""
    count = draw(st.integers(2, 4))
    corners = [sorted(draw(st.lists(st.integers(0, size), min_size=count, max_size=count))) for size in (n, m)]
    bounds, first, last = [0], [], []
    for (i, j), (end_i, end_j) in pairwise(zip(*corners, strict=True)):
        places = st.lists(st.integers(j, end_j), min_size=end_i - i, max_size=end_i - i)
        pairs = zip([j, *sorted(draw(places))], [*sorted(draw(places)), end_j], strict=True)
        for pair in pairs:
            first.append(min(pair))
            last.append(max(pair))
        bounds.append(len(first))
    return Band(*(np.array(column, np.int64) for column in (bounds, corners[0][:-1], first, last)))


@settings(max_examples=examples(60))
@given(text=TEXTS, data=st.data(), widest=st.integers(1, 9))
def test_sums_give_the_costs_of_all_beads_of_a_band(text, data, widest):
    band = data.draw(bands(*map(len, text.sides)))
    for bead, nats in costs_of_words(text.model(), band, widest).items():
        assert nats == pytest.approx(-text.worth(*bead), abs=PRECISION * (1 + text.size(*bead)))


@compiled
@settings(max_examples=examples(200))
@given(text=TEXTS, data=st.data(), widest=st.integers(1, 20))
def test_the_compiled_core_and_numpy_give_the_same_bits(text, data, widest):
    model = text.model()
    assert_same_bits(model, data.draw(bands(*map(len, text.sides))), widest)


@compiled
@pytest.mark.parametrize("widest", [1, 3, 4, 5, 8, 9, 12, 13, 64])
def test_long_texts_have_the_same_bits(widest):
    """Texts in which types come into the groups of sentences, and leave them, many times."""
    rng = np.random.default_rng(widest)
    types, count = 60, 90
    sides = [
        [np.minimum(rng.geometric(0.05, rng.integers(0, 12)) - 1, types - 1).tolist() for _ in range(size)]
        for size in (count, count + 7)
    ]
    pairs = [(u, w, *rng.random(2)) for u in range(types) for w in rng.choice(types, 3, replace=False).tolist()]
    keys = [("word", str(number)) for number in range(types)]
    model = word_model(sides, keys, pairs)
    rows = np.arange(3, count + 1)
    first = np.minimum(np.maximum(rows - rng.integers(10, 20), 0) // 7 * 7, count)
    last = np.minimum(rows // 5 * 5 + 25, count + 7)
    assert_same_bits(model, Band(np.array([0, len(rows)]), np.array([3]), first, last), widest)


def assert_same_bits(model, band, widest):
    """The sums of a band from C and from NumPy are equal."""
    by_core = model.sums(band, widest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "words", None)
        by_numpy = model.sums(band, widest)
    for core, reference in zip(by_core, by_numpy, strict=True):
        assert core.dtype == reference.dtype
        assert np.array_equal(core, reference)


@pytest.mark.parametrize("is_compiled", [pytest.param(True, marks=compiled), False])
def test_the_worth_of_a_sentence_is_limited(is_compiled, monkeypatch):
    """Sentences of thousands of numbers are worth the limit, and their tokens beyond the most that count nothing."""
    if not is_compiled:
        monkeypatch.setattr(kernel, "words", None)
    sizes = [20, 2000, MAX_TOKENS + 500, 20]
    ends = np.cumsum([0, *sizes]).tolist()
    sentences = [list(range(begin, end)) for begin, end in pairwise(ends)]
    keys = [("number", str(number)) for number in range(ends[-1])]
    model = word_model((sentences, sentences), keys, [(number, number, 0.9, 0.9) for number in range(ends[-1])])
    costs = costs_of_words(model, Band.full([(0, 0), (4, 4)]), 1)
    chance, nu = CHANCE / ends[-1], PRIOR_NOISE["number"]
    for k, size in enumerate(sizes):
        of_token = log(nu + (1 - nu) * (0.9 / size + chance) / (0.9 / ends[-1] + chance))
        assert -costs[k, k, 1, 1] == pytest.approx(min(size * of_token, MAX_SENTENCE_WORTH), abs=0.01)
    # Two of the long sentences that do not translate each other: as bad as can be.
    assert costs[1, 2, 1, 1] == MAX_SENTENCE_WORTH


@given(st.lists(st.floats(2.0**-100, 2.0**100, width=32)))
def test_logarithms_are_off_by_less_than_a_quantum(values):
    logs = quantized_log(np.array(values, np.float32)) * QUANTUM
    assert logs.tolist() == pytest.approx([log(value) for value in values], abs=QUANTUM)


@compiled
class TestBorder:
    """The compiled core refuses arrays that it cannot read."""

    @staticmethod
    def arguments(**changes):
        """The arguments of `running_sums` for two sentences of two tokens a side, in order, with changes."""
        arguments = {
            "types": np.array([0, 1, 1, 0]),
            "ends": np.array([0, 2, 4]),
            "other_types": np.array([0, 0, 1, 1]),
            "other_ends": np.array([0, 2, 4]),
            "pair_begins": np.array([0, 1, 2]),
            "pair_types": np.array([0, 1]),
            "pair_values": np.array([0.5, 0.5]),
            "without_gain": np.full(2, 0.5, np.float32),
            "of_gain": np.full(2, 0.5, np.float32),
            "start": np.array([0]),
            "bounds": np.array([0, 3]),
            "first": np.array([0, 0, 0]),
            "last": np.array([2, 2, 2]),
            "begin": np.array([0, 3, 6]),
            "table": np.zeros((2, 9), np.int32),
            "widest": 2,
            "by_column": False,
            "min_length": 5.0,
            "max_tokens": 9,
            "max_worth": 10**6,
            "rank_bits": 6,
        }
        return (arguments | changes).values()

    @pytest.mark.parametrize("by_column", [False, True])
    def test_right_arguments_are_accepted(self, by_column):
        table = np.full((2, 9), 7, np.int32)
        kernel.words.running_sums(*self.arguments(by_column=by_column, table=table))
        assert (table != 7).all()

    @pytest.mark.parametrize("by_column", [False, True])
    def test_blocks_are_summed_one_by_one(self, by_column):
        """The sums of two blocks in one call are those of two calls."""
        rows = {"first": np.array([0, 0, 1, 1]), "last": np.array([1, 1, 2, 2]), "begin": np.array([0, 2, 3, 5])}
        both, alone = np.full((2, 8), 7, np.int32), np.full((2, 8), 7, np.int32)
        bounds = {"start": np.array([0, 1]), "bounds": np.array([0, 2, 4])}
        kernel.words.running_sums(*self.arguments(**rows, **bounds, by_column=by_column, table=both))
        for block in (0, 1):
            part = {name: column[2 * block : 2 * block + 2] for name, column in rows.items()}
            bounds = {"start": np.array([block]), "bounds": np.array([0, 2])}
            kernel.words.running_sums(*self.arguments(**part, **bounds, by_column=by_column, table=alone))
        assert both.tolist() == alone.tolist()
        assert both.any()

    @pytest.mark.parametrize(
        "change",
        [
            {"types": np.array([0, 1, 1, 2])},
            {"types": np.array([0, 1, 1, -1])},
            {"ends": np.array([0, 3, 2])},
            {"ends": np.array([0, 2, 5])},
            {"ends": np.array([1, 2, 4])},
            {"ends": np.array([], np.int64)},
            {"other_types": np.array([0, 0, 1, 2])},
            {"other_ends": np.array([0, 2, 9])},
            {"pair_begins": np.array([0, 1, 3])},
            {"pair_types": np.array([0, 2])},
            {"pair_values": np.array([0.5])},
            {"of_gain": np.full(3, 0.5, np.float32)},
            {"first": np.array([1, 0, 0])},
            {"first": np.array([-1, 0, 0])},
            {"first": np.array([0, 0])},
            {"first": np.array([3, 3, 3]), "last": np.array([3, 3, 3])},
            {"first": np.array([], np.int64), "last": np.array([], np.int64), "begin": np.array([], np.int64)},
            {"last": np.array([2, 1, 2])},
            {"begin": np.array([0, 3, 7])},
            {"begin": np.array([-1, 3, 6])},
            {"begin": np.array([0, 3])},
            {"begin": np.array([0, 3, 2**63 - 1])},
            {"by_column": True, "begin": np.array([0, 3, 7])},
            {"first": np.array([0, 0, 2]), "last": np.array([0, 0, 2])},
            {"bounds": np.array([0, 2])},
            {"bounds": np.array([0, 3, 3])},
            {"bounds": np.array([0, 3, 3]), "start": np.array([0, 2])},
            {"bounds": np.array([0, 2, 3]), "start": np.array([0, 3])},
            {"table": np.zeros((2, 8), np.int32)},
            {"start": np.array([1])},
            {"start": np.array([-1])},
            {"start": np.array([2**62])},
            {"start": np.array([], np.int64), "bounds": np.array([0])},
            {"widest": 0},
            {"widest": 65},
            {"max_tokens": -1},
            {"max_worth": -1},
            {"rank_bits": 32},
        ],
    )
    def test_wrong_values_raise(self, change):
        with pytest.raises(ValueError, match=r"must|band"):
            kernel.words.running_sums(*self.arguments(**change))

    @pytest.mark.parametrize(
        "change",
        [
            {"types": np.array([0.0, 1.0, 1.0, 0.0])},
            {"types": [0, 1, 1, 0]},
            {"pair_values": np.array([0.5, 0.5], np.float32)},
            {"without_gain": np.full(2, 0.5)},
            {"table": np.zeros((2, 9), np.int64)},
            {"start": 0},
            {"widest": "2"},
            {"min_length": None},
        ],
    )
    def test_wrong_types_raise(self, change):
        with pytest.raises(TypeError):
            kernel.words.running_sums(*self.arguments(**change))

    def test_a_wrong_number_of_arguments_raises(self):
        with pytest.raises(TypeError, match="21 arguments are needed, not 1"):
            kernel.words.running_sums(1)

    def test_a_table_that_is_not_writable_raises(self):
        table = np.zeros((2, 9), np.int32)
        table.flags.writeable = False
        with pytest.raises((BufferError, ValueError)):
            kernel.words.running_sums(*self.arguments(table=table))
