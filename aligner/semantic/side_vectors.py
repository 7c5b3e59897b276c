"""The vectors of the sentences of one side of a text, and those of groups of consecutive sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from aligner.lattice.costs import Float32s
from aligner.lattice.grid import Floats, Ints

CENTRE_WEIGHT = 5.0  # sentences without a direction that count for the mean of a text, so that short ones keep theirs
LEAST_NORM = 1e-3  # a vector that is shorter has no direction: what is left where vectors cancel out is rounding


@dataclass(frozen=True, eq=False)
class SideVectors:
    """One side of a text.

    The vector of a group is the sum of those of its sentences, so its cosines follow from those of sentences.

    units: (sentences, d), the vectors of the sentences, of length 1; 0 for a sentence without a direction.
    weights: (sentences,), the square root of the number of characters: a long sentence says more than a short one, but
    repeats itself.
    """

    units: Float32s
    weights: Float32s

    @classmethod
    def from_vectors(cls, vectors: Float32s, lengths: Floats) -> SideVectors:
        """The side with vectors of any length; their mean is taken away, which all sentences of a text have in common.

        vectors: (sentences, d).
        lengths: (sentences,), characters.
        """
        units = normalised(vectors.astype(np.float32), 0.0)  # an encoder may have vectors of any length
        mean = units.sum(axis=0, dtype=np.float64) / (len(units) + CENTRE_WEIGHT)
        return cls(normalised(units - mean.astype(np.float32)), np.sqrt(np.maximum(lengths, 1.0)).astype(np.float32))

    @cached_property
    def weighted(self) -> Float32s:
        """(sentences, d): the vectors with their weights."""
        return self.units * self.weights[:, None]

    def inverse_norms(self, widest: int) -> Floats:
        """(widest, sentences + 1): 1 / the length of the vector of the last 1, 2, ... sentences before each place.

        0 for groups without a direction. If there are fewer sentences before a place, it is that of those that there
        are.
        """
        vectors = self.weighted
        group = np.zeros((len(vectors) + 1, vectors.shape[1]), np.float32)
        norms = np.empty((widest, len(group)))
        for k in range(1, widest + 1):
            group[k:] += vectors[: max(len(vectors) - k + 1, 0)]
            norms[k - 1] = np.sqrt(np.einsum("ij,ij->i", group, group, dtype=np.float64))
        inverse: Floats = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > LEAST_NORM)
        return inverse

    def cosines_of_groups(self, widest: int, inverse_norms: Floats, others: Float32s, places: Ints) -> Floats:
        """(widest, places, others): cosines of the last 1, 2, ... sentences before places with other vectors.

        inverse_norms: as `inverse_norms` returns them.
        others: (others, d), of length 1.
        places: consecutive places.
        """
        begin, end = max(int(places[0]) - widest, 0), int(places[-1])
        products = (self.weighted[begin:end] @ others.T).astype(np.float64)
        before = np.concatenate([np.zeros((1, len(others))), np.cumsum(products, axis=0)])
        here = places - begin
        counts = np.arange(1, widest + 1)[:, None]
        sums = before[here] - before[np.maximum(here - counts, 0)]
        cosines: Floats = sums * inverse_norms[:, places, None]
        return cosines


def normalised(vectors: Float32s, least: float = LEAST_NORM) -> Float32s:
    """The vectors with the length 1; 0 for one without a direction."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Float32s = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > least)
    return units
