"""The files of a folder that are no documents, as the user is told about them."""

from __future__ import annotations

from typing import NamedTuple

from aligner.read import unsupported

MAX_LISTED = 10  # names in one message


class UnreadFiles(NamedTuple):
    """The files of a folder in one of the formats that are not read.

    name: the format, with its article.
    step: what to do with the first of them.
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
    unread: the documents among the ignored files that are in a format that is not read.
    """

    unpaired: list[str]
    unpaired_count: int
    ignored: list[str]
    ignored_count: int
    other_formats: list[tuple[str, str]]
    other_formats_count: int
    unread: list[UnreadFiles]


class IgnoredFiles:
    """Files with a suffix that no document has, as they are met."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.count = 0
        self._unread: dict[str, UnreadFiles] = {}

    def add(self, path: str) -> None:
        """Take a file."""
        self.count += 1
        if len(self.paths) < MAX_LISTED:
            self.paths.append(path)
        unread = unsupported.format_of_name(path)
        if unread and unread.has_text:
            first = UnreadFiles(unread.name, unsupported.step(unread, path), [], 0)
            files = self._unread.get(unread.name, first)
            paths = [*files.paths, path] if files.total < MAX_LISTED else files.paths
            self._unread[unread.name] = files._replace(paths=paths, total=files.total + 1)

    @property
    def unread(self) -> list[UnreadFiles]:
        """The documents among them in a format that is not read, the most frequent format first."""
        return sorted(self._unread.values(), key=lambda files: -files.total)
