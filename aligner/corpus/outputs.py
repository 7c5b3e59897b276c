"""The output files of one document in a folder: written by a worker, known again later, removed if they are stale.

A document has one file, or one for each language, and may have files of sentences. `DocumentRecord.written` describes
its files in the order of their paths, with a space between two of them: `HASH:SIZE:TIME`, or the hash alone at a URL. A
file of this size and of this time of the last change need not be read to be known again.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from aligner import errors, storage


def exist(paths: Sequence[str]) -> bool:
    """True if no file is missing."""
    return all(map(storage.exists, paths))


def edited(paths: Sequence[str], written: str) -> list[str]:
    """The paths of the files that were changed after an earlier run; files that are missing are not among them.

    written: describes the files that the earlier run wrote; empty if it is not known what it wrote.

    Raises InputError if a file cannot be read.
    """
    if not written:
        return []
    return [path for path, earlier in zip(paths, _split(written, paths), strict=True) if _is_edited(path, earlier)]


def write(paths: Sequence[str], shown: Sequence[str], contents: Sequence[bytes], written: str, parts: str) -> str:
    """Write the files of a document, and describe them; after them, earlier files of sentences.

    Files that have their contents already are not touched. If several have to be replaced, the old ones but the first
    are removed before: a killed run may leave a document with a file missing, but not a new file beside an old one.

    shown: the paths for messages.
    written: describes the files that an earlier run wrote; empty if any files may be replaced.
    parts: folder in which a file is written before it is renamed.

    Raises InputError if a file was changed after an earlier run, before any file is written.
    """
    digests = [storage.digest(data) for data in contents]
    stale = list(range(len(paths)))
    if written:
        existing = [_digest(path) for path in paths]
        for digest, new, earlier, path in zip(existing, digests, _split(written, paths), shown, strict=True):
            if digest not in ("", _digest_in(earlier), new):
                raise errors.file_was_changed(path)
        stale = [number for number in stale if existing[number] != digests[number]]
    modes = [storage.mode(path) for path in paths]
    for number in stale[1:]:
        storage.remove(paths[number])
    for number in stale:
        storage.put(paths[number], contents[number], parts, modes[number])
    described = [digest + _stamp(path) for path, digest in zip(paths, digests, strict=True)]
    return " ".join([*described, *written.split()[len(described) :]])


def remove(paths: Sequence[str], written: str) -> bool:
    """Remove the files of a document, unless one was changed after an earlier run; return True if they are removed.

    written: describes the files that an earlier run wrote; empty if any files may be removed.

    Raises InputError or OSError if a file cannot be read or removed.
    """
    described = _split(written, paths)
    if written and any(
        _digest(path) not in ("", _digest_in(earlier)) for path, earlier in zip(paths, described, strict=True)
    ):
        return False
    for path in paths:
        storage.remove(path)
    return True


def known_paths(paths: Sequence[str], written: str) -> Sequence[str]:
    """The paths of the files that an earlier run wrote: not those of sentences, if they are asked for since."""
    return [path for path, earlier in zip(paths, _split(written, paths), strict=True) if earlier]


def _is_edited(path: str, earlier: str) -> bool:
    """True if a file that an earlier run wrote is there with other contents.

    earlier: describes the file; empty if the earlier run did not write it.
    """
    if not earlier:
        return False
    digest, *stamp = earlier.split(":", 1)
    if stamp and _stamp(path) == f":{stamp[0]}":
        return False
    return _digest(path) not in ("", digest)


def _split(written: str, paths: Sequence[str]) -> list[str]:
    """The description of each file; empty for a file that the earlier run did not write."""
    described = written.split()[: len(paths)]
    return described + [""] * (len(paths) - len(described))


def _digest_in(described: str) -> str:
    """The hash in the description of a file."""
    return described.partition(":")[0]


def _digest(path: str) -> str:
    """Hash of a file; empty if there is none."""
    return storage.digest(storage.read(path)) if storage.exists(path) else ""


def _stamp(path: str) -> str:
    """The size of a file and the time of its last change, in nanoseconds; empty at a URL, and if there is none."""
    if storage.is_url(path):
        return ""
    try:
        status = os.stat(path)
    except OSError:
        return ""
    return f":{status.st_size}:{status.st_mtime_ns}"
