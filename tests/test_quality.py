"""Quality floor: `align` makes no mistake in the project's sample, which a person aligned."""

from pathlib import Path

import pytest

import aligner

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample.txt"

# Kinds of the beads in order, Arabic sentences first; found by reading both texts side by side.
GOLD_KINDS = ["1-1", "1-2", "1-1", "1-1", "1-2", "1-1", "1-1", "1-1", "2-1", "1-2", "1-1", "2-1", "1-1", "1-1"]


def test_the_sample_is_aligned_as_by_hand():
    bitext = aligner.align_file(SAMPLE)
    assert [bead.kind for bead in bitext.beads] == GOLD_KINDS
    assert min(bead.confidence for bead in bitext.beads) > 0.9


def gold_beads():
    """The beads of `GOLD_KINDS` as pairs of ranges of sentence numbers."""
    i = j = 0
    beads = set()
    for kind in GOLD_KINDS:
        s, t = map(int, kind.split("-"))
        beads.add((range(i, i + s), range(j, j + t)))
        i, j = i + s, j + t
    return beads


@pytest.mark.parametrize("method", ["length", "gale-church"])
def test_a_method_of_lengths_alone_gets_at_least_twelve_of_fourteen_beads(method):
    beads = aligner.align_file(SAMPLE, method=method).beads
    assert len({(bead.source, bead.target) for bead in beads} & gold_beads()) >= 12
