"""What all documents of a run come to, from the journal: nothing in it depends on the hour or the machine."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from aligner.corpus.journal import DONE, EMPTY, FAILED, Journal

WORTH_A_LOOK = 10


def summary(journal: Journal) -> dict[str, Any]:
    """Counts of documents, sentences and pairs, the mean confidence, and the documents most in doubt.

    doubt: the share of the sentences of a document that are probably not well paired: those
    that stand alone, and of the others as many as the confidences of their beads let expect.
    """
    sides: dict[str, Counter[str]] = {"source": Counter(), "target": Counter()}
    kinds: Counter[str] = Counter()
    millionths = 0
    for row in journal.rows(states=(DONE, EMPTY)):
        for side, counts in sides.items():
            counts.update(row.counts[side])
        kinds.update(row.counts["kinds"])
        millionths += row.counts["millionths"]
    pairs = sum(kinds.values())
    documents, _ = journal.totals()
    return {
        "documents": {"found": documents, "aligned": journal.count(DONE), "failed": journal.count(EMPTY, FAILED)},
        "sentences": {side: dict(counts) for side, counts in sides.items()},
        "pairs": {"all": pairs, "by_kind": dict(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0])))},
        "unaligned": sum(counts["unaligned"] for counts in sides.values()),
        "mean_confidence": round(millionths / pairs / 1e6, 3) if pairs else None,
        "worth_a_look": [
            {
                "document": row.name.encode("utf-8", "backslashreplace").decode("utf-8"),
                "doubt": round(row.doubt, 3),
                "sentences": row.counts["source"]["sentences"] + row.counts["target"]["sentences"],
                "pairs": sum(row.counts["kinds"].values()),
                "unaligned": row.counts["source"]["unaligned"] + row.counts["target"]["unaligned"],
            }
            for row in journal.doubtful(WORTH_A_LOOK)
        ],
    }


def as_json(found: dict[str, Any]) -> bytes:
    """A summary as a file."""
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def in_words(found: dict[str, Any], languages: tuple[str, str]) -> list[str]:
    """A summary in lines for a person."""
    documents, sentences, pairs = found["documents"], found["sentences"], found["pairs"]
    lines = [f"{documents['aligned']} of {documents['found']} documents aligned"]
    if not pairs["all"]:
        return lines
    kinds = ", ".join(f"{count} {kind}" for kind, count in list(pairs["by_kind"].items())[:5])
    more = ", ..." * (len(pairs["by_kind"]) > 5)
    lines.append(f"{pairs['all']} pairs ({kinds}{more}), mean confidence {found['mean_confidence']:.3f}")
    balance = (
        f"{language} {side['sentences']} = {side['paired']} paired + {side['unaligned']} unaligned"
        f" + {side['filtered']} filtered"
        for language, side in zip(languages, (sentences["source"], sentences["target"]), strict=True)
    )
    lines.append(f"sentences: {'; '.join(balance)}")
    if found["worth_a_look"]:
        worst = ", ".join(f"{each['document']} ({each['doubt']:.0%})" for each in found["worth_a_look"])
        lines.append(f"most in doubt, with the share of their sentences: {worst}")
    return lines
