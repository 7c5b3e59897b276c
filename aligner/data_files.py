"""The paths of data files: lexicons and word lists, in an installed package or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_file(name: str) -> Path:
    """Return the path of a data file, which need not exist.

    name: path within the folder `data`. That folder is part of an installed package, and beside the package
        in a checkout.
    """
    installed = _PACKAGE / "data"
    return (installed if installed.is_dir() else _PACKAGE.parent / "data") / name
