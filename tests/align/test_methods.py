"""The table of methods, and a further kind of evidence: one function, one name, one method."""

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, align_one, documents, one_to_one
from word_oracle import WordOracle

from aligner import split_text
from aligner.align import em
from aligner.align.methods import Evidence
from aligner.align.text_pair import TextPair
from aligner.lattice.quantized import quantize


def add_notes(costs, models, band):
    """Add evidence to costs: the third source sentence is a note of the translator, which has no translation."""
    notes = np.zeros(costs.one_source.shape, np.int32)
    notes[0, 3] = quantize(-20.0)  # a deletion that ends after three sentences
    return costs._replace(one_source=costs.one_source + notes)


@pytest.mark.parametrize("method", ["length", "gale-church"])
def test_a_method_may_have_a_further_kind_of_evidence(method):
    source, target = (split_text("\n".join("xxxxxxxxx" for _ in range(count)), pre_split=True) for count in (4, 3))
    base = em.METHODS[method]
    beads = align_one(source, target, base._replace(evidence=(*base.evidence, Evidence("notes", add_notes))), why=True)
    assert [(bead.kind, bead.source) for bead in beads[0].beads if not bead.paired] == [("1-0", range(2, 3))]


def test_a_method_may_use_words_beside_the_published_lengths():
    words = em.METHODS["hybrid"]
    method = em.METHODS["gale-church"]._replace(evidence=words.evidence)
    beads = align_one(*documents(ARABIC, ENGLISH), method)[0].beads
    assert one_to_one(beads) == [(number, number) for number in range(COUNT)]


@pytest.mark.parametrize(
    ("words", "temperature"),
    [
        pytest.param([0], 2.0, id="a word of a lexicon"),
        pytest.param([1], 4.0, id="an unknown word"),
        pytest.param([0, 1], 3.0, id="both"),
        pytest.param([0, 3], 2.0, id="marks are no words"),
    ],
)
def test_the_fewer_words_lexicons_hold_the_higher_is_the_temperature(words, temperature):
    method = em.METHODS["hybrid"]._replace(temperature=2.0, self_taught=1.0)
    models = method.first_models(TextPair((np.ones(1), np.ones(1))))
    assert method.temperature_of(models) == 2.0
    assert method.temperature_of(models.with_words(WordOracle([words], [words], []).model())) == temperature


@pytest.mark.parametrize(
    ("nats", "temperature"),
    [
        pytest.param(5.0, 2.0, id="the usual evidence"),
        pytest.param(80.0, 4.0, id="16 times as much"),
        pytest.param(0.0, 2.0 * 0.6**0.25, id="none, as if there were three nats"),
        pytest.param(-3.0, 2.0 * 0.6**0.25, id="evidence against the path"),
    ],
)
def test_the_more_the_words_are_worth_the_higher_is_the_temperature(nats, temperature):
    method = em.METHODS["hybrid"]._replace(temperature=2.0)
    lengths = method.first_models(TextPair((np.ones(1), np.ones(1))))
    models = lengths.with_words(WordOracle([[0]], [[0]], []).model())
    assert method.temperature_of(models, nats) == pytest.approx(temperature)
    assert method.temperature_of(lengths, nats) == 2.0


def test_the_table_of_methods_cannot_be_changed():
    with pytest.raises(TypeError):
        em.METHODS["length"] = em.METHODS["hybrid"]
