"""Output files, each written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from aligner import errors
from aligner.errors import InputError
from aligner.write import formats
from aligner.write.document import OutputDocument, OutputOptions


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


def write_atomically(path: Path, document: OutputDocument, options: OutputOptions, *, force: bool) -> None:
    """Write a document to a file in UTF-8: to a temporary file in the same folder, which is then renamed.

    If writing fails, the temporary file is removed, and a file that existed at the path is unchanged. The target
    of a symbolic link is replaced, and the link stays. A pipe or a device is written directly, since it cannot be
    replaced.

    force: True if a file that exists may be replaced.

    Raises InputError if the file cannot be written.
    """
    check_writable(path, force=force)
    is_special = os.path.exists(path) and not os.path.isfile(path)
    real_path = path if is_special else Path(os.path.realpath(path))
    part = real_path if is_special else real_path.with_name(f".align-{os.getpid()}.part")
    try:
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(formats.lines(document, options))
        if not is_special:
            os.replace(part, real_path)
    except OSError as error:
        raise errors.cannot_write(path, error) from None
    finally:
        if not is_special and os.path.exists(part):
            os.unlink(part)
