"""Sentence boundaries that both texts decide.

A splitter sees one text. It cannot see where a headline without a mark ends, or that a quotation mark ends a sentence
whose full stop is missing; the other text often shows it. So the beads of a first alignment are looked at again:

- `side.py`: the words of one side of a bead, and the place of each in the text and among the types of the lexicon
- `usage.py`: which words a text writes with small letters
- `marks.py`: marks that may end a sentence, and stops that may end none
- `headlines.py`: ends of headlines, by capitals and by words that are repeated
- `halves.py`: how much better the words of two texts match if a bead is cut in two
- `choice.py`: the cuts of a bead, by the signs and by the words of the halves
- `recut.py`: the documents with these cuts and without doubtful stops, and their words

`align.fitted_result` calls `recut`, and aligns the documents once more under the same models. Only beads with signs are
looked at. Texts whose sentences are given are left alone, and so are subtitles, whose times show where sentences end.
"""
