"""Two texts on their way to be aligned: what is known of them so far, and what it makes their beads cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import regex

from aligner.bitext import Anchors, Document
from aligner.evidence.break_costs import BreakCosts
from aligner.evidence.end_gaps import EndCosts
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.adaptive_band import AdaptiveBand, search_adaptive
from aligner.lattice.certificate import Certificate, certify
from aligner.lattice.costs import BeadCosts
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band, Block, Floats, Ints, centre_line_along, proportional_centre_line
from aligner.lattice.kinds import Kind
from aligner.lattice.viterbi import path_cost
from aligner.lexical.word_costs import WordCosts
from aligner.lexical.word_model import WordModel

COARSE = 1 << 13  # sentences of both texts from which on runs of sentences are aligned first
RUN = 8  # sentences
Model = GaleChurch | LengthModel
_UNMEASURED = regex.compile(r"[\p{Mn}\p{Cf}\p{Cc}\N{ARABIC TATWEEL}]+")


def sentence_lengths(document: Document) -> Floats:
    """(sentences,) characters of each, without vowel marks, tatweel and marks that are not seen.

    Letters whose marks are composed and letters whose marks are not are equally long.
    """
    text = document.text
    return np.array([len(_UNMEASURED.sub("", text[start:end])) for start, end in document.sentences], np.float64)


class TextPair:
    """Two texts, and what is known of them so far.

    sizes: characters of the sentences of each. model: the length model as it is fitted now.
    breaks: likewise; None where they say nothing, and before the first fit, so that they have to
    prove themselves on what lengths alone make likely. words: likewise; None where they are not
    asked. corridors: where each box between two anchors is searched.
    """

    def __init__(
        self,
        number: int,
        sizes: tuple[Floats, Floats],
        model: Model,
        breaks: BreakModel | None = None,
        anchors: Anchors = (),
    ) -> None:
        self.sizes = source, target = sizes
        self.model = model
        self.breaks: BreakModel | None = None
        self.words: WordModel | None = None
        self._unproved = breaks
        corners = [(0, 0), *anchors, (len(source), len(target))]
        self.corridors = []
        for (i, j), (k, n) in pairwise(corners):
            box = Block(number, i, j, k - i, n - j)
            self.corridors.append(AdaptiveBand(box, partial(self._walk, box)))

    def _walk(self, box: Block) -> Ints:
        source, target = self.sizes
        return _walk(source[box.i : box.i + box.n], target[box.j : box.j + box.m])

    def again(self, number: int, model: Model) -> TextPair:
        """The same texts by another number, with another model, to be searched where these would be."""
        text = copy(self)
        text.model = model
        text.corridors = [corridor.for_text(number) for corridor in self.corridors]
        return text

    @property
    def part(self) -> bool:
        """Whether one of the texts is taken to be a part of the other."""
        return isinstance(self.model, LengthModel) and self.model.part is not None

    @property
    def learns(self) -> bool:
        """Whether there is anything to fit."""
        return self.model.learns or self._unproved is not None

    def fit(self, beads: BeadPosteriors, counts: Mapping[Kind, float] | None = None) -> None:
        """Fit what is known to the beads that it makes likely.

        counts: expected beads of each kind, where they are those of several texts.
        """
        self.model = self.model.refit(*self.sizes, beads, counts)
        breaks = self.breaks or self._unproved
        self.breaks = breaks.refit(beads) if breaks else None
        if self.words:
            self.words = self.words.refit(beads)

    def certified(self, costs: BeadCosts) -> Certificate:
        """How far the paths of the corridors are proved to be the best of all, as beads cost now."""
        size = len(self.sizes[0]), len(self.sizes[1])
        found = [
            certify(costs, size, c.block, c.band(), path_cost(costs, c.block.text, c.path))
            for c in self.corridors
            if not c.full
        ]
        if all(each.proved for each in found):
            return Certificate(proved=True)
        return min(each for each in found if not each.proved)


def cost_layers(texts: Sequence[TextPair], bands: Sequence[Band] | None = None) -> list[BeadCosts]:
    """What the beads of some texts cost, as all is known now: by lengths; with breaks; with words.

    bands: the nodes of each text whose words are asked; None for lengths and breaks alone. The last
    is all that is known.
    """
    models: Any = [text.model for text in texts]  # of one class, all of them
    length: BeadCosts = models[0].costs(models, [text.sizes for text in texts])
    if any(text.part for text in texts):
        length = EndCosts(length, models)
    sizes = [(len(source), len(target)) for source, target in (text.sizes for text in texts)]
    layers: list[BeadCosts] = [length, BreakCosts(length, [text.breaks for text in texts], sizes)]
    if bands is not None:
        kinds = layers[-1].kinds
        scores = [text.words.scores(band, kinds) for text, band in zip(texts, bands, strict=True) if text.words]
        layers.append(WordCosts(layers[-1], scores))
    return layers


def _walk(source: Floats, target: Floats) -> Ints:
    """(n + m + 1,): i on every diagonal of a walk near which the likeliest path may be found.

    Long texts are aligned coarsely first, with runs of sentences taken as one; others are walked
    so that both texts are equally far.
    """
    if len(source) + len(target) < COARSE or not len(source) or not len(target):
        return proportional_centre_line(source, target)
    runs = [np.add.reduceat(sizes, np.arange(0, len(sizes), RUN)) for sizes in (source, target)]
    model = LengthModel.from_lengths(runs[0], runs[1])
    corridor = AdaptiveBand(Block(0, 0, 0, len(runs[0]), len(runs[1])), partial(_walk, *runs))
    search_adaptive(LengthModel.costs([model], [(runs[0], runs[1])]), [corridor])
    return centre_line_along(np.minimum(corridor.path * RUN, [len(source), len(target)]))
