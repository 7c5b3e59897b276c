#!/usr/bin/env python3
"""Calibration of the confidence of pairs: whether 90 % of the pairs with confidence 0.9 are right.

    python benchmarks/calibration.py GOLD [GOLD ...] [--method M] [--temperature T ...]

A GOLD is a folder of documents, at any depth. A document is a folder of one of two forms:

- Split into sentences: two files with one sentence a line, named by their languages (ar.txt and en.txt), and
  gold.txt with one bead a line, `[0, 1]:[0]`. A pair is right if it is one of these beads.
- Raw: ar.txt, en.txt and gold.json. Each of the "segments" of gold.json has "src" and "tgt": offsets into the files,
  or null for a missing side. A pair is right if it starts and ends at segment boundaries on both sides, or if it lies
  within one segment.

The expected calibration error is taken over ten bins of confidence. It is the mean difference between the mean
confidence of a bin and the share of its pairs that are right, weighted by the number of pairs (Guo et al. 2017).
"""

import argparse
import json
import math
from itertools import pairwise
from pathlib import Path

from aligner import split_text
from aligner.align import em
from aligner.bitext import Parallel

ERROR_BINS = 10  # bins of equal width for the expected calibration error
PRINTED_BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)  # limits; confidences are seldom low, so finer above
MIN_PROBABILITY = 1e-3  # keeps the log-loss of a pair finite


def documents(folder):
    """Yield the two sides of each document, and a function that returns True if a bead is right."""
    for gold in sorted([*folder.rglob("gold.txt"), *folder.rglob("gold.json")]):
        split = gold.suffix == ".txt"
        files = sorted(path for path in gold.parent.glob("??.txt"))
        source, target = (split_text(path.read_bytes().decode("utf-8"), path.stem, pre_split=split) for path in files)
        yield source, target, (judge_by_beads(gold) if split else judge_by_segments(gold, source, target))


def judge_by_beads(gold):
    """A function that returns True for the beads of a gold.txt."""
    beads = {tuple(tuple(json.loads(side)) for side in line.split(":")[:2]) for line in gold.read_text().splitlines()}
    return lambda bead: (tuple(bead.source), tuple(bead.target)) in beads


def judge_by_segments(gold, source, target):
    """A function that returns True for a bead that starts and ends at segment boundaries, or lies within a segment.

    gold: a gold.json.
    source, target: the documents.
    """
    corners, segments = read_segments(gold, source, target)

    def is_right(bead):
        source_span, target_span = source.span(bead.source), target.span(bead.target)
        start = letters_before(source, source_span.start), letters_before(target, target_span.start)
        end = letters_before(source, source_span.end), letters_before(target, target_span.end)
        if start in corners and end in corners:
            return True
        return any(
            first[0] <= start[0] and first[1] <= start[1] and end[0] <= last[0] and end[1] <= last[1]
            for first, last in segments
        )

    return is_right


def read_segments(gold, source, target):
    """Corners and paired segments of a gold.json; a position is the number of letters before it on either side.

    Returns the set of positions where a bead may start or end, and a list with the start and end of each segment that
    has both sides.
    """
    corners, paired, position = {(0, 0)}, [], (0, 0)
    for segment in json.loads(gold.read_text(encoding="utf-8"))["segments"]:
        end = tuple(
            letters_before(document, segment[side][1]) if segment[side] else previous
            for document, side, previous in ((source, "src", position[0]), (target, "tgt", position[1]))
        )
        if segment["src"] and segment["tgt"]:
            corners |= {position, end}
            paired.append((position, end))
        position = end
    corners.add(position)
    return corners, paired


def letters_before(document, offset):
    """Number of characters before an offset that are not white space: gaps between sentences do not count."""
    return len("".join(document.text[:offset].split()))


def judged(folders, method, temperature):
    """Confidence of each pair of all documents, and whether it is right."""
    found = []
    for folder in folders:
        for source, target, right in documents(folder):
            ((bitext, _),) = em.align_documents([Parallel(source, target)], method, temperature=temperature)
            found += [(bead.confidence, right(bead)) for bead in bitext.beads if bead.paired]
    return found


def report(pairs, name):
    """Print the expected calibration error, the log-loss and the bins.

    pairs: (confidence, right) of each pair.
    name: heads the line.
    """
    loss = -sum(math.log(max(p if right else 1 - p, MIN_PROBABILITY)) for p, right in pairs) / len(pairs)
    error = calibration_error(pairs)
    print(f"{name}: {len(pairs)} pairs, expected calibration error {error:.3f}, log-loss {loss:.3f}")
    for low, high in pairwise(PRINTED_BINS):
        members = [(p, right) for p, right in pairs if low <= p < high]
        if members:
            mean, share = (sum(column) / len(members) for column in zip(*members, strict=True))
            print(f"  {low:.2f}-{min(high, 1):.2f}  {len(members):5} pairs  confidence {mean:.3f}  right {share:.3f}")


def calibration_error(pairs):
    """Expected calibration error of (confidence, right), from 0 to 1."""
    differences = [0.0] * ERROR_BINS  # sum of confidences less number of right pairs, by bin
    for p, right in pairs:
        differences[min(int(p * ERROR_BINS), ERROR_BINS - 1)] += p - right
    return sum(map(abs, differences)) / len(pairs)


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--method", choices=list(em.METHODS), default="hybrid")
    parser.add_argument("--temperature", type=float, nargs="*", help="instead of that of the method")
    arguments = parser.parse_args()
    for temperature in arguments.temperature or [em.METHODS[arguments.method].temperature]:
        pairs = judged(arguments.gold, arguments.method, temperature)
        report(pairs, f"{arguments.method}, temperature {temperature:g}")


if __name__ == "__main__":
    main()
