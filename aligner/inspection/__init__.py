"""Inspection: what is to be known about the texts of a document before they are aligned.

Paths and settings come in, and a report goes out: how each file was read, how many sentences either side has, whether
their lengths are usual for a translation, and the faults of the texts. Nothing is aligned, and nothing is written.
Read `report` first.
"""
