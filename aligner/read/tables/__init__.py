"""Tables: text to rows of cells.

`delimited` (CSV), `json_rows` and `markdown_table` find rows. `table` makes the text of the cells, and their spans.
`headers` knows the names of columns. Read `table` first.
"""
