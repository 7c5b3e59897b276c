"""Proposals: files that may belong together although their names do not match, such as numbered chapters.

They are never paired without the user: a proposal is a line for a manifest. Files that hold one language are matched
with files of the other language in the same folder, folders of languages counting as one:

1. By the name, if the rest of it differs only in capitals and separators.
2. By the number in the name, in digits or words: `chapter-1-the-river` and `الفصل الأول`.
3. By the likeness of their names, if no other names are as alike: `report-ar-final` and `report-en-v2`.
4. By their order, if there are as many files of either language, at least `MIN_IN_ORDER`, and the ratio of their sizes
   is about the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from statistics import median
from typing import NamedTuple

import regex

from aligner import languages
from aligner.corpus import filenames

MIN_IN_ORDER = 2  # files of either language; a single file of each says nothing about order
MIN_SIMILARITY = 0.7  # share of the characters of two names that match, from which on they may be of one document
MAX_COMPARED = 100  # files of a folder whose names are compared with each other
MAX_RATIO = 2.0  # greatest quotient of the ratio of two sizes and the median ratio, for files matched by order

_WORDS_FOR_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "واحد اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
    "الاولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة",
    "الحادي",  # with عشر: eleventh
    "الحادية",
)
_NUMBER_OF = {word: number for words in _WORDS_FOR_NUMBERS for number, word in enumerate(words.split(), start=1)}
_TEENS = frozenset({"عشر", "عشرة"})  # after a word for 1 to 9: 11 to 19
_BEFORE_ROMAN = frozenset({"chapter", "part", "book", "volume", "vol", "section", "act", "scene", "unit", "lesson"})
_ROMAN = regex.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_SMALL_ROMAN = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ALEF = regex.compile("[أإآٱ]")
_TOKEN = regex.compile(r"\p{Nd}++|[\p{L}\p{M}]++")


class LeftFile(NamedTuple):
    """A file without a partner, which may hold one language only.

    path: its path, as the user would write it.
    folder: its folder, with `*` for a language.
    name: its name without suffix and language.
    side: 0 source, 1 target; None for another file, which is not proposed.
    size: its bytes.
    """

    path: str
    folder: str
    name: str
    side: int | None
    size: int


class Proposal(NamedTuple):
    """Two files that may belong together.

    source, target: their paths.
    reason: by what: `name`, `number` or `order`.
    """

    source: str
    target: str
    reason: str


def left_file(path: str, name: str, tags: tuple[str, str], side: int | None, size: int) -> LeftFile:
    """The file without a partner of a path.

    path: its path, as the user would write it.
    name: its path from the folder of the documents, without its suffix.
    """
    folder, rest = filenames.without_languages(name, tags)
    return LeftFile(path, folder, rest, side, size)


def propose(files: Sequence[LeftFile]) -> list[Proposal]:
    """The files that may belong together, in the order of the sources."""
    folders: dict[str, list[LeftFile]] = defaultdict(list)
    for file in files:
        if file.side is not None:
            folders[file.folder].append(file)
    proposals = [proposal for folder in folders.values() for proposal in _propose_in_folder(folder)]
    return sorted(proposals, key=lambda proposal: natural_order(proposal.source))


def _propose_in_folder(files: Sequence[LeftFile]) -> Iterator[Proposal]:
    """The proposals for the files of one folder."""
    left = list(files)
    for reason, key in (("name", _plain_name), ("number", _first_number), ("number", _numbers)):
        matched = list(_match(left, key))
        yield from (Proposal(source.path, target.path, reason) for source, target in matched)
        taken = {file.path for pair in matched for file in pair}
        left = [file for file in left if file.path not in taken]
    similar = list(_most_similar(left)) if len(left) <= MAX_COMPARED else []
    yield from (Proposal(source.path, target.path, "name") for source, target in similar)
    taken = {file.path for pair in similar for file in pair}
    yield from _match_by_order([file for file in left if file.path not in taken])


def _match(
    files: Sequence[LeftFile], key: Callable[[LeftFile], Hashable | None]
) -> Iterator[tuple[LeftFile, LeftFile]]:
    """The pairs of a source and a target with the same key, which no other file has; a key of None matches none."""
    by_key: dict[Hashable, tuple[list[LeftFile], list[LeftFile]]] = defaultdict(lambda: ([], []))
    for file in files:
        value = key(file)
        if value is not None and file.side is not None:
            by_key[value][file.side].append(file)
    for sources, targets in by_key.values():
        if len(sources) == len(targets) == 1:
            yield sources[0], targets[0]


def _most_similar(files: Sequence[LeftFile]) -> Iterator[tuple[LeftFile, LeftFile]]:
    """The pairs of a source and a target whose names are more alike than either is like any other name."""
    sides = [[file for file in files if file.side == side] for side in (0, 1)]
    ratios = {
        (source.path, target.path): SequenceMatcher(None, source.name, target.name, autojunk=False).ratio()
        for source in sides[0]
        for target in sides[1]
    }
    for source in sides[0]:
        for target in sides[1]:
            ratio = ratios[source.path, target.path]
            rivals = [ratios[source.path, file.path] for file in sides[1] if file is not target]
            rivals += [ratios[file.path, target.path] for file in sides[0] if file is not source]
            if ratio >= MIN_SIMILARITY and ratio > max(rivals, default=0):
                yield source, target


def _match_by_order(files: Sequence[LeftFile]) -> Iterator[Proposal]:
    """The first source with the first target and so on, if the ratios of the sizes are much the same."""
    sources, targets = (
        sorted((file for file in files if file.side == side), key=lambda file: natural_order(file.name))
        for side in (0, 1)
    )
    if len(sources) != len(targets) or len(sources) < MIN_IN_ORDER:
        return
    pairs = list(zip(sources, targets, strict=True))
    ratios = [max(target.size, 1) / max(source.size, 1) for source, target in pairs]
    middle = median(ratios)
    if all(middle / MAX_RATIO <= ratio <= middle * MAX_RATIO for ratio in ratios):
        yield from (Proposal(source.path, target.path, "order") for source, target in pairs)


def natural_order(name: str) -> list[tuple[int, int, str]]:
    """A key by which names are sorted with their numbers in order: 2 before 10, `الثاني` before `الثالث`."""
    numbers = []
    for token in _tokens(name):
        number = _value(token)
        numbers.append((1, 0, token) if number is None else (0, number, ""))
    return numbers


def _plain_name(file: LeftFile) -> str | None:
    """The name in lower case and without separators; None if nothing is left of it."""
    return " ".join(_tokens(file.name)) or None


def _first_number(file: LeftFile) -> int | None:
    """The first number in a name."""
    return next(iter(_numbers(file) or ()), None)


def _numbers(file: LeftFile) -> tuple[int, ...] | None:
    """The numbers in a name; None if there are none."""
    numbers: list[int] = []
    before = ""
    for token in _tokens(file.name):
        number = _value(token)
        if token in _TEENS and before in _NUMBER_OF and numbers[-1:] < [10]:
            numbers[-1] += 10
        elif number is not None:
            numbers.append(number)
        elif before in _BEFORE_ROMAN and (roman := _ROMAN.fullmatch(token)) and token:
            numbers.append(10 * len(roman[1]) + _SMALL_ROMAN[roman[2]])
        before = token
    return tuple(numbers) or None


def _value(token: str) -> int | None:
    """The number that a token is, in digits of any script or in a word."""
    return int(token) if token.isdecimal() else _NUMBER_OF.get(token)


def _tokens(name: str) -> list[str]:
    """The words and numbers of a name, in lower case; Arabic words without marks and forms of alef."""
    return _TOKEN.findall(_ALEF.sub("ا", languages.strip_marks(name)).lower())
