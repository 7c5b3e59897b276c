"""Write the plots of `docs/how-it-works.md`, as SVG: run `python docs/make_plots.py`; it needs the extra `plot`.

- `lattice.svg`: the lattice of data/sample.txt, with the band that was searched, likely beads, and the best path.
- `lengths.svg`: the lengths of the beads of that path, with the fitted ratio and standard deviation.
- `reliability.svg`: the share of right pairs for each confidence, from benchmarks/results.json.

`figures.json` holds all numbers that the plots show. A test compares it with the program, and needs no Matplotlib.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import aligner
from aligner.align.em import WORD_ROUNDS, fit_lengths, fit_words
from aligner.align.methods import find_method
from aligner.align.shared_lexicon import SharedLexicon
from aligner.align.text_pair import text_pairs
from aligner.align.text_search import TextSearch
from aligner.bitext import Parallel
from aligner.evidence.length_model import LengthModel
from aligner.lattice.forward_backward import bead_posteriors
from aligner.steps import ignore

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).parent / "plots"
SAMPLE = ROOT / "data" / "sample.txt"
RESULTS = ROOT / "benchmarks" / "results.json"
COMMAND = "python docs/make_plots.py"
# The same figures give the same bytes with the same release of Matplotlib.
STYLE = {"svg.hashsalt": "bitext-align", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10.0}
COLOUR, BAND_COLOUR = "#00695c", "#d0d4d8"
LEAST_PROBABILITY = 0.01  # of a bead that the lattice shows

Figures = dict[str, Any]


def fit_sample(method_name: str) -> Figures:
    """Return the figures of the sample under the models that a method fits to it.

    path: nodes (i, j). band: first and last j of each i. beads: i, j, s, t and posterior of likely beads. lengths:
    characters of both sides of each bead of the path. ratio, slope, curve: c, s² and t².
    """
    bitext = aligner.align_file(SAMPLE, split_alone=True)
    documents = [Parallel(bitext.source, bitext.target, ())]
    method = find_method(method_name)
    searches = [TextSearch(pair, method) for pair in text_pairs(documents, None, ignore)]
    if method.words:
        lexicon = SharedLexicon.from_documents(documents, ())
        models, _ = fit_words(searches, fit_lengths(searches, lexicon), lexicon, WORD_ROUNDS)
    else:
        models = fit_lengths(searches)
    alignment = searches[0].align(models[0])
    beads, _ = bead_posteriors(alignment.costs, alignment.band, method.temperature)
    length_model = models[0].length
    assert isinstance(length_model, LengthModel)
    before = [np.concatenate([[0], np.cumsum(of_side)]) for of_side in searches[0].pair.lengths]
    sides = [np.diff(of_side[nodes]).tolist() for of_side, nodes in zip(before, alignment.path.T, strict=True)]
    likely = beads.take(beads.probability >= LEAST_PROBABILITY)
    return {
        "path": alignment.path.tolist(),
        "band": np.stack([alignment.band.first, alignment.band.last], axis=1).tolist(),
        "beads": [
            [*bead, round(probability, 3)]
            for *bead, probability in zip(*(values.tolist() for values in likely), strict=True)
        ],
        "lengths": [list(of_bead) for of_bead in zip(*sides, strict=True)],
        "ratio": round(length_model.ratio, 4),
        "slope": round(length_model.slope, 3),
        "curve": round(length_model.curve, 4),
    }


def figures() -> Figures:
    """Return all numbers that the plots show."""
    tables = json.loads(RESULTS.read_text(encoding="utf-8"))["tables"]
    of_bins = {name: of_bin for name, of_bin in tables["calibration"]["figures"].items() if name.startswith("from ")}
    return {"hybrid": fit_sample("hybrid"), "length": fit_sample("length"), "reliability": of_bins}


def draw_lattice(axes: Axes, sample: Figures, by_lengths: Figures) -> None:
    """Draw the nodes of the band, the path, and the beads by their posteriors without words."""
    for i, (first, last) in enumerate(sample["band"]):
        axes.scatter([i] * (last - first + 1), range(first, last + 1), s=9, color=BAND_COLOUR, zorder=1)
    for i, j, s, t, probability in by_lengths["beads"]:
        axes.plot([i, i + s], [j, j + t], color=COLOUR, alpha=0.5, linewidth=0.5 + 5 * probability, zorder=2)
    axes.plot(*zip(*sample["path"], strict=True), color="black", marker="o", markersize=3, linewidth=1, zorder=3)
    n, m = sample["path"][-1]
    axes.set(xlabel="source sentences", ylabel="target sentences", xticks=range(0, n + 1, 2), yticks=range(0, m + 1, 2))
    axes.set_aspect("equal")


def draw_lengths(axes: Axes, sample: Figures) -> None:
    """Draw the lengths of both sides of the beads of the path, the ratio, and one standard deviation."""
    source, target = zip(*sample["lengths"], strict=True)
    ratio = sample["ratio"]
    line = np.linspace(0, 1.1 * max(source), 100)
    deviation = ratio * np.sqrt(sample["slope"] * line + sample["curve"] * line**2)
    axes.fill_between(line, ratio * line - deviation, ratio * line + deviation, color=BAND_COLOUR)
    axes.plot(line, ratio * line, color=COLOUR)
    axes.scatter(source, target, s=16, color="black", zorder=3)
    axes.set(xlabel="source characters", ylabel="target characters", xlim=(0, None), ylim=(0, None))
    axes.set_title(f"c = {ratio:.2f}, s² = {sample['slope']:.2f}, t² = {sample['curve']:.3f}", fontsize=10)


def draw_reliability(axes: Axes, of_bins: Figures) -> None:
    """Draw the share of right pairs in each bin of confidence.

    of_bins: "from X" -> number of pairs with confidence X or more, up to the next bin, and the share that is right.
    """
    bins = sorted((float(name.removeprefix("from ")), of_bin) for name, of_bin in of_bins.items())
    limits = [least for least, _ in bins[1:]] + [1.0]
    axes.plot([0, 1], [0, 1], color=BAND_COLOUR)
    for (least, of_bin), limit in zip(bins, limits, strict=True):
        label = f"{least:g} to {limit:g}: {of_bin['pairs']} pairs, {of_bin['right']:.1%} right"
        axes.plot([least, limit], [of_bin["right"]] * 2, linewidth=3, label=label)
    axes.set(xlabel="confidence", ylabel="share of pairs that are right", xlim=(0, 1.02), ylim=(0, 1.04))
    axes.legend(fontsize=8, loc="upper left", frameon=False)


def as_svg(draw: Callable[[Axes], None], width: float, height: float) -> bytes:
    """Return a drawing as SVG; width and height in inches."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    data = io.BytesIO()
    with mpl.rc_context():
        mpl.rcdefaults()  # the user's own style would change the bytes
        mpl.rcParams.update(STYLE)
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure.add_subplot())
        FigureCanvasSVG(figure).print_svg(data, metadata={"Date": None, "Creator": None})
    return data.getvalue()


def main() -> None:
    """Write the figures and the plots."""
    numbers = figures()
    FOLDER.mkdir(exist_ok=True)
    text = "".join(f" {json.dumps(name)}: {json.dumps(numbers[name])},\n" for name in numbers).rstrip(",\n")
    (FOLDER / "figures.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")
    sample, by_lengths = numbers["hybrid"], numbers["length"]
    plots = {
        "lattice.svg": as_svg(lambda axes: draw_lattice(axes, sample, by_lengths), 5, 5),
        "lengths.svg": as_svg(lambda axes: draw_lengths(axes, sample), 5, 4),
        "reliability.svg": as_svg(lambda axes: draw_reliability(axes, numbers["reliability"]), 5, 4),
    }
    for name, data in plots.items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
