"""The input of every writer: the rows of a document, and the options of the output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aligner.bitext import Bead, Bitext, Place, Why
from aligner.rows import Row, Rows
from aligner.write import repair

DEFAULT_FORMAT = "tsv"  # a key of `formats.FORMATS`


class OutputDocument(NamedTuple):
    """One document to write.

    bitext: the texts and all beads.
    beads: the beads to write, in order; a subset of the beads of the bitext.
    meta: metadata of the document; see `metadata.metadata`.
    repairs: names of the repairs of the texts; see `repair`.
    """

    bitext: Bitext
    beads: tuple[Bead, ...]
    meta: Mapping[str, Any]
    repairs: Sequence[str] = ()

    def rows(self, name: str = "") -> Rows:
        """Return the rows of the document, with repairs.

        name: name of the document in a file that holds several; empty in others.
        """
        return repair.repaired(self._unrepaired(name), self.repairs)

    def with_counted_repairs(self) -> OutputDocument:
        """Return the document with the number of characters that each repair changes in its metadata, if it has any."""
        if not self.repairs or not self.meta:
            return self
        counts: Counter[str] = Counter()
        for _ in repair.repaired(self._unrepaired(""), self.repairs, counts).rows:
            pass
        return self._replace(meta={**self.meta, "repaired": repair.in_metadata(self.repairs, counts)})

    def _unrepaired(self, name: str) -> Rows:
        source, target = self.bitext.source, self.bitext.target
        sizes = len(source.sentences), len(target.sentences)
        return Rows(source.language, target.language, self._rows(name), self.meta, sizes)

    def _rows(self, name: str) -> Iterator[Row]:
        source, target = self.bitext.source, self.bitext.target
        for bead in self.beads:
            of_source, of_target = source.places_of(bead.source), target.places_of(bead.target)
            yield Row(
                source.passage(bead.source),
                target.passage(bead.target),
                bead.kind,
                bead.confidence,
                bead.source,
                bead.target,
                [source.sentence(number) for number in bead.source],
                [target.sentence(number) for number in bead.target],
                source.span(bead.source),
                target.span(bead.target),
                bead.flags,
                _reasons(bead.why) if bead.why else None,
                name,
                _labels(of_source),
                _labels(of_target),
                _time(of_source),
                _time(of_target),
            )


class OutputOptions(NamedTuple):
    """Options of the output.

    format: a key of `formats.FORMATS`.
    header: True to begin with a header line, if the format has one.
    flags: True to add a column of flags, if the format shows flags on request.
    documents: True if the file holds several documents, so that each row says which one it belongs to.
    sentences: True to write the numbered sentences of the document to further files; see `sentences`.
    """

    format: str = DEFAULT_FORMAT
    header: bool = True
    flags: bool = False
    documents: bool = False
    sentences: bool = False


def _labels(places: Sequence[Place]) -> tuple[str, ...]:
    """Return the labels of places, in order, without repetitions."""
    return tuple(dict.fromkeys(place.label for place in places))


def _time(places: Sequence[Place]) -> tuple[float, float] | None:
    """Return the seconds at which the first of some captions appears and the last disappears; None without times."""
    times = [place.time for place in places if place.time]
    return (min(begin for begin, _ in times), max(end for _, end in times)) if times else None


def _reasons(why: Why) -> dict[str, Any]:
    """Return the evidence for a bead, in nats, and the words and numbers that it rests on."""
    nats = {name: round(getattr(why, name), 2) + 0.0 for name in ("kind", *why.evidence())}  # no -0.0
    both, source, target = why.numbers
    return nats | {"matched": why.matched, "numbers": {"both": both, "src": source, "trg": target}}
