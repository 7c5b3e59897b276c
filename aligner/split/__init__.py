"""From paragraphs to sentences.

In: a text and the spans of its paragraphs. Out: a `Document`, whose sentences are spans of the text.
`sentences` builds the document. `candidates` finds where a sentence may end, `rules` decides whether it does, and
`punkt` decides about the full stops of abbreviations. The words that the rules look up are in `aligner.languages`.
Read `sentences` first, then `rules`.
"""
