"""The reliability plot, with and without Matplotlib."""

import pytest

from aligner.errors import InputError
from aligner.evaluation import calibrate, reliability_plot

JUDGED = [(0.95, True), (0.55, False), (0.52, True)]


@pytest.mark.plot
def test_the_same_figures_give_the_same_bytes():
    import matplotlib as mpl

    plot = reliability_plot.reliability_plot(calibrate(JUDGED))
    with mpl.rc_context({"font.size": 20.0}):  # the style of the user
        assert reliability_plot.reliability_plot(calibrate(JUDGED)) == plot
    text = plot.decode()
    assert text.startswith("<?xml")
    assert "3 pairs, expected calibration error" in text
    assert "<dc:date>" not in text


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setattr(reliability_plot, "find_spec", lambda name: None)
    with pytest.raises(InputError) as error:
        reliability_plot.require()
    message = "--plot: Matplotlib is not installed; install it with: pip install 'bitext-align[plot]'"
    assert str(error.value) == message
