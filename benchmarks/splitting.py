"""F1 and speed of the sentence splitter, on plain text and after changes that must not move a boundary.

    python benchmarks/splitting.py GOLD.json ...

GOLD.json is a list of units {"id": ..., "sents": [...]}. The text of a unit is its sentences, joined by spaces. The
first two letters of the file's name are the language (ar_news.json).

A row of the table is a file. Its columns are F1 of the sentence boundaries within units, for each change, and the speed
on the plain text in megabytes of UTF-8 per CPU second.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import regex

from aligner.split.sentences import split_paragraph

AFTER_ENDER = r"(?<=\p{L}\p{L}[.!?؟])"  # after two letters and a mark that ends a sentence
# Name of a change -> function that applies it to a text.
CHANGES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "no-break spaces": lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
    "RLM after the mark": lambda text: regex.sub(rf"{AFTER_ENDER}(?= )", "\N{RIGHT-TO-LEFT MARK}", text),
    "no space (Arabic)": lambda text: regex.sub(rf"{AFTER_ENDER} (?=\p{{Arabic}}{{2}})", "", text),
    "in « »": lambda text: f"«{text}»",
}


def boundaries(text: str, ends: Sequence[int]) -> set[int]:
    """Sentence boundaries within a text, each as the number of letters and digits before it.

    ends: offset of the end of each sentence, in code points. No change of the text moves these numbers, since `CHANGES`
    keep letters and digits.
    """
    letters_before = [0, *accumulate(character.isalnum() for character in text)]
    return {letters_before[end] for end in ends} - {0, letters_before[-1]}


def f1(units: Sequence[Sequence[str]], language: str, change: Callable[[str], str]) -> tuple[float, float]:
    """F1 of the boundaries of changed units, and the CPU seconds of the splitting alone.

    units: sentences of each unit.
    language: two-letter code.
    change: is applied to the text of each unit before it is split.
    """
    correct = predicted = expected = 0
    seconds = 0.0
    for unit in units:
        text = " ".join(unit)
        gold = boundaries(text, [end - 1 for end in accumulate(len(sentence) + 1 for sentence in unit)])
        changed = change(text)
        start = time.process_time()
        spans = list(split_paragraph(changed, language))
        seconds += time.process_time() - start
        split = boundaries(changed, [span.end for span in spans])
        correct += len(split & gold)
        predicted += len(split)
        expected += len(gold)
    return 2 * correct / max(predicted + expected, 1), seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    files = parser.parse_args().gold
    print(f"{'':24}", *(f"{name:>18}" for name in CHANGES), f"{'MB/s':>6}")
    list(split_paragraph("He left the U.S. He stayed.", "en"))  # imports Punkt before the first measurement
    for file in files:
        units = [unit["sents"] for unit in json.loads(file.read_text(encoding="utf-8"))]
        language = file.name[:2]
        scores = [f1(units, language, change) for change in CHANGES.values()]
        size = sum(len(" ".join(unit).encode()) for unit in units)
        print(f"{file.stem:24}", *(f"{score:18.3f}" for score, _ in scores), f"{size / scores[0][1] / 1e6:6.1f}")


if __name__ == "__main__":
    main()
