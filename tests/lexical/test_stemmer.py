"""Stems: cases in files that need no Python to edit, and properties of any word."""

from pathlib import Path

import pytest
from effort import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import tokenize

CASES = Path(__file__).parent.parent / "cases" / "stems"
LANGUAGES = sorted(path.stem for path in CASES.glob("*.txt"))

assert {"ar", "en"} <= set(LANGUAGES), f"no cases in {CASES}"


def cases(language):
    """{word: stem} of a file; ValueError for a line that is not a word and its stem."""
    stems = {}
    for number, line in enumerate((CASES / f"{language}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split(" ")
        if len(fields) != 2 or not all(fields) or fields[0] in stems:
            raise ValueError(f"{language}.txt, line {number}: expected a new word and its stem")
        stems[fields[0]] = fields[1]
    return stems


ALL_CASES = [(language, word, stem) for language in LANGUAGES for word, stem in cases(language).items()]
ANY_LANGUAGE = pytest.mark.parametrize("language", [*LANGUAGES, "de"])
LETTERS = "بتكلمنهويافالسءabcdeginlstuyz"
WORDS = st.lists(st.text(LETTERS, min_size=1) | st.sampled_from([word for _, word, _ in ALL_CASES]))


@pytest.mark.parametrize(("language", "word", "stem"), ALL_CASES, ids=[f"{case[0]}: {case[1]}" for case in ALL_CASES])
def test_case(language, word, stem):
    assert stem_words([word], language) == [stem]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_cases(language):
    assert len(cases(language)) > 50
    assert sum(word == stem for word, stem in cases(language).items()) > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_cases_are_normalised(language):
    words = list(cases(language))
    assert [[token.text for token in sentence] for sentence in tokenize(words)] == [[word] for word in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_have_the_same_stems_together(language):
    words = cases(language)
    assert stem_words(list(words), language) == list(words.values())
    assert stem_words(list(words)[::-1], language) == list(words.values())[::-1]


@pytest.mark.parametrize(
    ("word", "stem"), [("haus", "haus"), ("häuser", "häuse"), ("gesellschaften", "gesel"), ("книгами", "книга")]
)
@pytest.mark.parametrize("language", ["de", "fr", "ru", ""])
def test_words_of_other_languages_are_cut_to_five_letters(word, stem, language):
    expected = stem if len(word) > 6 else word
    assert stem_words([word], language) == [expected]


@ANY_LANGUAGE
def test_an_empty_list_has_no_stems(language):
    assert stem_words([], language) == []


@ANY_LANGUAGE
@settings(max_examples=examples(60))
@given(words=WORDS)
@example(words=["s", "s"])
@example(words=["كتب", "ها"])
@example(words=["ss", "es", "s"])
@example(words=["ال", "كتاب"])
@example(words=["a", "bbing"])
def test_a_word_has_the_same_stem_alone_and_among_others(language, words):
    assert stem_words(words, language) == [stem for word in words for stem in stem_words([word], language)]


@ANY_LANGUAGE
@settings(max_examples=examples(60))
@given(words=WORDS)
def test_no_stem_is_empty_or_longer_than_its_word(language, words):
    for word, stem in zip(words, stem_words(words, language), strict=True):
        assert 1 <= len(stem) <= len(word)


@settings(max_examples=examples(60))
@given(sentence=st.text())
@ANY_LANGUAGE
def test_any_word_of_any_text_has_one_stem(language, sentence):
    words = [token.text for token in tokenize([sentence])[0] if token.kind == "word"]
    stems = stem_words(words, language)
    assert len(stems) == len(words)
    assert all(stems)
