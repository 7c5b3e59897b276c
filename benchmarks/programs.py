"""The programs that `speed.py` compares, behind one interface: sentence lengths in, links out.

    python benchmarks/programs.py PROGRAM LENGTHS.npz LINKS.npy

runs one program in a process of its own, so that its memory can be measured. It prints the CPU seconds of the search
alone and writes the links.
"""

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from synthetic_texts import links_from_pairs, links_from_path

Lengths = list[int]
Pair = tuple[Lengths, Lengths]


class Program(NamedTuple):
    """A program under comparison.

    run: aligns texts; returns one result a text.
    links: links of one such result.
    convert: turns the lengths of one side into the form that `run` takes.
    """

    run: Callable[[Sequence[Any]], Sequence[Any]]
    links: Callable[[Any], np.ndarray]
    convert: Callable[[Lengths], Any] = list

    def inputs(self, pairs: Sequence[Pair]) -> list[tuple[Any, Any]]:
        """Texts in the form that `run` takes."""
        return [(self.convert(source), self.convert(target)) for source, target in pairs]


def _to_array(lengths: Lengths) -> np.ndarray:
    return np.array(lengths, np.float64)


def _align(method: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
    def run(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> Sequence[Any]:
        from aligner import align_lengths
        from aligner.align import em

        if len(pairs) == 1:
            return [align_lengths(*pairs[0], method=method)]
        return em.align_lengths(pairs, method)

    return run


def _links_of_align(result: Any) -> np.ndarray:
    if isinstance(result, list):
        return links_from_path(np.array([(0, 0), *((source.stop, target.stop) for source, target in result)]))
    return links_from_path(result)


def _nltk(pairs: Sequence[Pair]) -> Sequence[Any]:
    from nltk.translate import gale_church

    gale_church.MAX_ALIGN_BLOCKS = sys.maxsize  # nltk refuses long texts by default
    return [gale_church.align_blocks(source, target) for source, target in pairs]


def _galechurch(pairs: Sequence[Pair]) -> Sequence[Any]:
    from galechurch import _core

    cells = max((len(source) + 1) * (len(target) + 1) for source, target in pairs)
    model = (_core.default_bead_costs(), *_core.default_length_params(), cells)
    if len(pairs) == 1:
        return [_core.align_pair(*pairs[0], *model)[0]]
    return [beads for beads, _ in _core.align_many(pairs, *model, 1)]  # on 1 thread


def _links_of_galechurch(beads: Sequence[tuple[int, int, int, int]]) -> np.ndarray:
    return links_from_path(np.array([(0, 0), *((i, j) for _, i, _, j in beads)]))


PROGRAMS = {
    "align, gale-church": Program(_align("gale-church"), _links_of_align, _to_array),
    "align, length": Program(_align("length"), _links_of_align, _to_array),
    "nltk": Program(_nltk, links_from_pairs),
    "galechurch": Program(_galechurch, _links_of_galechurch),
}


def warm_up(name: str) -> None:
    """Run a program once, so that no import and no table is timed."""
    program = PROGRAMS[name]
    program.run(program.inputs([([9, 9], [9, 9])] * 2))


def main() -> None:
    """Align one text and print the CPU seconds of the search."""
    name, lengths_file, links_file = sys.argv[1:]
    program = PROGRAMS[name]
    lengths = np.load(lengths_file)
    pairs = program.inputs([(lengths["source"].tolist(), lengths["target"].tolist())])
    warm_up(name)
    start = time.process_time()
    results = program.run(pairs)
    print(time.process_time() - start)
    np.save(links_file, program.links(results[0]))


if __name__ == "__main__":
    main()
