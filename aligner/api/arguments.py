"""Checks of arguments: a TypeError that says what to pass for each wrong type, and the settings that arguments make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Real
from os import PathLike, fspath

from aligner import languages, pipeline
from aligner.write import repair

# Types that a caller may pass for a text by mistake, and what to do with such a value.
_INSTEAD_OF_TEXT: tuple[tuple[type, str], ...] = (
    (bytes, "decode it first, or give the file to align_file"),
    (bytearray, "decode it first, or give the file to align_file"),
    (PathLike, "align_file takes paths"),
    (list, "align_sentences takes lists of sentences"),
    (tuple, "align_sentences takes lists of sentences"),
)


def text(name: str, value: object) -> str:
    """Return an argument that has to be a text.

    name: name of the argument.

    >>> text("source", b"A door.")
    Traceback (most recent call last):
    TypeError: source must be a str, not bytes; decode it first, or give the file to align_file
    """
    if isinstance(value, str):
        return value
    hints = (hint for kind, hint in _INSTEAD_OF_TEXT if isinstance(value, kind))
    raise _wrong_type(name, "a str", value, next(hints, ""))


def sentences(name: str, value: object) -> list[str]:
    """Return the items of an argument that has to hold sentences, in order.

    >>> sentences("source", "A door.")
    Traceback (most recent call last):
    TypeError: source must be a list of str, not str; align_texts splits a text into sentences
    """
    expected = "a list of str"
    if isinstance(value, str):
        raise _wrong_type(name, expected, value, "align_texts splits a text into sentences")
    return [string(f"{name}[{number}]", item) for number, item in enumerate(_items(name, expected, value))]


def lengths(name: str, value: object) -> list[object]:
    """Return the items of an argument that has to hold lengths of sentences, in order.

    >>> lengths("source", [12, "A door."])
    Traceback (most recent call last):
    TypeError: source[1] must be a number of characters, not str; align_sentences takes sentences
    """
    items = list(_items(name, "a list of numbers", value))
    for number, item in enumerate(items):
        if not isinstance(item, Real):
            hint = "align_sentences takes sentences" if isinstance(item, str) else ""
            raise _wrong_type(f"{name}[{number}]", "a number of characters", item, hint)
    return items


def paths(name: str, value: object) -> tuple[str, ...]:
    """Return the paths of an argument that has to be a path or several ones.

    >>> paths("lexicon", ["law.tsv", 1])
    Traceback (most recent call last):
    TypeError: lexicon[1] must be a str or a path, not int
    """
    if isinstance(value, (str, PathLike)):
        return (path(name, value),)
    items = _items(name, "a path or a list of paths", value)
    return tuple(path(f"{name}[{number}]", item) for number, item in enumerate(items))


def path(name: str, value: object) -> str:
    """Return an argument that has to be a path; raises ValueError for an empty one.

    >>> path("paths[0]", ["ar.txt", "en.txt"])
    Traceback (most recent call last):
    TypeError: paths[0] must be a str or a path, not list; give each path as an argument of its own
    """
    plain = fspath(value) if isinstance(value, PathLike) else value
    if isinstance(plain, str):
        if not plain:
            raise ValueError(f"{name} is empty; pass the name of a file")
        return plain
    hint = "give each path as an argument of its own" if isinstance(value, (list, tuple)) else ""
    raise _wrong_type(name, "a str or a path", value, hint)


def string(name: str, value: object) -> str:
    """Return an argument that has to be a string, such as a language or a method."""
    if isinstance(value, str):
        return value
    raise _wrong_type(name, "a str", value)


def language(name: str, value: object) -> str:
    """Return the BCP-47 tag of an argument that has to name a language; raises ValueError for a str that does not."""
    return languages.tag(string(name, value))


def switch(name: str, value: object) -> bool:
    """Return an argument that has to be True or False."""
    if isinstance(value, bool):
        return value
    raise _wrong_type(name, "True or False", value)


def share(name: str, value: object) -> float:
    """Return an argument that has to be a number in [0, 1]; raises ValueError for another number."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise _wrong_type(name, "a number from 0 to 1", value)
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError(f"{name} must be a number from 0 to 1, not {number}")
    return number


def repairs(name: str, value: object) -> tuple[str, ...]:
    """Return the names of repairs, in the order in which they are made; raises ValueError for one that is none."""
    if isinstance(value, str):
        return repair.parse(value)
    expected = "names of repairs"
    return repair.in_order(
        [string(f"{name}[{number}]", item) for number, item in enumerate(_items(name, expected, value))]
    )


def make_settings(
    *,
    source_language: str,
    target_language: str,
    method: str,
    lexicon: str | PathLike[str] | Iterable[str | PathLike[str]] = (),
    profile: str | PathLike[str] | None = None,
    encoder: str | PathLike[str] | None = None,
    pins: str | PathLike[str] | None = None,
    why: bool = False,
    certify: bool = False,
    layout: str | None = None,
    columns: Iterable[str | int] | None = None,
    realign: bool = False,
    order_is_given: bool = False,
    encoding: str | None = None,
    lines: str = "auto",
    pre_split: bool = False,
    split_clauses: bool = False,
    split_alone: bool = False,
    refine: bool = False,
) -> pipeline.Settings:
    """Return the settings that arguments of the library ask for. `pipeline.check_choices` checks their values.

    Raises TypeError for an argument of a wrong type, and ValueError for languages and lexicons that have no meaning.
    """
    tags = language("source_language", source_language), language("target_language", target_language)
    if tags[0] == tags[1]:
        raise ValueError(f"source_language and target_language are both {tags[0]!r}; name two languages")
    settings = pipeline.Settings(
        source=tags[0],
        target=tags[1],
        method=string("method", method),
        lexicon=paths("lexicon", lexicon),
        profile=None if profile is None else path("profile", profile),
        encoder=None if encoder is None else path("encoder", encoder),
        pins=None if pins is None else path("pins", pins),
        layout=None if layout is None else string("layout", layout),
        columns=None if columns is None else _columns(columns),
        realign=switch("realign", realign),
        order_is_given=switch("order_is_given", order_is_given),
        encoding=None if encoding is None else string("encoding", encoding),
        lines=string("lines", lines),
        pre_split=switch("pre_split", pre_split),
        split_clauses=switch("split_clauses", split_clauses),
        split_alone=switch("split_alone", split_alone),
        refine=switch("refine", refine),
        why=switch("why", why),
        certify=switch("certify", certify),
    )
    _check_words(settings)
    return settings


def _check_words(settings: pipeline.Settings) -> None:
    """Raise ValueError for settings that need words, or sentences that may be cut, without them."""
    method = settings.method
    for name, needs_words in (("lexicon", bool(settings.lexicon)), ("refine", settings.refine)):
        if needs_words and method in pipeline.METHODS and not pipeline.METHODS[method].words:
            able = " or ".join(map(repr, pipeline.methods_with_words()))
            raise ValueError(f"{name} needs the method {able}; {method!r} does not use words")
    if settings.refine and (settings.pre_split or settings.split_alone):
        raise ValueError("refine cuts sentences, but pre_split and split_alone leave them as they are; set one of them")


def _columns(value: object) -> tuple[str, ...]:
    """Return the columns of a table, each as a string."""
    expected = "two columns, such as (1, 3)"
    if isinstance(value, str):
        raise _wrong_type("columns", expected, value)
    columns = []
    for number, item in enumerate(_items("columns", expected, value)):
        if isinstance(item, bool) or not isinstance(item, (str, int)):
            raise _wrong_type(f"columns[{number}]", "the number or the name of a column", item)
        columns.append(str(item))
    return tuple(columns)


def _items(name: str, expected: str, value: object) -> Iterable[object]:
    """Return an argument whose items have an order."""
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray, Mapping, set, frozenset)):
        return value
    raise _wrong_type(name, expected, value)


def _wrong_type(name: str, expected: str, value: object, hint: str = "") -> TypeError:
    """Return the error for an argument of a wrong type.

    hint: what to do; may be empty.
    """
    actual = "None" if value is None else type(value).__name__
    return TypeError(f"{name} must be {expected}, not {actual}{f'; {hint}' if hint else ''}")
