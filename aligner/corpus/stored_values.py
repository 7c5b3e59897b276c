"""Values that were stored in a journal, checked when they are read: a disk, or a person, may have changed them.

Each function returns the value if it can be what this program stored, and raises ValueError if it cannot.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable
from typing import Any

import regex

GREATEST = 2**53  # of all whole numbers that are stored; none is near it
_KIND = regex.compile(r"[1-9]\d{0,9}-[1-9]\d{0,9}")


def text(value: object) -> str:
    """A string."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def path(value: object) -> str:
    """The path of a file, or the name of a document."""
    if "\0" in text(value):
        raise ValueError(f"{value!r} is not a path")
    return str(value)


def natural(value: object) -> int:
    """A whole number from 0."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < GREATEST:
        raise ValueError(f"{value!r} is not a number")
    return value


def integer(value: object) -> int:
    """A whole number, which may be negative, such as a time before 1970."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} is not a number")
    return value


def number(value: object) -> float:
    """A number from 0 that is not infinite."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not (value >= 0 and math.isfinite(value)):
        raise ValueError(f"{value!r} is not a number")
    return value


def optional(check: Callable[[object], Any]) -> Callable[[object], Any]:
    """The check of a value that may be None."""
    return lambda value: None if value is None else check(value)


def kind(value: object) -> str:
    """A kind of two-sided bead, such as `1-2`."""
    if not _KIND.fullmatch(text(value)):
        raise ValueError(f"{value!r} is not a kind of bead")
    return str(value)


def counts(value: object, name: Callable[[object], str]) -> dict[str, int]:
    """Numbers by names, which `name` checks."""
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} are not counts")
    return {name(key): natural(count) for key, count in value.items()}


def from_json(data: object) -> Any:
    """The value of a text in JSON."""
    try:
        return json.loads(text(data))
    except RecursionError:
        raise ValueError("the lists are too deep") from None


def list_of(value: object, check: Callable[[object], Any]) -> list[Any]:
    """A list of which `check` checks each item."""
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is not a list")
    return [check(item) for item in value]


def tuple_of(value: object, checks: Iterable[Callable[[object], Any]]) -> tuple[Any, ...]:
    """A list of as many items as there are checks, each checked by its own."""
    items = list_of(value, lambda item: item)
    return tuple(check(item) for check, item in zip(checks, items, strict=True))


def checksum(*values: object) -> str:
    """A hash of values, by which a changed one is recognised."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()[:16]
