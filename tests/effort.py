"""The number of examples that a property is tested on: few by default, many with the profile `thorough`."""

from hypothesis import settings


def examples(count):
    """Scale a number of examples, stated for a profile of 100, to the profile that is loaded."""
    return max(3, count * settings.default.max_examples // 100)
