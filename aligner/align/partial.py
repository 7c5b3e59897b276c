"""The choice between full and partial: one text of a pair may translate a part of the other only, such as a chapter.

In that case the ratio of the lengths of the entire texts misleads, and so does the cost of every sentence without a
translation. If one text has many more sentences than the other, both readings are tried: *full*, that the short text
translates all of the long one in sentences of another length; and *partial*, that it translates a part of it in
sentences of the usual length. Partial is chosen if its path is worth more than that of full, and more than 0, which
is the worth of chance.
"""

from __future__ import annotations

from dataclasses import replace

from aligner.align.group import PairGroup
from aligner.align.models import Models
from aligner.lattice.viterbi import best_paths, path_cost


def choose_full_or_partial(group: PairGroup, models: Models) -> Models:
    """The models of the first round, with end gaps for the pairs that are likelier with them."""
    # 1. Find the pairs that may be partial.
    partial = {
        number: model
        for number, pair in enumerate(group.pairs)
        if (model := models.lengths[number].as_partial(*pair.size))
    }
    if not partial:
        return models
    # 2. Find the best path of each under either hypothesis: trials 0, 2, 4, ... are full, trials 1, 3, 5, ... partial.
    trials = group.select([number for number in partial for _ in range(2)])
    trial_models = replace(
        models.select([number for number in partial for _ in range(2)]),
        lengths=[model for number in partial for model in (models.lengths[number], partial[number])],
    )
    worth = _worth_of_paths(trials, trial_models)
    # 3. Keep the partial models whose paths are worth more than those of the full ones, and more than chance.
    lengths = list(models.lengths)
    for number, of_full, of_partial in zip(partial, worth[::2], worth[1::2], strict=True):
        if of_partial > max(of_full, 0.0):
            lengths[number] = partial[number]
    return replace(models, lengths=lengths)


def _worth_of_paths(trials: PairGroup, models: Models) -> list[float]:
    """For each trial the worth of its best path, in nats: minus its cost, by all evidence."""
    trials.search_large_blocks(models)
    near_path = trials.posterior_bands()
    costs = trials.costs_in(models, near_path)
    bands_of_blocks = [band for bands in near_path for band in bands]
    worth = [0.0] * len(trials.pairs)
    for band, path in zip(bands_of_blocks, best_paths(costs, bands_of_blocks), strict=True):
        worth[band.text] -= path_cost(costs, band.text, path)
    return worth
