"""The reader of XLIFF: files that translators work on, whose segments may be split further or aligned anew."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.read.packed import xml_root

SUFFIXES = (".xliff", ".xlf", ".sdlxliff", ".mxliff", ".mqxliff")


def recognises(data: bytes) -> bool:
    """Return True if the root element of XML is that of XLIFF."""
    return xml_root.root(data) == "xliff"


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the table of the units or segments: a row for each, a column for each language.

    Raises InputError for a file that is not XLIFF.
    """
    from aligner.read.pairs import unit_table, xliff_units

    items = xliff_units.units(unit_table.parts_of(data, name, encoding), name)
    return unit_table.read(items, unit_table.of_xml(data, name, encoding))
