"""Hostile input and hostile circumstances: a soak, fuzzers, and faults at chosen moments.

`python tests/hostile` runs any of them for as long as is asked; `test_hostile` runs a short form of each.
"""
