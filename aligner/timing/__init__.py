"""Times of captions as evidence for the sentences of subtitles.

- `caption_paragraphs.py`: the captions of a text, and the paragraphs that they make without the other file
- `clock.py`: the clock that two files share, from moments that are probably known in both
- `sentences.py`: the sentences that the clock shows in a file without end marks

Only `preparation` and `pipeline` import these modules, and only for documents whose places have times.
"""
