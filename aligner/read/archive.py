"""Archives: the files inside a ZIP archive, such as those of a DOCX, within limits of size."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from aligner.errors import InputError

LIMIT = 1 << 28  # bytes that one archive may hold when it is unpacked; the text of a thousand books is smaller
_PART = 1 << 16  # bytes that are unpacked at a time, so that a false size in the archive does no harm
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, zlib.error)


class Archive:
    """A ZIP archive in memory.

    data: the content of the archive.
    name: the name of the file for messages.
    format_name: the name of the format for messages, such as `DOCX`.

    Raises InputError for bytes that are not a ZIP archive.
    """

    def __init__(self, data: bytes, name: str, format_name: str) -> None:
        self._name, self._format_name = name, format_name
        self._left = LIMIT
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self.broken(str(error)) from None

    @property
    def names(self) -> list[str]:
        """The names of the files in the archive, in its order."""
        return self._zip.namelist()

    def read(self, member: str) -> bytes:
        """Return a file of the archive.

        Raises InputError for a file that is missing, damaged or encrypted, and for an archive that is too large.
        """
        return b"".join(self.parts(member))

    def parts(self, member: str) -> Iterator[bytes]:
        """Yield a file of the archive part by part; raises InputError as `read` does."""
        try:
            with self._zip.open(member) as file:
                while part := file.read(_PART):
                    self._left -= len(part)
                    if self._left < 0:
                        raise InputError(
                            self._name,
                            f"this {self._format_name} unpacks to more than {LIMIT >> 20} MB",
                            hint="divide it; a text of that size is rare, so that the file may be a trap",
                        )
                    yield part
        except KeyError:
            raise self.broken(f"{member} is missing") from None
        except (RuntimeError, NotImplementedError):  # a password, or a compression that zipfile does not know
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
