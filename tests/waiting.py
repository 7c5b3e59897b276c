"""Waiting for what another process does."""

import time

HANGING = 600  # seconds after which a process is taken to hang


def wait_for(condition):
    """The first true value of a condition."""
    end = time.monotonic() + HANGING
    while not (result := condition()):
        assert time.monotonic() < end, "this takes too long"
        time.sleep(0.02)
    return result
