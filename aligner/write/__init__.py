"""From a bitext to bytes.

In: an `OutputDocument`, which is a bitext, the beads to write and the metadata. Out: lines of text, in a file or
for standard output. `formats.FORMATS` is the table of formats, and each format is one module over
`writer.Writer`. `filters` names the rows to leave out, `result` counts sentences, `metadata` describes a run, `files`
writes a file. Read `writer` first, then `tsv`.
"""
