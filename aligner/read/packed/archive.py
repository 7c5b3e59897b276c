"""Archives: the files inside a ZIP archive, such as those of a DOCX, within limits of size."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from aligner import limits
from aligner.errors import InputError

ZIP_SIGN = b"PK\x03\x04"  # of the first file in an archive
LIMIT = limits.UNPACKED.value  # bytes that one archive may hold when it is unpacked
MAX_RATIO = 200  # times its size to which an archive may unpack; XML of documents does to 30 times, a trap to 1000
SMALL = 1 << 23  # bytes to which any archive may unpack, whatever its size
TOO_LARGE_HINT = "divide it; a text of that size is rare, so that the file may be a trap"
MAX_DIRECTORY = 1 << 20  # bytes of the directory of an archive; 10,000 files, and the largest books have a thousand

_END = b"PK\x05\x06"  # of the record at the end of an archive, 22 bytes and a comment
_END_SIZE = 22
_LONGEST_COMMENT = 1 << 16  # bytes
_PART = 1 << 16  # bytes that are unpacked at a time, so that a false size in the archive does no harm
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those of documents; others unpack to any size in one step
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, struct.error, zlib.error)


def names_in(data: bytes) -> frozenset[str]:
    """Return the names of the files in a ZIP archive; none for bytes that are not one, or whose directory is too large.

    data: the content of a file.
    """
    if not data.startswith(ZIP_SIGN) or _directory_size(data) > MAX_DIRECTORY:
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (*_BROKEN, NotImplementedError):
        return frozenset()


class Archive:
    """A ZIP archive in memory.

    data: the content of the archive.
    name: the name of the file for messages.
    format_name: the name of the format for messages, such as `DOCX`.

    Raises InputError for bytes that are not a ZIP archive.
    """

    def __init__(self, data: bytes, name: str, format_name: str) -> None:
        self._name, self._format_name = name, format_name
        self._limit = self._left = min(LIMIT, max(SMALL, MAX_RATIO * len(data)))
        if _directory_size(data) > MAX_DIRECTORY:
            raise self._too_large("holds too many files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*_BROKEN, NotImplementedError) as error:
            raise self.broken(str(error)) from None

    @property
    def names(self) -> list[str]:
        """The names of the files in the archive, in its order."""
        return self._zip.namelist()

    def read(self, member: str) -> bytes:
        """Return a file of the archive.

        Raises InputError for a file that is missing, damaged or encrypted, or of which there are two, and for an
        archive that is too large.
        """
        return b"".join(self.parts(member))

    def parts(self, member: str) -> Iterator[bytes]:
        """Yield a file of the archive part by part; raises InputError as `read` does."""
        if self.names.count(member) > 1:
            raise self.broken(f"{member} is there twice")
        try:
            if self._zip.getinfo(member).compress_type not in _METHODS:
                raise NotImplementedError
            with self._zip.open(member) as file:
                while part := file.read(_PART):
                    self._left -= len(part)
                    if self._left < 0:
                        raise self._too_large(f"unpacks to more than {self._limit >> 20} MB")
                    yield part
        except KeyError:
            raise self.broken(f"{member} is missing") from None
        except (RuntimeError, NotImplementedError):  # a password, or an unusual compression
            problem = f"this {self._format_name} is encrypted, or packed in an unusual way"
            raise InputError(self._name, problem, hint="save it again, without a password") from None
        except _BROKEN as error:
            raise self.broken(str(error)) from None

    def broken(self, problem: str) -> InputError:
        """Return the error for an archive that is not in its format.

        problem: what is wrong with it.
        """
        hint = f"open it in the program that wrote it, and save it again as {self._format_name}"
        return InputError(self._name, f"this is not a complete {self._format_name} ({problem})", hint=hint)

    def _too_large(self, problem: str) -> InputError:
        """Return the error for an archive that is larger than documents are."""
        return InputError(self._name, f"this {self._format_name} {problem}", hint=TOO_LARGE_HINT)


def _directory_size(data: bytes) -> int:
    """Return the size of the directory of an archive in bytes, as its end states it; 0 if it has no end.

    It is looked up before `zipfile` reads the directory, which takes seconds for a million files.
    """
    end = len(data) - _END_SIZE
    if not (data[end : end + 4] == _END and data.endswith(b"\0\0")):  # with a comment after it
        end = data.rfind(_END, max(end - _LONGEST_COMMENT, 0))
    record = data[end : end + _END_SIZE] if end >= 0 else b""
    return int(struct.unpack_from("<L", record, 12)[0]) if len(record) == _END_SIZE else 0
