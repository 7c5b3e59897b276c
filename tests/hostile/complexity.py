"""The CPU time of inputs of many kinds, as ratios to that of ordinary text of their size.

The ordinary text that an input is compared with has as many sentences as the longer side of the input, and as many
bytes at least. An input of short sentences has fewer bytes.
"""

import time
import warnings
from functools import cache
from typing import NamedTuple

from aligner import InputError, align_texts
from hostile.costly_inputs import BYTES_OF_SENTENCES, inputs, joined, ordinary

MAX_RATIO = 3  # of CPU times
REPEATS = 3  # measurements of an input that seems to exceed a ratio, and of ordinary text; the shortest one counts


class Ratio(NamedTuple):
    """The CPU time of an input.

    name: of its kind.
    seconds: of the input.
    ratio: to the time of ordinary text.
    refusal: the message with which it was refused, if it was.
    """

    name: str
    seconds: float
    ratio: float
    refusal: str = ""


def measure(texts, method):
    """CPU seconds of an alignment, the sentences of the longer side, and the message of a refusal."""
    begin, sentences, refusal = time.process_time(), 0, ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bitext = align_texts(*texts, method=method)
    except InputError as error:
        refusal = str(error)
    seconds = time.process_time() - begin
    if not refusal:
        sentences = max(len(bitext.source.sentences), len(bitext.target.sentences))
    return seconds, sentences, refusal


@cache
def ordinary_seconds(count, method):
    """CPU seconds of ordinary text of so many sentences."""
    texts = joined(ordinary(count))
    return min(measure(texts, method)[0] for _ in range(REPEATS))


def seconds_to_compare(size, sentences, method):
    """CPU seconds of ordinary text of so many bytes and sentences at least.

    Of many sentences, they are extrapolated in proportion to the sentences.
    """
    of_size, longest = size // BYTES_OF_SENTENCES, 2 * size // BYTES_OF_SENTENCES
    if sentences < longest:
        return ordinary_seconds(of_size, method)
    return ordinary_seconds(longest, method) * sentences / longest


def ratios(size, chosen=lambda name: True, max_ratio=MAX_RATIO):
    """The ratio of each kind of input.

    size: bytes of both sides together, about.
    chosen: whether the kind of a name is measured.
    max_ratio: an input is measured again if it seems to exceed it, since the machine may have been busy.
    """
    measure(joined(ordinary(10)), "hybrid")  # loads modules and lexicons
    for name, make, method in inputs(size):
        if chosen(name):
            yield min(_repeated(name, make(), size, method, max_ratio), key=lambda measured: measured.ratio)


def _repeated(name, texts, size, method, max_ratio):
    """One or more measurements of an input, the last of which does not exceed the ratio."""
    for _ in range(REPEATS):
        seconds, sentences, refusal = measure(texts, method)
        ratio = seconds / seconds_to_compare(size, sentences, method)
        yield Ratio(name, seconds, ratio, refusal)
        if ratio < max_ratio:
            return
