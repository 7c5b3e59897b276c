"""Names of files: the document that a file belongs to, and the language that its name has."""

from __future__ import annotations

import os.path
from typing import NamedTuple

from aligner import languages, storage
from aligner.errors import InputError
from aligner.folder_walk import leads_out
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


def texts_of(folder: str, stem: str, root: str = "") -> list[str]:
    """Return the paths of the two texts of a document in a folder, the source first; empty if there are not just two.

    stem: the name that both have before their language; empty for `ar.txt` and `en.txt`.
    root: the folder that links must not lead out of; empty if the user named the files.
    """
    names = _names_in(folder, root)
    marked = {name: mark for name in names if (mark := marked_name(name)) and mark.stem == stem}
    if len(marked) != 2 or len({languages.primary(mark.tag) for mark in marked.values()}) != 2:
        return []
    return source_first([storage.join(folder, name) if folder else name for name in marked])


def _names_in(folder: str, root: str) -> list[str]:
    """Return the names in a folder, without hidden ones and links out of a root folder; empty if it cannot be read."""
    try:
        names = sorted(name for name in os.listdir(folder or os.curdir) if not name.startswith("."))
    except OSError:
        return []
    return [name for name in names if not root or not leads_out(storage.join(folder, name), root)]


def texts_in(folders: tuple[str, str], name: str) -> tuple[str, str]:
    """Return the texts of a document in two folders, those of the source and of the target, which may be the same.

    name: name of the document, such as `law/1` for `law/1.ar.txt` and `law/1.en.txt`, and for `law/1/ar.txt`.

    Raises InputError if there is not just one text of the document in a folder, or two in the same one.
    """
    if os.path.realpath(folders[0]) == os.path.realpath(folders[1]):
        for place, stem in ((os.path.dirname(name), os.path.basename(name)), (name, "")):
            if paths := texts_of(storage.join(folders[0], place).rstrip("/"), stem, folders[0]):
                return paths[0], paths[1]
        raise InputError(folders[0], f"no two texts of the document {name}", hint=f"name them {name}.ar.txt and so on")
    source, target = (_text_in(folder, name) for folder in folders)
    return source, target


def _text_in(folder: str, name: str) -> str:
    """Return the only text of a document in a folder; its name may have a language, or not."""
    place = storage.join(folder, os.path.dirname(name)).rstrip("/")
    stem = os.path.basename(name)
    of_document = [
        file for file in _names_in(place, folder) if os.path.splitext(file)[0] == stem or _stem(file) == stem
    ]
    if len(of_document) != 1:
        there_are = f"there are {len(of_document)} texts" if of_document else "there is no text"
        raise InputError(folder, f"{there_are} of the document {name}", hint=f"name it {name}.txt")
    return storage.join(place, of_document[0])


def _stem(path: str) -> str:
    mark = marked_name(path)
    return mark.stem if mark else ""


def moses_pair(path: str, root: str = "") -> list[str]:
    """Return both texts of the Moses pair of which a file is one, the source first; empty if it has no partner.

    root: as in `texts_of`.
    """
    mark = marked_name(path)
    paths = texts_of(os.path.dirname(path), mark.stem, root) if mark else []
    return paths if any(os.path.basename(candidate) == os.path.basename(path) for candidate in paths) else []


def texts_beside(path: str, root: str = "") -> list[str]:
    """Return the two texts that stand beside the alignment of a document, the source first; empty without such texts.

    They are `ar.txt` and `en.txt` for `law-1/gold.txt`, and `law.ar.txt` and `law.en.txt` for `law.index`.

    root: as in `texts_of`.
    """
    return texts_of(os.path.dirname(path), document_name(path), root)
