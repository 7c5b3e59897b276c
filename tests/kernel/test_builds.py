"""The compiled core gives the same bytes from all compilers and flags, and as NumPy."""

import shutil
from pathlib import Path

import pytest
from kernel_builds import build, copy_package, run_python

pytestmark = pytest.mark.slow

INPUTS = 10  # random ones
CPU_FLAGS = Path("/proc/cpuinfo").read_text().split() if Path("/proc/cpuinfo").exists() else []
BUILDS = {
    "gcc -O0": ("gcc", "-O0"),
    "gcc": ("gcc",),
    "gcc without AVX2": ("gcc", "-DCLONED="),
    # Processors with fused multiply-add, which rounds once where a product and a sum round twice.
    "gcc for Haswell": ("gcc", "-march=haswell"),
    "clang -O0": ("clang", "-O0"),
    "clang": ("clang",),
    "clang for Haswell": ("clang", "-march=haswell"),
}


def results(folder, mode, **variables):
    """{result: its hash} from the package of a folder."""
    done = run_python(folder, "tests/kernel_digest.py", folder, INPUTS, mode, **variables)
    assert done.returncode == 0, done.stderr
    lines = dict(line.rsplit(": ", 1) for line in done.stdout.splitlines())
    assert len(lines) > 8 * INPUTS
    return lines


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The results of NumPy, of a package whose core is not compiled."""
    return results(copy_package(tmp_path_factory.mktemp("numpy")), "numpy")


@pytest.mark.parametrize("name", BUILDS)
def test_builds_give_the_bytes_of_numpy(name, expected, tmp_path):
    compiler, *flags = BUILDS[name]
    if not shutil.which(compiler):
        pytest.skip(f"{compiler} is not installed")
    if "-march=haswell" in flags and not {"avx2", "fma", "bmi2"} <= set(CPU_FLAGS):
        pytest.skip("this processor cannot run code for Haswell")
    actual = results(build(tmp_path, compiler, *flags), "compiled")
    assert {name for name in expected if actual.get(name) != expected[name]} == set()


def test_the_environment_chooses_numpy(expected, tmp_path):
    assert results(build(tmp_path, "gcc"), "numpy", ALIGN_KERNEL="numpy") == expected
