"""Two made-up languages: texts of invented words, of which no lexicon knows anything."""

import random
from itertools import accumulate, pairwise
from typing import NamedTuple

from aligner.bitext import Parallel, Span
from aligner.rows import Row
from aligner.split.sentences import split_document

TAGS = ("qaa", "qab")  # codes for private use
SYLLABLES = (
    ["ba", "ki", "mo", "tu", "re", "sa", "li", "no", "du", "fe"],
    ["va", "zi", "go", "pu", "je", "wa", "xi", "co", "yu", "he"],
)
WORDS = 400
KINDS = {(1, 1): 45, (1, 2): 20, (2, 1): 5, (1, 3): 8, (2, 2): 4, (0, 1): 12, (1, 0): 6}  # weights


class Language(NamedTuple):
    """A word and its translation by their rank, and the share of each word in texts."""

    words: list[tuple[str, str]]
    shares: list[float]


class Beads(NamedTuple):
    """Sentences of both sides, and the beads of their numbers."""

    source: list[str]
    target: list[str]
    beads: list[tuple[tuple[int, ...], tuple[int, ...]]]


def language(seed):
    """Two languages whose words translate each other one to one, with the shares of Zipf's law."""
    chance = random.Random(seed)
    sides = []
    for syllables in SYLLABLES:
        words = {}
        while len(words) < WORDS:
            words["".join(chance.choices(syllables, k=chance.randint(2, 4)))] = None
        sides.append(list(words))
    return Language(list(zip(*sides, strict=True)), [1 / (rank + 3) for rank in range(WORDS)])


def text(of, seed, number, kinds=KINDS):
    """A text of a number of beads; each has the words of its sentences on both sides, some of them left out."""
    chance = random.Random(seed)
    beads = Beads([], [], [])
    for kind in chance.choices(list(kinds), kinds.values(), k=number):
        words = chance.choices(of.words, of.shares, k=chance.randint(5, 11) * max(kind))
        sides = []
        for side, count in enumerate(kind):
            kept = [pair[side] for pair in words if chance.random() < 0.75] or [words[0][side]]
            ends = [0, *accumulate([len(kept) // count] * (count - 1)), len(kept)] if count else []
            sentences = [" ".join(kept[a:b]) + "." for a, b in pairwise(ends)]
            of_side = beads[side]
            sides.append(tuple(range(len(of_side), len(of_side) + count)))
            of_side.extend(sentences)
        beads.beads.append(tuple(sides))
    return beads


def rows(beads):
    """The rows of a file of pairs that holds these beads."""
    for source, target in beads.beads:
        sides = [beads.source[number] for number in source], [beads.target[number] for number in target]
        kind = f"{len(source)}-{len(target)}"
        yield Row(" ".join(sides[0]), " ".join(sides[1]), kind, source_sentences=sides[0], target_sentences=sides[1])


def parallel(beads):
    """The two texts to align, a sentence a line."""
    documents = []
    for tag, sentences in zip(TAGS, beads[:2], strict=True):
        ends = list(accumulate(len(sentence) + 1 for sentence in sentences))
        spans = [Span(end - 1 - len(sentence), end - 1) for end, sentence in zip(ends, sentences, strict=True)]
        documents.append(split_document("".join(f"{line}\n" for line in sentences), tag, spans, pre_split=True))
    return Parallel(*documents, fixed=True)


def strict_f1(beads, bitext):
    """F1 of the beads of an alignment: recall of two-sided gold beads, precision of all beads."""
    gold, predicted = set(beads.beads), {(tuple(bead.source), tuple(bead.target)) for bead in bitext.beads}
    two_sided = {bead for bead in gold if all(bead)}
    precision, recall = len(gold & predicted) / len(predicted), len(two_sided & predicted) / len(two_sided)
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0
