"""Where the files of `data/` are: inside an installed package, beside a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_file(name: str) -> Path:
    """The path of a file of `data/`, which need not exist."""
    installed = _HERE / "data"
    return (installed if installed.is_dir() else _HERE.parent / "data") / name
