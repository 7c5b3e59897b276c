"""Weights of languages: what counts in a line, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.language_weights import LOWER, NAME, NATIVE, letter_counter, mask_neutral_text, weigher

ARABIC, ENGLISH = 0, 1


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("نام الحارس.", ARABIC),
        ("The guard slept.", ENGLISH),
        ("يدعم Blue Kite Lantern Service الآن Lamp Server.", ARABIC),
        ("Blue Kite Lantern Service متاح الآن.", ARABIC),
        ("ثبّت lamp install requests أولا", ARABIC),
        ("شغل lampctl get lamps في terminal.", ARABIC),
        ("نشرت The Lamp and the Kite خبرا.", ARABIC),
        ("The word كتاب means book.", ENGLISH),
        ("Say مرحبا to greet people.", ENGLISH),
        ("He wrote: لا تنس المصباح, and left the house in the night without a word.", ENGLISH),
        ("زوروا https://lamp.example.org/en/a/long/path/to/help", ARABIC),
        ("2. شغّل `the program that is in the box`.", ARABIC),
        ("افتح lamp_settings.yaml ثم lamps/night.toml", ARABIC),
        ('<a class="button large" href="x">هنا</a>', ARABIC),
        ("Blue Kite 12 Pro", ENGLISH),
        ("https://lamp.example.org", None),
        ("{name} %s %(count)d &nbsp; --quiet `code` <br/>", None),
        ("12 — ؟", None),
        ("Поезд", None),
    ],
)
def test_the_likelier_language_of_a_line(line, side):
    assert weigher("ar", "en")(line).side == side


@given(st.text(alphabet="ab A.-_`<>{}@/ مصباح", max_size=40))
def test_the_order_of_the_languages_does_not_matter(line):
    there, back = weigher("ar", "en")(line), weigher("en", "ar")(line)
    assert (there.letters, there.weights) == (back.letters[::-1], back.weights[::-1])
    assert there[2:] == back[2:]


@given(st.text(alphabet="ab.-_`<>{}@/$%&;: مصباح\n", max_size=60))
def test_neutral_text_is_masked_in_place(text):
    masked = mask_neutral_text(text)
    assert len(masked) == len(text)
    assert all(new in (old, "_") for new, old in zip(masked, text, strict=True))


def test_weights_of_letters():
    weigh = weigher("ar", "en")
    assert weigh("نعم").weights == (3 * NATIVE, 0)
    assert weigh("lamp LampOS").weights == (0, 4 * LOWER + 6 * NAME)


def test_languages_without_latin_letters_weigh_alike():
    assert weigher("ru", "ko")("Поезд 기차 Blue Kite").weights == (5 * NATIVE, 2 * NATIVE)


@pytest.mark.parametrize(
    ("line", "has_words", "function_words"),
    [
        ("Blue Kite 12", False, 0),
        ("Lamp One S4", False, 0),
        ("lamp install requests", True, 0),
        ("the lamp of the guard", True, 3),
        ("نعم", True, 0),
        ("12", False, 0),
    ],
)
def test_names_code_and_sentences_are_told_apart(line, has_words, function_words):
    evidence = weigher("ar", "en")(line)
    assert (evidence.has_words, evidence.function_words) == (has_words, function_words)


@pytest.mark.parametrize(
    ("text", "tags", "letters"),
    [
        ("نعم LampOS", ("ar", "en"), (3, 6)),
        ("نعم LampOS", ("en", "ar"), (6, 3)),
        ("Поезд 12 ٣٤ …", ("ar", "en"), (0, 0)),
        ("", ("ar", "en"), (0, 0)),
        ("Yes", ("en", "fr"), (3, 3)),
    ],
)
def test_letters_are_counted(text, tags, letters):
    assert letter_counter(*tags)(text) == letters
    assert weigher(*tags)(text).letters == letters


def test_languages_of_one_script_weigh_alike():
    assert weigher("en", "fr")("Yes, the lamp").side is None
