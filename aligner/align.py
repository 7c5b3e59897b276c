"""Pairs of documents to bitexts: a length model and paragraph breaks, fitted to the two texts in turn
with the beads that they make likely; then the best path, and the posterior of each of its beads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import regex

from aligner.bitext import Bead, Bitext, Document
from aligner.breaks import Breaks
from aligner.corridor import Corridor, find
from aligner.evidence import Evidence
from aligner.gale_church import GaleChurch
from aligner.lattice import BeadCosts, Box, Floats, Ints, Path, walk_along, walk_in_step
from aligner.length_model import LengthModel
from aligner.posteriors import Posteriors, posteriors

Model = GaleChurch | LengthModel
METHODS: dict[str, type[Model]] = {"length": LengthModel, "gale-church": GaleChurch}
COARSE = 1 << 13  # sentences of both texts from which on runs of sentences are aligned first
RUN = 8  # sentences
AGREED = 1e-3  # how exact posteriors are that only models are fitted to, where long texts are cut
ROUNDS = 3  # of expectation-maximisation; more make the priors drift
Parameters = dict[str, dict[str, float]]
Walls = Sequence[tuple[int, int]]
_UNMEASURED = regex.compile(r"[\p{Mn}\p{Cf}\p{Cc}\N{ARABIC TATWEEL}]+")


def bitext(source: Document, target: Document, method: str = "length", walls: Walls = ()) -> tuple[Bitext, Parameters]:
    """The likeliest beads of two documents, and the parameters found on the way.

    method: a key of `METHODS`. walls: nodes (i, j) that the alignment has to pass, in order: the
    first i source sentences belong to the first j target sentences.

    The confidence of a bead is its posterior, tempered as its model says. Raises ValueError for a
    method that is not known.
    """
    return bitexts([(source, target, walls)], method)[0]


def bitexts(pairs: Sequence[tuple[Document, Document, Walls]], method: str) -> list[tuple[Bitext, Parameters]]:
    """What `bitext` gives for each pair of documents with its walls; they are searched side by side."""
    kind = _method(method)
    texts = []
    for number, (source, target, walls) in enumerate(pairs):
        breaks = Breaks.of(len(source.sentences), len(target.sentences), source.breaks, target.breaks)
        texts.append(_Text(number, (lengths(source), lengths(target)), kind, breaks, walls))
    costs = _aligned(texts)
    corridors = [corridor for text in texts for corridor in text.corridors]
    likely = posteriors(costs, [corridor.close() for corridor in corridors], kind.temperature)
    beads: list[list[Bead]] = [[] for _ in texts]
    for corridor, near in zip(corridors, likely, strict=True):
        for ((i, j), (k, n)), probability in zip(pairwise(corridor.path.tolist()), near.of(corridor.path), strict=True):
            beads[corridor.box.text].append(Bead(range(i, k), range(j, n), probability))
    return [
        (Bitext(source, target, found), text.parameters())
        for (source, target, _), text, found in zip(pairs, texts, beads, strict=True)
    ]


def paths(sizes: Sequence[tuple[Floats, Floats]], method: str) -> list[Path]:
    """The likeliest beads of some texts of which nothing but the lengths of the sentences is known.

    sizes: for each text the characters of its source and its target sentences, (n,) and (m,).
    """
    texts = [_Text(number, sides, _method(method)) for number, sides in enumerate(sizes)]
    _aligned(texts)
    return [text.corridors[0].path for text in texts]


def lengths(document: Document) -> Floats:
    """(sentences,) characters of each, without vowel marks, tatweel and marks that are not seen.

    Letters whose marks are composed and letters whose marks are not are equally long.
    """
    text = document.text
    return np.array([len(_UNMEASURED.sub("", text[start:end])) for start, end in document.sentences], np.float64)


def _method(name: str) -> type[Model]:
    if name not in METHODS:
        raise ValueError(f"no method is called {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]


class _Text:
    """Two texts on their way through the rounds, and what is known of them so far.

    sizes: characters of the sentences of each. model: the length model as it is fitted now.
    breaks: likewise; None where they say nothing, and before the first fit, so that they have to
    prove themselves on what lengths alone make likely. corridors: where each box between two
    walls is searched.
    """

    def __init__(
        self,
        number: int,
        sizes: tuple[Floats, Floats],
        kind: type[Model],
        breaks: Breaks | None = None,
        walls: Walls = (),
    ) -> None:
        self.sizes = source, target = sizes
        self.model: Model = kind.of(source, target)
        self.breaks: Breaks | None = None
        self._unproved = breaks
        corners = [(0, 0), *walls, (len(source), len(target))]
        self.corridors = []
        for (i, j), (k, n) in pairwise(corners):
            walk = partial(_walk, source[i:k], target[j:n])
            self.corridors.append(Corridor(Box(number, i, j, k - i, n - j), walk))

    def fit(self, beads: Posteriors) -> None:
        """Fit what is known to the beads that it makes likely."""
        self.model = self.model.fitted(*self.sizes, beads)
        breaks = self.breaks or self._unproved
        self.breaks = breaks.fitted(beads) if breaks else None

    @property
    def learns(self) -> bool:
        """Whether there is anything to fit."""
        return self.model.learns or self._unproved is not None

    def parameters(self) -> Parameters:
        """What was found, for the record."""
        breaks = {"breaks": self.breaks.parameters()} if self.breaks else {}
        return {"length": self.model.parameters()} | breaks


def _walk(source: Floats, target: Floats) -> Ints:
    """(n + m + 1,): i on every diagonal of a walk near which the likeliest path may be found.

    Long texts are aligned coarsely first, with runs of sentences taken as one; others are walked
    so that both texts are equally far.
    """
    if len(source) + len(target) < COARSE or not len(source) or not len(target):
        return walk_in_step(source, target)
    runs = [np.add.reduceat(sizes, np.arange(0, len(sizes), RUN)) for sizes in (source, target)]
    model = LengthModel.of(runs[0], runs[1])
    n, m = len(runs[0]), len(runs[1])
    corridor = Corridor(Box(0, 0, 0, n, m), partial(_walk, *runs))
    find(LengthModel.costs([model], [(runs[0], runs[1])]), [corridor])
    return walk_along(np.minimum(corridor.path * RUN, [len(source), len(target)]))


def _aligned(texts: Sequence[_Text]) -> BeadCosts:
    """Finds the path of every corridor; what beads cost in the end.

    Long texts are first searched for a path by what is known before anything is fitted; all is
    then fitted to the beads near it, in rounds, and the path is found anew.
    """
    costs = _costs(texts)
    find(costs, [corridor for text in texts for corridor in text.corridors if not corridor.full])
    learning = [text for text in texts if text.learns]
    corridors = [corridor for text in learning for corridor in text.corridors]
    for _ in range(ROUNDS if learning else 0):
        found = iter(posteriors(costs, [corridor.close() for corridor in corridors], agreed=AGREED))
        for text in learning:
            text.fit(Posteriors.together([next(found) for _ in text.corridors]))
        costs = _costs(texts)
    find(costs, [corridor for text in texts for corridor in text.corridors if text.learns or not len(corridor.path)])
    return costs


def _costs(texts: Sequence[_Text]) -> BeadCosts:
    """The costs of the beads of all texts, as they are known now."""
    models: Any = [text.model for text in texts]  # of one class, all of them
    length = models[0].costs(models, [text.sizes for text in texts])
    sizes = [(len(source), len(target)) for source, target in (text.sizes for text in texts)]
    return Evidence(length, [text.breaks for text in texts], sizes)
