"""Confidence of the beads of a path, by the posteriors of all beads near it.

The confidence of a two-sided bead is its posterior. A one-sided bead is correct if its sentence has no partner,
wherever in the other text the sentence is passed over. So its confidence is the probability that the sentence is in no
two-sided bead.
"""

from __future__ import annotations

import numpy as np

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats, Ints, Path


def path_confidence(beads: BeadPosteriors, path: Path) -> list[float]:
    """The confidence of each bead of a path.

    beads: the beads near the path, and their posteriors.
    path: the nodes of the path.
    """
    confidence = beads.of_path(path)
    sizes = np.diff(path, axis=0)
    for begins, counts, others, side in ((beads.i, beads.s, beads.t, 0), (beads.j, beads.t, beads.s, 1)):
        on_path = np.flatnonzero(sizes[:, 1 - side] == 0)
        if not len(on_path):
            continue
        alone = _probability_by_sentence(beads.take(others == 0), begins[others == 0], counts[others == 0])
        paired = _probability_by_sentence(beads.take(others > 0), begins[others > 0], counts[others > 0])
        for bead, sentence in zip(on_path.tolist(), path[on_path, side].tolist(), strict=True):
            p_alone, p_paired = (of[sentence] if sentence < len(of) else 0.0 for of in (alone, paired))
            if p_alone + p_paired > 0:  # improbable beads are left out, so the two need not add up to 1
                confidence[bead] = float(p_alone / (p_alone + p_paired))
    return confidence


def _probability_by_sentence(beads: BeadPosteriors, begins: Ints, counts: Ints) -> Floats:
    """Sum of the posteriors of the beads with each sentence of a side, up to the last sentence of any bead.

    begins, counts: (beads,), first sentence and number of sentences of each bead on the side.
    """
    size = int((begins + counts).max(initial=0)) + 1
    changes = np.bincount(begins, beads.probability, size) - np.bincount(begins + counts, beads.probability, size)
    return np.maximum(np.cumsum(changes), 0.0)
