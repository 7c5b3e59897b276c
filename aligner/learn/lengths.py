"""The length ratio and the variance of translations from pairs; see `evidence.length_model`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.evidence.length_model import LengthModel
from aligner.evidence.starting_lengths import StartingLengths
from aligner.lattice.forward_backward import BeadPosteriors

ROUNDS = 20  # refits; each weights differences by the variance of the one before, and a few already settle it


def learn_lengths(lengths: Sequence[tuple[float, float]], weights: Sequence[float]) -> StartingLengths:
    """Return the ratio, the slope and the curve of pairs.

    lengths: characters of the source and of the target of each pair.
    weights: the weight of each pair, in [0, 1].
    """
    source, target = (np.array([pair[side] for pair in lengths], np.float64) for side in (0, 1))
    number, ones = np.arange(len(weights)), np.ones(len(weights), np.intp)
    beads = BeadPosteriors(number, number, ones, ones, np.array(weights, np.float64))
    model = LengthModel.from_lengths(source, target)
    for _ in range(ROUNDS):
        model = model.refit(source, target, beads)
    return StartingLengths(model.ratio, model.slope, model.curve)
