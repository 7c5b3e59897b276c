"""Builds of the compiled core with other compilers and flags, each in a copy of the package."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["ext-modules"]
TIMEOUT = 600  # seconds; only ends a process that hangs


def copy_package(folder):
    """A copy of the package of this checkout, without a compiled core, in a folder."""
    ignored = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__")
    shutil.copytree(ROOT / "aligner", folder / "aligner", ignore=ignored)
    shutil.copytree(ROOT / "data", folder / "aligner" / "data")
    return folder


def build(folder, compiler, *flags):
    """Copy the package to a folder, and compile its core; the flags follow those of `pyproject.toml`."""
    copy_package(folder)
    for module in MODULES:
        target = folder / (module["name"].replace(".", "/") + ".abi3.so")
        sources = [str(ROOT / source) for source in module["sources"]]
        options = [*module["extra-compile-args"], *flags, "-shared", "-fPIC", "-I", sysconfig.get_path("include")]
        done = subprocess.run([compiler, *options, *sources, "-o", target], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return folder


def run_python(folder, *arguments, **variables):
    """Run Python with the package of a folder; its output is text."""
    paths = [str(folder), str(ROOT / "tests"), *filter(None, sys.path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1", **variables}
    line = [sys.executable, *map(str, arguments)]
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False, cwd=ROOT)
