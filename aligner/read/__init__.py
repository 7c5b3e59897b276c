"""From the bytes of a file to its text.

In: bytes. Out: an `InputText`, with the cells of a table if it is one, and the places in the file that it comes from.
`readers` is the table of formats. It chooses a reader by the content of a file, or else by its suffix. `plain_text` and
`markdown` are here; the other formats have packages of their own:

- `packed`: bytes to characters, compressed files, archives, XML, and formats that are not read.
- `tables`: CSV, JSON, tables of Markdown and in plain text.
- `office`: DOCX and ODT.
- `web`: HTML and EPUB.
- `subtitles`: SubRip, WebVTT and SubViewer.
- `pairs`: workbooks, TMX, XLIFF and gettext.

`review` and `review_table` read what a person has checked. `front_matter` finds the fields before a text.
Read `readers` first.
"""
