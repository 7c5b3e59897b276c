"""Alignment of documents by expectation-maximisation over all evidence.

In: pairs of documents, split into sentences, and the anchors that their alignment must pass.
Out: bitexts, whose beads have a confidence, and diagnostics.

Read `em` first: it holds the phases in order. Then `text_pair` and `models`, what is given and what is fitted;
`methods`, the table of methods, which makes costs of both; and `text_search`, which searches one pair. `partial`
chooses the models of the first round, `shared_lexicon` learns translations, and `explain` makes beads of paths.
`fitted_result` puts the results together; `boundaries` changes the sentences where both texts show it.
"""
