"""Scores of sentence splitters: boundaries within units, which are paragraphs or documents.

A boundary is the end of a sentence, counted in characters that are not white space. The end of a unit is not counted.
White space between sentences does not count, so the beginning of the next sentence does not matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from itertools import accumulate
from typing import Any, NamedTuple

from aligner.convert.csv_table import DELIMITERS
from aligner.convert.inputs import Input
from aligner.convert.pair_file import Wanted
from aligner.convert.readers import TABLES, by_content
from aligner.convert.table_rows import named_columns
from aligner.errors import InputError
from aligner.evaluation.scores import Score, harmonic_mean

_SAME_TEXT = "split the same text, and print all of it"
_SHOWN = 30  # characters of a text that a message shows


class NotSentences(InputError):
    """Raised for a file of another task: an alignment in place of sentences."""


Unit = tuple[Sequence[str], Sequence[str]]  # the sentences of the gold and those of the prediction


class SplittingScores(NamedTuple):
    """The scores of predicted sentences.

    score: precision, recall and F1 of the boundaries. A precision or recall of nothing is 1.
    gold, predicted, right: numbers of boundaries.
    units, perfect: numbers of units, and of those without an error.
    lost: characters of the gold, without white space, that the prediction lacks.
    """

    score: Score
    gold: int
    predicted: int
    right: int
    units: int
    perfect: int
    lost: int


class _Sentences(NamedTuple):
    """The sentences of a file.

    name: the file.
    units: the sentences of each unit.
    lines: number of the line of each sentence, from 1; empty for JSON.
    """

    name: str
    units: list[list[str]]
    lines: list[int]


def score_splitting(units: Iterable[Unit]) -> SplittingScores:
    """Return the scores of units.

    >>> score_splitting([(["One.", "Two."], ["One. Two."])]).score.recall
    0.0
    """
    gold = predicted = right = perfect = lost = 0
    units = list(units)
    for of_gold, of_prediction in units:
        wanted, given = _boundaries(of_gold), _boundaries(of_prediction)
        gold, predicted, right = gold + len(wanted), predicted + len(given), right + len(wanted & given)
        perfect += wanted == given
        lost += len(_visible(of_gold)) - len(_visible(of_prediction))
    precision, recall = right / predicted if predicted else 1.0, right / gold if gold else 1.0
    f1 = harmonic_mean(precision, recall) if gold + predicted else 1.0
    return SplittingScores(Score(precision, recall, f1), gold, predicted, right, len(units), perfect, lost)


def _visible(sentences: Iterable[str]) -> str:
    """Return the characters of sentences without white space."""
    return "".join("".join(sentences).split())


def _boundaries(sentences: Sequence[str]) -> set[int]:
    """Return the ends of all sentences but the last, as numbers of characters before them."""
    return set(accumulate(len("".join(sentence.split())) for sentence in sentences[:-1]))


def evaluate_splitting(gold_path: str, predicted_path: str, encoding: str | None = None) -> SplittingScores:
    """Return the scores of two files.

    A file has one sentence a line, and an empty line between two units; the units of the gold count. JSON is
    `[{"id": ..., "sents": [...]}, ...]`, and for a prediction also `{id: [[start, end], ...], ...}`, with spans in the
    sentences of the unit, joined by one space.

    Raises InputError for files that are not as they should be, or hold different texts, and NotSentences.
    """
    gold = _read(gold_path, encoding)
    if isinstance(gold, _Sentences):
        with closing(Input(predicted_path)) as file:
            _check_task(file)
            return score_splitting(_units_of_lines(gold, _read_lines(file, encoding)))
    of_gold = _units_of_json(gold, gold_path)
    predicted = _read(predicted_path, encoding)
    if isinstance(predicted, _Sentences):
        raise InputError(predicted_path, "the gold is JSON, but this is not", hint="give two files of one form")
    is_spans = isinstance(predicted, dict)
    given = predicted if is_spans else _units_of_json(predicted, predicted_path)
    if strange := given.keys() - of_gold.keys():
        raise InputError(predicted_path, f"the gold has no unit {min(strange)}", hint=_SAME_TEXT)
    check = _cut if is_spans else _checked
    of_prediction = {key: check(of_gold[key], value, key, predicted_path) for key, value in given.items()}
    return score_splitting((sentences, of_prediction.get(key, [])) for key, sentences in of_gold.items())


def _read(path: str, encoding: str | None) -> Any:
    """Return the value of a file of JSON, or the sentences of a text, which may begin as JSON does."""
    with ExitStack() as opened:
        file = opened.enter_context(closing(Input(path)))
        if not file.head:
            raise InputError(file.name, "the file is empty", hint="give the sentences, one a line")
        _check_task(file)
        if file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'[{"', b"[\n", b"[ {", b"[\r", b'{"')):
            try:
                return json.loads(file.read().decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                if path == "-":  # it cannot be read again
                    raise InputError(file.name, f"this is not JSON ({error})", hint="name a file") from None
            file = opened.enter_context(closing(Input(path)))
        return _read_lines(file, encoding)


def _check_task(file: Input) -> None:
    """Raise NotSentences for an alignment. Sentences may hold tabs and commas, so a table has to name its columns."""
    reader = by_content(file)
    if reader and reader.name in TABLES[:2]:
        rows = (file.first_line.split(delimiter) for delimiter in ("\t", *DELIMITERS))
        if not any(len(cells) > 1 and named_columns(cells, Wanted()) for cells in rows):
            return
    if reader:
        problem = f"this is an alignment ({reader.name}), but --splitting is for sentences, one a line"
        raise NotSentences(file.name, problem, hint="drop --splitting, or give sentences")


def _units_of_json(value: Any, name: str) -> dict[str, list[str]]:
    """Return the sentences of each unit, by its name. Raises InputError for a value of another form."""
    units: dict[str, list[str]] = {}
    try:
        for unit in value:
            key, sentences = str(unit["id"]), unit.get("sents", unit.get("sentences"))
            if not isinstance(sentences, list) or not all(isinstance(sentence, str) for sentence in sentences):
                raise TypeError(sentences)
            if key in units:
                raise InputError(name, f"there are two units {key}", hint="give each unit an id of its own")
            units[key] = [sentence for sentence in sentences if sentence.strip()]
    except (AttributeError, KeyError, TypeError):
        hint = 'give [{"id": "1", "sents": ["...", "..."]}, ...]'
        raise InputError(name, "this is no list of units", hint=hint) from None
    return units


def _checked(gold: Sequence[str], sentences: list[str], unit: str, name: str) -> list[str]:
    """Return the sentences of a unit. Raises InputError for one that is not in the gold, after those before it."""
    text, at = _visible(gold), 0
    for sentence in sentences:
        visible = _visible([sentence])
        if (start := text.find(visible, at)) < 0:
            problem = f"the gold of the unit {unit} has no {sentence[:_SHOWN]!r} there"
            raise InputError(name, problem, hint=_SAME_TEXT)
        at = start + len(visible)
    return sentences


def _cut(gold: Sequence[str], spans: Any, unit: str, name: str) -> list[str]:
    """Return the sentences that spans cut from the text of a unit, without those that hold no text."""
    text, end = " ".join(gold), 0
    sentences = []
    try:
        for span in spans:
            start, stop = span
            if not end <= start <= stop <= len(text):
                problem = f"the unit {unit} has the span {list(span)}, after {end} of {len(text)} characters"
                raise InputError(name, problem, hint="give ascending offsets, half open, as [start, end]")
            sentences.append(text[start:stop])
            end = stop
    except (TypeError, ValueError):
        raise InputError(name, "a unit has no list of spans", hint='give {"1": [[0, 12], [13, 20]], ...}') from None
    return [sentence for sentence in sentences if sentence.strip()]


def _read_lines(file: Input, encoding: str | None) -> _Sentences:
    """Return the sentences of a file, one a line."""
    units: list[list[str]] = [[]]
    lines = []
    for number, line in file.lines(encoding):
        if line.strip():
            units[-1].append(line)
            lines.append(number)
        elif units[-1]:
            units.append([])
    if not lines:
        raise InputError(file.name, "there is no sentence", hint="give the sentences, one a line")
    return _Sentences(file.name, [unit for unit in units if unit], lines)


def _units_of_lines(gold: _Sentences, predicted: _Sentences) -> list[Unit]:
    """Return the units of the gold, with the predicted sentences, which are cut at the ends of units.

    Raises InputError, with the line of the prediction, for texts that differ in more than white space.
    """
    sentences = ["".join(sentence.split()) for unit in predicted.units for sentence in unit]
    lines = iter(zip(sentences, predicted.lines, strict=True))
    rest, line = "", 0
    units: list[Unit] = []
    for unit in gold.units:
        wanted, at = _visible(unit), 0
        cut: list[str] = []
        while at < len(wanted):
            if not rest:
                rest, line = next(lines, ("", line))
            size = min(len(rest), len(wanted) - at)
            if not rest or rest[:size] != wanted[at : at + size]:
                goes_on = f"the gold goes on with {wanted[at : at + _SHOWN]!r}"
                problem = f"{goes_on}, but this with {rest[:_SHOWN]!r}" if rest else f"{goes_on}, but the text ends"
                raise InputError(predicted.name, problem, hint=_SAME_TEXT, line=line or None)
            cut.append(rest[:size])
            rest, at = rest[size:], at + size
        units.append((unit, cut))
    if not rest:
        rest, line = next(lines, ("", line))
    if rest:
        raise InputError(predicted.name, "the text goes on where the gold ends", hint=_SAME_TEXT, line=line or None)
    return units
