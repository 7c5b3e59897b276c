"""Evidence for beads that needs no words: lengths of sentences, end gaps, paragraph breaks.

In: characters of each sentence, and places of breaks. Out: models that are fitted to beads, and `BeadCosts` to which
each kind of evidence adds its own. Read `length_model` first, which states the equation; `length_costs` tables it,
and `gale_church` is the published model. `end_gaps`, `break_costs` and `ornaments` add to the tables;
`paragraph_breaks` fits the breaks.
"""
