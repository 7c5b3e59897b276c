"""Signs for the end of a headline, by one text."""

import numpy as np
import pytest
from boundary_texts import words_of

from aligner.align.boundaries.headlines import (
    AFTER_CLAUSE,
    AFTER_FUNCTION_WORD,
    AFTER_QUOTATION,
    BOUND_WORD,
    FUNCTION_WORD,
    NAME,
    REPEATED,
    REPORTING,
    SHORT_WORD,
    SMALL_WORD,
    SPLIT,
    STARTER,
    VERB,
    headline_signs,
)
from aligner.align.boundaries.usage import Usage

USAGE = Usage("the fire, a factory and wheat, der weizen brennt when prices rose")


def signs(text, language="en", *, begins=True):
    """{the two words at a gap: its sign} of the gaps with one."""
    words = words_of(text, language)
    values = headline_signs(words, USAGE, begins=begins)
    assert len(values) == len(words.texts) + 1
    return {" ".join(words.texts[gap - 1 : gap + 1]): float(values[gap]) for gap in np.flatnonzero(np.isfinite(values))}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Tower catches fire The owner was away.", "en", {"fire The": SPLIT}),
        ("Tower catches fire Wheat prices rose.", "en", {"fire Wheat": SMALL_WORD}),
        ("Tower catches fire Hassan was away.", "en", {}),
        ("Hassan tower catches fire Hassan tower was old.", "en", {"fire Hassan": NAME + 2 * REPEATED}),
        ("Tower catches fire, The owner was away.", "en", {}),
        ("The tower in The owner's town burns.", "en", {}),
        ("Tower catches fire I was away.", "en", {}),
        ("Tower burns. The owner was away The end.", "en", {}),
        ("Fire burns The owner.", "en", {"burns The": SPLIT}),
        ("Tower burns down The owner was away.", "en", {}),
        ("Fire The owner was away.", "en", {}),
        ("Tower Burns Down The Owner.", "en", {}),
        ("Ofen brennt nieder Weizen ist teuer.", "de", {}),
        ("Ofen brennt nieder Der Besitzer weint.", "de", {"nieder Der": FUNCTION_WORD}),
    ],
)
def test_with_capitals(text, language, expected):
    assert signs(text, language) == expected


def test_elsewhere_a_name_is_no_sign():
    text = "Hassan tower catches fire Hassan tower was old."
    assert signs(text) != {} == signs(text, begins=False)


def test_elsewhere_a_quotation_is_no_sign():
    text = 'The owner answered "The tower burns" and left.'
    assert signs(text) == {'answered "The': FUNCTION_WORD}
    assert signs(text, begins=False) == {}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("قالت", REPORTING + STARTER),
        ("وقالت", REPORTING + STARTER),
        ("اندلع", VERB),
        ("البيت", BOUND_WORD),
        ("للبيت", BOUND_WORD),
        ("حسن", SHORT_WORD),
        ("من", STARTER),
        ("مدرسة", 0.0),
    ],
)
def test_the_next_word_without_capitals(word, expected):
    words = words_of(f"حريق مصنع {word} مصطفى سعيد", "ar")
    assert headline_signs(words, USAGE, begins=True)[2] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("في", AFTER_FUNCTION_WORD), ("مصنع،", AFTER_CLAUSE), ("«مصنع»", AFTER_QUOTATION), ("مصنع", 0.0)],
)
def test_the_word_before_without_capitals(word, expected):
    words = words_of(f"حريق {word} مدرسة مصطفى سعيد", "ar")
    assert headline_signs(words, USAGE, begins=True)[2] == expected


def test_repeated_words_count_between_their_places():
    words = words_of("مصنع الورق يحترق مدرسة مصنع الورق سعيد", "ar")
    plain = words_of("مصنع الورق يحترق مدرسة حديقة النهر سعيد", "ar")
    both = (headline_signs(side, USAGE, begins=True) for side in (words, plain))
    repeated = np.subtract(*(values[2:6] for values in both))
    assert repeated[:3].tolist() == [2 * REPEATED, 2 * REPEATED, 2 * REPEATED]
