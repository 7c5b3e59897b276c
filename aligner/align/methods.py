"""The table of methods: which evidence each of them adds up.

To add a kind of evidence, write a class that satisfies `lattice.terms.Term`, a `TermMaker` for it here, and a method
that names the maker. Beads report it as evidence for and against them if `bitext.Why` has a field of its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from aligner.align.models import Models
from aligner.align.text_pair import TextPair
from aligner.evidence.break_term import BreakTerm
from aligner.evidence.end_gaps import EndGapTerm
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel, initial_priors
from aligner.evidence.protocols import AnyLengthModel
from aligner.lattice.grid import Band
from aligner.lattice.kinds import Kinds
from aligner.lattice.terms import SummedCosts, Term
from aligner.lexical.word_term import WordTerm

# Returns the term of the pairs of a group under their models, or None if it has nothing to add. The kinds are those
# of the length model. The bands are the nodes of each pair for which words are scored; None leaves words out.
TermMaker = Callable[[Sequence[TextPair], Models, Kinds, Sequence[Band] | None], Term | None]

ONE_SIDED_PRIOR_WITH_WORDS = 0.002  # P(1-0) and P(0-1) in the first round; words show by themselves what is missing


def end_gap_term(
    pairs: Sequence[TextPair], models: Models, kinds: Kinds, word_bands: Sequence[Band] | None
) -> Term | None:
    """The term of end gaps, if any text is taken for a translation of a part of the other."""
    if not any(model.gap_kind for model in models.lengths):
        return None
    return EndGapTerm(models.lengths, [pair.size for pair in pairs], kinds)


def break_term(
    pairs: Sequence[TextPair], models: Models, kinds: Kinds, word_bands: Sequence[Band] | None
) -> Term | None:
    """The term of paragraph breaks, if any pair has a model of them."""
    return BreakTerm(models.breaks, [pair.size for pair in pairs], kinds) if any(models.breaks) else None


def word_term(
    pairs: Sequence[TextPair], models: Models, kinds: Kinds, word_bands: Sequence[Band] | None
) -> Term | None:
    """The term of words, if there are bands to score."""
    if models.words is None or word_bands is None:
        return None
    scores = [model.costs(band, kinds) for model, band in zip(models.words, word_bands, strict=True)]
    return WordTerm(scores, [m for _, m in (pair.size for pair in pairs)])


class Method(NamedTuple):
    """A way to score beads.

    model: class of the length models.
    terms: makers of the terms that are added to the costs of lengths.
    words: whether the texts are tokenized and translations of words are learned.
    temperature: what costs are divided by in the posteriors that become confidence; fitted to the development sets
    that the README names.
    """

    model: type[AnyLengthModel]
    terms: tuple[TermMaker, ...]
    words: bool
    temperature: float

    def first_models(self, pairs: Sequence[TextPair]) -> Models:
        """The models of the first round, without words."""
        priors = initial_priors(ONE_SIDED_PRIOR_WITH_WORDS) if self.words else None
        return Models([self.model.from_lengths(*pair.lengths, priors) for pair in pairs], [None] * len(pairs))

    def costs(self, pairs: Sequence[TextPair], models: Models, word_bands: Sequence[Band] | None = None) -> SummedCosts:
        """The costs of the beads of several pairs under their models.

        word_bands: the nodes of each pair for which words are scored; None leaves words out.
        """
        base = self.model.costs(models.lengths, [pair.lengths for pair in pairs])
        terms = [make_term(pairs, models, base.kinds, word_bands) for make_term in self.terms]
        return SummedCosts(base, [term for term in terms if term is not None])


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "hybrid": Method(LengthModel, (end_gap_term, break_term, word_term), words=True, temperature=2.0),
        "length": Method(LengthModel, (end_gap_term, break_term), words=False, temperature=1.3),
        "gale-church": Method(GaleChurch, (break_term,), words=False, temperature=2.0),
    }
)


def find_method(name: str) -> Method:
    """The method of a name. Raises ValueError if there is none."""
    if name not in METHODS:
        raise ValueError(f"no method is called {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]
