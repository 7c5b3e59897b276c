"""Costs of the similarity of both sides: the equation of `similarity`, one bead at a time."""

from math import exp, log

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.lattice.bead_table import UNIT_BITS
from aligner.lattice.grid import Band
from aligner.lattice.kinds import Kinds
from aligner.lattice.quantized import QUANTUM
from aligner.semantic import similarity
from aligner.semantic.side_vectors import CENTRE_WEIGHT, LEAST_NORM, SideVectors
from aligner.semantic.similarity import BETA, PRIOR_SENTENCES, SentenceSimilarity

KINDS = Kinds([(1, 1), (1, 2), (2, 1), (2, 3), (3, 1), (1, 0), (0, 1)])
UNIT = QUANTUM * 2**UNIT_BITS
PRECISION = 0.02  # nats; the vectors of a group may cancel each other out, which leaves little of single precision


def random_text(n, m, seed):
    """The sides of a text with random vectors, some of which are 0, and random lengths."""
    rng = np.random.default_rng(seed)
    sides = []
    for size in (n, m):
        vectors = rng.normal(1.0, 1.0, (size, 4)) * rng.integers(0, 5, (size, 1))
        sides.append((vectors.astype(np.float32), rng.integers(1, 90, size).astype(float)))
    return sides


TEXTS = st.builds(random_text, st.integers(1, 7), st.integers(1, 7), st.integers(0, 999))


def unit(vector):
    length = np.sqrt((vector**2).sum())
    return vector / length if length > LEAST_NORM else 0 * vector


class Oracle:
    """The equation in plain Python, for one bead at a time."""

    def __init__(self, sides):
        self.sides = []
        for vectors, lengths in sides:
            units = [unit(vector.astype(float)) for vector in vectors]
            mean = sum(units) / (len(units) + CENTRE_WEIGHT)
            self.sides.append(([unit(vector - mean) for vector in units], np.sqrt(lengths)))

    def group(self, side, sentences):
        vectors, weights = self.sides[side]
        return unit(sum(vectors[k] * weights[k] for k in sentences))

    def log_mean(self, side, group, left_out):
        """ln B of a group, over the sentences of a side that are not left out."""
        vectors = self.sides[side][0]
        values = [exp(BETA * float(group @ vector)) for k, vector in enumerate(vectors) if k not in left_out]
        return log((sum(values) + PRIOR_SENTENCES) / (len(values) + PRIOR_SENTENCES))

    def worth(self, source, target, *, leaves_out=True):
        """Nats that the similarity of a bead is worth."""
        g, h = self.group(0, source), self.group(1, target)
        of_source = self.log_mean(1, g, target if leaves_out else ())
        of_target = self.log_mean(0, h, source if leaves_out else ())
        return BETA * float(g @ h) - (of_source + of_target) / 2


def model(sides):
    return SentenceSimilarity(*(SideVectors.from_vectors(*side) for side in sides))


def costs_of_beads(of_text, band):
    """{(source sentences, target sentences): nats} of the two-sided beads that begin and end in a band."""
    table, cell = of_text.costs(KINDS, band)
    costs = {}
    for row, i in enumerate(band.rows.tolist()):
        for j in range(int(band.first[row]), int(band.last[row]) + 1):
            for k, (s, t) in enumerate(KINDS[: KINDS.paired]):
                if s <= i and t <= j:
                    costs[range(i - s, i), range(j - t, j)] = int(table[k, cell[row] + j]) * UNIT
    return costs


def full_band(sides, *anchors):
    return Band.full([(0, 0), *anchors, tuple(len(vectors) for vectors, _ in sides)])


@settings(max_examples=examples(25))
@given(TEXTS)
def test_beads_cost_what_the_equation_gives(sides):
    oracle = Oracle(sides)
    for bead, nats in costs_of_beads(model(sides), full_band(sides)).items():
        assert nats == pytest.approx(-oracle.worth(*bead), abs=PRECISION)


def test_sentences_of_a_bead_are_not_left_out_of_the_sample_of_a_long_text(monkeypatch):
    """A sample of as many sentences as there are, less one: it is spaced evenly."""
    monkeypatch.setattr(similarity, "SAMPLE", 4)
    sides = random_text(5, 4, 1)
    taken, oracle = [0, 1, 2, 4], Oracle(sides)
    for (source, target), nats in costs_of_beads(model(sides), full_band(sides)).items():
        g, h = oracle.group(0, source), oracle.group(1, target)
        of_source = oracle.log_mean(1, g, target)
        of_target = oracle.log_mean(0, h, set(range(5)) - set(taken))
        assert nats == pytest.approx((of_source + of_target) / 2 - BETA * float(g @ h), abs=PRECISION)


def test_costs_do_not_depend_on_the_band():
    sides = random_text(80, 70, 3)
    of_text = model(sides)
    path = np.append(np.stack([np.arange(71), np.arange(71)], axis=1), [[80, 70]], axis=0)
    entire = full_band(sides)
    everywhere = costs_of_beads(of_text, entire)
    anchored = full_band(sides, (30, 20), (40, 55))
    for band in (entire.around(path, 2), anchored):
        in_band = costs_of_beads(of_text, band)
        assert len(in_band) > 400
        assert all(abs(everywhere[bead] - nats) <= UNIT for bead, nats in in_band.items())


def test_costs_of_one_band_are_computed_once(monkeypatch):
    sides = random_text(5, 4, 1)
    of_text, band = model(sides), full_band(sides)
    first = of_text.costs(KINDS, band)
    assert of_text.costs(Kinds(tuple(KINDS)), full_band(sides)) is first
    assert of_text.costs(KINDS, full_band(sides, (2, 2))) is not first


@settings(max_examples=examples(15))
@given(TEXTS, st.booleans())
def test_no_bead_is_worth_more_than_the_bounds_of_its_sides(sides, is_long):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "SAMPLE", 3 if is_long else 256)
        of_text = model(sides)
        source, target = of_text.max_worth(KINDS.widest)
        for (of_source, of_target), nats in costs_of_beads(of_text, full_band(sides)).items():
            bound = source[len(of_source) - 1, of_source.stop] + target[len(of_target) - 1, of_target.stop]
            assert -nats <= bound


def test_the_topic_that_all_sentences_share_is_no_similarity():
    rng = np.random.default_rng(2)
    meanings = rng.normal(0, 1, (30, 8))
    topic = 5 * rng.normal(0, 1, 8)
    sides = [((meanings + topic).astype(np.float32), np.full(30, 50.0)) for _ in range(2)]
    costs = costs_of_beads(model(sides), full_band(sides))
    right = [costs[range(k, k + 1), range(k, k + 1)] for k in range(30)]
    wrong = [costs[range(k, k + 1), range(k + 1, k + 2)] for k in range(29)]
    assert max(right) < -1.0
    assert np.mean(wrong) > 0.0


def test_sentences_without_a_direction_are_worth_little():
    sides = [(np.zeros((6, 4), np.float32), np.full(6, 50.0)) for _ in range(2)]
    costs = costs_of_beads(model(sides), full_band(sides))
    assert set(costs.values()) == {0.0}
