"""Vocabularies: texts as numbers of types, the same whatever texts were read before."""

import threading
from itertools import pairwise

import pytest
from effort import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aligner.lexical import token_store
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import is_arabic, tokenize
from aligner.lexical.vocabulary import Vocabulary

# Characters and words that change what stands beside them, and white spaces of all sorts.
PIECES = st.sampled_from(
    [
        *[" ", "\n", "\u2028", "\u00a0", "\x1c"],
        *["7", "250", "½", "²", ".", ",", "*", "٫", "ألف", " ألف", "million", " Million"],
        *["www.", "https://", "A", "Café", "e\N{COMBINING ACUTE ACCENT}", "\N{ARABIC FATHA}", "\N{RIGHT-TO-LEFT MARK}"],
        *["كتب", "كتبها", "ﷺ", "books", "booked"],
    ]
)
SENTENCES = st.lists(st.lists(PIECES | st.text(max_size=3)).map("".join), max_size=6)
TEXTS = st.lists(SENTENCES, max_size=3)
LANGUAGES = st.sampled_from([("ar", "en"), ("en", "ar"), ("de", "fr"), ("en", "fr"), ("ar", "ar"), ("ar-EG", "de")])


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Stores without anything that earlier tests have read."""
    monkeypatch.setattr(token_store, "_kept", threading.local())


def expected_key(token, language, other_language):
    """The type of a token by the plain rule, and the text of the token."""
    if token.kind != "word":
        return (token.kind, token.text)
    tags = language.partition("-")[0], other_language.partition("-")[0]
    stemmed_by = tags[0]
    if "ar" in tags:
        stemmed_by = "ar" if is_arabic(token.text) else tags[tags[0] == "ar"]
    return ("word", stem_words([token.text], stemmed_by)[0])


def sentences_of(vocabulary, text):
    """The keys of the types of each sentence of a tokenized text."""
    keys = [vocabulary.type_keys[number] for number in text.types.tolist()]
    return [keys[start:end] for start, end in pairwise(text.ends.tolist())]


@settings(max_examples=examples(100))
@given(texts=TEXTS, languages=LANGUAGES)
@example(texts=[["5 thousand", "million 3.2.1 * million", "5thousand million."]], languages=("ar", "en"))
@example(texts=[["250", "ألف"], [], [""], ["3 ملايين"]], languages=("en", "ar"))
def test_a_vocabulary_holds_the_tokens_of_the_sentences(texts, languages):
    vocabulary = Vocabulary(*languages)
    tokens = []
    for sentences in texts:
        text = vocabulary.add(sentences)
        of_text = tokenize(sentences)
        assert sentences_of(vocabulary, text) == [
            [expected_key(token, *languages) for token in sentence] for sentence in of_text
        ]
        tokens += of_text
    forms = {}
    for token in (token for sentence in tokens for token in sentence):
        forms.setdefault(expected_key(token, *languages), token.text)
    assert vocabulary.type_keys == list(forms)
    assert vocabulary.surface_forms == list(forms.values())
    assert vocabulary.number_of_key == {key: number for number, key in enumerate(forms)}
    later = [token for sentence in tokens for token in sentence[1:]]
    for key, *counts in zip(forms, vocabulary.mid_sentence_count, vocabulary.capitalised_count, strict=True):
        same = [token for token in later if expected_key(token, *languages) == key]
        assert counts == [len(same), sum(token.capital for token in same)]


@settings(max_examples=examples(40))
@given(before=TEXTS, texts=TEXTS, languages=LANGUAGES)
def test_a_vocabulary_does_not_depend_on_texts_that_were_read_before(before, texts, languages):
    alone = Vocabulary(*languages)
    alone_texts = [alone.add(sentences) for sentences in texts]
    token_store._kept.__dict__.clear()
    for sentences in before:
        Vocabulary(*languages).add(sentences)
    after = Vocabulary(*languages)
    assert [sentences_of(after, after.add(sentences)) for sentences in texts] == [
        sentences_of(alone, text) for text in alone_texts
    ]
    assert (after.type_keys, after.surface_forms, after.names()) == (
        alone.type_keys,
        alone.surface_forms,
        alone.names(),
    )


def test_both_sides_of_an_arabic_pair_share_a_store():
    vocabularies = Vocabulary("ar", "en"), Vocabulary("en", "ar")
    for vocabulary in vocabularies:
        vocabulary.add(["كتاب a book"])
    assert list(token_store._kept.stores) == [("ar", "en")]


def test_a_store_that_has_grown_too_large_is_dropped_after_its_text(monkeypatch):
    monkeypatch.setattr(token_store, "MAX_PIECES", 3)
    vocabulary = Vocabulary("ar", "en")
    texts = [["a b", "b c"], ["c d e"], ["a e"]]
    tokenized = []
    kept = []
    for sentences in texts:
        tokenized.append(vocabulary.add(sentences).types.tolist())
        kept.append([len(store) for store in token_store._kept.stores.values()])
    assert kept == [[3], [], [2]]
    assert tokenized == [[0, 1, 1, 2], [2, 3, 4], [0, 4]]


@pytest.mark.parametrize("function", ["tokenize", "stem_words", "concatenate_ranges"])
def test_a_text_that_fails_leaves_no_broken_store(monkeypatch, function):
    Vocabulary("ar", "en").add(["كتب a book"])

    def fail(*arguments):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(token_store, function, fail)
        with pytest.raises(MemoryError):
            Vocabulary("ar", "en").add(["كتاب a door"])
    vocabulary = Vocabulary("ar", "en")
    assert vocabulary.add(["a door, كتب"]).types.tolist() == [0, 1, 2, 3]
    assert vocabulary.surface_forms == ["a", "door", ",", "كتب"]


def test_a_thread_has_a_store_of_its_own():
    Vocabulary("ar", "en").add(["a"])
    kept = []

    def add():
        Vocabulary("ar", "en").add(["b c"])
        kept.extend(len(store) for store in token_store._kept.stores.values())

    thread = threading.Thread(target=add)
    thread.start()
    thread.join()
    assert kept == [2]
    assert [len(store) for store in token_store._kept.stores.values()] == [1]
