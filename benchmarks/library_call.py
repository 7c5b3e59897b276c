"""A library call, timed in a process of its own: sentence lengths in, links out.

    python library_call.py PROGRAM LENGTHS.json LINKS

LENGTHS.json is a list of texts, each [lengths of the source sentences, lengths of the target sentences]. It prints the
CPU seconds of the alignment alone, and writes the links, one a line: number of the text, source, target sentence.

It imports nothing of this package, since it runs in the Python of the program that it times.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

LengthPair = tuple[list[int], list[int]]


class Program(NamedTuple):
    """A program under comparison.

    align: aligns texts; returns one result a text.
    links: links of one such result.
    """

    align: Callable[[Sequence[LengthPair]], Sequence[Any]]
    links: Callable[[Any], Iterable[tuple[int, int]]]


def _align(method: str) -> Program:
    """`align` with a method."""
    from aligner import align_lengths

    return Program(
        lambda texts: [align_lengths(source, target, method=method) for source, target in texts],
        lambda beads: (link for source, target in beads for link in product(source, target)),
    )


def _nltk() -> Program:
    from nltk.translate import gale_church

    gale_church.MAX_ALIGN_BLOCKS = sys.maxsize  # nltk refuses long texts by default
    return Program(
        lambda texts: [gale_church.align_blocks(source, target) for source, target in texts], lambda links: links
    )


def _galechurch() -> Program:
    from galechurch import _core  # its public functions take sentences, not lengths

    def align(texts: Sequence[LengthPair]) -> Sequence[Any]:
        cells = max((len(source) + 1) * (len(target) + 1) for source, target in texts)
        threads = 1
        results = _core.align_many(texts, _core.default_bead_costs(), *_core.default_length_params(), cells, threads)
        return [beads for beads, _ in results]

    return Program(
        align,
        lambda beads: (link for i, next_i, j, next_j in beads for link in product(range(i, next_i), range(j, next_j))),
    )


PROGRAMS: dict[str, Callable[[], Program]] = {
    "align-gale-church": lambda: _align("gale-church"),
    "align-length": lambda: _align("length"),
    "nltk": _nltk,
    "galechurch": _galechurch,
}


def main() -> None:
    """Align the texts."""
    name, lengths_file, links_file = sys.argv[1:]
    program = PROGRAMS[name]()
    with open(lengths_file, encoding="utf-8") as file:
        texts = [(source, target) for source, target in json.load(file)]
    program.align([([9, 9], [9, 9])])  # so that no import and no table is timed
    start = time.process_time()
    results = program.align(texts)
    print(time.process_time() - start)
    with open(links_file, "w", encoding="utf-8") as file:
        for number, result in enumerate(results):
            file.writelines(f"{number} {i} {j}\n" for i, j in program.links(result))


if __name__ == "__main__":
    main()
