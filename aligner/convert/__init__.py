"""From files that are aligned already to rows, which any writer takes.

In: one file of pairs; an index or a ladder with two files of sentences; two files with a sentence a line; a folder.
Out: a `PairFile`, which is the languages and an iterator of rows. Most readers hold one row at a time in memory.
`readers.READERS` is the table of formats, and each format is one module. `table_rows` makes rows of the cells of all
tables, `sides` finds out which side is in which language, `conversion` filters and counts.
Read `pair_file` first, then `tsv`.
"""
