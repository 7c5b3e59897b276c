"""Evidence from lengths and paragraph breaks, as costs of beads.

In: the characters of each sentence, and the number of sentences before each paragraph break.
Out: base costs from a length model, and terms that add to them.

Read `protocols` first: what alignment needs of a length model. Then `gale_church`, the published model, or
`length_model`, the fitted one, whose costs are in `length_costs`. `paragraph_breaks` is the model of breaks, and
`break_term` makes a term of it; `end_gaps` is a term, too. A model is a frozen value; `refit` returns a new one.
"""
