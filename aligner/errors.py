"""What a user can put right, in words that say how."""

from __future__ import annotations

from collections.abc import Callable


class InputError(Exception):
    """Something is wrong with what was given: where, what, and what to do.

    name: the file as the user named it, or "standard input". line: from 1. hint: what to do.

    >>> print(InputError("book.txt", "only English was found", hint="give the Arabic file, too", line=3))
    book.txt, line 3: only English was found; give the Arabic file, too
    """

    def __init__(self, name: str, problem: str, *, hint: str = "", line: int | None = None) -> None:
        self.name, self.problem, self.hint, self.line = name, problem, hint, line
        where = name if line is None else f"{name}, line {line}"
        super().__init__(f"{where}: {problem}{f'; {hint}' if hint else ''}")

    def __reduce__(self) -> tuple[Callable[..., InputError], tuple[str, str, str, int | None]]:
        return _made, (self.name, self.problem, self.hint, self.line)


def _made(name: str, problem: str, hint: str, line: int | None) -> InputError:
    return InputError(name, problem, hint=hint, line=line)
