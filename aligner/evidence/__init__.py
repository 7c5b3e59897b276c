"""Evidence from lengths and paragraph breaks, as costs of beads.

In: characters of each sentence, and the places of paragraph breaks. Out: a base of costs, from a length model, and
terms that add to it. Models are frozen values with `from_lengths` or `from_breaks`, `refit` and `parameters`.
Read `protocols` first, then `gale_church`, the published length model, and `length_model`, the fitted one. `break_term`
and `end_gaps` are terms.
"""
