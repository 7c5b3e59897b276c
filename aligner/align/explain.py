"""Paths to beads: flags of what may be wrong with a bead, and the evidence for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from aligner.align.shared_lexicon import TextWords
from aligner.bitext import Bead, Numbers, Why
from aligner.lattice.costs import dequantize
from aligner.lattice.grid import Floats, Path
from aligner.lattice.terms import SummedCosts
from aligner.lattice.viterbi import bead_costs_along

FLAGS = ("length", "numbers", "gap-nearby", "big-bead", "language")
UNLIKELY_LENGTH = -2.0  # nats; a bead whose lengths are worth less is flagged
BIG_BEAD = 5  # sentences of both sides together, from which on a bead is flagged
BASE = "length"  # name of the evidence of the base of the costs


def explain_beads(
    layers: Sequence[SummedCosts],
    number: int,
    paths: Sequence[tuple[Path, list[float]]],
    words: TextWords | None,
    *,
    why: bool,
) -> tuple[list[Bead], float]:
    """The beads of a pair with their flags, and the nats that words are worth in all of them.

    layers: the costs of `cost_layers`, by which the evidence of each term is told apart.
    number: number of the pair in the costs.
    paths: the paths of the blocks of the pair, in order, with the confidence of each bead.
    words: the words of the pair; None if the method does not use words.
    why: whether the beads get the evidence for and against them, too.
    """
    beads: list[Bead] = []
    support = 0.0
    for path, confidence in paths:
        if len(path) < 2:
            continue
        priors, worth = _worth_by_evidence(layers, number, path)
        for at, ((i, j), (end_i, end_j)) in enumerate(pairwise(path.tolist())):
            bead = Bead(range(i, end_i), range(j, end_j), confidence[at])
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


def cost_layers(costs: SummedCosts) -> list[SummedCosts]:
    """The base of the costs alone, the base with the first term, with the first two terms, and so on."""
    return [costs.first(count) for count in range(len(costs.terms) + 1)]


def _worth_by_evidence(layers: Sequence[SummedCosts], number: int, path: Path) -> tuple[Floats, dict[str, Floats]]:
    """(beads,) each, in nats: ln P(kind) of the beads of a path, and the worth of each kind of evidence.

    Evidence is worth as many nats as its term lowers the cost of a bead; it is worth 0 if there is no such term.
    """
    totals = [bead_costs_along(layer, number, path) for layer in layers]
    priors = totals[0][1]
    differences = np.diff([priors, *(total for total, _ in totals)], axis=0)
    names = [BASE, *(term.evidence for term in layers[-1].terms)]
    worth = dict.fromkeys((*Why.evidence(), *names), np.zeros(len(priors)))
    for name, difference in zip(names, differences, strict=True):
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
