"""Meanings as evidence: vectors of sentences, which an encoder computes or the user gives.

In: sentences, and the name of an encoder or two files of vectors. Out: the costs of the similarity of the two sides of
beads, and a table of translations of words.

`encoders` finds an encoder by its name, and `vector_cache` keeps its vectors on disk. `vector_source` gives each text
its vectors, from an encoder or from `vector_files`. `side_vectors` adds vectors up for groups of sentences;
`similarity` holds the equation, and makes costs of cosines. `word_neighbours` makes a translation table of the vectors
of single words.
"""
