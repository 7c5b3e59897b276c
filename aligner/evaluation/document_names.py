"""Names of files: the document that a file belongs to, and the language that its name has."""

from __future__ import annotations

import os.path
from typing import NamedTuple

from aligner import languages, storage
from aligner.read.packed import compressed

# Words in names of alignments: `law.gold.txt`, or `law/gold.txt` of a document that its folder is named after.
ALIGNMENT_NAMES = frozenset({"gold", "pred", "predicted", "beads", "alignment"})


class MarkedName(NamedTuple):
    """A file name with a language, such as `book.ar.txt`.

    stem: the name without the language and without a suffix behind it: `book`; empty for `ar.txt`.
    tag: the language tag.
    """

    stem: str
    tag: str


def marked_name(path: str) -> MarkedName | None:
    """Return the parts of a file name that ends with a language, or has it before its suffix; None for other names."""
    parts = os.path.basename(path).split(".")
    for place in range(len(parts) - 1, max(-1, len(parts) - 3), -1):
        try:
            tag = languages.tag(parts[place])
        except ValueError:
            continue
        if languages.is_usual(tag):
            return MarkedName(".".join(parts[:place]), tag)
    return None


def document_name(path: str) -> str:
    """Return the name of the document of an alignment, without folder, suffix and a word such as `gold`.

    >>> document_name("law-1.gold.txt"), document_name("law-1.jsonl"), document_name("law-1/gold.txt")
    ('law-1', 'law-1', '')
    """
    stem = os.path.splitext(compressed.without_suffix(os.path.basename(path)))[0]
    name, _, word = stem.rpartition(".")
    return name if word in ALIGNMENT_NAMES else stem


def source_first(paths: list[str]) -> list[str]:
    """Return the paths of the texts of two languages: Arabic first, otherwise in the order of their names."""
    return sorted(paths, key=lambda path: ((marked_name(path) or MarkedName("", "")).tag != "ar", path))


def texts_of(folder: str, stem: str) -> list[str]:
    """Return the paths of the two texts of a document in a folder, the source first; empty if there are not just two.

    stem: the name that both have before their language; empty for `ar.txt` and `en.txt`.
    """
    try:
        names = [name for name in os.listdir(folder or os.curdir) if not name.startswith(".")]
    except OSError:
        return []
    marked = {name: mark for name in sorted(names) if (mark := marked_name(name)) and mark.stem == stem}
    if len(marked) != 2 or len({languages.primary(mark.tag) for mark in marked.values()}) != 2:
        return []
    return source_first([storage.join(folder, name) if folder else name for name in marked])


def moses_pair(path: str) -> list[str]:
    """Return both texts of the Moses pair of which a file is one, the source first; empty if it has no partner."""
    mark = marked_name(path)
    paths = texts_of(os.path.dirname(path), mark.stem) if mark else []
    return paths if any(os.path.basename(candidate) == os.path.basename(path) for candidate in paths) else []


def texts_beside(path: str) -> list[str]:
    """Return the two texts that stand beside the alignment of a document, the source first; empty without such texts.

    They are `ar.txt` and `en.txt` for `law-1/gold.txt`, and `law.ar.txt` and `law.en.txt` for `law.index`.
    """
    return texts_of(os.path.dirname(path), document_name(path))
