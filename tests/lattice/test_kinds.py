"""Kinds of bead: their order, their largest number, and their ranks where costs are equal."""

import brute
import pytest

from aligner.evidence.length_model import initial_priors
from aligner.lattice.kinds import RANK_BITS, Kinds

NULLS = [(1, 0), (0, 1)]


def test_ranks_prefer_fewer_sentences_then_sides_that_differ_less():
    kinds = Kinds([(2, 2), (1, 3), (3, 1), (1, 1), (2, 1), (1, 2), *NULLS])
    by_rank = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 0), (0, 1)]
    assert sorted(kinds, key=dict(zip(kinds, kinds.tie_ranks(), strict=True)).__getitem__) == by_rank


@pytest.mark.parametrize("kinds", [Kinds(initial_priors()), Kinds(NULLS), Kinds([(9, 9), *NULLS])], ids=len)
def test_ranks_are_those_of_the_oracle_and_fit_below_a_cost(kinds):
    order = sorted(kinds, key=brute.order)
    assert kinds.tie_ranks() == [order.index(kind) for kind in kinds]
    assert max(kinds.tie_ranks()) < 1 << RANK_BITS


def test_kinds_know_the_sizes_of_their_beads():
    kinds = Kinds([(1, 1), (1, 4), (3, 3), *NULLS])
    assert (kinds.paired, kinds.widest) == (3, 4)


@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param([], id="none"),
        pytest.param([(1, 1)], id="no one-sided kinds"),
        pytest.param([(1, 1), (0, 1), (1, 0)], id="one-sided kinds in another order"),
        pytest.param([(1, 0), (0, 1), (1, 1)], id="one-sided kinds first"),
        pytest.param([(2, 0), *NULLS], id="another one-sided kind"),
        pytest.param([(1, 1), (1, 1), *NULLS], id="twice"),
        pytest.param([(1, t) for t in range(1, 64)] + NULLS, id="65 kinds"),
    ],
)
def test_kinds_that_a_search_cannot_use_raise_an_error(kinds):
    with pytest.raises(ValueError, match="kind"):
        Kinds(kinds)


def test_sixty_four_kinds_are_possible():
    assert len(Kinds([(1, t) for t in range(1, 63)] + NULLS)) == 64
