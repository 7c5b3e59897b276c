"""DOCX and ODT: XML in a ZIP archive to paragraphs, cells and notes.

`docx` and `odt` are the readers. `docx_elements` and `odt_elements` list the elements of XML; `docx_story` and
`odt_story` say what they mean to a reader of the document. Both write to a `document_flow`, which makes the text,
and count in `left_out` what is no part of it.
Read `docx` first.
"""
