"""Garbled text: Arabic letters that were read in the wrong encoding, and saved as the letters that came out.

Each encoding with which that happens leaves letters that no language has in such numbers, such as Ø and Ù before signs.
"""

from __future__ import annotations

import regex

MIN_GARBLED = 8  # characters, from which on a text can be called garbled
GARBLED = 0.5  # least share of the letters outside of ASCII that are garbled

HINT = "save it in UTF-8 from the original, or repair it"

_SAMPLE = 1 << 16  # characters
_LETTER = regex.compile(r"[\p{L}--[A-Za-z]]", regex.V1)
# The two bytes of an Arabic letter in UTF-8, of which the first is 0xD8-0xDB, and the second 0x80-0xBF.
_AS_WESTERN = regex.compile(r"[ØÙÚÛ][^\x00-\x7f\p{Lu}]|[ØÙ][ŒŠŽŸ]|â€")
_AS_ARABIC = regex.compile(
    r"[طظ][^\x00-\x7f\p{M}ا-ي]|â€"
)  # the same bytes in Windows-1256; â€ begins quotes and dashes
_WORD_OF_ACCENTS = regex.compile(r"(?<!\p{L})[À-ÖØ-öø-ÿ]{3,}+(?!\p{L})")  # Windows-1256 as Windows-1252


def description(text: str) -> str:
    """Return the reason why a text is garbled, or an empty text.

    >>> description("نعم، وصلت الرسالة".encode().decode("latin-1"))
    'the Arabic is garbled: UTF-8 that was read as Windows-1252'
    >>> description("Ærø, Færøerne, Ølgod")
    ''
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    for reason, garbled in (
        ("UTF-8 that was read as Windows-1252", len(_AS_WESTERN.findall(sample))),
        ("UTF-8 that was read as Windows-1256", len(_AS_ARABIC.findall(sample))),
        ("Windows-1256 that was read as Windows-1252", sum(map(len, _WORD_OF_ACCENTS.findall(sample)))),
    ):
        if garbled >= MIN_GARBLED and garbled >= GARBLED * letters:
            return f"the Arabic is garbled: {reason}"
    return ""
