"""Subtitles of a film that does not exist: sentences and their translations, spread over captions in time."""

import random
import textwrap

WIDTH = 40  # characters of a line of a caption


def stamp(seconds):
    """A time as SubRip writes it; the first hour of a film may begin before 0."""
    milliseconds = abs(round(1000 * seconds))
    minutes, rest = divmod(milliseconds, 60_000)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"


def chunks(sentence, chance):
    """Parts of a sentence with the text of one caption each: one or two lines, cut at words."""
    words, part = sentence.split(), []
    limit = WIDTH * chance.randint(1, 2)
    for word in words:
        if part and len(" ".join([*part, word])) > limit:
            yield " ".join(part)
            part, limit = [], WIDTH * chance.randint(1, 2)
        part.append(word)
    yield " ".join(part)


def moments(pairs, chance):
    """When each pair begins and ends, by the number of its letters; a pause follows some pairs."""
    now = 1.0
    for _, english in pairs:
        end = now + max(1.2, len(english) / 15)
        yield now, end
        now = end + (chance.uniform(2, 6) if chance.random() < 0.15 else chance.uniform(0.1, 0.6))


def subtitles(sentences, times, seed, *, offset=0.0, speed=1.0, jitter=0.2):
    """A file of SubRip.

    sentences: the sentences, or None for one that the file lacks.
    times: when they begin and end.
    offset, speed: seconds and a factor by which the times differ.
    jitter: seconds by which a caption appears too early or too late, at most.
    """
    chance = random.Random(seed)
    blocks, last = [], 0.0
    for sentence, (begin, end) in zip(sentences, times, strict=True):
        if sentence is None:
            continue
        done = 0
        for part in chunks(sentence, chance):
            shares = done / len(sentence), (done + len(part)) / len(sentence)
            done += len(part) + 1
            at, until = (begin + share * (end - begin) + chance.uniform(-jitter, jitter) for share in shares)
            at = max(at, last + 0.04)
            last = max(until, at + 0.3)
            shown = stamp(offset + speed * at), stamp(offset + speed * last)
            lines = "\n".join(textwrap.wrap(part, WIDTH))
            blocks.append(f"{len(blocks) + 1}\n{shown[0]} --> {shown[1]}\n{lines}\n")
    return "\n".join(blocks)
