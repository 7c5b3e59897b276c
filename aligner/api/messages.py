"""Messages of the command in the words of the library: arguments stand for options.

`--encoding` becomes `encoding`, and `--from fa` becomes `source_language="fa"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import regex

from aligner.errors import InputError
from aligner.notices import Notice, log_notices

# Options whose arguments have another name.
_ARGUMENTS = {"from": "source_language", "to": "target_language"}

# The tag of a language after an option, but not the next word of the sentence.
_TAG = r"(?!(?:and|say)\b)[a-z]{2,3}\b[\w-]*"
# A hint about two texts in the same letters names both languages; the library has an argument for that.
_ORDER = regex.compile(rf"--from {_TAG} --to {_TAG}")
# The hint about a folder, which the library does not align.
_FOLDER = "give one folder alone, with -o FOLDER"
_COLUMNS = regex.compile(r"--columns (\d+),(\d+)")
# An option that messages name, and its value: a mode of lines, or the tag of a language. File names, which messages
# hold, may have such characters within them.
_OPTION = regex.compile(
    r"(?<![\w.-])--(?P<name>columns|encoder|encoding|force|from|layout|lines|realign|to)(?![\w.-])"
    rf"(?: (?P<value>(?<=lines )(?:line|wrap)\b|(?<=encoder )use\b|(?<=from |to ){_TAG}))?"
)


def with_arguments(message: str) -> str:
    """Return a message that names arguments where it names options of the command.

    >>> with_arguments("joined 9 hard-wrapped en lines to 1 paragraph (use --lines line if this is wrong)")
    'joined 9 hard-wrapped en lines to 1 paragraph (use `lines="line"` if this is wrong)'
    """
    message = message.replace(_FOLDER, "the command `align` takes folders")
    message = _COLUMNS.sub(r"`columns=(\1, \2)`", _ORDER.sub("`order_is_given=True`", message))
    return _OPTION.sub(_argument, message)


def _argument(match: regex.Match[str]) -> str:
    if match["name"] in ("force", "realign"):
        return f"`{match['name']}=True`"
    name = _ARGUMENTS.get(match["name"], match["name"])
    return f'`{name}="{match["value"]}"`' if match["value"] else f"`{name}`"


@contextmanager
def naming_arguments() -> Iterator[None]:
    """Return a context in which the hint of an InputError names arguments."""
    try:
        yield
    except InputError as error:
        problem, hint = with_arguments(error.problem), with_arguments(error.hint)
        raise InputError(error.name, problem, hint=hint, line=error.line) from None


def log(notices: Iterable[Notice]) -> None:
    """Log notices under the name `aligner`; they name arguments."""
    log_notices(notice._replace(text=with_arguments(notice.text)) for notice in notices)
