"""The reader of TMX: translation memories, whose pairs may be split further or aligned anew."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.read.packed import xml_root

SUFFIXES = (".tmx",)


def recognises(data: bytes) -> bool:
    """Return True if the root element of XML is that of TMX."""
    return xml_root.root(data) == "tmx"


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the table of the units: a row for each unit, a column for each language.

    Raises InputError for a file that is not TMX.
    """
    from aligner.read.pairs import tmx_units, unit_table

    items = tmx_units.units(unit_table.parts_of(data, name, encoding), name)
    return unit_table.read(items, unit_table.of_xml(data, name, encoding))
