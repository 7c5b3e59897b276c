"""Translations learned from beads: IBM Model 1 with dictionaries, one token at a time, as the oracle."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lexical import ibm1 as module
from aligner.lexical.ibm1 import (
    CONFIDENT,
    DISCOUNT,
    ITERATIONS,
    LEAST,
    MOST,
    TrainingBeads,
    select_training_beads,
    train_ibm1,
)
from aligner.lexical.vocabulary import TokenizedText

TYPES = st.lists(st.integers(0, 5), max_size=5)
BEADS = st.lists(st.tuples(TYPES, TYPES, st.floats(0.5, 1.0)), max_size=8)


def example(beads):
    """Beads, each with the types of its source and its target tokens and its posterior, as they are learned from."""
    sides = []
    for side in (0, 1):
        sides.append(np.array([token for bead in beads for token in bead[side]], np.intp))
        sides.append(np.array([number for number, bead in enumerate(beads) for _ in bead[side]], np.intp))
    return TrainingBeads(*sides, np.array([probability for *_, probability in beads], float))


def beads_of(example):
    """The reverse: (source types, target types, posterior) of each bead."""
    return [
        (
            example.source[example.source_bead == number].tolist(),
            example.target[example.target_bead == number].tolist(),
            probability,
        )
        for number, probability in enumerate(example.probability.tolist())
    ]


def model_1(beads):
    """{(u, w): P(w | u)} of beads as (source types, target types, posterior), with an empty word in every bead."""
    probability = defaultdict(lambda: 1.0)
    empty = defaultdict(lambda: 1.0)
    for _ in range(ITERATIONS):
        counts, empty_counts = defaultdict(float), defaultdict(float)
        for source, target, weight in beads:
            for w in target if source else []:
                whole = empty[w] + sum(probability[u, w] for u in source)
                for u in source:
                    counts[u, w] += weight * probability[u, w] / whole
                empty_counts[w] += weight * empty[w] / whole
        counts = {pair: max(count - DISCOUNT, 0.0) for pair, count in counts.items()}
        totals = defaultdict(float)
        for (u, _), count in counts.items():
            totals[u] += count
        probability = {(u, w): count / totals[u] if totals[u] else 0.0 for (u, w), count in counts.items()}
        whole = max(sum(empty_counts.values()), 1e-9)
        empty = {w: count / whole for w, count in empty_counts.items()}
    return probability


def oracle(beads):
    """{(u, w): (P(w | u), P(u | w))} of what is learned."""
    forward, backward = model_1(beads), model_1([(target, source, weight) for source, target, weight in beads])
    pairs = {pair: (ahead, backward[pair[::-1]]) for pair, ahead in forward.items()}
    return {pair: tuple(way * (way > LEAST) for way in ways) for pair, ways in pairs.items() if max(ways) > LEAST}


def as_dict(table):
    keys = list(zip(table.source.tolist(), table.target.tolist(), strict=True))
    assert keys == sorted(set(keys))
    return dict(zip(keys, zip(table.forward.tolist(), table.backward.tolist(), strict=True), strict=True))


def assert_alike(found, expected):
    for pair in set(found) | set(expected):
        for one, other in zip(found.get(pair, (0, 0)), expected.get(pair, (0, 0)), strict=True):
            # What is hardly above the least may be on either side of it.
            assert one == pytest.approx(other, abs=1e-9) or max(one, other) < LEAST + 1e-9


@settings(deadline=None)
@given(beads=BEADS)
def test_what_is_learned_is_what_the_model_says(beads):
    assert_alike(as_dict(train_ibm1([example(beads)])), oracle(beads))


@settings(deadline=None)
@given(texts=st.lists(BEADS, min_size=1, max_size=4))
def test_several_texts_are_learned_from_as_one(texts):
    together = train_ibm1([example(beads) for beads in texts])
    assert_alike(as_dict(together), oracle([bead for beads in texts for bead in beads]))


@settings(deadline=None)
@given(beads=BEADS)
def test_to_swap_the_texts_is_to_swap_the_table(beads):
    swapped = train_ibm1([example([(target, source, weight) for source, target, weight in beads])])
    assert_alike(as_dict(swapped.swapped()), as_dict(train_ibm1([example(beads)])))


def test_words_that_stand_together_are_translations():
    # 0 with 0, 1 with 1, in all company.
    found = as_dict(train_ibm1([example([([0, 1], [1, 0], 1.0), ([0, 2], [0, 2], 1.0), ([1, 3], [3, 1], 1.0)] * 5)]))
    assert all(min(found[k, k]) > 0.9 for k in range(4))
    assert all(max(ways) < 0.1 for (u, w), ways in found.items() if u != w)


def test_what_was_seen_once_is_not_learned():
    assert as_dict(train_ibm1([example([([0], [0], 1.0)])])) == {}
    assert as_dict(train_ibm1([example([([0], [0], 1.0)] * 2)])) != {}


def test_a_word_that_stands_everywhere_is_left_to_the_empty_word():
    beads = [([k], [9, k], 1.0) for k in range(6)] * 3
    found = as_dict(train_ibm1([example(beads)]))
    assert all(found[k, k][0] > 0.8 for k in range(6))


def test_doubtful_beads_count_for_less():
    # Each of two translations is seen as often as the other, in beads of another probability.
    found = as_dict(train_ibm1([example([([0], [0], 1.0), ([0], [1], 0.6)] * 10)]))
    assert found[0, 0][0] > found[0, 1][0] > 0


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([[]], id="no beads"),
        pytest.param([[], []], id="two texts without beads"),
        pytest.param([[([], [], 1.0)] * 3], id="beads without tokens"),
        pytest.param([[([0], [], 1.0), ([], [0], 1.0)] * 3], id="tokens of one side"),
    ],
)
def test_where_nothing_is_to_be_learned_the_table_is_empty(texts):
    assert as_dict(train_ibm1([example(beads) for beads in texts])) == {}


class TestSampling:
    @pytest.fixture
    def few(self, monkeypatch):
        """No more than 60 token pairs are learned from, and of no bead more than 20."""
        monkeypatch.setattr(module, "TOKEN_PAIRS", 60)
        monkeypatch.setattr(module, "LARGEST", 20)

    @staticmethod
    def pairs_of(example):
        return sum(len(source) * len(target) for source, target, _ in beads_of(example))

    def test_what_is_little_is_left_as_it_is(self, few):
        some = example([([0, 1], [0, 1, 2], 0.75), ([], [1], 0.5)] * 10)
        assert module._sampled(some) is some

    @settings(deadline=None)
    @given(beads=st.lists(st.tuples(TYPES, TYPES, st.floats(0.5, 1.0)), max_size=60))
    def test_there_is_a_bound(self, beads):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "TOKEN_PAIRS", 60)
            patch.setattr(module, "LARGEST", 20)
            sampled = module._sampled(example(beads))
        assert self.pairs_of(sampled) <= 60 + 20
        for (source, target, weight), bead in zip(beads_of(sampled), beads, strict=True):
            assert weight == bead[2]
            assert (source, target) in [([], []), bead[:2]]

    def test_it_is_a_fair_share(self, few):
        sampled = module._sampled(example([([0, 1], [0, 1, 2], 1.0)] * 30))
        assert self.pairs_of(sampled) == 60

    def test_beads_of_every_size_are_taken(self, few):
        beads = [([0] * size, [0] * size, 1.0) for size in (1, 2, 3, 4) for _ in range(20)]
        taken = [len(source) for source, *_ in beads_of(module._sampled(example(beads)))]
        assert {1, 2, 3, 4} <= set(taken)

    def test_a_bead_that_is_too_large_teaches_nothing(self, few):
        sampled = module._sampled(example([([0] * 5, [0] * 5, 1.0), ([1], [1], 1.0)]))
        assert beads_of(sampled) == [([], [], 1.0), ([1], [1], 1.0)]

    def test_two_sentences_of_a_million_words_are_no_error(self):
        words = list(range(1_000_000))
        assert as_dict(train_ibm1([example([(words, words, 1.0)])])) == {}


@st.composite
def texts(draw):
    """The tokens of the sentences of two texts; and beads anywhere in them."""
    sides = [draw(st.lists(TYPES, min_size=1, max_size=7)) for _ in range(2)]
    beads = []
    for _ in range(draw(st.integers(0, 6))):
        (i, s), (j, t) = (sorted(draw(st.tuples(*[st.integers(0, len(side))] * 2))) for side in sides)
        beads.append((i, j, s - i, t - j, draw(st.sampled_from([0.1, CONFIDENT, 0.51, 0.9, 1.0]))))
    return sides, beads


def tokens(sentences):
    """The sentences of one text as the vocabulary gives them."""
    ends = np.cumsum([0, *map(len, sentences)])
    return TokenizedText(np.array([token for each in sentences for token in each], np.intp), ends)


@settings(deadline=None)
@given(texts=texts(), words=st.lists(st.booleans(), min_size=6, max_size=6))
def test_examples_are_the_words_of_the_beads_that_are_likely_and_small(texts, words):
    (source, target), beads = texts
    columns = [np.array([bead[column] for bead in beads], np.intp) for column in range(4)]
    posteriors = BeadPosteriors(*columns, np.array([bead[4] for bead in beads], float))
    found = select_training_beads(tokens(source), tokens(target), posteriors, (np.array(words), ~np.array(words)))
    assert beads_of(found) == [
        (
            [u for sentence in source[i : i + s] for u in sentence if words[u]],
            [w for sentence in target[j : j + t] for w in sentence if not words[w]],
            p,
        )
        for i, j, s, t, p in beads
        if p > CONFIDENT and 0 < s <= MOST and 0 < t <= MOST
    ]
