"""The errors of writing files that several modules raise."""

from __future__ import annotations

from aligner.errors import InputError


def file_exists(path: str) -> InputError:
    """The error for a file that this program may not replace."""
    return InputError(path, "the file exists", hint="write over it with --force")


def cannot_be_written(path: str, error: OSError, hint: str = "") -> InputError:
    """The error for a file that the system does not let this program write."""
    return InputError(path, f"cannot be written: {error.strerror or error}", hint=hint)
