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

# A function of the pairs of a group, their models, the kinds of the length model, and word bands: the nodes of each
# pair at which words have costs, or None to leave words out. It returns a term, or None if there is nothing to add.
TermMaker = Callable[[Sequence[TextPair], Models, Kinds, Sequence[Band] | None], Term | None]

ONE_SIDED_PRIOR_WITH_WORDS = 0.002  # P(1-0) and P(0-1) in the first round; low, since words show what is missing


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
    """The term of words, if there are models of words and word bands."""
    if models.words is None or word_bands is None:
        return None
    word_costs = [model.costs(band, kinds) for model, band in zip(models.words, word_bands, strict=True)]
    return WordTerm(word_costs, [pair.size[1] for pair in pairs])


class Method(NamedTuple):
    """A way to compute the costs of beads.

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

        word_bands: the nodes of each pair at which words have costs; None leaves words out.
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
