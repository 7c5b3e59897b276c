"""The files of a folder that are no documents, as the user is told about them."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from typing import NamedTuple

from aligner import storage
from aligner.corpus.journal import Journal
from aligner.folder_walk import MAX_LISTED, NotWalked
from aligner.read.packed import compressed, unsupported
from aligner.read.packed.unread_formats import UNREAD

CREATE_UNREAD = "CREATE TEMP TABLE unread (path TEXT, stem TEXT, format TEXT);\n"
_INSERT_UNREAD = "INSERT INTO unread VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?)"
# Files beside which there is no file of the same name that is read, as a PDF is beside the text that was made from it.
_UNREAD = "FROM unread WHERE stem NOT IN (SELECT stem FROM file)"
BESIDE_TEXT = "FROM unread WHERE stem IN (SELECT stem FROM file)"


class UnreadFiles(NamedTuple):
    """The files of a folder in one of the formats that are not read.

    name: the format, with its article.
    step: what to do with the first of them, which it names.
    paths: their names; at most `MAX_LISTED`.
    total: number of all of them.
    """

    name: str
    step: str
    paths: list[str]
    total: int


class FolderScan(NamedTuple):
    """Files of a folder that the user should know about, besides pairs.

    unpaired: names of files that name their language but have no partner, and are taken to hold both languages; at
        most `MAX_LISTED`.
    unpaired_count: number of all such files.
    ignored: names of files that are not documents; at most `MAX_LISTED`.
    ignored_count: number of all such files.
    other_formats: names of files that are left out, each with the file that is taken instead: the same name in
        another format; at most `MAX_LISTED`.
    other_formats_count: number of all such files.
    unread: the files that are documents in a format that is not read, and are none of the ignored files.
    not_walked: files and subfolders that cannot be read, and links that lead out of the folder; all are left out.
    """

    unpaired: list[str]
    unpaired_count: int
    ignored: list[str]
    ignored_count: int
    other_formats: list[tuple[str, str]]
    other_formats_count: int
    unread: list[UnreadFiles]
    not_walked: NotWalked


def add_unread(journal: Journal, paths: Sequence[str]) -> list[str]:
    """Store those of some files that are documents in a format that is not read; returns the others."""
    formats = [(path, unsupported.format_of_name(path)) for path in paths]
    rows = [(path, _stem(path), unread.name) for path, unread in formats if unread and unread.has_text]
    journal.execute_many(_INSERT_UNREAD, rows)
    return [path for path, unread in formats if not (unread and unread.has_text)]


def _stem(path: str) -> str:
    return os.path.splitext(compressed.without_suffix(path))[0]


def unread_files(journal: Journal, folder: str) -> list[UnreadFiles]:
    """The stored documents of a folder in formats that are not read, the most frequent format first."""
    formats = {unread.name: unread for unread in UNREAD}
    counts = journal.execute(f"SELECT format, count(*) AS total {_UNREAD} GROUP BY format ORDER BY total DESC, format")
    files = []
    for name, total in counts.fetchall():
        rows = journal.execute(f"SELECT path {_UNREAD} AND format = ? ORDER BY path LIMIT {MAX_LISTED}", (name,))
        paths = [row["path"] for row in rows]
        first = storage.join(folder, paths[0])
        files.append(UnreadFiles(name, f"for {first}: {unsupported.step(formats[name], first)}", paths, total))
    return files
