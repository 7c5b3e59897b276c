"""Sentences of subtitles by end marks, and by the clock of the other file where end marks are missing."""

import random
from collections import Counter

import films
import pytest
from aligning import ARABIC, ENGLISH
from sample_corpus import beads

from aligner import pipeline
from aligner.read.subtitles import subtitles
from aligner.settings import Settings

PAIRS = list(zip(ARABIC, ENGLISH, strict=True))
# Sentences of two captions or more.
LONG_PAIRS = [
    (f"{left.rstrip('.')}، و{right}", f"{english.rstrip('.')}, and {other[0].lower()}{other[1:]}")
    for (left, english), (right, other) in zip(PAIRS, PAIRS[1:] + PAIRS[:1], strict=True)
]


def without_end(sentence):
    return sentence.rstrip(".")


def prepared(arabic, english, settings=None):
    """Two subtitle files, ready to be aligned."""
    texts = [subtitles.read(text.encode(), name, None) for text, name in ((arabic, "a.srt"), (english, "b.srt"))]
    return pipeline.prepare(texts, settings or Settings())


def aligned_pairs(arabic, english, settings=None):
    """The pairs of two subtitle files, and their bitext."""
    read = prepared(arabic, english, settings)
    ((_, bitext, _),) = pipeline.align_prepared([read], settings or Settings())
    return [(pair.source, pair.target) for pair in bitext.pairs()], bitext


def film(pairs, seed=1, *, arabic=str, drop=0.0, **of_english):
    """The subtitles of pairs in Arabic and in English, and the pairs that both have.

    arabic: what becomes of an Arabic sentence.
    drop: share of the pairs that one of the two files lacks.
    """
    chance = random.Random(seed)
    pairs = [(arabic(source), target) for source, target in pairs]
    dropped = {k: chance.randrange(2) for k in range(len(pairs)) if chance.random() < drop}
    times = list(films.moments(pairs, chance))
    sides = [[None if dropped.get(k) == side else pair[side] for k, pair in enumerate(pairs)] for side in (0, 1)]
    return (
        films.subtitles(sides[0], times, seed),
        films.subtitles(sides[1], times, seed + 1, **of_english),
        [pair for k, pair in enumerate(pairs) if k not in dropped],
    )


def right(pairs, wanted):
    """The share of the wanted pairs that were returned."""
    return (Counter(pairs) & Counter(wanted)).total() / len(wanted)


OTHER_CLOCK = {"offset": 30.0, "speed": 25 / 23.976}


def test_sentences_run_over_captions():
    arabic, english, wanted = film(LONG_PAIRS, **OTHER_CLOCK)
    pairs, bitext = aligned_pairs(arabic, english)
    assert pairs == wanted
    assert len(bitext.source.places) > 1.5 * len(pairs)


def test_without_full_stops_the_clock_shows_the_sentences():
    arabic, english, wanted = film(LONG_PAIRS, arabic=without_end, **OTHER_CLOCK)
    read = prepared(arabic, english).parallel
    assert len(read.source.sentences) == len(read.source.places) > len(read.target.sentences)
    pairs, bitext = aligned_pairs(arabic, english)
    assert right(pairs, wanted) >= 0.9
    assert len(bitext.source.sentences) <= len(wanted) + 1
    assert "".join("".join(source for source, _ in pairs).split()) == "".join("".join(s for s, _ in wanted).split())


def test_captions_that_are_split_already_stay():
    arabic, english, _ = film(LONG_PAIRS, arabic=without_end)
    _, bitext = aligned_pairs(arabic, english, Settings(pre_split=True))
    for document in (bitext.source, bitext.target):
        assert len(document.sentences) == len(document.places)


def test_captions_without_end_marks_are_sentences_if_they_are_many():
    words = [f"number {number}" for number in range(20)]
    text = "\n".join(f"00:00:{k:02},000 --> 00:00:{k:02},900\n{word}\n" for k, word in enumerate(words))
    few = "\n".join(f"00:01:{k:02},000 --> 00:01:{k:02},900\nWe are{'.' * (k % 2)}\n" for k in range(8))
    read = prepared("00:00:01,000 --> 00:00:02,000\nوصل القطار.\n", f"{text}\n{few}").parallel
    sentences = [read.target.sentence(k) for k in range(len(read.target.sentences))]
    assert sentences == [*words, *["We are We are."] * 4]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arabic", "options"),
    [
        pytest.param(str, {}, id="end marks"),
        pytest.param(str, OTHER_CLOCK, id="another clock"),
        pytest.param(str, {"drop": 0.1, **OTHER_CLOCK}, id="gaps"),
        pytest.param(without_end, {}, id="no end marks"),
        pytest.param(without_end, OTHER_CLOCK, id="no end marks, another clock"),
    ],
)
def test_a_thousand_captions(arabic, options):
    chance = random.Random(3)
    pairs = [chance.choice([*PAIRS, *LONG_PAIRS, *beads()]) for _ in range(800)]
    first, second, wanted = film(pairs, arabic=arabic, **options)
    assert min(first.count("-->"), second.count("-->")) >= 1000
    found, _ = aligned_pairs(first, second)
    assert right(found, wanted) >= 0.95
