"""The journal of a run as it is opened: with `--force`, one that cannot be trusted is kept aside, and begun anew."""

from __future__ import annotations

import os

from aligner import errors
from aligner.corpus.database import BEGIN_ANEW, DamagedError
from aligner.corpus.journal import Checks, Journal
from aligner.errors import InputError
from aligner.notices import logger

SIDE_FILES = ("", "-journal", "-wal", "-shm")  # suffixes of the files of a database; SQLite reads all of them
_ASIDE = ".damaged"


def open_journal(path: str | None, state_folder: str, checks: Checks, *, force: bool) -> Journal:
    """The journal at a path.

    path: None for a temporary one.
    state_folder: folder in which each file is one of this program; another file is never moved.
    checks: the check of what is stored under each key, see `Journal.stored`.
    force: read all of it now, and begin anew if it cannot be trusted.

    Raises InputError if it cannot be used.
    """
    if not path:
        return Journal(None)
    try:
        journal = Journal(path)
        try:
            if force:
                journal.check(checks)
        except InputError:
            journal.close()
            raise
    except DamagedError as error:
        if not error.is_own and os.path.dirname(path) != state_folder:
            raise
        if not force:
            raise InputError(path, error.problem, hint=BEGIN_ANEW) from None
        aside = _set_aside(path)
        logger.warning("%s: %s; it is kept as %s, and begun anew", path, error.problem, aside)
        return Journal(path)
    return journal


def _set_aside(path: str) -> str:
    """Rename the files of a database; returns the new path, at which there was no file. Raises InputError."""
    number, aside = 1, path + _ASIDE
    while any(os.path.lexists(aside + suffix) for suffix in SIDE_FILES):
        number += 1
        aside = f"{path}{_ASIDE}-{number}"
    try:
        for suffix in SIDE_FILES:
            if os.path.lexists(path + suffix):
                os.rename(path + suffix, aside + suffix)
    except OSError as error:
        raise errors.cannot_write(aside, error) from None
    return aside
