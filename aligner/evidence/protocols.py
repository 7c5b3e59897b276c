"""Interfaces of the length models: the parameters that costs are computed from, and what alignment calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol, Self

from aligner.lattice.costs import BeadCosts
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats
from aligner.lattice.kinds import Kind


class LengthParameters(Protocol):
    """Parameters of the lengths of two texts, from which the costs of lengths are computed.

    priors: P(kind).
    ratio: c, target characters per source character.
    slope: s2; the translation of m characters has a length of variance s2 m + t2 m^2.
    curve: t2.
    source: mean and variance of the lengths of the source sentences, in characters of the source.
    target: mean and variance of the lengths of the target sentences, in characters of the target.
    """

    @property
    def priors(self) -> Mapping[Kind, float]: ...  # noqa: D102
    @property
    def ratio(self) -> float: ...  # noqa: D102
    @property
    def slope(self) -> float: ...  # noqa: D102
    @property
    def curve(self) -> float: ...  # noqa: D102
    @property
    def source(self) -> tuple[float, float]: ...  # noqa: D102
    @property
    def target(self) -> tuple[float, float]: ...  # noqa: D102


class AnyLengthModel(Protocol):
    """A length model of one pair of texts; a frozen value. `LengthModel` and `GaleChurch` satisfy it.

    learns: whether `refit` changes the model.
    priors: P(kind).
    gap_kind: the one-sided kind of the beads in end gaps, if one text is taken for a translation of a part of the
    other; else None. See `end_gaps`.
    from_lengths: the model of the first round, given the characters of each sentence, (n,) and (m,), and P(kind).
    refit: the model fitted to beads and their posteriors, one M-step; `counts` are the expected beads of each kind,
    if they were counted in several texts.
    with_priors: the same model with other priors, for a first search; a model with fixed priors keeps them.
    as_partial: the same model with end gaps, or None if the numbers of sentences, n and m, do not suggest them.
    parameters: the parameters by name, for the metadata of the output.
    costs: the costs of the beads of the text, given the characters of its sentences, (n,) and (m,).
    """

    learns: ClassVar[bool]

    @property
    def priors(self) -> Mapping[Kind, float]: ...  # noqa: D102
    @property
    def gap_kind(self) -> Kind | None: ...  # noqa: D102
    @classmethod
    def from_lengths(cls, source: Floats, target: Floats, initial: Mapping[Kind, float] | None = None) -> Self: ...  # noqa: D102
    def costs(self, source: Floats, target: Floats) -> BeadCosts: ...  # noqa: D102
    def refit(  # noqa: D102
        self, source: Floats, target: Floats, beads: BeadPosteriors, counts: Mapping[Kind, float] | None = None
    ) -> Self: ...
    def with_priors(self, priors: Mapping[Kind, float]) -> Self: ...  # noqa: D102
    def as_partial(self, n: int, m: int) -> Self | None: ...  # noqa: D102
    def parameters(self) -> dict[str, float]: ...  # noqa: D102
