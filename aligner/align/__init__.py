"""Alignment of documents by expectation-maximisation over all evidence.

In: pairs of documents, split into sentences. Out: bitexts, whose beads have a confidence, and diagnostics.
Read `em` first: it holds the phases in order. `methods` is the table of methods; `group` searches the pairs of texts
that are aligned in one call; `models` and `shared_lexicon` are the state that each round of EM replaces; `explain`
makes beads of paths.
"""
