"""Sides of beads as words, and models of words, for the tests of boundaries."""

from aligner import split_text
from aligner.align.boundaries.side import TextSide, side_words
from aligner.lexical.local_text import LocalText
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import Vocabulary
from aligner.lexical.word_model import WordModel


def text_side(text, language="en", **options):
    """A text as one side of a pair."""
    document = split_text(text, language, **options)
    vocabulary = Vocabulary(language, "ar" if language == "en" else "en")
    tokens = vocabulary.add([document.sentence(number) for number in range(len(document.sentences))])
    return TextSide(document, vocabulary, LocalText.from_tokens(tokens, vocabulary))


def words_of(text, language="en", **options):
    """The words of all sentences of a text."""
    side = text_side(text, language, **options)
    return side_words(side, range(len(side.document.sentences)))


def model_of(source, target, pairs=()):
    """The word model of the sides of two texts.

    pairs: (source word, target word, T(target | source), T(source | target)).
    """
    numbers = [side.vocabulary.number_of_key for side in (source, target)]
    numbered = [(numbers[0]["word", u], numbers[1]["word", w], *values) for u, w, *values in pairs]
    return WordModel.from_texts(source.local, target.local, TranslationTable.from_pairs(numbered))
