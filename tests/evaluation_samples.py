"""A small document with its gold and a prediction, and cases from files."""

import json
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases" / "evaluation"

SOURCE = ["وصل القطار.", "نام الحارس.", "شرب الشاي."]
TARGET = ["The train arrived.", "The guard slept.", "He drank tea."]
GOLD = [([0], [0]), ([1, 2], [1, 2])]
PREDICTED = [([0], [0], 0.9), ([1], [1], 0.8), ([2], [2], 0.3)]


def read_cases(name):
    """The blocks of a file: a name, and the parts between lines of dashes."""
    text = (CASES / name).read_text(encoding="utf-8")
    blocks = text.rstrip("\n").removesuffix("===").split("===\n")
    for block in blocks:
        title, _, rest = block.lstrip("\n").partition("\n")
        assert title.startswith("# "), title
        yield title.removeprefix("# "), [part.strip("\n") for part in f"\n{rest}".split("\n---\n")]


def index(beads):
    """The lines of an index."""
    return "".join(f"{bead[0]}:{bead[1]}" + (f":{bead[2]:.3f}" if bead[2:] else "") + "\n" for bead in beads)


def rows(beads):
    """The texts of the rows of beads, with their confidence."""
    return [(" ".join(SOURCE[n] for n in s), " ".join(TARGET[n] for n in t), *rest) for s, t, *rest in beads]


def json_lines(beads, *, numbered=True):
    """The rows as align writes them."""
    lines = []
    for bead, row in zip(beads, rows(beads), strict=True):
        numbers = {"src_sentences": bead[0], "trg_sentences": bead[1]} if numbered else {}
        lines.append(json.dumps({"src_text": row[0], "trg_text": row[1], "confidence": row[2], **numbers}) + "\n")
    return "".join(lines)


def raw_gold(segments, *, source_file="ar.txt", target_file="en.txt"):
    """The text of a gold of raw texts, and both texts. Segments are pairs of texts, None for a missing one."""
    spans, texts = [], ["", ""]
    for segment in segments:
        row = {}
        for k, side in enumerate(("src", "tgt")):
            row[side] = None
            if segment[k] is not None:
                texts[k] += " " * bool(texts[k])
                row[side] = [len(texts[k]), len(texts[k]) + len(segment[k])]
                texts[k] += segment[k]
        spans.append(row)
    sides = {"src": {"file": source_file, "lang": "ar"}, "tgt": {"file": target_file, "lang": "en"}}
    return json.dumps({**sides, "segments": spans}), *texts
