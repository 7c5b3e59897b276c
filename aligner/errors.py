"""Errors that the user can put right, and the exit status of the command.

    error                        raised for                                exit status
    InputError                   an input, output or lexicon               1
    ├── file_exists              an output that may not be replaced
    ├── file_was_changed         an output that may not be replaced, since it was edited
    ├── cannot_read              an input that the system refuses to read
    └── cannot_write             an output that the system refuses to write
    click.UsageError             options that do not go together           2
    KeyboardInterrupt            Ctrl-C                                    130
    any other exception          a fault of the program, with a traceback  1

InputError is the only class that this package defines for users; the four functions make the InputErrors that
several modules raise, so that their wording is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike, fspath


class InputError(Exception):
    """An error that the user can put right: where it is, what it is, and what to do.

    name: the file as the user named it, or "standard input".
    problem: what is wrong.
    hint: what to do; may be empty.
    line: number of the line, from 1, or None.

    >>> print(InputError("book.txt", "only English was found", hint="give the Arabic file, too", line=3))
    book.txt, line 3: only English was found; give the Arabic file, too
    """

    def __init__(self, name: str, problem: str, *, hint: str = "", line: int | None = None) -> None:
        self.name, self.problem, self.hint, self.line = name, problem, hint, line
        where = name if line is None else f"{name}, line {line}"
        super().__init__(f"{where}: {problem}{f'; {hint}' if hint else ''}")

    def __reduce__(self) -> tuple[Callable[..., InputError], tuple[str, str, str, int | None]]:
        # Exceptions are pickled by position, and `hint` and `line` have to be named.
        return _unpickle, (self.name, self.problem, self.hint, self.line)


def file_exists(path: str | PathLike[str]) -> InputError:
    """Return the error for an output file that exists and may not be replaced."""
    return InputError(fspath(path), "the file exists", hint="write over it with --force")


def file_was_changed(path: str | PathLike[str]) -> InputError:
    """Return the error for an output file of an earlier run that was edited, and may not be replaced."""
    return InputError(fspath(path), "was changed after it was written", hint="write over it with --force")


def cannot_read(path: str | PathLike[str], error: OSError) -> InputError:
    """Return the error for a file that the system refuses to read.

    error: what the system reported.
    """
    return InputError(fspath(path), f"cannot be read: {error.strerror or error}")


def cannot_write(path: str | PathLike[str], error: OSError, *, hint: str = "") -> InputError:
    """Return the error for a file that the system refuses to write.

    error: what the system reported.
    """
    return InputError(fspath(path), f"cannot be written: {error.strerror or error}", hint=hint)


def _unpickle(name: str, problem: str, hint: str, line: int | None) -> InputError:
    return InputError(name, problem, hint=hint, line=line)
