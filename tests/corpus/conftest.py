"""Shared by the tests of folders: documents made by name, documents that were aligned, and results to compare with."""

import os

import pytest
from sample_corpus import PAIR, contents, corpus

from aligner.corpus import plan, worker
from aligner.corpus import run as corpus_run
from aligner.corpus.records import State
from aligner.settings import Settings
from aligner.write.document import OutputOptions


def text_for(name):
    """The text of a file by its name: one language if the name has a code, else both."""
    arabic, english = (f".{code}" in name or f"{code}/" in name for code in ("ar", "en"))
    return PAIR[0] if arabic else PAIR[1] if english else "".join(PAIR)


@pytest.fixture
def make(here):
    """Make files of the folder `corpus`; keyword arguments are texts that differ from `text_for`."""

    def make(*names, **texts):
        for name in names:
            path = here / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = texts.get(name, text_for(name))
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return here / "corpus"

    return make


@pytest.fixture
def done(monkeypatch):
    """The names of the documents that were aligned or failed; not those that are unchanged or edited."""
    names = []
    run_batch = worker.run_batch

    def watched(batch, settings):
        results = run_batch(batch, settings)
        names.extend(
            result.document.name for result in results if result.document.state not in (State.UNCHANGED, State.EDITED)
        )
        return results

    monkeypatch.setattr(worker, "run_batch", watched)
    return names


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory):
    """Seventy short documents: work for three processes. Made once; tests must not change it."""
    return corpus(tmp_path_factory.mktemp("shared") / "corpus", 70, 1, 3)


@pytest.fixture
def shared(here, shared_folder):
    """The shared folder as `corpus` in the working folder."""
    os.symlink(shared_folder, here / "corpus")
    return here


def _align_shared(shared_folder, output, method):
    settings = Settings(method=method)
    run = plan.make_run(str(shared_folder), None, str(output), settings, OutputOptions(), single_file=False, jobs=1)
    assert corpus_run.run(run, None)
    return contents(output)


@pytest.fixture(scope="session")
def expected(shared_folder, tmp_path_factory):
    """The results of the shared folder, from one undisturbed run in this process."""
    return _align_shared(shared_folder, tmp_path_factory.mktemp("expected") / "out", "hybrid")


@pytest.fixture(scope="session")
def expected_by_length(shared_folder, tmp_path_factory):
    """The same with `--method length`, which takes a tenth of the time."""
    return _align_shared(shared_folder, tmp_path_factory.mktemp("expected") / "out", "length")
