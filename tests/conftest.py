"""Profiles of hypothesis, and fixtures: an empty folder, a short story, and two ways to run `align`."""

import gc
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

import effort
import pytest
from command_runner import runner
from hypothesis import settings

import aligner
from aligner.command.main import main

# Properties are tested on few examples by default, and on many with `--hypothesis-profile=thorough`.
settings.register_profile("quick", max_examples=15, deadline=None)
settings.register_profile("thorough", max_examples=200, deadline=None)
settings.load_profile("quick")

CPU_LIMIT = 20.0  # seconds; several times what a hostile text takes, and far less than quadratic time would
TIMEOUT = 600  # seconds; only ends a process that hangs, however busy the machine is


def pytest_collection_finish():
    """Keep the garbage collector from looking at all tests again and again, which takes a twentieth of the time."""
    gc.collect()
    gc.freeze()


class Story(NamedTuple):
    arabic: str
    english: str


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory):
    """A cache folder of the tests, so that neither they nor the processes that they start use that of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def story():
    """Two paragraphs of two sentences each, which align one to one."""
    return Story(
        "وصل القطار إلى المحطة في الصباح الباكر. نزل الركاب ببطء ومعهم حقائب كثيرة.\n"
        "جلس الحارس قرب الباب وشرب الشاي. لم ينزل المطر على المدينة منذ شهر كامل.\n",
        "The train reached the station early in the morning. The passengers got off slowly with many bags.\n"
        "The guard sat by the door and drank tea. No rain had fallen on the town for a whole month.\n",
    )


@pytest.fixture
def cpu_limit():
    """Stop and fail a test that takes more than `CPU_LIMIT`, instead of a second or two, as in quadratic time."""
    with effort.at_most(CPU_LIMIT):
        yield


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def files(here, story):
    """The story as two files and as one."""
    (here / "book.ar.txt").write_text(story.arabic, encoding="utf-8")
    (here / "book.en.txt").write_text(story.english, encoding="utf-8")
    (here / "book.txt").write_text(story.arabic + story.english, encoding="utf-8")
    return here


@pytest.fixture
def run(here):
    """Run the command in this process; its result has stdout, stderr, exit_code and exception."""

    def run(*arguments, stdin=None, **options):
        words = [str(argument) for argument in arguments]
        return runner().invoke(main, words, input=stdin, prog_name="align", **options)

    return run


@pytest.fixture
def command():
    """The command line and the environment of a process that runs `align`."""
    paths = [str(Path(aligner.__file__).resolve().parent.parent), *filter(None, sys.path)]
    return [sys.executable, "-m", "aligner"], {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


@pytest.fixture
def python(here, command):
    """Run Python in a process that can import this package; its output is bytes."""

    def python(*arguments, env=None, check=False, **options):
        (executable, *_), environment = command
        line, environment = [executable, *arguments], {**environment, **(env or {})}
        return subprocess.run(line, env=environment, check=check, capture_output=True, timeout=TIMEOUT, **options)

    return python


@pytest.fixture
def process(python):
    """Run the command in a process; its output is bytes."""
    return partial(python, "-m", "aligner")
