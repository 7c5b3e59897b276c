"""Subtitles: captions to paragraphs, with the times of each caption.

`subtitles` is the reader. `captions` finds captions and times, `caption_markup` takes tags out, `caption_pieces` joins
captions to runs, and `caption_rows` separates captions in two languages. Read `subtitles` first.
"""
