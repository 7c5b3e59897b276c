"""What texts that learn their words together know: their vocabularies, and which words are translations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner import lexicon
from aligner.bitext import Document
from aligner.lattice import Bools
from aligner.learned import examples, learned
from aligner.posteriors import Posteriors
from aligner.text import Text
from aligner.translations import from_lexicon, from_looks, merged
from aligner.vocabulary import Tokens, Vocabulary
from aligner.words import WordModel


class Pool:
    """Some texts in the same two languages, and what is known of their words.

    texts: those that have been added. more: further lexicons.
    """

    def __init__(self, source: str, target: str, more: Sequence[lexicon.Lexicon] = ()) -> None:
        self.texts: list[Text] = []
        self._tokens: list[tuple[Tokens, Tokens]] = []
        self._vocabularies = Vocabulary(source, target), Vocabulary(target, source)
        self._lexicons = [lexicon.own(source, target), *more]

    def add(self, text: Text, source: Document, target: Document) -> None:
        """One more text, and its documents."""
        source_tokens, target_tokens = (
            vocabulary.add(document.sentence(number) for number in range(len(document.sentences)))
            for vocabulary, document in zip(self._vocabularies, (source, target), strict=True)
        )
        self.texts.append(text)
        self._tokens.append((source_tokens, target_tokens))

    def begin(self) -> None:
        """Give each text its words, as the lexicon and their looks explain them."""
        found = [from_lexicon(each, *self._vocabularies) for each in self._lexicons]
        self._known = merged([*found, from_looks(*self._vocabularies)])
        for text, tokens in zip(self.texts, self._tokens, strict=True):
            text.words = WordModel.of(tokens, self._vocabularies, self._known)

    def learn(self, beads: Sequence[Posteriors]) -> None:
        """Learn translations from the beads of each text, and explain the words of all of them anew."""
        source, target = (_words(vocabulary) for vocabulary in self._vocabularies)
        lessons = [
            examples(*tokens, found, (source, target)) for tokens, found in zip(self._tokens, beads, strict=True)
        ]
        pairs = merged([self._known, learned(lessons)])
        for text, tokens in zip(self.texts, self._tokens, strict=True):
            before = text.words
            text.words = WordModel.of(tokens, self._vocabularies, pairs)
            if before:
                text.words = text.words.as_reliable_as(before)


def _words(vocabulary: Vocabulary) -> Bools:
    """(types,), whether each is a word or a number."""
    return np.array([kind != "mark" for kind, _ in vocabulary.keys], bool)
