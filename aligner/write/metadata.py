"""Metadata of a document, with a signature that makes results comparable, and notices about its alignment."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from aligner import errors
from aligner.bitext import Bitext, InputText
from aligner.diagnostics import Diagnostics
from aligner.notices import TextWarning
from aligner.profile import read as profile
from aligner.settings import Settings
from aligner.version import __version__
from aligner.write import repair
from aligner.write.doubts import doubt_notices, doubts_as_json
from aligner.write.filters import Filters
from aligner.write.result import FilteredBeads
from aligner.write.writer import escape_bytes

_FILTERS_BEGIN = "|unaligned:"  # before the filters in a signature
LISTS = "lists"  # in the place of a layout, for lists of sentences, which have no lines


def alignment_notices(bitext: Bitext, diagnostics: Diagnostics, layout: str = "") -> list[str]:
    """Return sentences for the user about an alignment: how good the search was, and what is to be doubted.

    layout: as in `metadata`.
    """
    sentences = []
    proof = diagnostics.proof
    if proof and proof.proved:
        sentences.append("proved: no alignment is better")
    elif proof:
        sentences.append(
            "not proved; a better alignment would have to leave the searched band for more than"
            f" {proof.excursion} sentences at a time"
        )
    if not diagnostics.complete:
        sentences.append(
            "the sentences leave so many alignments open that the search gave up; a better alignment may"
            " exist; divide the texts, or add paragraph breaks"
        )
    wrong = sum("language" in bead.flags for bead in bitext.beads)
    if wrong:
        sentences.append(f"{wrong} row{'s have' if wrong > 1 else ' has'} text in the wrong language (flag language)")
    return [*sentences, *doubt_notices(bitext, diagnostics.doubts, in_lines=layout != LISTS)]


def metadata(
    texts: Sequence[InputText],
    settings: Settings,
    layout: str,
    bitext: Bitext,
    diagnostics: Diagnostics,
    written: FilteredBeads,
    warnings: Sequence[TextWarning] = (),
) -> dict[str, Any]:
    """Return the metadata of a document, which depend on the inputs and settings only, not on machine or time.

    texts: the decoded inputs.
    layout: `two files`, how one file holds both languages, or `LISTS`.
    bitext: the alignment.
    diagnostics: fitted parameters, the proof of the search, and doubts.
    written: the beads to write, and the counts of sentences and rows.
    warnings: the faults of the texts; see `health`.
    """
    return {
        "signature": _signature(settings, layout),
        "version": __version__,
        "method": settings.method,
        "src_lang": settings.source,
        "trg_lang": settings.target,
        "layout": layout,
        "sources": [
            {
                "name": escape_bytes(text.name),
                "encoding": text.encoding,
                "characters": len(text.text),
                "text_sha256": text.digest,
            }
            for text in texts
        ],
        "parameters": {
            model: {name: round(value, 6) for name, value in parameters.items()}
            for model, parameters in diagnostics.as_dict().items()
        },
        **_counted(written),
        "warnings": list(map(warning_as_json, warnings)),
        "doubts": doubts_as_json(bitext, diagnostics.doubts, in_lines=layout != LISTS),
    }


def filtered(
    meta: Mapping[str, Any], written: FilteredBeads, filters: Filters, repairs: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Return the metadata of a document as they are with other filters and repairs.

    meta: the metadata with any filters; if empty, so is the result.
    written: the beads that the other filters leave, and the counts of sentences and rows.
    """
    if not meta:
        return {}
    method, _, _ = meta["signature"].rpartition(_FILTERS_BEGIN)
    signature = method + _filter_signature(filters) + repair.signature(repairs)
    return {**meta, "signature": signature, **_counted(written)}


def warning_as_json(warning: TextWarning) -> dict[str, Any]:
    """Return the fault of a text as an object of JSON."""
    return asdict(warning) | {"input": escape_bytes(warning.input)}


def _counted(written: FilteredBeads) -> dict[str, Any]:
    """Return the metadata that depend on the filters."""
    return {
        "sentences": {"src": written.source._asdict(), "trg": written.target._asdict()},
        "rows": len(written.beads),
        "left_out": written.left_out,
        "flags": dict(sorted(Counter(flag for bead in written.beads for flag in bead.flags).items())),
    }


def _signature(settings: Settings, layout: str) -> str:
    """Return everything that the result depends on except the inputs, as `key:value` items joined by `|`."""
    items = {
        "align": __version__,
        "method": settings.method,
        "lexicon": ",".join(file_digest(path) for path in settings.lexicon) or "none",
        "learned": settings.corpus_lexicon_digest,
        "from": settings.source,
        "to": settings.target,
        "layout": f"{layout} {','.join(settings.columns)}" if settings.columns else layout,
        "split": "given" if settings.pre_split else "clauses" if settings.split_clauses else "rules",
        "boundaries": settings.boundaries,
        "lines": settings.lines,
    }
    if settings.profile is not None:
        items["profile"] = profile.digest(settings.profile)
    if settings.realign:
        items["realign"] = "yes"
    if evidence := encoder_identity(settings):
        items["encoder"] = evidence
    if settings.pins:
        items["pins"] = file_digest(settings.pins)
    method = "|".join(f"{key}:{value}" for key, value in items.items())
    return method + _filter_signature(Filters.from_settings(settings)) + repair.signature(settings.repair)


def _filter_signature(filters: Filters) -> str:
    """Return the end of a signature, which names the filters; a filter that is seldom set, only if it is set."""
    unaligned = "dropped" if filters.drops_unaligned else "kept"
    kinds = "|kinds:1-1" if filters.one_to_one else ""
    ratio = "" if filters.max_ratio is None else f"|ratio:{filters.max_ratio:g}"
    repetitions = "|repetitions:dropped" if filters.dedup else ""
    return f"{_FILTERS_BEGIN}{unaligned}|least:{filters.min_confidence:g}{kinds}{ratio}{repetitions}"


def encoder_identity(settings: Settings) -> str:
    """Return the name of the encoder and the hash of its weights, or the hashes of files of vectors; empty without.

    Raises InputError for an encoder that cannot be loaded, and for a file that cannot be read.
    """
    if settings.encoder is not None:
        from aligner.semantic import encoders  # numpy is imported only when there is something to align

        return encoders.find_encoder(settings.encoder).identity
    return ",".join(map(file_digest, settings.vectors or ()))


def file_digest(path: str) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of a file; raises InputError if it cannot be read."""
    try:
        status = os.stat(path)
        return _digest(path, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise errors.cannot_read(path, error) from None


@cache
def _digest(path: str, *version: int) -> str:
    """Return the digest of one version of a file. It is computed once, not for each document."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
