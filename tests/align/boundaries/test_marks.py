"""Marks at which a sentence may end, and stops that may end none."""

import pytest
from boundary_texts import words_of

from aligner.align.boundaries.marks import CLAUSE, CONJUNCTION, QUOTATION, STOP, is_doubtful, mark_signs
from aligner.align.boundaries.usage import Usage


def signs(text, language="en", *, refine=False):
    """{the word before a gap: its sign} of the gaps with one."""
    words = words_of(text, language, pre_split=True)
    return {words.texts[gap - 1]: sign for gap, sign in enumerate(mark_signs(words, refine=refine)) if sign}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("He came at 5 p.m. Nobody saw him", "en", {"p.m.": STOP}),
        ("He waited… Nobody came", "en", {"waited…": STOP}),
        ("He waited... and nobody came", "en", {}),
        ("He met Dr. Hassan and J. Weber", "en", {}),
        ("See vol. Two, e.g. Berlin", "en", {}),
        ("Am 3. Oktober regnet es", "de", {}),
        ("انتظرنا... وصل القطار", "ar", {"انتظرنا...": STOP}),
        ("قال: «البحر هادئ» ثم نام", "ar", {"هادئ»": QUOTATION}),
        ("قال: ”البحر هادئ“ ثم نام", "ar", {"هادئ“": QUOTATION}),
        ("قرأ قصيدة «البحر» ثم نام", "ar", {}),
        ("صاح: «انصرفوا» فهربوا", "ar", {"«انصرفوا»": QUOTATION}),
        ('قال: "البحر هادئ" ثم نام', "ar", {'هادئ"': QUOTATION}),
        ('قال: " البحر هادئ " ثم نام', "ar", {'"': QUOTATION}),
        ('He said: "All is well" and slept', "en", {}),
        ("He left, and she slept; nobody knew", "en", {}),
    ],
)
def test_signs(text, language, expected):
    assert signs(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("He left, and she slept; nobody knew", "en", {"left,": CLAUSE, "slept;": CLAUSE}),
        ("نام الولد، ثم خرج وعاد فورا", "ar", {"الولد،": CLAUSE, "خرج": CONJUNCTION, "عاد": CONJUNCTION}),
        ("He left and she slept", "en", {}),
    ],
)
def test_clauses_count_if_asked(text, language, expected):
    found = signs(text, language, refine=True)
    assert {word.removeprefix("و"): sign for word, sign in found.items()} == expected


def test_a_boundary_has_no_sign():
    words = words_of("He left. She slept.")
    assert words.boundaries == {2}
    assert not mark_signs(words, refine=True).any()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("He met Sens.", "Hassan in the office.", True),
        ("He met J.", "Hassan in the office.", True),
        ("It is in vol.", "Two of the work.", True),
        ("He met Senators.", "Hassan was late.", False),
        ("He met Sens.", "hassan in the office.", False),
        ("He met him.", "Hassan was late.", False),
        ("He met Omar.", "They sat down.", False),
        ("He chose plan B.", "They sat down.", False),
        ("He met Omar.", "Barking is for a dog, and barking is loud.", False),
        ("He met Sens.", "“Hassan” in the office.", False),
        ("He met Sens!", "Hassan was late.", False),
        ("He lost his Dog.", "Hassan was late.", False),
        ("He read Foo.bar.", "Hassan was late.", False),
    ],
)
def test_doubtful_stops(before, after, expected):
    usage = Usage(f"{before} {after} A dog barked.")
    assert is_doubtful(before, after, "en", usage) is expected
