"""Whether one text is a translation of a part of the other only: of a chapter, or of what is left of a file.

The ratio of the lengths of the whole texts misleads then, and so does the price of every sentence that
has no translation. Where one text has many more sentences, both readings are tried: that the other says
the same at its own length, and that it says a part of it in sentences of the usual length. A part is
believed where it makes the likelier beads, and likelier than chance would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aligner.align.text_pair import Model, TextPair, cost_layers
from aligner.evidence.length_model import LengthModel
from aligner.lattice.adaptive_band import search_adaptive
from aligner.lattice.grid import Band
from aligner.lattice.viterbi import best_paths, path_cost

MORE = 1.2  # times as many sentences


def choose_full_or_partial(texts: Sequence[TextPair]) -> None:
    """Take texts for parts of each other where that makes the likelier beads, by their lengths and words."""
    doubtful = [(text, part) for text in texts if (part := partial_model(text.model, *map(len, text.sizes)))]
    if not doubtful:
        return
    models = [model for text, part in doubtful for model in (text.model, part)]
    trials = [doubtful[number // 2][0].again(number, model) for number, model in enumerate(models)]
    corridors = [corridor for text in trials for corridor in text.corridors]
    search_adaptive(cost_layers(trials)[-1], [corridor for corridor in corridors if not corridor.full])
    bands = [Band.concatenate([corridor.posterior_band() for corridor in text.corridors]) for text in trials]
    costs = cost_layers(trials, bands if trials[0].words else None)[-1]
    worth = [0.0] * len(trials)
    for corridor, path in zip(corridors, best_paths(costs, [each.posterior_band() for each in corridors]), strict=True):
        worth[corridor.block.text] -= path_cost(costs, corridor.block.text, path)
    for (text, part), of_whole, of_part in zip(doubtful, worth[::2], worth[1::2], strict=True):
        if of_part > max(of_whole, 0.0):
            text.model = part


def partial_model(model: Model, n: int, m: int) -> LengthModel | None:
    """The model if the text of fewer sentences is a part of the other; None if they are nearly as many.

    Sentences are equally long on the mean then: so is c found.
    """
    if not isinstance(model, LengthModel) or not min(n, m) or max(n, m) <= MORE * min(n, m):
        return None
    return replace(model, ratio=model.ratio * n / m, part=(1, 0) if n > m else (0, 1))
