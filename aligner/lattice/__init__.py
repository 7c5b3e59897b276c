"""The numeric core: the cheapest path and the posteriors of beads in a lattice. It imports NumPy only.

In: what beads cost (`costs.BeadCosts`) and the bands of nodes to search (`grid.Band`).
Out: the cheapest path through each band (`viterbi`), the posterior of each bead (`forward_backward`), and a
certificate: a proof of how good a path is (`certificate`).

Read `kinds` and `grid` first, then `costs`, and `terms` if you add evidence. `sweep` lays out the tables that
`viterbi` and `forward_backward` fill; read its example before either of them. `chunks` and `adaptive_band` search
long texts. `limits` holds the sizes that decide how, and `log_table` the logarithms that costs are computed with.
"""
