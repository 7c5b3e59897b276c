"""A build of the compiled core with AddressSanitizer and UndefinedBehaviorSanitizer, and a fuzzer of it."""

import shutil
import subprocess
import time
from itertools import count
from pathlib import Path

from kernel_builds import build, run_python

FLAGS = ["-O1", "-g", "-fno-omit-frame-pointer", "-fno-sanitize-recover=all"]
SANITIZERS = "-fsanitize=address,undefined,float-cast-overflow"
DONE = "all inputs are through\n"  # what the fuzzer prints at its end
BATCH = 300  # random inputs of one process


class Sanitized:
    """The package, in a folder, with a core that has sanitizers.

    Raises LookupError if the compiler has none.
    """

    def __init__(self, folder):
        if not shutil.which("gcc"):
            raise LookupError("gcc is not installed")
        line = ["gcc", "-print-file-name=libasan.so"]
        self.library = subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()
        if not Path(self.library).is_absolute():
            raise LookupError("gcc has no AddressSanitizer")
        self.folder = build(folder, "gcc", *FLAGS, SANITIZERS)

    def run(self, *arguments, options="detect_leaks=0"):
        """Run Python with this package."""
        # Python's own allocator would hide accesses out of bounds. An allocation that is too large fails, as elsewhere.
        options += ":allocator_may_return_null=1"
        environment = {"LD_PRELOAD": self.library, "PYTHONMALLOC": "malloc", "ASAN_OPTIONS": options}
        return run_python(self.folder, *arguments, **environment)

    def fuzz(self, inputs, first_seed=0, **options):
        """Give the core random input, right and wrong."""
        return self.run("tests/hostile/kernel_fuzz.py", self.folder, inputs, first_seed, **options)


def fuzz_kernel(folder, minutes, first_seed):
    """Fuzz the core for some minutes; returns figures, and what a sanitizer has reported."""
    sanitized, failures, inputs = Sanitized(folder), [], 0
    end = time.monotonic() + minutes * 60
    for begin in count(first_seed, BATCH):
        done = sanitized.fuzz(BATCH, begin)
        inputs += BATCH
        if done.returncode or done.stdout != DONE:
            failures.append(f"seeds from {begin}: {done.stderr[:2000]}")
        if time.monotonic() >= end:
            return {"inputs": inputs}, failures
