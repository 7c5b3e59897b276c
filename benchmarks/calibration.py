#!/usr/bin/env python3
"""How well the confidence of pairs is calibrated: how often pairs of a confidence are right.

    python benchmarks/calibration.py GOLD [GOLD ...] [--method M] [--temperature T ...]

A GOLD is a folder of documents, at any depth. A document that is split already is a folder with two files of
sentences named by their languages, such as ar.txt and en.txt, and gold.txt, a bead a line, `[0, 1]:[0]`; a pair is
right if it is one of these. A raw document is a folder with ar.txt, en.txt and gold.json, whose "segments" have
"src" and "tgt", offsets into either file or null; a pair is right if it begins and ends where segments do on both
sides, or lies within one.

The expected calibration error is the mean, over ten bins of confidence weighted by their pairs, of the difference
between the mean confidence of a bin and the share of its pairs that is right.
"""

import argparse
import json
import math
from itertools import pairwise
from pathlib import Path

from aligner import split_text
from aligner.align import em
from aligner.bitext import Parallel

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


def documents(folder):
    """The sides of each document, and a function that tells whether a bead is right."""
    for gold in sorted([*folder.rglob("gold.txt"), *folder.rglob("gold.json")]):
        split = gold.suffix == ".txt"
        files = sorted(path for path in gold.parent.glob("??.txt"))
        source, target = (split_text(path.read_bytes().decode("utf-8"), path.stem, pre_split=split) for path in files)
        yield source, target, (in_beads(gold) if split else in_segments(gold, source, target))


def in_beads(gold):
    """Whether a bead is one of those of a file."""
    beads = {tuple(tuple(json.loads(side)) for side in line.split(":")[:2]) for line in gold.read_text().splitlines()}
    return lambda bead: (tuple(bead.source), tuple(bead.target)) in beads


def in_segments(gold, source, target):
    """Whether a bead begins and ends where segments do, or lies within one."""
    segments = json.loads(gold.read_text(encoding="utf-8"))["segments"]

    def seen(text, end):
        return len("".join(text[:end].split()))

    corners, inner, at = {(0, 0)}, [], (0, 0)
    for segment in segments:
        ends = tuple(
            seen(document.text, segment[side][1]) if segment[side] else before
            for document, side, before in ((source, "src", at[0]), (target, "tgt", at[1]))
        )
        if segment["src"] and segment["tgt"]:
            corners |= {at, ends}
            inner.append((at, ends))
        at = ends
    corners.add(at)

    def right(bead):
        one, other = source.span(bead.source), target.span(bead.target)
        begin = seen(source.text, one.start), seen(target.text, other.start)
        end = seen(source.text, one.end), seen(target.text, other.end)
        within = any(a[0] <= begin[0] and a[1] <= begin[1] and end[0] <= b[0] and end[1] <= b[1] for a, b in inner)
        return (begin in corners and end in corners) or within

    return right


def judged(folders, method, temperature):
    """Confidence of each pair of all documents, and whether it is right."""
    found = []
    for folder in folders:
        for source, target, right in documents(folder):
            ((bitext, _),) = em.align_documents([Parallel(source, target)], method, temperature=temperature)
            found += [(bead.confidence, right(bead)) for bead in bitext.beads if bead.paired]
    return found


def report(pairs, name):
    """Print the error, and the bins."""
    error = sum(
        abs(sum(p for p, _ in some) - sum(right for _, right in some))
        for k in range(10)
        if (some := [(p, right) for p, right in pairs if k == min(int(p * 10), 9)])
    ) / len(pairs)
    loss = -sum(math.log(max(p if right else 1 - p, 1e-3)) for p, right in pairs) / len(pairs)
    print(f"{name}: {len(pairs)} pairs, expected calibration error {error:.3f}, log-loss {loss:.3f}")
    for low, high in pairwise(BINS):
        some = [(p, right) for p, right in pairs if low <= p < high]
        if some:
            mean, share = sum(p for p, _ in some) / len(some), sum(right for _, right in some) / len(some)
            print(f"  {low:.2f}-{min(high, 1):.2f}  {len(some):5} pairs  confidence {mean:.3f}  right {share:.3f}")


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
