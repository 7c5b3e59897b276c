"""A folder of documents: what is in it, and one output file for each."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import regex

from aligner import job, languages, write
from aligner.errors import InputError

SUFFIXES = (".txt", ".tsv")
_NAMED = regex.compile(r"(?P<stem>.+)\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)")


class Entry(NamedTuple):
    """A document of a folder: its name, and its one file, or its source and its target."""

    name: str
    paths: tuple[Path, ...]


def entries(folder: Path, settings: job.Settings) -> list[Entry]:
    """The documents of a folder by name: `name.ar.txt` with `name.en.txt`, any other file alone.

    Raises InputError if there is none.
    """
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(str(folder), f"cannot be read: {error.strerror}") from None
    shown = (path for path in found if not path.name.startswith("."))
    files = [path for path in shown if path.suffix.lower() in SUFFIXES and os.path.isfile(path)]
    sides: dict[str, dict[int, Path]] = {}
    for path in files:
        named = _NAMED.fullmatch(path.stem)
        side = _side(named["language"], settings) if named else None
        if named and side is not None:
            sides.setdefault(named["stem"], {}).setdefault(side, path)
    pairs = [Entry(name, (found[0], found[1])) for name, found in sides.items() if len(found) == 2]
    taken = {path for entry in pairs for path in entry.paths}
    alone = [Entry(path.stem, (path,)) for path in files if path not in taken]
    if not pairs and not alone:
        raise InputError(str(folder), f"there is no document ({' or '.join(SUFFIXES)}) in this folder")
    return sorted(pairs + alone)


def _side(language: str, settings: job.Settings) -> int | None:
    """0 if a part of a file's name is the source language, 1 if it is the target, else None."""
    try:
        primary = languages.primary(languages.tag(language))
    except ValueError:
        return None
    sides = [languages.primary(settings.source), languages.primary(settings.target)]
    return sides.index(primary) if primary in sides else None


def prepare(output: Path, folder: Path) -> None:
    """Make the folder for the results; InputError if that fails, or if it is the folder of the documents."""
    if os.path.exists(output) and os.path.samefile(output, folder):
        raise InputError(str(output), "the results would stand among the documents", hint="name another folder")
    try:
        output.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(str(output), f"this folder cannot be made: {error.strerror}") from None


def align(
    documents: Sequence[Entry], output: Path, settings: job.Settings, form: write.Form
) -> Iterator[tuple[str, job.Outcome | InputError]]:
    """Align documents one after the other, each to a file of its own; a bad one does not stop the rest."""
    claimed: dict[str, Entry] = {}
    for entry in documents:
        path = output / f"{entry.name}.{form.format}"
        try:
            first = claimed.setdefault(path.name, entry)
            if first is not entry:
                raise InputError(
                    str(entry.paths[0]),
                    f"its output {path.name} is that of {first.paths[0].name}, too",
                    hint="rename one of the two",
                )
            write.free(path, form)
            outcome = job.document([str(file) for file in entry.paths], settings)
            write.whole(path, outcome.rows, form)
        except InputError as error:
            yield entry.name, error
        else:
            yield entry.name, outcome
