"""The page that explains `align`: its example is that of the program, and its plots show the program's figures."""

import doctest
import json
import runpy

import numpy as np
import pytest
from pages import ROOT, Page

from aligner.evidence.gale_church import PRIORS, GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.lattice.forward_backward import bead_posteriors
from aligner.lattice.grid import Band
from aligner.lattice.quantized import dequantize
from aligner.lattice.viterbi import totals

PAGE = Page("docs/how-it-works.md")
SOURCE, TARGET = np.array([40.0, 18.0, 60.0]), np.array([62.0, 57.0])
BAND = Band.full([(0, 0), (3, 2)])
RIGHT, WRONG = [(0, 0), (2, 1), (3, 2)], [(0, 0), (1, 1), (3, 2)]


def test_the_example_runs():
    text = "\n".join(PAGE.texts("pycon"))
    example = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, PAGE.name, 0)
    assert len(example.examples) > 10
    failed, _ = doctest.DocTestRunner(verbose=False).run(example)
    assert not failed


def test_the_priors_are_those_of_the_program():
    (line,) = [line for line in PAGE.text.splitlines() if line.startswith(">>> prior = ")]
    assert eval(line.removeprefix(">>> prior = ")) == PRIORS


def test_the_table_of_least_costs_is_that_of_the_program():
    from_begin, _ = totals(GaleChurch(PRIORS).costs(SOURCE, TARGET), BAND)
    rows = PAGE.table_of("", "j = 0")
    shown = [float(cell) for row in rows for cell in row[1:]]
    assert shown == pytest.approx(dequantize(from_begin).tolist(), abs=0.0051)


def test_the_confidence_of_the_example():
    beads, _ = bead_posteriors(GaleChurch(PRIORS).costs(SOURCE, TARGET), BAND, 2.0)
    assert "\n0.741\n" in PAGE.text
    assert beads.of_path(np.array(RIGHT))[0] == pytest.approx(0.741, abs=0.0005)


def test_the_costs_of_the_fitted_model():
    model = LengthModel.from_lengths(SOURCE, TARGET)
    costs = model.costs(SOURCE, TARGET)
    right, wrong = (dequantize(costs.of_path(path, BAND.rows_of_beads(path))) for path in map(np.array, (RIGHT, WRONG)))
    first, second = (value.replace("-", "−") for value in map("{:.2f}".format, right))
    assert f"right path cost {first} and {second} nats" in PAGE.text
    assert "those of the wrong one {:.2f} and {:.2f}.".format(*wrong) in PAGE.text
    assert f"{model.source[0]:.1f} characters with a variance of {model.source[1]:.0f}" in PAGE.text
    assert f"P(2-1) is {model.priors[2, 1]:.3f} and P(1-1) {model.priors[1, 1]:.2f}" in PAGE.text
    assert f"is better by {wrong.sum() - right.sum():.1f} nats." in PAGE.text


def test_the_plots_show_the_figures_of_the_program():
    plots = runpy.run_path(str(ROOT / "docs" / "make_plots.py"))
    kept = json.loads((plots["FOLDER"] / "figures.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(plots["figures"]())) == kept, f"run {plots['COMMAND']}"
    kinds = [
        (b[0] - a[0], b[1] - a[1]) for a, b in zip(kept["hybrid"]["path"], kept["hybrid"]["path"][1:], strict=False)
    ]
    assert len([kind for kind in kinds if kind != (1, 1)]) == 5
    assert "Five of\nits beads are not 1-1" in PAGE.text
