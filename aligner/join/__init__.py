"""From lines to paragraphs: hard-wrapped lines are joined, and the marks of pages are left out.

In: the lines of both sides. Out: spans of paragraphs. `joined_lines` takes three steps: `pages` finds running heads and
page numbers, which `page_edits` leaves out; `paragraphs` joins lines, with `line_joining`, `line_structure` and
`wrapping`; `hyphens` joins words that were divided at line ends. `text_edits` keeps the way back to the file.
Read `joined_lines` first.
"""
