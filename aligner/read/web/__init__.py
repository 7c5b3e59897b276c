"""HTML and EPUB: pages to the paragraphs that a browser shows.

`html` and `epub` are the readers. `html_tokens` divides a page into tags and text, `html_elements` keeps the open
elements, `html_text` makes paragraphs and `html_rows` tables; `html_page` does all of it. `epub_book` finds the pages
of a book. Read `html_page` first.
"""
