"""From texts to their two sides: which lines or cells are the source, and which are the target.

In: one `InputText` or two. Out: for each language, spans of the text. `columns` separates the languages of a table,
with `column_choice`; `sheets` those of several sheets, and `document_columns` those of tables among paragraphs.
`layout` separates the lines of one text, with `line_languages`, `same_line`, `blocks` and `interleaved`; `two_files`
tells which of two texts is the source. `sides` is the result for one text. `unexpected_languages` and `look_alikes`
find third languages; `input_notices` holds what the user is told. Read `sides` first, then `layout`.
"""
