"""Facts about the installation that runs: its libraries and extras, its files, and the folder for caches."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from aligner import data_files

NAME = "bitext-align"  # of the package in indexes
PACKAGE = Path(__file__).resolve().parent
DEVELOPMENT = {"bench", "browser", "dev", "docs", "test"}  # extras that only work on `align` itself needs

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[.*?\])?\s*(?P<limits>[^;]*)(?:;(?P<marker>.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")
_BEFORE_PYTHON = re.compile(r"""python_version\s*<\s*["'](\d+)\.(\d+)["']""")
_FLOOR = re.compile(r">=\s*([\d.]+)")


class Library(NamedTuple):
    """A library that the package or one of its extras needs.

    name: its name in indexes.
    extra: the extra that installs it; empty for a library that is always needed.
    floor: the oldest release with which `align` works, such as `8.1.8`; empty for any.
    version: the release that is installed; None without one.
    """

    name: str
    extra: str
    floor: str
    version: str | None

    @property
    def too_old(self) -> bool:
        """True for a release below the floor."""
        return self.version is not None and _numbers(self.version) < _numbers(self.floor)


def find_distribution() -> metadata.Distribution | None:
    """Return what the installer recorded about the package that runs; None for a checkout that is not installed."""
    try:
        return metadata.distribution(NAME)
    except metadata.PackageNotFoundError:
        return None


def libraries(distribution: metadata.Distribution) -> list[Library]:
    """Return the libraries that this Python needs, in the order of `setup.cfg`, without those of development."""
    return list(_libraries(distribution.requires or ()))


def _libraries(requirements: Sequence[str]) -> Iterator[Library]:
    for requirement in requirements:
        if not (match := _REQUIREMENT.match(requirement)):
            continue
        marker = match["marker"] or ""
        extra = _first_group(_EXTRA, marker)
        before = _BEFORE_PYTHON.search(marker)
        is_in_python = before and sys.version_info >= (int(before[1]), int(before[2]))
        if extra not in DEVELOPMENT and not is_in_python and match["name"] != NAME:
            yield Library(match["name"], extra, _first_group(_FLOOR, match["limits"]), _version(match["name"]))


def package_files(distribution: metadata.Distribution) -> dict[Path, str]:
    """Return the files of the package that runs, with their checksums as the installer recorded them.

    Empty for an installation in place (`pip install -e`), and for a checkout that Python finds before the installation.
    The checksums are SHA-256, as in the file RECORD of a wheel.
    """
    files = {}
    # Not `distribution.files`, which leaves out missing files from Python 3.12 on.
    for row in csv.reader((distribution.read_text("RECORD") or "").splitlines()):
        name, checksum = [*row, "", ""][:2]
        mode, _, value = checksum.partition("=")
        if mode == "sha256" and name.startswith(f"{PACKAGE.name}/"):
            files[Path(str(distribution.locate_file(name)))] = value
    return files if PACKAGE / "__init__.py" in {path.resolve() for path in files} else {}


def damaged_files(files: Mapping[Path, str]) -> list[Path]:
    """Return the files that are missing, or whose checksums are not the recorded ones."""
    return [path for path, checksum in files.items() if _checksum(path) != checksum]


def _checksum(path: Path) -> str:
    """Return the checksum of a file as RECORD has it; empty for a file that cannot be read."""
    try:
        digest = hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return ""
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def describe_cache() -> str:
    """Return the folder for caches, and whether files can be written to it."""
    folder = data_files.cache_folder()
    if folder is None:
        return "none: no home folder; set XDG_CACHE_HOME to save time in each run"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return f"{folder} (can be written)"
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        return f"{folder} (cannot be written: {reason}); set XDG_CACHE_HOME to save time in each run"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _first_group(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers that a version begins with, without zeros at the end, so that 2.0 is 2.

    >>> _numbers("2025.7.34"), _numbers("2.1.0rc1")
    ((2025, 7, 34), (2, 1))
    """
    match = re.match(r"\d+(\.\d+)*", version)
    numbers = [int(number) for number in match[0].split(".")] if match else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
