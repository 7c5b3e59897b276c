"""The effort of tests: the number of examples of a property, few by default, and the CPU time that a test may take."""

import signal
from contextlib import contextmanager

import pytest
from hypothesis import settings


def examples(count, few=None):
    """Scale a number of examples, stated for a profile of 100, to the profile that is loaded.

    few: a smaller number for profiles with fewer examples than that; for properties whose examples are costly.
    """
    profile = settings.default.max_examples
    return few if few and profile < 100 else max(3, count * profile // 100)


@contextmanager
def at_most(seconds):
    """Stop and fail a test that takes more than so many seconds of CPU time while the context lasts."""
    if not hasattr(signal, "setitimer"):
        pytest.skip("this system has no timer of CPU time")

    def stop(number, frame):
        raise AssertionError(f"more than {seconds} CPU seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)
