"""From bytes to the two sides of a bitext.

In: the bytes of one file or two. Out: for each language, spans of the decoded text, one for each paragraph.
A file is read in this order; `aligner.preparation` takes the steps from 3 on:

1. *Bytes to text*: `readers` chooses a reader by the content or the suffix, and `decode` finds the encoding. `docx` and
   `odt` unpack an `archive`, and give its `xml_events` to a `document_flow`.
2. *Table or text*: `delimited`, `markdown_table` and `json_rows` find the cells of a table.
3. *Sides*: `columns` separates the languages of a table, with `table`, `headers` and `column_choice`;
   `document_columns` those of tables among paragraphs; `layout` those of lines, with `line_languages`, `same_line`,
   `blocks` and `interleaved`; `two_files` tells which of two files is the source. `sides` is the result for one file.
4. *Lines*: `paragraphs` joins hard-wrapped lines, with `line_joining`, `line_structure` and `wrapping`.
5. *Sentences*: the package `split`.

`unexpected_languages` and `look_alikes` find third languages; `input_notices` holds what the user is told.
Read `readers` first, then `aligner.preparation`.
"""
