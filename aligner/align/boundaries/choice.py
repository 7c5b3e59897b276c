"""The cuts of a bead, by the signs of both texts and by the words of the halves.

A cut (i, j) parts the first i source words and the first j target words from the rest. Its score is

    WORDS gain(i, j) - OFF |share before i - share before j| + signs of both texts,

with the gain of `halves` and the shares of characters. The best cut is made, and both halves are looked at again. The
signs decide whether a bead is cut at all, and the words, where:

- At a boundary of one text, the other one is cut at a stop or a quotation; with `refine`, at the end of a clause, too.
- Both texts are cut where a headline ends, if their signs together reach `HEADLINE` and the words of the two headlines
  match. In the first bead of the texts, one text may lack the headline, or what follows it; then only the other is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from aligner.align.boundaries.halves import gains_of_cuts
from aligner.align.boundaries.headlines import MIN_WORDS, headline_signs
from aligner.align.boundaries.marks import mark_signs
from aligner.align.boundaries.side import SideWords
from aligner.align.boundaries.usage import Usage
from aligner.lattice.grid import Floats, Ints
from aligner.lexical.word_model import WordModel

WORDS = 0.5  # of the gain; half of it, since two halves match better than a bead wherever it is cut
OFF = 8.0  # nats; if a cut parts all of one text from nothing of the other
HEADLINE = 4.0  # nats; least sum of the signs of both texts for the end of a headline
ALONE_WITHOUT_CASE = 6.0  # nats; the same for a text without capitals, if the other text stays as it is
TOLERANCE = 4.0  # nats by which a gap with a sign may match less well than the best gap without
MIN_TOTAL = 2.5  # nats; least score of a cut at a boundary of one text, with the sign of the other
MIN_HEADLINE_MATCH = 1.0  # nats by which the words of two headlines match better than if one text had none
MAX_WORDS = 300  # words of a side; a longer one is left alone, since the time grows with the product of both
MAX_TOKENS = 2 * MAX_WORDS  # tokens of them; a row of marks, as in a table of contents, has one for each


class Cut(NamedTuple):
    """A cut of a bead: the gap of the source and of the target; a gap at an end of a side leaves it as it is."""

    source: int
    target: int


class BeadText(NamedTuple):
    """The two sides of a bead.

    source, target: their words.
    begins: whether the bead begins with the first sentences of the texts, with which a headline may stand.
    may_open: whether a capital within a sentence may begin one.
    """

    source: SideWords
    target: SideWords
    begins: bool
    may_open: bool

    def before(self, cut: Cut) -> BeadText:
        """The part of the bead before a cut."""
        return self._replace(source=self.source.part(0, cut.source), target=self.target.part(0, cut.target))

    def behind(self, cut: Cut, *, begins: bool) -> BeadText:
        """The part of the bead behind a cut."""
        source = self.source.part(cut.source, len(self.source.texts))
        target = self.target.part(cut.target, len(self.target.texts))
        return BeadText(source, target, begins, self.may_open)


def cuts_of_bead(bead: BeadText, model: WordModel, usages: tuple[Usage, Usage], *, refine: bool) -> Iterator[Cut]:
    """Yield the cuts of a bead.

    model: the words of both texts.
    usages: how each text writes its words.
    refine: whether to cut at the ends of clauses, too.
    """
    source, target = bead.source, bead.target
    sizes = len(source.texts), len(target.texts)
    if min(sizes) < 2 * MIN_WORDS or max(sizes) > MAX_WORDS:
        return
    sides = source, target
    boundaries = target.boundaries, source.boundaries  # of the other side
    marks = [mark_signs(side, refine=refine) if there else None for side, there in zip(sides, boundaries, strict=True)]
    headlines = _headline_signs(bead, usages)
    if headlines is None and not any(of_side is not None and of_side.any() for of_side in marks):
        return
    if max(len(side.tokens.types) for side in sides) > MAX_TOKENS:
        return
    words = WORDS * gains_of_cuts(model, source, target)
    match = words - OFF * np.abs(source.shares[:, None] - target.shares)
    headline = _headline(words, match, headlines, bead) if headlines else None
    cut = headline or _at_boundary(match, bead, marks)
    if cut is None:
        return
    yield from cuts_of_bead(bead.before(cut), model, usages, refine=refine)
    yield cut
    for further in cuts_of_bead(bead.behind(cut, begins=cut == headline), model, usages, refine=refine):
        yield Cut(cut.source + further.source, cut.target + further.target)


def _headline_signs(bead: BeadText, usages: tuple[Usage, Usage]) -> Sequence[Floats] | None:
    """Return the signs for the end of a headline on each side; None if they cannot reach the least sum."""
    if not bead.begins and not bead.may_open and not bead.source.boundaries and not bead.target.boundaries:
        return None
    signs = [np.zeros(0), np.zeros(0)]
    sides = bead.source, bead.target
    # Sides with capitals first: most of them show at once that there is no headline.
    for number in sorted((0, 1), key=lambda number: not sides[number].has_case):
        signs[number] = headline_signs(sides[number], usages[number], begins=bead.begins)
        if not bead.begins and not np.isfinite(signs[number]).any():
            return None
    return signs if sum(float(of_side.max()) for of_side in signs) >= HEADLINE or bead.begins else None


def _at_boundary(match: Floats, bead: BeadText, marks: Sequence[Floats | None]) -> Cut | None:
    """Return the best cut at a boundary of one text and a mark of the other; None if there is none.

    match: (source gaps, target gaps), the scores without signs.
    marks: the signs of the marks of each side; None if the other side has no boundary.
    """
    best: tuple[float, Cut] | None = None
    for side, of_side in enumerate(marks):
        if of_side is None:
            continue
        boundaries = sorted((bead.target if side == 0 else bead.source).boundaries)
        gaps = _inner(np.flatnonzero(of_side), len(of_side))
        if not len(gaps):
            continue
        scores = (match if side == 0 else match.T)[:, boundaries]
        totals = scores[gaps] + of_side[gaps, None]
        totals[(scores[gaps] < scores.max(axis=0) - TOLERANCE) | (totals < MIN_TOTAL)] = -np.inf
        row, column = np.unravel_index(int(totals.argmax()), totals.shape)
        total, gap, boundary = float(totals[row, column]), int(gaps[row]), boundaries[column]
        if np.isfinite(total) and (best is None or total > best[0]):
            best = total, Cut(gap, boundary) if side == 0 else Cut(boundary, gap)
    return best[1] if best else None


def _inner(gaps: Ints, size: int) -> Ints:
    """Return the gaps that leave enough words on both sides."""
    return gaps[(gaps >= MIN_WORDS) & (gaps < size - MIN_WORDS)]


def _headline(words: Floats, match: Floats, signs: Sequence[Floats], bead: BeadText) -> Cut | None:
    """Return the cut at the end of a headline; None if there is none.

    words: (source gaps, target gaps), nats: how much better the words of the halves match.
    match: as in `_at_boundary`.
    signs: the signs of each side.
    """
    of_both = signs[0][:, None] + signs[1]
    of_both[words - np.maximum(words[:1], words[:, :1]) < MIN_HEADLINE_MATCH] = -np.inf
    if bead.begins:
        # One text may lack the headline, or what follows it. Then only the other is cut, before or behind all of this.
        alone = [_alone(of_side, side) for of_side, side in zip(signs, (bead.source, bead.target), strict=True)]
        for end in (0, -1):
            of_both[end], of_both[:, end] = alone[1], alone[0]
    scores = np.where(of_both >= HEADLINE, match + of_both, -np.inf)
    i, j = np.unravel_index(int(scores.argmax()), scores.shape)
    return Cut(int(i), int(j)) if np.isfinite(scores[i, j]) else None


def _alone(signs: Floats, side: SideWords) -> Floats:
    """Return the signs of a side that are clear enough without those of the other side; minus infinity for others."""
    return signs if side.has_case else np.where(signs >= ALONE_WITHOUT_CASE, signs, -np.inf)
