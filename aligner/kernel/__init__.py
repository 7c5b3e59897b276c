"""The compiled core: C for the loops over nodes and tokens. Beside each function stands a NumPy reference.

`_lattice` (lattice.c) searches lattices, `_words` (words.c) computes what words are worth. Both work on one text at a
time. `lattice` and `lexical` call them, or their own reference in NumPy, which gives the same bits.
"""
