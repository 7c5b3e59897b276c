"""The table of methods: which evidence each of them adds up.

To add a kind of evidence, write a function that adds it to the tables of `lattice.costs.BeadCosts`, name it in an
`Evidence` here, and put that into a method. Beads report it as evidence for and against them if `bitext.Why` has a
field of its name.

The command reads the names of the methods here, and does not need numpy for that. Therefore all that imports numpy is
imported within a function.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from aligner.align.models import Models
    from aligner.align.text_pair import TextPair
    from aligner.evidence.protocols import AnyLengthModel
    from aligner.lattice.costs import BeadCosts
    from aligner.lattice.grid import Band

ONE_SIDED_PRIOR_WITH_WORDS = 0.002  # P(1-0) and P(0-1) in the first round; low, since words show what is missing
# The words of a sentence are not independent, as the sum of their nats takes for granted. The more nats there are, the
# more of them say the same again, and the more must the costs be divided by: by the fourth root of the nats. The power
# was fitted to the development sets; without one group of them after the other, it is between .13 and .35.
USUAL_NATS = 5.0  # nats; what words are worth to a sentence in a text that has the temperature of its method
MIN_NATS = 3.0  # nats; words are taken to be worth as much at least: fewer are a sign of texts that say little


class Evidence(NamedTuple):
    """A kind of evidence that adds to the costs of beads.

    name: under which the explanation of a bead reports it, such as `words`.
    add: returns the costs with the evidence added, given the models of the text and the band in which the costs must
    be defined; the same costs if the models have no such evidence.
    """

    name: str
    add: Callable[[BeadCosts, Models, Band], BeadCosts]


def _add_end_gaps(costs: BeadCosts, models: Models, band: Band) -> BeadCosts:
    from aligner.evidence.end_gaps import add_end_gaps

    return add_end_gaps(costs, models.length)


def _add_breaks(costs: BeadCosts, models: Models, band: Band) -> BeadCosts:
    from aligner.evidence.break_costs import add_breaks

    return add_breaks(costs, models.breaks)


def _add_words(costs: BeadCosts, models: Models, band: Band) -> BeadCosts:
    return costs._replace(words=models.words.sums(band, costs.kinds.widest)) if models.words else costs


def _add_similarity(costs: BeadCosts, models: Models, band: Band) -> BeadCosts:
    if models.words is None or models.similarity is None:  # without words, the search is in beams, not in a band
        return costs
    return costs._replace(bead_table=models.similarity.costs(costs.kinds, band))


def _add_word_order(costs: BeadCosts, models: Models, band: Band) -> BeadCosts:
    from aligner.lexical.word_order import add_word_order

    return add_word_order(costs, models.words, band) if models.words else costs


LENGTH = "length"  # name of the evidence of the length models, which have the base of the costs
END_GAPS = Evidence(LENGTH, _add_end_gaps)  # reported with the lengths, since it replaces priors of the length model
BREAKS = Evidence("breaks", _add_breaks)
WORDS = Evidence("words", _add_words)
SEMANTIC = Evidence("semantic", _add_similarity)
WORD_ORDER = Evidence(WORDS.name, _add_word_order)  # reported with the words


def fitted_lengths() -> type[AnyLengthModel]:
    """The class of the length models that are fitted to each text."""
    from aligner.evidence.length_model import LengthModel

    return LengthModel


def published_lengths() -> type[AnyLengthModel]:
    """The class of the length models of Gale & Church (1993)."""
    from aligner.evidence.gale_church import GaleChurch

    return GaleChurch


class Method(NamedTuple):
    """The evidence that a method adds up.

    length_model: returns the class of the length models, whose costs are the base.
    evidence: what is added to them, in this order; words, and what needs a band as they do, come last.
    last_evidence: what is added to these for the last search, after all models were fitted without it.
    temperature: what costs are divided by in the posteriors that become confidence, see `temperature_of`; fitted to
    the development sets that the README names.
    temperature_with_vectors: the same with vectors of sentences, whose evidence depends on that of the words.
    self_taught: the share by which the temperature is higher if no lexicon holds a word of the texts, and less in
    proportion to the share of words that one holds. Translations that a text taught confirm what they were learned
    from.
    summary: what the method scores, for `--help`; empty if the name says it.
    """

    length_model: Callable[[], type[AnyLengthModel]]
    evidence: tuple[Evidence, ...]
    temperature: float
    self_taught: float = 0.0
    summary: str = ""
    temperature_with_vectors: float | None = None
    last_evidence: tuple[Evidence, ...] = ()

    @property
    def words(self) -> bool:
        """True if the texts are tokenized and translations of words are learned."""
        return WORDS in self.evidence

    @property
    def max_gain_factor(self) -> float:
        """The greatest factor by which the order of words multiplies a gain of words; 1 without it."""
        if WORD_ORDER not in self.last_evidence:
            return 1.0
        from aligner.lexical.word_order import MAX_DENSITY

        return MAX_DENSITY

    def calibrated(self, temperature: float | None, *, with_vectors: bool) -> Method:
        """The method with another temperature; if it is None, with that for vectors of sentences or without them."""
        of_method = self.temperature_with_vectors if with_vectors and self.words else self.temperature
        return self._replace(temperature=(of_method or self.temperature) if temperature is None else temperature)

    @property
    def model(self) -> type[AnyLengthModel]:
        """The class of the length models."""
        return self.length_model()

    def first_models(self, pair: TextPair) -> Models:
        """The models of the first round, without words.

        Without breaks, too: these are first fitted to beads that were chosen without them.
        """
        from aligner.align.models import Models
        from aligner.evidence.length_model import ONE_SIDED_PRIOR, LengthModel, initial_priors

        priors = initial_priors(ONE_SIDED_PRIOR_WITH_WORDS if self.words else ONE_SIDED_PRIOR)
        if pair.start is not None:
            priors = pair.start.priors.initial(priors)
        length = self.model.from_lengths(*pair.lengths, priors)
        if pair.start is not None and pair.start.lengths is not None and isinstance(length, LengthModel):
            length = length.starting_from(pair.start.lengths)
        return Models(length, None, similarity=pair.similarity)

    def temperature_of(self, models: Models, nats: float = USUAL_NATS) -> float:
        """The temperature of a text with these models.

        With words, it is

            temperature (nats / USUAL_NATS)^(1/4) (1 + self_taught * share of unknown words).

        nats: what words and vectors are worth to a sentence of the best path, on the average.
        """
        if models.words is None:
            return self.temperature
        # A root of a root is the same on every machine; a power may not be.
        growth = math.sqrt(math.sqrt(max(nats, MIN_NATS) / USUAL_NATS))
        return self.temperature * growth * (1 + self.self_taught * (1 - models.words.known_share))

    def layers(self, pair: TextPair, models: Models, band: Band, *, last: bool = False) -> list[tuple[str, BeadCosts]]:
        """The costs of the beads of a pair by lengths alone, and with each further evidence added, with its name.

        band: the nodes at which words must have costs; other costs are defined everywhere.
        last: whether to add the evidence of the last search.
        """
        from aligner.evidence.ornaments import add_ornaments

        lengths = models.length.costs(*pair.lengths)
        layers = [(LENGTH, add_ornaments(lengths, *pair.ornaments) if pair.ornaments else lengths)]
        for evidence in (*self.evidence, *(self.last_evidence if last else ())):
            layers.append((evidence.name, evidence.add(layers[-1][1], models, band)))
        return layers

    def costs(self, pair: TextPair, models: Models, band: Band) -> BeadCosts:
        """The costs of the beads of a pair by all evidence; see `layers`."""
        return self.layers(pair, models, band)[-1][1]


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "hybrid": Method(
            fitted_lengths,
            (END_GAPS, BREAKS, WORDS, SEMANTIC),
            temperature=2.0,
            self_taught=0.25,
            summary="lengths and words",
            temperature_with_vectors=2.2,
            last_evidence=(WORD_ORDER,),
        ),
        "length": Method(fitted_lengths, (END_GAPS, BREAKS), temperature=1.3, summary="lengths alone"),
        "gale-church": Method(published_lengths, (BREAKS,), temperature=2.0),
    }
)


def methods_with_words() -> list[str]:
    """The names of the methods that use words."""
    return [name for name, method in METHODS.items() if method.words]


def find_method(name: str | Method) -> Method:
    """The method of a name; a method itself stays. Raises ValueError if there is none of the name."""
    if isinstance(name, Method):
        return name
    if name not in METHODS:
        raise ValueError(f"no method is called {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]
