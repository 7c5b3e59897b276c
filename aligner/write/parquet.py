"""Parquet: one bead a row, in columns with types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.encodable import encodable
from aligner.write.libraries import require
from aligner.write.writer import Flags, Writer

ROW_GROUP = 10_000  # rows of a row group, which are in memory together
COMPRESSION = "zstd"  # makes smaller files of texts than Snappy, the default
SIGNATURE = "signature"  # key in the metadata of a document, and of a file

# Name of a column -> its values; `_schema` has the types.
_VALUES: dict[str, Callable[[Row, Rows], object]] = {
    "document": lambda row, rows: row.document,
    "src_text": lambda row, rows: row.source,
    "trg_text": lambda row, rows: row.target,
    "src_lang": lambda row, rows: rows.source_language,
    "trg_lang": lambda row, rows: rows.target_language,
    "kind": lambda row, rows: row.kind,
    "confidence": lambda row, rows: None if row.confidence is None else round(row.confidence, 3),
    "src_sentences": lambda row, rows: row.source_numbers,
    "trg_sentences": lambda row, rows: row.target_numbers,
    "flags": lambda row, rows: row.flags,
}


class Parquet(Writer):
    """The values of JSON lines in columns, without the spans.

    The metadata of a file with one document have its signature.
    """

    name = "parquet"
    suffix = ".parquet"
    is_text = False
    flags = Flags.ALWAYS

    def require(self) -> None:
        """Raise InputError if PyArrow is not installed."""
        require(self.name, "pyarrow", "PyArrow")

    def write(self, rows: Rows, options: OutputOptions, files: Sequence[BinaryIO]) -> None:
        """Write a row group at a time. If the rows fail, the file lacks its footer, and no program reads it."""
        self.require()
        import pyarrow  # imported here, since it is an extra
        from pyarrow.parquet import ParquetWriter

        (file,) = files
        sink = _Sink(file)
        schema = _schema(rows, options)
        writer = ParquetWriter(sink, schema, compression=COMPRESSION)
        try:
            for group in _groups(encodable(rows)):
                columns = [
                    pyarrow.array([_VALUES[field.name](row, rows) for row in group], field.type) for field in schema
                ]
                writer.write_batch(pyarrow.record_batch(columns, schema=schema))
        except BaseException:
            sink.is_open = False
            raise
        finally:
            writer.close()


class _Sink:
    """A file for PyArrow, which writes the footer of a file in any case.

    is_open: False if what comes is not to be written.
    """

    closed = False  # PyArrow asks for it

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.is_open = True

    def write(self, data: bytes) -> int:
        return self._file.write(data) if self.is_open else len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


def _schema(rows: Rows, options: OutputOptions) -> Any:
    """Return the columns with their types; the first is the document, if there are several."""
    import pyarrow

    numbers = pyarrow.list_(pyarrow.int32())
    types = {
        "confidence": pyarrow.float64(),  # which has the three decimals that other formats print
        "src_sentences": numbers,
        "trg_sentences": numbers,
        "flags": pyarrow.list_(pyarrow.string()),
    }
    names = [name for name in _VALUES if name != "document" or options.documents]
    metadata = {SIGNATURE: rows.meta[SIGNATURE]} if SIGNATURE in rows.meta else None
    return pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in names], metadata)


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows in lists of `ROW_GROUP`; the last may be shorter."""
    iterator = iter(rows)
    while group := list(islice(iterator, ROW_GROUP)):
        yield group
