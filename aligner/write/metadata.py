"""What is known of a run besides its pairs: what makes two results comparable, and what the user should know."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from aligner.bitext import Bead, Bitext, InputText
from aligner.diagnostics import Diagnostics
from aligner.errors import InputError
from aligner.settings import Settings
from aligner.version import __version__
from aligner.write.result import SentenceCounts

SUPPORT = 1.0  # nats a sentence: what the words of texts that belong together say at least; of others, below 0.8
FEW = 4  # pairs, of which too little is known to say so


def doubts(bitext: Bitext, diagnostics: Diagnostics) -> list[str]:
    """What the user should know about an alignment: whether it is proved, and whether few words match."""
    lines = []
    proof = diagnostics.proof
    if proof and proof.proved:
        lines.append("proved: no alignment is better")
    elif proof:
        limit = proof.excursion
        lines.append(f"not proved; none is better that leaves the band for {limit} sentences or fewer at a time")
    support = diagnostics.support
    if support is not None and support < SUPPORT and sum(bead.paired for bead in bitext.beads) >= FEW:
        lines.append("the words of the two sides say little for it; they may not be translations of each other")
    return lines


def metadata(
    texts: Sequence[InputText],
    settings: Settings,
    layout: str,
    diagnostics: Diagnostics,
    tallies: tuple[SentenceCounts, SentenceCounts],
    kept: Sequence[Bead],
) -> dict[str, Any]:
    """What makes two results comparable; nothing of the machine or the hour."""
    asked = {
        "align": __version__,
        "method": settings.method,
        "lexicon": ",".join(file_digest(path) for path in settings.lexicon) or "none",
        "learned": settings.corpus_lexicon_digest,
        "from": settings.source,
        "to": settings.target,
        "layout": layout,
        "split": "given" if settings.pre_split else "clauses" if settings.split_clauses else "rules",
        "lines": settings.lines,
        "unaligned": "dropped" if settings.drop_unaligned else "kept",
        "least": f"{settings.min_confidence:g}",
    }
    return {
        "signature": "|".join(f"{key}:{value}" for key, value in asked.items()),
        "version": __version__,
        "method": settings.method,
        "src_lang": settings.source,
        "trg_lang": settings.target,
        "layout": layout,
        "sources": [
            {
                "name": text.name.encode("utf-8", "backslashreplace").decode("utf-8"),
                "encoding": text.encoding,
                "characters": len(text.text),
                "text_sha256": hashlib.sha256(text.text.encode("utf-8")).hexdigest(),
            }
            for text in texts
        ],
        "parameters": {
            model: {name: round(value, 6) for name, value in found.items()}
            for model, found in diagnostics.as_dict().items()
        },
        "sentences": {"src": tallies[0]._asdict(), "trg": tallies[1]._asdict()},
        "rows": len(kept),
    }


def file_digest(path: str) -> str:
    """What tells the contents of a file from others, short enough to be read."""
    try:
        status = os.stat(path)
        return _digest(path, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from None


@cache
def _digest(path: str, *version: int) -> str:
    """Found once for each version of a file, however many documents ask."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
