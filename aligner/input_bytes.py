"""The bytes of an input, which may be of any size, or come from a device without an end: at most `limits.FILE`."""

from __future__ import annotations

import io
import os
import stat
from typing import IO

from aligner import errors, limits, storage
from aligner.errors import InputError

_PART = 1 << 20  # bytes that are read at a time from a pipe or a device, whose size is not known before


def read_file(name: str, shown: str | None = None) -> bytes:
    """Return the contents of an input; a file that is too large is refused before it is read.

    name: its path or URL.
    shown: the name for messages, if it differs.

    Raises InputError for an input that cannot be read, or that exceeds `limits.FILE`.
    """
    shown = shown or name
    try:
        status = None if storage.is_url(name) else os.stat(name)
    except (OSError, ValueError):
        status = None  # `storage.read` says what is wrong with it
    if status is None or stat.S_ISDIR(status.st_mode):
        data = storage.read(name, shown)
        check_size(len(data), shown)
        return data
    check_size(status.st_size, shown)
    if stat.S_ISREG(status.st_mode):
        return storage.read(name, shown)
    try:
        with open(name, "rb") as file:
            return read_stream(file, shown)
    except OSError as error:
        raise errors.cannot_read(shown, error) from None


def read_stream(file: IO[bytes], shown: str) -> bytes:
    """Return the rest of an open file.

    shown: its name for messages.

    Raises InputError if it exceeds `limits.FILE`, and OSError.
    """
    data = io.BytesIO()  # which returns its content without a copy
    while part := file.read(_PART):
        data.write(part)
        check_size(data.tell(), shown)
    return data.getvalue()


def check_size(size: int, shown: str) -> None:
    """Raise InputError for an input of too many bytes.

    size: its bytes, or those that were read up to now.
    shown: its name for messages.
    """
    if size > limits.FILE.value:
        raise InputError(shown, limits.FILE.problem(), hint="divide it into several files")
