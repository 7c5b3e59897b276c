"""Why beads are as sure as they are: what spoke for and against each of them, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from aligner.align.shared_lexicon import SharedLexicon
from aligner.align.text_pair import TextPair
from aligner.bitext import Bead, Numbers, Why
from aligner.lattice.costs import dequantize
from aligner.lattice.grid import Path
from aligner.lattice.terms import SummedCosts
from aligner.lattice.viterbi import bead_costs_along

FLAGS = ("length", "numbers", "gap-nearby", "big-bead")
UNLIKELY = -2.0  # nats: what lengths say of a bead that is flagged for them
BIG = 5  # sentences of both sides


def explain_beads(
    text: TextPair,
    number: int,
    costs: SummedCosts,
    pool: SharedLexicon | None,
    sure: Sequence[tuple[Path, list[float]]],
    *,
    why: bool,
) -> tuple[list[Bead], float]:
    """The beads of a text, flagged, and with reasons if that is asked; and how much its words say for it, in
    nats a sentence.

    number: of the text in the layers, see `text.layers_of`. sure: its paths, one behind the other,
    with the confidence of each bead.
    """
    layers = [costs.first(count) for count in range(len(costs.terms) + 1)]
    names = ["length", *(term.evidence for term in costs.terms)]
    beads: list[Bead] = []
    support = 0.0
    for path, confidence in sure:
        if len(path) < 2:
            continue
        totals = [bead_costs_along(layer, number, path) for layer in layers]
        priors = totals[0][1]
        gains = dict.fromkeys(("length", "breaks", "words"), np.zeros(len(priors)))
        for name, gain in zip(names, np.diff([priors, *(total for total, _ in totals)], axis=0), strict=True):
            gains[name] = gains[name] - dequantize(gain)
        for at, ((i, j), (k, n)) in enumerate(pairwise(path.tolist())):
            bead = Bead(range(i, k), range(j, n), confidence[at])
            numbers = pool.numbers(text, bead.source, bead.target) if pool else Numbers()
            length, breaks, words = (float(gains[name][at]) for name in ("length", "breaks", "words"))
            flags = _flags(bead, length, numbers)
            support += words
            matched = pool.matched(text, bead.source, bead.target) if pool and why else ()
            prior = -float(dequantize(priors[at]))
            reasons = Why(prior, length, breaks, words, matched, numbers) if why else None
            beads.append(bead._replace(flags=flags, why=reasons))
    return _near_gaps(beads), support / max(len(text.sizes[0]) + len(text.sizes[1]), 1)


def _flags(bead: Bead, length: float, numbers: Numbers) -> tuple[str, ...]:
    """What may be wrong with a bead, but for what stands beside it; nothing is wrong with one that has one side."""
    if not bead.paired:
        return ()
    wrong = {
        "length": length < UNLIKELY,
        "numbers": bool(numbers.source or numbers.target),
        "big-bead": len(bead.source) + len(bead.target) >= BIG,
    }
    return tuple(flag for flag in FLAGS if wrong.get(flag))


def _near_gaps(beads: Sequence[Bead]) -> list[Bead]:
    """The same beads; those with two sides that stand beside one without are flagged for it."""
    alone = [False, *(not bead.paired for bead in beads), False]
    return [
        bead._replace(flags=tuple(flag for flag in FLAGS if flag in bead.flags or flag == "gap-nearby"))
        if bead.paired and (before or behind)
        else bead
        for bead, before, behind in zip(beads, alone, alone[2:], strict=False)
    ]
