"""Texts to align whose links are known: real sentences with gaps.

The sentences come from a parallel text that the user names, or else from the project's sample. The sample has 14 pairs;
to make it longer, pairs are drawn from it at random, and each copy of a pair loses a tenth of its words.

A link is a pair (source sentence, target sentence), counted from 0.
"""

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample.txt"
GAPS = 0.05  # share of the sentences of each side that are left out
BLOCK = 20  # pairs that stay together when a parallel text is shuffled, so that neighbours fit each other
OMITTED_WORDS = 0.1  # share of the words that a copy of a pair of the sample loses, so that copies differ
EQUAL_LENGTH = 40  # characters of every sentence of `equal_lengths`
DOCUMENT_SENTENCES = 5, 60  # least and largest number of pairs of a document

Pair = tuple[str, str]
Link = tuple[int, int]
Draw = Callable[[int, random.Random], list[Pair]]  # (number of pairs, source of random numbers) -> pairs


class Text(NamedTuple):
    """The sentences of a text and of its translation, and the links between them."""

    source: list[str]
    target: list[str]
    links: set[Link]

    def lengths(self) -> tuple[list[int], list[int]]:
        """Characters of each source sentence and of each target sentence."""
        return [len(sentence) for sentence in self.source], [len(sentence) for sentence in self.target]

    def write(self, source: Path, target: Path) -> None:
        """Write two files with one sentence a line."""
        for file, sentences in ((source, self.source), (target, self.target)):
            file.write_text("".join(f"{sentence}\n" for sentence in sentences), encoding="utf-8")


def read_parallel(source: Path, target: Path) -> list[Pair]:
    """The pairs of two files, of which line k of one translates line k of the other; empty lines are left out.

    Raises ValueError if the files are not parallel, or hold no pair.
    """
    sides = [_read_lines(file) for file in (source, target)]
    if len(sides[0]) != len(sides[1]):
        raise ValueError(
            f"{source} has {len(sides[0]):,} lines and {target} has {len(sides[1]):,}: line k of one must translate "
            "line k of the other"
        )
    pairs = [(" ".join(a.split()), " ".join(b.split())) for a, b in zip(*sides, strict=True)]
    pairs = [pair for pair in pairs if all(pair)]
    if not pairs:
        raise ValueError(f"{source} and {target} have no line with text on both sides")
    return pairs


def _read_lines(file: Path) -> list[str]:
    """The lines of a file in UTF-8; only a line feed ends a line, as in other tools for parallel text.

    Raises ValueError if the file is not UTF-8.
    """
    try:
        return file.read_bytes().decode("utf-8-sig").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} is not UTF-8: byte {error.start}") from error


def shuffled_blocks(pairs: Sequence[Pair]) -> Draw:
    """A function that draws from a parallel text: its blocks in random order, all of them before any a second time."""

    def draw(count: int, chance: random.Random) -> list[Pair]:
        drawn: list[Pair] = []
        while len(drawn) < count:
            starts = list(range(0, len(pairs), BLOCK))
            chance.shuffle(starts)
            for start in starts:
                drawn += pairs[start : start + BLOCK]
        return drawn[:count]

    return draw


def sample_copies(count: int, chance: random.Random) -> list[Pair]:
    """Pairs drawn from the sample; each copy loses a tenth of the words of either side, at random."""

    def shorten(sentence: str) -> str:
        words = sentence.split()
        return " ".join(word for word in words if chance.random() >= OMITTED_WORDS) or words[0]

    return [(shorten(source), shorten(target)) for source, target in chance.choices(sample_pairs(), k=count)]


@cache
def sample_pairs() -> list[Pair]:
    """The pairs of the project's sample."""
    import aligner

    return [(pair.source, pair.target) for pair in aligner.align_file(SAMPLE).pairs() if pair.source and pair.target]


def with_gaps(pairs: Sequence[Pair], chance: random.Random) -> Text:
    """A text of the pairs, where a share of `GAPS` of the sentences of each side is left out."""
    count = len(pairs)
    omitted = [set(chance.sample(range(count), min(round(GAPS * count), count - 1))) for _ in range(2)]
    text = Text([], [], set())
    for number, (source, target) in enumerate(pairs):
        in_source, in_target = (number not in numbers for numbers in omitted)
        if in_source and in_target:
            text.links.add((len(text.source), len(text.target)))
        if in_source:
            text.source.append(source)
        if in_target:
            text.target.append(target)
    return text


def one_text(draw: Draw, size: int, chance: random.Random) -> Text:
    """A text of `size` sentences a side, with gaps."""
    return with_gaps(draw(max(round(size / (1 - GAPS)), 1), chance), chance)


def documents(draw: Draw, count: int, chance: random.Random, sizes: tuple[int, int] = DOCUMENT_SENTENCES) -> list[Text]:
    """Texts of a random number of pairs, with gaps.

    sizes: least and largest number of pairs.
    """
    return [with_gaps(draw(chance.randint(*sizes), chance), chance) for _ in range(count)]


def equal_lengths(text: Text) -> Text:
    """The same text with every sentence cut off, or filled up with full stops, to the same number of characters."""
    source, target = (
        [sentence[:EQUAL_LENGTH].ljust(EQUAL_LENGTH, ".") for sentence in side] for side in (text.source, text.target)
    )
    return Text(source, target, text.links)


def f1(predicted: set[tuple[int, ...]], true: set[tuple[int, ...]]) -> float:
    """F1 of predicted links, from 0 to 1."""
    return 2 * len(predicted & true) / max(len(predicted) + len(true), 1)
