"""Where long bands are cut, and what the stretches share."""

import brute
import numpy as np
import pytest

from aligner.lattice import chunks
from aligner.lattice.chunks import CORE, NARROW, chunk_key, cut, overlap, seams_of, within
from aligner.lattice.grid import Band, Block


def diagonal(size, half):
    return Band.around(Block(0, 0, 0, size, size), np.arange(2 * size + 1) // 2, half)


@pytest.mark.parametrize("half", [5, 60, 100, 200, 500], ids=lambda half: f"half {half}")
def test_stretches_cover_a_band_and_overlap(half):
    band = diagonal(4000, half)
    seams = seams_of(band)
    parts = cut(band, seams)
    assert len(parts) == len(seams) + 1 > 1
    bounds = [band.start, *(band.start + seam for seam in seams), band.start + len(band.first)]
    for part, begin, end in zip(parts, bounds, bounds[1:], strict=False):
        at = part.start - band.start
        assert part.first.tolist() == band.first[at : at + len(part.first)].tolist()
        assert part.last.tolist() == band.last[at : at + len(part.last)].tolist()
        assert part.start <= begin
        assert end <= part.start + len(part.first)
    for one, other, seam in zip(parts, parts[1:], seams, strict=False):
        begin, end = overlap(band, seam)
        assert begin <= band.start + seam < end
        # Both know more, on either side, than they have to agree on.
        assert other.start < begin
        assert end < one.start + len(one.first)
        assert end - begin > 2 * 10  # no bead jumps over it


@pytest.mark.parametrize(
    ("half", "core"),
    [
        pytest.param(5, CORE, id="narrow"),
        pytest.param(NARROW // 2 - 1, CORE, id="just narrow"),
        pytest.param(NARROW // 2, 2 * CORE, id="hardly wider"),
        pytest.param(NARROW - 1, 2 * CORE, id="twice as wide"),
        pytest.param(2 * NARROW - 1, 4 * CORE, id="four times as wide"),
    ],
)
def test_the_wider_a_band_the_fewer_its_seams(half, core):
    band = diagonal(4000, half)
    assert [seam for seam in seams_of(band) if CORE < seam < 8000 - CORE] == [
        seam for seam in range(core, 8000 - CORE, core) if seam > CORE
    ]


@pytest.mark.parametrize("size", [0, 1, 100, CORE * 3 // 4 - 1])
def test_a_short_band_is_left_whole(size):
    band = diagonal(size, 5)
    assert seams_of(band) == []
    (whole,) = cut(band, [])
    assert brute.nodes_of(whole) == brute.nodes_of(band)


def test_no_stretch_is_very_short():
    for size in range(CORE * 3 // 4, 4 * CORE, 37):
        band = diagonal(size, 5)
        assert np.diff([0, *seams_of(band), len(band.first)]).min() >= CORE // 2


def test_a_name_tells_stretches_apart():
    band = diagonal(900, 5)
    others = [
        band,
        band.part(0, 800),
        band.part(1, 801),
        band._replace(text=1),
        band._replace(start=1),
        diagonal(900, 6),
        band._replace(first=band.last, last=band.first),
    ]
    assert len({chunk_key(each) for each in others}) == len(others)
    assert chunk_key(band) == chunk_key(diagonal(900, 5))


def test_the_nodes_of_a_path_between_two_diagonals():
    path = np.array([(0, 0), (1, 1), (2, 1), (4, 4), (4, 5)])
    assert within(path, 2, 8).tolist() == [[1, 1], [2, 1]]
    assert within(path, 0, 10).tolist() == path.tolist()
    assert within(path, 4, 8).tolist() == []


def test_seams_follow_the_width(monkeypatch):
    """Where a band is wide only in one place there are fewer seams only there."""
    monkeypatch.setattr(chunks, "CORE", 100)
    monkeypatch.setattr(chunks, "NARROW", 20)
    half = np.full(2001, 5)
    half[900:1100] = 50
    seams = seams_of(Band.around(Block(0, 0, 0, 1000, 1000), np.arange(2001) // 2, half))
    assert [seam for seam in range(100, 1951, 100) if seam not in seams] == [900, 1000, 1100]
