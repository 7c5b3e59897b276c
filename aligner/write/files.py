"""Output files, each written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, NamedTuple

from aligner import errors
from aligner.errors import InputError
from aligner.rows import Rows
from aligner.write import formats
from aligner.write.document import OutputOptions


def paths_of(path: Path, format_name: str, source_language: str, target_language: str) -> list[Path]:
    """Return the files of a document: the path itself, or for a format of several files, the path with each suffix.

    The path may have one of these suffixes already: `out.ar` and `out` both stand for `out.ar` and `out.en`.
    """
    suffixes = formats.FORMATS[format_name].suffixes(source_language, target_language)
    if len(suffixes) == 1:
        return [path]
    stem = path.with_suffix("") if path.suffix in suffixes else path
    return [stem.with_name(stem.name + suffix) for suffix in suffixes]


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


class OutputFile(NamedTuple):
    """An output to write.

    path: its file; for a format of several files, see `paths_of`.
    rows: its rows.
    options: its format, and the options of that.
    """

    path: Path
    rows: Rows
    options: OutputOptions


def write_atomically(path: Path, rows: Rows, options: OutputOptions, *, force: bool) -> None:
    """Write rows to the files of `paths_of`; see `write_all`."""
    write_all([OutputFile(path, rows, options)], force=force)


def write_all(outputs: Sequence[OutputFile], *, force: bool) -> None:
    """Write outputs, all or none: to temporary files in the same folders, which are then renamed.

    If writing fails, the temporary files are removed, and files that existed are unchanged. The target of a
    symbolic link is replaced, and the link stays. A pipe or a device is written directly, since it cannot be replaced.

    force: True if files that exist may be replaced.

    Raises InputError if a file cannot be written.
    """
    numbers = count()
    files = [
        [_File(path, next(numbers)) for path in paths_of(output.path, output.options.format, *output.rows[:2])]
        for output in outputs
    ]
    for file in chain(*files):
        check_writable(file.path, force=force)
    at = Path()
    try:
        for output, files_of_output in zip(outputs, files, strict=True):
            with ExitStack() as stack:
                opened: list[BinaryIO] = []
                for file in files_of_output:
                    at = file.path
                    opened.append(stack.enter_context(open(file.part, "wb")))
                at = output.path
                formats.FORMATS[output.options.format].write(output.rows, output.options, opened)
        for file in chain(*files):
            at = file.path
            file.complete()
    except OSError as error:
        raise errors.cannot_write(at, error) from None
    finally:
        _remove_parts(chain(*files))


class _File:
    """A file to write.

    path: its path as the user named it.
    part: the path at which it is written.
    number: tells its part from those of other files that are written with it.
    """

    def __init__(self, path: Path, number: int) -> None:
        self.path = path
        self._is_special = os.path.exists(path) and not os.path.isfile(path)
        self._real_path = path if self._is_special else Path(os.path.realpath(path))
        part = self._real_path.with_name(f".align-{os.getpid()}{f'-{number}' if number else ''}.part")
        self.part = self._real_path if self._is_special else part

    def complete(self) -> None:
        """Rename the complete file to its path."""
        if not self._is_special:
            os.replace(self.part, self._real_path)

    def remove_part(self) -> None:
        """Remove the file that is not complete, if there is one."""
        if not self._is_special and os.path.exists(self.part):
            os.unlink(self.part)


def _remove_parts(files: Iterable[_File]) -> None:
    for file in files:
        file.remove_part()
