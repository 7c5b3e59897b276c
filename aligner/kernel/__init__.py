"""The compiled core: C for the loops over nodes and tokens. Beside each function stands a NumPy reference.

`_lattice` (lattice.c) searches lattices, `_words` (words.c) computes what words are worth. Both work on one text at a
time. `lattice` and `lexical` call them, or their own reference in NumPy, which gives the same bits.

The environment variable `ALIGN_KERNEL=numpy` forces the references.
"""

from __future__ import annotations

import os
from importlib.machinery import PathFinder

MODULES = ("_lattice", "_words")
IS_FORCED = os.environ.get("ALIGN_KERNEL") == "numpy"  # whether the user has asked for the references
COMPILED = not IS_FORCED and all(PathFinder.find_spec(f"{__name__}.{name}", __path__) for name in MODULES)


def describe_core() -> str:
    """The core that runs, and why it is not the compiled one."""
    if COMPILED:
        return "compiled core"
    return f"NumPy core: {'ALIGN_KERNEL=numpy' if IS_FORCED else 'not compiled'}"
