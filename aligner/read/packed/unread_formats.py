"""The table of formats that `align` does not read, with the one step that helps a user who has such a file."""

from __future__ import annotations

from typing import NamedTuple


class UnreadFormat(NamedTuple):
    """A format that is not read.

    name: the format in messages, with its article.
    suffixes: its suffixes, in lower case, with the dot.
    signs: offsets and the bytes there, one of which is in the file. A byte order mark and blanks may stand before one
        at the beginning.
    parts: names or signs, one of which is in the bytes as well; empty if the first bytes are enough.
    step: what to do. {file} is the name of the file; {txt} and the like are it with another suffix.
    has_text: True for documents, which a user may have put into a folder of texts.
    """

    name: str
    suffixes: tuple[str, ...]
    signs: tuple[tuple[int, bytes], ...]
    parts: tuple[bytes, ...] = ()
    step: str = ""
    has_text: bool = False

    @property
    def is_any_archive(self) -> bool:
        """True for a ZIP archive of which nothing else is known; several formats that are read are ZIP archives."""
        return self.signs is _ZIP and not self.parts


def _begins(*signs: bytes) -> tuple[tuple[int, bytes], ...]:
    """Return signs at the beginning of a file."""
    return tuple((0, sign) for sign in signs)


def _utf16(text: str) -> bytes:
    """Return a name as the directory of an OLE file has it."""
    return text.encode("utf-16-le")


_OLE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # a file system in a file: Office before 2007
_ZIP = _begins(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_BINARY = (b"\x00",)  # a text may begin with the letters of some signs

_DOCX = "open it in Word or LibreOffice, save it as .docx, and give that"
_SHEET = "open it in Excel or LibreOffice, save it as .xlsx or as CSV in UTF-8, and give that"
_SLIDES = "open it in PowerPoint or LibreOffice, copy the text from the outline into a .docx or .txt, and give that"
_EBOOK = "turn it into EPUB with Calibre, such as `ebook-convert {file} {epub}`, and give that"
_FOLDER = "unpack it into a folder, and give the folder"
# Of pages that Chromium and LibreOffice printed, `pdftotext` gives the Arabic words in order, the same with `-layout`
# and without, and `-layout` keeps the blank lines between paragraphs. `-raw` gives the words of a line in reverse.
_PDF = (
    "run `pdftotext -layout {file} {txt}`, and give {txt} (without -layout if pages have two columns; not with -raw,"
    " which reverses the words). Look at its Arabic first, in which letters may be missing, reversed or in presentation"
    " forms; the document that the PDF was made from is better"
)
_NO_TEXT = "give the text itself"
_PICTURE = "recognise the text with a program for that, such as Tesseract, and give the text"
_SOUND = "give its subtitles or a transcript"
_SUBTITLES = "turn it into SRT with ffmpeg or Subtitle Edit, and give that"
_PAGE = "open it in a browser, save it as a web page of HTML only, and give that"
_DATA = "write the texts as TSV, CSV or JSON lines, and give that"

# Before a format whose first bytes are the same comes the one whose parts tell more.
UNREAD = (
    UnreadFormat("a PDF", (".pdf",), _begins(b"%PDF-"), (), _PDF, True),
    UnreadFormat(
        "an Office document with a password",
        (),
        _OLE,
        (_utf16("EncryptedPackage"), _utf16("EncryptedSummary")),
        "open it, save it without the password, and give that",
        True,
    ),
    UnreadFormat("a Word document of before 2007 (.doc)", (".doc",), _OLE, (_utf16("WordDocument"),), _DOCX, True),
    UnreadFormat(
        "an Excel workbook of before 2007 (.xls)",
        (".xls", ".xlt"),
        _OLE,
        (_utf16("Workbook"), _utf16("Book\x00")),
        _SHEET,
        True,
    ),
    UnreadFormat(
        "a PowerPoint presentation of before 2007 (.ppt)",
        (".ppt", ".pps"),
        _OLE,
        (_utf16("PowerPoint Document"),),
        _SLIDES,
        True,
    ),
    UnreadFormat(
        "an Outlook message", (".msg",), _OLE, (_utf16("__properties_version"),), "save it as text, and give that", True
    ),
    UnreadFormat("a file of an old Office program", (".wps", ".hwp"), _OLE, (), _DOCX, True),
    UnreadFormat("an RTF document", (".rtf",), _begins(b"{\\rtf"), (), _DOCX, True),
    UnreadFormat(
        "a PowerPoint presentation",
        (".pptx", ".pptm", ".ppsx", ".potx"),
        _ZIP,
        (b"ppt/presentation.xml",),
        _SLIDES,
        True,
    ),
    UnreadFormat(
        "an OpenDocument presentation", (".odp", ".otp"), _ZIP, (b"vnd.oasis.opendocument.presentation",), _SLIDES, True
    ),
    UnreadFormat(
        "an OpenDocument spreadsheet", (".ots",), _ZIP, (b"vnd.oasis.opendocument.spreadsheet",), _SHEET, True
    ),
    UnreadFormat("a binary Excel workbook", (".xlsb",), _ZIP, (b"xl/workbook.bin",), _SHEET, True),
    UnreadFormat(
        "an OpenOffice document of before 2005",
        (".sxw", ".stw"),
        _ZIP,
        (b"vnd.sun.xml.writer",),
        "open it in LibreOffice, save it as .odt, and give that",
        True,
    ),
    UnreadFormat(
        "an iWork document",
        (".pages", ".numbers", ".key"),
        _ZIP,
        (b"Index/Document.iwa", b"Index.zip", b"buildVersionHistory.plist"),
        "open it in Pages, Numbers or Keynote, export it to Word or Excel, and give that",
        True,
    ),
    UnreadFormat(
        "an InDesign document",
        (".idml",),
        _ZIP,
        (b"designmap.xml",),
        "export its text as .docx or HTML, and give that",
        True,
    ),
    UnreadFormat("a ZIP archive", (".zip", ".zipx"), _ZIP, (), _FOLDER, True),
    UnreadFormat("a 7z archive", (".7z",), _begins(b"7z\xbc\xaf\x27\x1c"), (), _FOLDER, True),
    UnreadFormat("a RAR archive", (".rar",), _begins(b"Rar!\x1a\x07"), (), _FOLDER, True),
    UnreadFormat("a tar archive", (".tar", ".tgz", ".tbz2", ".txz"), ((257, b"ustar"),), (), _FOLDER, True),
    UnreadFormat(
        "a compressed file of another kind",
        (".z", ".lz", ".lz4", ".lzma", ".lzo", ".br"),
        _begins(b"\x1f\x9d", b"LZIP\x01", b"\x04\x22\x4d\x18", b"\x5d\x00\x00", b"\x89LZO"),
        (),
        "unpack it, or compress it with gzip, xz, bzip2 or zstd, and give that",
        True,
    ),
    UnreadFormat(
        "a Kindle book",
        (".mobi", ".azw", ".azw3", ".prc", ".kfx"),
        ((60, b"BOOKMOBI"), (60, b"TEXtREAd"), (0, b"\xeaDRMION")),
        (),
        _EBOOK,
        True,
    ),
    UnreadFormat("a compiled help file", (".chm", ".hlp"), _begins(b"ITSF\x03"), (), _FOLDER, True),
    UnreadFormat(
        "a DjVu document",
        (".djvu", ".djv"),
        _begins(b"AT&TFORM"),
        (),
        "run `djvutxt {file} {txt}`, and give {txt}",
        True,
    ),
    UnreadFormat(
        "a PostScript document",
        (".ps", ".eps"),
        _begins(b"%!PS-Adobe", b"\xc5\xd0\xd3\xc6"),
        (),
        "give the document that it was made from, or run `ps2txt {file} {txt}`, and give {txt}",
        True,
    ),
    UnreadFormat(
        "compiled messages of gettext",
        (".mo", ".gmo"),
        _begins(b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"),
        (),
        "run `msgunfmt {file} > {po}`, and give {po}",
        True,
    ),
    UnreadFormat(
        "a picture",
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".avif", ".ico", ".psd"),
        (
            *_begins(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"8BPS\x00"),
            *((4, b"ftyp" + kind) for kind in (b"heic", b"heix", b"mif1", b"avif")),
            (8, b"WEBPVP8"),
            (0, b"\x00\x00\x01\x00"),
        ),
        _BINARY,
        _PICTURE,
    ),
    UnreadFormat(
        "a sound or a film",
        (".mp3", ".mp4", ".m4a", ".m4v", ".wav", ".ogg", ".flac", ".avi", ".mkv", ".mov", ".webm", ".wmv", ".mpg"),
        (
            *_begins(b"ID3\x02", b"ID3\x03", b"ID3\x04", b"OggS\x00", b"fLaC\x00", b"\x1aE\xdf\xa3", b"FLV\x01"),
            *_begins(b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
            *((4, b"ftyp"), (4, b"moov"), (8, b"WAVEfmt "), (8, b"AVI LIST")),
        ),
        _BINARY,
        _SOUND,
    ),
    UnreadFormat("an SQLite database", (".sqlite", ".db", ".sqlite3"), _begins(b"SQLite format 3\x00"), (), _DATA),
    UnreadFormat("a Parquet file", (".parquet",), _begins(b"PAR1\x15"), (), _DATA, True),
    UnreadFormat(
        "an Arrow or Feather file", (".arrow", ".feather"), _begins(b"ARROW1\x00", b"FEA1"), (b"\x00",), _DATA, True
    ),
    UnreadFormat(
        "a pickle of Python",
        (".pkl", ".pickle"),
        _begins(b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"),
        (),
        _DATA,
    ),
    UnreadFormat("an array of NumPy", (".npy", ".npz"), _begins(b"\x93NUMPY"), (), _DATA),
    UnreadFormat(
        "a font",
        (".ttf", ".otf", ".woff", ".woff2"),
        _begins(b"\x00\x01\x00\x00\x00", b"OTTO\x00", b"wOFF\x00", b"wOF2\x00"),
        (),
        _NO_TEXT,
    ),
    UnreadFormat(
        "a program",
        (".exe", ".dll", ".so", ".class", ".pyc", ".o"),
        _begins(b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"!<arch>\n", b"\x00asm"),
        (),
        _NO_TEXT,
    ),
    UnreadFormat("a program", (), _begins(b"MZ"), (b"PE\x00\x00",), _NO_TEXT),
    UnreadFormat(
        "a pointer of Git LFS to a file that is not here",
        (),
        _begins(b"version https://git-lfs.github.com/spec/v1"),
        (b"oid sha256:",),
        "get the file with `git lfs pull`",
    ),
    UnreadFormat(
        "a document of Word 2003 in XML", (), _begins(b"<?xml"), (b"<w:wordDocument", b"<pkg:package"), _DOCX, True
    ),
    UnreadFormat(
        "a web archive, a page that was saved with its pictures",
        (".mhtml", ".mht"),
        _begins(b"From: <Saved by ", b'From: "Saved by '),  # browsers; letters begin otherwise
        (b"Content-Type: multipart/related",),
        _PAGE,
        True,
    ),
    UnreadFormat(
        "a web archive of Safari",
        (".webarchive",),
        _begins(b"bplist00"),
        (b"WebMainResource",),
        _PAGE,
        True,
    ),
    UnreadFormat(
        "a file of subtitles of another kind",
        (".ass", ".ssa", ".ttml", ".dfxp"),
        _begins(b"[Script Info]", b"<tt ", b"<tt:tt "),
        (),
        _SUBTITLES,
        True,
    ),
    UnreadFormat("a file of subtitles of another kind", (), _begins(b"<?xml"), (b"<tt ", b"<tt:tt "), _SUBTITLES, True),
)
