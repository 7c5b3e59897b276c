"""Reports as objects of JSON, whose keys are stable: `docs/check.md` describes them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aligner.inspection.report import Report, SideReport
from aligner.inspection.total import Total
from aligner.write.metadata import warning_as_json
from aligner.write.writer import escape_bytes

_DECIMALS = 3  # of ratios


def of_report(report: Report) -> dict[str, Any]:
    """Return the object of a report. Without two sides, what is known of them is null or empty."""
    usual = report.usual_ratio
    return {
        "name": escape_bytes(report.name),
        "inputs": [asdict(file) | {"name": escape_bytes(file.name)} for file in report.inputs],
        "layout": report.layout or None,
        "layout_reason": report.layout_reason or None,
        "src": _side(report.sides[0]) if report.sides else None,
        "trg": _side(report.sides[1]) if report.sides else None,
        "length_ratio": _rounded(report.length_ratio),
        "usual_length_ratio": [usual.least, usual.greatest] if usual else None,
        "length_ratio_is_usual": report.is_usual,
        "sentence_ratio": _rounded(report.sentence_ratio),
        "warnings": list(map(warning_as_json, report.warnings)),
        "notices": [escape_bytes(notice) for notice in report.notices],
        "first_pairs": [[side or None for side in pair] for pair in report.first_pairs],
        "error": escape_bytes(report.error) or None,
    }


def of_total(total: Total) -> dict[str, Any]:
    """Return the object of the total of a folder."""
    return {
        "total": {
            "documents": total.documents,
            "failed": total.failed,
            "src": {"paragraphs": total.paragraphs[0], "sentences": total.sentences[0]},
            "trg": {"paragraphs": total.paragraphs[1], "sentences": total.sentences[1]},
            "length_ratio": _rounded(total.length_ratio),
            "unusual_length_ratios": total.unusual,
            "documents_with_warnings": total.with_warnings,
            "warnings": dict(total.warnings),
        }
    }


def _side(side: SideReport) -> dict[str, Any]:
    """Return the object of one side."""
    return {
        "language": side.language,
        "input": escape_bytes(side.name),
        "paragraphs": side.paragraphs,
        "sentences": side.sentences,
        "characters": side.characters,
        "scripts": dict(side.scripts),
        "digits": dict(side.digits),
        "longest_sentence": side.longest._asdict() if side.longest else None,
    }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, _DECIMALS)
