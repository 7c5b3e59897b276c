"""A profile from its folder. A value that is wrong is an error with the file and the line."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NoReturn

import regex

from aligner import input_bytes, languages
from aligner.errors import InputError, cannot_read
from aligner.profile.values import FORMAT, LEXICON, MARKER, PROFILE, Kind, Profile, abbreviations_file

LENGTHS = ("ratio", "slope", "curve")  # keys of [lengths]
SIDES = ("source", "target")  # keys of [languages] and [reliability]
# Least and greatest values, both allowed. Lengths beyond them are those of no two languages.
LIMITS = {"ratio": (0.05, 20.0), "slope": (0.01, 1000.0), "curve": (0.0, 10.0), "reliability": (0.02, 0.98)}
_TABLES = ("languages", "learned", "priors", "lengths", "reliability")
_KEPT = 8  # profiles that are kept, so that they are read once, and not once a document
_KEPT_FILES = 64  # digests of files that are kept
_KIND = regex.compile(r"(\d)-(\d)")
_PLACE = regex.compile(r"\(at line (\d+), column \d+\)")
_ABBREVIATION = regex.compile(r"\p{L}[\p{L}\p{M}\p{Nd}'’-]*+(?:\.[\p{L}\p{M}\p{Nd}'’-]++)*+")


def read_profile(folder: str, source: str, target: str) -> Profile:
    """Return the profile in a folder, for texts in two languages.

    source, target: language tags.

    Raises InputError for a folder that is not a profile, for one of other languages or of a later version of this
    program, and for a value that is wrong.
    """
    profile = _read(folder, digest(folder))
    names = (profile.source, profile.target)
    if [*map(languages.primary, names)] != [languages.primary(source), languages.primary(target)]:
        hint = f"give --from {names[0]} --to {names[1]}, or a profile for these languages"
        raise InputError(folder, f"the profile is for {'-'.join(names)}, not for {source}-{target}", hint=hint)
    return profile


def abbreviations(folder: str | None, source: str, target: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the abbreviations of both sides that a profile adds to the word lists; none without a profile."""
    return (frozenset(), frozenset()) if folder is None else read_profile(folder, source, target).abbreviations


def digest(folder: str) -> str:
    """Return the first 12 hexadecimal digits of a hash of all files of a profile.

    Raises InputError for a folder that cannot be read.
    """
    total = hashlib.sha256()
    for path in _files(folder):
        try:
            status = os.stat(path)
        except OSError:
            _content(path)  # reports it
            raise
        of_file = _file_digest(path, status.st_mtime_ns, status.st_size)
        total.update(f"{os.path.basename(path)} {of_file}\n".encode())
    return total.hexdigest()[:12]


def is_profile(folder: str) -> bool:
    """Return True for a folder that `align learn` wrote, of any version."""
    try:
        return _toml(os.path.join(folder, PROFILE)).get("kind") == MARKER
    except InputError:
        return False


def tags_of(folder: str) -> tuple[str, ...]:
    """Return the language tags of the profile in a folder; none for another folder, or tags that are wrong."""
    try:
        return _Values(os.path.join(folder, PROFILE)).languages()
    except InputError:
        return ()


def _files(folder: str) -> list[str]:
    """Return the paths of the files of a profile."""
    if not os.path.isdir(folder):
        problem = "this is not a folder" if os.path.exists(folder) else "there is no such folder"
        raise InputError(folder, problem, hint="give the folder that align learn wrote")
    names = [name for name in os.listdir(folder) if name.startswith("abbreviations.") and name.endswith(".txt")]
    return [os.path.join(folder, name) for name in (PROFILE, LEXICON, *sorted(names))]


@lru_cache(_KEPT_FILES)
def _file_digest(path: str, *_version: int) -> str:
    """Return the digest of one version of a file. It is computed once, not for each document."""
    return hashlib.sha256(_content(path)).hexdigest()


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return input_bytes.read_stream(file, path)
    except FileNotFoundError:
        hint = "give the folder that align learn wrote, with all of its files"
        raise InputError(path, "there is no such file", hint=hint) from None
    except OSError as error:
        raise cannot_read(path, error) from None


def _text(path: str) -> str:
    try:
        return _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(path, f"not UTF-8 at byte {error.start}", hint="save it as UTF-8") from None


def _toml(path: str) -> dict[str, Any]:
    """Return the tables of a file; raises InputError for one that is not TOML."""
    import tomllib  # imported here, since most runs have no profile

    try:
        return tomllib.loads(_text(path).replace("\r\n", "\n"))
    except RecursionError:
        raise InputError(path, "this is nested too deeply", hint="correct it, or learn it again") from None
    except ValueError as error:  # TOMLDecodeError, or a number of very many digits
        place = _PLACE.search(str(error))
        problem = _PLACE.sub("", str(error)).strip()
        line = int(place[1]) if place else None
        raise InputError(
            path, f"this is not TOML ({problem})", hint="correct it, or learn it again", line=line
        ) from None


@lru_cache(_KEPT)
def _read(folder: str, _digest: str) -> Profile:
    """Return a profile whose files have this hash."""
    path = os.path.join(folder, PROFILE)
    values = _Values(path)
    tags = values.languages()
    profile = Profile(
        *tags, values.priors(), values.lengths(), values.reliability(), (frozenset(), frozenset()), _lexicon(folder)
    )
    source, target = (_abbreviations(os.path.join(folder, abbreviations_file(tag))) for tag in tags)
    return profile._replace(abbreviations=(source, target))


def _lexicon(folder: str) -> str:
    path = os.path.join(folder, LEXICON)
    _content(path)
    return path


def _abbreviations(path: str) -> frozenset[str]:
    """Return the words of a file; a line that begins with # is a comment."""
    words = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        word = languages.strip_marks(line.strip()).lower().removesuffix(".")
        if not word or word.startswith("#"):
            continue
        if not _ABBREVIATION.fullmatch(word):
            hint = "write one word a line, without its full stop"
            raise InputError(path, f"{line.strip()!r} is not an abbreviation", hint=hint, line=number)
        words.append(word)
    return frozenset(words)


class _Values:
    """The values of a file `profile.toml`, which are checked as they are taken."""

    def __init__(self, path: str) -> None:
        self._path, self._tables = path, _toml(path)
        if self._tables.get("kind") != MARKER:
            raise InputError(path, f'this is not a profile; it has no line kind = "{MARKER}"', hint="learn it again")
        version = self._tables.get("format")
        if isinstance(version, bool) or not isinstance(version, int) or version < 1:
            self._fail("", "format", f"the format is {version!r}", f"write format = {FORMAT}")
        if version > FORMAT:
            self._fail(
                "", "format", f"the format is {version}, but this version of align reads {FORMAT}", "update align"
            )
        for name, value in self._tables.items():
            if name not in (*_TABLES, "kind", "format"):
                self._fail("", name, f"there is no value called {name}", "remove it")
            if name in _TABLES and not isinstance(value, dict):
                self._fail("", name, f"{name} is not a table", f"write [{name}]")

    def languages(self) -> tuple[str, str]:
        """Return the tags of both sides."""
        table = self._table("languages", SIDES)
        tags = []
        for side in SIDES:
            try:
                tags.append(languages.tag(table[side]))
            except (KeyError, AttributeError, ValueError):
                self._fail("languages", side, f"the language is {table.get(side)!r}", "write a tag such as ar")
        return tags[0], tags[1]

    def priors(self) -> dict[Kind, float]:
        """Return P(kind)."""
        from aligner.evidence.length_model import initial_priors  # numpy is imported only when there is a profile

        kinds = initial_priors()
        priors: dict[Kind, float] = {}
        for name, value in self._table("priors").items():
            match = _KIND.fullmatch(name)
            kind = (int(match[1]), int(match[2])) if match else (0, 0)
            if kind not in kinds:
                hint = "write numbers of sentences such as 1-2, up to 3 and 7"
                self._fail("priors", name, f"{name!r} is not a kind of beads that are searched", hint)
            if not (_is_number(value) and 0 < value < 1):
                self._fail("priors", name, f"the prior of {name} is {value!r}", "write a number between 0 and 1")
            priors[kind] = float(value)
        if (total := sum(priors.values())) > 1.01:
            self._fail("priors", "", f"the priors sum to {total:.3g}", "they are probabilities; their sum is at most 1")
        return priors

    def lengths(self) -> tuple[float, float, float] | None:
        """Return the ratio, the slope and the curve."""
        table = self._table("lengths", LENGTHS)
        if not table:
            return None
        ratio, slope, curve = (self._number("lengths", name, *LIMITS[name]) for name in LENGTHS)
        return ratio, slope, curve

    def reliability(self) -> tuple[float, float] | None:
        """Return the reliabilities of both sides."""
        if not self._table("reliability", SIDES):
            return None
        source, target = (self._number("reliability", side, *LIMITS["reliability"]) for side in SIDES)
        return source, target

    def _table(self, name: str, keys: tuple[str, ...] = ()) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self._tables.get(name, {})
        for key in table:
            if keys and key not in keys:
                self._fail(name, key, f"there is no value called {key}", f"[{name}] has {', '.join(keys)}")
        return table

    def _number(self, table: str, key: str, least: float, greatest: float) -> float:
        value = self._tables[table].get(key)
        if not (_is_number(value) and least <= value <= greatest):
            problem = f"there is no {key}" if value is None else f"the {key} is {value!r}"
            self._fail(table, key, problem, f"write a number from {least:g} to {greatest:g}")
        return float(value)

    def _fail(self, table: str, key: str, problem: str, hint: str) -> NoReturn:
        """Raise InputError with the line of a key, or of its table."""
        in_table, line = "", None
        wanted = regex.compile(rf"""["']?{regex.escape(key)}["']?\s*[=.]""") if key else None
        for number, text in enumerate(_text(self._path).splitlines(), 1):
            stripped = text.strip()
            if stripped.startswith("["):
                in_table = stripped.strip("[] \t").partition("]")[0]
                if in_table == (table or key):
                    line = number
            elif wanted and in_table == table and wanted.match(stripped):
                line = number
                break
        raise InputError(self._path, problem, hint=hint, line=line)


def _is_number(value: object) -> bool:
    """Return True for a number that is not a truth value, not infinite and not NaN."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -math.inf < value < math.inf
