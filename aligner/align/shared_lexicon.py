"""What texts that learn their words together know: their vocabularies, and which words are translations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.align.text_pair import TextPair
from aligner.bitext import Document, Numbers
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Bools
from aligner.lexical import lexicon
from aligner.lexical.cognates import surface_matches
from aligner.lexical.ibm1 import select_training_beads, train_ibm1
from aligner.lexical.translation_table import lexicon_matches, merge_tables
from aligner.lexical.vocabulary import TokenizedText, Vocabulary
from aligner.lexical.word_model import WordModel

KEPT = 0.03  # P(target | source) of words that are kept for other texts
LIKELY, SHOWN = 0.1, 12  # P(target | source) of words that are shown as a match, and how many are


class SharedLexicon:
    """Some texts in the same two languages, and what is known of their words.

    texts: those that have been added. more: further lexicons.
    """

    def __init__(self, source: str, target: str, more: Sequence[lexicon.Lexicon] = ()) -> None:
        self.texts: list[TextPair] = []
        self._tokens: list[tuple[TokenizedText, TokenizedText]] = []
        self._vocabularies = Vocabulary(source, target), Vocabulary(target, source)
        self._places: dict[TextPair, int] = {}
        self._lexicons = [lexicon.bundled(source, target), *more]

    def add(self, text: TextPair, source: Document, target: Document) -> None:
        """One more text, and its documents."""
        source_tokens, target_tokens = (
            vocabulary.add(document.sentence(number) for number in range(len(document.sentences)))
            for vocabulary, document in zip(self._vocabularies, (source, target), strict=True)
        )
        self._places[text] = len(self.texts)
        self.texts.append(text)
        self._tokens.append((source_tokens, target_tokens))

    def begin(self) -> None:
        """Give each text its words, as the lexicon and their looks explain them."""
        found = [lexicon_matches(each, *self._vocabularies) for each in self._lexicons]
        self._learned = merge_tables([])
        self._known = self._pairs = merge_tables([*found, surface_matches(*self._vocabularies)])
        for text, tokens in zip(self.texts, self._tokens, strict=True):
            text.words = WordModel.from_tokens(tokens, self._vocabularies, self._known)

    def learn(self, beads: Sequence[BeadPosteriors]) -> None:
        """Learn translations from the beads of each text, and explain the words of all of them anew."""
        source, target = (_words(vocabulary) for vocabulary in self._vocabularies)
        lessons = [
            select_training_beads(*tokens, found, (source, target))
            for tokens, found in zip(self._tokens, beads, strict=True)
        ]
        self._learned = train_ibm1(lessons)
        self._pairs = merge_tables([self._known, self._learned])
        for text, tokens in zip(self.texts, self._tokens, strict=True):
            before = text.words
            text.words = WordModel.from_tokens(tokens, self._vocabularies, self._pairs)
            if before:
                text.words = text.words.with_noise_of(before)

    def numbers(self, text: TextPair, source: range, target: range) -> Numbers:
        """The numbers in some sentences of either side."""
        one, other = (
            [vocabulary.type_keys[number][1] for number in types if vocabulary.type_keys[number][0] == "number"]
            for vocabulary, types in zip(self._vocabularies, self._types(text, source, target), strict=True)
        )
        return Numbers(
            tuple(number for number in one if number in other),
            tuple(number for number in one if number not in other),
            tuple(number for number in other if number not in one),
        )

    def matched(self, text: TextPair, source: range, target: range) -> tuple[tuple[str, str], ...]:
        """The words of some sentences that are likely translations of each other, the likeliest first."""
        u, w = (np.array(types, np.intp) for types in self._types(text, source, target))
        pairs = self._pairs.restricted_to(u, w)
        found: list[tuple[str, str]] = []
        for at in np.lexsort((pairs.target, pairs.source, -pairs.forward)).tolist():
            one, other = int(u[pairs.source[at]]), int(w[pairs.target[at]])
            if pairs.forward[at] >= LIKELY and self._vocabularies[0].type_keys[one][0] == "word":
                match = self._vocabularies[0].surface_forms[one], self._vocabularies[1].surface_forms[other]
                if all(match[0] != known[0] and match[1] != known[1] for known in found):
                    found.append(match)
        return tuple(found[:SHOWN])

    def lexicon(self) -> list[tuple[str, str, float]]:
        """What has been learned of the words of the texts: source, target, and P(target | source)."""
        source, target = self._vocabularies
        learned = zip(
            self._learned.source.tolist(), self._learned.target.tolist(), self._learned.forward.tolist(), strict=True
        )
        return [
            (source.surface_forms[u], target.surface_forms[w], probability)
            for u, w, probability in learned
            if probability >= KEPT and source.type_keys[u][0] == target.type_keys[w][0] == "word"
        ]

    def _types(self, text: TextPair, source: range, target: range) -> tuple[list[int], list[int]]:
        """The types of the tokens of some sentences of either side, in order."""
        sides = zip(self._tokens[self._places[text]], (source, target), strict=True)
        one, other = (
            np.unique(tokens.types[tokens.ends[some.start] : tokens.ends[some.stop]]).tolist() for tokens, some in sides
        )
        return one, other


def _words(vocabulary: Vocabulary) -> Bools:
    """(types,), whether each is a word or a number."""
    return np.array([kind != "mark" for kind, _ in vocabulary.type_keys], bool)
