"""The reliability plot: for each bin of confidence, the share of pairs that are right (Guo et al. 2017, figure 1).

The file is SVG with the letters as text. It has no date and no random names, so that the same figures give the same
bytes with the same release of Matplotlib.
"""

from __future__ import annotations

import io
from importlib.util import find_spec

from aligner.errors import InputError
from aligner.evaluation.calibration import Calibration

_SALT = "bitext-align"  # from which Matplotlib makes the names of parts of the drawing
_STYLE = {"svg.hashsalt": _SALT, "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10.0}
_SIZE = (4.5, 4.5)  # inches
_GREATEST_POINT = 300.0  # square points, of the bin with most pairs
_LEAST_POINT = 12.0  # square points; smaller ones cannot be seen


def require() -> None:
    """Raise InputError if Matplotlib is not installed."""
    if not find_spec("matplotlib"):
        hint = "install it with: pip install 'bitext-align[plot]'"
        raise InputError("--plot", "Matplotlib is not installed", hint=hint)


def reliability_plot(calibration: Calibration) -> bytes:
    """Return the plot as SVG: a point for each bin, whose area grows with its number of pairs."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    largest = max(of_bin.pairs for of_bin in calibration.bins)
    areas = [max(_LEAST_POINT, _GREATEST_POINT * of_bin.pairs / largest) for of_bin in calibration.bins]
    data = io.BytesIO()
    with mpl.rc_context():
        mpl.rcdefaults()  # the user's own style would change the bytes
        mpl.rcParams.update(_STYLE)
        figure = Figure(figsize=_SIZE, layout="constrained")
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color="0.6", linewidth=1, zorder=1)
        confidences = [of_bin.confidence for of_bin in calibration.bins]
        shares = [of_bin.right for of_bin in calibration.bins]
        axes.plot(confidences, shares, color="#0b5a8a", linewidth=1, zorder=2)
        axes.scatter(confidences, shares, s=areas, color="#0b5a8a", alpha=0.6, zorder=3)
        axes.set(
            xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel="mean confidence", ylabel="share of pairs that are right"
        )
        axes.set_title(f"{calibration.pairs} pairs, expected calibration error {calibration.expected_error:.3f}")
        axes.set_aspect("equal")
        FigureCanvasSVG(figure).print_svg(data, metadata={"Date": None, "Creator": None})
    return data.getvalue()
