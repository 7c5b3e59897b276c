"""The files of a folder of this machine and of its subfolders: each real folder once, however links lead to it."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from aligner import errors

HIDDEN = "."  # files and folders whose names begin with it are not listed
MAX_LISTED = 10  # names in one message


class File(NamedTuple):
    """A file of a folder: its path from the folder, with `/`, and its bytes; none for a link that leads nowhere."""

    name: str
    size: int


class LeftOut(NamedTuple):
    """A file or subfolder that is left out.

    path: its path.
    error: why it cannot be read; None for a link that leads out of the folder.
    """

    path: str
    error: OSError | None = None


class NotWalked:
    """The paths of a folder at which a walk did not go on: those that cannot be read, and links out of the folder.

    The first `MAX_LISTED` of either kind, in the order of their paths, are kept.

    unreadable: errors of files and subfolders that cannot be read.
    unreadable_count: number of all such files and subfolders.
    links_out: links that lead out of the folder.
    links_out_count: number of all such links.
    """

    def __init__(self) -> None:
        self.unreadable: list[str] = []
        self.links_out: list[str] = []
        self.unreadable_count = self.links_out_count = 0

    def add(self, left_out: LeftOut) -> None:
        """Count a path."""
        if left_out.error is None:
            self.links_out_count += 1
            self.links_out = sorted([*self.links_out, left_out.path])[:MAX_LISTED]
        else:
            self.unreadable_count += 1
            error = str(errors.cannot_read(left_out.path, left_out.error))
            self.unreadable = sorted([*self.unreadable, error])[:MAX_LISTED]

    def errors(self) -> Iterator[str]:
        """Yield an error for each path that cannot be read; the last one counts those that are not kept."""
        yield from (f"{error}; it is left out" for error in self.unreadable)
        if self.unreadable_count > len(self.unreadable):
            yield f"and {self.unreadable_count - len(self.unreadable)} more cannot be read"

    def warnings(self, step: str = "") -> Iterator[str]:
        """Yield a warning if there are links out of the folder.

        step: what would follow them; empty if nothing does.
        """
        if self.links_out_count:
            links = "1 link leads" if self.links_out_count == 1 else f"{self.links_out_count} links lead"
            verb = "is" if self.links_out_count == 1 else "are"
            ellipsis = ", ..." * (self.links_out_count > len(self.links_out))
            names = ", ".join(self.links_out) + ellipsis
            yield f"{links} out of the folder and {verb} left out: {names}{f'; {step}' if step else ''}"


def is_within(path: str | os.PathLike[str], folder: str) -> bool:
    """Return True for a path in a folder or in its subfolders, links followed; neither needs to exist."""
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))


def leads_out(path: str, folder: str) -> bool:
    """Return True if a path in a folder, or the folder itself, leads out of it, by a link."""
    return not is_within(path, folder) and os.path.realpath(path) != os.path.realpath(folder)


def walk(
    folder: str,
    skip: Callable[[str], bool],
    leave_out: Callable[[LeftOut], None] | None = None,
    *,
    follow_links: bool = False,
) -> Iterator[File]:
    """Yield the files in a folder and its subfolders, in no order, without hidden ones.

    skip: whether to leave out a subfolder, by its path.
    leave_out: is told of links that are not followed, and of what cannot be read, which is an error otherwise.
    follow_links: True to follow links that lead out of the folder.

    Raises OSError if the folder itself cannot be read.
    """
    yield from _Walk(folder, skip, leave_out, follow_links).files()


class _Walk:
    """A walk through a folder; see `walk`.

    A folder to which several paths lead is listed under the path without links, or else under the shortest one.
    Therefore links to folders wait until all other folders are read. Subfolders wait in a list, since Python cannot
    call functions as deep as folders can be nested.
    """

    def __init__(
        self,
        folder: str,
        skip: Callable[[str], bool],
        leave_out: Callable[[LeftOut], None] | None,
        follow_links: bool,
    ) -> None:
        self._folder, self._skip, self._leave_out, self._follow_links = folder, skip, leave_out, follow_links
        self._root = os.path.join(os.path.realpath(folder), "")
        self._visited: set[tuple[int, int]] = set()  # device and inode
        self._waiting = [""]  # paths of subfolders from the folder, with `/` at the end
        self._links: list[tuple[int, str]] = []  # depth and path of links to subfolders

    def files(self) -> Iterator[File]:
        """Yield all files."""
        while self._waiting or self._links:
            prefix = self._waiting.pop() if self._waiting else heapq.heappop(self._links)[1]
            path = os.path.join(self._folder, prefix.rstrip("/")) if prefix else self._folder
            try:
                if not self._is_new(path):
                    continue
                entries = os.scandir(path)
            except OSError as error:
                if not prefix:
                    raise
                self._cannot_read(path, error)
                continue
            with entries:
                for entry in entries:
                    if not entry.name.startswith(HIDDEN) and (file := self._file(entry, prefix)):
                        yield file

    def _is_new(self, path: str) -> bool:
        """Return True for a folder that no other path has led to, and note that this one has."""
        status = os.stat(path)
        place = (status.st_dev, status.st_ino)
        if place in self._visited:
            return False
        self._visited.add(place)
        return True

    def _file(self, entry: os.DirEntry[str], prefix: str) -> File | None:
        """Return the file of an entry; None if it is none. A subfolder is put on its list."""
        try:
            is_link = entry.is_symlink()
            if is_link and not os.path.exists(entry.path):
                return File(prefix + entry.name, 0)
            if is_link and not self._may_follow(entry.path):
                return None
            if entry.is_file():
                return File(prefix + entry.name, entry.stat().st_size)
            if entry.is_dir() and not self._skip(entry.path):
                name = f"{prefix}{entry.name}/"
                if is_link:
                    heapq.heappush(self._links, (name.count("/"), name))
                else:
                    self._waiting.append(name)
        except OSError as error:
            self._cannot_read(entry.path, error)
        return None

    def _may_follow(self, link: str) -> bool:
        """Return True if a link may be followed; tell of one that may not."""
        target = os.path.join(os.path.realpath(link), "")
        if self._follow_links or target.startswith(self._root):
            return True
        if self._leave_out:
            self._leave_out(LeftOut(link))
        return False

    def _cannot_read(self, path: str, error: OSError) -> None:
        """Tell of what cannot be read. Raises the error if nobody is to be told."""
        if self._leave_out is None:
            raise error
        self._leave_out(LeftOut(path, error))
