"""What is known of a run besides its pairs: what makes two results comparable, and what the user should know."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from aligner.bitext import Bead, Bitext
from aligner.errors import InputError
from aligner.read import decode
from aligner.settings import Settings
from aligner.version import __version__
from aligner.write.result import SentenceCounts

SUPPORT = 1.0  # nats a sentence: what the words of texts that belong together say at least; of others, below 0.8
FEW = 4  # pairs, of which too little is known to say so


def notices(bitext: Bitext, parameters: dict[str, dict[str, float]]) -> list[str]:
    """What the user should know of how it went."""
    said = []
    search = parameters.get("search")
    if search and search["proved"]:
        said.append("proved: no alignment is better")
    elif search:
        most = int(search["excursion"])
        said.append(f"not proved; none is better that leaves the band for {most} sentences or fewer at a time")
    words = parameters.get("words")
    if words and words["support"] < SUPPORT and sum(bead.paired for bead in bitext.beads) >= FEW:
        said.append("the words of the two sides say little for it; they may not be translations of each other")
    return said


def meta(
    texts: Sequence[decode.InputText],
    settings: Settings,
    layout: str,
    parameters: dict[str, dict[str, float]],
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
            model: {name: round(value, 6) for name, value in found.items()} for model, found in parameters.items()
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
