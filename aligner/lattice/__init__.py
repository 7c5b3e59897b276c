"""The lattice of beads: costs, the best path, posteriors and proofs. Nothing here knows what a text says.

In: `costs.BeadCosts`, the tables of the costs of one text, and a `grid.Band` of nodes. Out: a path, `BeadPosteriors`, a
`Certificate`. Read `grid` and `costs` first. `viterbi` and `forward_backward` search a band, with the compiled core or
with `reference`, its twin in NumPy; `beam` chooses the band for a large text.
"""
