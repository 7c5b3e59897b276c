"""The work of one process: a batch of documents, and the result of each. Both may go to another machine and back."""

from __future__ import annotations

from typing import NamedTuple

from aligner.corpus.records import DocumentRecord
from aligner.version import __version__
from aligner.write.document import OutputOptions


class WorkItem(NamedTuple):
    """A document to align.

    document: its record, without results.
    outputs: paths of the files to write; empty if the result is returned as `DocumentResult.rows`.
    finished_inputs: hash of the inputs that an earlier run finished; empty if there is none.
    is_current: the earlier run had these settings; if the inputs still have their hash, the document is left unchanged.
    has_output: an earlier run has written the outputs.
    written: describes these outputs, see `outputs`; empty if it is not known what the earlier run wrote.
    force: outputs that were edited by hand since may be replaced.
    """

    document: DocumentRecord
    outputs: tuple[str, ...] = ()
    finished_inputs: str = ""
    is_current: bool = False
    has_output: bool = False
    written: str = ""
    force: bool = False

    @property
    def guarded(self) -> str:
        """Describes the outputs that must not have been edited; empty if they may be replaced in any case."""
        return "" if self.force else self.written

    @property
    def left_behind(self) -> str | None:
        """Value of `DocumentRecord.written` if the outputs are not written now."""
        return self.guarded if self.has_output else None


class Batch(NamedTuple):
    """Documents that are aligned together.

    folder: the folder that relative paths start from.
    parts_folder: folder in which outputs are written before they are renamed.
    timeout: seconds that one document may take, which are then aligned one by one; None for any time.
    version: version of the program that made the batch.
    """

    items: tuple[WorkItem, ...]
    output_options: OutputOptions
    folder: str
    parts_folder: str
    timeout: float | None = None
    version: str = __version__


class DocumentResult(NamedTuple):
    """Result of one document.

    document: its record, with the results.
    rows: the output, if it goes to one file with those of other documents.
    trace: traceback, if an error of this program made the document fail.
    """

    document: DocumentRecord
    rows: bytes = b""
    trace: str = ""

    @property
    def sentences(self) -> int:
        """Number of sentences that were aligned, both sides together."""
        return self.document.counts.sentences if self.document.counts else 0
