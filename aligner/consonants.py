"""The consonants of words, by which the Arabic and the Latin spelling of a name are compared."""

from __future__ import annotations

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


def skeleton(word: str) -> str:
    """The consonants of a word, in letters that Arabic and Latin spellings of a name share.

    Letters for similar sounds are one letter, and a doubled consonant counts once.

    word: a normalised word in Arabic or Latin letters; other letters stay as they are.

    >>> [skeleton(word) for word in ("مايكروسوفت", "microsoft", "لندن", "london", "شيراز", "shiraz")]
    ['mkrsft', 'mkrsft', 'lndn', 'lndn', 'Srz', 'Srz']
    """
    for letters, sound in _SPELLINGS:
        word = word.replace(letters, sound)
    sounds = word.translate(_SOUNDS)
    return "".join(sound for k, sound in enumerate(sounds) if not k or sound != sounds[k - 1])
