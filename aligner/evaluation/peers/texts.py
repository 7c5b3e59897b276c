"""Texts as programs need them: files with one sentence a line, tokens, a dictionary, and the texts of overlaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.data_files import data_file
from aligner.languages import primary
from aligner.lexical.tokens import normalize

PADDING = "PAD"  # the line that vecalign looks up before the first sentence
LONGEST_OVERLAP = 10_000  # characters to which vecalign cuts its lines


class Corpus(NamedTuple):
    """The texts that a program aligns in one call.

    source, target: the two files of each text, in UTF-8, with one sentence a line.
    languages: language tags of the source and of the target.
    folder: an empty folder for the files of the programs.
    """

    source: Sequence[Path]
    target: Sequence[Path]
    languages: tuple[str, str]
    folder: Path

    def sizes(self) -> list[tuple[int, int]]:
        """Sentences of the two sides of each text."""
        return [(len(read_lines(a)), len(read_lines(b))) for a, b in zip(self.source, self.target, strict=True)]

    def longest(self) -> int:
        """Sentences of the longest side of all texts."""
        return max(map(max, self.sizes()))


def read_lines(file: Path) -> list[str]:
    """The lines of a file in UTF-8; only a line feed ends a line, as in other tools for parallel text."""
    return file.read_bytes().decode("utf-8-sig").removesuffix("\n").split("\n")


def write_dictionary(file: Path, languages: tuple[str, str]) -> None:
    """Write the bundled lexicon as a dictionary of hunalign, with the target first; without a lexicon, an empty one."""
    lexicon = data_file(f"lexicon/{'-'.join(map(primary, languages))}.tsv")
    entries = lexicon.read_text(encoding="utf-8").splitlines() if lexicon.is_file() else []
    words = [entry.split("\t")[:2] for entry in entries if entry and not entry.startswith("#")]
    file.write_text("".join(f"{target} @ {source}\n" for source, target in words), encoding="utf-8")


def write_tokens(file: Path, sentences: Sequence[str]) -> None:
    """Write sentences with spaces between words and punctuation, in the spelling of the lexicon."""
    lines = (" ".join(re.findall(r"\w+|[^\w\s]", normalize(sentence))) for sentence in sentences)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def overlaps(sentences: Sequence[str], widest: int) -> list[str]:
    """The lines that vecalign looks up: all runs of 1 to `widest` sentences, each line once."""
    stripped = [sentence.strip() for sentence in sentences]
    lines = [PADDING]
    for size in range(1, widest + 1):
        runs = (" ".join(stripped[start : start + size]) for start in range(len(stripped) - size + 1))
        lines += [run[:LONGEST_OVERLAP] for run in runs]
    return list(dict.fromkeys(lines))


def widest_overlap(lines: Sequence[str], sentences: Sequence[str], limit: int) -> int:
    """The largest size, up to a limit, such that the lines have all runs of that many sentences; 0 if there is none."""
    in_file = set(lines)
    sizes = range(1, limit + 1)
    return next((size - 1 for size in sizes if not in_file.issuperset(overlaps(sentences, size)[1:])), limit)
