"""Inputs without an end, such as devices: each sub-command stops at the limit of a file, whatever it takes them for."""

import pytest

from aligner import limits
from aligner.corpus import manifest

LIMIT = 3000  # bytes; a profile has a third of it
COMMANDS = [
    "convert long",
    "convert long.json",
    "convert long --input-format tsv",
    "convert long.gz",
    "eval long gold.index",
    "eval gold.index long",
    "eval --splitting long long",
    "learn long -o new",
    "learn --lexicon long -o words.tsv",
    "learn --threshold long",
    "check long",
    "long",
    "book.txt --pins long",
    "book.txt --lexicon long",
    "book.txt --profile profile",
]
REASONS = ("has more than 0 MB", "this is no alignment", "this file is not aligned")


@pytest.fixture
def files(here, monkeypatch):
    monkeypatch.setattr(limits, "FILE", limits.FILE._replace(value=LIMIT))
    for name in ("long", "long.json", "profile/profile.toml"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_bytes(b"x" * 2 * LIMIT)
    (here / "long.gz").write_bytes(b"\x1f\x8b\x08" + b"x" * 100_000)
    (here / "gold.index").write_text("[0]:[0]\n")
    (here / "book.txt").write_text("وصل القطار.\nThe train arrived.\n", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_an_input_without_an_end(files, run, command):
    result = run(*command.split())
    assert (result.exit_code, result.stdout_bytes) == (1, b""), result.stderr
    assert any(reason in result.stderr for reason in REASONS), result.stderr


def test_a_list_without_an_end(here, run, monkeypatch):
    monkeypatch.setattr(manifest, "MAX_LINE", 1 << 16)
    (here / "list.tsv").write_bytes(b"a.txt\n" + b"x" * (1 << 17))
    result = run("--manifest", "list.tsv", "-o", "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        "Error: list.tsv, line 2: this line has more than 0 MB; write source, tab, target, tab, output" in result.stderr
    )
