"""Documents of Word and LibreOffice: files that programs have written, their archives, and broken files."""

import json
import shutil
import struct
import zipfile
from pathlib import Path

import office_files
import pytest
from office_files import archive, docx, odt, paragraph

from aligner.errors import InputError
from aligner.read import readers
from aligner.read.office import document_flow
from aligner.read.office import docx as docx_reader
from aligner.read.office import odt as odt_reader
from aligner.read.packed import archive as archives
from aligner.read.packed import xml_events

FIXTURES = Path(__file__).parent.parent / "fixtures" / "office"
ENGLISH = """The ferry
The ferry left the small harbour at six. Nobody on the deck spoke a word. The captain drank his tea and looked at \
the grey water.
Salma had two suitcases and a letter. She had not opened it yet.
Stop
Hour
The old bridge
six
The fish market
seven
Roses are sold here,
bread is sold there,
nobody sells the sea.
Buy a ticket.
Wait for the bell.
On the other side her brother waited. He had grown thin.
The ferry was built in 1931.
He had written to her in May."""


@pytest.mark.parametrize("name", ["ferry.en.docx", "ferry.en.odt"])
def test_the_documents_of_libreoffice_and_pandoc_have_the_same_text(name):
    text = readers.read_path(str(FIXTURES / name))
    assert text.text == ENGLISH
    labels = [place.label for place in text.places]
    assert labels[3:9] == [f"table 1, row {row}, cell {cell}" for row in (1, 2, 3) for cell in (1, 2)]
    assert labels[-3:] == ["paragraph 7", "footnote 1", "footnote 2"]
    assert text.remarks == ()


def test_two_documents_are_aligned(run, here):
    for name in ("ferry.ar.docx", "ferry.en.odt"):
        shutil.copy(FIXTURES / name, here)
    result = run("ferry.en.odt", "ferry.ar.docx", "-f", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert {row["kind"] for row in rows} == {"1-1"}
    assert len(rows) == len(ENGLISH.splitlines()) + 4
    assert (rows[1]["src_origin"], rows[1]["trg_origin"]) == (["paragraph 2"], ["paragraph 2"])
    assert (rows[-1]["src_text"], rows[-1]["trg_origin"]) == ("كان قد كتب إليها في مايو.", ["footnote 2"])


@pytest.mark.parametrize("name", ["lease.docx", "lease.odt"])
def test_a_document_in_two_columns_is_aligned(run, here, name):
    shutil.copy(FIXTURES / name, here)
    result = run(name, "-f", "tsv", "--no-header")
    assert [line.split("\t")[:2] for line in result.stdout.splitlines()] == [
        ["عقد إيجار", "Lease"],
        ["الباب الأول", "Part One"],
        ["يؤجر المالك البيت للمستأجر سنة كاملة.", "The owner lets the house to the tenant for a full year."],
        ["يبدأ العقد في أول مارس.", "The lease begins on the first of March."],
        ["يدفع المستأجر الأجرة في أول كل شهر.", "The tenant pays the rent on the first of each month."],
        ["لا يجوز كسر الجدران.", "No wall may be broken."],
        ["ولا يجوز طلاؤها بلون آخر.", "No wall may be painted in another colour."],
        ["توقيع المالك", "Signature of the owner"],
        ["نقدا أو بحوالة.", "In cash or by transfer."],
    ]
    left_out = "left out 1 tracked deletion, 1 comment, 1 passage of hidden text and 1 header or footer"
    assert result.stderr.splitlines()[:4] == [
        f"align: {name}: {left_out}",
        f"align: {name}: layout columns, 6 rows",
        f'align: {name}: row 1 names the columns ("No.", "العربية", "English") and is not aligned',
        f"align: {name}: ignored column 1 (--columns chooses others)",
    ]


# Files by their content.


HELLO = docx(paragraph("Hello."))


@pytest.mark.parametrize("path", ["a.docx", "a.txt", "-", "a.odt"])
def test_a_document_is_recognised_whatever_its_suffix_is(path):
    assert readers.recognise(HELLO, path).name == "DOCX"
    assert readers.recognise(odt("<text:p>Hello.</text:p>"), path).name == "ODT"
    template = odt("<text:p>Hello.</text:p>", mimetype=f"{office_files.ODT_TYPE}-template")
    assert readers.recognise(template, path).name == "ODT"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04 word/document.xml",
        b"word/document.xml",
        archive({"word/document.xml.txt": "", "a/word/document.xml": ""}),
        archive({"mimetype": "application/epub+zip"}, packing=zipfile.ZIP_STORED),
        HELLO[:-1],
    ],
)
def test_other_bytes_are_not_recognised(data):
    assert not docx_reader.recognises(data)
    assert not odt_reader.recognises(data)


def test_the_names_of_strict_documents_are_understood():
    text = readers.read_bytes(docx(paragraph("Hello."), namespace=office_files.STRICT), "a.docx")
    assert text.text == "Hello."


@pytest.mark.parametrize("main", ["word/document2.xml", "/word/document.xml", "content/main.xml"])
def test_the_archive_names_the_main_file(main):
    data = docx(paragraph("Hello."), main=main.lstrip("/"), footnotes="")
    assert readers.read_bytes(data, "a.docx").text == "Hello."


def test_the_main_file_is_found_by_its_usual_name():
    data = archive({"word/document.xml": office_files.word_xml("document", paragraph("Hello."))})
    assert readers.read_bytes(data, "a.docx").text == "Hello."


def test_a_document_of_one_xml_file_is_read():
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in office_files.ODF.items())
    styles = "<office:master-styles><style:header><text:p>Draft</text:p></style:header></office:master-styles>"
    body = "<office:body><office:text><text:p>Hello.</text:p></office:text></office:body>"
    data = f"<office:document {names}>{styles}{body}</office:document>".encode()
    text = readers.read_bytes(data, "a.fodt")
    assert (text.text, text.remarks) == ("Hello.", ("left out 1 header or footer",))


def test_short_lines_may_be_wrapped_and_long_ones_are_paragraphs():
    assert not readers.read_bytes(HELLO, "a.docx").are_paragraphs
    assert readers.read_bytes(docx(paragraph("Hello. " * 40)), "a.docx").are_paragraphs


# Broken and hostile files.


def xml(content):
    """Return a DOCX with a main file of this content."""
    return archive({"word/document.xml": content})


def with_false_size():
    """Return a DOCX whose archive understates the size of its main file."""
    data = bytearray(xml(office_files.word_xml("document", paragraph("a" * 10_000))))
    for record, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(record) + offset
        data[start : start + 4] = struct.pack("<L", 1000)
    return bytes(data)


def with_password():
    """Return a DOCX whose archive is marked as encrypted."""
    data = bytearray(xml("secret"))
    for record, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(record) + offset] |= 1
    return bytes(data)


DEEP = "<a>" * 1001
BOMB = f"<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '{'&a;' * 10}'>]><a>&b;</a>"
AGAIN = "open it in the program that wrote it, and save it again as DOCX"
CELL = office_files.word_xml("document", "<w:body><w:tc><w:p/></w:tc></w:body>")
TRAP = "divide it; a text of that size is rare, so that the file may be a trap"
IN_XML = "a.docx (word/document.xml), line 1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"...",
            "a.docx: this is a file of an old Office program, which align does not read; "
            "open it in Word or LibreOffice, save it as .docx, and give that",
        ),
        (b"Hello.", f"a.docx: this is not a complete DOCX (File is not a zip file); {AGAIN}"),
        (HELLO[: len(HELLO) // 2], f"a.docx: this is not a complete DOCX (File is not a zip file); {AGAIN}"),
        (archive({"a": ""}), f"a.docx: this is not a complete DOCX (word/document.xml is missing); {AGAIN}"),
        (
            xml("<w:document/>".replace("w:", "")),
            f"a.docx: this is not a complete DOCX (it holds no document of Word); {AGAIN}",
        ),
        (with_false_size(), f"a.docx: this is not a complete DOCX (Bad CRC-32 for file 'word/document.xml'); {AGAIN}"),
        (
            with_password(),
            "a.docx: this DOCX is encrypted, or packed in an unusual way; save it again, without a password",
        ),
        (
            archive({"word/document.xml": "<a/>"}, packing=zipfile.ZIP_BZIP2),
            "a.docx: this DOCX is encrypted, or packed in an unusual way; save it again, without a password",
        ),
        (xml(" " * (9 << 20)), f"a.docx: this DOCX unpacks to more than 8 MB; {TRAP}"),
        (xml(DEEP), f"{IN_XML}: more than 1,000 elements are within each other; save it again as DOCX"),
        (
            xml(BOMB),
            f"{IN_XML}: the file declares the entity a, which may stand for anything; remove the declaration",
        ),
        (xml("<a>"), f"{IN_XML}: this is not XML (no element found); save it again as DOCX, or repair it"),
        (xml(CELL), f"a.docx: a cell is outside of a table; {AGAIN.removesuffix(' as DOCX')}"),
    ],
)
def test_a_broken_docx_is_refused(data, message):
    with pytest.raises(InputError) as error:
        readers.read_bytes(data, "a.docx")
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            odt("", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            "a.odt: this ODT is protected by a password; open it, and save it again without a password",
        ),
        (
            archive({"content.xml": "<a/>"}),
            "a.odt: this is not a complete ODT (it holds no text document); save it again as ODT",
        ),
        (b"Hello.", "a.odt, line 1: this is not XML (syntax error); save it again as ODT, or repair it"),
    ],
)
def test_a_broken_odt_is_refused(data, message):
    with pytest.raises(InputError) as error:
        readers.read_bytes(data, "a.odt")
    assert str(error.value) == message


def test_two_files_of_one_name_are_refused():
    data = archive({"word/document.xml": "<a/>", "word/Document.xml": "<b/>"})
    data = data.replace(b"word/Document.xml", b"word/document.xml")
    with pytest.raises(
        InputError, match=r"^a\.docx: this is not a complete DOCX \(word/document\.xml is there twice\)"
    ):
        readers.read_bytes(data, "a.docx")


def test_an_archive_of_very_many_files_is_refused(monkeypatch):
    data = archive({"word/document.xml": "<a/>", **{str(number): "" for number in range(20)}})
    assert readers.recognise(data, "a.txt").name == "DOCX"
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 1000)
    assert not docx_reader.recognises(data)
    with pytest.raises(InputError, match=r"^a\.docx: this DOCX holds too many files; divide it;"):
        readers.read_bytes(data, "a.docx")


def test_a_file_of_very_many_tags_is_refused(monkeypatch):
    monkeypatch.setattr(xml_events, "MAX_TAGS", 100)
    message = r"^a\.docx \(word/document\.xml\): this DOCX has more than 100 tags; divide it;"
    with pytest.raises(InputError, match=message):
        readers.read_bytes(docx("<w:p/>" * 50), "a.docx")


def test_a_text_of_very_many_characters_is_refused(monkeypatch):
    monkeypatch.setattr(document_flow, "MAX_TEXT", 1 << 20)
    with pytest.raises(InputError, match=r"^a\.odt: its text has more than 1,048,576 characters; divide it;"):
        readers.read_bytes(odt(f"<text:p>{'a' * (1 << 20)} b</text:p>"), "a.odt")


def test_xhtml_may_use_the_entities_of_html():
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    found = xml_events.events([f"{doctype}<p>a&nbsp;&mdash;</p>"], "a.xhtml", "XHTML")
    assert "".join(event.name for event in found if event.kind is xml_events.EventKind.TEXT) == "a\N{NO-BREAK SPACE}—"
    with pytest.raises(
        InputError, match=r"^a\.xhtml, line 1: the entity nothing is not declared; write its characters"
    ):
        list(xml_events.events([f"{doctype}<p>&nothing;</p>"], "a.xhtml", "XHTML"))
