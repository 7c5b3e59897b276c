"""Formats that are not read: each is named by its content, with the step that helps.

The files of `fixtures/unread` hold one sentence in Arabic and one in English, or a table of them. Chromium 156 printed
`book.pdf`, pandoc wrote `book.rtf`, and LibreOffice the others.
"""

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.read import readers
from aligner.read.packed import unsupported
from aligner.read.packed.unread_formats import UNREAD

FIXTURES = Path(__file__).parent.parent / "fixtures" / "unread"
TEXT = "وصل القطار.\nThe train arrived.\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCX = "open it in Word or LibreOffice, save it as .docx, and give that"
SHEET = "open it in Excel or LibreOffice, save it as .xlsx or as CSV in UTF-8, and give that"


def refusal(data, name="book.txt"):
    """Return the error for bytes that are not read."""
    with pytest.raises(InputError) as caught:
        readers.read_bytes(data, name)
    return caught.value


def zipped(**members):
    """Return a ZIP archive of files; `ppt_presentation_xml` stands for `ppt/presentation.xml`."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, text in members.items():
            folder, _, last = name.partition("_")
            file.writestr(f"{folder}/{last.replace('_', '.')}", text)
    return archive.getvalue()


def ole(name):
    """Return the beginning of an OLE file with one entry in its directory."""
    return OLE + name.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("fixture", "name", "step"),
    [
        (
            "book.pdf",
            "a PDF",
            "run `pdftotext -layout {0}.pdf {0}.txt`, and give {0}.txt (without -layout if pages have two columns; not"
            " with -raw, which reverses the words). Look at its Arabic first, in which letters may be missing, reversed"
            " or in presentation forms; the document that the PDF was made from is better",
        ),
        ("book.doc", "a Word document of before 2007 (.doc)", DOCX),
        ("book.rtf", "an RTF document", DOCX),
        ("table.xls", "an Excel workbook of before 2007 (.xls)", SHEET),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".txt"])
def test_a_file_of_a_program(here, run, fixture, name, step, suffix):
    shutil.copy(FIXTURES / fixture, here / f"{fixture}{suffix}")
    result = run(f"{fixture}{suffix}")
    stem = fixture if suffix else fixture.rpartition(".")[0]
    expected = step.format(stem) if not suffix else step.replace("{0}.pdf", f"{fixture}{suffix}").format(stem)
    assert result.stderr == f"Error: {fixture}{suffix}: this is {name}, which align does not read; {expected}\n"
    assert (result.exit_code, result.stdout) == (1, "")


CASES = {
    "a PDF": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "an Office document with a password": ole("EncryptedPackage"),
    "a PowerPoint presentation of before 2007 (.ppt)": ole("PowerPoint Document"),
    "an Outlook message": ole("__properties_version1.0"),
    "a file of an old Office program": ole("Contents"),
    "an RTF document": b"{\\rtf1\\ansi Yes.}",
    "a PowerPoint presentation": zipped(ppt_presentation_xml="<p/>"),
    "an OpenDocument presentation": zipped(a_mimetype="application/vnd.oasis.opendocument.presentation"),
    "an iWork document": zipped(Index_Document_iwa="x"),
    "a binary Excel workbook": zipped(xl_workbook_bin="x"),
    "a ZIP archive": zipped(docs_a_txt="text"),
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "a RAR archive": b"Rar!\x1a\x07\x01\x00",
    "a tar archive": b"a.txt".ljust(257, b"\x00") + b"ustar\x0000",
    "a Kindle book": b"Novel".ljust(60, b"\x00") + b"BOOKMOBI",
    "a DjVu document": b"AT&TFORM\x00\x00\x01\x00DJVM",
    "a PostScript document": b"%!PS-Adobe-3.0\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "a sound or a film": b"ID3\x03\x00\x00\x00",
    "an SQLite database": b"SQLite format 3\x00\x10\x00",
    "a Parquet file": b"PAR1\x15\x04\x15",
    "a pickle of Python": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00]",
    "an array of NumPy": b"\x93NUMPY\x01\x00v\x00",
    "a program": b"\x7fELF\x02\x01\x01",
    "a pointer of Git LFS to a file that is not here": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    "a document of Word 2003 in XML": b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>',
    "a web archive, a page that was saved with its pictures": (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=text/html\r\n"
    ),
    "a web archive of Safari": b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource",
    "a file of subtitles of another kind": b"[Script Info]\nTitle: x\n",
    "compiled messages of gettext": b"\xde\x12\x04\x95\x00\x00\x00\x00",
}


@pytest.mark.parametrize("name", CASES)
def test_the_content_shows_the_format(name):
    assert refusal(CASES[name]).problem == f"this is {name}, which align does not read"


@pytest.mark.parametrize(
    "text",
    [
        "PDF files begin with %PDF-1.4.\n",
        "GIF89a is a format.\n",
        "ID3 tags.\n",
        "PK: a player kill.\n",
        "MZ is a code.\n",
        "BM: بي إم\n",
        "PAR1 golf.\n",
        "ARROW1 and FEA1.\n",
        "OggS.\n",
        "<?xml version='1.0'?>\n<text>نعم</text>\n",
        "AT&T.\n",
        "From: <Saved by Blink>\n",
        "Rar! is a name.\n",
        "version 1\noid sha256:\n",
        "{rtf} نعم\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_text_that_looks_alike_is_read(text, encoding):
    assert readers.read_bytes((text + TEXT).encode(encoding), "book.txt").text == text + TEXT


@pytest.mark.parametrize("name", ["book.pdf", "book.doc", "book.rtf", "book.key"])
def test_a_text_with_the_suffix_of_another_format_is_read_with_a_remark(name):
    read = readers.read_bytes(TEXT.encode(), name)
    expected = unsupported.format_of_name(name).name
    assert (read.text, read.remarks) == (
        TEXT,
        (f"this is not {expected}, in spite of its suffix; read by its content",),
    )


@pytest.mark.parametrize("name", ["book.mobi", "book.doc", "book.pdf.gz", "a.png"])
def test_bytes_without_a_sign_are_named_by_the_suffix(name):
    expected = unsupported.format_of_name(name).name
    assert refusal(bytes(99), name).problem == f"this is {expected}, which align does not read"


def test_an_empty_file_is_empty_whatever_its_suffix():
    assert str(refusal(b"", "book.pdf")) == "book.pdf: the input is empty"


def test_the_step_quotes_the_name_and_needs_none():
    assert "`pdftotext -layout 'my book.pdf' 'my book.txt'`" in refusal(CASES["a PDF"], "my book.pdf").hint
    assert "`pdftotext -layout book.pdf book.txt`" in refusal(CASES["a PDF"], "standard input").hint


def test_every_step_can_be_shown():
    assert all(unsupported.step(unread, "a/b.x") and "{" not in unsupported.step(unread, "") for unread in UNREAD)


def test_suffixes_are_in_lower_case_and_of_one_format():
    suffixes = [suffix for unread in UNREAD for suffix in unread.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert not set(suffixes) & set(readers.SUFFIXES)
