"""The places where long bands are cut, the overlaps of chunks, and the loop that solves them."""

import brute
import numpy as np
import pytest

from aligner.lattice.chunks import chunk_key, cut_band, find_seams, path_between, shared_diagonals, solve
from aligner.lattice.grid import Band, Block
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits

CHUNK, NARROW = SEARCH_LIMITS.chunk_diagonals, SEARCH_LIMITS.narrow_nodes


def diagonal(size, half):
    return Band.around(Block(0, 0, 0, size, size), np.arange(2 * size + 1) // 2, half)


@pytest.mark.parametrize("half", [5, 60, 100, 200, 500], ids=lambda half: f"half {half}")
def test_chunks_cover_a_band_and_overlap(half):
    band = diagonal(4000, half)
    seams = find_seams(band)
    parts = cut_band(band, seams)
    assert len(parts) == len(seams) + 1 > 1
    bounds = [band.start, *(band.start + seam for seam in seams), band.start + len(band.first)]
    for part, begin, end in zip(parts, bounds, bounds[1:], strict=False):
        at = part.start - band.start
        assert part.first.tolist() == band.first[at : at + len(part.first)].tolist()
        assert part.last.tolist() == band.last[at : at + len(part.last)].tolist()
        assert part.start <= begin
        assert end <= part.start + len(part.first)
    for left, right, seam in zip(parts, parts[1:], seams, strict=False):
        begin, end = shared_diagonals(band, seam)
        assert begin <= band.start + seam < end
        # Both reach further than the diagonals on which they have to agree.
        assert right.start < begin
        assert end < left.start + len(left.first)
        assert end - begin > 2 * 10  # no bead jumps over the overlap


@pytest.mark.parametrize(
    ("half", "length"),
    [
        pytest.param(5, CHUNK, id="narrow"),
        pytest.param(NARROW // 2 - 1, CHUNK, id="just narrow"),
        pytest.param(NARROW // 2, 2 * CHUNK, id="hardly wider"),
        pytest.param(NARROW - 1, 2 * CHUNK, id="twice as wide"),
        pytest.param(2 * NARROW - 1, 4 * CHUNK, id="four times as wide"),
    ],
)
def test_the_wider_a_band_the_fewer_its_seams(half, length):
    band = diagonal(4000, half)
    assert [seam for seam in find_seams(band) if CHUNK < seam < 8000 - CHUNK] == [
        seam for seam in range(length, 8000 - CHUNK, length) if seam > CHUNK
    ]


@pytest.mark.parametrize("size", [0, 1, 100, CHUNK * 3 // 4 - 1])
def test_a_short_band_is_not_cut(size):
    band = diagonal(size, 5)
    assert find_seams(band) == []
    (chunk,) = cut_band(band, [])
    assert brute.nodes_of(chunk) == brute.nodes_of(band)


def test_no_chunk_is_very_short():
    for size in range(CHUNK * 3 // 4, 4 * CHUNK, 37):
        band = diagonal(size, 5)
        assert np.diff([0, *find_seams(band), len(band.first)]).min() >= CHUNK // 2


def test_a_key_tells_chunks_apart():
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
    assert len({chunk_key(chunk) for chunk in others}) == len(others)
    assert chunk_key(band) == chunk_key(diagonal(900, 5))


def test_the_nodes_of_a_path_between_two_diagonals():
    path = np.array([(0, 0), (1, 1), (2, 1), (4, 4), (4, 5)])
    assert path_between(path, 2, 8).tolist() == [[1, 1], [2, 1]]
    assert path_between(path, 0, 10).tolist() == path.tolist()
    assert path_between(path, 4, 8).tolist() == []


def test_a_band_that_is_wide_in_one_place_has_fewer_seams_only_there():
    limits = SearchLimits(chunk_diagonals=100, narrow_nodes=20)
    half = np.full(2001, 5)
    half[900:1100] = 50
    seams = find_seams(Band.around(Block(0, 0, 0, 1000, 1000), np.arange(2001) // 2, half), limits)
    assert [seam for seam in range(100, 1951, 100) if seam not in seams] == [900, 1000, 1100]


class Countdown:
    """A problem that is accepted at its n-th try; it has one chunk that stays and one that is new at every try."""

    def __init__(self, tries):
        self.tries, self.results = tries, []

    def chunks(self):
        return [diagonal(10, 5), diagonal(100 + self.tries, 5)]

    def accept(self, results):
        self.results.append(results)
        self.tries -= 1
        return self.tries == 0


def test_problems_are_solved_together_and_each_chunk_once():
    calls = []

    def lengths(bands):
        calls.append([len(band.first) for band in bands])
        return calls[-1]

    problems = [Countdown(3), Countdown(1), Countdown(2)]
    solve(problems, lengths)
    assert calls == [[21, 207, 203, 205], [], []]
    assert problems[0].results == [[21, 207], [21, 205], [21, 203]]
    assert problems[1].results == [[21, 203]]
    assert problems[2].results == [[21, 205], [21, 203]]


def test_no_problem_is_not_solved():
    solve([], None)
