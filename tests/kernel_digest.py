"""A program that prints a hash of each result of the core on random input and on the sample; see `test_builds`.

It takes the folder of the package to test, the number of random inputs, and `numpy` or `compiled`.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
from click.testing import CliRunner
from kernel_inputs import results_of

import aligner
import aligner.kernel as kernel
from aligner.command.main import main
from aligner.pipeline import METHODS

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample.txt"


def digest(parts):
    """A hash of arrays and texts, with the types of the arrays."""
    whole = hashlib.sha256()
    for part in parts:
        is_array = isinstance(part, np.ndarray)
        whole.update(f"{part.dtype} {part.shape}".encode() + part.tobytes() if is_array else str(part).encode())
    return whole.hexdigest()[:16]


def check_package(folder, mode):
    """Fail unless the package is that of the folder, and its core is compiled as it should be."""
    assert Path(aligner.__file__).resolve().is_relative_to(Path(folder).resolve()), aligner.__file__
    assert kernel.describe_core().startswith("compiled" if mode == "compiled" else "NumPy"), kernel.describe_core()


if __name__ == "__main__":
    folder, count, mode = sys.argv[1:]
    check_package(folder, mode)
    for seed in range(int(count)):
        for name, parts in results_of(seed):
            sys.stdout.write(f"{name} of seed {seed}: {digest(parts)}\n")
    for method in METHODS:
        run = CliRunner().invoke(main, [str(SAMPLE), "--method", method, "-f", "json", "--why", "--quiet"])
        assert run.exit_code == 0, run.output
        assert run.stdout.strip()
        sys.stdout.write(f"sample by {method}: {digest([run.stdout])}\n")
