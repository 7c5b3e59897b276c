"""A soak: documents that are made from seeds, each read, aligned and written, and each of its characters traced."""

import itertools
import json
import random
import traceback
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, fields

from aligner import pipeline
from aligner.errors import InputError
from aligner.read import readers
from aligner.separate.sides import TWO_FILES
from aligner.write import formats
from aligner.write.document import OutputOptions
from hostile.mutations import MutatedDocument, is_text

# Words of the notices about text that is left out; without one of them, each character is in a row.
LEFT_OUT = ("left out", "ignored", "not aligned", "removed", "divided at a line end", "nothing else")
SEPARATED = ("same-line", "columns")  # layouts in which signs that part cells or translations are in no row
FORMATS = tuple(name for name in formats.FORMATS if name not in ("parquet",))


@dataclass
class Figures:
    """What a soak has met.

    documents: documents that were made.
    aligned: those that were aligned; the others were refused with a message.
    characters: characters that were traced to a row.
    reported: characters that were left out, as a notice says.
    separators: signs between cells or translations.
    traces, lost, added, overlaps, unbalanced, unwritten: failures, each with its seed.
    """

    documents: int = 0
    aligned: int = 0
    characters: int = 0
    reported: int = 0
    separators: int = 0
    traces: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    overlaps: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    unwritten: list[str] = field(default_factory=list)

    @property
    def failures(self):
        """All failures."""
        return [text for item in fields(self) if isinstance(texts := getattr(self, item.name), list) for text in texts]

    def as_dict(self):
        """Numbers, and the first failures."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: len(value) if isinstance(value, list) else value for name, value in values.items()}


def soak(seeds, figures=None):
    """Run the documents of seeds through the program, and return the figures."""
    figures = figures or Figures()
    for seed in seeds:
        figures.documents += 1
        document = MutatedDocument(seed)
        try:
            _run(seed, document, figures)
        except InputError:
            continue
        except Exception as error:
            figures.traces.append(f"{seed} {document.kind}: {''.join(traceback.format_exception(error)[-2:])}")
    return figures


def _run(seed, document, figures):
    texts = [readers.read_bytes(data, name) for name, data in document.files]
    where = f"{seed} {document.kind}"
    prepared = pipeline.prepare(texts, document.settings)
    if document.characters is not None:
        remarks = [remark for text in texts for remark in text.remarks]
        read = Counter("".join(text.text for text in texts))
        if document.kind.startswith("csv"):  # a row alone does not show its delimiter
            read.update(dict.fromkeys(";|", 1 << 20))
        if (lost := document.characters - read) and not _is_reported(remarks):
            figures.lost.append(f"{where}: {_named(lost)} while it was read")
    ((prepared, bitext, diagnostics),) = pipeline.align_prepared([prepared], document.settings)
    aligned = pipeline.finish(prepared, bitext, diagnostics, document.settings)
    figures.aligned += 1
    _trace(where, texts, prepared, bitext, aligned, figures)
    for counts in (aligned.source, aligned.target):
        if counts.sentences != counts.paired + counts.unaligned + counts.filtered:
            figures.unbalanced.append(f"{where}: {counts}")
    _write(where, random.Random(seed), aligned, figures)


def _trace(where, texts, prepared, bitext, aligned, figures):
    """Trace each character of the inputs to one row."""
    inputs = Counter(character for text in texts for character in text.text if is_text(character))
    in_rows = Counter(character for pair in bitext for character in pair.source + pair.target if is_text(character))
    figures.characters += (inputs & in_rows).total()
    if added := in_rows - inputs:
        figures.added.append(f"{where}: {_named(added)}")
    documents = (bitext.source, bitext.target)
    groups = [documents] if prepared.layout != TWO_FILES else [[document] for document in documents]
    for group in groups:
        spans = sorted(span for document in group for span in document.sentences)
        if any(left.end > right.start for left, right in itertools.pairwise(spans)):
            figures.overlaps.append(where)
    if lost := inputs - in_rows:
        signs = Counter({character: count for character, count in lost.items() if _is_sign(character)})
        if prepared.layout in SEPARATED:
            figures.separators += signs.total()
            lost -= signs
        if lost and _is_reported(notice.text for notice in aligned.notices):
            figures.reported += lost.total()
        elif lost:
            figures.lost.append(f"{where}: {_named(lost)}")


def _write(where, rng, aligned, figures):
    """Write the rows in one of the formats."""
    name = rng.choice(FORMATS)
    rows = aligned.output.rows()
    (data, *_) = formats.contents_of_files(rows, OutputOptions(name))
    if name == "tsv" and data.count(b"\n") != 1 + len(aligned.output.beads):
        figures.unwritten.append(f"{where}: {name} has other lines")
    if name == "jsonl":
        for line in data.splitlines():
            json.loads(line)


def _is_sign(character):
    return unicodedata.category(character)[0] in "PS"


def _is_reported(notices):
    return any(word in notice for notice in notices for word in LEFT_OUT)


def _named(characters):
    return " ".join(f"U+{ord(character):04X}x{count}" for character, count in sorted(characters.items())[:12])
