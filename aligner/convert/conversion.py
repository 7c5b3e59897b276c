"""A conversion: the rows of a file that stay, and the count of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from aligner.convert.pair_file import PairFile
from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write import repair
from aligner.write.filters import Filters, filtered, in_order

_COUNTS_OF_ROWS = ("rows", "flags", "sentences", "left_out")  # metadata that are no longer true if rows are left out


class Conversion:
    """The rows of a file of pairs on their way to a writer.

    documents: True if the rows name their documents.
    read, written: numbers of rows; complete when all rows have been taken.
    left_out: name of a filter -> number of rows that it left out.
    repaired: name of a repair -> number of characters that it changed.
    """

    def __init__(self, file: PairFile, filters: Filters, name: str, repairs: Sequence[str] = ()) -> None:
        first, self._file = file.first()
        self._filters, self._name, self._repairs = filters, name, repairs
        self.repaired: Counter[str] = Counter()
        self.documents = first is not None and bool(first.document)
        self.read = self.written = 0
        self.left_out: Counter[str] = Counter()

    def rows(self) -> Rows:
        """Return the rows that stay, with repairs; they can be taken once."""
        file = self._file
        meta = dict(file.meta)
        if self._filters != Filters():
            meta = {key: value for key, value in meta.items() if key not in _COUNTS_OF_ROWS}
        if self._repairs and isinstance(meta.get("signature"), str):
            meta["signature"] += repair.signature(self._repairs)
        rows = Rows(file.source_language, file.target_language, self._kept(), meta, file.sizes)
        return repair.repaired(rows, self._repairs, self.repaired)

    def _kept(self) -> Iterator[Row]:
        for row, left_out_by in filtered(self._file.rows, self._filters):
            self.read += 1
            if row.document and not self.documents:
                problem = f"row {self.read} names a document, but the first row does not"
                raise InputError(self._name, problem, hint="name the document of all rows, or of none")
            if left_out_by:
                self.left_out[left_out_by] += 1
            else:
                self.written += 1
                yield row

    @property
    def problem(self) -> str:
        """The reason why no row is left; empty if one is."""
        if self.written:
            return ""
        return "no row is left after filtering" if self.read else "there is no row"

    def balance(self) -> str:
        """Return the counts as a sum for the user, and the number of repaired characters."""
        count = sum(self.left_out.values())
        reasons = ", ".join(f"{number} {name}" for name, number in in_order(self.left_out).items())
        total = f"{self.read} row{'s' * (self.read != 1)} read = {self.written} written + {count} left out"
        total = f"{total} ({reasons})" if reasons else total
        counts = repair.in_metadata(self._repairs, self.repaired)
        return f"{total}; {repair.describe(counts)}" if counts else total
