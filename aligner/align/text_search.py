"""The search of a pair of texts: where its lattice is searched, and the E-step of expectation-maximisation.

Without words, the costs of beads are defined everywhere, and a search of a large block is a search in beams. Words have
costs in a band only. The first band with words is laid around the best path by lengths; the next ones hold the nodes
that were probable in the round before, and those near them. A band widens where the best path may leave it.

Where sentences cannot be told apart, likely beads are everywhere, and a band would widen up to the entire lattice. So
all rounds with words together have a budget of nodes, and all beams one of beads, in proportion to the sentences. A
text that exceeds either is searched near its best path so far, and its search is not complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aligner.align.methods import WORDS, Method
from aligner.align.models import Models
from aligner.align.path_confidence import path_confidence
from aligner.align.text_pair import TextPair
from aligner.evidence.length_model import initial_priors
from aligner.lattice import beam
from aligner.lattice.budget import BeadBudget
from aligner.lattice.costs import BeadCosts
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band, Path
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits
from aligner.lattice.viterbi import best_path, path_cost

POSTERIOR_SLACK = 20.0  # nats, times the temperature; a path that costs more than the best one by more is negligible
PATH_WIDTH = 24  # sentences; a band around a path that was found with less evidence reaches as far on either side
UNSURE_WIDTH = 12  # sentences; the same around a path by lengths whose search gave up, which all rounds look at
MARGIN = 6  # sentences; a band with words reaches as far from the nodes that were probable in the round before
PROBABLE = 3  # nodes; what a probable node counts for in the budget besides itself, since it takes longer
LIKELY = 0.01  # posterior; a likelier bead at an edge of a band shows that the band is too narrow
FIRST_PATH_SENTENCES = 5  # both sides of a bead together; the first path of a large text has no larger beads
CERTIFIED_NODES = 1 << 20  # nodes of a text up to which all of them are searched for a certificate
CERTIFIED_WIDTH = 128  # sentences on either side of the path; the band of a larger text for a certificate


class Alignment(NamedTuple):
    """The result of the search of a pair of texts.

    path: the path through all blocks.
    confidence: the confidence of each bead of the path, see `path_confidence`.
    layers: the costs by each evidence, see `Method.layers`.
    band: the nodes that were searched.
    """

    path: Path
    confidence: Sequence[float]
    layers: Sequence[tuple[str, BeadCosts]]
    band: Band

    @property
    def costs(self) -> BeadCosts:
        """The costs by all evidence."""
        return self.layers[-1][1]


class TextSearch:
    """A pair of texts, the method that aligns it, and the state of the search.

    pair, method, limits: as they are given.
    all_nodes: the blocks between anchors.
    complete: False once a search by lengths gave up before its rule was satisfied, see `beam`, or a search with words
    had no nodes left.
    """

    def __init__(self, pair: TextPair, method: Method, limits: SearchLimits = SEARCH_LIMITS) -> None:
        self.pair, self.method, self.limits = pair, method, limits
        self.all_nodes = Band.full([(0, 0), *pair.anchors, pair.size])
        self.complete = True
        self._band: Band | None = None  # the nodes that are searched with words
        # Nodes that rounds with words may still look at.
        self._nodes_left = limits.max_nodes_with_words + limits.max_nodes_a_sentence * sum(pair.size)
        self._first_path: Path | None = None  # of a large text
        self._path_of_search: Path | None = None  # the last one by lengths, once such a search gave up
        self._slopes: dict[tuple[int, bool], float] = {}  # of the potentials of beams, see `beam.search`
        self._budget = BeadBudget.of_sentences(sum(pair.size), limits)

    @classmethod
    def near(cls, path: Path, pair: TextPair, search: TextSearch) -> TextSearch:
        """The search of a pair near a path, by the method and the limits of another search."""
        result = cls(pair, search.method, search.limits)
        result.complete = search.complete
        if result.all_nodes.nodes > search.limits.full_nodes_with_words:
            result._band = result.all_nodes.around(path, PATH_WIDTH)
        return result

    @property
    def learns(self) -> bool:
        """True if a model is fitted to the pair."""
        return self.method.model.learns or self.method.words or self.pair.breaks is not None

    def posteriors(self, models: Models) -> BeadPosteriors:
        """The E-step: the beads near the best path, and their posteriors.

        Without words, those of a long text come from a sample of it.
        """
        if models.words is not None:
            return self._posteriors_with_words(models)
        if self.pair.size[0] >= self.limits.sampled_sentences:
            path = self._path_by_lengths(models)
            sample = self.all_nodes.around(path, PATH_WIDTH).windows(
                path, self.limits.windows, self.limits.window_sentences
            )
            return bead_posteriors(self.method.costs(self.pair, models, sample), sample)[0]
        layers, searched = self._search_without_words(models)
        costs = layers[-1][1]
        return bead_posteriors(costs, self._near_path(costs, searched, POSTERIOR_SLACK))[0]

    def align(self, models: Models, *, certified: bool = False) -> Alignment:
        """The best path under the fitted models, and its confidence.

        certified: whether to search so many nodes that a certificate is likely to prove the path.
        """
        if models.words is None:
            temperature = self.method.temperature_of(models)
            layers, searched = self._search_without_words(models)
            band, path, costs = searched.band, searched.path, layers[-1][1]
            near_path = self._near_path(costs, searched, POSTERIOR_SLACK * temperature)
            if certified:
                band = self.all_nodes.joined(band, self._certified_band(path))
                path = best_path(costs, band)
        else:
            if certified:
                self._band = self._certified_band(self._path_by_lengths(models))
            band = near_path = self._word_band(models)
            layers = self.method.layers(self.pair, models, band, last=True)
            costs = layers[-1][1]
            path = best_path(costs, band)
            temperature = self.method.temperature_of(models, self._nats_of_sentences(layers, band, path))
        beads, _ = bead_posteriors(costs, near_path, temperature)
        return Alignment(path, path_confidence(beads, path), layers, band)

    def _nats_of_sentences(self, layers: Sequence[tuple[str, BeadCosts]], band: Band, path: Path) -> float:
        """The nats that words and vectors are worth to a sentence of a path, on the average of both texts.

        layers: the costs by each evidence, with words.
        """
        without = [name for name, _ in layers].index(WORDS.name) - 1
        nats = path_cost(layers[without][1], band, path) - path_cost(layers[-1][1], band, path)
        return nats / max(sum(self.pair.size), 1)

    def path(self, models: Models) -> Path:
        """The best path under models without words."""
        return self._search_without_words(models)[1].path

    def worth(self, models: Models) -> float:
        """The worth of the best path under models, in nats: minus its cost, by all evidence."""
        band = self._word_band(models) if models.words else self._search_without_words(models)[1].band
        costs = self.method.costs(self.pair, models, band)
        return -path_cost(costs, band, best_path(costs, band))

    def _posteriors_with_words(self, models: Models) -> BeadPosteriors:
        """The E-step with words: the band widens until no likely bead begins at its edge, or no nodes are left.

        Each time it widens by twice as much, so that all bands together have few more nodes than the last one.
        """
        width = PATH_WIDTH
        while True:
            band = self._word_band(models)
            costs = self.method.costs(self.pair, models, band)
            beads, probable = bead_posteriors(costs, band)
            self._nodes_left -= band.nodes + PROBABLE * probable.nodes
            is_too_narrow = self._touches_edge(band, beads)
            if is_too_narrow:
                self._band = self.all_nodes.widened(band, width)
                width *= 2
            else:
                self._band = self.all_nodes.widened(probable, MARGIN)
            if self._band.nodes > self._nodes_left:
                near_path = self.all_nodes.around(best_path(costs, band), PATH_WIDTH)
                if near_path.nodes < self._band.nodes:
                    self._band, self.complete = near_path, False
                    return beads
            if not is_too_narrow:
                return beads

    def _touches_edge(self, band: Band, beads: BeadPosteriors) -> bool:
        """True if a likely bead begins at an edge of a band that is no edge of its block."""
        begins = beads.take(beads.probability > LIKELY)
        first, last = band.open_edges(self.all_nodes)
        return bool((first[begins.i] == begins.j).any() or (last[begins.i] == begins.j).any())

    def _word_band(self, models: Models) -> Band:
        """The nodes to search with words."""
        if self._band is None:
            if self.all_nodes.nodes <= self.limits.full_nodes_with_words:
                self._band = self.all_nodes
            else:
                self._band = self.all_nodes.around(self._path_by_lengths(models), PATH_WIDTH)
        return self._band

    def _path_by_lengths(self, models: Models) -> Path:
        """A path of a large text near which to search: the best of small beads by lengths, with the usual priors."""
        if self._first_path is None:
            priors = {kind: prior for kind, prior in initial_priors().items() if sum(kind) <= FIRST_PATH_SENTENCES}
            first_models = Models(models.length.with_priors(priors), models.breaks)
            self._first_path = self._search_without_words(first_models)[1].path
        return self._first_path

    def _certified_band(self, path: Path) -> Band:
        """The nodes to search for a certificate."""
        if self.all_nodes.nodes <= CERTIFIED_NODES:
            return self.all_nodes
        return self.all_nodes.around(path, CERTIFIED_WIDTH)

    def _search_without_words(self, models: Models) -> tuple[list[tuple[str, BeadCosts]], beam.SearchResult]:
        """The costs by each evidence but words, and the best path by them.

        Once a search gave up, all further ones look near the last path only.
        """
        layers = self.method.layers(self.pair, Models(models.length, models.breaks), self.all_nodes)
        costs = layers[-1][1]
        if self._path_of_search is None:
            result = beam.search(costs, self.all_nodes, self.limits, self._slopes, self._budget)
        else:
            band = self.all_nodes.around(self._path_of_search, UNSURE_WIDTH)
            result = beam.SearchResult(best_path(costs, band), band, False)
        if not result.complete:
            self.complete, self._path_of_search = False, result.path
        return layers, result

    def _near_path(self, costs: BeadCosts, searched: beam.SearchResult, slack: float) -> Band:
        """The nodes of the paths that cost at most `slack` nats more than the best one, by lengths.

        Near a path whose search gave up, there may be no others.
        """
        if not searched.complete:
            return self.all_nodes.around(searched.path, UNSURE_WIDTH)
        return beam.near_best(costs, searched.band, slack)
