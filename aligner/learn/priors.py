"""Priors of kinds from the kinds of rows: a Dirichlet prior at the defaults, of the strength `SMOOTHING`.

    P(kind) = (rows of the kind + 60 P0(kind)) / (all rows + 60),   P0: the default

This is the mean of the posterior (Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 3.4).
"""

from __future__ import annotations

from collections.abc import Mapping

from aligner.align.methods import ONE_SIDED_PRIOR_WITH_WORDS
from aligner.evidence.length_model import initial_priors
from aligner.lattice.kinds import Kind

SMOOTHING = 60.0  # rows that the defaults count for; of 30, 60 and 100, best on halves of texts of ten domains


def default_priors() -> dict[Kind, float]:
    """Return P(kind) of the default method."""
    return initial_priors(ONE_SIDED_PRIOR_WITH_WORDS)


def learn_priors(rows: Mapping[Kind, float]) -> dict[Kind, float]:
    """Return P(kind) of the kinds that the rows show, in the order of the defaults.

    rows: expected number of rows of each kind.

    Rows that are all 1-1 come from a file that holds no others, and show nothing about two-sided kinds. In the same
    way, rows that are all pairs show nothing about one-sided kinds. Such kinds are missing from the result.
    """
    default = default_priors()
    counts = {kind: count for kind, count in rows.items() if kind in default and count > 0}
    shows_two_sided = any(min(kind) and max(kind) > 1 for kind in counts)
    shows_one_sided = any(not min(kind) for kind in counts)
    if not shows_one_sided:
        # The smoothed proportions of two-sided kinds; one-sided ones keep their default mass.
        scale = sum(prior for kind, prior in default.items() if min(kind))
        default = {kind: prior / scale for kind, prior in default.items() if min(kind)}
    else:
        scale = 1.0
    total = sum(counts.values()) + SMOOTHING
    smoothed = {kind: (counts.get(kind, 0.0) + SMOOTHING * prior) / total for kind, prior in default.items()}
    return {
        kind: scale * prior for kind, prior in smoothed.items() if (shows_two_sided if min(kind) else shows_one_sided)
    }
