"""Dictionaries with an entry a line: the lexicons of `align`, those of hunalign, and those of MUSE.

    source TAB target TAB weight    align; the weight may be missing
    target @ source                 hunalign
    source target                   MUSE (Lample et al., "Word translation without parallel data", ICLR 2018)

A line that begins with # is a comment in the first two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligner.dictionaries.entry import Entry, bad_line

_HINT = (
    "expected `source TAB target TAB weight` with a weight above 0 and up to 1, `target @ source`, "
    "or a file of MUSE, dict.cc or FreeDict"
)
_MUSE_HINT = "expected `source target`: two words with a space or a tab between them"


def is_muse(lines: Sequence[str]) -> bool:
    """Return True if at least half of the lines are two words with a space between them, and no tab.

    lines: the first lines that are not blank, at least one.
    """
    of_spaces = ["\t" not in line and len(words := line.split()) == 2 and "@" not in words for line in lines]
    return 2 * sum(of_spaces) >= len(lines)


def read_muse(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Entry]:
    """Yield the entries of numbered lines; raises InputError for a line that is not two words."""
    for number, line in lines:
        if not (words := line.split()):
            continue
        if len(words) != 2:
            raise bad_line(name, number, _MUSE_HINT)
        yield Entry(words[0], words[1])


def read_plain(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Entry]:
    """Yield the entries of numbered lines of `align` and of hunalign; raises InputError for another line."""
    for number, line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) == 1:
            fields = [field.strip() for field in line.split(" @ ")][::-1]
        weight = _weight(fields[2]) if len(fields) == 3 else None
        if len(fields) not in (2, 3) or not fields[0] or not fields[1] or (len(fields) == 3 and weight is None):
            raise bad_line(name, number, _HINT)
        yield Entry(fields[0], fields[1], weight)


def _weight(field: str) -> float | None:
    """Return the number in a field; None unless it is above 0 and up to 1."""
    try:
        weight = float(field.replace("٫", "."))  # Arabic decimal separator
    except ValueError:
        return None
    return weight if 0 < weight <= 1 else None
