"""Index: the sentence numbers of each bead, without texts."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.write.document import OutputDocument, OutputOptions
from aligner.write.writer import Writer


class Index(Writer):
    """Source and target sentence numbers of each bead, from 0, and its confidence: `[0, 1]:[0]:0.987`."""

    name = "index"
    suffix = ".index"

    def lines(self, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
        """Yield one line a bead."""
        for bead in document.beads:
            yield f"{list(bead.source)}:{list(bead.target)}:{bead.confidence:.3f}\n"
