"""The libraries that only some formats need, which are extras of the package."""

from __future__ import annotations

from importlib.util import find_spec

from aligner.errors import InputError


def require(format_name: str, module: str, library: str) -> None:
    """Raise InputError if the library of a format is not installed.

    format_name: name of the format, and of the extra that installs its library.
    module: name by which the library is imported.
    library: name by which users know the library.
    """
    if not find_spec(module):
        raise InputError(
            f"format {format_name}",
            f"{library} is not installed",
            hint=f"install it with: pip install 'bitext-align[{format_name}]'",
        )
