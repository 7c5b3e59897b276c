"""Held-out worth: texts without a lexicon whose words translate each other, and texts whose words do not."""

import numpy as np
import pytest
from aligning import ARABIC, ENGLISH, align_one, documents

from aligner.align import fitted_result
from aligner.align.held_out import MIN_BEADS

SYLLABLES = [consonant + vowel for consonant in "bdgklmnprst" for vowel in "aeiou"]
LANGUAGES = "fi", "ca"  # a pair without a lexicon


def words(rng, count):
    """Made-up words of two to four syllables."""
    return ["".join(rng.choice(SYLLABLES, rng.integers(2, 5))) for _ in range(count)]


def made_up(sentences, *, translated):
    """A text of made-up words, and a text that translates it word for word, or of words at random."""
    rng = np.random.default_rng(5)
    source_words, target_words = words(rng, 60), words(rng, 60)
    source, target = [], []
    for length in rng.integers(4, 14, sentences):
        chosen = rng.integers(60, size=length)
        source.append(" ".join(source_words[number] for number in chosen) + ".")
        others = rng.permutation(chosen) if translated else rng.integers(60, size=length)
        target.append(" ".join(target_words[number] for number in others) + ".")
    return documents(source, target, LANGUAGES)


@pytest.fixture
def found(monkeypatch):
    """The held-out worth of each text that is aligned."""
    values = []
    measure = fitted_result.held_out_worth

    def listed(*of_text):
        values.append(measure(*of_text))
        return values[-1]

    monkeypatch.setattr(fitted_result, "held_out_worth", listed)
    return values


def test_words_that_translate_each_other_hold_for_other_beads(found):
    bitext, _ = align_one(*made_up(40, translated=True))
    assert found[0] > 1.0
    assert np.mean([bead.confidence for bead in bitext.beads]) > 0.9


def test_words_at_random_do_not_hold_for_other_beads(found):
    bitext, _ = align_one(*made_up(40, translated=False))
    assert found[0] < 0.0
    assert max(bead.confidence for bead in bitext.beads if bead.paired) < 0.9


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(documents(ARABIC, ENGLISH), id="a lexicon holds the words"),
        pytest.param(made_up(MIN_BEADS - 1, translated=True), id="few beads"),
    ],
)
def test_there_is_nothing_to_measure(found, texts):
    align_one(*texts)
    assert found == [None]


def test_negative_worth_lowers_the_confidence_of_all_pairs(monkeypatch):
    texts = made_up(40, translated=True)
    before = align_one(*texts)[0].beads
    monkeypatch.setattr(fitted_result, "held_out_worth", lambda *of_text: -0.25)
    assert [bead.confidence for bead in align_one(*texts)[0].beads] == pytest.approx(
        [bead.confidence / 2 for bead in before]
    )
