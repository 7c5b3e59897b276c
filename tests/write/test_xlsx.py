"""XLSX: workbooks as openpyxl reads them, what a sheet cannot hold, and what is left behind."""

import io
import sys
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from effort import examples
from hostile_texts import HOSTILE, texts
from hypothesis import example, given, settings
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
from aligner.write import files, formats, xlsx
from aligner.write.document import OutputOptions

OPTIONS = OutputOptions("xlsx")


def written(rows, **options):
    return bytes_of(rows, OPTIONS._replace(**options))


def sheet_of(data):
    """The only sheet of a workbook."""
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    return sheet


def values(sheet):
    """The values of all cells, row by row, with texts as programs show them; None for an empty cell."""
    return [
        [xlsx.unescaped(value) if isinstance(value, str) else value for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


@pytest.fixture
def temporary_folder(tmp_path, monkeypatch):
    """The folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


class TestSheet:
    @pytest.fixture
    def sheet(self):
        return sheet_of(written(three_beads().rows()))

    def test_values(self, sheet):
        assert values(sheet) == [
            ["src_text", "trg_text", "confidence", "kind", "flags"],
            ["وصل القطار. نزل الركاب.", "The train came and all got off.", 0.987, "2-1", None],
            ["نام الحارس.", None, 0.25, "1-0", None],
            [None, "It rained.", 1, "0-1", None],
        ]

    def test_each_text_has_the_direction_of_its_language(self, sheet):
        for cell in (*sheet["A"][:3], sheet.column_dimensions["A"]):
            assert (cell.alignment.readingOrder, cell.alignment.horizontal, cell.alignment.wrap_text) == (2, "right", 1)
        for cell in (*sheet["B"][:2], sheet.column_dimensions["B"]):
            assert (cell.alignment.readingOrder, cell.alignment.horizontal, cell.alignment.wrap_text) == (1, "left", 1)

    @pytest.mark.parametrize(("language", "order"), [("fa", 2), ("he-IL", 2), ("ps", 2), ("ar-Latn", 1), ("zh", 1)])
    def test_direction_of_other_languages(self, language, order):
        sheet = sheet_of(written(Rows("en", language, [Row("a", "b", "1-1")])))
        assert sheet["A2"].alignment.readingOrder == 1
        assert sheet["B2"].alignment.readingOrder == order

    def test_texts_stay_texts_if_they_are_edited(self, sheet):
        for name in "ABDE":
            assert {cell.number_format for cell in sheet[name] if cell.value} == {"@"}

    def test_confidence_is_a_number_with_three_decimals(self, sheet):
        assert [cell.data_type for cell in sheet["C"][1:]] == ["n", "n", "n"]
        assert [cell.number_format for cell in sheet["C"][1:]] == ["0.000"] * 3

    def test_confidence_is_coloured(self, sheet):
        ((area, (rule,)),) = sheet.conditional_formatting._cf_rules.items()
        assert str(area.sqref) == "C2:C4"
        assert [float(limit.val) for limit in rule.colorScale.cfvo] == [0.5, 0.9, 1.0]
        assert [colour.rgb for colour in rule.colorScale.color] == ["FFF4A259", "FFFFFFFF", "FFA6CBE8"]

    def test_header_is_fixed_and_has_filters(self, sheet):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:E4"
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.font.b for cell in sheet[1])
        assert not any(cell.font.b for cell in sheet[2])

    def test_columns_are_wide_enough_for_sentences(self, sheet):
        widths = {name: dimension.width for name, dimension in sheet.column_dimensions.items()}
        assert {name: int(width) for name, width in widths.items()} == {"A": 60, "B": 60, "C": 13, "D": 8, "E": 24}

    def test_without_header(self):
        sheet = sheet_of(written(three_beads().rows(), header=False))
        assert values(sheet)[0][1] == "The train came and all got off."
        assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (None, None, None)
        assert [str(area.sqref) for area in sheet.conditional_formatting] == ["C1:C3"]

    def test_without_pairs_is_the_header(self):
        sheet = sheet_of(written(output_document(side("ar"), side("en")).rows()))
        assert values(sheet) == [["src_text", "trg_text", "confidence", "kind", "flags"]]
        assert sheet.auto_filter.ref == "A1:E1"

    def test_documents_and_flags_are_columns(self):
        assert values(sheet_of(written(rows_of_documents(), documents=True))) == [
            ["document", "src_text", "trg_text", "confidence", "kind", "flags"],
            ["كتاب", "نعم.", "Yes.", 0.987, "1-1", None],
            ["كتاب", None, "No.", 0.5, "0-1", "gap-nearby"],
            ["-b/ü", "لا.", "No.", 0.75, "1-1", "numbers,length"],
            ["-b/ü", "ربما.", None, None, None, None],
        ]

    @pytest.mark.parametrize(
        ("source", "target", "height"),
        [
            ("ا" * 60, "a", None),
            ("ا" * 61, "a", 30),
            ("ا", "a" * 121, 45),
            ("ا", "a\nb\r\nc", 45),
            ("", "a\n\n\nb", 60),
            ("ا", "a" * 30_000, 405),
        ],
    )
    def test_row_is_high_enough_for_its_lines(self, source, target, height):
        assert sheet_of(written(rows_of(("ا", "a"), (source, target)))).row_dimensions[3].height == height

    def test_row_is_high_enough_for_wide_letters(self):
        sheet = sheet_of(written(Rows("zh", "en", [Row("门" * 31, "a" * 31, "1-1")])))
        assert sheet.row_dimensions[2].height == 30


class TestTexts:
    @settings(max_examples=examples(60))
    @given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3))
    def test_texts_are_read_back(self, pairs):
        cells = values(sheet_of(written(rows_of(*pairs))))[1:]
        assert [(source or "", target or "") for source, target, *_ in cells] == pairs

    def test_hostile_texts_are_read_back_as_texts(self):
        sheet = sheet_of(written(rows_of(*((text, text) for text in HOSTILE))))
        assert [row[0] for row in values(sheet)[1:]] == list(HOSTILE)
        assert {cell.data_type for cell in sheet["A"]} == {"s"}
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []

    @given(st.lists(st.sampled_from(["_", "x", "x005F", "_x000B_", "_x005F", "5F", "\0", "\r", "\ufffe"])).map("".join))
    @example("_x005F\0")
    @example("_x000B_x000B_")
    def test_escapes_are_undone_exactly(self, text):
        assert xlsx.unescaped(xlsx.escaped(text)) == text

    def test_longest_text_of_a_cell(self):
        source, target = "ا" * 32_767, "🙂" * 16_383
        assert values(sheet_of(written(rows_of((source, target)))))[1][:2] == [source, target]

    @pytest.mark.parametrize(
        ("source", "target", "message"),
        [
            ("ا" * 40_000, "a", "the source has 40,000 characters"),
            ("ا", "a" * 32_768, "the target has 32,768 characters"),
            ("ا", "🙂" * 16_384, "the target has 32,768 characters"),
        ],
    )
    def test_longer_text_is_an_error(self, source, target, message):
        with pytest.raises(InputError) as caught:
            written(rows_of(("ا", "a"), (source, target)))
        rest = "but a cell of a sheet holds 32,767; choose another format, such as tsv"
        assert str(caught.value) == f"row 2: {message}, {rest}"

    def test_longer_text_is_an_error_with_the_names_of_the_inputs(self):
        rows = rows_of(("ا", "a" * 40_000), meta={"sources": [{"name": "ar.txt"}, {"name": "en.txt"}]})
        with pytest.raises(InputError, match=r"^ar.txt and en.txt, row 1: the target has"):
            written(rows)

    def test_longer_text_of_a_document_is_an_error_with_its_name(self):
        rows = Rows("ar", "en", [Row("ا" * 40_000, "a", "1-1", document="b\udcff")])
        with pytest.raises(InputError, match=r"^b\\udcff, row 1: "):
            written(rows, documents=True)

    def test_half_a_character_is_an_error(self):
        with pytest.raises(InputError, match="row 1: the target holds half a character"):
            written(rows_of(("a", "\ud800")))


class TestRows:
    @pytest.mark.parametrize(("header", "rows"), [(True, 4), (False, 5)])
    def test_more_than_a_sheet_has_are_an_error(self, monkeypatch, header, rows):
        monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
        assert len(values(sheet_of(written(many_rows(rows), header=header)))) == 5
        file = io.BytesIO()
        with pytest.raises(InputError, match="the output: there are more rows than the 5 of a sheet; choose another"):
            formats.FORMATS["xlsx"].write(many_rows(rows + 1), OPTIONS._replace(header=header), [file])
        assert file.getvalue() == b""

    def test_limit_is_that_of_the_format(self):
        assert xlsx.MAX_ROWS == 1_048_576


class TestBytes:
    def test_are_the_same_every_time(self):
        assert written(three_beads().rows()) == written(three_beads().rows())

    def test_hold_no_date_of_today(self):
        data = written(three_beads().rows())
        properties = openpyxl.load_workbook(io.BytesIO(data)).properties
        assert properties.created.year == properties.modified.year == 1980
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {member.date_time[0] for member in archive.infolist()} == {1980}

    def test_are_those_of_a_file_that_cannot_seek(self):
        class Pipe(Nowhere):
            data = b""

            def write(self, data):
                self.data += data
                return len(data)

        pipe = Pipe()
        formats.FORMATS["xlsx"].write(three_beads().rows(), OPTIONS, [pipe])
        assert pipe.data == written(three_beads().rows())


class TestFailure:
    @staticmethod
    def failing(error):
        """Rows of which the second cannot be read."""

        def rows():
            yield Row("ا", "a", "1-1")
            raise error

        return Rows("ar", "en", rows())

    @pytest.mark.parametrize("error", [RuntimeError("a bug"), KeyboardInterrupt(), InputError("x", "y")], ids=repr)
    def test_leaves_nothing(self, error, temporary_folder, tmp_path):
        with pytest.raises(type(error)):
            files.write_atomically(tmp_path / "out.xlsx", self.failing(error), OPTIONS, force=False)
        assert list(tmp_path.iterdir()) == [temporary_folder]
        assert list(temporary_folder.iterdir()) == []

    def test_success_leaves_only_the_file(self, temporary_folder, tmp_path):
        files.write_atomically(tmp_path / "out.xlsx", three_beads().rows(), OPTIONS, force=False)
        assert list(temporary_folder.iterdir()) == []

    def test_full_disk_is_an_error_of_the_file(self, temporary_folder, tmp_path, monkeypatch):
        def full(*arguments, **options):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(zipfile.ZipFile, "write", full)
        path = tmp_path / "out.xlsx"
        with pytest.raises(InputError) as caught:
            files.write_atomically(path, three_beads().rows(), OPTIONS, force=False)
        assert str(caught.value) == f"{path}: cannot be written: No space left on device"
        assert list(temporary_folder.iterdir()) == []

    def test_workbook_that_is_too_large_for_its_container(self, monkeypatch):
        def too_large(*arguments, **options):
            raise zipfile.LargeZipFile

        monkeypatch.setattr(zipfile.ZipFile, "write", too_large)
        with pytest.raises(InputError) as caught:
            written(three_beads().rows())
        assert str(caught.value) == (
            "the output: a workbook cannot hold so much text; choose another format, such as tsv"
        )


class TestMissingLibrary:
    MESSAGE = "format xlsx: XlsxWriter is not installed; install it with: pip install 'bitext-align[xlsx]'"

    @pytest.fixture(autouse=True)
    def without_library(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    def test_is_an_error_of_the_writer(self):
        with pytest.raises(InputError) as caught:
            written(three_beads().rows())
        assert str(caught.value) == self.MESSAGE

    @pytest.mark.parametrize("output", [["-o", "book.xlsx"], ["-f", "xlsx"]], ids=" ".join)
    def test_is_an_error_of_the_command_before_any_work(self, files, run, output):
        result = run("missing.txt", *output)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == f"Error: {self.MESSAGE}\n"
        assert not Path("book.xlsx").exists()

    def test_is_an_error_of_a_folder_before_any_work(self, files, run):
        result = run(files, "-o", "out", "-f", "xlsx")
        assert (result.exit_code, result.stderr) == (1, f"Error: {self.MESSAGE}\n")
        assert not Path("out").exists()

    def test_other_formats_do_not_need_it(self, files, run):
        assert run("book.txt", "-f", "csv").exit_code == 0


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows():
    tracemalloc.start()
    try:
        formats.FORMATS["xlsx"].write(many_rows(25_000), OPTIONS, [Nowhere()])
        assert tracemalloc.get_traced_memory()[1] < 4_500_000
    finally:
        tracemalloc.stop()
