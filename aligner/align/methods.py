"""The table of methods: which evidence each of them adds up.

To add a kind of evidence, write a class that satisfies `lattice.terms.Term`, a `TermMaker` for it here, and a method
that names the maker. Beads report it as evidence for and against them if `bitext.Why` has a field of its name.

The command reads the names of the methods here, and does not need numpy for that. Therefore all that imports numpy is
imported within a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from aligner.align.models import Models
    from aligner.align.text_pair import TextPair
    from aligner.evidence.protocols import AnyLengthModel
    from aligner.lattice.grid import Band
    from aligner.lattice.kinds import Kinds
    from aligner.lattice.terms import SummedCosts, Term

# A function of the pairs of a group, their models, the kinds of the length model, and word bands: the nodes of each
# pair at which words have costs, or None to leave words out. It returns a term, or None if there is nothing to add.
TermMaker: TypeAlias = "Callable[[Sequence[TextPair], Models, Kinds, Sequence[Band] | None], Term | None]"

ONE_SIDED_PRIOR_WITH_WORDS = 0.002  # P(1-0) and P(0-1) in the first round; low, since words show what is missing


def end_gap_term(
    pairs: Sequence[TextPair], models: Models, kinds: Kinds, word_bands: Sequence[Band] | None
) -> Term | None:
    """The term of end gaps, if any text is taken for a translation of a part of the other."""
    from aligner.evidence.end_gaps import EndGapTerm

    if not any(model.gap_kind for model in models.lengths):
        return None
    return EndGapTerm(models.lengths, [pair.size for pair in pairs], kinds)


def break_term(
    pairs: Sequence[TextPair], models: Models, kinds: Kinds, word_bands: Sequence[Band] | None
) -> Term | None:
    """The term of paragraph breaks, if any pair has a model of them."""
    from aligner.evidence.break_term import BreakTerm

    return BreakTerm(models.breaks, [pair.size for pair in pairs], kinds) if any(models.breaks) else None


def word_term(
    pairs: Sequence[TextPair], models: Models, kinds: Kinds, word_bands: Sequence[Band] | None
) -> Term | None:
    """The term of words, if there are models of words and word bands."""
    from aligner.lexical.word_term import WordTerm

    if models.words is None or word_bands is None:
        return None
    word_costs = [model.costs(band, kinds) for model, band in zip(models.words, word_bands, strict=True)]
    return WordTerm(word_costs, [pair.size[1] for pair in pairs])


def fitted_lengths() -> type[AnyLengthModel]:
    """The class of the length models that are fitted to each text."""
    from aligner.evidence.length_model import LengthModel

    return LengthModel


def published_lengths() -> type[AnyLengthModel]:
    """The class of the length models of Gale & Church (1993)."""
    from aligner.evidence.gale_church import GaleChurch

    return GaleChurch


class Method(NamedTuple):
    """A way to compute the costs of beads.

    length_model: a function that returns the class of the length models.
    terms: makers of the terms that are added to the costs of lengths.
    words: whether the texts are tokenized and translations of words are learned.
    temperature: what costs are divided by in the posteriors that become confidence; fitted to the development sets
    that the README names.
    summary: what the method scores, for `--help`; empty if the name says it.
    """

    length_model: Callable[[], type[AnyLengthModel]]
    terms: tuple[TermMaker, ...]
    words: bool
    temperature: float
    summary: str = ""

    @property
    def model(self) -> type[AnyLengthModel]:
        """The class of the length models."""
        return self.length_model()

    def first_models(self, pairs: Sequence[TextPair]) -> Models:
        """The models of the first round, without words."""
        from aligner.align.models import Models
        from aligner.evidence.length_model import initial_priors

        priors = initial_priors(ONE_SIDED_PRIOR_WITH_WORDS) if self.words else None
        model = self.model
        return Models([model.from_lengths(*pair.lengths, priors) for pair in pairs], [None] * len(pairs))

    def costs(self, pairs: Sequence[TextPair], models: Models, word_bands: Sequence[Band] | None = None) -> SummedCosts:
        """The costs of the beads of several pairs under their models.

        word_bands: the nodes of each pair at which words have costs; None leaves words out.
        """
        from aligner.lattice.terms import SummedCosts

        base = self.model.costs(models.lengths, [pair.lengths for pair in pairs])
        terms = [make_term(pairs, models, base.kinds, word_bands) for make_term in self.terms]
        return SummedCosts(base, [term for term in terms if term is not None])


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "hybrid": Method(
            fitted_lengths,
            (end_gap_term, break_term, word_term),
            words=True,
            temperature=2.0,
            summary="lengths and words",
        ),
        "length": Method(
            fitted_lengths, (end_gap_term, break_term), words=False, temperature=1.3, summary="lengths alone"
        ),
        "gale-church": Method(published_lengths, (break_term,), words=False, temperature=2.0),
    }
)


def methods_with_words() -> list[str]:
    """The names of the methods that use words."""
    return [name for name, method in METHODS.items() if method.words]


def find_method(name: str) -> Method:
    """The method of a name. Raises ValueError if there is none."""
    if name not in METHODS:
        raise ValueError(f"no method is called {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]
