"""From paragraphs to sentences.

In: a text and the spans of its paragraphs. Out: a `Document`, whose sentences are spans of the text.
`sentences` builds the document. `candidates` finds where a sentence may end, and `rules` decides whether it does, with
`labels` (lists and verses), `missing_space`, `quotations`, `full_stops` and, for abbreviations, `punkt`.
`unmarked` finds ends without a mark, with `headlines`, `datelines` and `mail`.
The words that the rules look up are in `aligner.languages`.
Read `sentences` first, then `rules`.
"""
