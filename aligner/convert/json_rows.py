"""JSON lines, and the JSON document of `align`: one object a row.

The objects are those of `align`, or `{"translation": {"ar": ..., "en": ...}}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import regex

from aligner.characters import LINE_END, VISIBLE
from aligner.convert.inputs import Input
from aligner.convert.pair_file import (
    Numbering,
    PairFile,
    Places,
    Wanted,
    alone,
    check_kind,
    confidence_of,
    kind_of,
    listed,
    visible,
)
from aligner.convert.sides import choose_languages, in_order, with_languages
from aligner.errors import InputError
from aligner.languages import tag
from aligner.rows import Row
from aligner.write.json_rows import row_from_object

TRANSLATION = "translation"
_TEXTS = ("src_text", "trg_text")
_OF_SIDES = ("lang", "sentences", "span", "sentence_texts")  # members that begin with `src_` or `trg_`
_OF_ROWS = ("document", "kind", "confidence", "flags", "why", *(f"{s}_{m}" for s in ("src", "trg") for m in _OF_SIDES))
_MEMBERS = frozenset({*_TEXTS, *_OF_ROWS})
_HALF_CHARACTER = regex.compile(r"(?i)\\ud[89a-f]")  # an escape in JSON; most stand in pairs
_DOCUMENT = regex.compile(r'\s*(?:\{\s*"(?:meta|pairs)"|\[\s*\{[^{}]*"(?:src_text|translation)")')
_HINT = 'give objects with "src_text" and "trg_text", or with "translation", one object a line'

NumberedObjects = Iterator[tuple[int, Any]]  # the number of a line or of a pair, from 1, and its value


def looks_like_lines(head: Input) -> bool:
    """Return True if the first visible line is an object with the texts of a row."""
    line = next((line for line in LINE_END.split(head.head_text) if VISIBLE.search(line)), "")
    try:
        return line.lstrip().startswith("{") and _is_row(json.loads(line))
    except (ValueError, RecursionError):
        return False


def looks_like_document(head: Input) -> bool:
    """Return True if the text begins as a JSON document of `align` does, or as a list of objects of rows."""
    return _DOCUMENT.match(head.head_text) is not None


def read_lines(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of JSON lines."""
    (file,) = inputs
    lines = ((number, line) for number, line in file.lines(wanted.encoding) if VISIBLE.search(line))
    return _read(((number, _parsed(line, file.name, number)) for number, line in lines), wanted, _Where(file, "line"))


def read_document(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs and the metadata of a JSON document, which is read as a whole."""
    (file,) = inputs
    text = "\n".join(line for _, line in file.lines(wanted.encoding))
    document = _parsed(text, file.name, None)
    document = {"pairs": document} if isinstance(document, list) else document
    pairs, meta = (document.get(key) for key in ("pairs", "meta")) if isinstance(document, dict) else (None, None)
    if not isinstance(pairs, list):
        raise InputError(file.name, 'there is no list "pairs"', hint="give the JSON that align writes, or JSON lines")
    meta = meta if isinstance(meta, dict) else {}
    if not pairs and {"src_lang", "trg_lang"} <= set(meta):
        return PairFile(str(meta["src_lang"]), str(meta["trg_lang"]), iter(()), file.notices, meta)
    pair_file = _read(iter(enumerate(pairs, 1)), wanted, _Where(file, "pair"))
    is_swapped = meta.get("src_lang", pair_file.source_language) != pair_file.source_language
    return pair_file._replace(meta={} if is_swapped else meta)


def _parsed(text: str, name: str, line: int | None) -> Any:
    """Return the value of JSON.

    line: number of the line; None for a text of several.

    Raises InputError for a text that is not JSON, and for half a character in a string, which no output can hold.
    """
    try:
        value = json.loads(text)
        if _HALF_CHARACTER.search(text):  # two halves, one after the other, are a character
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        number = error.lineno if line is None else line
        raise InputError(name, f"this is not JSON ({error.msg})", hint=_HINT, line=number) from None
    except UnicodeEncodeError:
        problem = "a string holds half a character (a surrogate without its pair)"
        hint = "write the JSON again with a program that writes valid Unicode"
        raise InputError(name, problem, hint=hint, line=line) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets a thousand deep
        raise InputError(name, f"this is not JSON ({error})", hint=_HINT, line=line) from None
    return value


def _is_row(value: Any) -> bool:
    """Return True for an object with the texts of a row."""
    if not isinstance(value, dict):
        return False
    return set(_TEXTS) <= set(value) or isinstance(value.get(TRANSLATION), dict)


def _read(values: NumberedObjects, wanted: Wanted, where: _Where) -> PairFile:
    """Return the pairs of objects, by the form of the first one."""
    first = next(values, None)
    if first is None:
        raise InputError(where.file.name, "there is no row")
    values = chain((first,), values)
    value = first[1]
    file = where.file
    if isinstance(value, dict) and isinstance(value.get(TRANSLATION), dict):
        translations = value[TRANSLATION]
        keys = {_tag(key): key for key in translations}
        source, target = choose_languages(list(keys), wanted, file.name)
        rows = _rows_of_translations(values, (keys[source], keys[target]), where)
        return PairFile(wanted.source or source, wanted.target or target, rows, file.notices)
    languages = _languages(value) if isinstance(value, dict) else None
    pairs = PairFile(*(languages or ("", "")), _rows(values, languages, where), file.notices)
    return in_order(pairs, wanted, file.name) if languages else with_languages(pairs, wanted, file)


class _Where(NamedTuple):
    """The place of objects for messages: a line of the file, or a pair of a JSON document.

    unit: `line` or `pair`.
    """

    file: Input
    unit: str

    def at(self, number: int) -> tuple[str, int | None]:
        """Return the name and the line of an object, as InputError takes them."""
        name = self.file.name
        return (name, number) if self.unit == "line" else (f"{name}, {self.unit} {number}", None)

    def error(self, number: int, problem: str) -> InputError:
        """Return the error for an object."""
        name, line = self.at(number)
        return InputError(name, problem, hint=_HINT, line=line)


def _tag(language: str) -> str:
    """Return the BCP-47 tag of a language, or the name itself if it is no code."""
    try:
        return tag(language)
    except ValueError:
        return language


def _languages(value: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the languages that an object of `align` names, or None if it does not."""
    tags = value.get("src_lang"), value.get("trg_lang")
    return (_tag(str(tags[0])), _tag(str(tags[1]))) if all(tags) else None


def _rows(values: NumberedObjects, languages: tuple[str, str] | None, where: _Where) -> Iterator[Row]:
    """Yield the rows of objects as `align` writes them; all must name the languages of the first one."""
    numbering = Numbering()
    left_out: set[str] = set()
    empty = Places()
    for number, value in values:
        if not (isinstance(value, dict) and set(_TEXTS) <= set(value)):
            raise where.error(number, "this is not an object of a row")
        if (named := _languages(value)) != languages:
            before, after = ("-".join(tags) if tags else "of no language" for tags in (languages, named))
            name, line = where.at(number)
            hint = "convert the rows of each pair of languages alone"
            raise InputError(name, f"this row is {after}, but those before are {before}", hint=hint, line=line)
        try:
            row = row_from_object(value)
        except (ValueError, OverflowError) as error:  # OverflowError: a confidence of hundreds of digits
            raise where.error(number, f"this is not an object of a row: {error}") from None
        if value.get("kind") is None and not VISIBLE.search(row.source + row.target):
            empty.add(number)
            continue
        check_kind(row.kind, row.source, row.target, *where.at(number))
        confidence_of(value.get("confidence"), *where.at(number))
        counted = numbering.numbers(row.kind, row.document)
        if value.get("src_sentences") is None and value.get("trg_sentences") is None:
            row = row._replace(source_numbers=counted[0], target_numbers=counted[1])
        left_out.update(key for key in value if key not in _MEMBERS)
        yield row
    _note(where, left_out, empty)


def _rows_of_translations(values: NumberedObjects, keys: tuple[str, str], where: _Where) -> Iterator[Row]:
    """Yield the rows of objects with a text for each language.

    keys: the names of the source and the target in these objects.
    """
    numbering = Numbering()
    left_out: set[str] = set()
    empty = Places()
    for number, value in values:
        translations = value.get(TRANSLATION) if isinstance(value, dict) else None
        if not isinstance(translations, dict) or not set(keys) & set(translations):
            raise where.error(number, f'"translation" has neither {keys[0]} nor {keys[1]}')
        left_out.update(set(translations) - set(keys), set(value) - {TRANSLATION})
        texts = ["" if translations.get(key) is None else translations[key] for key in keys]
        if not all(isinstance(text, str) for text in texts):
            raise where.error(number, '"translation" holds a text that is not a string')
        source, target = map(visible, texts)
        if not source + target:
            empty.add(number)
            continue
        kind = kind_of(source, target)
        yield Row(source, target, kind, None, *numbering.numbers(kind, ""), *alone(source, target))
    _note(where, left_out, empty)


def _note(where: _Where, left_out: set[str], empty: Places) -> None:
    """Tell the user about the members and the rows that were left out."""
    if left_out:
        where.file.note(f"left out the members {listed(sorted(left_out))}")
    if empty.count:
        where.file.note(f"left out {empty.text('row', where.unit)} without any text")
