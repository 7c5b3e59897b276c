"""Dictionaries of FreeDict: TEI, an XML format.

    <entry><form><orth>Brücke</orth></form><sense><cit type="trans"><quote>bridge</quote></cit></sense></entry>

Each `orth` of the form of an entry is a source word, and each `quote` of a translation within it a target word. Older
files have `<trans><tr>` in place of `<cit type="trans"><quote>`. Examples are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from aligner.dictionaries.entry import Entry
from aligner.errors import InputError
from aligner.read.packed import xml_root
from aligner.read.packed.xml_events import Event, EventKind, events

_FORMAT = "TEI"
_TRANSLATIONS = ("trans", "translation")  # values of `type`
_WORDS = ("orth", "quote", "tr")  # elements that hold a word


def is_freedict(data: bytes) -> bool:
    """Return True for bytes that begin as TEI does."""
    return xml_root.root(data) in ("TEI", "TEI.2", "teiCorpus")


def read_freedict(data: bytes, name: str) -> Iterator[Entry]:
    """Yield the entries of a dictionary, in order; raises InputError for bytes that are not XML, or hold no entry."""
    source: list[str] = []
    target: list[str] = []
    path: list[Event] = []  # the elements that are open
    word: list[str] | None = None
    has_entry = False
    for event in events([data], name, _FORMAT):
        if event.kind is EventKind.START:
            path.append(event)
            if event.name in ("entry", "entryFree"):
                source, target = [], []
            elif event.name in _WORDS:
                word = []
        elif event.kind is EventKind.TEXT:
            if word is not None:
                word.append(event.name)
        else:
            path.pop()
            if event.name in _WORDS and word is not None:
                text, word = " ".join("".join(word).split()), None
                side = _side(event.name, path)
                if text and side is not None:
                    (source, target)[side].append(text)
            elif event.name in ("entry", "entryFree"):
                has_entry = True
                yield from (Entry(first, second) for first in source for second in target)
    if not has_entry:
        raise InputError(name, "there is no entry in this TEI", hint="give a dictionary of FreeDict")


def _side(element: str, path: list[Event]) -> int | None:
    """Return the side of a word: 0 for the source, 1 for the target; None for an example and the like.

    path: the elements around it.
    """
    if element == "orth":
        return 0 if all(outer.name not in ("cit", "sense", "re") for outer in path) else None
    if any(outer.name == "eg" for outer in path):
        return None
    types = [outer.attributes.get("type", "") for outer in path if outer.name == "cit"]
    if element == "tr":
        return 1 if not types else None
    return 1 if types and all(kind in _TRANSLATIONS for kind in types) else None
