"""Tables of pairs: TSV, CSV and XLSX, of `align` and of other programs."""

import csv
import io
from zipfile import ZipFile

import pytest
from conversions import TSV_HEADER, pairs_of, texts_of

from aligner.convert.inputs import HEAD
from aligner.errors import InputError
from aligner.rows import Row

PAIR = [("نعم.", "Yes.")]


class TestTsv:
    def test_our_own(self, tmp_path):
        text = (
            f"{TSV_HEADER}وصل القطار.\tThe train came.\t0.987\t1-1\n"
            "نام. جلس.\tHe slept, sat.\t0.5\t2-1\nمطر.\t\t1.000\t1-0\n"
        )
        rows, tags, notices, _ = pairs_of(tmp_path, {"pairs.tsv": text})
        assert (tags, notices) == (("ar", "en"), [])
        assert rows == [
            Row(
                "وصل القطار.",
                "The train came.",
                "1-1",
                0.987,
                range(1),
                range(1),
                ("وصل القطار.",),
                ("The train came.",),
            ),
            Row(
                "نام. جلس.", "He slept, sat.", "2-1", 0.5, range(1, 3), range(1, 2), ("نام. جلس.",), ("He slept, sat.",)
            ),
            Row("مطر.", "", "1-0", 1.0, range(3, 4), range(2, 2), ("مطر.",), ()),
        ]

    def test_documents_number_their_sentences_alone(self, tmp_path):
        header = "document\tsrc_text\ttrg_text\tconfidence\tkind\tflags\n"
        text = f"{header}a\tنعم.\tYes.\t\t1-1\tlength,numbers\nb\tلا.\tNo.\t\t1-1\t\na\tمطر.\tRain.\t\t1-1\t\n"
        rows, *_ = pairs_of(tmp_path, {"pairs.tsv": text})
        assert [(row.document, list(row.source_numbers), row.flags) for row in rows] == [
            ("a", [0], ("length", "numbers")),
            ("b", [0], ()),
            ("a", [1], ()),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("trg_text\tkind\tsrc_text\nYes.\t1-1\tنعم.\n", id="columns in another order"),
            pytest.param("\ufeffsrc_text\ttrg_text\r\nنعم.\tYes.\r\n", id="byte order mark and CRLF"),
            pytest.param("src_text\ttrg_text\n\nنعم.\tYes.", id="blank line, no last line end"),
            pytest.param("Arabic\tEnglish\nنعم.\tYes.\n", id="names of languages"),
            pytest.param("en\tar\tscore\nYes.\tنعم.\t7\n", id="codes of languages"),
            pytest.param("source\ttarget\nنعم.\tYes.\n", id="names of sides"),
            pytest.param("id\tsrc_text\ttrg_text\nx1\tنعم.\tYes.\n", id="another column"),
            pytest.param("نعم.\tYes.\n", id="no header"),
            pytest.param("نعم.\tYes.\t0.987\t1-1\n", id="no header, four columns"),
        ],
    )
    def test_other_tables(self, tmp_path, text):
        assert texts_of(tmp_path, {"pairs.tsv": text}) == PAIR

    @pytest.mark.parametrize(
        ("header", "wanted", "tags", "source"),
        [
            ("English\tArabic", {}, ("ar", "en"), "نعم."),
            ("English\tArabic", {"source": "en"}, ("en", "ar"), "Yes."),
            ("Source (EN)\tTarget (AR)", {}, ("en", "ar"), "Yes."),
            ("Source (EN)\tTarget (AR)", {"source": "ar-SA"}, ("ar-SA", "en"), "نعم."),
            ("German\tFrench", {}, ("de", "fr"), "Yes."),
            ("German\tFrench", {"target": "de"}, ("fr", "de"), "نعم."),
            ("en\ttr", {"source": "tr", "target": "en"}, ("tr", "en"), "نعم."),
        ],
    )
    def test_languages_of_a_header(self, tmp_path, header, wanted, tags, source):
        rows, of_file, notices, _ = pairs_of(tmp_path, {"pairs.tsv": f"{header}\nYes.\tنعم.\n"}, **wanted)
        assert (of_file, [row.source for row in rows], notices) == (tags, [source], [])

    def test_quotation_marks_belong_to_the_text(self, tmp_path):
        text = TSV_HEADER + '"نعم.\t"Yes," he said.\t\t1-1\n"\t"No, not now."\t\t1-1\n'
        assert texts_of(tmp_path, {"pairs.tsv": text}) == [('"نعم.', '"Yes," he said.'), ('"', '"No, not now."')]

    def test_table_that_a_spreadsheet_saved(self, tmp_path):
        text = 'src_text\ttrg_text\tkind\r\n"قال ""نعم""."\t"He said ""yes""."\t1-1\r\nلا.\t"No, no."\t1-1\r\n'
        file = {"pairs.txt": b"\xff\xfe" + text.encode("utf-16-le")}
        assert texts_of(tmp_path, file) == [('قال "نعم".', 'He said "yes".'), ("لا.", "No, no.")]
        assert pairs_of(tmp_path, file)[2] == ["removed the quotation marks around cells"]

    def test_long_table_that_a_spreadsheet_saved(self, tmp_path):
        """The first bytes may end within a cell that holds a line end."""
        for shift in range(0, 24, 8):
            row = 'نعم.\t"Yes,\nsir."\t1-1\n'
            text = f"src_text\ttrg_text\tkind\n{'ن' * shift}{row * (HEAD // 20)}"
            assert set(texts_of(tmp_path, {"pairs.tsv": text})[1:]) == {("نعم.", "Yes,\nsir.")}

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("نعم.\tYes.\t0.5", "line 3: this line has 3 columns, but the header has 4; a cell may hold a character"),
            ("نعم.\tYes.\thigh\t1-1", "line 3: the confidence is 'high'; write a number from 0 to 1"),
            ("نعم.\tYes.\t1.25\t1-1", "line 3: the confidence is '1.25'; write a number from 0 to 1"),
            ("نعم.\tYes.\tnan\t1-1", "line 3: the confidence is 'nan'; write a number from 0 to 1"),
            ("نعم.\tYes.\t-0.1\t1-1", "line 3: the confidence is '-0.1'; write a number from 0 to 1"),
            (
                "نعم.\tYes.\t0.5\t01-Jan",
                "line 3: the kind is '01-Jan'; write numbers of sentences such as 1-2; a spread",
            ),
            ("نعم.\tYes.\t0.5\t1-0", "line 3: the kind 1-0 has no target sentence, but there is one; correct the kind"),
        ],
    )
    def test_line_that_is_wrong(self, tmp_path, line, message):
        text = f"{TSV_HEADER}لا.\tNo.\t\t1-1\n{line}\n"
        with pytest.raises(InputError) as raised:
            pairs_of(tmp_path, {"pairs.tsv": text})
        assert message in str(raised.value)

    @pytest.mark.parametrize(
        "text",
        ["نعم.\tYes.\t12\tx\n", "1\t2\tنعم.\tYes.\t5\n", "نعم.\tYes.\t1.0\tone\n"],
    )
    def test_columns_that_are_unclear(self, tmp_path, text):
        with pytest.raises(InputError, match=r"line 1: .* begin it with a line that names the columns"):
            pairs_of(tmp_path, {"pairs.tsv": text})

    @pytest.mark.parametrize(
        ("text", "columns", "pair", "left_out"),
        [
            ("u1\tu2\tنعم.\tYes.\t7.5\n", ("3", "4"), ("نعم.", "Yes.", None), "columns 1, 2, 5"),
            ("url\tA\tB\tconfidence\nu\tYes.\tنعم.\t0.5\n", ("B", "a"), ("نعم.", "Yes.", 0.5), "column url"),
            ("ar\ten\tnote\nنعم.\tYes.\tOK.\n", ("1", "3"), ("نعم.", "OK.", None), "column en"),
        ],
    )
    def test_columns_of_the_user(self, tmp_path, text, columns, pair, left_out):
        (row,), _, notices, _ = pairs_of(tmp_path, {"pairs.txt": text}, columns=columns)
        assert (row.source, row.target, row.confidence, notices) == (*pair, [f"left out the {left_out}"])

    def test_column_of_the_user_that_is_not_there(self, tmp_path):
        with pytest.raises(InputError, match="there is no column 5, only 2 columns; choose two columns"):
            pairs_of(tmp_path, {"pairs.tsv": "نعم.\tYes.\n"}, columns=("1", "5"))
        with pytest.raises(InputError, match="--columns is for tables: tsv, csv, xlsx; drop it; the format is jsonl"):
            pairs_of(tmp_path, {"p.jsonl": '{"src_text": "x", "trg_text": "y"}'}, columns=("1", "2"))

    def test_lines_that_end_with_cr(self, tmp_path):
        assert texts_of(tmp_path, {"p.tsv": "src_text\ttrg_text\rنعم.\tYes.\rلا.\tNo."})[1] == ("لا.", "No.")

    def test_blank_cell_is_no_sentence(self, tmp_path):
        rows, *_ = pairs_of(tmp_path, {"pairs.tsv": " \tYes.\nلا.\t\u200f\n"})
        assert [row[:3] for row in rows] == [("", "Yes.", "0-1"), ("لا.", "", "1-0")]

    def test_rows_without_text_are_counted(self, tmp_path):
        file = pairs_of(tmp_path, {"pairs.tsv": "src_text\ttrg_text\n \t\nنعم.\tYes.\n\t\n"})
        assert (len(file[0]), file[2]) == (1, ["left out 2 rows (lines 2, 4) without any text"])

    def test_byte_that_is_not_utf_8_is_named_with_its_line(self, tmp_path):
        lines = ["نعم.\tYes.\t\t1-1\n"] * 9000  # more than are looked at to find the encoding
        data = (TSV_HEADER + "".join(lines)).encode() + b"\xe1\t\t\t1-0\n"
        with pytest.raises(InputError, match=r"line 9002: byte 0xe1 is not UTF-8 .* name the encoding"):
            pairs_of(tmp_path, {"pairs.tsv": data})

    def test_other_encodings(self, tmp_path):
        text = TSV_HEADER + "نعم.\tYes.\t\t1-1\n"
        assert texts_of(tmp_path, {"pairs.tsv": text.encode("utf-16")}) == PAIR
        assert texts_of(tmp_path, {"pairs.tsv": text.encode("cp1256")}, encoding="cp1256") == PAIR


class TestCsv:
    def test_our_own(self, tmp_path):
        text = (
            '\ufeffsrc_text,trg_text,confidence,kind\r\n\'=نعم,"Yes, ""you""\nthere",0.5,1-1\r\n'
            "''=لا,'tis,0.5,1-1\r\n"
        )
        assert texts_of(tmp_path, {"pairs.csv": text}) == [("=نعم", 'Yes, "you"\nthere'), ("'=لا", "'tis")]

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("Arabic;English\nنعم.;Yes.\n", id="semicolons"),
            pytest.param("sep=|\r\nArabic|English\r\nنعم.|Yes.\r\n", id="delimiter named"),
            pytest.param("Arabic\tEnglish\nنعم.\tYes.\n", id="tabs"),
            pytest.param("نعم.,Yes.\n", id="no header"),
            pytest.param('"src_text","trg_text"\n"نعم.","Yes."\n,\n', id="all quoted, an empty row"),
            pytest.param('src_text,trg_text,confidence\nنعم.,Yes.,"0,987"\n', id="decimal comma"),
        ],
    )
    def test_other_tables(self, tmp_path, text):
        assert texts_of(tmp_path, {"pairs.csv": text}) == PAIR

    def test_apostrophe_of_another_program_belongs_to_the_text(self, tmp_path):
        assert texts_of(tmp_path, {"pairs.csv": "source,target\n'=نعم,'- Yes\n"}) == [("'=نعم", "'- Yes")]

    def test_guards_are_removed_from_an_edited_table(self, tmp_path):
        text = "src_text,trg_text,confidence,kind,checked\r\n'- نعم.,'- Yes.,0.5,1-1,x\r\n"
        assert texts_of(tmp_path, {"pairs.csv": text}) == [("- نعم.", "- Yes.")]

    def test_flags_may_be_missing_at_the_end_of_a_row(self, tmp_path):
        """Excel leaves them out if they are empty in sixteen rows."""
        text = "src_text,trg_text,kind,flags\nنعم.,Yes.,1-1,length\nلا.,No.,1-1\n"
        rows, *_ = pairs_of(tmp_path, {"pairs.csv": text})
        assert [(row.source, row.flags) for row in rows] == [("نعم.", ("length",)), ("لا.", ())]

    def test_texts_and_kinds_may_not_be_missing(self, tmp_path):
        with pytest.raises(InputError, match="line 2: this line has 2 columns, but the header has 4"):
            pairs_of(tmp_path, {"pairs.csv": "src_text,trg_text,kind,flags\nنعم.,Yes.\n"})

    def test_line_separator_of_unicode_ends_no_row(self, tmp_path):
        assert texts_of(tmp_path, {"pairs.csv": "نعم\u2028لا.;Yes.\n"}) == [("نعم\u2028لا.", "Yes.")]

    def test_error_names_the_line_on_which_the_row_begins(self, tmp_path):
        text = 'src_text,trg_text,confidence\n"نعم.\n\nنعم.",Yes.,0.5\nلا.,"No.\n\n",2\n'
        with pytest.raises(InputError, match="line 5: the confidence is '2'"):
            pairs_of(tmp_path, {"pairs.csv": text})

    def test_quotation_mark_that_is_not_closed(self, tmp_path):
        with pytest.raises(InputError, match="line 2: a quotation mark is not closed; double the quotation marks"):
            pairs_of(tmp_path, {"pairs.csv": 'src_text,trg_text\n"نعم.,Yes.\n'})

    def test_cell_longer_than_the_limit_of_the_module(self, tmp_path):
        limit = csv.field_size_limit()
        text = "ن" * (limit + 1)
        assert texts_of(tmp_path, {"pairs.csv": f"src_text,trg_text\n{text},Yes.\n"}) == [(text, "Yes.")]
        assert csv.field_size_limit() == limit


def workbook(*rows, **sheets):
    """The bytes of a workbook: rows of the first sheet, and titles of others with their rows."""
    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"strings_to_formulas": False}) as book:
        for title, content in {"Pairs": rows, **sheets}.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
    return data.getvalue()


class TestXlsx:
    HEADER = ("src_text", "trg_text", "confidence", "kind")

    def test_first_sheet_by_the_names_of_its_columns(self, tmp_path):
        data = workbook(self.HEADER[::-1], ("1-1", 0.25, "=1+1", "نعم.\nلا."), (), ("1-0", 1, "", 2024), Notes=[("x",)])
        rows, _, notices, _ = pairs_of(tmp_path, {"pairs.xlsx": data})
        assert [row[:4] for row in rows] == [("نعم.\nلا.", "=1+1", "1-1", 0.25), ("2024", "", "1-0", 1.0)]
        assert notices == ["left out the sheet Notes; only the first is read"]

    def test_file_that_is_no_workbook(self, tmp_path):
        with pytest.raises(InputError, match="this is not an XLSX workbook"):
            pairs_of(tmp_path, {"pairs.xlsx": b"PK\x03\x04 and then nothing"})

    def test_sheet_that_is_broken(self, tmp_path):
        data = io.BytesIO()
        with ZipFile(io.BytesIO(workbook(self.HEADER, ("x", "y", "", "")))) as old, ZipFile(data, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b"</sheetData>", b"<row>"))
        with pytest.raises(InputError, match="this is not an XLSX workbook; save it in"):
            pairs_of(tmp_path, {"pairs.xlsx": data.getvalue()})

    def test_confidence_that_is_wrong(self, tmp_path):
        with pytest.raises(InputError, match=r"pairs\.xlsx, row 2: the confidence is '98'"):
            pairs_of(tmp_path, {"pairs.xlsx": workbook(self.HEADER, ("نعم.", "Yes.", 98, "1-1"))})
