"""From a bitext to bytes.

In: the rows of an `OutputDocument`, which is a bitext, the beads to write and the metadata, or rows of another file.
Out: the bytes of one or several files, or of standard output. `formats.FORMATS` is the table of formats, and each
format is one module over `writer.Writer`. `filters` names the rows to leave out, `result` counts sentences, `metadata`
describes a run, `files` writes files. Read `writer` first, then `tsv`.
"""
