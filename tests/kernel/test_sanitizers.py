"""The compiled core under AddressSanitizer and UndefinedBehaviorSanitizer: its tests, and a fuzzer."""

import re

import pytest
from hostile.sanitized import DONE, Sanitized
from kernel_builds import ROOT

pytestmark = pytest.mark.slow

INPUTS = 300  # of the fuzzer
TESTS = ["tests/kernel", "tests/lattice", "tests/lexical"]


@pytest.fixture(scope="module")
def sanitized(tmp_path_factory):
    """The package with a core that has sanitizers."""
    try:
        return Sanitized(tmp_path_factory.mktemp("sanitized"))
    except LookupError as missing:
        pytest.skip(str(missing))


def test_the_sanitizer_finds_an_access_out_of_bounds(sanitized):
    """Otherwise the tests below could not fail."""
    code = "import ctypes; ctypes.memset(ctypes.create_string_buffer(8), 0, 4096)"
    done = sanitized.run("-c", code)
    assert done.returncode != 0
    assert "AddressSanitizer: heap-buffer-overflow" in done.stderr


def test_random_input_right_and_wrong(sanitized):
    done = sanitized.fuzz(INPUTS)
    assert done.returncode == 0, done.stderr[:10000]
    assert done.stdout == DONE


def test_no_memory_is_lost(sanitized):
    """Python itself leaves blocks to the end of the process; no block of the core may be among them."""
    done = sanitized.fuzz(INPUTS // 5, options="detect_leaks=1")
    assert "LeakSanitizer has encountered a fatal error" not in done.stderr
    assert done.stdout == DONE
    assert re.findall(r".*aligner/kernel/\w+\.[ch]:\d+", done.stderr) == []


def test_the_tests_of_the_core(sanitized):
    folders = [folder for folder in TESTS if (ROOT / folder).exists()]
    done = sanitized.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *folders)
    assert done.returncode == 0, done.stdout[-10000:] + done.stderr[:10000]
