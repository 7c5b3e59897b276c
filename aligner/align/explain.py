"""Paths to beads: flags of what may be wrong with a bead, and the evidence for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from aligner.align.shared_lexicon import TextWords
from aligner.align.text_search import Alignment
from aligner.bitext import Bead, Numbers, Why
from aligner.lattice.grid import Floats
from aligner.lattice.quantized import dequantize

FLAGS = ("length", "numbers", "gap-nearby", "big-bead", "language")
UNLIKELY_LENGTH = -2.0  # nats; a bead whose lengths are worth less is flagged
BIG_BEAD = 5  # sentences of both sides together, from which on a bead is flagged


def explain_beads(alignment: Alignment, words: TextWords | None, *, why: bool) -> tuple[list[Bead], float]:
    """The beads of a pair with their flags, and the nats that words are worth in all of them.

    alignment: the path of the pair, and its costs by each evidence.
    words: the words of the pair; None if the method does not use words.
    why: whether the beads get the evidence for and against them, too.
    """
    beads: list[Bead] = []
    support = 0.0
    if len(alignment.path) < 2:
        return beads, support
    priors, worth = _worth_by_evidence(alignment)
    for at, ((i, j), (end_i, end_j)) in enumerate(pairwise(alignment.path.tolist())):
        bead = Bead(range(i, end_i), range(j, end_j), alignment.confidence[at])
        of_bead = {name: float(of_path[at]) for name, of_path in worth.items()}
        support += of_bead["words"]
        numbers = words.numbers(bead.source, bead.target) if words else Numbers()
        bead = bead._replace(flags=_flags(bead, of_bead["length"], numbers))
        if why:
            matches = words.matches(bead.source, bead.target) if words else ()
            reported = {name: of_bead[name] for name in Why.evidence()}
            bead = bead._replace(why=Why(float(priors[at]), **reported, matched=matches, numbers=numbers))
        beads.append(bead)
    return _flag_near_gaps(beads), support


def _worth_by_evidence(alignment: Alignment) -> tuple[Floats, dict[str, Floats]]:
    """(beads,) each, in nats: ln P(kind) of the beads of a path, and the worth of each kind of evidence.

    Evidence is worth as many nats as it lowers the cost of a bead; it is worth 0 if the costs have none of it.
    """
    rows = alignment.band.rows_of_beads(alignment.path)
    totals = [costs.of_path(alignment.path, rows) for _, costs in alignment.layers]
    lengths = alignment.layers[0][1]
    priors = lengths.priors[lengths.kinds.numbers(*np.diff(alignment.path, axis=0).T)].astype(np.int64)
    worth = dict.fromkeys((*Why.evidence(), *(name for name, _ in alignment.layers)), np.zeros(len(priors)))
    for (name, _), difference in zip(alignment.layers, np.diff([priors, *totals], axis=0), strict=True):
        worth[name] = worth[name] - dequantize(difference)
    return -dequantize(priors), worth


def _flags(bead: Bead, length: float, numbers: Numbers) -> tuple[str, ...]:
    """The flags of a two-sided bead that do not depend on the beads beside it; a one-sided bead has none.

    length: nats that its lengths are worth.
    """
    if not bead.paired:
        return ()
    wrong = {
        "length": length < UNLIKELY_LENGTH,
        "numbers": bool(numbers.source or numbers.target),
        "big-bead": len(bead.source) + len(bead.target) >= BIG_BEAD,
    }
    return tuple(flag for flag in FLAGS if wrong.get(flag))


def _flag_near_gaps(beads: Sequence[Bead]) -> list[Bead]:
    """The same beads, with the flag `gap-nearby` for two-sided beads beside a one-sided bead."""
    one_sided = [False, *(not bead.paired for bead in beads), False]
    return [
        bead._replace(flags=tuple(flag for flag in FLAGS if flag in bead.flags or flag == "gap-nearby"))
        if bead.paired and (before or after)
        else bead
        for bead, before, after in zip(beads, one_sided, one_sided[2:], strict=False)
    ]
