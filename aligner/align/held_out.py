"""Held-out worth: what the translations that a text taught are worth to the beads that did not teach them.

Without a lexicon, a text teaches itself: translations are learned from its beads, and then speak for the same beads.
In a short or free translation, they may fit these beads and no others. So they are learned anew from every second
bead of the finished alignment, and measured on the beads between, and the other way round. The worth is that of all
words, in nats a sentence, as a bead reports it: the log-likelihood ratio against chance. If it is below 0, the words of
one half say nothing about the other half, and the alignment rests on lengths alone.

Cross-validation of the likelihood: Stone, "Cross-validatory choice and assessment of statistical predictions", Journal
of the Royal Statistical Society B 36(2), 1974.
"""

from __future__ import annotations

import numpy as np

from aligner.align.methods import WORDS
from aligner.align.models import Models
from aligner.align.shared_lexicon import TextWords
from aligner.align.text_search import Alignment, TextSearch
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Path
from aligner.lattice.quantized import dequantize

MAX_KNOWN = 0.5  # share of words that lexicons hold; with more, it is the lexicons that judge the beads
MIN_BEADS = 20  # two-sided beads; halves of fewer teach too little to be measured
_WIDTH = 1  # sentences on either side of the path whose words are summed up


def held_out_worth(search: TextSearch, models: Models, words: TextWords | None, alignment: Alignment) -> float | None:
    """Return the worth of the words of the two-sided beads by translations that the other beads taught, in nats a
    sentence; None if lexicons hold most of the words, if several texts taught them, or if there are few beads.

    search, models, words, alignment: the pair, its fitted models, its words and its path.
    """
    beads = _two_sided(alignment.path)
    if models.words is None or words is None or len(words.lexicon.tokens) > 1:
        return None
    if models.words.known_share > MAX_KNOWN or len(beads.i) < MIN_BEADS:
        return None
    band = search.all_nodes.around(alignment.path, _WIDTH)
    rows = band.rows_of_beads(alignment.path)
    paired = (np.diff(alignment.path, axis=0) > 0).all(axis=1)
    is_second = np.arange(len(beads.i)) % 2 == 1
    worth = 0.0
    for measured in (is_second, ~is_second):
        learned = words.lexicon.retrain([beads.take(~measured)])
        of_half = models.with_words(learned.word_model(words.number))
        layers = search.method.layers(search.pair, of_half, band)
        with_words = [name for name, _ in layers].index(WORDS.name)
        before, after = (layers[at][1].of_path(alignment.path, rows) for at in (with_words - 1, with_words))
        worth += float(dequantize((before - after)[paired][measured].sum()))
    return worth / int((beads.s + beads.t).sum())


def _two_sided(path: Path) -> BeadPosteriors:
    """The two-sided beads of a path, each as if it were certain."""
    sizes = np.diff(path, axis=0)
    paired = (sizes > 0).all(axis=1)
    i, j = path[:-1][paired].T
    s, t = sizes[paired].T
    return BeadPosteriors(i, j, s, t, np.ones(len(i)))
