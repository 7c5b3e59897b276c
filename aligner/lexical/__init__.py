"""Words as evidence: how much more likely two groups of sentences are as a bead because of their words.

In: the sentences of both sides, lexicons, and the posteriors of the beads of the last round.
Out: the costs of the words of two-sided beads, which `word_model` puts into tables; and a translation table,
which `ibm1` learns from the beads.

Read the docstring of `word_likelihood` first: it holds the equation and a worked example. Then follow the data:
`tokens`, `stemmer`, `token_store` and `vocabulary` turn sentences into numbers; `lexicon`, `cognates` and `ibm1` find
translations, which `translation_table` holds; `gains`, `word_likelihood`, `word_sums` and `word_model` make costs of
them. `word_order` adds, for likely beads, what the places of the words are worth.
"""
