"""Texts that share one lexicon: their tokens, given translations, and translations learned from their beads."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aligner.bitext import Numbers, Parallel
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Bools, Ints
from aligner.lexical import lexicon
from aligner.lexical.cognates import surface_matches
from aligner.lexical.ibm1 import select_training_beads, train_ibm1
from aligner.lexical.local_text import LocalText, known_share
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import TokenizedText, Vocabulary
from aligner.lexical.word_model import WordModel
from aligner.semantic.word_neighbours import word_neighbours

if TYPE_CHECKING:
    from aligner.semantic.vector_source import VectorSource

MIN_ENTRY = 0.03  # P(target | source) of the translations that are entries of a learned lexicon
MIN_MATCH = 0.1  # P(target | source) of the words that are reported as a match
MAX_MATCHES = 12  # matches that are reported of a bead
MIN_BEADS = 2  # to learn from; the words of a single bead all occur together
MAX_KNOWN = 0.5  # share of words that lexicons hold; with more, neighbours of the other words must prove more


@dataclass(frozen=True, eq=False)
class SharedLexicon:
    """Texts in the same two languages, and the translations of their words; a frozen value.

    vocabularies: the types of the source tokens and of the target tokens of all texts.
    tokens: source and target tokens of each text.
    local_texts: the same tokens, with types that are numbered within each text.
    given: translations from lexicons, and words that match by their surface.
    learned: translations learned from the beads of the texts; None before the first word round.
    from_elsewhere: the given translations that were not learned from a corpus, of which the texts may be a part; None
    if these are all of them.
    lexicons: the lexicons of `from_elsewhere`.
    """

    vocabularies: tuple[Vocabulary, Vocabulary]
    tokens: Sequence[tuple[TokenizedText, TokenizedText]]
    local_texts: Sequence[tuple[LocalText, LocalText]]
    given: TranslationTable
    learned: TranslationTable | None = None
    from_elsewhere: TranslationTable | None = None
    lexicons: Sequence[lexicon.Lexicon] = ()

    @classmethod
    def from_documents(
        cls,
        documents: Sequence[Parallel],
        lexicons: Sequence[lexicon.Lexicon],
        corpus_lexicons: Sequence[lexicon.Lexicon] = (),
        vectors: VectorSource | None = None,
        noise: tuple[float, float] | None = None,
    ) -> SharedLexicon:
        """The texts of documents, with given translations only.

        documents: pairs of documents, at least one, all in the same two languages.
        lexicons: lexicons besides the bundled one.
        corpus_lexicons: lexicons that were learned from a corpus, of which the documents may be a part.
        vectors: source of the vectors of words; None to do without.
        noise: nu of the words of the source and of the target, before it is estimated; None for the default.
        """
        first_source, first_target = documents[0].source, documents[0].target
        languages = first_source.language, first_target.language
        vocabularies = Vocabulary(*languages), Vocabulary(*languages[::-1])
        tokens = []
        for pair in documents:
            source, target = (
                vocabulary.add(document.sentence(number) for number in range(len(document.sentences)))
                for vocabulary, document in zip(vocabularies, pair[:2], strict=True)
            )
            tokens.append((source, target))
        all_lexicons = [lexicon.bundled(*languages), *lexicons]
        matches = [entries.matches(*vocabularies) for entries in all_lexicons]
        from_elsewhere = merge_tables([*matches, surface_matches(*vocabularies)])
        from_corpus = [entries.matches(*vocabularies) for entries in corpus_lexicons]
        given = merge_tables([from_elsewhere, *from_corpus]) if from_corpus else from_elsewhere
        source_stems = [entries.source_stems for entries in all_lexicons]
        target_stems = [entries.target_stems for entries in all_lexicons]
        local_texts = [
            (
                LocalText.from_tokens(source, vocabularies[0], source_stems, noise and noise[0]),
                LocalText.from_tokens(target, vocabularies[1], target_stems, noise and noise[1]),
            )
            for source, target in tokens
        ]
        if vectors is not None:
            by_margin = known_share(text for texts in local_texts for text in texts) >= MAX_KNOWN
            neighbours = word_neighbours(vocabularies, given, vectors.of_words, by_margin=by_margin)
            given = merge_tables([given, neighbours])
        return cls(vocabularies, tokens, local_texts, given, from_elsewhere=from_elsewhere, lexicons=all_lexicons)

    @cached_property
    def translations(self) -> TranslationTable:
        """All translations, given and learned."""
        return self.given if self.learned is None else merge_tables([self.given, self.learned])

    @property
    def has_entries(self) -> bool:
        """True if a lexicon of `from_elsewhere` has entries."""
        return any(len(entries.targets) for entries in self.lexicons)

    @property
    def independent(self) -> TranslationTable:
        """The translations by which an alignment is judged: those that its texts did not teach.

        Without a lexicon there are hardly any for most pairs of languages. Then these are all translations.
        """
        return self.from_elsewhere if self.from_elsewhere is not None and self.has_entries else self.translations

    def known_stems(self, side: int) -> list[Container[str]]:
        """The stems that each lexicon of `from_elsewhere` holds; side: 0 for the source, 1 for the target."""
        return [(entries.source_stems, entries.target_stems)[side] for entries in self.lexicons]

    def retrain(self, beads: Sequence[BeadPosteriors]) -> SharedLexicon:
        """The same texts with translations learned from their beads, instead of those learned before.

        beads: the beads of each text and their posteriors.
        """
        word_types = _word_types(self.vocabularies[0]), _word_types(self.vocabularies[1])
        training_beads = [
            select_training_beads(*tokens, of_text, word_types)
            for tokens, of_text in zip(self.tokens, beads, strict=True)
        ]
        if sum(len(of_text.posterior) for of_text in training_beads) < MIN_BEADS:
            return replace(self, learned=None)
        share = known_share(text for texts in self.local_texts for text in texts)
        return replace(self, learned=train_ibm1(training_beads, share))

    def word_models(self) -> list[WordModel]:
        """The word model of each text under these translations, its noise not yet fitted."""
        return [self.word_model(number) for number in range(len(self.local_texts))]

    def word_model(self, number: int) -> WordModel:
        """The word model of one text; see `word_models`."""
        return WordModel.from_texts(*self.local_texts[number], self.translations)

    def with_ends(self, number: int, ends: tuple[Ints, Ints]) -> SharedLexicon:
        """The same tokens with other sentences in one text.

        ends: for each side, (sentences + 1,): the number of tokens before each sentence, and of all.
        """
        tokens, local_texts = list(self.tokens), list(self.local_texts)
        source, target = tokens[number]
        tokens[number] = source._replace(ends=ends[0]), target._replace(ends=ends[1])
        local_source, local_target = local_texts[number]
        local_texts[number] = local_source._replace(ends=ends[0]), local_target._replace(ends=ends[1])
        result = replace(self, tokens=tokens, local_texts=local_texts)
        result.__dict__["translations"] = self.translations  # cached
        return result

    def entries(self) -> list[tuple[str, str, float]]:
        """The learned translations of words: source, target, P(target | source)."""
        if self.learned is None:
            return []
        source, target = self.vocabularies
        columns = self.learned.source, self.learned.target, self.learned.forward
        return [
            (source.surface_forms[u], target.surface_forms[w], probability)
            for u, w, probability in zip(*(column.tolist() for column in columns), strict=True)
            if probability >= MIN_ENTRY and source.type_keys[u][0] == target.type_keys[w][0] == "word"
        ]

    def words_of(self, number: int) -> TextWords:
        """The words of one text."""
        return TextWords(self, number)


class TextWords(NamedTuple):
    """The words of one text that shares a lexicon, for the explanation of its beads."""

    lexicon: SharedLexicon
    number: int

    def numbers(self, source: range, target: range) -> Numbers:
        """The numbers in some sentences of either side."""
        source_numbers, target_numbers = (
            [vocabulary.type_keys[number][1] for number in types if vocabulary.type_keys[number][0] == "number"]
            for vocabulary, types in zip(self.lexicon.vocabularies, self._types(source, target), strict=True)
        )
        return Numbers(
            tuple(number for number in source_numbers if number in target_numbers),
            tuple(number for number in source_numbers if number not in target_numbers),
            tuple(number for number in target_numbers if number not in source_numbers),
        )

    def matches(self, source: range, target: range) -> tuple[tuple[str, str], ...]:
        """(source word, target word) of likely translations in some sentences of either side, the likeliest first.

        A word occurs in one match at most.
        """
        source_types, target_types = (np.array(types, np.intp) for types in self._types(source, target))
        source_vocabulary, target_vocabulary = self.lexicon.vocabularies
        pairs = self.lexicon.translations.restricted_to(source_types, target_types)
        matches: list[tuple[str, str]] = []
        for at in np.lexsort((pairs.target, pairs.source, -pairs.forward)).tolist():
            u, w = int(source_types[pairs.source[at]]), int(target_types[pairs.target[at]])
            if pairs.forward[at] >= MIN_MATCH and source_vocabulary.type_keys[u][0] == "word":
                word, translation = source_vocabulary.surface_forms[u], target_vocabulary.surface_forms[w]
                if all(word != match[0] and translation != match[1] for match in matches):
                    matches.append((word, translation))
        return tuple(matches[:MAX_MATCHES])

    def _types(self, source: range, target: range) -> tuple[list[int], list[int]]:
        """The types of the tokens of some sentences of either side, in ascending order."""
        tokens = self.lexicon.tokens[self.number]
        source_types, target_types = (
            sorted(set(side.types[side.ends[sentences.start] : side.ends[sentences.stop]].tolist()))
            for side, sentences in zip(tokens, (source, target), strict=True)
        )
        return source_types, target_types


def _word_types(vocabulary: Vocabulary) -> Bools:
    """(types,): True for the types whose translations are learned: all but punctuation marks."""
    return np.array([kind != "mark" for kind, _ in vocabulary.type_keys], bool)
