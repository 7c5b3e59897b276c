"""The programs that `speed.py` compares, each called in the same way: lengths of sentences to the links between them.

    python benchmarks/programs.py PROGRAM LENGTHS.npz LINKS.npy

runs one of them in a process of its own, for its memory to be measured, and prints the CPU seconds of the search alone.
"""

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from made_texts import of_pairs, of_path

Lengths = list[int]
Pair = tuple[Lengths, Lengths]


class Program(NamedTuple):
    """run: aligns some texts. links: those of one text, from what `run` gave for it. form: of the lengths it takes."""

    run: Callable[[Sequence[Any]], Sequence[Any]]
    links: Callable[[Any], np.ndarray]
    form: Callable[[Lengths], Any] = list

    def given(self, pairs: Sequence[Pair]) -> list[tuple[Any, Any]]:
        """Some texts, as it takes them."""
        return [(self.form(source), self.form(target)) for source, target in pairs]


def _array(lengths: Lengths) -> np.ndarray:
    return np.array(lengths, np.float64)


def _align(method: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
    def run(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> Sequence[Any]:
        from aligner import align_lengths
        from aligner.align import em

        if len(pairs) == 1:
            return [align_lengths(*pairs[0], method=method)]
        return em.align_lengths(pairs, method)

    return run


def _of_align(found: Any) -> np.ndarray:
    if isinstance(found, list):
        return of_path(np.array([(0, 0), *((source.stop, target.stop) for source, target in found)]))
    return of_path(found)


def _nltk(pairs: Sequence[Pair]) -> Sequence[Any]:
    from nltk.translate import gale_church

    gale_church.MAX_ALIGN_BLOCKS = sys.maxsize
    return [gale_church.align_blocks(source, target) for source, target in pairs]


def _galechurch(pairs: Sequence[Pair]) -> Sequence[Any]:
    from galechurch import _core

    cells = max((len(source) + 1) * (len(target) + 1) for source, target in pairs)
    model = (_core.default_bead_costs(), *_core.default_length_params(), cells)
    if len(pairs) == 1:
        return [_core.align_pair(*pairs[0], *model)[0]]
    return [beads for beads, _ in _core.align_many(pairs, *model, 1)]


def _of_quadruples(beads: Sequence[tuple[int, int, int, int]]) -> np.ndarray:
    return of_path(np.array([(0, 0), *((i, j) for _, i, _, j in beads)]))


PROGRAMS = {
    "align, gale-church": Program(_align("gale-church"), _of_align, _array),
    "align, length": Program(_align("length"), _of_align, _array),
    "nltk": Program(_nltk, of_pairs),
    "galechurch": Program(_galechurch, _of_quadruples),
}


def get_ready(name: str) -> None:
    """Import modules and make tables, so that it is not done while the clock runs."""
    program = PROGRAMS[name]
    program.run(program.given([([9, 9], [9, 9])] * 2))


def main() -> None:
    """Align once."""
    name, given, found = sys.argv[1:]
    program = PROGRAMS[name]
    lengths = np.load(given)
    pairs = program.given([(lengths["source"].tolist(), lengths["target"].tolist())])
    get_ready(name)
    start = time.process_time()
    result = program.run(pairs)
    print(time.process_time() - start)
    np.save(found, program.links(result[0]))


if __name__ == "__main__":
    main()
