"""A group of text pairs that are searched in one call: where each pair is searched, and its path.

The number of a pair in the group is the number of its text in all costs, blocks and bands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from aligner.align.limits import ALIGN_LIMITS, AlignLimits
from aligner.align.methods import Method
from aligner.align.models import Models
from aligner.align.path_confidence import path_confidence
from aligner.align.text_pair import TextPair
from aligner.bitext import Parallel
from aligner.diagnostics import SearchProof
from aligner.evidence.length_model import expected_counts
from aligner.lattice.adaptive_band import AdaptiveBand, search_adaptive
from aligner.lattice.certificate import certify
from aligner.lattice.costs import BeadCosts
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band, Path
from aligner.lattice.kinds import Kind
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits
from aligner.lattice.terms import SummedCosts
from aligner.lattice.viterbi import path_cost

POSTERIOR_TOLERANCE = 1e-3  # difference of posteriors at the seams of a long text, in rounds that only fit models


class PairGroup:
    """Text pairs, the method that aligns them, and the state of the search.

    pairs: the pairs.
    method: the evidence whose costs are added up.
    limits: sizes of blocks, bands and chunks.
    partitions: numbers of the pairs that share one lexicon and the priors of kinds: all pairs in one partition if
    they are aligned together, else one pair in each.
    blocks, bands: for each pair, its blocks between anchors, and where each of them is searched. The bands hold the
    paths; they are the only state that changes.
    learning: numbers of the pairs that have a model to fit.
    """

    def __init__(
        self,
        pairs: Sequence[TextPair],
        method: Method,
        bands: Sequence[Sequence[AdaptiveBand]] | None = None,
        *,
        together: bool = False,
        limits: SearchLimits = SEARCH_LIMITS,
        align_limits: AlignLimits = ALIGN_LIMITS,
    ) -> None:
        """Lay the first bands, unless they are given."""
        self.pairs, self.method, self.limits = pairs, method, limits
        numbers = range(len(pairs))
        self.partitions: Sequence[Sequence[int]] = [numbers] if together else [(number,) for number in numbers]
        self.blocks = [pair.blocks(number) for number, pair in enumerate(pairs)]
        self.bands = bands or [
            [pair.adaptive_band(block, limits, align_limits) for block in blocks]
            for pair, blocks in zip(pairs, self.blocks, strict=True)
        ]
        fits_all = method.model.learns or method.words
        self.learning = [number for number, pair in enumerate(pairs) if fits_all or pair.breaks]

    @classmethod
    def from_documents(
        cls,
        documents: Sequence[Parallel],
        method: Method,
        *,
        together: bool = False,
        limits: SearchLimits = SEARCH_LIMITS,
        align_limits: AlignLimits = ALIGN_LIMITS,
    ) -> PairGroup:
        """The group of some documents; only a method with words aligns documents together."""
        pairs = [TextPair.from_documents(pair) for pair in documents]
        return cls(pairs, method, together=together and method.words, limits=limits, align_limits=align_limits)

    def select(self, numbers: Sequence[int]) -> PairGroup:
        """A group of the pairs of these numbers, not yet searched; a number may occur twice."""
        bands = [[band.for_text(k) for band in self.bands[number]] for k, number in enumerate(numbers)]
        return PairGroup([self.pairs[number] for number in numbers], self.method, bands, limits=self.limits)

    def search_large_blocks(self, models: Models) -> None:
        """Find a first path of each block that is not searched in full, by the evidence without words."""
        large = [band for bands in self.bands for band in bands if not band.full]
        if large:
            search_adaptive(self.method.costs(self.pairs, models), large)

    def find_paths(self, models: Models) -> SummedCosts:
        """Find the path of every block under the models, and return the costs there.

        With words, the search begins in narrow bands around the last paths, since words are the stronger evidence.
        """
        if models.words is not None:
            for bands in self.bands:
                for band in bands:
                    band.recentre()
        costs = self._search_costs(models)

        def recompute_costs() -> BeadCosts:
            """The costs in the bands as they are now; `find_paths` returns the last of them."""
            nonlocal costs
            costs = self._search_costs(models)
            return costs

        # The path of a pair without a model to fit stays the same, so it is searched only once.
        fitted = set(self.learning)
        to_search = [
            band for number, bands in enumerate(self.bands) for band in bands if number in fitted or not len(band.path)
        ]
        search_adaptive(costs, to_search, recompute_costs if models.words is not None else None)
        return costs

    def posteriors(self, models: Models) -> list[BeadPosteriors | None]:
        """The beads near the path of each pair, and their posteriors; None for a pair without a model to fit."""
        near_path = self.posterior_bands()
        costs = self.costs_in(models, near_path)
        wanted = [band for number in self.learning for band in near_path[number]]
        of_blocks = iter(bead_posteriors(costs, wanted, tolerance=POSTERIOR_TOLERANCE, limits=self.limits))
        beads: list[BeadPosteriors | None] = [None] * len(self.pairs)
        for number in self.learning:
            beads[number] = BeadPosteriors.concatenate([next(of_blocks) for _ in self.bands[number]])
        return beads

    def refit(self, models: Models, beads: Sequence[BeadPosteriors | None]) -> Models:
        """One M-step: models are fitted to the beads of each pair, but priors of kinds to those of its partition."""
        counts: list[Counter[Kind]] = [Counter() for _ in self.pairs]
        for numbers in self.partitions:
            total: Counter[Kind] = Counter()
            for number in numbers:
                of_pair = beads[number]
                if of_pair is not None:
                    total.update(expected_counts(of_pair))
                counts[number] = total  # one counter for all pairs of the partition
        return models.refit(self.pairs, beads, counts)

    def paths_with_confidence(self, models: Models, costs: SummedCosts) -> list[list[tuple[Path, list[float]]]]:
        """For each block of each pair, its path and the confidence of each of its beads.

        costs: those that `find_paths` returned, which have words in its bands only.
        """
        near_path = self.posterior_bands() if models.words is None else self._search_bands()
        wanted = [band for bands in near_path for band in bands]
        beads = iter(bead_posteriors(costs, wanted, self.method.temperature, limits=self.limits))
        return [[(band.path, path_confidence(next(beads), band.path)) for band in bands] for bands in self.bands]

    def proof(self, number: int, costs: SummedCosts) -> SearchProof:
        """The proof of the path of a pair: the weakest certificate of its blocks; those searched in full need none."""
        certificates = [
            certify(costs, self.pairs[number].size, block, band.band(), path_cost(costs, number, band.path))
            for block, band in zip(self.blocks[number], self.bands[number], strict=True)
            if not band.full
        ]
        unproved = [certificate for certificate in certificates if not certificate.proved]
        return SearchProof(*min(unproved)) if unproved else SearchProof(proved=True)

    def posterior_bands(self) -> list[list[Band]]:
        """For each block of each pair, the nodes near its path."""
        return [[band.posterior_band() for band in bands] for bands in self.bands]

    def _search_bands(self) -> list[list[Band]]:
        """For each block of each pair, the nodes where it is searched."""
        return [[band.band() for band in bands] for bands in self.bands]

    def _search_costs(self, models: Models) -> SummedCosts:
        """The costs of the beads where each block is searched."""
        # Bands are laid for words only: with many short texts, that takes as long as half of the search.
        return self.costs_in(models, [] if models.words is None else self._search_bands())

    def costs_in(self, models: Models, bands: Sequence[Sequence[Band]]) -> SummedCosts:
        """The costs of the beads that end at the nodes of bands.

        Only the costs of words depend on the bands, since they are tabled in advance. Lengths and breaks have costs
        everywhere.

        bands: for each pair, the bands of its blocks; not needed without words.
        """
        word_bands = None if models.words is None else [Band.concatenate(of_pair) for of_pair in bands]
        return self.method.costs(self.pairs, models, word_bands)
