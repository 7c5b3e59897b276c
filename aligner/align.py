"""Two documents to a bitext: a length model and paragraph breaks, fitted to the two texts in turn
with the beads that they make likely; then the best path, and the posterior of each of its beads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex

from aligner.bitext import Bead, Bitext, Document
from aligner.breaks import Breaks
from aligner.evidence import Evidence
from aligner.gale_church import GaleChurch
from aligner.lattice import Band, Floats, Kind
from aligner.length_model import LengthModel
from aligner.search import best_path, posteriors

Model = GaleChurch | LengthModel
METHODS: dict[str, type[Model]] = {"length": LengthModel, "gale-church": GaleChurch}
ROUNDS = 3  # of expectation-maximisation; more make the priors drift
FULL = 1 << 18  # nodes up to which the whole lattice is searched
HALF = 128  # nodes on either side of the diagonal, to begin with, where it is not
Parameters = dict[str, dict[str, float]]
_UNMEASURED = regex.compile(r"[\p{Mn}\p{Cf}\p{Cc}\N{ARABIC TATWEEL}]+")


def bitext(
    source: Document, target: Document, method: str = "length", walls: Sequence[tuple[int, int]] = ()
) -> tuple[Bitext, Parameters]:
    """The likeliest beads of two documents, and the parameters found on the way.

    method: a key of `METHODS`. walls: nodes (i, j) that the alignment has to pass, in order: the
    first i source sentences belong to the first j target sentences.

    The confidence of a bead is its posterior, tempered as its model says. Raises ValueError for a
    method that is not known.
    """
    if method not in METHODS:
        raise ValueError(f"no method is called {method!r}; there are {', '.join(METHODS)}")
    sizes = lengths(source), lengths(target)
    breaks = Breaks.of(len(sizes[0]), len(sizes[1]), source.breaks, target.breaks)
    path, confidence, parameters = _searched(sizes, METHODS[method].of(*sizes), breaks, walls)
    beads = []
    i = j = 0
    for (s, t), sure in zip(path, confidence, strict=True):
        beads.append(Bead(range(i, i + s), range(j, j + t), sure))
        i, j = i + s, j + t
    return Bitext(source, target, beads), parameters


def lengths(document: Document) -> Floats:
    """(sentences,) characters of each, without vowel marks, tatweel and marks that are not seen.

    Letters whose marks are composed and letters whose marks are not are equally long.
    """
    text = document.text
    return np.array([len(_UNMEASURED.sub("", text[start:end])) for start, end in document.sentences], np.float64)


_Result = tuple[list[Kind], list[float], Parameters]


def _searched(
    sizes: tuple[Floats, Floats], model: Model, breaks: Breaks | None, walls: Sequence[tuple[int, int]]
) -> _Result:
    """The result for the whole lattice or, for a long text, for a band that is wide enough.

    Wide enough: the path keeps half the width from the edge, before anything is fitted and after.
    That is a rule of thumb, which held wherever it was checked, and no proof.
    """
    n, m = len(sizes[0]), len(sizes[1])
    half = HALF
    while not walls and (n + 1) * (m + 1) > FULL and half < m // 4:
        band = Band.diagonal(*sizes, half)
        first, _ = best_path(model.costs(*sizes), band)
        if band.clearance(first, m) >= half // 2:
            result = _fitted(band, sizes, model, breaks, walls)
            if band.clearance(result[0], m) >= half // 2:
                return result
        half *= 2
    return _fitted(Band.between(n, m, walls), sizes, model, breaks, walls)


def _fitted(
    band: Band, sizes: tuple[Floats, Floats], model: Model, breaks: Breaks | None, walls: Sequence[tuple[int, int]]
) -> _Result:
    """The best path in a band, its posteriors, and the parameters after the last round."""
    believed = None  # the first look is at lengths alone, so that breaks have to prove themselves
    for _ in range(ROUNDS):
        expected = posteriors(Evidence(model.costs(*sizes), believed, walls), band)
        model = model.fitted(*sizes, expected)
        believed = (believed or breaks).fitted(expected) if breaks else None
    costs = Evidence(model.costs(*sizes), believed, walls)
    path, _ = best_path(costs, band)
    parameters = {"length": model.parameters()} | ({"breaks": believed.parameters()} if believed else {})
    return path, posteriors(costs, band, model.temperature).of(path), parameters
