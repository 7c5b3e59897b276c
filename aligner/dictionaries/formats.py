"""The recognition of the format of a dictionary by its content."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from aligner.characters import BYTE_ORDER_MARK
from aligner.dictionaries import dict_cc, freedict, lines
from aligner.dictionaries.entry import Entry
from aligner.errors import InputError
from aligner.read.packed import compressed

SAMPLE = 200  # lines by which a format is recognised


def format_of(data: bytes, name: str) -> str:
    """Return the format of a dictionary: `FreeDict`, `dict.cc`, `MUSE`, or `lexicon`, which hunalign's count as.

    Raises InputError for bytes that are not UTF-8.
    """
    if freedict.is_freedict(data):
        return "FreeDict"
    sample = list(islice((line for _, line in _lines(decoded(data, name)) if line.strip()), SAMPLE))
    entries = [line for line in sample if not line.startswith("#")]
    if dict_cc.is_list(sample):
        return "dict.cc"
    return "MUSE" if entries and lines.is_muse(entries) else "lexicon"


def read_entries(data: bytes, name: str, languages: tuple[str, str]) -> Iterator[Entry]:
    """Yield the entries of a dictionary.

    data: the content of the file, in UTF-8, which may be compressed; XML may be in another encoding.
    name: the file, for messages.
    languages: primary subtags of the source and of the target.

    Raises InputError, with the number of the line, for a line that is not an entry, and for a damaged compressed file.
    """
    data = compressed.unpack(data, name)
    format_name = format_of(data, name)
    if format_name == "FreeDict":
        yield from freedict.read_freedict(data, name)
        return
    numbered = _lines(decoded(data, name))
    if format_name == "dict.cc":
        yield from dict_cc.read_list(numbered, name, languages)
    else:
        yield from (lines.read_muse if format_name == "MUSE" else lines.read_plain)(numbered, name)


def decoded(data: bytes, name: str) -> str:
    """Return the text of a dictionary; raises InputError for bytes that are not UTF-8."""
    try:
        return data.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise InputError(name, f"not UTF-8 at byte {error.start}", hint="save it as UTF-8") from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each line, from 1, and its text; line ends are those of a file that is opened as text."""
    yield from enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
