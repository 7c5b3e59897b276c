"""The flag `language`: a side of a bead has a sentence in the other language."""

import pytest

from aligner import split_text
from aligner.align.wrong_language import flag_wrong_language
from aligner.bitext import Bead


def flags(source, target, source_language="ar", target_language="en"):
    """Return the flags of one bead with all sentences of both sides, which stand one a line."""
    documents = [
        split_text(text, language, pre_split=True)
        for text, language in ((source, source_language), (target, target_language))
    ]
    sizes = [len(document.sentences) for document in documents]
    beads = [Bead(range(sizes[0]), range(sizes[1]), 0.9, ("numbers",))]
    return flag_wrong_language(*documents, beads)[0].flags


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param("نام الحارس.", "جاء الصباح.", id="Arabic on the English side"),
        pytest.param("Morning came.", "The guard slept.", id="English on the Arabic side"),
        pytest.param("نام الحارس.\nMorning came.", "The guard slept.", id="a sentence among others"),
        pytest.param("Morning came.", "", id="a row without a partner"),
        pytest.param("", "نام", id="a word without a partner"),
    ],
)
def test_a_sentence_in_the_wrong_language_is_flagged(source, target):
    assert flags(source, target) == ("numbers", "language")
    assert flags(target, source, "en", "ar") == ("numbers", "language")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param("نام الحارس.", "The guard slept.", id="both right"),
        pytest.param("Blue Kite 12 Pro", "The Blue Kite", id="a name"),
        pytest.param("lamp install", "lamp install", id="code on both sides"),
        pytest.param("يدعم Blue Kite Lantern Service الآن.", "The word كتاب means book.", id="words within sentences"),
        pytest.param("https://lamp.example.org", "See https://lamp.example.org", id="an address"),
        pytest.param("12", "Twelve", id="a number"),
        pytest.param("Сторож спал.", "The guard slept.", id="a third script"),
    ],
)
def test_what_may_stand_on_either_side_is_not_flagged(source, target):
    assert flags(source, target) == ("numbers",)


def test_languages_of_one_script_are_not_flagged():
    assert flags("The guard slept.", "Le gardien dort.", "en", "fr") == ("numbers",)
