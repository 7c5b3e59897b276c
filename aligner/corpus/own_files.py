"""Files of a folder that hold no text to align: the outputs of `align`, and what programs leave behind."""

from __future__ import annotations

import os.path
from collections.abc import Callable

import regex

from aligner import storage
from aligner.errors import InputError
from aligner.read import review
from aligner.read.packed import compressed
from aligner.read.packed.archive import Archive
from aligner.write.tsv import COLUMNS, DOCUMENT_COLUMN

HEAD = 4096  # bytes by which an output is recognised

# Locks of Office and of LibreOffice, thumbnails of Windows, its settings of a folder.
_LEFT_BEHIND = regex.compile(r"(?i)(?:~\$.*|\.~lock\..*#|thumbs\.db|desktop\.ini|ehthumbs\.db|\.ds_store)")
_LEFT_BEHIND_FOLDERS = frozenset({"__MACOSX", "$RECYCLE.BIN", "System Volume Information"})

_QUOTE = "(?:'|&#x27;)"
_PAGE = regex.compile(
    r'<!DOCTYPE html>\s+<html lang="en"[^>]*+>\s+<head>\s+<meta charset="utf-8">\s+'
    rf'<meta http-equiv="Content-Security-Policy" content="default-src {_QUOTE}none{_QUOTE}; style-src {_QUOTE}sha256-'
)
_DOCUMENT = regex.compile(r'\{\s*+"meta": \{\s*+"signature": "align:')
_SUMMARY = regex.compile(r'\{\s*+"documents": \{\s*+"found": \d++,\s*+"aligned": \d++,\s*+"failed": ')
_LINES = regex.compile(r'\{(?:"document": "(?:[^"\\]|\\.)*+", )?"src_text": ".*"trg_text": ".*"kind": "\d++-\d++"')
_MEMORY = regex.compile(r'(?s).{0,200}?<header creationtool="align" ')
_DELIMITER = r"[\t,;]"
_TABLE = regex.compile(rf"\ufeff?(?:{DOCUMENT_COLUMN}{_DELIMITER})?{_DELIMITER.join(COLUMNS)}(?=[\t,;\r\n]|\Z)")


def _is_json(head: str) -> bool:
    """True for a document, the summary of a run, or a review."""
    return bool(_DOCUMENT.match(head) or _SUMMARY.match(head)) or review.is_review(head.encode())


# Suffix -> function of the beginning of a file that is True for an output of `align`.
_SIGNS: dict[str, Callable[[str], object]] = {
    ".html": _PAGE.match,
    ".htm": _PAGE.match,
    ".json": _is_json,
    ".jsonl": _LINES.match,
    ".ndjson": _LINES.match,
    ".tmx": _MEMORY.match,
    ".tsv": _TABLE.match,
    ".csv": _TABLE.match,
}
_WORKBOOK = ".xlsx"
_MAX_WORKBOOK = 1 << 24  # bytes; a larger one is taken for a document
# The time at which each workbook of `align` was made, and its only sheet; see `write.xlsx`.
_WORKBOOK_SIGNS = {
    "docProps/core.xml": b">1980-01-01T00:00:00Z</dcterms:created>",
    "xl/workbook.xml": b'<sheet name="pairs" sheetId="1"',
}


def is_left_behind(name: str) -> bool:
    """True for a file that a program or a system leaves in a folder beside the files of the user.

    name: path from the folder, with `/`.

    >>> is_left_behind("law/~$report.docx"), is_left_behind("__MACOSX/law/a.txt"), is_left_behind("law/report.docx")
    (True, True, False)
    """
    *folders, last = name.split("/")
    return bool(_LEFT_BEHIND.fullmatch(last)) or not _LEFT_BEHIND_FOLDERS.isdisjoint(folders)


def may_be_output(name: str) -> bool:
    """True for a file name with the suffix of an output that `is_output` can recognise."""
    suffix = _suffix(name)
    return suffix in _SIGNS or suffix == _WORKBOOK


def is_output(path: str) -> bool:
    """True for a file of this machine that `align` has written, or that was saved on a page of it."""
    suffix = _suffix(path)
    try:
        if suffix == _WORKBOOK:
            return os.path.getsize(path) <= _MAX_WORKBOOK and _is_own_workbook(storage.read(path), path)
        with open(path, "rb") as file:
            head = file.read(HEAD)
        if compressed.compression_of(head):
            head = compressed.unpack(storage.read(path), path)[:HEAD]
    except (InputError, OSError):
        return False
    return suffix in _SIGNS and bool(_SIGNS[suffix](head.decode("utf-8", errors="replace")))


def is_summary(name: str) -> bool:
    """True for a file or URL with the summary of a run."""
    try:
        return bool(_SUMMARY.match(storage.read(name)[:HEAD].decode("utf-8", errors="replace")))
    except InputError:
        return False


def _is_own_workbook(data: bytes, name: str) -> bool:
    archive = Archive(compressed.unpack(data, name), name, "XLSX")
    return all(sign in archive.read(member) for member, sign in _WORKBOOK_SIGNS.items())


def _suffix(path: str) -> str:
    return os.path.splitext(compressed.without_suffix(path))[1].lower()
