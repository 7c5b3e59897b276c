"""Profiles: what aligned texts show about a domain or a pair of languages, as a folder that a person can read and edit.

    profile.toml             priors of kinds, lengths, reliabilities of words
    lexicon.tsv              source word, target word, weight
    abbreviations.xx.txt     for each language, a word a line, without its stop

`align learn` makes a profile, and `align --profile` uses it. Read `values` first, then `read`.
"""
