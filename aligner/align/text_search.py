"""The search of a pair of texts: where its lattice is searched, and the steps of expectation-maximisation.

Without words, the costs of beads are defined everywhere, and every search begins with a beam. Words have costs in a
band only. The first band with words is laid around the beam's best path; the next ones hold the nodes that were
probable in the round before, and those near them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.align.methods import Method
from aligner.align.models import Models
from aligner.align.text_pair import TextPair
from aligner.lattice import beam
from aligner.lattice.costs import BeadCosts
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band, Path
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits
from aligner.lattice.viterbi import best_path

POSTERIOR_SLACK = 20.0  # nats, times the temperature; a path that costs more than the best one by more is negligible
FIRST_SLACK = 30.0  # nats; words may make a path the best one that costs as much more than the best one without them
FIRST_WIDTH = 24  # sentences; the first band with words reaches as far from the best path without them
MARGIN = 6  # sentences; a band with words reaches as far from the nodes that were probable in the round before
FULL_NODES_WITH_WORDS = 1 << 15  # nodes of a text up to which all of them are searched in the first round with words


class Alignment(NamedTuple):
    """The result of the search of a pair of texts.

    path: the path through all blocks.
    confidence: the posterior of each bead of the path.
    layers: the costs by each evidence, see `Method.layers`.
    band: the nodes that were searched.
    complete: False if the search gave up before its rule was satisfied, see `beam`.
    """

    path: Path
    confidence: Sequence[float]
    layers: Sequence[tuple[str, BeadCosts]]
    band: Band
    complete: bool


class TextSearch:
    """A pair of texts, the method that aligns it, and the state of the search.

    all_nodes: the blocks between anchors.
    band: the nodes that are searched with words; None before the first round with words.
    """

    def __init__(self, pair: TextPair, method: Method, limits: SearchLimits = SEARCH_LIMITS) -> None:
        self.pair, self.method, self.limits = pair, method, limits
        self.all_nodes = Band.full([(0, 0), *pair.anchors, pair.size])
        self.band: Band | None = None
        self.complete = True
        self._slopes: dict[int, float] = {}

    @property
    def learns(self) -> bool:
        """True if a model is fitted to the pair."""
        return self.method.model.learns or self.method.words or self.pair.breaks is not None

    def posteriors(self, models: Models) -> BeadPosteriors:
        """The E-step: the beads near the best path, and their posteriors."""
        if models.words is None:
            costs, searched = self._search_without_words(models)
            beads, _ = bead_posteriors(costs, beam.near_best(costs, searched.band, POSTERIOR_SLACK))
            return beads
        while True:
            band = self._word_band(models)
            beads, probable = bead_posteriors(self.method.costs(self.pair, models, band), band)
            self.band = self.all_nodes.widened(probable, MARGIN)
            if not self._leaves(band, beads):
                return beads

    def align(self, models: Models) -> Alignment:
        """The best path under the fitted models, and its confidence."""
        temperature = self.method.temperature
        if models.words is None:
            costs, searched = self._search_without_words(models)
            layers, path = self.method.layers(self.pair, models, searched.band), searched.path
            near_path = beam.near_best(costs, searched.band, POSTERIOR_SLACK * temperature)
            beads, _ = bead_posteriors(costs, near_path, temperature)
            return Alignment(path, beads.of_path(path), layers, searched.band, self.complete)
        band = self._word_band(models)
        layers = self.method.layers(self.pair, models, band)
        costs = layers[-1][1]
        path = best_path(costs, band)
        beads, _ = bead_posteriors(costs, band, temperature)
        return Alignment(path, beads.of_path(path), layers, band, self.complete)

    def worth(self, models: Models) -> float:
        """What the best path under some models is worth, in nats: minus its cost, by all evidence."""
        from aligner.lattice.viterbi import path_cost

        band = self._word_band(models) if models.words else self._search_without_words(models)[1].band
        costs = self.method.costs(self.pair, models, band)
        return -path_cost(costs, band, best_path(costs, band))

    def _search_without_words(self, models: Models, *, exact: bool = True) -> tuple[BeadCosts, beam.SearchResult]:
        costs = self.method.costs(self.pair, Models(models.length, models.breaks), self.all_nodes)
        result = beam.search(costs, self.all_nodes, self.limits, self._slopes, exact=exact)
        self.complete = result.complete
        return costs, result

    def _word_band(self, models: Models) -> Band:
        """The nodes to search with words."""
        if self.band is None:
            if self.all_nodes.nodes <= FULL_NODES_WITH_WORDS:
                self.band = self.all_nodes
            else:
                from dataclasses import replace
                from aligner.evidence.length_model import initial_priors
                models = replace(models, length=replace(models.length, priors=initial_priors()))
                costs, searched = self._search_without_words(models)
                self.band = self.all_nodes.around(searched.path, FIRST_WIDTH)
        return self.band

    def _leaves(self, band: Band, beads: BeadPosteriors) -> bool:
        """True if a bead that is not improbable touches an edge of a band that is no edge of its block."""
        return False
