"""Workbooks, TMX, XLIFF and gettext files as inputs: files of other programs, odd ones and hostile ones.

`tests/fixtures/pairs` holds files of programs: openpyxl 3.1 and LibreOffice 7 wrote the workbooks, translate-toolkit
3.20 the TMX and the XLIFF, from `harbour.po`. `tests/cases/input/pairs.txt` has the cases that are text.
"""

import io
import json
import zipfile
from datetime import datetime
from itertools import pairwise, zip_longest
from pathlib import Path

import openpyxl
import openpyxl.comments
import pytest
from effort import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import aligner
from aligner.bitext import Span
from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.read import readers
from aligner.read.packed import xml_root
from aligner.read.pairs import ods, sheet_marks, sheet_table, workbook
from aligner.separate import slipped_rows
from aligner.separate.sides import Sides
from aligner.settings import Settings

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pairs"
HARBOUR = [
    ("تأخرت العبارة.", "The ferry was late."),
    ("انتظر الخباز على الرصيف.", "The baker waited on the pier."),
    ("باع خبزا ساخنا.", "He sold warm bread."),
]


def book(*sheets, hidden=()):
    """The bytes of a workbook: a title and rows for each sheet."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def with_part(data, name, content):
    """An archive in which a part has another content."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return changed.getvalue()


def prepared(data, name="b.xlsx", **settings):
    return prepare([readers.read_bytes(data, name)], Settings(**settings))


def rows_of(document):
    """The sentences of each row, up to its anchor."""
    source, target, anchors, *_ = document.parallel
    ends = [(0, 0), *anchors]
    for (i, j), (i_end, j_end) in pairwise(ends):
        yield (
            [source.sentence(number) for number in range(i, i_end)],
            [target.sentence(number) for number in range(j, j_end)],
        )


def notices_of(document):
    return [notice.text for notice in document.notices if notice.level > 20]


PAIR = ["نعم.", "Yes."]
SHEET = "xl/worksheets/sheet1.xml"
# Each stands for ten of the one before: the last for a thousand million characters.
ENTITIES = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


class TestFilesOfPrograms:
    @pytest.mark.parametrize(
        ("name", "origin"),
        [
            ("openpyxl.xlsx", "Harbour, row 2"),
            ("libreoffice.xlsx", "libreoffice, row 2"),
            ("libreoffice.ods", "Harbour, row 2"),
            ("translate-toolkit.xlf", "unit 1 (3)"),
            ("harbour.po", "unit 1 (harbour)"),
        ],
    )
    def test_the_command_reads_them(self, run, name, origin):
        result = run(FIXTURES / name, "-f", "jsonl", "-q")
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        assert [(row["src_text"], row["trg_text"]) for row in rows[:3]] == HARBOUR
        assert (rows[0]["src_origin"], rows[0]["trg_origin"]) == ([origin], [origin])

    def test_a_memory_of_another_program(self):
        document = prepared((FIXTURES / "translate-toolkit.tmx").read_bytes(), "memory.tmx")
        assert [len(source) for source, _ in rows_of(document)] == [2, 1, 1]

    def test_the_header_of_gettext_is_no_text(self):
        document = prepared((FIXTURES / "translate-toolkit.xlf").read_bytes(), "h.xlf")
        assert not any("charset" in text for side in rows_of(document) for texts in side for text in texts)

    @pytest.mark.parametrize("name", ["openpyxl.xlsx", "libreoffice.ods"])
    def test_sheets_cells_and_joined_cells(self, name):
        document = prepared((FIXTURES / name).read_bytes(), name)
        rows = list(rows_of(document))
        assert rows[2:5] == [
            (["السطر الأول.", "السطر الثاني."], ["First line.", "Second line."]),
            (["قرأت الرسالة بصوت عال.", "ثم أحرقتها."], ["She read the letter aloud and then burned it."]),
            ([], ["Nobody has translated this yet."]),
        ]
        assert rows[-2:] == [
            (["اشترت هالة ثلاث تفاحات."], ["Hala bought three apples."]),
            ([], ["The lighthouse is dark."]),
        ]
        labels = [document.parallel.source.places_of(range(k, k + 1))[0].label for k in (5, 6, 7)]
        assert labels == ["Harbour, rows 5-6", "Harbour, rows 5-6", "Market, row 2"]
        notices = notices_of(document)
        assert f'{name}: left out the hidden sheet "Lists" (1 row)' in notices
        assert f'{name}: left out the sheet "Read me" (1 row): it has one column' in notices
        assert f"{name}, Harbour: ignored columns 1, 4 (--columns chooses others)" in notices


class TestSheets:
    def test_a_formula_without_a_value_is_counted(self):
        data = book(("S", [PAIR, ["=A1", "=B1"]]))
        (notice,) = notices_of(prepared(data))
        assert notice == (
            'b.xlsx: left out 2 formulas without a value in the sheet "S"; open the file in the spreadsheet program,'
            " and save it"
        )

    def test_the_value_of_a_formula_is_its_text(self):
        content = (
            f'<worksheet {NAMESPACE}><sheetData><row r="3"><c r="B3" t="str"><f>A1</f><v>نعم.</v></c>'
            '<c r="C3" t="str"><f>A2</f><v>Yes.</v></c></row></sheetData></worksheet>'
        )
        document = prepared(with_part(book(("S", [PAIR])), SHEET, content.encode()))
        assert list(rows_of(document)) == [(["نعم."], ["Yes."])]
        assert document.parallel.source.places_of(range(1))[0].label == "S, row 3"
        assert notices_of(document) == []

    def test_each_sheet_has_its_columns(self):
        data = book(("A", [PAIR]), ("B", [["The door.", 1, "الباب."], ["The lamp.", 2, "المصباح."]]))
        rows = [(["نعم."], ["Yes."]), (["الباب."], ["The door."]), (["المصباح."], ["The lamp."])]
        assert list(rows_of(prepared(data))) == rows

    @pytest.mark.parametrize(
        ("rows", "problem"),
        [
            (
                [["The door.", "A gate.", "الباب."]],
                r"^b\.xlsx, B: columns 1, 2 are all in the letters of English",
            ),
            ([["The door."], ["الباب."]], r"^b\.xlsx, B: it has one column; give this sheet as a file of its own, or"),
        ],
    )
    def test_a_sheet_of_both_languages_is_not_left_out(self, rows, problem):
        with pytest.raises(InputError, match=problem):
            prepared(book(("A", [PAIR]), ("B", rows)))

    def test_a_sheet_for_each_language(self):
        english = [[1, "The train arrived. The guard slept."], [2, "The ferry was late."]]
        arabic = [["رقم", "النص"], [1, "وصل القطار. نام الحارس."], [2, "تأخرت العبارة."]]
        document = prepared(book(("E", english), ("A", arabic)))
        source, target, anchors, *_ = document.parallel
        assert [source.sentence(k) for k in range(3)] == ["وصل القطار.", "نام الحارس.", "تأخرت العبارة."]
        assert (len(target.sentences), list(anchors)) == (3, [])
        expected = 'b.xlsx: the sheet "A" is Arabic and the sheet "E" is English; they are aligned as two texts'
        assert expected in notices_of(document)

    def test_a_sheet_that_waits_for_its_translation_has_the_columns_of_the_others(self):
        header = ["Arabic", "English"]
        data = book(("To do", [header, [None, "The door."]]), ("Done", [header, PAIR]))
        assert list(rows_of(prepared(data))) == [([], ["The door."]), (["نعم."], ["Yes."])]

    def test_no_sheet_has_both_languages(self):
        data = book(("A", [["Yes.", "No."]]), ("B", [["Come.", "Go."]]))
        with pytest.raises(InputError, match=r"^b\.xlsx, A: no column is Arabic; keep one column of each language"):
            prepared(data)

    def test_one_column_that_holds_both_languages(self):
        data = book(("A", [["نام الحارس."], ["The guard slept."], ["وصل القطار."], ["The train arrived."]]))
        assert prepared(data).layout == "interleaved"

    def test_a_workbook_for_each_language(self):
        texts = [
            readers.read_bytes(book(("A", [["Text"], *([text] for text in side)])), name)
            for name, side in (
                ("b.en.xlsx", ["The guard slept.", "The train arrived."]),
                ("b.ar.xlsx", ["نام الحارس."]),
            )
        ]
        document = prepare(texts, Settings())
        assert (document.layout, [text.name for text in document.texts]) == ("two files", ["b.ar.xlsx", "b.en.xlsx"])
        assert [len(side.sentences) for side in document.parallel[:2]] == [1, 2]

    def test_comments_are_counted(self):
        made = openpyxl.Workbook()
        made.active.append(PAIR)
        for cell in ("A1", "B1"):
            made.active[cell].comment = openpyxl.comments.Comment("Is this right?", "Hala")
        data = io.BytesIO()
        made.save(data)
        assert notices_of(prepared(data.getvalue())) == ["b.xlsx: left out 2 comments, since only cells are read"]

    def test_a_date_that_is_none(self):
        made = openpyxl.Workbook()
        made.active.append([*PAIR, 99999999])
        made.active["C1"].number_format = "yyyy-mm-dd"
        data = io.BytesIO()
        made.save(data)
        assert list(rows_of(prepared(data.getvalue()))) == [(["نعم."], ["Yes."])]

    def test_strict_workbook(self):
        content = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
        with pytest.raises(InputError, match="this is a workbook of the form Strict Open XML, which is not read; save"):
            prepared(with_part(book(("S", [PAIR])), "xl/workbook.xml", content))

    def test_only_hidden_sheets(self):
        data = book(("A", []), ("B", [PAIR]), hidden=("B",))
        with pytest.raises(InputError, match=r'there is no text to read; left out the hidden sheet "B" \(1 row\)$'):
            prepared(data)

    def test_no_text(self):
        with pytest.raises(InputError, match="there is no text in this workbook"):
            prepared(book(("A", [])))

    @pytest.mark.parametrize(
        ("rows", "merged", "numbers"),
        [
            ([(1, ["الباب", "The door"]), (2, ["", "and the gate"])], [(1, 2)], [(1, 2)]),
            # a row below a title or a category is complete
            ([(1, ["One", "الباب", "door"]), (2, ["", "مصباح", "lamp"])], [(1, 2)], [(1, 1), (2, 2)]),
            ([(1, ["One", "الباب", "door"]), (2, ["", "مصباح", ""])], [(1, 2)], [(1, 1), (2, 2)]),
            # numbers do not count as text; empty rows are not there
            (
                [(4, ["1", "الباب", "The door"]), (6, ["2", "", "and the gate"]), (7, ["3", "أ", "a"])],
                [(3, 6)],
                [(4, 6), (7, 7)],
            ),
            ([(1, ["أ", "a"]), (2, ["", "b"]), (3, ["", "c"])], [(1, 2), (2, 3)], [(1, 3)]),
        ],
    )
    def test_joined_cells(self, rows, merged, numbers):
        assert [(row[0], last) for row, last in sheet_table.joined(rows, merged)] == numbers

    def test_values_that_are_no_text(self):
        values = [2024, 2.0, 0.5, True, datetime(2024, 5, 1), datetime(2024, 5, 1, 9, 30), None]
        expected = ["2024", "2", "0.5", "TRUE", "2024-05-01", "2024-05-01 09:30:00", ""]
        assert list(map(workbook.cell_text, values)) == expected

    def test_a_workbook_without_openpyxl(self, monkeypatch):
        data = book(("S", [PAIR]))
        monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
        with pytest.raises(InputError, match=r"XLSX needs openpyxl, .* pip install 'bitext-align\[xlsx\]'"):
            prepared(data)

    def test_output_of_this_program(self):
        data = book(("pairs", [["src_text", "trg_text", "confidence", "kind"], [*PAIR, 0.95, "1-1"]]))
        assert any("this is output of align" in notice for notice in notices_of(prepared(data)))


class TestReviewsBeforeTexts:
    def test_two_workbooks_are_two_texts(self, here, run):
        for name, text in (("b.ar.xlsx", "نام الحارس."), ("b.en.xlsx", "The guard slept.")):
            (here / name).write_bytes(book(("S", [[text]])))
        assert "نام الحارس.\tThe guard slept." in run("b.ar.xlsx", "b.en.xlsx").stdout

    def test_a_workbook_with_the_column_is_a_review(self, here, run):
        (here / "r.xlsx").write_bytes(book(("S", [["src_text", "trg_text", "checked"], ["نام.", "He slept.", "x"]])))
        (here / "b.txt").write_text("نام.\nHe slept.\n", encoding="utf-8")
        assert run("r.xlsx", "b.txt", "-f", "jsonl").stdout.count('"checked"') == 1


class TestHostileFiles:
    """Each ends in an InputError, after little work."""

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"<worksheet>" + b"<row/>" * (1 << 20), "this workbook unpacks to 6 MB"),
            (
                f'<worksheet {NAMESPACE}><sheetData><row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
                "</sheetData></worksheet>".encode(),
                'the sheet "S" has more than 1,000 rows; divide it, or save it as CSV',
            ),
            (
                f'<!DOCTYPE z [{ENTITIES}]><worksheet {NAMESPACE}><sheetData><row r="1"><c r="A1" t="inlineStr">'
                "<is><t>&a9;</t></is></c></row></sheetData></worksheet>".encode(),
                "this is not an XLSX workbook",
            ),
            (b"<worksheet>" + b"<row>" * 5000, "this is not an XLSX workbook"),
            (b"\x00\xff", "this is not an XLSX workbook"),
        ],
        ids=["bomb", "row numbers", "entity", "deep", "no XML"],
    )
    def test_sheet(self, content, problem, monkeypatch):
        monkeypatch.setattr(workbook, "MAX_ROWS", 1000)
        with pytest.raises(InputError, match=problem):
            prepared(with_part(book(("S", [PAIR])), SHEET, content))

    def test_too_many_cells(self, monkeypatch):
        monkeypatch.setattr(workbook, "MAX_CELLS", 3)
        with pytest.raises(InputError, match=r'the sheet "S" has more than 3 cells'):
            prepared(book(("S", [PAIR, PAIR])))

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and then nothing", book(("S", [PAIR]))[:3000], b"Yes."])
    @pytest.mark.parametrize("name", ["b.xlsx", "b.ods"])
    def test_no_archive(self, data, name):
        with pytest.raises(InputError, match=r"^b\.(xlsx|ods): this is not a"):
            prepared(data, name)

    def test_binary_workbook(self):
        data = with_part(book(("S", [PAIR])), "none", b"")
        changed = io.BytesIO(data)
        with zipfile.ZipFile(changed, "a") as file:
            file.writestr("xl/workbook.bin", b"")
        with pytest.raises(InputError, match="XLSB is not read; save it in the spreadsheet program as XLSX"):
            prepared(changed.getvalue())

    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            ('<t:table-row t:number-rows-repeated="99999999">CELL</t:table-row>', "cells"),
            (
                '<t:table-row><t:table-cell t:number-columns-repeated="99999999"><x:p>a</x:p></t:table-cell>'
                "</t:table-row>",
                "cells",
            ),
            ('<t:table-row t:number-rows-repeated="2000000"/><t:table-row>CELL</t:table-row>', "rows"),
        ],
    )
    def test_repeated_cells_of_ods(self, row, problem):
        with pytest.raises(InputError, match=rf'the sheet "S" has more than [\d,]+ {problem}'):
            prepared(ods_book(row.replace("CELL", "<t:table-cell><x:p>a</x:p></t:table-cell>")), "b.ods")

    def test_ods_with_a_password(self):
        data = io.BytesIO(ods_book(""))
        with zipfile.ZipFile(data, "a") as file:
            file.writestr("META-INF/manifest.xml", "<m:manifest><m:encryption-data/></m:manifest>")
        with pytest.raises(InputError, match="this workbook has a password; save it again without one"):
            prepared(data.getvalue(), "b.ods")

    def test_more_languages_than_there_are(self):
        texts = "".join(f'<tuv xml:lang="x{number}"><seg>a</seg></tuv>' for number in range(201))
        with pytest.raises(InputError, match="there are more than 200 languages"):
            prepared(f'<tmx version="1.4"><body><tu>{texts}</tu></body></tmx>'.encode(), "b.tmx")

    def test_more_texts_than_a_unit_has(self):
        texts = '<tuv xml:lang="ar"><seg/></tuv>' * 1001
        with pytest.raises(InputError, match=r"^b\.tmx, line 1: this unit has more than 1,000 texts"):
            prepared(f'<tmx version="1.4"><body><tu>{texts}</tu></body></tmx>'.encode(), "b.tmx")

    @pytest.mark.parametrize("name", ["b.tmx", "b.xlf"])
    def test_entities(self, name):
        root = {"b.tmx": "tmx", "b.xlf": "xliff"}[name]
        with pytest.raises(InputError, match="declares the entity lamp"):
            prepared(f'<!DOCTYPE {root} [<!ENTITY lamp "No.">]><{root}/>'.encode(), name)

    def test_deep_xliff(self):
        content = f'<xliff><file><body><trans-unit id="1"><source>{"<g>" * 2000}'
        with pytest.raises(InputError, match="more than 1,000 elements are within each other"):
            prepared(content.encode(), "b.xlf")


def ods_book(rows, style=""):
    """The bytes of a workbook of LibreOffice with one sheet."""
    uri = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<o:document-content xmlns:o="{uri}office:1.0" xmlns:t="{uri}table:1.0" xmlns:x="{uri}text:1.0">'
        f'<o:body><o:spreadsheet><t:table t:name="S">{rows}</t:table></o:spreadsheet></o:body></o:document-content>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", content)
    return data.getvalue()


def test_cells_of_ods():
    row = (
        '<t:table-row t:number-rows-repeated="2"><t:table-cell t:number-columns-repeated="2"><x:p>a<x:s x:c="2"/>'
        "<x:span>b\n c</x:span><x:line-break/>d<x:tab/>e</x:p><x:p>f</x:p><o:annotation><x:p>no</x:p></o:annotation>"
        "</t:table-cell><t:table-cell/><t:covered-table-cell/><t:table-cell><x:p>g</x:p></t:table-cell>"
        '<t:table-cell t:number-columns-repeated="1000"/></t:table-row>'
    )
    rows = f'<t:table-row t:number-rows-repeated="3"/>{row}<t:table-row t:number-rows-repeated="1000000"/>'
    ((sheet, marks),), asides = ods.read_sheets(sheet_table.Archive(ods_book(rows), "b.ods", "ODS"), "b.ods")
    text = "a  b c\nd\te\nf"
    assert list(sheet.rows) == [(4, [text, text, "", "", "g"]), (5, [text, text, "", "", "g"])]
    assert (sheet.title, sheet.is_hidden, marks) == ("S", False, sheet_marks.SheetMarks([], 0))
    assert asides == {"comment": 1, "text box": 0}


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b"<tmx>", "tmx"),
        (
            b'\xef\xbb\xbf \n<?xml version="1.0"?><!-- <xliff> --><!DOCTYPE tmx [<!ENTITY a "b>">]>\n<x:tmx a="1">',
            "tmx",
        ),
        ('<?xml version="1.0" encoding="UTF-16"?><xliff/>'.encode("utf-16"), "xliff"),
        ("<xliff/>".encode("utf-16-be"), "xliff"),
        (b"<tmxx>", "tmxx"),
        (b"Write <tmx> first.", ""),
        (b"<tmx", ""),
        (b"<<tmx>", ""),
        (b"", ""),
        (b"<!--" + b"-" * 5000 + b"--><tmx>", ""),
    ],
)
def test_root_of_xml(data, root):
    assert xml_root.root(data) == root


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"<tmx/>", "utf-8"),
        (b'<?xml version="1.0" encoding="windows-1256"?><tmx/>', "cp1256"),
        ("<tmx/>".encode("utf-16"), "utf-16-le"),
        ("<tmx/>".encode("utf-16-be"), "utf-16-be"),
        (b'<?xml version="1.0" encoding="none"?><tmx/>', "utf-8"),
    ],
)
def test_encoding_of_xml(data, encoding):
    assert xml_root.encoding(data) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256"])
def test_encodings_of_a_memory(encoding):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><tmx version="1.4"><body><tu>'
        '<tuv xml:lang="ar"><seg>نعم.</seg></tuv>'
        '<tuv xml:lang="en"><seg>Yes.</seg></tuv></tu></body></tmx>'
    )
    assert list(rows_of(prepared(text.encode(encoding), "b.tmx"))) == [(["نعم."], ["Yes."])]


@pytest.mark.parametrize(
    ("name", "content", "places"),
    [
        ("b.csv", 'ar,en\n"نعم.\nلا.","Yes.\nNo."\nتعال.,Come.\n', ["line 2", "line 2", "line 5"]),
        ("b.jsonl", '{"ar": "نعم.", "en": "Yes."}\n\n{"ar": "لا.", "en": "No."}\n', ["line 1", "line 3"]),
        ("b.json", '[{"ar": "نعم.", "en": "Yes."},\n {"ar": "لا.", "en": "No."}]', ["row 1", "row 2"]),
        ("b.po", f'msgctxt "{"x" * 90}"\nmsgid "Yes."\nmsgstr "نعم."\n', [f"unit 1 ({'x' * 80}…)"]),
    ],
)
def test_places_of_rows(name, content, places):
    source = prepared(content.encode(), name).parallel.source
    labels = [source.places_of(range(number, number + 1)) for number in range(len(source.sentences))]
    assert [place.label for (place,) in labels] == places


WORDS = {
    "ar": st.lists(st.sampled_from(["قطار", "باب", "مصباح", "خباز."]), max_size=4).map(" ".join),
    "en": st.lists(st.sampled_from(["train", "door", "lamp", "baker."]), max_size=4).map(" ".join),
}


@settings(max_examples=examples(10))
@given(st.lists(st.fixed_dictionaries(WORDS), min_size=1, max_size=5))
def test_no_text_of_a_memory_disappears(units):
    body = "".join(
        "<tu>" + "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in unit.items()) + "</tu>"
        for unit in units
    )
    assume(all(any(unit[tag] for unit in units) for tag in WORDS))
    document = prepared(f'<tmx version="1.4"><body>{body}</body></tmx>'.encode(), "b.tmx")
    rows = [(" ".join(source), " ".join(target)) for source, target in rows_of(document)]
    assert rows == [(unit["ar"], unit["en"]) for unit in units if any(unit.values())]


def lengths_of_columns(rows):
    """Cells of two columns; a cell and its translation have the same number of words, between 1 and 17."""
    counts = [1 + 7 * row * row % 17 for row in range(rows)]
    return [[" ".join([word] * count) + "." for count in counts] for word in ("باب", "door")]


def as_table(columns):
    """The bytes of a table with tabs."""
    return "\n".join(map("\t".join, zip_longest(*columns, fillvalue=""))).encode()


def prepared_sides(lengths):
    """The sides of a table with cells of these lengths."""
    starts = [20 * row for row in range(len(lengths))]
    source, target = (
        [Span(start, start + row[side]) for start, row in zip(starts, lengths, strict=True)] for side in (0, 1)
    )
    return Sides(source, target, "columns", [(row + 1, row + 1) for row in range(len(lengths))], [])


class TestRealign:
    def test_rows_that_have_slipped(self, here):
        texts = [
            ("المصباح مضاء اليوم.", "The lamp is lit today."),
            ("لم يأت أحد من المدينة.", "Nobody came from the town."),
        ]
        texts += [("الباب الأزرق مغلق.", "The blue door is closed."), ("انتظر الخباز هنا.", "The baker waited here.")]
        source, target = [a for a, _ in texts], [b for _, b in texts]
        stray = "Somebody typed this into the wrong cell by mistake, and all the others moved down."
        rows = zip([*source, ""], [stray, *target], strict=True)
        table = "\n".join(map("\t".join, rows))
        pairs = [(pair.source, pair.target) for pair in aligner.align_texts(table, realign=True, columns=(1, 2))]
        assert set(texts) <= set(pairs)
        Path("b.tsv").write_text(table, encoding="utf-8")
        assert [
            (pair.source, pair.target) for pair in aligner.align_file("b.tsv", realign=True, columns=(1, 2))
        ] == pairs

    @pytest.mark.parametrize("cells", [1, 2, 3])
    @pytest.mark.parametrize("side", [0, 1])
    @pytest.mark.parametrize("row", [0, 30])
    def test_rows_that_have_slipped_are_noticed(self, cells, side, row):
        columns = lengths_of_columns(60)
        columns[side][row:row] = ["ا" if side == 0 else "a"] * cells
        (notice,) = (text for text in notices_of(prepared(as_table(columns), "b.tsv")) if "--realign" in text)
        where, _, rest = notice.partition(" on, ")
        assert rest == "the cells of a row seem to belong to different rows; --realign aligns the columns across rows"
        assert abs(int(where.removeprefix("b.tsv: from about line ")) - row) <= 24
        assert not any("--realign" in text for text in notices_of(prepared(as_table(columns), "b.tsv", realign=True)))

    def test_the_last_rows_of_a_short_table_are_looked_at(self):
        lengths = [(1 + 7 * row * row % 17,) * 2 for row in range(32)]
        slipped = lengths[:8] + [(a, b) for (a, _), (_, b) in zip(lengths[8:], lengths[7:], strict=False)]
        assert slipped_rows.first_slipped_row(prepared_sides(slipped)) == 8
        assert slipped_rows.first_slipped_row(prepared_sides(lengths)) is None

    @pytest.mark.parametrize("rows", [10, 60])
    def test_rows_that_fit_are_not_noticed(self, rows):
        notices = notices_of(prepared(as_table(lengths_of_columns(rows)), "b.tsv"))
        assert not any("--realign" in text for text in notices)

    def test_rows_of_equal_length_and_few_rows_are_not_noticed(self):
        assert slipped_rows.first_slipped_row(prepared_sides([(9, 9)] * 60)) is None
        few = lengths_of_columns(20)
        few[0].insert(0, "ا")
        assert notices_of(prepared(as_table(few), "b.tsv")) == []

    def test_library_refuses_two_texts(self):
        with pytest.raises(ValueError, match="realign is for one file with rows of both languages"):
            aligner.align_texts("نعم.", "Yes.", realign=True)

    def test_library_names_the_argument(self, caplog):
        aligner.align_texts("المصباح مضاء.\nلم يأت أحد.\nThe lamp is lit.\nNobody came.\n", realign=True)
        assert "text: no row holds both languages, so that `realign=True` has no effect" in caplog.messages

    def test_the_signature_names_it_only_if_it_is_set(self, here, run):
        (here / "b.tsv").write_text("نعم.\tYes.\nلا.\tNo.\n", encoding="utf-8")
        signatures = [
            json.loads(run("b.tsv", "-f", "json", *options).stdout)["meta"]["signature"]
            for options in ([], ["--realign"])
        ]
        assert [signature.count("|realign:yes") for signature in signatures] == [0, 1]

    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            (["a.txt", "b.txt"], "--realign is for one file with rows of both languages, not for two files."),
            (
                ["a.txt", "--layout", "blocks"],
                "--realign is for rows, which --layout blocks has not; drop one of them.",
            ),
        ],
    )
    def test_where_it_has_no_meaning(self, run, options, problem):
        result = run("--realign", *options)
        assert (result.exit_code, problem in result.stderr) == (2, True)
