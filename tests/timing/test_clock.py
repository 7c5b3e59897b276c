"""The clock of two files, from moments of which a part is wrong."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.timing.clock import MAX_DISTANCE, MIN_POINTS, find_clock


def points(count=200, offset=12.0, speed=1.0, jitter=0.2, wrong=0.2, cut=0.0):
    """Moments of two files, a share of which is wrong by half a minute or less.

    cut: seconds that the second file lacks after its first half.
    """
    chance = random.Random(7)
    for number in range(count):
        first = 4.0 * number + chance.random()
        second = speed * first + offset + chance.uniform(-jitter, jitter) - (cut if number >= count // 2 else 0.0)
        yield first, second + (chance.uniform(-30, 30) if chance.random() < wrong else 0.0)


@pytest.mark.parametrize("speed", [1.0, 25 / 23.976, 23.976 / 25, 24 / 23.976])
@pytest.mark.parametrize("offset", [0.0, -7.5, 600.0])
def test_offset_and_speed(speed, offset):
    clock = find_clock(points(offset=offset, speed=speed))
    assert clock.speed == pytest.approx(speed, abs=0.001)
    for time in (2.0, 100.0, 399.0, 790.0):
        assert clock.at(time) == pytest.approx(speed * time + offset, abs=0.3)


def test_a_cut_changes_the_offset():
    clock = find_clock(points(cut=90.0, wrong=0.0))
    assert clock.at(200.0) == pytest.approx(212.0, abs=0.3)
    assert clock.at(600.0) == pytest.approx(522.0, abs=0.3)
    assert clock.at(390.0) == pytest.approx(402.0, abs=0.3)
    assert clock.at(410.0) == pytest.approx(332.0, abs=0.3)


def test_a_long_way_from_all_points_the_clock_is_not_known():
    clock = find_clock(points(count=20, wrong=0.0))
    assert clock.at(80.0 + MAX_DISTANCE + 5) is None


@pytest.mark.parametrize(
    "moments",
    [
        list(points(count=MIN_POINTS - 1)),
        list(points(speed=1.2, wrong=0.0)),
        [(first, random.Random(first).uniform(0, 800)) for first, _ in points()],
        [(1.0, 2.0)] * 50,
    ],
    ids=["few points", "no frame rate", "no order", "one moment"],
)
def test_points_that_show_no_clock(moments):
    clock = find_clock(moments)
    assert clock is None or {clock.at(first) for first, _ in moments} == {None}


@given(st.lists(st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5)), max_size=40), st.floats(-1e5, 1e5))
def test_any_points_make_a_clock_or_none(moments, time):
    clock = find_clock(moments)
    assert clock is None or clock.at(time) is None or abs(clock.at(time)) < 1e6
