"""Checked beads: a person has confirmed them, so they stay, and all models learn from them.

A checked bead stands between two anchors. It replaces what the search finds there: among the beads of the E-step, with
a posterior of 1, and among the beads of the result, with a confidence of 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from aligner.bitext import CHECKED, Anchors, Bead, CheckedBead
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Ints


def with_corners(anchors: Anchors, checked: Sequence[CheckedBead]) -> list[tuple[int, int]]:
    """Return the anchors of a text with those before and after each checked bead.

    An anchor that a checked bead contradicts is left out: the person knows better.
    """
    corners = [corner for bead in checked for corner in _corners(bead)]
    return sorted({*corners, *_compatible(anchors, checked)})


def _corners(bead: CheckedBead) -> tuple[tuple[int, int], tuple[int, int]]:
    source, target = bead
    return (source.start, target.start), (source.stop, target.stop)


def _compatible(anchors: Anchors, checked: Sequence[CheckedBead]) -> Iterator[tuple[int, int]]:
    """Yield the anchors that are neither inside a checked bead nor on different sides of it in the two texts."""
    after = 0  # number of the first checked bead that does not end at or before the anchor
    for i, j in anchors:
        while after < len(checked) and checked[after][0].stop <= i and checked[after][1].stop <= j:
            after += 1
        if after == len(checked) or (i <= checked[after][0].start and j <= checked[after][1].start):
            yield i, j


def replace_posteriors(beads: BeadPosteriors, checked: Sequence[CheckedBead]) -> BeadPosteriors:
    """Return the beads of the E-step with the checked ones in place of those inside them; their posterior is 1."""
    if not checked:
        return beads
    i, j, s, t = _columns(checked)
    at = np.searchsorted(i + j, beads.i + beads.j, "right") - 1  # the last checked bead that begins no later
    near = np.maximum(at, 0)
    ends_inside = (beads.i + beads.s <= (i + s)[near]) & (beads.j + beads.t <= (j + t)[near])
    outside = beads.take((at < 0) | ~ends_inside)
    columns = zip(outside, BeadPosteriors(i, j, s, t, np.ones(len(i))), strict=True)
    together = BeadPosteriors(*(np.concatenate(pair) for pair in columns))
    return together.take(np.lexsort((together.t, together.s, together.j, together.i)))


def replace_beads(beads: Sequence[Bead], checked: Sequence[CheckedBead]) -> list[Bead]:
    """Return beads with the checked ones, each with a confidence of 1, in place of those inside them."""
    if not checked:
        return list(beads)
    places = {(source.start, target.start): (source, target) for source, target in checked}
    result: list[Bead] = []
    inside = (0, 0)  # the end of the checked bead that replaces beads
    for bead in beads:
        begin = bead.source.start, bead.target.start
        if begin in places:
            source, target = places.pop(begin)
            inside = source.stop, target.stop
            is_same = (bead.source, bead.target) == (source, target)
            why = bead.why if is_same else None
            result.append(Bead(source, target, 1.0, (CHECKED,), why))
        elif bead.source.stop > inside[0] or bead.target.stop > inside[1]:
            result.append(bead)
    return result


def _columns(checked: Sequence[CheckedBead]) -> tuple[Ints, Ints, Ints, Ints]:
    """(checked,) each: where the beads begin, and their sentences on either side."""
    numbers = chain.from_iterable((s.start, t.start, len(s), len(t)) for s, t in checked)
    i, j, s, t = np.fromiter(numbers, np.intp, 4 * len(checked)).reshape(-1, 4).T
    return i, j, s, t
