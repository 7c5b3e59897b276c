"""The table of methods, and a further kind of evidence: one function, one name, one method."""

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, align_one, documents, one_to_one

from aligner import split_text
from aligner.align import em
from aligner.align.methods import Evidence
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


def test_the_table_of_methods_cannot_be_changed():
    with pytest.raises(TypeError):
        em.METHODS["length"] = em.METHODS["hybrid"]
