"""Benchmarks of accuracy, speed, confidence and splitting; they are not installed.

    python -m benchmarks --all --texts FOLDER    every figure of the documentation, and the pages that have them
    python -m benchmarks --help                  CPU time, peak memory and F1, beside other programs
    python benchmarks/calibration.py --help      calibration of the confidence of pairs, by temperature
    python benchmarks/splitting.py --help        F1 and speed of the sentence splitter

The benchmark of speed is a pipeline: `texts` makes texts whose links are known, `cases` chooses the work and
`programs` the commands, `measure` runs them in turns, and `report` prints the table. `gold` scores documents that have
a gold. `everything` names all tables of the documentation, and `results` keeps their figures and makes the pages.
"""
