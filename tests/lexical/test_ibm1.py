"""IBM Model 1, with a model of dictionaries, one token at a time, as the oracle."""

from collections import defaultdict

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from words import table_entries, tokenized

from aligner import kernel
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lexical.ibm1 import (
    DISCOUNT,
    DISCOUNT_IF_KNOWN,
    ITERATIONS,
    MAX_SENTENCES,
    MIN_POSTERIOR,
    MIN_PROBABILITY,
    TrainingBeads,
    _sample,
    select_training_beads,
    train_ibm1,
)

TYPES = st.lists(st.integers(0, 5), max_size=5)
BEADS = st.lists(st.tuples(TYPES, TYPES, st.floats(0.5, 1.0)), max_size=8)


def training_beads(beads):
    """`TrainingBeads` of beads (source types, target types, posterior)."""
    columns = []
    for side in (0, 1):
        columns.append(np.array([token for bead in beads for token in bead[side]], np.intp))
        columns.append(np.array([number for number, bead in enumerate(beads) for _ in bead[side]], np.intp))
    return TrainingBeads(*columns, np.array([posterior for *_, posterior in beads], float))


def beads_of(training):
    """The reverse: (source types, target types, posterior) of each bead."""
    return [
        (
            training.source[training.source_bead == number].tolist(),
            training.target[training.target_bead == number].tolist(),
            posterior,
        )
        for number, posterior in enumerate(training.posterior.tolist())
    ]


def model_1(beads, known_share):
    """{(u, w): P(w | u)} of beads (source types, target types, posterior), with an empty word in every bead."""
    discount = (1 - known_share) * DISCOUNT + known_share * DISCOUNT_IF_KNOWN
    probability = defaultdict(lambda: 1.0)
    empty = defaultdict(lambda: 1.0)
    for _ in range(ITERATIONS):
        counts, empty_counts = defaultdict(float), defaultdict(float)
        for source, target, posterior in beads:
            for w in target if source else []:
                total = empty[w] + sum(probability[u, w] for u in source)
                for u in source:
                    counts[u, w] += posterior * probability[u, w] / total
                empty_counts[w] += posterior * empty[w] / total
        counts = {pair: max(count - discount, 0.0) for pair, count in counts.items()}
        totals = defaultdict(float)
        for (u, _), count in counts.items():
            totals[u] += count
        probability = {(u, w): count / totals[u] if totals[u] else 0.0 for (u, w), count in counts.items()}
        total = max(sum(empty_counts.values()), 1e-9)
        empty = {w: count / total for w, count in empty_counts.items()}
    return probability


def oracle(beads, known_share=0.0):
    """{(u, w): (P(w | u), P(u | w))} of beads, of the pairs that are probable in both directions."""
    forward = model_1(beads, known_share)
    backward = model_1([(target, source, posterior) for source, target, posterior in beads], known_share)
    pairs = {pair: (probability, backward[pair[::-1]]) for pair, probability in forward.items()}
    return {pair: ways for pair, ways in pairs.items() if min(ways) > MIN_PROBABILITY}


def assert_same_table(entries, expected):
    """Both have the same probabilities; a pair just above the least may be missing from the other."""
    for pair in set(entries) | set(expected):
        ours, theirs = entries.get(pair), expected.get(pair)
        assert ours == pytest.approx(theirs, abs=1e-9) or min(ours or theirs) < MIN_PROBABILITY + 1e-9


@given(beads=BEADS, known_share=st.sampled_from([0.0, 0.5, 1.0]))
def test_the_table_is_that_of_the_oracle(beads, known_share):
    assert_same_table(table_entries(train_ibm1([training_beads(beads)], known_share)), oracle(beads, known_share))


@settings(max_examples=examples(50))
@given(texts=st.lists(BEADS, min_size=1, max_size=4))
def test_several_texts_have_the_table_of_all_their_beads(texts):
    table = train_ibm1([training_beads(beads) for beads in texts])
    assert_same_table(table_entries(table), oracle([bead for beads in texts for bead in beads]))


@given(beads=BEADS)
def test_swapped_texts_have_the_swapped_table(beads):
    table = train_ibm1([training_beads([(target, source, posterior) for source, target, posterior in beads])])
    assert_same_table(table_entries(table.swapped()), table_entries(train_ibm1([training_beads(beads)])))


@pytest.mark.skipif(kernel.words is None, reason="the core is not compiled")
class TestCompiledCore:
    @settings(max_examples=examples(100))
    @given(beads=BEADS)
    def test_it_gives_the_same_bits_as_numpy(self, beads):
        assert_same_bits(beads)

    def test_it_gives_the_same_bits_for_many_beads(self):
        rng = np.random.default_rng(5)
        sentences = [[rng.geometric(0.02, rng.integers(0, 20)).tolist() for _ in range(2)] for _ in range(300)]
        table = assert_same_bits([(*sides, float(rng.uniform(0.5, 1))) for sides in sentences])
        assert len(table.source) > 100

    @pytest.mark.parametrize(
        "change",
        [
            {"given": np.array([0, -1])},
            {"given": np.array([0, 2**40])},
            {"given": np.array([0])},
            {"given_bead": np.array([1, 0])},
            {"given_bead": np.array([0, 2])},
            {"explained": np.array([0, -1])},
            {"explained_bead": np.array([0, 2])},
            {"explained_bead": np.array([0])},
        ],
    )
    def test_wrong_values_raise(self, change):
        one_of_each = {"given": np.array([0, 1]), "given_bead": np.array([0, 1])}
        one_of_each |= {"explained": np.array([0, 1]), "explained_bead": np.array([0, 1]), "posterior": np.ones(2)}
        kernel.words.train_ibm1(*one_of_each.values(), 4, 0.5, 0.01)
        with pytest.raises(ValueError, match="must"):
            kernel.words.train_ibm1(*(one_of_each | change).values(), 4, 0.5, 0.01)


def assert_same_bits(beads):
    """The tables of beads from C and from NumPy are equal; returns the table."""
    by_core = train_ibm1([training_beads(beads)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "words", None)
        by_numpy = train_ibm1([training_beads(beads)])
    for core, reference in zip(by_core, by_numpy, strict=True):
        assert core.tolist() == reference.tolist()
    return by_core


def test_words_that_occur_together_are_translations():
    # 0 with 0, 1 with 1, and so on, each pair in beads with different other pairs
    beads = [([0, 1], [1, 0], 1.0), ([0, 2], [0, 2], 1.0), ([1, 3], [3, 1], 1.0)] * 5
    entries = table_entries(train_ibm1([training_beads(beads)], known_share=1.0))
    assert all(min(entries[k, k]) > 0.9 for k in range(4))
    assert all(max(ways) < 0.1 for (u, w), ways in entries.items() if u != w)


def test_a_pair_that_occurs_once_is_discounted():
    beads = [([0, 1, 2, 3], [0, 1, 2, 3], 1.0)]
    assert table_entries(train_ibm1([training_beads(beads)])) == {}
    assert table_entries(train_ibm1([training_beads(beads * 2)])) != {}


def test_the_discount_grows_with_the_share_of_words_that_lexicons_hold():
    beads = [([0, 1, 2], [0, 1, 2], 1.0)]
    assert table_entries(train_ibm1([training_beads(beads)], known_share=0.0)) != {}
    assert table_entries(train_ibm1([training_beads(beads)], known_share=1.0)) == {}


def test_the_empty_word_explains_a_word_of_every_bead():
    beads = [([k], [9, k], 1.0) for k in range(6)] * 3
    entries = table_entries(train_ibm1([training_beads(beads)]))
    assert all(entries[k, k][0] > 0.8 for k in range(6))


def test_less_probable_beads_count_for_less():
    # both translations occur equally often, in beads of different posteriors
    entries = table_entries(train_ibm1([training_beads([([0], [0], 1.0), ([0], [1], 0.6)] * 10)]))
    assert entries[0, 0][0] > entries[0, 1][0] > 0


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([[]], id="no beads"),
        pytest.param([[], []], id="two texts without beads"),
        pytest.param([[([], [], 1.0)] * 3], id="beads without tokens"),
        pytest.param([[([0], [], 1.0), ([], [0], 1.0)] * 3], id="tokens on one side"),
    ],
)
def test_beads_without_token_pairs_have_an_empty_table(texts):
    assert table_entries(train_ibm1([training_beads(beads) for beads in texts])) == {}


class TestSampling:
    """At most 60 token pairs in all, and 20 of one bead."""

    LIMITS = 60, 20

    def sample(self, beads):
        return beads_of(_sample(training_beads(beads), *self.LIMITS))

    @staticmethod
    def token_pairs(beads):
        return sum(len(source) * len(target) for source, target, _ in beads)

    def test_beads_within_the_limits_stay_as_they_are(self):
        training = training_beads([([0, 1], [0, 1, 2], 0.75), ([], [1], 0.5)] * 10)
        assert _sample(training, *self.LIMITS) is training

    @given(beads=st.lists(st.tuples(TYPES, TYPES, st.floats(0.5, 1.0)), max_size=60))
    def test_a_sample_is_bounded_and_its_beads_are_kept_or_empty(self, beads):
        sample = self.sample(beads)
        assert self.token_pairs(sample) <= sum(self.LIMITS)
        for (source, target, posterior), bead in zip(sample, beads, strict=True):
            assert posterior == bead[2]
            assert (source, target) in [([], []), bead[:2]]

    def test_a_sample_is_as_large_as_the_limit_allows(self):
        assert self.token_pairs(self.sample([([0, 1], [0, 1, 2], 1.0)] * 30)) == 60

    def test_beads_of_every_size_are_sampled(self):
        beads = [([0] * size, [0] * size, 1.0) for size in (1, 2, 3, 4) for _ in range(20)]
        assert {1, 2, 3, 4} <= {len(source) for source, *_ in self.sample(beads)}

    def test_a_bead_above_the_limit_is_emptied(self):
        assert self.sample([([0] * 5, [0] * 5, 1.0), ([1], [1], 1.0)]) == [([], [], 1.0), ([1], [1], 1.0)]

    def test_a_bead_of_two_sentences_of_a_million_words_is_not_an_error(self):
        words = list(range(1_000_000))
        assert table_entries(train_ibm1([training_beads([(words, words, 1.0)])])) == {}


@st.composite
def texts_and_beads(draw):
    """The tokens of the sentences of two texts; and beads anywhere in them."""
    sides = [draw(st.lists(TYPES, min_size=1, max_size=7)) for _ in range(2)]
    beads = []
    for _ in range(draw(st.integers(0, 6))):
        (i, s), (j, t) = (sorted(draw(st.tuples(*[st.integers(0, len(side))] * 2))) for side in sides)
        beads.append((i, j, s - i, t - j, draw(st.sampled_from([0.1, MIN_POSTERIOR, 0.51, 0.9, 1.0]))))
    return sides, beads


@given(texts=texts_and_beads(), words=st.lists(st.booleans(), min_size=6, max_size=6))
def test_training_beads_hold_the_words_of_probable_short_beads(texts, words):
    (source, target), beads = texts
    columns = [np.array([bead[column] for bead in beads], np.intp) for column in range(4)]
    posteriors = BeadPosteriors(*columns, np.array([bead[4] for bead in beads], float))
    is_word = np.array(words), ~np.array(words)
    training = select_training_beads(tokenized(source), tokenized(target), posteriors, is_word)
    assert beads_of(training) == [
        (
            [u for sentence in source[i : i + s] for u in sentence if words[u]],
            [w for sentence in target[j : j + t] for w in sentence if not words[w]],
            posterior,
        )
        for i, j, s, t, posterior in beads
        if posterior > MIN_POSTERIOR and 0 < s <= MAX_SENTENCES and 0 < t <= MAX_SENTENCES
    ]
