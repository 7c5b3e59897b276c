"""The program that uses all of the library: it runs, and names everything that is public."""

import re
from pathlib import Path

import typed_program

import aligner


def test_the_program_gives_the_results_of_the_library(here):
    results = typed_program.main()
    kinds = [[row[2] for row in rows] for rows in results["rows"]]
    assert kinds == [["1-1", "1-1"], ["1-1", "1-1"], ["1-1", "1-0"], ["1-1", "1-1"], ["1-1"], ["1-1"]]
    assert ("القطار", "train") in [pair for matched in results["words"] for pair in matched]
    assert results["methods"] == ["hybrid"] * 5 + [None]
    assert results["places"] == [(0, 26), (27, 50)]
    assert results["problem"] == "missing.txt: there is no such file"
    assert len((here / "pairs.tsv").read_text(encoding="utf-8").splitlines()) == 2


def test_the_program_names_all_that_is_public():
    names = set(re.findall(r"\w+", Path(typed_program.__file__).read_text(encoding="utf-8")))
    assert set(aligner.__all__) <= names
    for kind in (aligner.Bead, aligner.Bitext, aligner.Document, aligner.InputError, aligner.Pair, aligner.Why):
        members = {name for name in vars(kind) if not name.startswith("_")} | set(getattr(kind, "__annotations__", ()))
        assert members <= names, members - names
