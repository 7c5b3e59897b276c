"""Documents with a gold: which there are, `align` and other programs on them, and their scores.

A document is a folder of one of two forms:

- Split into sentences: two files with one sentence a line, named by their languages (ar.txt and en.txt), and gold.txt
  with one bead a line, `[0, 1]:[0]`.
- Raw: ar.txt, en.txt and gold.json with the offsets of segments. `align` gets both texts in one file.

A set is the documents of one folder; split documents such as law-001 and law-002 are a set of their own, law. The name
of a set is the folder and that name, such as `alignar-dev/law`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from aligner.command.main import main
from aligner.evaluation.alignments import read_sentences
from aligner.evaluation.beads import JudgedBeads, judge_beads, score_judged
from aligner.evaluation.calibration import Judgement, calibrate
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.peers.outputs import Bead, Beads, read_index
from aligner.evaluation.peers.processes import run
from aligner.evaluation.peers.programs import PROGRAMS, Means, Unavailable
from aligner.evaluation.peers.texts import Corpus
from aligner.evaluation.raw_scores import RawScores
from aligner.evaluation.report import scores_of
from aligner.evaluation.run import evaluate

VARIANTS: Mapping[str, Sequence[str]] = {  # name in the results -> options of `align`
    "hybrid": (),
    "use": ("--encoder", "use"),
    "alone": ("--split-alone",),
    "length": ("--method", "length"),
    "gale-church": ("--method", "gale-church"),
}
SPLIT, RAW = "gold.txt", "gold.json"
BINS = ((0.99, 1.01), (0.95, 0.99), (0.9, 0.95), (0.7, 0.9), (0.5, 0.7), (0.0, 0.5))  # of confidence, as printed


def sets_of(folder: Path, form: str) -> dict[str, list[Path]]:
    """The documents of each set below a folder.

    form: `SPLIT` or `RAW`, the name of the file with the gold.
    """
    sets: dict[str, list[Path]] = {}
    for gold in sorted(folder.rglob(form)):
        document = gold.parent
        names = [document.parent.parent.name, document.parent.name]
        if form == SPLIT:
            names = [document.parent.name, document.name.rsplit("-", 1)[0]]
        sets.setdefault("/".join(names), []).append(document)
    return sets


def texts_of(document: Path) -> tuple[Path, Path]:
    """The two texts of a document, source first: Arabic, or else by the order of their languages."""
    source, target = sorted(file for file in document.glob("??.txt"))
    return source, target


class Judge:
    """Judgements of documents that `align` has aligned in the processes of a pool, each once with the same options."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._judgements: dict[tuple[Path, tuple[str, ...]], Measurement] = {}

    def judged(self, documents: Sequence[Path], options: Sequence[str]) -> list[Measurement]:
        """The judgement of each document.

        options: of `align`.
        """
        keys = [(document, tuple(options)) for document in documents]
        new = [key for key in dict.fromkeys(keys) if key not in self._judgements]
        judgements = self._pool.map(_judge, *zip(*new, strict=True)) if new else ()
        self._judgements.update(zip(new, judgements, strict=True))
        return [self._judgements[key] for key in keys]


def _judge(document: Path, options: Sequence[str]) -> Measurement:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = folder / "aligned.jsonl"
        source, target = texts_of(document)
        if (document / SPLIT).exists():
            files, gold = ["--pre-split", str(source), str(target)], document / SPLIT
        else:
            files, gold = [str(folder / "mixed.txt")], document / RAW
            (folder / "mixed.txt").write_bytes(source.read_bytes() + target.read_bytes())
        tags = ["--from", source.stem, "--to", target.stem]
        main.main(args=[*files, *tags, *options, "--quiet", "-o", str(output)], standalone_mode=False)
        (measurement,) = evaluate(str(gold), str(output))
    return measurement


def split_scores(documents: Sequence[JudgedBeads]) -> dict[str, Any]:
    """Strict and lax F1 of beads, and the number of two-sided gold beads."""
    scores = score_judged(documents)
    return {"strict": scores.strict.f1, "lax": scores.lax.f1, "beads": scores.gold}


def raw_scores(documents: Sequence[Measurement]) -> dict[str, Any]:
    """F1 of cuts and of pairs, and the number of gold pairs."""
    scores = scores_of(documents)
    assert isinstance(scores, RawScores)
    return {"cut": scores.cut.f1, "pair": scores.pair.f1, "pairs": scores.gold_pairs, "documents": len(documents)}


def calibration(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Calibration of the confidences of pairs, with the share of right pairs in the bins of `BINS`."""
    figures = calibrate(judgements)
    result: dict[str, Any] = {"pairs": figures.pairs, "error": figures.expected_error, "loss": figures.log_loss}
    for least, limit in BINS:
        members = [right for confidence, right in judgements if least <= confidence < limit]
        result[f"from {least:g}"] = {"pairs": len(members), "right": sum(members) / max(len(members), 1)}
    return result


def peer_scores(documents: Sequence[Path], names: Sequence[str], time_limit: float) -> dict[str, Any]:
    """The scores of other programs that are installed, over all documents of a set."""
    result = {}
    for program in PROGRAMS:
        command = program.find() if program.name in names else None
        if not command:
            continue
        by_call: dict[str, list[JudgedBeads]] = {}
        for document in documents:
            for name, beads in _peer_beads(document, program.calls, command, time_limit):
                by_call.setdefault(name, []).append(judge_beads(_gold(document), beads))
        result |= {name: split_scores(of_call) for name, of_call in by_call.items()}
    return result


def _peer_beads(document: Path, calls: Any, command: Sequence[str], time_limit: float) -> Iterator[tuple[str, Beads]]:
    """Yield the name and the beads of each call of a program for a document."""
    with tempfile.TemporaryDirectory() as name:
        source, target = texts_of(document)
        corpus = Corpus([source], [target], (source.stem, target.stem), Path(name))
        try:
            for call in calls(command, corpus, Means()):
                printed = Path(name, "printed")
                run(call, printed, time_limit=time_limit)
                yield call.program, call.beads(printed)[0]
        except Unavailable:
            return


def _gold(document: Path) -> list[Bead]:
    return read_index(document / SPLIT)


def parallel_pairs(folder: Path) -> list[tuple[str, str]]:
    """All pairs of the Arabic-English documents below a folder, each once, to draw texts from.

    Besides documents with a gold, it takes folders with ar.txt, en.txt and links.txt, a link `0 0` a line.
    """
    pairs: dict[tuple[str, str], None] = {}
    for source in sorted(folder.rglob("ar.txt")):
        document = source.parent
        for a, b in _pairs_of(document):
            if (pair := (" ".join(a.split()), " ".join(b.split()))) and all(pair):
                pairs.setdefault(pair)
    return list(pairs)


def _pairs_of(document: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a document."""
    sides = [document / "ar.txt", document / "en.txt"]
    if (document / RAW).exists():
        texts = [side.read_bytes().decode() for side in sides]
        for segment in json.loads((document / RAW).read_bytes())["segments"]:
            if segment["src"] and segment["tgt"]:
                yield texts[0][slice(*segment["src"])], texts[1][slice(*segment["tgt"])]
        return
    lines = [read_sentences(str(side), "utf-8") for side in sides]
    if (document / SPLIT).exists():
        beads = [(bead.source, bead.target) for bead in _gold(document) if bead.paired]
    else:
        links = (map(int, line.split()) for line in (document / "links.txt").read_text().splitlines())
        beads = [((i,), (j,)) for i, j in links]
    for numbers in beads:
        a, b = (" ".join(side[k] for k in of_side) for side, of_side in zip(lines, numbers, strict=True))
        yield a, b
