"""The output files of one document in a folder: written by a worker, known by their hashes, removed if they are stale.

A document has one file, or one for each language, and may have files of sentences. `DocumentRecord.written` holds the
hashes of its files in the order of their paths, with a space between two of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from aligner import errors, storage


def exist(paths: Sequence[str]) -> bool:
    """True if no file is missing."""
    return all(map(storage.exists, paths))


def write(paths: Sequence[str], shown: Sequence[str], contents: Sequence[bytes], written: str, parts: str) -> str:
    """Write the files of a document, and return their hashes; after them, those of earlier files of sentences.

    Files that have their contents already are not touched. If several have to be replaced, the old ones but the first
    are removed before: a killed run may leave a document with a file missing, but not a new file beside an old one.

    shown: the paths for messages.
    written: hashes of the files that an earlier run wrote; empty if any files may be replaced.
    parts: folder in which a file is written before it is renamed.

    Raises InputError if a file was changed after an earlier run, before any file is written.
    """
    digests = [storage.digest(data) for data in contents]
    stale = list(range(len(paths)))
    if written:
        existing = [_digest(path) for path in paths]
        for digest, new, earlier, path in zip(existing, digests, _split(written, paths), shown, strict=True):
            if digest not in ("", earlier, new):
                raise errors.file_was_changed(path)
        stale = [number for number in stale if existing[number] != digests[number]]
    for number in stale[1:]:
        storage.remove(paths[number])
    for number in stale:
        storage.put(paths[number], contents[number], parts)
    return " ".join([*digests, *written.split()[len(digests) :]])


def remove(paths: Sequence[str], written: str) -> bool:
    """Remove the files of a document, unless one was changed after an earlier run; return True if they are removed.

    written: hashes of the files that an earlier run wrote; empty if any files may be removed.

    Raises InputError or OSError if a file cannot be read or removed.
    """
    hashes = _split(written, paths)
    if written and any(_digest(path) not in ("", earlier) for path, earlier in zip(paths, hashes, strict=True)):
        return False
    for path in paths:
        storage.remove(path)
    return True


def known_paths(paths: Sequence[str], written: str) -> Sequence[str]:
    """The paths of the files that an earlier run wrote: not those of sentences, if they are asked for since."""
    return [path for path, earlier in zip(paths, _split(written, paths), strict=True) if earlier]


def _split(written: str, paths: Sequence[str]) -> list[str]:
    """The hash of each file; empty for a file that the earlier run did not write."""
    hashes = written.split()[: len(paths)]
    return hashes + [""] * (len(paths) - len(hashes))


def _digest(path: str) -> str:
    """Hash of a file; empty if there is none."""
    return storage.digest(storage.read(path)) if storage.exists(path) else ""
