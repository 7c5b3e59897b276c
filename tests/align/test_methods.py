"""The table of methods, and a further kind of evidence: one term, one maker, one method."""

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, align_one, documents, one_to_one

from aligner import split_text
from aligner.align import em
from aligner.lattice.costs import SideFacts, quantize


class MarkTerm:
    """Sentences that begin with the same mark translate each other; a `Term` that is not fitted.

    The fact of a place is the code of the first character of the last sentence before it.
    """

    evidence = "marks"

    def __init__(self, pairs):
        self.sides = tuple(
            SideFacts.from_texts([first_characters(pair.documents[side]) for pair in pairs]) for side in (0, 1)
        )

    def add_beads(self, costs, group, texts, source, target):
        if group.start == 0:  # the kind 1-1
            costs[0] += np.where(source[0] == target[0], quantize(-20.0), quantize(20.0))

    def nodes(self, texts, source, target):
        return None

    def add_floors(self, floors, text):
        for floor in floors:
            floor[1] -= 20.0


def first_characters(document):
    marks = [ord(document.sentence(number)[0]) for number in range(len(document.sentences))]
    return np.array([[0, *marks]], np.int32)


def mark_term(pairs, models, kinds, word_bands):
    return MarkTerm(pairs)


@pytest.mark.parametrize("method", ["length", "gale-church"])
def test_a_method_may_have_a_further_term(method):
    source, target = (
        split_text("\n".join(f"{mark}xxxxxxxx" for mark in marks), pre_split=True) for marks in ("abcd", "abd")
    )
    base = em.METHODS[method]
    beads = align_one(source, target, base._replace(terms=(*base.terms, mark_term)), why=True)[0].beads
    assert [(bead.kind, bead.source) for bead in beads if not bead.paired] == [("1-0", range(2, 3))]


def test_a_method_may_use_words_beside_the_published_lengths():
    words = em.METHODS["hybrid"]
    method = em.METHODS["gale-church"]._replace(words=True, terms=words.terms)
    beads = align_one(*documents(ARABIC, ENGLISH), method)[0].beads
    assert one_to_one(beads) == [(number, number) for number in range(COUNT)]


def test_the_table_of_methods_cannot_be_changed():
    with pytest.raises(TypeError):
        em.METHODS["length"] = em.METHODS["hybrid"]
