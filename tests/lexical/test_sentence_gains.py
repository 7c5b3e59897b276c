"""Gains of single sentences, one token at a time."""

import numpy as np
import pytest
from words import tokenized

from aligner.lexical.sentence_gains import SentenceGains
from aligner.lexical.translation_table import TranslationTable

PAIRS = [(0, 1, 0.6, 0.3), (0, 2, 0.2, 0.1), (1, 0, 0.5, 0.5), (3, 3, 0.0, 0.7)]
TYPES = 4


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 600])
def test_gains_are_the_sums_over_the_tokens_of_each_sentence(count):
    rng = np.random.default_rng(count)
    sentences = [rng.integers(0, 5, rng.integers(0, 6)).tolist() for _ in range(count)]
    gains = SentenceGains.from_tokens(tokenized(sentences), TranslationTable.from_pairs(PAIRS), TYPES)
    expected = {}
    for number, sentence in enumerate(sentences):
        for u, w, forward, _ in PAIRS:
            if forward and u in sentence:
                cell = number * TYPES + w
                expected[cell] = expected.get(cell, 0.0) + forward * sentence.count(u)
    assert gains.cells.tolist() == sorted(expected)
    assert gains.values.tolist() == pytest.approx([expected[cell] for cell in sorted(expected)])
