"""From aligned texts to a profile, and from marked pairs to a limit of confidence.

`sample` collects the rows of files of pairs; `priors`, `lengths`, `words` and `abbreviations` each estimate a part of a
profile from them; `learned` puts the parts together, and `profile_files` writes them. `marked_table` reads pairs that a
person has marked, and `threshold` finds the confidence from which on enough of them are right.
"""
