"""Corridors: the path in one is that in the whole lattice, it is widened until it is, and cut where it is long."""

from itertools import pairwise

import brute
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import Table, coarse, random_walk, tables, uniform

from aligner.evidence.gale_church import GaleChurch
from aligner.lattice import adaptive_band as module
from aligner.lattice import chunks
from aligner.lattice.adaptive_band import AdaptiveBand, search_adaptive
from aligner.lattice.grid import Band, Block, proportional_centre_line
from aligner.lattice.viterbi import best_paths, path_cost

KINDS = [(1, 1), (1, 2), (2, 1)]


@pytest.fixture
def patched(monkeypatch):
    """Set the sizes of corridors and stretches."""

    def patched(full=0, half=8, core=1 << 40, narrow=1 << 20):
        monkeypatch.setattr(module, "FULL", full)
        monkeypatch.setattr(module, "HALF", half)
        for each in (module, chunks):
            monkeypatch.setattr(each, "CORE", core)
        monkeypatch.setattr(chunks, "NARROW", narrow)

    patched()
    return patched


@pytest.fixture
def searched(monkeypatch):
    """How many stretches are searched each time."""
    counts = []

    def spied(costs, bands):
        counts.append(len(bands))
        return best_paths(costs, bands)

    monkeypatch.setattr(module, "best_paths", spied)
    return counts


def straight(box):
    """A walk from corner to corner of a box, counted from where it begins."""
    return lambda: np.arange(box.n + box.m + 1) * box.n // max(box.n + box.m, 1)


def corridor_of(box, walk=None):
    return AdaptiveBand(box, walk or straight(box))


def in_full(costs, box):
    (path,) = best_paths(costs, [Band.full(box)])
    return path.tolist()


def translated(seed, count, dropped=()):
    """Costs of a text and its translation, by their lengths, and a walk; dropped: source sentences without one."""
    rng = np.random.default_rng(seed)
    source = rng.integers(10, 200, count).astype(float)
    target = np.rint(source * rng.uniform(0.85, 1.15, count))
    for at in range(5, count - 5, 9):
        target[at : at + 2] = [target[at] + target[at + 1], 0]
    keep = np.ones(count, bool)
    keep[list(dropped)] = False
    target = target[keep & (target > 0)]
    costs = GaleChurch.costs([GaleChurch.from_lengths(source, target)], [(source, target)])
    box = Block(0, 0, 0, len(source), len(target))
    return costs, box, lambda: proportional_centre_line(source, target)


@pytest.mark.parametrize(("n", "m", "full"), [(9, 9, True), (9, 10, False)])
def test_a_box_is_searched_in_full_up_to_so_many_nodes(n, m, full, patched):
    patched(full=100, half=1)
    corridor = corridor_of(Block(0, 0, 0, n, m))
    assert corridor.full == full
    assert (corridor.band().width == min(n, m) + 1) == full


def test_the_walk_of_a_box_that_is_searched_in_full_is_never_asked_for():
    def walk():
        raise AssertionError

    corridor = corridor_of(Block(0, 0, 0, 9, 9), walk)
    search_adaptive(uniform(9, 9, KINDS, bead=[0.0, 5.0, 5.0]), [corridor])
    assert len(corridor.path) == 10


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("core", [60, 1 << 40], ids=["cut", "not cut"])
def test_the_path_is_that_of_the_whole_lattice(seed, core, patched):
    patched(core=core)
    dropped = np.random.default_rng(seed).choice(200, 6, replace=False)
    costs, box, walk = translated(seed, 200, dropped.tolist())
    corridor = corridor_of(box, walk)
    search_adaptive(costs, [corridor])
    assert corridor.path.tolist() == in_full(costs, box)
    assert not corridor.full


@pytest.mark.parametrize("core", [60, 1 << 40], ids=["cut", "not cut"])
@pytest.mark.parametrize("begin", [0, 40, 100, 170], ids=lambda begin: f"from {begin}")
def test_a_corridor_is_widened_where_a_block_is_missing(begin, core, patched, searched):
    patched(core=core)
    costs, box, _ = translated(1, 200, range(begin, begin + 30))
    corridor = corridor_of(box)
    before = corridor.band()
    search_adaptive(costs, [corridor])
    assert len(searched) > 1
    assert corridor.band().width > before.width
    assert corridor.path.tolist() == in_full(costs, box)


def test_a_corridor_is_widened_only_near_where_it_has_to_be(patched):
    patched()
    costs, box, _ = translated(1, 600, range(300, 320))
    corridor = corridor_of(box)
    search_adaptive(costs, [corridor])
    assert corridor.path.tolist() == in_full(costs, box)
    band = corridor.band()
    widths = band.last - band.first + 1
    assert widths.max() == 33
    assert np.median(widths[30:250]) == 17


@settings(deadline=None, max_examples=60)
@given(tables(coarse, most=14), st.integers(0, 2**32))
def test_a_path_that_is_found_keeps_clear_of_the_walls(costs, seed):
    """In any costs, where nothing says that it is the best of all, it is the best of the band that it is found in."""
    rng = np.random.default_rng(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FULL", 20)
        patch.setattr(module, "HALF", 2)
        boxes = [costs.box(text) for text in range(len(costs.sizes))]
        corridors = [AdaptiveBand(box, lambda box=box: random_walk(rng, box)) for box in boxes]
        search_adaptive(costs, corridors)
        for box, corridor in zip(boxes, corridors, strict=True):
            band = corridor.band()
            nodes, total = brute.best_path(costs, band)
            assert list(map(tuple, corridor.path.tolist())) == nodes
            assert path_cost(costs, box.text, corridor.path) == pytest.approx(total / brute.NAT)
            clear = band.clearance(box, np.array(walk_of(nodes)))
            assert corridor.full or clear.min() >= 1


def walk_of(nodes):
    """i on every diagonal, a bead of s and t sentences being walked in a straight line."""
    walk = [nodes[0][0]]
    for (i, j), (k, n) in pairwise(nodes):
        walk += [i + (k - i) * step // (k - i + n - j) for step in range(1, k - i + n - j + 1)]
    return walk


@pytest.mark.parametrize("full", [0, 1 << 18], ids=["corridor", "in full"])
def test_a_box_that_begins_inside_of_a_text(full, patched):
    patched(full=full)
    costs, box, _ = translated(2, 200, [100])
    path = np.array(in_full(costs, box))
    i, j = path[len(path) // 3].tolist()
    inner = Block(0, i, j, box.n - i, box.m - j)
    corridor = corridor_of(inner)
    search_adaptive(costs, [corridor])
    assert corridor.path.tolist() == in_full(costs, inner) == path[len(path) // 3 :].tolist()
    assert corridor.full == bool(full)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 300), (300, 0), (1, 300), (300, 1), (2, 300)])
@pytest.mark.parametrize("full", [0, 1 << 18], ids=["corridor", "in full"])
def test_a_box_that_is_hardly_more_than_a_line(n, m, full, patched):
    """Of two stretches neither knows where the few sentences of one text are best placed; no seam holds."""
    patched(full=full, core=50)
    box = Block(0, 0, 0, n, m)
    costs = uniform(n, m, KINDS)
    corridor = corridor_of(box)
    search_adaptive(costs, [corridor])
    assert corridor.path.tolist() == in_full(costs, box)


def test_seams_that_do_not_hold_are_given_up_and_others_kept(patched, searched):
    patched(half=6, core=60)
    rng = np.random.default_rng(4)
    table = rng.uniform(4, 9, (5, 301, 301))
    table[0, np.arange(301), np.arange(301)] = 0.5
    # Where everything costs the same, a path that may end anywhere ends elsewhere than one that goes on.
    table[:, 150:190, 150:190] = 1.0
    costs = Table(KINDS, [table])
    corridor = corridor_of(costs.box())
    seams = len(corridor.chunks())
    search_adaptive(costs, [corridor])
    assert seams > len(corridor.chunks()) > 3
    assert corridor.path.tolist() == in_full(costs, costs.box())
    assert searched[0] == seams
    assert all(count <= 3 for count in searched[1:])


def test_a_seam_that_does_not_hold_makes_the_next_stretch_twice_as_long(patched):
    patched(full=1 << 18, core=50)
    costs = uniform(1, 500, KINDS, bead=-1.0)
    corridor = corridor_of(costs.box())
    counts = []
    while not corridor.accept(best_paths(costs, corridor.chunks())):
        counts.append(len(corridor.chunks()))
    assert len(counts) < 6
    assert corridor.path.tolist() == in_full(costs, costs.box())


def test_a_seam_near_a_wall_is_kept_while_the_corridor_is_widened(patched):
    patched(half=8, core=60)
    costs, box, _ = translated(1, 200, range(100, 130))
    corridor = corridor_of(box)
    seams = corridor._seams(corridor.band())
    assert not corridor.accept(best_paths(costs, corridor.chunks()))
    assert corridor._seams(corridor.band()) == seams
    assert corridor.band().width > 17


def test_corridors_are_searched_together_and_each_stretch_once(patched, searched):
    patched(core=60)
    table = np.full((5, 201, 201), 3.0)
    table[0, np.arange(201), np.arange(201)] = 0.0
    costs = Table(KINDS, [table])
    boxes = [costs.box(), Block(0, 10, 10, 150, 150), costs.box()]
    corridors = [corridor_of(box) for box in boxes]
    search_adaptive(costs, corridors)
    assert searched == [len(corridors[0].chunks()) + len(corridors[1].chunks())]
    for box, corridor in zip(boxes, corridors, strict=True):
        assert corridor.path.tolist() == [[box.i + at, box.j + at] for at in range(box.n + 1)]


def test_a_path_is_not_looked_for_again_where_nothing_has_changed(patched):
    patched()
    costs, box, walk = translated(1, 200, [50, 120])
    corridor = corridor_of(box, walk)
    search_adaptive(costs, [corridor])
    first = corridor.path.tolist()
    search_adaptive(costs, [corridor])
    assert corridor.path.tolist() == first


@pytest.mark.parametrize("full", [0, 1 << 18], ids=["corridor", "in full"])
def test_posteriors_are_asked_for_close_to_the_path(full, patched, monkeypatch):
    patched(full=full)
    monkeypatch.setattr(module, "CLOSE", 3)
    costs, box, walk = translated(1, 200, range(100, 130))
    corridor = corridor_of(box, walk)
    search_adaptive(costs, [corridor])
    close = corridor.posterior_band()
    assert set(map(tuple, corridor.path.tolist())) <= set(brute.nodes_of(close))
    assert close.width == (box.m + 1 if full else 7)


def test_no_corridor_is_no_work():
    search_adaptive(uniform(1, 1, KINDS), [])
