"""Parquet: files as PyArrow reads them, their types and metadata, and files that are not complete."""

import io
import os
import sys
import tracemalloc
from pathlib import Path

import pytest
from effort import examples
from hostile_texts import HOSTILE, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import (
    Nowhere,
    bytes_of,
    many_rows,
    output_document,
    rows_of,
    rows_of_documents,
    side,
    three_beads,
)

from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write import files, formats, parquet
from aligner.write.document import OutputOptions

needs_library = pytest.mark.parquet

OPTIONS = OutputOptions("parquet")
COLUMNS = {
    "src_text": "string",
    "trg_text": "string",
    "src_lang": "string",
    "trg_lang": "string",
    "kind": "string",
    "confidence": "double",
    "src_sentences": "list<element: int32>",
    "trg_sentences": "list<element: int32>",
    "flags": "list<element: string>",
}


def written(rows, **options):
    return bytes_of(rows, OPTIONS._replace(**options))


def read(data):
    """The table in a file."""
    from pyarrow.parquet import read_table

    return read_table(io.BytesIO(data))


def file_of(data):
    from pyarrow.parquet import ParquetFile

    return ParquetFile(io.BytesIO(data))


@needs_library
class TestTable:
    def test_columns_and_types(self):
        schema = read(written(three_beads().rows())).schema
        assert {field.name: str(field.type) for field in schema} == COLUMNS
        assert list(schema.names) == list(COLUMNS)

    def test_values(self):
        assert read(written(three_beads().rows())).to_pydict() == {
            "src_text": ["وصل القطار. نزل الركاب.", "نام الحارس.", ""],
            "trg_text": ["The train came and all got off.", "", "It rained."],
            "src_lang": ["ar"] * 3,
            "trg_lang": ["en"] * 3,
            "kind": ["2-1", "1-0", "0-1"],
            "confidence": [0.987, 0.25, 1.0],
            "src_sentences": [[0, 1], [2], []],
            "trg_sentences": [[0], [], [1]],
            "flags": [[], [], []],
        }

    def test_documents_are_the_first_column(self):
        table = read(written(rows_of_documents(), documents=True))
        assert table.schema.names == ["document", *COLUMNS]
        assert table["document"].to_pylist() == ["كتاب", "كتاب", "-b/ü", "-b/ü"]
        assert table["flags"].to_pylist() == [[], ["gap-nearby"], ["numbers", "length"], []]

    def test_confidence_that_is_not_known_is_null(self):
        assert read(written(rows_of_documents(), documents=True))["confidence"].to_pylist() == [0.987, 0.5, 0.75, None]

    def test_without_pairs_has_the_columns(self):
        table = read(written(output_document(side("ar"), side("en")).rows()))
        assert (table.num_rows, table.schema.names) == (0, list(COLUMNS))

    def test_metadata_have_the_signature(self):
        assert read(written(three_beads().rows())).schema.metadata == {b"signature": b"align:0|to:en"}
        assert read(written(rows_of(("ا", "a")))).schema.metadata is None

    def test_row_groups(self, monkeypatch):
        monkeypatch.setattr(parquet, "ROW_GROUP", 4)
        data = written(many_rows(10))
        metadata = file_of(data).metadata
        assert [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)] == [4, 4, 2]
        assert read(data)["src_sentences"].to_pylist() == [[number] for number in range(10)]

    def test_bytes_are_the_same_every_time(self):
        assert written(three_beads().rows()) == written(three_beads().rows())


@needs_library
class TestTexts:
    @settings(max_examples=examples(100))
    @given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3))
    def test_texts_are_read_back(self, pairs):
        table = read(written(rows_of(*pairs)))
        assert list(zip(table["src_text"].to_pylist(), table["trg_text"].to_pylist(), strict=True)) == pairs

    def test_hostile_texts_are_read_back(self):
        pairs = [(text, "x" * 40_000) for text in HOSTILE]
        table = read(written(rows_of(*pairs)))
        assert list(zip(table["src_text"].to_pylist(), table["trg_text"].to_pylist(), strict=True)) == pairs

    def test_half_a_character_is_an_error(self):
        with pytest.raises(InputError, match="row 2: the target holds half a character"):
            written(rows_of(("a", "a"), ("a", "\ud800")))


@needs_library
class TestFailure:
    @pytest.mark.parametrize("error", [RuntimeError("a bug"), KeyboardInterrupt(), InputError("x", "y")], ids=repr)
    def test_file_is_not_complete(self, error, monkeypatch):
        from pyarrow.lib import ArrowInvalid

        def rows():
            yield Row("ا", "a", "1-1")
            yield Row("ا", "a", "1-1")
            raise error

        monkeypatch.setattr(parquet, "ROW_GROUP", 1)
        file = io.BytesIO()
        with pytest.raises(type(error)):
            formats.FORMATS["parquet"].write(Rows("ar", "en", rows()), OPTIONS, [file])
        assert len(file.getvalue()) > 100
        with pytest.raises(ArrowInvalid):
            read(file.getvalue())

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no such device")
    def test_full_disk_is_an_error_of_the_file(self):
        """The device is full from its first byte."""
        with pytest.raises(InputError, match="/dev/full: cannot be written: No space left on device"):
            files.write_atomically(Path("/dev/full"), three_beads().rows(), OPTIONS, force=False)

    @pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), OSError(28, "No space left on device")])
    def test_error_of_the_file_is_passed_on(self, error):
        class Broken(Nowhere):
            def write(self, data):
                raise error

        with pytest.raises(type(error)) as caught:
            formats.FORMATS["parquet"].write(three_beads().rows(), OPTIONS, [Broken()])
        assert caught.value.errno == error.errno

    def test_file_stays_open(self):
        file = io.BytesIO()
        formats.FORMATS["parquet"].write(three_beads().rows(), OPTIONS, [file])
        assert not file.closed

    def test_file_need_not_seek(self):
        class Pipe(Nowhere):
            data = b""

            def write(self, data):
                self.data += bytes(data)
                return len(data)

            def tell(self):
                raise OSError(29, "Illegal seek")

        pipe = Pipe()
        formats.FORMATS["parquet"].write(three_beads().rows(), OPTIONS, [pipe])
        assert pipe.data == written(three_beads().rows())


class TestMissingLibrary:
    def test_is_an_error(self, files, run, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        result = run("missing.txt", "-o", "book.parquet")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == (
            "Error: format parquet: PyArrow is not installed; install it with: pip install 'bitext-align[parquet]'\n"
        )


@needs_library
def test_memory_does_not_grow_with_the_rows():
    """The memory of Python; that of Arrow is bounded by the row group."""
    import pyarrow

    tracemalloc.start()
    try:
        formats.FORMATS["parquet"].write(many_rows(100_000), OPTIONS, [Nowhere()])
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
        assert pyarrow.default_memory_pool().max_memory() < 64_000_000
    finally:
        tracemalloc.stop()
