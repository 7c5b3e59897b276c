#!/usr/bin/env python3
"""Calibration of the confidence of pairs by temperature: the temperature of a method is that with the least log-loss.

    python benchmarks/calibration.py GOLD [GOLD ...] [--method M] [--temperature T ...]

A GOLD is a folder of documents, at any depth, as `benchmarks/gold.py` describes them. The texts are split, and then
aligned by themselves: the steps that would change a document by the pairs do not run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parent.parent))  # run as a script, it finds its package

from aligner import split_text
from aligner.align import em
from aligner.bitext import Bitext, Parallel
from aligner.convert.pair_file import Wanted
from aligner.evaluation.alignments import Alignment, Entry, read_alignment
from aligner.evaluation.calibration import Judgement, calibrate
from aligner.evaluation.measuring import measure
from benchmarks.gold import RAW, SPLIT, texts_of


def documents(folder: Path) -> Iterator[tuple[Alignment, Parallel]]:
    """Yield the gold and the two sides of each document below a folder."""
    for path in sorted([*folder.rglob(SPLIT), *folder.rglob(RAW)]):
        gold = read_alignment(str(path), Wanted(None, None, "utf-8"))
        source, target = (
            split_text(file.read_bytes().decode("utf-8"), file.stem, pre_split=path.name == SPLIT)
            for file in texts_of(path.parent)
        )
        yield gold, Parallel(source, target)


def as_alignment(bitext: Bitext) -> Alignment:
    """A bitext as an alignment in a file."""
    entries = [
        Entry(number, tuple(bead.source), tuple(bead.target), pair.source, pair.target, bead.confidence)
        for number, (bead, pair) in enumerate(zip(bitext.beads, bitext.pairs(), strict=True), 1)
    ]
    return Alignment("aligned", "row", entries, has_numbers=True, has_texts=True)


def judged(folders: Sequence[Path], method: str, temperature: float) -> list[Judgement]:
    """Confidence of each pair of all documents, and whether it is right."""
    judgements: list[Judgement] = []
    for folder in folders:
        for gold, sides in documents(folder):
            ((bitext, _),) = em.align_documents([sides], method, temperature=temperature)
            judgements += measure("", gold, as_alignment(bitext), None).judgements()
    return judgements


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--method", choices=list(em.METHODS), default="hybrid")
    parser.add_argument("--temperature", type=float, nargs="*", help="instead of that of the method")
    arguments = parser.parse_args()
    for temperature in arguments.temperature or [em.METHODS[arguments.method].temperature]:
        figures = calibrate(judged(arguments.gold, arguments.method, temperature))
        print(
            f"{arguments.method}, temperature {temperature:g}: {figures.pairs} pairs, expected calibration error "
            f"{figures.expected_error:.3f}, log-loss {figures.log_loss:.3f}"
        )
        for least, limit, pairs, confidence, right in figures.bins:
            print(f"  {least:.1f}-{limit:.1f}  {pairs:5} pairs  confidence {confidence:.3f}  right {right:.3f}")


if __name__ == "__main__":
    main()
