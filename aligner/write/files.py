"""Output files, each written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from aligner import errors, parts
from aligner.bitext import Bitext
from aligner.errors import InputError
from aligner.rows import Rows
from aligner.write import formats, sentences
from aligner.write.document import OutputOptions


class OutputFiles(NamedTuple):
    """Files that are written at the same time.

    paths: their paths.
    write: writes their contents to files that are open for writing, in the order of the paths.
    follow_links: False to replace a link in their place; True, for files that the user named, to write its target.
    """

    paths: Sequence[Path]
    write: Callable[[Sequence[BinaryIO]], None]
    follow_links: bool = True


def of_rows(path: Path, rows: Rows, options: OutputOptions) -> OutputFiles:
    """Return the files of `paths_of`, which hold rows."""
    paths = paths_of(path, options.format, rows.source_language, rows.target_language)
    return OutputFiles(paths, lambda files: formats.FORMATS[options.format].write(rows, options, files))


def of_sentences(path: Path, bitext: Bitext, repairs: Sequence[str] = ()) -> OutputFiles:
    """Return the files of `sentence_paths`, which hold the sentences of a bitext.

    repairs: names of the repairs of the texts.
    """
    paths = sentence_paths(path, bitext.source.language, bitext.target.language)
    return OutputFiles(paths, lambda files: sentences.write(bitext, files, repairs))


def paths_of(path: Path, format_name: str, source_language: str, target_language: str) -> list[Path]:
    """Return the files of a document: the path itself, or for a format of several files, the path with each suffix.

    The path may have one of these suffixes already: `out.ar` and `out` both stand for `out.ar` and `out.en`.

    Raises InputError if the path of several files is a folder, a device or a pipe.
    """
    return _with_suffixes(path, formats.FORMATS[format_name].suffixes(source_language, target_language))


def sentence_paths(path: Path, source_language: str, target_language: str) -> list[Path]:
    """Return the files of the sentences of each language, `out.ar` and `out.en`.

    Raises InputError if the path is a folder, a device or a pipe.
    """
    return _with_suffixes(path, sentences.suffixes(source_language, target_language))


def _with_suffixes(path: Path, suffixes: Sequence[str]) -> list[Path]:
    if len(suffixes) == 1:
        return [path]
    names = " and ".join(suffixes)
    if path.name in ("", os.pardir):
        raise InputError(str(path), "this is a folder", hint=f"give a name in it, which gets the suffixes {names}")
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        problem = "a device or a pipe cannot hold a file for each language"
        raise InputError(str(path), problem, hint=f"give a name, which gets the suffixes {names}")
    stem = path.with_suffix("") if path.suffix in suffixes else path
    return [stem.with_name(stem.name + suffix) for suffix in suffixes]


def check_not_folder(name: str) -> None:
    """Raise InputError for the name of a file that ends as the name of a folder does."""
    if name.endswith(("/", os.sep)):
        raise InputError(name, "this is a folder", hint="name a file in it")


def check_writable(path: Path, *, force: bool) -> None:
    """Raise InputError unless a file can be written at this path.

    force: True if a file that exists may be replaced.
    """
    try:
        os.stat(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise errors.cannot_write(path, error) from None
    if os.path.isdir(path):
        raise InputError(str(path), "this is a folder", hint="name a file in it")
    if not os.path.isdir(path.parent):
        raise InputError(str(path), f"there is no folder {path.parent}", hint="make it first")
    if os.path.isfile(path) and not force:
        raise errors.file_exists(path)


def write_atomically(path: Path, rows: Rows, options: OutputOptions, *, force: bool) -> None:
    """Write rows to the files of `paths_of`; see `write_all`."""
    write_all([of_rows(path, rows, options)], force=force)


def write_all(outputs: Sequence[OutputFiles], *, force: bool) -> None:
    """Write outputs, all or none: to temporary files in the same folders, which are then renamed.

    If writing fails, the temporary files are removed, and files that existed are unchanged. The target of a
    symbolic link is replaced, and the link stays. A pipe or a device is written directly, since it cannot be replaced.
    Of several files, the old ones but the first are removed before the first one is renamed: if the program is killed
    then, one is missing, but a new file never stands beside an old one.

    force: True if files that exist may be replaced.

    Raises InputError if a file cannot be written.
    """
    at = Path()
    try:
        with ExitStack() as unfinished:
            files = [[_File(path, unfinished, output.follow_links) for path in output.paths] for output in outputs]
            for file in chain(*files):
                check_writable(file.path, force=force)
            for output, files_of_output in zip(outputs, files, strict=True):
                opened: list[BinaryIO] = []
                for file in files_of_output:
                    at = file.path
                    opened.append(file.open())
                at = output.paths[0]
                output.write(opened)
                for file in files_of_output:
                    at = file.path
                    file.close()
            for file in list(chain(*files))[1:]:
                at = file.path
                file.remove_old()
            for file in chain(*files):
                at = file.path
                file.complete()
    except OSError as error:
        raise errors.cannot_write(at, error) from None


class _File:
    """A file to write.

    path: its path as the user named it.
    unfinished: closes its part at the end, and removes it if it is not complete.
    follow_links: as in `OutputFiles`.
    """

    def __init__(self, path: Path, unfinished: ExitStack, follow_links: bool) -> None:
        self.path, self._unfinished = path, unfinished
        is_link = not follow_links and os.path.islink(path)
        self._is_special = not is_link and os.path.exists(path) and not os.path.isfile(path)
        self._real_path = os.fspath(path) if is_link else os.path.realpath(path)
        self._file: BinaryIO | None = None

    def open(self) -> BinaryIO:
        """Open the file: its part, or the pipe or device itself."""
        if self._is_special:
            self._file = self._unfinished.enter_context(self.path.open("wb"))
        else:
            part = parts.new(os.path.dirname(self._real_path), parts.mode_of(self._real_path))
            self._file = self._unfinished.enter_context(part)
        return self._file

    def close(self) -> None:
        """Close the file when it is written, and a part when all of it is on the disk."""
        assert self._file, "the file was opened before"
        if self._is_special:
            self._file.close()
        else:
            parts.close(self._file)

    def remove_old(self) -> None:
        """Remove the file that is to be replaced, if there is one."""
        if not self._is_special and os.path.lexists(self._real_path):
            os.unlink(self._real_path)

    def complete(self) -> None:
        """Rename the complete file to its path."""
        assert self._file, "the file was opened before"
        if not self._is_special:
            os.replace(self._file.name, self._real_path)
