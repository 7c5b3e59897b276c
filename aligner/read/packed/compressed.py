"""Compressed files: the bytes in a file of gzip, xz, bzip2 or Zstandard, within a limit of size.

The first bytes show the compression, so that the name of a file does not matter, and standard input may be compressed.
A file may consist of several parts, one after the other, as `cat a.gz b.gz` writes them.
"""

from __future__ import annotations

import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from aligner import limits
from aligner.errors import InputError
from aligner.read.packed.archive import LIMIT, TOO_LARGE_HINT

MAX_LAYERS = limits.LAYERS.value
MAX_WINDOW = 1 << 27  # bytes that a decoder may keep to look back; `xz -9` needs half of it, `zstd` refuses more, too

MAX_PARTS = limits.PARTS.value

_CHUNK = 1 << 16  # bytes of the file that are decoded at a time
_PART = 1 << 20  # bytes that a decoder returns at most
_PADDING = re.compile(rb"\x00*")  # between the parts of a file, and after them: a tape has blocks of one size


class _Decoder(Protocol):
    """A decoder of one part of a file, with the interface of `bz2.BZ2Decompressor`.

    eof: the part has ended.
    needs_input: it returns nothing before it gets more bytes.
    unused_data: bytes after the end of the part.
    decompress: decode bytes; returns at most `max_length` bytes.
    """

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _GzipDecoder:
    """A decoder of one member of a gzip file, which checks its length and its sum."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(wbits=31)  # 31: a window of 2**15 bytes, with the header of gzip

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def needs_input(self) -> bool:
        return not self._object.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._object.decompress(self._object.unconsumed_tail + data, max_length)


class _ZstandardDecoder:
    """A decoder of one frame by the package zstandard, whose own decoder has no limit of what it returns."""

    needs_input = True

    def __init__(self) -> None:
        import zstandard  # an extra

        self._object = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._object.decompress(data)


def _xz_decoder() -> _Decoder:
    return lzma.LZMADecompressor(memlimit=MAX_WINDOW)


def _bzip2_decoder() -> _Decoder:
    import bz2  # like zstandard, rare

    return bz2.BZ2Decompressor()


def _zstandard_decoder() -> _Decoder:
    """Return a decoder of the standard library, if it has one, or of the package zstandard; may raise ImportError."""
    try:
        from compression import zstd  # since Python 3.14
    except ImportError:
        return _ZstandardDecoder()
    window_log = {zstd.DecompressionParameter.window_log_max: MAX_WINDOW.bit_length() - 1}
    decoder: _Decoder = zstd.ZstdDecompressor(options=window_log)
    return decoder


class Compression(NamedTuple):
    """A way to compress files.

    name: its name in messages.
    suffixes: its suffixes, in lower case, with the dot.
    signs: the first bytes of a part, one of which it has.
    decoder: makes a decoder of one part.
    chunk: bytes of the file that are decoded at a time.
    """

    name: str
    suffixes: tuple[str, ...]
    signs: tuple[bytes, ...]
    decoder: Callable[[], _Decoder]
    chunk: int = _CHUNK


COMPRESSIONS = (
    Compression("gzip", (".gz", ".gzip"), (b"\x1f\x8b\x08",), _GzipDecoder),
    Compression("xz", (".xz",), (b"\xfd7zXZ\x00",), _xz_decoder),
    # The sum of a block is the first digits of pi; that of the end, which is all of an empty file, those of its root.
    Compression(
        "bzip2",
        (".bz2",),
        tuple(b"BZh%d" % level + check for level in range(1, 10) for check in (b"1AY&SY", b"\x17rE8P\x90")),
        _bzip2_decoder,
    ),
    # The others begin a frame without data. A block has 4 bytes at least and 2**17 decoded ones at most, and
    # the package zstandard returns all blocks of a chunk, so that the chunk is small.
    Compression(
        "Zstandard",
        (".zst", ".zstd"),
        (b"\x28\xb5\x2f\xfd", *(bytes([first]) + b"\x2a\x4d\x18" for first in range(0x50, 0x60))),
        _zstandard_decoder,
        1 << 10,
    ),
)
SUFFIXES = tuple(suffix for compression in COMPRESSIONS for suffix in compression.suffixes)


def compression_of(data: bytes) -> Compression | None:
    """Return the compression of bytes by the first of them; None if they are not compressed."""
    return next((compression for compression in COMPRESSIONS if data.startswith(compression.signs)), None)


def without_suffix(path: str) -> str:
    """Return the path of what a file holds: without the suffixes of compressions.

    >>> without_suffix("law/a.csv.GZ"), without_suffix("a.ar"), without_suffix(".gz")
    ('law/a.csv', 'a.ar', '.gz')
    """
    lowered = path.lower()
    suffix = next((suffix for suffix in SUFFIXES if lowered.endswith(suffix)), "")
    inner = path[: len(path) - len(suffix)]
    return path if not suffix or inner.endswith("/") or not inner else without_suffix(inner)


def unpack(data: bytes, name: str) -> bytes:
    """Return the bytes that compressed ones stand for; other bytes are returned as they are.

    data: the content of a file.
    name: the name of the file for messages.

    Raises InputError for a file that is damaged or cut off, that holds more than `LIMIT` bytes, and if a package that
    is needed is missing.
    """
    for _ in range(MAX_LAYERS):
        compression = compression_of(data)
        if compression is None:
            return data
        data = _unpack_layer(data, name, compression)
    if compression_of(data):
        hint = "unpack it; nobody does that by chance, so that the file may be a trap"
        raise InputError(name, limits.LAYERS.problem(MAX_LAYERS), hint=hint)
    return data


def _unpack_layer(data: bytes, name: str, compression: Compression) -> bytes:
    """Return what one compression of bytes holds; raises InputError as `unpack` does."""
    unpacked = io.BytesIO()  # which returns its content without a copy
    try:
        for part in _parts(data, name, compression):
            unpacked.write(part)
            if unpacked.tell() > LIMIT:
                problem = limits.UNPACKED.problem(LIMIT, f"{compression.name} file")
                raise InputError(name, problem, hint=TOO_LARGE_HINT)
    except (InputError, MemoryError):
        raise
    except ImportError:
        hint = "install it with: pip install 'bitext-align[zst]'"
        raise InputError(name, "Zstandard needs the package zstandard, which is not installed", hint=hint) from None
    except EOFError as error:
        raise InputError(
            name,
            f"this {compression.name} file is not complete: {error}",
            hint="copy or download it again",
        ) from None
    except Exception as error:  # each library has errors of its own, and one of them may not be installed
        problem = f"this {compression.name} file is damaged, or compressed in an unusual way ({error})"
        raise InputError(name, problem, hint="copy or download it again") from None
    return unpacked.getvalue()


def _parts(data: bytes, name: str, compression: Compression) -> Iterator[bytes]:
    """Yield what compressed bytes hold, part by part.

    Raises EOFError for bytes that end too early, or that go on with bytes of another kind, InputError for too many
    parts, and errors of the libraries.
    """
    place = parts = 0
    while place < len(data):
        parts += 1
        if parts > MAX_PARTS:
            problem = limits.PARTS.problem(MAX_PARTS, compression.name)
            raise InputError(name, problem, hint="unpack it; no program writes so many, so that the file may be a trap")
        if not data.startswith(compression.signs, place):
            raise EOFError(f"{len(data) - place} bytes after its end are not {compression.name}")
        decoder = compression.decoder()
        while not decoder.eof:
            chunk = b""
            if decoder.needs_input:
                chunk = data[place : place + compression.chunk]
                place += len(chunk)
            part = decoder.decompress(chunk, _PART)
            yield part
            if not (chunk or part or decoder.eof) and place >= len(data):
                raise EOFError("its end is missing")
        place = _PADDING.match(data, place - len(decoder.unused_data)).end()  # type: ignore[union-attr]
