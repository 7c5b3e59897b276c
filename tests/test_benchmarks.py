"""The benchmark of speed runs and describes its run. No test depends on how fast anything is."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "benchmarks"
CASES = ["six-1000", "six-5000", "documents", "length-10000", "six-200000", "six-1000000"]
PROCESS_CASES = {"length-10000", "six-200000", "six-1000000"}  # measured as whole processes, so with their memory
HAS_GALECHURCH, HAS_MATPLOTLIB = (bool(importlib.util.find_spec(name)) for name in ("galechurch", "matplotlib"))

NUMBER = r"[\d,]+(\.\d+)?"


def speed(folder, *arguments):
    """Run the benchmark in a folder; the result has stdout, stderr and returncode."""
    return subprocess.run(
        [sys.executable, BENCHMARKS / "speed.py", *arguments],
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.fixture(scope="module")
def quick_run(tmp_path_factory):
    """A quick run of all cases, once each."""
    return speed(tmp_path_factory.mktemp("speed"), "--quick", "--runs", "1")


@pytest.fixture
def benchmarks(monkeypatch):
    """A function that imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


@pytest.fixture
def synthetic_texts(benchmarks):
    return benchmarks("synthetic_texts")


def rows(printed):
    """The rows of the table, as lists of cells."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in printed.splitlines() if line[:1] == "|"]


@pytest.mark.slow
def test_quick_run_has_every_case_and_program(quick_run):
    assert quick_run.returncode == 0, quick_run.stderr
    head, _, *body = rows(quick_run.stdout)
    assert head == ["case", "program", "CPU s", "least", "largest", "runs", "ratio", "MB", "F1"]
    assert list(dict.fromkeys(row[0] for row in body)) == CASES
    printed = {(row[0], re.sub(r" \(.*", "", row[1])) for row in body}
    expected = {("length-10000", "align, length")}
    expected |= {(case, "align, gale-church") for case in CASES if case != "length-10000"}
    expected |= {("six-1000", "nltk"), ("documents", "nltk")}
    if HAS_GALECHURCH:
        expected |= {(case, "galechurch") for case in ("six-1000", "six-5000", "documents")}
    assert expected == printed - {("length-10000", "hunalign")}


@pytest.mark.slow
def test_every_row_has_times_runs_ratio_memory_and_f1(quick_run):
    _, _, *body = rows(quick_run.stdout)
    assert body
    for case, program, *times, runs, ratio, memory, f1 in body:
        assert all(re.fullmatch(NUMBER, cell) for cell in times), (case, program)
        assert runs == "1"
        assert ratio == "1.00x" if program.startswith("align") else ratio.endswith("x")
        assert float(memory) > 10 if case in PROCESS_CASES else memory == ""  # Python alone takes 10 MB
        assert 0 <= float(f1) <= 1


@pytest.mark.slow
def test_the_lines_above_the_table_name_versions_and_machine(quick_run):
    first, second, third, *_ = quick_run.stdout.splitlines()
    assert re.fullmatch(r"align \S+, commit \S+", first)
    assert re.search(r"\d+ cores, load average( \d+\.\d\d){3}$", second)
    assert re.match(r"Python 3\.\d+\.\d+, numpy \d", third)
    assert ("galechurch is not installed" in third) == (not HAS_GALECHURCH)


def test_plot_is_drawn_or_refused(tmp_path):
    done = speed(tmp_path, "--quick", "--runs", "1", "--only", "six-5000", "--plot", "plot.svg")
    if HAS_MATPLOTLIB:
        assert done.returncode == 0, done.stderr
        assert "CPU time" in (tmp_path / "plot.svg").read_text(encoding="utf-8")
    else:
        assert done.returncode == 2
        assert "--plot needs matplotlib, which is not installed" in done.stderr


def test_programs_take_turns_and_the_median_counts(benchmarks, tmp_path, capsys):
    measure = benchmarks("measure")
    np = measure.np
    true = [np.array([[0, 0]])]
    order = []

    def contender(name, seconds, **options):
        usages = iter(seconds)

        def run():
            order.append(name)
            return measure.Usage(next(usages), 12.0, true[0])

        return measure.Contender(name, run, np.asarray, **options)

    contenders = [
        contender("align a", [1.0, 9.0, 2.0]),
        contender("no_such_package", []),
        contender("align b", [3.0, 5.0], max_runs=2),
    ]
    rows = measure.Bench(tmp_path, np.ones(1), 3).race("case", contenders, true)
    assert order == ["align a", "align b", "align a", "align b", "align a"]
    assert [row.cells() for row in rows] == [
        ["case", "align a", "2.00", "1.00", "9.00", "3", "1.00x", "12", "1.000"],
        ["case", "align b", "4.00", "3.00", "5.00", "2", "2.00x", "12", "1.000"],
    ]
    assert "case: align b, run 2" in capsys.readouterr().err


def test_lengths_are_drawn_from_a_folder_of_texts(synthetic_texts, tmp_path):
    (tmp_path / "a.de.txt").write_text("Es regnet. Am 3. Oktober schien die Sonne.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("It rains.\n", encoding="utf-8")
    assert synthetic_texts.observed_lengths(tmp_path).tolist() == [10, 31, 9]


def test_a_folder_without_texts_is_an_error(synthetic_texts, tmp_path):
    with pytest.raises(SystemExit, match=r"has no \.txt file with a sentence"):
        synthetic_texts.observed_lengths(tmp_path)


def test_a_package_counts_as_installed_if_this_python_imports_it(benchmarks, tmp_path, monkeypatch):
    for name in ("galechurch", "nltk", "hunalign", "no_package"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    expected = {"nltk", "hunalign"} | ({"galechurch"} if HAS_GALECHURCH else set())
    installed = benchmarks("measure").installed
    assert {name for name in ("galechurch", "nltk", "hunalign", "no_package") if installed(name)} == expected


def test_links_of_every_output_form_are_the_same(synthetic_texts):
    links = [[0, 0], [0, 1], [1, 2], [3, 3], [4, 3]]
    path = synthetic_texts.np.array([[0, 0], [1, 2], [2, 3], [3, 3], [5, 4], [5, 5]])
    printed = "[0]:[0, 1]:0.9\n[1]:[2]:0.9\n[2]:[]:0.9\n[3, 4]:[3]:0.9\n[]:[4]:0.9\n"
    ladder = "".join(f"{i}\t{j}\t0.3\n" for i, j in path.tolist())
    assert synthetic_texts.links_from_path(path).tolist() == links
    assert synthetic_texts.links_from_index(printed).tolist() == links
    assert synthetic_texts.links_from_pairs(links).tolist() == links
    assert synthetic_texts.links_from_ladder(ladder).tolist() == links


def test_synthetic_texts_have_the_stated_sizes_and_links(synthetic_texts, tmp_path):
    random = synthetic_texts.np.random.default_rng(1)
    text = synthetic_texts.generate(synthetic_texts.observed_lengths(None), 2_000, random)
    assert len(text.source) == 2_000
    assert len(text.target) == pytest.approx(2_000 * 0.97, rel=0.02)
    assert len(text.links) == pytest.approx(2_000 * 0.95, rel=0.02)
    assert synthetic_texts.f1(text.links, text.links) == 1
    assert synthetic_texts.f1(text.links[: len(text.links) // 2], text.links) == pytest.approx(2 / 3, rel=0.01)
    written = synthetic_texts.write_files(text, tmp_path, random)
    for file, sizes in zip(written, (text.source, text.target), strict=True):
        assert [len(line) for line in Path(file).read_text(encoding="utf-8").splitlines()] == sizes


def test_calibration_error_is_the_weighted_difference_of_the_bins(benchmarks):
    # The bin of 0.9 to 1 is off by 1.95 - 1, that of 0.5 to 0.6 by 1 - 0.5: together over 3 pairs.
    pairs = [(0.95, True), (1.0, False), (0.5, True)]
    assert benchmarks("calibration").calibration_error(pairs) == pytest.approx((0.95 + 0.5) / 3)


def test_a_pair_is_right_within_a_segment_or_from_boundary_to_boundary(benchmarks, tmp_path):
    import aligner

    source = aligner.split_text("a b.\nc d.\ne f.", "en", pre_split=True)
    target = aligner.split_text("A B.\nC D.\nE F.", "en", pre_split=True)
    segments = '{"segments": [{"src": [0, 9], "tgt": [0, 9]}, {"src": [10, 14], "tgt": [10, 14]}]}'
    (tmp_path / "gold.json").write_text(segments, encoding="utf-8")
    is_right = benchmarks("calibration").judge_by_segments(tmp_path / "gold.json", source, target)

    def judge(*sides):
        return is_right(aligner.bitext.Bead(*(range(*side) for side in sides), 1.0))

    assert judge((0, 1), (0, 1))  # within the first segment
    assert judge((0, 3), (0, 3))  # both segments
    assert not judge((1, 3), (1, 3))  # starts within the first segment and ends with the second
    assert not judge((2, 3), (1, 2))  # in different segments
