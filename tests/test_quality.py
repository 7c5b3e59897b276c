"""The sample of the project, aligned by hand, is aligned without a mistake."""

from pathlib import Path

import pytest

import aligner

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample.txt"

# Arabic and English sentences of each bead, by reading both texts side by side.
KINDS = ["1-1", "1-2", "1-1", "1-1", "1-2", "1-1", "1-1", "1-1", "2-1", "1-2", "1-1", "2-1", "1-1", "1-1"]


def test_the_sample_is_aligned_as_by_hand():
    bitext = aligner.align_file(SAMPLE)
    assert [bead.kind for bead in bitext.beads] == KINDS
    assert min(bead.confidence for bead in bitext.beads) > 0.9


@pytest.mark.parametrize("method", ["length", "gale-church"])
def test_either_method_finds_most_of_it(method):
    found, gold = (
        {(bead.source, bead.target) for bead in aligner.align_file(SAMPLE, method=m).beads} for m in (method, "length")
    )
    assert len(found & gold) >= 12
