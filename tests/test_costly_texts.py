"""Texts that could take much longer than ordinary ones of as many sentences, and their CPU time as a ratio to these."""

import random
import time
from pathlib import Path

import pytest

from aligner import align_sentences

SENTENCES = 3000
MAX_RATIO = 4  # of CPU times, with a margin for a busy machine
LEXICON = Path(__file__).parents[1] / "data" / "lexicon" / "ar-en.tsv"


def ordinary(count):
    """As many sentences of words of the lexicon, and their translations word by word."""
    pairs = [line.split("\t")[:2] for line in LEXICON.read_text("utf-8").splitlines()]
    source = random.Random(1)
    sentences = [source.choices(pairs, k=source.randint(4, 22)) for _ in range(count)]
    return [[" ".join(pair[side] for pair in sentence) + "." for sentence in sentences] for side in range(2)]


def cpu_time(texts, method):
    begin = time.process_time()
    align_sentences(*texts, method=method)
    return time.process_time() - begin


def one_word_differs(count):
    arabic, english = ordinary(count)
    return (
        [f"ذهب الولد إلى {sentence.split()[0]}." for sentence in arabic],
        [f"The boy went to {sentence.split()[0]}." for sentence in english],
    )


def same_words(count):
    order = random.Random(2)
    words = ["في", "البيت", "كتاب", "قديم"], ["there", "is", "an", "old", "book"]
    return [[" ".join(order.choices(of_side, k=order.randint(1, 6))) for _ in range(count)] for of_side in words]


COSTLY = {
    "one word": (["كتاب"] * SENTENCES, ["book"] * SENTENCES),
    "one letter": (["ا"] * SENTENCES, ["a"] * SENTENCES),
    "identical": (["ذهب الولد إلى المدرسة."] * SENTENCES, ["The boy went to the school."] * SENTENCES),
    "identical, fewer": (["ذهب الولد إلى المدرسة."] * SENTENCES, ["The boy went to the school."] * (SENTENCES // 2)),
    "one word differs": one_word_differs(SENTENCES),
    "same words": same_words(SENTENCES),
    "one against many": (["ذهب الولد إلى المدرسة."], ["The boy went to the school."] * SENTENCES),
    "other order": (ordinary(SENTENCES)[0], ordinary(SENTENCES)[1][::-1]),
}


@pytest.fixture(scope="module")
def ordinary_time():
    texts = ordinary(SENTENCES)
    align_sentences(*ordinary(10))  # loads the modules and the lexicon
    return cpu_time(texts, "hybrid")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", COSTLY)
def test_no_text_takes_much_longer_than_an_ordinary_one_of_its_size(kind, ordinary_time):
    ratio = cpu_time(COSTLY[kind], "hybrid") / ordinary_time
    assert ratio < MAX_RATIO
