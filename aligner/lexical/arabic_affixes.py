"""Shorter forms of Arabic words that a lexicon does not hold: without particles, and in the third person.

Light stems keep letters that are often a part of the word: the particle of بكتاب, or the person of تكتب. So these are
taken off only where the lexicon does not hold the stem.
"""

from __future__ import annotations

from collections.abc import Iterator

PARTICLES = "وفبلكس"  # letters that are written onto a word: and, then, in, for, as, will
MAX_PARTICLES = 2
MIN_LETTERS = 3  # that a form keeps
THIRD_PERSON = "ي"  # first letter of an imperfect in the third person, in which lexicons list verbs
OTHER_PERSONS = "تنا"


def shorter_forms(stem: str) -> Iterator[str]:
    """Yield the forms by which a stem is to be looked up, the likeliest first.

    >>> list(shorter_forms("فتكتب"))
    ['تكتب', 'يكتب']
    """
    for particles in range(MAX_PARTICLES + 1):
        form = stem[particles:]
        if len(form) < MIN_LETTERS:
            return
        if particles:
            yield form
        if form[0] in OTHER_PERSONS and len(form) > MIN_LETTERS:
            yield THIRD_PERSON + form[1:]
        if form[0] not in PARTICLES:
            return
