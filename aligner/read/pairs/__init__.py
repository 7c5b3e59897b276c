"""Files of pairs: workbooks, TMX, XLIFF and gettext to tables, whose rows may hold several sentences.

`spreadsheet`, `tmx`, `xliff` and `gettext` are the readers. `workbook` and `ods` find the cells of sheets, which
`sheet_table` makes a table; `tmx_units`, `xliff_units` and `gettext_units` find `units`, which `unit_table` makes one.
Read `unit_table` first.
"""
