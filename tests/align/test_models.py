"""One M-step of all models: priors of kinds with words and without."""

import numpy as np
import pytest
from word_oracle import WordOracle

from aligner.align.methods import METHODS
from aligner.align.models import JOINED_SHARE
from aligner.align.text_pair import TextPair
from aligner.evidence.length_model import expected_counts
from aligner.lattice.forward_backward import BeadPosteriors


@pytest.mark.parametrize(("with_words", "share"), [(True, JOINED_SHARE), (False, 1.0)])
def test_beads_of_several_sentences_on_both_sides_count_in_part_if_words_are_evidence(with_words, share):
    sentences = [[0]] * 9
    pair = TextPair((np.full(9, 40.0), np.full(9, 40.0)))
    models = METHODS["hybrid"].first_models(pair)
    if with_words:
        models = models.with_words(WordOracle(sentences, sentences, [(0, 0, 0.9, 0.9)]).model())
    # Of five beads, two are 1-1, and one each is 1-2, 2-1 and 2-2.
    i, j, s, t = np.array([(0, 0, 1, 1), (1, 1, 1, 1), (2, 2, 1, 2), (3, 4, 2, 1), (5, 5, 2, 2)]).T
    beads = BeadPosteriors(i, j, s, t, np.ones(5))
    counts = expected_counts(beads)
    priors, initial = models.refit(pair, beads, counts).length.priors, models.length.initial
    assert priors[2, 2] / priors[1, 1] == pytest.approx((share + 20 * initial[2, 2]) / (2 + 20 * initial[1, 1]))
    assert priors[1, 2] / priors[1, 1] == pytest.approx((1 + 20 * initial[1, 2]) / (2 + 20 * initial[1, 1]))
