"""The three changes that CONTRIBUTING.md shows in full: applied to a copy of the project, they pass their tests."""

import shutil
import subprocess
import sys

import pytest
from pages import ROOT, Page, blocks

PAGE = Page("CONTRIBUTING.md")
TESTS = (
    "tests/write/test_fast_align.py",
    "tests/write/test_formats.py",
    "tests/evidence/test_omissions.py",
    "tests/split/test_sentences.py",
)


@pytest.mark.slow
def test_changes_pass_their_tests(tmp_path):
    ignored = shutil.ignore_patterns("__pycache__", "kernel", "browser", "corpus")
    for folder in ("aligner", "data", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored if folder == "tests" else None)
    for name in ("setup.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for block in blocks(PAGE.text):
        if block.name:
            assert not (tmp_path / block.name).exists(), block.name
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "diff":
            patch = ["git", "apply", "-"]
            subprocess.run(patch, cwd=tmp_path, input=block.text, encoding="utf-8", check=True)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-k",
            "fast_align or omissions or it.txt",
            *TESTS,
        ],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
