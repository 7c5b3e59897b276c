"""Dictionaries in the formats that are written, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Iterable

from aligner.dictionaries.entry import Entry

SUFFIXES = {".tsv": "lexicon", ".dic": "hunalign", ".hunalign": "hunalign"}


def content(entries: Iterable[Entry], suffix: str) -> bytes:
    """Return the content of a file; equal entries are written once, in the order of the first of them.

    suffix: a key of `SUFFIXES`. The dictionaries of hunalign have no weights.

    >>> content([Entry("Haus", "house", 0.5), Entry("Haus", "home")], ".tsv")
    b'Haus\\thouse\\t0.5\\nHaus\\thome\\n'
    >>> content([Entry("Haus", "house", 0.5)], ".dic")
    b'house @ Haus\\n'
    """
    is_hunalign = SUFFIXES[suffix] == "hunalign"
    lines = (f"{entry.target} @ {entry.source}\n" if is_hunalign else _lexicon_line(entry) for entry in entries)
    # A line that begins with # would be a comment; white space before a word does not count.
    return "".join(f" {line}" if line.startswith("#") else line for line in dict.fromkeys(lines)).encode()


def _lexicon_line(entry: Entry) -> str:
    fields = [entry.source, entry.target, *([] if entry.weight is None else [f"{entry.weight:g}"])]
    return "\t".join(fields) + "\n"
