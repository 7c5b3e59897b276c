"""Vocabularies, tokenized texts and translation tables, for the tests of words."""

import numpy as np

from aligner.lexical.vocabulary import TokenizedText, Vocabulary


def table_entries(table):
    """{(source, target): (forward, backward)} of a translation table, whose pairs must be sorted and distinct."""
    pairs = list(zip(table.source.tolist(), table.target.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    return dict(zip(pairs, zip(table.forward.tolist(), table.backward.tolist(), strict=True), strict=True))


def vocabularies_of(source, target, languages=("ar", "en")):
    """The vocabularies of the sentences of two texts."""
    vocabularies = Vocabulary(*languages), Vocabulary(*languages[::-1])
    for vocabulary, sentences in zip(vocabularies, (source, target), strict=True):
        vocabulary.add(sentences)
    return vocabularies


def tokenized(sentences):
    """A text of sentences that are lists of type numbers."""
    ends = np.cumsum([0, *map(len, sentences)])
    return TokenizedText(np.array([number for sentence in sentences for number in sentence], np.intp), ends)
