"""Diagnostics: the parameters that alignment fitted to one pair of documents, and what is proved of the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SearchProof:
    """How far the search is proved to have missed nothing.

    proved: no alignment costs less than the one found.
    excursion: if not proved, no better alignment leaves the searched band for this many sentences or
    fewer at a time, both texts counted together.
    """

    proved: bool
    excursion: int = 0


@dataclass(frozen=True)
class Diagnostics:
    """What alignment found out about one pair of documents, for the metadata of the output and for warnings.

    length: parameters of the length model.
    breaks: parameters of the paragraph-break model, or None if it was not used.
    words: mean reliability of the tokens of each side, or None if the method does not use words.
    support: nats a sentence that words add to the likelihood of the alignment, or None likewise.
    proof: result of `--certify`, or None if it was not asked for.
    """

    length: Mapping[str, float]
    breaks: Mapping[str, float] | None = None
    words: Mapping[str, float] | None = None
    support: float | None = None
    proof: SearchProof | None = None

    def as_dict(self) -> dict[str, dict[str, float]]:
        """The nested form that JSON output holds under `parameters`: all numbers, 1.0 for true."""
        result = {"length": dict(self.length)}
        if self.breaks is not None:
            result["breaks"] = dict(self.breaks)
        if self.words is not None:
            result["words"] = dict(self.words) | ({} if self.support is None else {"support": self.support})
        if self.proof is not None:
            result["search"] = {"proved": float(self.proof.proved), "excursion": float(self.proof.excursion)}
        return result
