"""The sides of a file of pairs: which language is the source, and which the target.

A file that says which language each text is in, or which one its source is, keeps its order; `--from` and `--to` choose
another. The languages of a file that names none are the default ones. There, the letters of the first rows show if the
sides stand in the other order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from aligner import languages
from aligner.convert.inputs import Input
from aligner.convert.pair_file import DEFAULT_SOURCE, DEFAULT_TARGET, PairFile, Wanted
from aligner.errors import InputError
from aligner.rows import Row

SAMPLE = 200  # rows by whose letters the languages are checked; more do not change the result
REVERSE = "reverse"
MOST = 0.5  # share of these rows, from which on the letters decide


def choose_languages(tags: Sequence[str], wanted: Wanted, name: str) -> tuple[str, str]:
    """Return the tags of the source and of the target in a file that tags its texts.

    tags: the tags of the file, that of its source first.
    wanted: the languages that the user named.

    Raises InputError if a language is not in the file, and for more than two languages if the user chose none.
    """
    if not tags:
        raise InputError(name, "there is no text with a language", hint="give a file of two languages")
    first = {languages.primary(tag): tag for tag in reversed(tags)}  # the first tag of each language
    if wanted.source is None and wanted.target is None:
        usual = [tag for tag in first.values() if languages.primary(tag) in (DEFAULT_SOURCE, DEFAULT_TARGET)]
        for pair in (list(first.values()), usual, list(tags)):  # `tags` are two if they are regions of one language
            if len(pair) == 2:
                first_tag, second_tag = sorted(pair, key=tags.index)
                return first_tag, second_tag
        raise _unclear(tags, name)
    source, target = (_tag_like(tag, tags, name) for tag in (wanted.source, wanted.target))
    if source is None or target is None:
        side = source or target
        rest = [tag for tag in tags if tag != side and languages.primary(tag) != languages.primary(str(side))]
        if len(dict.fromkeys(map(languages.primary, rest))) != 1:
            raise _unclear(tags, name)
        source, target = source or rest[0], target or rest[0]
    if source == target:
        raise _unclear(tags, name)
    return source, target


def _unclear(tags: Sequence[str], name: str) -> InputError:
    """Return the error for a file of which two languages cannot be chosen."""
    hint = "choose two of them with --from and --to" if len(tags) > 1 else "give a file of two languages"
    return InputError(name, _holds(tags), hint=hint)


def _holds(tags: Sequence[str]) -> str:
    """Return which languages a file holds, for a message."""
    return f"the languages are {', '.join(tags)}" if len(tags) > 1 else f"the only language is {tags[0]}"


def _tag_like(tag: str | None, tags: Sequence[str], name: str) -> str | None:
    """Return the tag of the file that stands for the one that the user named."""
    if tag is None or tag in tags:
        return tag
    alike = [candidate for candidate in tags if languages.primary(candidate) == languages.primary(tag)]
    if not alike:
        raise InputError(name, f"{_holds(tags)}, not {tag}", hint="choose among them with --from and --to")
    return alike[0]


def in_order(pairs: PairFile, wanted: Wanted, name: str) -> PairFile:
    """Return a file that names the languages of its sides, with the source and the target that the user wants."""
    tags = pairs.source_language, pairs.target_language
    source, target = choose_languages(tags, wanted, name)
    if (source, target) != tags:
        pairs = swap_sides(pairs)
    return pairs._replace(source_language=wanted.source or source, target_language=wanted.target or target)


def with_languages(pairs: PairFile, wanted: Wanted, file: Input) -> PairFile:
    """Return a file that does not name its languages, with its languages by the user, or by default and by its letters.

    If the letters of the sides are those of the other language, the user's languages exchange the sides, and the
    default languages exchange their places: the file keeps its order.
    """
    source = wanted.source or _default(DEFAULT_SOURCE, DEFAULT_TARGET, wanted.target)
    target = wanted.target or _default(DEFAULT_TARGET, DEFAULT_SOURCE, source)
    sample = list(islice(pairs.rows, SAMPLE))
    pairs = pairs._replace(rows=chain(sample, pairs.rows), source_language=source, target_language=target)
    problem = _order(sample, source, target)
    if problem == REVERSE and wanted.given:
        file.note(f"the first text of each pair is {languages.name(target)}; exchanged the sides")
        return swap_sides(pairs)._replace(source_language=source, target_language=target)
    if problem == REVERSE:
        file.note(
            f"the first text of each pair is {languages.name(target)}, so it is the source"
            f" (--from {source} --to {target} exchanges the sides)"
        )
        return pairs._replace(source_language=target, target_language=source)
    if problem:
        option = "--from" if problem.startswith("the first") else "--to"
        file.note(f"{problem}; name its language with {option}")
    return pairs


def _default(tag: str, alternative: str, of_other_side: str | None) -> str:
    """Return the default tag of a side, or the alternative if the other side is in that language, of any region."""
    return alternative if of_other_side and languages.primary(of_other_side) == tag else tag


def doubt(sample: Sequence[Row], source: str, target: str) -> str:
    """Return the reason why the texts of rows are not in the languages of their sides; empty if they may be."""
    problem = _order(sample, source, target)
    return f"the first text of each pair is {languages.name(target)}" if problem == REVERSE else problem


def _order(sample: Sequence[Row], source: str, target: str) -> str:
    """Return `REVERSE` if the sides of rows stand in the other order, a sentence for the user if they are in doubt.

    The letters tell nothing about languages of one script.
    """
    if languages.script(source) == languages.script(target):
        return ""
    from aligner.language_weights import weigher  # its patterns take time to compile

    weigh = weigher(source, target)
    sides = [tuple(weigh(text).side for text in (row.source, row.target)) for row in sample if row.paired]
    clear = [pair for pair in sides if None not in pair]
    if not clear:
        return ""
    if clear.count((1, 0)) > MOST * len(clear):
        return REVERSE
    for side, tag in enumerate((source, target)):
        if sum(pair[side] == side for pair in clear) <= MOST * len(clear):
            return f"the {('first', 'second')[side]} text of most pairs is not {languages.name(tag)}"
    return ""


def swap_sides(pairs: PairFile) -> PairFile:
    """Return a file with the source as the target; the metadata describe the other order, and are left out."""
    return pairs._replace(
        source_language=pairs.target_language,
        target_language=pairs.source_language,
        rows=_swapped(pairs.rows),
        meta={},
    )


def _swapped(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield row._replace(
            source=row.target,
            target=row.source,
            kind="-".join(reversed(row.kind.split("-"))),
            source_numbers=row.target_numbers,
            target_numbers=row.source_numbers,
            source_sentences=row.target_sentences,
            target_sentences=row.source_sentences,
            source_span=row.target_span,
            target_span=row.source_span,
            why=None if row.why is None else _swapped_reasons(dict(row.why)),
        )


def _swapped_reasons(why: dict[str, Any]) -> dict[str, Any]:
    """Return the evidence for a row with its sides exchanged."""
    numbers = why.get("numbers")
    if isinstance(numbers, dict) and {"src", "trg"} <= set(numbers):
        why["numbers"] = {**numbers, "src": numbers["trg"], "trg": numbers["src"]}
    if isinstance(matched := why.get("matched"), list | tuple):
        why["matched"] = [list(reversed(pair)) if isinstance(pair, list | tuple) else pair for pair in matched]
    return why
