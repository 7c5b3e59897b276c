"""The usage of a text: its words in small letters, and capitals that may begin a sentence."""

import pytest

from aligner.align.boundaries.usage import Usage


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("We saw him. They left with him.", "him", True),
        ("We saw Him. They left with Him.", "him", False),
        ("We thank Him for his help.", "him", False),
        ("He was here, and he saw it.", "he", True),
        ("we praise Him; ask Him; see Him; he said him", "him", False),
        ("Bordeaux is old.", "bordeaux", False),
        ("", "him", False),
    ],
)
def test_small_words(text, word, expected):
    assert Usage(text).is_small(word) is expected


def test_a_single_capital_of_a_word_in_small_letters_is_no_usage():
    assert Usage("so they said that he left him and saw Him").is_small("him")
    assert not Usage("so he saw him but thanked Him and then asked Him").is_small("him")


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("Prices rise Wheat prices rose, and wheat is dear", ["Wheat"]),
        ("He said 'yes' and The answer is small, the rest too", ["The"]),
        ("Prices rise. The answer is here, the rest too", []),
        ("Prices rise, The answer is here, the rest too", []),
        ("He saw Bordeaux and left", []),
        ("It is here (no doubt) Nobody knows if nobody asks", ["Nobody"]),
        ("We met The Old Man of the sea", []),
    ],
)
def test_openings(text, openings):
    usage = Usage(text)
    assert [text[start:].split()[0] for start in usage.openings] == openings
