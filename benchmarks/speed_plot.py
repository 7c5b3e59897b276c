"""The plot of `speed.py`: CPU time and peak memory against length, on logarithmic axes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

COLOURS = {"align, gale-church": "#0b5fa5", "align, length": "#4fa3e0", "nltk": "#c2410c", "galechurch": "#7a7a7a"}
# Position of a line's name: share of its points to the left; offset to the right and upwards, in points; side of the
# name that stands there.
LABELS = {
    "align, gale-church": (0.6, 9, -19, "left"),
    "align, length": (1, 5, 20, "left"),
    "nltk": (1, 6, 13, "right"),
    "galechurch": (1, 24, 13, "right"),
}
INK = "#333333"


class Point(NamedTuple):
    """CPU seconds and peak memory of one program for one text."""

    sentences: int
    seconds: float
    megabytes: float


def draw(lines: Mapping[str, Sequence[Point]], file: Path) -> None:
    """Write the plot in the format of the file's suffix.

    lines: points of each program, by its name.
    """
    # Text stays text in the SVG file, and the same points give the same bytes.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "align", "font.size": 12})
    figure, (time, memory) = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
    for name, points in lines.items():
        sentences, seconds, megabytes = zip(*points, strict=True)
        for axes, values in ((time, seconds), (memory, megabytes)):
            axes.plot(sentences, values, color=COLOURS[name], linewidth=2, marker="o", markersize=3.5)
            name_line(axes, name, sentences, values)
    format_axes(
        time, "CPU time of the search", lambda value: f"{value:g} s" if value >= 0.1 else f"{1000 * value:g} ms"
    )
    format_axes(memory, "Peak memory of the process", lambda value: f"{value:,.0f} MB")
    time.set_ylim(1e-3, 300)
    memory.set_ylim(10, 1500)
    figure.savefig(file, dpi=150, metadata={"Date": None} if file.suffix == ".svg" else None)
    plt.close(figure)


def name_line(axes: Axes, name: str, x: Sequence[float], y: Sequence[float]) -> None:
    """Write the name of a line beside it.

    x, y: coordinates of the points of the line.
    """
    share, right, up, side = LABELS[name]
    at = int(share * (len(x) - 1))
    axes.annotate(
        name.replace(", ", "\n"),
        (x[at], y[at]),
        xytext=(right, up),
        textcoords="offset points",
        ha=side,
        va="center",
        color=COLOURS[name],
        fontweight="bold",
    )


def format_axes(axes: Axes, title: str, format_value: Callable[[float], str]) -> None:
    """Set a title, logarithmic scales, plain numbers and a faint grid.

    format_value: turns a value of the y axis into text.
    """
    axes.set(xscale="log", yscale="log", xlabel="sentences per side")
    axes.set_title(title, loc="left", color=INK, fontsize=13)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_value(value)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_locator(NullLocator())
    axes.grid(color="#e5e5e5", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, colors=INK)
    axes.xaxis.label.set_color(INK)
