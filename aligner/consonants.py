"""The consonants of words, by which the Arabic and the Latin spelling of a name are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SOUNDS = str.maketrans(
    {
        **dict(zip("بتثجخدذرزسشصضطظغفقكلمن", "btsjkdzrzsSsdtzjfkklmn", strict=True)),  # Arabic consonants
        **dict(zip("pvqcg", "bfkkj", strict=True)),  # Latin letters for sounds that Arabic spells with another letter
        **dict.fromkeys("اويءحعهaeiouywh", ""),  # vowels, and consonants that Latin spellings omit
        "x": "ks",
    }
)
# Groups of letters for one sound, replaced in this order; S is the sound sh.
_SPELLINGS = [
    ("تش", "ش"), ("tch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "k"), ("gh", "j"), ("th", "s"), ("dh", "z"),
    ("ph", "f"), ("ce", "se"), ("ci", "si"), ("ck", "k"),
]  # fmt: skip
_DOUBLED = re.compile(r"([^\n])\1+")


def skeleton(word: str) -> str:
    """The consonants of a word, in letters that Arabic and Latin spellings of a name share.

    Letters for similar sounds are one letter, and a doubled consonant counts once.

    word: a normalised word in Arabic or Latin letters; other letters stay as they are.

    >>> [skeleton(word) for word in ("مايكروسوفت", "microsoft", "لندن", "london", "شيراز", "shiraz")]
    ['mkrsft', 'mkrsft', 'lndn', 'lndn', 'Srz', 'Srz']
    """
    return skeletons([word])[0]


def skeletons(words: Sequence[str]) -> list[str]:
    """The skeleton of each word, in order; a text of all words takes far fewer steps than each word by itself.

    words: as those of `skeleton`, without line ends.
    """
    text = "\n".join(words)
    for letters, sound in _SPELLINGS:
        text = text.replace(letters, sound)
    return _DOUBLED.sub(r"\1", text.translate(_SOUNDS)).split("\n")
