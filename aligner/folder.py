"""A folder of documents: what is in it, and one output file for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex

from aligner import job, languages, write
from aligner.errors import InputError

SUFFIXES = (".txt", ".tsv")
_LANGUAGE = regex.compile(r"(?P<stem>.+)\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)")


class Entry(NamedTuple):
    """A document of a folder: its name, and its file, or its source and its target."""

    name: str
    paths: tuple[Path, ...]


class Done(NamedTuple):
    """What became of a document: its outcome, or what was wrong."""

    entry: Entry
    outcome: job.Outcome | None
    error: InputError | None


def entries(folder: Path, settings: job.Settings) -> list[Entry]:
    """The documents of a folder, by name: `name.ar.txt` with `name.en.txt`, any other file alone."""
    found: dict[str, dict[int, Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        named = _LANGUAGE.fullmatch(path.stem)
        side = _side(named["language"], settings) if named else None
        if named and side is not None and side not in found.get(named["stem"], {}):
            found.setdefault(named["stem"], {})[side] = path
        else:
            found[path.name] = {-1: path}
    documents = []
    for name, files in found.items():
        if len(files) == 2:
            documents.append(Entry(name, (files[0], files[1])))
        else:
            path = next(iter(files.values()))
            documents.append(Entry(path.stem, (path,)))
    return sorted(documents)


def _side(language: str, settings: job.Settings) -> int | None:
    """0 if a part of a file's name is the source language, 1 if it is the target, else None."""
    try:
        primary = languages.primary(languages.tag(language))
    except ValueError:
        return None
    sides = [languages.primary(settings.source), languages.primary(settings.target)]
    return sides.index(primary) if primary in sides else None


def prepare(output: Path, folder: Path) -> None:
    """Make the folder for the results; InputError if it cannot be, or is the folder of the documents."""
    if output.exists() and output.samefile(folder):
        raise InputError(str(output), "the results would stand among the documents", hint="name another folder")
    try:
        output.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(str(output), f"cannot make this folder: {error.strerror or error}") from None


def align(documents: list[Entry], output: Path, settings: job.Settings, format: str, *, header: bool, force: bool) -> Iterator[Done]:
    """Align the documents one after the other, each to a file of its own; a bad one does not stop the rest."""
    written: set[str] = set()
    for entry in documents:
        path = output / f"{entry.name}.{format}"
        try:
            if path.name in written:
                raise InputError(str(entry.paths[0]), f"another document of the folder is written to {path.name}")
            written.add(path.name)
            write.free(path, force=force)
            outcome = job.document([str(file) for file in entry.paths], settings)
            write.whole(path, write.lines(outcome.rows, format, header=header), force=force)
        except InputError as error:
            yield Done(entry, None, error)
        else:
            yield Done(entry, outcome, None)
