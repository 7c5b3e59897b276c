"""The table of formats that `align` does not read, with the one step that helps a user who has such a file."""

from __future__ import annotations

from typing import NamedTuple

import regex


class UnreadFormat(NamedTuple):
    """A format that is not read.

    name: the format in messages, with its article.
    suffixes: its suffixes, in lower case, with the dot.
    magic: a pattern of the first bytes; None for a format that only its parts show.
    parts: names or signs, one of which is in the bytes as well; empty if the first bytes are enough.
    step: what to do. {file} is the name of the file; {txt} and the like are it with another suffix.
    has_text: True for documents, which a user may have put into a folder of texts.
    """

    name: str
    suffixes: tuple[str, ...]
    magic: regex.Pattern[bytes] | None
    parts: tuple[bytes, ...] = ()
    step: str = ""
    has_text: bool = False

    @property
    def is_any_archive(self) -> bool:
        """True for a ZIP archive of which nothing else is known; several formats that are read are ZIP archives."""
        return self.magic is _ZIP and not self.parts


def _utf16(text: str) -> bytes:
    """Return a name as the directory of an OLE file has it."""
    return text.encode("utf-16-le")


_OLE = regex.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # a file system in a file: Office before 2007
_ZIP = regex.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")

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
_DATA = "write the texts as TSV, CSV or JSON lines, and give that"

# Before a format whose first bytes are the same comes the one whose parts tell more.
UNREAD = (
    UnreadFormat("a PDF", (".pdf",), regex.compile(rb"(?:\xef\xbb\xbf)?\s{0,16}%PDF-"), (), _PDF, True),
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
    UnreadFormat("an RTF document", (".rtf",), regex.compile(rb"(?:\xef\xbb\xbf)?\s{0,16}\{\\rtf"), (), _DOCX, True),
    UnreadFormat(
        "a PowerPoint presentation",
        (".pptx", ".pptm", ".ppsx", ".potx"),
        _ZIP,
        (b"ppt/presentation.xml",),
        _SLIDES,
        True,
    ),
    UnreadFormat(
        "an OpenDocument presentation",
        (".odp", ".otp"),
        _ZIP,
        (b"vnd.oasis.opendocument.presentation",),
        _SLIDES,
        True,
    ),
    UnreadFormat(
        "an OpenDocument spreadsheet", (".ods", ".ots"), _ZIP, (b"vnd.oasis.opendocument.spreadsheet",), _SHEET, True
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
        "an XPS document",
        (".xps", ".oxps"),
        _ZIP,
        (b"FixedDocumentSequence.fdseq", b"FixedDocSeq.fdseq"),
        "give the document that it was made from",
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
    UnreadFormat("a 7z archive", (".7z",), regex.compile(rb"7z\xbc\xaf\x27\x1c"), (), _FOLDER, True),
    UnreadFormat("a RAR archive", (".rar",), regex.compile(rb"Rar!\x1a\x07"), (), _FOLDER, True),
    UnreadFormat(
        "a tar archive", (".tar", ".tgz", ".tbz2", ".txz"), regex.compile(rb"(?s).{257}ustar"), (), _FOLDER, True
    ),
    UnreadFormat("a cabinet archive", (".cab",), regex.compile(rb"MSCF\x00\x00\x00\x00"), (), _FOLDER),
    UnreadFormat(
        "a compressed file of another kind",
        (".z", ".lz", ".lz4", ".lzma", ".lzo", ".br"),
        regex.compile(rb"\x1f\x9d|LZIP\x01|\x04\x22\x4d\x18|\x5d\x00\x00[\x00-\x80]{2}|\x89LZO"),
        (),
        "unpack it, or compress it with gzip, xz, bzip2 or zstd, and give that",
        True,
    ),
    UnreadFormat(
        "a Kindle book",
        (".mobi", ".azw", ".azw3", ".prc", ".kfx"),
        regex.compile(rb"(?s).{60}(?:BOOKMOBI|TEXtREAd)|\xeaDRMION"),
        (),
        _EBOOK,
        True,
    ),
    UnreadFormat("an e-book of another kind", (".lit", ".lrf"), regex.compile(rb"ITOLITLS"), (), _EBOOK, True),
    UnreadFormat("a compiled help file", (".chm", ".hlp"), regex.compile(rb"ITSF[\x00-\x0f]"), (), _FOLDER, True),
    UnreadFormat(
        "a DjVu document",
        (".djvu", ".djv"),
        regex.compile(rb"AT&TFORM"),
        (),
        "run `djvutxt {file} {txt}`, and give {txt}",
        True,
    ),
    UnreadFormat(
        "a PostScript document",
        (".ps", ".eps"),
        regex.compile(rb"%!PS-Adobe|\xc5\xd0\xd3\xc6"),
        (),
        "give the document that it was made from, or run `ps2txt {file} {txt}`, and give {txt}",
        True,
    ),
    UnreadFormat("a WordPerfect document", (".wpd",), regex.compile(rb"\xffWPC"), (), _DOCX, True),
    UnreadFormat(
        "compiled messages of gettext",
        (".mo", ".gmo"),
        regex.compile(rb"\xde\x12\x04\x95|\x95\x04\x12\xde"),
        (),
        "run `msgunfmt {file} > {po}`, and give {po}",
        True,
    ),
    UnreadFormat(
        "a picture",
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".avif", ".ico", ".psd"),
        regex.compile(
            rb"(?s)\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF.{4}WEBP|BM.{4}\x00{4}"
            rb"|\x00.{3}ftyp(?:heic|heix|mif1|avif)|8BPS\x00|\x00\x00\x01\x00[\x01-\x20]\x00"
        ),
        _BINARY,
        _PICTURE,
    ),
    UnreadFormat(
        "a sound or a film",
        (".mp3", ".mp4", ".m4a", ".m4v", ".wav", ".ogg", ".flac", ".avi", ".mkv", ".mov", ".webm", ".wmv", ".mpg"),
        regex.compile(
            rb"(?s)ID3[\x02-\x04]\x00|\x00.{3}ftyp|RIFF.{4}(?:WAVE|AVI )|OggS\x00|fLaC\x00"
            rb"|\x1aE\xdf\xa3|\x00\x00\x01[\xba\xb3]"
            rb"|FLV\x01|\x30\x26\xb2\x75\x8e\x66\xcf\x11|\x00.{3}moov|\xff[\xfa\xfb][\x10-\xeb]"
        ),
        _BINARY,
        _SOUND,
    ),
    UnreadFormat(
        "an SQLite database", (".sqlite", ".db", ".sqlite3"), regex.compile(rb"SQLite format 3\x00"), (), _DATA
    ),
    UnreadFormat("a Parquet file", (".parquet",), regex.compile(rb"PAR1[\x00-\x1f]"), (), _DATA, True),
    UnreadFormat(
        "an Arrow or Feather file", (".arrow", ".feather"), regex.compile(rb"ARROW1\x00|FEA1"), (b"\x00",), _DATA, True
    ),
    UnreadFormat(
        "a pickle of Python",
        (".pkl", ".pickle"),
        regex.compile(rb"(?s)\x80[\x02-\x05](?:\x95.{8}|[\]}(cX)])"),
        (),
        _DATA,
    ),
    UnreadFormat("an array of NumPy", (".npy", ".npz"), regex.compile(rb"\x93NUMPY"), (), _DATA),
    UnreadFormat("an HDF5 file", (".h5", ".hdf5"), regex.compile(rb"\x89HDF\r\n\x1a\n"), (), _DATA),
    UnreadFormat("an Access database", (".mdb", ".accdb"), regex.compile(rb"\x00\x01\x00\x00Standard"), (), _DATA),
    UnreadFormat(
        "a font",
        (".ttf", ".otf", ".woff", ".woff2"),
        regex.compile(rb"\x00\x01\x00\x00\x00|OTTO\x00|wOF[F2]"),
        (),
        _NO_TEXT,
    ),
    UnreadFormat(
        "a program",
        (".exe", ".dll", ".so", ".class", ".pyc", ".o"),
        regex.compile(rb"(?s)\x7fELF|MZ.{0,64}\x00\x00|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|!<arch>\n|\x00asm"),
        (),
        _NO_TEXT,
    ),
    UnreadFormat(
        "a pointer of Git LFS to a file that is not here",
        (),
        regex.compile(rb"version https://git-lfs\.github\.com/spec/v1\r?\n"),
        (b"oid sha256:",),
        "get the file with `git lfs pull`",
    ),
    UnreadFormat(
        "a document of Word 2003 in XML",
        (),
        regex.compile(rb"(?:\xef\xbb\xbf)?\s{0,16}<\?xml"),
        (b"<w:wordDocument", b"<pkg:package"),
        _DOCX,
        True,
    ),
    UnreadFormat(
        "a flat OpenDocument text",
        (".fodt",),
        regex.compile(rb"(?:\xef\xbb\xbf)?\s{0,16}<\?xml"),
        (b"<office:document ",),
        "open it in LibreOffice, save it as .odt, and give that",
        True,
    ),
    UnreadFormat(
        "a file of subtitles of another kind",
        (".ass", ".ssa", ".ttml", ".dfxp"),
        regex.compile(rb"(?:\xef\xbb\xbf)?\[Script Info\]|(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,99}>)?\s{0,16}<tt[\s:]"),
        (),
        "turn it into SRT with ffmpeg or Subtitle Edit, and give that",
        True,
    ),
)
