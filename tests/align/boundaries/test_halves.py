"""Gains of cuts: the same as from the worth of both halves and of the bead, which an oracle computes."""

import numpy as np
from boundary_texts import model_of, text_side
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from word_oracle import PRECISION, WordOracle

from aligner.align.boundaries.halves import gains_of_cuts
from aligner.align.boundaries.side import side_words

SOURCE_WORDS, TARGET_WORDS = ("alba", "bora", "cedo"), ("mila", "nuro", "opel")
WEIGHT = st.floats(0.01, 1.0)
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from(SOURCE_WORDS), st.sampled_from(TARGET_WORDS)), st.tuples(WEIGHT, WEIGHT)
)


def texts(words):
    """Texts of words, each of which has one token or, with a hyphen, two."""
    word = st.sampled_from([*words, f"{words[0]}-{words[1]}"])
    return st.lists(word, min_size=1, max_size=7).map(lambda chosen: " ".join([*chosen, *words]))


def types_of(words):
    """The types of the tokens of each word."""
    numbers = [words.side.local.numbers[kind] for kind in words.tokens.types]
    return [
        [int(n) for n, word in zip(numbers, words.tokens.word, strict=True) if word == k]
        for k in range(len(words.texts))
    ]


@settings(max_examples=examples(40))
@given(source=texts(SOURCE_WORDS), target=texts(TARGET_WORDS), pairs=PAIRS)
def test_gain_is_the_difference_of_worths(source, target, pairs):
    sides = text_side(source, "en", pre_split=True), text_side(target, "en", pre_split=True)
    numbers = [side.vocabulary.number_of_key for side in sides]
    model = model_of(*sides, [(*words, *values) for words, values in pairs.items()])
    words = [side_words(side, range(1)) for side in sides]
    numbered = [(numbers[0]["word", u], numbers[1]["word", w], *values) for (u, w), values in pairs.items()]
    oracle = WordOracle(*map(types_of, words), numbered)
    nu = [np.full(len(side.vocabulary.type_keys), 0.3) for side in sides]
    n, m = (len(side.texts) for side in words)
    gains = gains_of_cuts(model, *words)
    assert gains.shape == (n + 1, m + 1)
    whole = oracle.worth(0, 0, n, m, nu)
    tokens = sum(len(side.tokens.types) for side in words)
    for i in range(n + 1):
        for j in range(m + 1):
            halves = oracle.worth(0, 0, i, j, nu) + oracle.worth(i, j, n - i, m - j, nu)
            assert abs(gains[i, j] - (halves - whole)) <= PRECISION * tokens


def test_the_best_cut_parts_translations():
    source, target = ([f"{letter}{ending}" for letter in "abcdefghijkl"] for ending in ("lba", "mun"))
    sides = text_side(" ".join(source), pre_split=True), text_side(" ".join(target), pre_split=True)
    model = model_of(*sides, [(u, w, 1.0, 1.0) for u, w in zip(source, target, strict=True)])
    gains = gains_of_cuts(model, *(side_words(side, range(1)) for side in sides))
    assert gains[0, 0] == gains[12, 12] == 0
    assert gains[6, 6] == gains.max() > 0
    assert gains[0, 12] == gains[12, 0] == gains.min() < 0


def test_without_translations_there_is_no_gain():
    sides = text_side("alba bora", pre_split=True), text_side("mila nuro", pre_split=True)
    assert not gains_of_cuts(model_of(*sides), *(side_words(side, range(1)) for side in sides)).any()
