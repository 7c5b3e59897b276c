"""Rows as JSON lines that hold all of a row, and rows that are read back from JSON objects.

The workers of a run write such lines if its one file is in a format that does not append; `formats.write_collected`
makes the file from them. The members are those of the format `jsonl`, without the languages. The confidence is not
rounded, and the texts of the sentences are added where they do not follow from the text of the side.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from aligner.bitext import Span
from aligner.rows import Row

Value = TypeVar("Value")


def line_of(row: Row) -> str:
    """Return a row as one line, without its end."""
    items = {
        "document": row.document,
        "src_text": row.source,
        "trg_text": row.target,
        "kind": row.kind,
        "confidence": row.confidence,
        "src_sentences": list(row.source_numbers),
        "trg_sentences": list(row.target_numbers),
        "src_span": row.source_span,
        "trg_span": row.target_span,
        "src_origin": list(row.source_origin),
        "trg_origin": list(row.target_origin),
        "src_time": row.source_time,
        "trg_time": row.target_time,
        "flags": list(row.flags),
        "why": row.why,
        "src_sentence_texts": _unless_side(row.source_sentences, row.source),
        "trg_sentence_texts": _unless_side(row.target_sentences, row.target),
    }
    return json.dumps({name: value for name, value in items.items() if value not in (None, "", [])}, ensure_ascii=False)


def read_lines(lines: Iterable[bytes]) -> Iterator[Row]:
    """Yield the row of each line of a file that is open for reading bytes."""
    for line in lines:
        yield row_from_object(json.loads(line))


def row_from_object(items: Mapping[str, Any]) -> Row:
    """Return the row of a JSON object, such as `line_of` and the format `jsonl` write. Each member may be missing.

    Raises ValueError for a member of another type.
    """
    source, target = _member(items, "src_text", str, ""), _member(items, "trg_text", str, "")
    source_numbers, target_numbers = _numbers(items, "src_sentences"), _numbers(items, "trg_sentences")
    source_size, target_size = len(source_numbers) or int(source != ""), len(target_numbers) or int(target != "")
    confidence = items.get("confidence")
    if confidence is not None and (isinstance(confidence, bool) or not isinstance(confidence, (int, float))):
        raise ValueError(f"confidence is not a number: {confidence!r}")
    return Row(
        source,
        target,
        _member(items, "kind", str, f"{source_size}-{target_size}"),
        None if confidence is None else float(confidence),
        source_numbers,
        target_numbers,
        _texts(items, "src_sentence_texts", source),
        _texts(items, "trg_sentence_texts", target),
        _span(items, "src_span"),
        _span(items, "trg_span"),
        tuple(_list(items, "flags", str)),
        _member(items, "why", dict, {}) or None,
        _member(items, "document", str, ""),
        tuple(_list(items, "src_origin", str)),
        tuple(_list(items, "trg_origin", str)),
        _time(items, "src_time"),
        _time(items, "trg_time"),
    )


def _unless_side(sentences: Sequence[str], side: str) -> list[str]:
    """Return the sentences, or an empty list if they are what `row_from_object` assumes."""
    return [] if list(sentences) in ([side], []) else list(sentences)


def _member(items: Mapping[str, Any], name: str, kind: type[Value], default: Value) -> Value:
    """Return a member of an object; the default if it is missing or null."""
    value = items.get(name)
    if value is None:
        return default
    if not isinstance(value, kind):
        raise ValueError(f"{name} is not a {kind.__name__}: {value!r}")
    return value


def _list(items: Mapping[str, Any], name: str, kind: type[Value]) -> list[Value]:
    """Return a member that is a list of values of one type; empty if it is missing."""
    values: list[Any] = _member(items, name, list, [])
    if not all(isinstance(value, kind) and not isinstance(value, bool) for value in values):
        raise ValueError(f"{name} does not hold {kind.__name__} only: {values!r}")
    return values


def _numbers(items: Mapping[str, Any], name: str) -> tuple[int, ...]:
    """Return the numbers of sentences."""
    numbers = _list(items, name, int)
    if any(number < 0 for number in numbers):
        raise ValueError(f"{name} has a negative number: {numbers!r}")
    return tuple(numbers)


def _texts(items: Mapping[str, Any], name: str, side: str) -> tuple[str, ...]:
    """Return the texts of the sentences of a side; the side itself if they are missing."""
    texts = tuple(_list(items, name, str))
    end = 0
    for text in texts:
        start = side.find(text, end)
        if start < 0:
            raise ValueError(f"{name} are not the sentences of the text: {text!r} is not in it, or not in its place")
        end = start + len(text)
    return texts or ((side,) if side else ())


def _span(items: Mapping[str, Any], name: str) -> Span | None:
    """Return a span; None if it is missing."""
    span = _list(items, name, int)
    if not span:
        return None
    if len(span) != 2 or not 0 <= span[0] <= span[1]:
        raise ValueError(f"{name} is not a start and an end: {span!r}")
    return Span(*span)


def _time(items: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    """Return two times in seconds; None if they are missing."""
    times = [float(time) for time in _member(items, name, list, []) if isinstance(time, (int, float))]
    if not times:
        return None
    if len(times) != 2 or not 0 <= times[0] <= times[1]:
        raise ValueError(f"{name} is not a beginning and an end: {items[name]!r}")
    return times[0], times[1]
