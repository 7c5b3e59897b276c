"""Beams, with the compiled searches and with NumPy."""

import numpy as np
import pytest
from kernel_inputs import beam

import aligner.kernel as kernel
from aligner.lattice.costs import BeadCosts, Lengths, sums_of_last
from aligner.lattice.grid import Band
from aligner.lattice.kinds import Kinds
from aligner.lattice.log_table import log_table
from aligner.lattice.quantized import quantize

compiled = pytest.mark.skipif(kernel.lattice is None, reason="the core is not compiled")


@pytest.mark.parametrize("is_compiled", [pytest.param(True, marks=compiled), False])
def test_a_beam_has_all_nodes_of_its_path(is_compiled, monkeypatch):
    """With a steep potential, nodes are cheap that insertions lead to, through nodes that cost more than the margin."""
    if not is_compiled:
        monkeypatch.setattr(kernel, "lattice", None)
    n, m = 2, 30
    x, y = (sums_of_last(np.full(size, 50), 1)[1:].astype(np.float32) for size in (n, m))
    sides = [np.zeros((rows, size + 1), np.int32) for rows, size in ((1, n), (1, m), (2, n), (2, m))]
    kinds = Kinds([(1, 1), (1, 0), (0, 1)])
    costs = BeadCosts(kinds, quantize(np.array([1.0, 9, 2])), Lengths(x, y, log_table(1.5), x, y), *sides)
    potential = np.arange(m + 1) * int(quantize(5.0))
    _, path, first, _ = beam(costs, Band.full([(0, 0), (n, m)]), 0, int(quantize(1.0)), 999, potential)
    nodes = np.frombuffer(path, np.int64).reshape(-1, 2)
    assert nodes[0].tolist() == [0, 0]
    assert nodes[-1].tolist() == [n, m]
    assert set(map(tuple, np.diff(nodes, axis=0).tolist())) <= set(kinds)
    assert first[0] == 0
