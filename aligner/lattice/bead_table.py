"""A table of the costs of single beads, for evidence that is no sum of what the ends of a bead are worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Band, Int32s, Int64s, Ints
from aligner.lattice.kinds import RANK_BITS, Kinds

Int16s = npt.NDArray[np.int16]

UNIT_BITS = 2  # log2 of the quanta in a unit of a table, whose costs have 16 bits: at most 32 nats


class BeadTable(NamedTuple):
    """The costs of beads by what depends on all of their four ends, one number for each two-sided bead in a band.

    table: (two-sided kinds, cells), in units of 2 ** UNIT_BITS quanta; the bead of kind number k that ends at j
    of the row of number r costs table[k, cell[r] + j].
    cell: (rows,), the cell of j = 0 in each row of the band; negative if the row has no such cell.
    """

    table: Int16s
    cell: Int64s

    @classmethod
    def zeros(cls, kinds: Kinds, band: Band) -> BeadTable:
        """The table of a band in which no bead costs anything."""
        sizes = band.last - band.first + 1
        table = np.zeros((kinds.paired, int(sizes.sum())), np.int16)
        return cls(table, (np.cumsum(sizes) - sizes - band.first).astype(np.int64))

    def with_costs(self, kind: Ints, row: Ints, j: Ints, costs: Ints) -> BeadTable:
        """The table with further costs of beads of a kind that end at j of a row; no bead may repeat.

        costs: (beads,), quanta; what exceeds the limit of the table is cut off.
        """
        table, cell = self.table.copy(), self.cell[row] + j
        limit = np.iinfo(np.int16).max
        total = table[kind, cell] + ((costs + (1 << UNIT_BITS >> 1)) >> UNIT_BITS)
        table[kind, cell] = np.clip(total, -limit, limit)
        return BeadTable(table, self.cell)

    def costs(self, kind: Ints, row: Ints, j: Ints) -> Int32s:
        """(*shape): costs of two-sided beads of a kind that end at j of a row."""
        costs: Int32s = self.table[kind, self.cell[row] + j].astype(np.int32) << (RANK_BITS + UNIT_BITS)
        return costs
