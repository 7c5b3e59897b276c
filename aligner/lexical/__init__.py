"""Words as evidence: how much more likely two groups of sentences are as a bead because of their words.

In: the sentences of both sides, a lexicon, and the bead posteriors of the last round. Out: `WordScores`, a table of
costs of two-sided beads, which `word_costs` adds to the costs of lengths; and translations learned from the beads.
Read `word_likelihood` first, which holds the equation and a worked example; then `translation_table`, the type that
`lexicon`, `cognates` and `ibm1` produce.
"""
