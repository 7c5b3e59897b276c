"""Diagnostics of one pair of documents: the fitted parameters, the proof of the search, and doubts about the texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

DOUBTS = ("unrelated", "order", "abridged", "no-partner", "uncertain")  # kinds of doubt; see `align.plausibility`


class Doubt(NamedTuple):
    """A doubt about two texts, or about a stretch of them.

    kind: one of `DOUBTS`.
    source, target: numbers of the sentences that it concerns. Sentences without a partner have an empty range on the
        other side, at their place there. Of texts in another order, the ranges are an example: sentences that match.
    side: `source` or `target`, the side with sentences that the other one lacks; empty if it concerns both alike.
    """

    kind: str
    source: range
    target: range
    side: str = ""


@dataclass(frozen=True)
class SearchProof:
    """The result of the certificate: how far the search is proved to have missed no better alignment.

    proved: True if no alignment costs less than the result.
    excursion: if not proved, no better alignment leaves the searched band for this many sentences or fewer at a time;
        sentences of both texts count.
    """

    proved: bool
    excursion: int = 0


@dataclass(frozen=True)
class Diagnostics:
    """Fitted parameters of one pair of documents, for the metadata of the output and for warnings.

    length: parameters of the length model, by name.
    breaks: parameters of the paragraph-break model, by name; None without breaks on both sides.
    words: mean reliability of the tokens of each side, by name, 0 to 1; None if the method does not use words.
    support: nats that words add to the likelihood of the alignment, per sentence of both sides; None if the method
        does not use words.
    proof: result of `--certify`; None without this option.
    doubts: doubts about the texts, the gravest first.
    complete: False if the search gave up: so many alignments cost nearly the same that it looked at as many beads or
        nodes as it may.
    """

    length: Mapping[str, float]
    breaks: Mapping[str, float] | None = None
    words: Mapping[str, float] | None = None
    support: float | None = None
    proof: SearchProof | None = None
    doubts: Sequence[Doubt] = ()
    complete: bool = True

    def as_dict(self) -> dict[str, dict[str, float]]:
        """The numbers of each part by name, as the metadata have them under `parameters`; True is 1.0."""
        result = {"length": dict(self.length)}
        if self.breaks is not None:
            result["breaks"] = dict(self.breaks)
        if self.words is not None:
            result["words"] = dict(self.words) | ({} if self.support is None else {"support": self.support})
        if self.proof is not None:
            result["search"] = {"proved": float(self.proof.proved), "excursion": float(self.proof.excursion)}
        if not self.complete:
            result["search"] = {**result.get("search", {}), "complete": 0.0}
        return result
