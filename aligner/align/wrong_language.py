"""Beads with text in the wrong language: a source sentence in the language of the target, or the reverse."""

from __future__ import annotations

from collections.abc import Sequence

from aligner import languages
from aligner.bitext import Bead, Document
from aligner.language_weights import weigher

FLAG = "language"


def flag_wrong_language(source: Document, target: Document, beads: Sequence[Bead]) -> list[Bead]:
    """Return the same beads, with the flag `language` for those with a sentence that is mostly in the other language.

    Text that is the same on both sides, such as code, is not flagged. Languages of one script cannot be told apart.
    """
    if languages.script(source.language) == languages.script(target.language):
        return list(beads)
    wrong = _wrong_sentences(source, target.language), _wrong_sentences(target, source.language)
    if not any(wrong):
        return list(beads)
    return [
        bead._replace(flags=(*bead.flags, FLAG))
        if not (wrong[0].isdisjoint(bead.source) and wrong[1].isdisjoint(bead.target))
        and source.passage(bead.source) != target.passage(bead.target)
        else bead
        for bead in beads
    ]


def _wrong_sentences(document: Document, language: str) -> set[int]:
    """Return the numbers of the sentences of a document that are mostly in another language, and not only names."""
    pattern = languages.letter_pattern(language)
    weigh = weigher(document.language, language)
    numbers = set()
    for number, span in enumerate(document.sentences):
        if pattern.search(document.text, *span):
            evidence = weigh(document.text[span.start : span.end])
            if evidence.side == 1 and evidence.has_words:
                numbers.add(number)
    return numbers
