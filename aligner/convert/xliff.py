"""XLIFF 1.0 to 2.2: one unit or segment a row. A unit that is not translated is a row of the source alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.convert import tmx
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.errors import InputError
from aligner.read.pairs import xliff, xliff_units
from aligner.read.pairs.units import Header, Unit

SUFFIXES = xliff.SUFFIXES


def looks_like(head: Input) -> bool:
    """Return True if the root element of XLIFF is among the first characters."""
    return xliff.recognises(head.head)


def read(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of an XLIFF file, as `tmx.read` does."""
    (file,) = inputs
    items = xliff_units.units(tmx.parts_of(file, wanted), file.name)
    return tmx.read_units(_with_target(items, wanted, file.name), file, wanted)


def _with_target(items: Iterator[Header | Unit], wanted: Wanted, name: str) -> Iterator[Header | Unit]:
    """Yield units whose texts all have a language: that of the target, which a file need not name, is the user's.

    Raises InputError if neither the file nor the user names it.
    """
    for item in items:
        if isinstance(item, Unit) and not all(tag for tag, _ in item.texts):
            if not wanted.target:
                problem = "the file does not name the languages of all texts"
                raise InputError(name, problem, hint="name that of the target with --to", line=item.line)
            item.texts = [(tag or wanted.target, text) for tag, text in item.texts]
        yield item
