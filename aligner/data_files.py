"""The paths of data files: lexicons and word lists, in an installed package or in a checkout; and the user's cache."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_file(name: str) -> Path:
    """Return the path of a data file, which need not exist.

    name: path within the folder `data`. That folder is part of an installed package, and beside the package
        in a checkout.
    """
    installed = _PACKAGE / "data"
    return (installed if installed.is_dir() else _PACKAGE.parent / "data") / name


def cache_folder() -> Path | None:
    """Return the folder for files that later runs may use, and that may be deleted at any time; None if there is none.

    It need not exist. It is `bitext-align` in `$XDG_CACHE_HOME` or, by default, in the usual folder of the system.
    """
    default = {"darwin": "~/Library/Caches", "win32": os.environ.get("LOCALAPPDATA", "")}.get(sys.platform, "~/.cache")
    for folder in (os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser(default)):
        if os.path.isabs(folder):
            return Path(folder, "bitext-align")
    return None
