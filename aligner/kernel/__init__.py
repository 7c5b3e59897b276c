"""The compiled core: C for the loops over nodes and tokens. Beside each function stands a NumPy reference.

`_lattice` (lattice.c) searches lattices, `_words` (words.c) computes what words are worth. Both work on one text at a
time. `aligner.lattice` and `aligner.lexical` call them, or their own references in NumPy, which give the same bits.

arrays.h takes NumPy arrays. lattice_arguments.h checks the arguments of the searches, so that no index leaves its
array; bead_costs.h computes the costs of beads; lattice.c has the searches. Read them in this order.

The environment variable `ALIGN_KERNEL=numpy` forces the references.
"""

from __future__ import annotations

import importlib
import os
from types import ModuleType

_IS_FORCED = os.environ.get("ALIGN_KERNEL") == "numpy"  # whether the user has asked for the references


def _module(name: str) -> ModuleType | None:
    """An extension module of this folder; None if it was not compiled, or is not to be used."""
    try:
        return None if _IS_FORCED else importlib.import_module(f"{__name__}.{name}")
    except ImportError:
        return None


lattice = _module("_lattice")
words = _module("_words")


def is_compiled() -> bool:
    """True if all of the compiled core runs."""
    return lattice is not None and words is not None


def describe_core() -> str:
    """The core that runs, and why it is not the compiled one."""
    if is_compiled():
        return "compiled core"
    return f"NumPy core: {'ALIGN_KERNEL=numpy' if _IS_FORCED else 'not compiled'}"
