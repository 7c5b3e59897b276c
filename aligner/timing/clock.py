"""The clock of two subtitle files: when the moment at which a sentence begins in one file comes in the other.

Files of one film differ by an offset and by a speed (25 frames a second in place of 23.976), and parts may be missing
from one of them. So the speed is one number for the film, and the offset is that of the beads nearby. Medians let beads
that are wrong have no effect. Where the beads nearby disagree, the clock is not known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

MIN_POINTS = 10  # moments known in both files; fewer are too little evidence
LAG = 20  # points between two moments from which the speed is measured, a minute or more apart
LEAST_SPEED, GREATEST_SPEED = 0.94, 1.06  # no other pair of frame rates of films differs by more than 4.3 %
WINDOW = 6  # points before and after a moment from which its offset is measured
MAX_SPREAD = 1.0  # seconds; median distance of these points from their offset, up to which they agree
MAX_DISTANCE = 60.0  # seconds from a moment to the nearest point


class Clock(NamedTuple):
    """The times of one file as a function of the times of the other.

    speed: seconds of the second file in a second of the first one.
    times: times of the first file at which the offset is known or not, ascending.
    offsets: the offset at each of them, in seconds; None where the points nearby disagree.
    spread: median distance of the points from the clock, in seconds.
    """

    speed: float
    times: list[float]
    offsets: list[float | None]
    spread: float

    def at(self, time: float) -> float | None:
        """Return the time of the second file at a time of the first one; None if it is not known.

        >>> Clock(1.0, [60.0], [2.5], 0.2).at(61.0), Clock(1.0, [60.0], [None], 0.2).at(61.0)
        (63.5, None)
        """
        right = bisect_left(self.times, time)
        near = [place for place in (right - 1, right) if 0 <= place < len(self.times)]
        place = min(near, key=lambda place: abs(self.times[place] - time))
        offset = self.offsets[place]
        if offset is None or abs(self.times[place] - time) > MAX_DISTANCE:
            return None
        return self.speed * time + offset


def find_clock(points: Iterable[tuple[float, float]]) -> Clock | None:
    """Return the clock of moments that are probably known in both files; None if they show no clock.

    points: the time of each moment in the first and in the second file.
    """
    in_order = sorted(points)
    lag = min(LAG, len(in_order) // 2)
    if len(in_order) < MIN_POINTS:
        return None
    slopes = [
        (right[1] - left[1]) / (right[0] - left[0])
        for left, right in zip(in_order, in_order[lag:], strict=False)
        if right[0] > left[0]
    ]
    speed = median(slopes) if slopes else 0.0
    if not LEAST_SPEED <= speed <= GREATEST_SPEED:
        return None
    residuals = [second - speed * first for first, second in in_order]
    offsets: list[float | None] = []
    spreads: list[float] = []
    for place in range(len(residuals)):
        near = residuals[max(place - WINDOW, 0) : place + WINDOW + 1]
        offset = median(near)
        spread = median(abs(residual - offset) for residual in near)
        spreads.append(spread)
        offsets.append(offset if spread <= MAX_SPREAD else None)
    return Clock(speed, [first for first, _ in in_order], offsets, median(spreads))
