"""How well sentences are split, plain and after changes that should not matter.

    python benchmarks/splitting.py GOLD.json ...

GOLD.json is a list of units {"id": ..., "sents": [...]}; a unit is its sentences with a blank between them, and
its language is the beginning of the file's name (ar_news.json). Prints F1 of the boundaries inside of units, by
file and change, and the speed on the plain text in megabytes of UTF-8 a second of CPU time.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import regex

from aligner.split.sentences import split_paragraph

ENDER = r"(?<=\p{L}\p{L}[.!?؟])"
CHANGES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "no-break spaces": lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
    "RLM after the mark": lambda text: regex.sub(rf"{ENDER}(?= )", "\N{RIGHT-TO-LEFT MARK}", text),
    "no space (Arabic)": lambda text: regex.sub(rf"{ENDER} (?=\p{{Arabic}}{{2}})", "", text),
    "in « »": lambda text: f"«{text}»",
}


def boundaries(text: str, ends: Sequence[int]) -> set[int]:
    """Ends of sentences as numbers of letters and figures before them, which no change moves."""
    before = [0, *accumulate(character.isalnum() for character in text)]
    return {before[end] for end in ends} - {0, before[-1]}


def f1(units: Sequence[Sequence[str]], language: str, change: Callable[[str], str]) -> tuple[float, float]:
    """F1 of the boundaries, and CPU seconds of the splitting alone."""
    right = found = gold = 0
    seconds = 0.0
    for unit in units:
        text = " ".join(unit)
        expected = boundaries(text, [end - 1 for end in accumulate(len(sentence) + 1 for sentence in unit)])
        changed = change(text)
        start = time.process_time()
        spans = list(split_paragraph(changed, language))
        seconds += time.process_time() - start
        predicted = boundaries(changed, [span.end for span in spans])
        right += len(predicted & expected)
        found += len(predicted)
        gold += len(expected)
    return 2 * right / max(found + gold, 1), seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    files = parser.parse_args().gold
    print(f"{'':24}", *(f"{name:>18}" for name in CHANGES), f"{'MB/s':>6}")
    list(split_paragraph("He left the U.S. He stayed.", "en"))  # Punkt is imported now, not while the clock runs
    for file in files:
        units = [unit["sents"] for unit in json.loads(file.read_text(encoding="utf-8"))]
        language = file.name[:2]
        scores = [f1(units, language, change) for change in CHANGES.values()]
        size = sum(len(" ".join(unit).encode()) for unit in units)
        print(f"{file.stem:24}", *(f"{score:18.3f}" for score, _ in scores), f"{size / scores[0][1] / 1e6:6.1f}")


if __name__ == "__main__":
    main()
