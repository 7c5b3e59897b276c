"""From bytes to the two sides of a bitext.

In: the bytes of one file or two. Out: for each language, spans of the decoded text, one for each paragraph.
`readers` chooses a reader by the suffix of a file, and `decode` finds the encoding of plain text. `delimited` and
`json_rows` read tables. `columns` separates the languages of a table, with `table`, `headers` and `column_choice`;
`layout` those of another file, with `line_languages`. `two_files` finds out which of two files is the source, and
`look_alikes` tells languages of one script. `paragraphs` joins hard-wrapped lines, with `line_structure` and `wrapping`.
Read `readers` first.
"""
