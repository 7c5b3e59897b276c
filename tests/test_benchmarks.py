"""The benchmark of speed runs, and says what it did; how fast anything is is not tested."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
CASES = ["six-1000", "six-5000", "documents", "length-10000", "six-200000", "six-1000000"]
HAS_GALECHURCH, HAS_MATPLOTLIB = (bool(importlib.util.find_spec(name)) for name in ("galechurch", "matplotlib"))

NUMBER = r"[\d,]+(\.\d+)?"


@pytest.fixture
def speed(here, command):
    """Run the benchmark; its result has stdout, stderr and returncode."""
    _, environment = command

    def speed(*arguments):
        line = [sys.executable, BENCHMARKS / "speed.py", *arguments]
        return subprocess.run(line, check=False, env=environment, capture_output=True, text=True, timeout=120)

    return speed


@pytest.fixture
def benchmarks(monkeypatch):
    """Import a module of the benchmarks."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


@pytest.fixture
def made_texts(benchmarks):
    return benchmarks("made_texts")


def rows(printed):
    """The lines of the table, as cells."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in printed.splitlines() if line[:1] == "|"]


def test_quick_run_has_every_case_and_program(speed):
    done = speed("--quick", "--runs", "2")
    assert done.returncode == 0, done.stderr
    head, _, *body = rows(done.stdout)
    assert head == ["case", "program", "CPU s", "least", "largest", "runs", "ratio", "MB", "F1"]
    assert list(dict.fromkeys(row[0] for row in body)) == CASES
    found = {(row[0], re.sub(r" \(.*", "", row[1])) for row in body}
    expected = {("length-10000", "align, length")}
    expected |= {(case, "align, gale-church") for case in CASES if case != "length-10000"}
    expected |= {("six-1000", "nltk"), ("documents", "nltk")}
    if HAS_GALECHURCH:
        expected |= {(case, "galechurch") for case in ("six-1000", "six-5000", "documents")}
    assert expected == found - {("length-10000", "hunalign")}
    for row in body:
        assert all(re.fullmatch(NUMBER, cell) for cell in row[2:6]), row
        assert row[5] == "2"
        assert row[6].endswith("x")
        assert 0 <= float(row[8]) <= 1
    assert {row[6] for row in body if row[1].startswith("align")} == {"1.00x"}
    # Whole processes have a size, and no less than Python itself.
    assert all(float(row[7]) > 10 if row[0] in CASES[3:] else row[7] == "" for row in body)


def test_it_says_what_ran_where(speed):
    done = speed("--quick", "--runs", "1", "--only", "six-5000")
    first, second, third, *_ = done.stdout.splitlines()
    assert re.fullmatch(r"align \S+, commit \S+", first)
    assert re.search(r"\d+ cores, load average( \d+\.\d\d){3}$", second)
    assert re.match(r"Python 3\.\d+\.\d+, numpy \d", third)
    assert ("galechurch is not installed" in third) == (not HAS_GALECHURCH)
    assert {row[0] for row in rows(done.stdout)[2:]} == {"six-5000"}


def test_plot_is_drawn_or_refused(speed, here):
    done = speed("--quick", "--runs", "1", "--only", "six-5000", "--plot", "plot.svg")
    if HAS_MATPLOTLIB:
        assert done.returncode == 0, done.stderr
        assert "CPU time" in (here / "plot.svg").read_text(encoding="utf-8")
    else:
        assert done.returncode == 2
        assert "matplotlib, which draws the plot, is not installed" in done.stderr


def test_texts_of_a_folder(speed, here):
    (here / "a.de.txt").write_text("Es regnet. Am 3. Oktober schien die Sonne.\n", encoding="utf-8")
    assert speed("--quick", "--runs", "1", "--only", "six-5000", "--texts", ".").returncode == 0
    (here / "none").mkdir()
    assert "there are no sentences in none" in speed("--quick", "--texts", "none").stderr


def test_packages_are_those_of_this_python_whatever_commands_there_are(benchmarks, here, monkeypatch):
    for name in ("galechurch", "nltk", "hunalign", "no_package"):
        (here / name).write_text("#!/bin/sh\n")
        (here / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(here))
    there = {"nltk", "hunalign"} | ({"galechurch"} if HAS_GALECHURCH else set())
    installed = benchmarks("speed").installed
    assert {name for name in ("galechurch", "nltk", "hunalign", "no_package") if installed(name)} == there


def test_links_of_every_form_are_the_same(made_texts):
    links = [[0, 0], [0, 1], [1, 2], [3, 3], [4, 3]]
    path = made_texts.np.array([[0, 0], [1, 2], [2, 3], [3, 3], [5, 4], [5, 5]])
    printed = "[0]:[0, 1]:0.9\n[1]:[2]:0.9\n[2]:[]:0.9\n[3, 4]:[3]:0.9\n[]:[4]:0.9\n"
    assert made_texts.of_path(path).tolist() == links
    assert made_texts.of_index(printed).tolist() == links
    assert made_texts.of_pairs(links).tolist() == links
    assert made_texts.of_ladder("".join(f"{i}\t{j}\t0.3\n" for i, j in path.tolist())).tolist() == links


def test_texts_are_as_they_are_said_to_be(made_texts, tmp_path):
    random = made_texts.np.random.default_rng(1)
    text = made_texts.make(made_texts.pool(None), 2_000, random)
    assert len(text.source) == 2_000
    assert len(text.target) == pytest.approx(2_000 * 0.97, rel=0.02)
    assert len(text.links) == pytest.approx(2_000 * 0.95, rel=0.02)
    assert made_texts.f1(text.links, text.links) == 1
    assert made_texts.f1(text.links[: len(text.links) // 2], text.links) == pytest.approx(2 / 3, rel=0.01)
    for file, sizes in zip(made_texts.write(text, tmp_path, random), (text.source, text.target), strict=True):
        assert [len(line) for line in Path(file).read_text(encoding="utf-8").splitlines()] == sizes
