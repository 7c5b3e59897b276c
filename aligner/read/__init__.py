"""From bytes to the two sides of a bitext.

In: the bytes of one file or two. Out: for each language, spans of the decoded text, one for each paragraph.
`readers` chooses a reader by the suffix of a file, and `decode` finds the encoding of plain text. `layout` separates
two languages in one file, with `table` and `line_languages`. `paragraphs` joins hard-wrapped lines, with
`line_structure` and `wrapping`.
Read `readers` first.
"""
