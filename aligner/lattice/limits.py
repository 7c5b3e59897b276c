"""Sizes that decide how much of a lattice is searched."""

from __future__ import annotations

from typing import NamedTuple


class SearchLimits(NamedTuple):
    """Sizes that decide where a text is searched; tests pass smaller ones.

    full_nodes: nodes of a block up to which all of it is searched.
    full_nodes_with_words: nodes of a text up to which all of it is searched in the first round with words.
    margin: nats; the first beam of a larger block keeps nodes that cost at most as much more than the cheapest of
    their row.
    max_beads_a_sentence: beads that the beams of all searches of a text may have, for each sentence of both texts. A
    search may have two thirds of those that are left, a third in each direction, and as many again for the nodes of
    both directions together. Ordinary texts need up to 10,000 a sentence in all.
    max_nodes_with_words, max_nodes_a_sentence: nodes that all rounds with words may look at, and further ones for each
    sentence of both texts. Ordinary texts need 100 to 200 a sentence.
    sampled_sentences: source sentences of a text from which on length models are fitted to a sample of it.
    windows, window_sentences: number of windows of the sample, and source sentences of each.
    """

    full_nodes: int = 1 << 16
    full_nodes_with_words: int = 1 << 15
    margin: float = 64.0
    max_beads_a_sentence: int = 1 << 15
    max_nodes_with_words: int = 1 << 19
    max_nodes_a_sentence: int = 768
    sampled_sentences: int = 8192
    windows: int = 16
    window_sentences: int = 256


SEARCH_LIMITS = SearchLimits()
