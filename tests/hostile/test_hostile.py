"""A short form of each command of `python tests/hostile`, and faults that need one case only."""

import os
import random
import time
from collections import Counter

import pytest
from sample_corpus import contents, corpus

from aligner import storage, version
from aligner.split import invisible_text
from hostile import faults, fuzz, mutations, soak

pytestmark = pytest.mark.slow


def test_soak():
    assert soak.soak(range(50)).failures == []


def test_the_soak_sees_what_is_lost(monkeypatch):
    monkeypatch.setattr(invisible_text, "with_invisible_text", lambda documents, is_one_text: tuple(documents))
    monkeypatch.setattr(invisible_text, "left_over", lambda documents, is_one_text: [[], []])
    assert soak.soak(range(25)).lost != []


def test_documents_of_the_soak_are_of_all_kinds_and_the_same_each_time():
    documents = [mutations.MutatedDocument(seed) for seed in range(200)]
    assert Counter(document.kind for document in documents).keys() == set(mutations.KINDS)
    assert documents[7].files == mutations.MutatedDocument(7).files


@pytest.mark.parametrize(
    ("target", "examples"),
    [
        *(("readers", 150), ("splitter", 150), ("command", 40), ("convert", 30), ("eval", 30), ("learn", 20)),
        *(("profile", 20), ("review", 30)),
    ],
)
def test_fuzzers(target, examples):
    assert fuzz.fuzz(target, examples=examples) >= examples // 2


@pytest.mark.parametrize(
    ("run", "seeds"),
    [(faults.kill, 4), (faults.damage_journals, 8), (faults.fail_calls, 4)],
    ids=["kills", "journals", "calls"],
)
def test_faults(tmp_path, run, seeds):
    assert run(tmp_path, range(seeds))[1] == []


COMMAND = ("corpus", "-o", "out", "-q", "-j", "1", "--method", "length")


def test_a_document_that_changes_while_it_is_read_is_aligned_again(here, run, monkeypatch):
    corpus(here / "corpus", 3, 1, 3)
    read = storage.read
    changed = here / "corpus" / "000" / "000001.en.txt"

    def change(name, *shown):
        data = read(name, *shown)
        if name.endswith("000001.en.txt"):
            changed.write_bytes(data + b"It rained on the town.\n")
        return data

    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", change)
        assert run(*COMMAND).exit_code == 0
    assert run(*COMMAND).exit_code == 0
    assert run("corpus", "-o", "calm", *COMMAND[3:]).exit_code == 0
    assert contents(here / "out") == contents(here / "calm")


def test_a_clock_that_jumps_changes_no_output(here, run, monkeypatch):
    corpus(here / "corpus", 5, 1, 3)
    assert run("corpus", "-o", "calm", *COMMAND[3:]).exit_code == 0
    rng = random.Random(1)
    with monkeypatch.context() as patch:
        for name in ("time", "monotonic", "perf_counter"):
            patch.setattr(time, name, lambda: rng.uniform(0, 1e9))
        patch.setattr(time, "time_ns", lambda: rng.randrange(10**18))
        result = run(*COMMAND)
    assert (result.exit_code, result.stderr) == (0, "")
    assert contents(here / "out") == contents(here / "calm")


def test_another_version_does_what_it_would_do_from_the_beginning(here, run, monkeypatch):
    corpus(here / "corpus", 5, 1, 3)
    assert run(*COMMAND).exit_code == 0
    calm = contents(here / "out")
    for module in _modules_with_version():
        monkeypatch.setattr(module, "__version__", "99.0")
    result = run(*COMMAND)
    assert result.exit_code in (0, 1)
    if result.exit_code == 1:
        assert "99.0" in result.stderr or "--force" in result.stderr
        assert contents(here / "out") == calm
    result = run(*COMMAND, "--force")
    assert result.exit_code == 0, result.stderr
    assert run("corpus", "-o", "calm", *COMMAND[3:]).exit_code == 0
    assert contents(here / "out") == contents(here / "calm")


def _modules_with_version():
    import sys

    same = "aligner.corpus.worker"  # compares its version with that of the command
    named = [module for name, module in sorted(sys.modules.items()) if name.startswith("aligner.") and name != same]
    return [module for module in named if getattr(module, "__version__", None) == version.__version__]


NEARLY_ALIKE = (
    *("a", "A", "a ", "a.", "á", "a\u0301", "ａ", "а", "a\u200f", "a\u00a0"),
    *("a.tsv", "a.TSV", "a.json", "-a", "~a", "a\\b"),
    *("كتاب", "كـتاب", "كِتاب", "کتاب"),
    *("index", "summary", "Summary", "a.summary", "con"),
    *("ß", "ss", "SS", "ﬁ", "fi", "ı", "i", "İ", "1", "١", "①"),
)


@pytest.mark.parametrize("name", ["html", "json", "moses"])
def test_names_that_nearly_collide(here, run, name):
    """Each document has an output of its own, or fails with a message that names it."""
    corpus(here / "corpus", 1, 1, 1)
    for stem in NEARLY_ALIKE:
        (here / "corpus" / f"{stem}.txt").write_text("وصل القطار.\nThe train arrived.\n", encoding="utf-8")
    for _ in range(2):
        result = run("corpus", "-o", "out", "-f", name, *COMMAND[3:], "--learn-from", "0")
    failed = {stem for stem in NEARLY_ALIKE if f"failed: corpus/{stem}.txt: " in result.stderr}
    assert failed == {"html": {"index"}, "json": {"summary"}}.get(name, set()), result.stderr
    written = [path for path in os.listdir(here / "out") if not path.startswith((".align", "000"))]
    files_of_run = {"html": 2}.get(name, 1)
    assert len(written) == len(set(NEARLY_ALIKE) - failed) * {"moses": 2}.get(name, 1) + files_of_run
