"""The compiled core under AddressSanitizer and UndefinedBehaviorSanitizer: its tests, and a fuzzer."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from kernel_builds import ROOT, build, run_python

pytestmark = pytest.mark.slow

FLAGS = ["-O1", "-g", "-fno-omit-frame-pointer", "-fno-sanitize-recover=all"]
SANITIZERS = "-fsanitize=address,undefined,float-cast-overflow"
INPUTS = 300  # of the fuzzer
TESTS = ["tests/kernel", "tests/lattice", "tests/lexical"]


@pytest.fixture(scope="module")
def sanitized(tmp_path_factory):
    """A function that runs Python with a core that has sanitizers."""
    if not shutil.which("gcc"):
        pytest.skip("gcc is not installed")
    line = ["gcc", "-print-file-name=libasan.so"]
    library = subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()
    if not Path(library).is_absolute():
        pytest.skip("gcc has no AddressSanitizer")
    folder = build(tmp_path_factory.mktemp("sanitized"), "gcc", *FLAGS, SANITIZERS)

    def run(*arguments, options="detect_leaks=0"):
        # Python's own allocator would hide accesses out of bounds. An allocation that is too large fails, as elsewhere.
        options += ":allocator_may_return_null=1"
        return folder, run_python(folder, *arguments, LD_PRELOAD=library, PYTHONMALLOC="malloc", ASAN_OPTIONS=options)

    run.folder = folder
    return run


def test_the_sanitizer_finds_an_access_out_of_bounds(sanitized):
    """Otherwise the tests below could not fail."""
    code = "import ctypes; ctypes.memset(ctypes.create_string_buffer(8), 0, 4096)"
    _, done = sanitized("-c", code)
    assert done.returncode != 0
    assert "AddressSanitizer: heap-buffer-overflow" in done.stderr


def test_random_input_right_and_wrong(sanitized):
    _, done = sanitized("tests/hostile/kernel_fuzz.py", sanitized.folder, INPUTS)
    assert done.returncode == 0, done.stderr[:10000]
    assert done.stdout == "all inputs are through\n"


def test_no_memory_is_lost(sanitized):
    """Python itself leaves blocks to the end of the process; no block of the core may be among them."""
    _, done = sanitized("tests/hostile/kernel_fuzz.py", sanitized.folder, INPUTS // 5, options="detect_leaks=1")
    assert "LeakSanitizer has encountered a fatal error" not in done.stderr
    assert done.stdout == "all inputs are through\n"
    assert re.findall(r".*aligner/kernel/\w+\.[ch]:\d+", done.stderr) == []


def test_the_tests_of_the_core(sanitized):
    folders = [folder for folder in TESTS if (ROOT / folder).exists()]
    _, done = sanitized("-m", "pytest", "-q", "-p", "no:cacheprovider", *folders)
    assert done.returncode == 0, done.stdout[-10000:] + done.stderr[:10000]
