"""The numeric core: the cheapest path and the posteriors of beads in a lattice. It imports NumPy only.

In: what beads cost (`costs.BeadCosts`) and the bands of nodes to search (`grid.Band`).
Out: the cheapest path through each band (`viterbi`), the posterior of each bead (`forward_backward`), and a
proof of how good a path is (`certificate`). `adaptive_band` and `chunks` search long texts.

Read `grid` first, then `costs`, `sweep` and `viterbi`.
"""
