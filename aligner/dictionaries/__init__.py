"""Dictionaries: files of words and their translations, in the formats of several programs.

`formats.read_entries` recognises a format by its content; each format is one module or function. `written` makes the
two formats that are written. Words stay as the file has them; `lexical.lexicon` normalises and stems them.
"""
