"""The compiled core: C for the loops over nodes and tokens. Beside each function stands a NumPy reference.

`_lattice` (lattice.c) searches lattices, `_words` (words.c) computes what words are worth. Both work on one text at a
time. `lattice` and `lexical` call them, or their own reference in NumPy, which gives the same bits.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

# True if the compiled core runs. ALIGN_KERNEL=numpy in the environment chooses the reference.
COMPILED = os.environ.get("ALIGN_KERNEL") != "numpy" and find_spec("aligner.kernel._lattice") is not None
