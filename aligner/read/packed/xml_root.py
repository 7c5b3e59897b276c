"""The beginning of XML: its root element and its encoding, without parsing the file."""

from __future__ import annotations

import codecs

import regex

HEAD = 4096  # bytes within which the root element begins; a comment or a document type may stand before it

# White space, the declaration, comments and a document type, and then the name of the root element.
_ROOT = r"""(?s)\s*+
    (?: (?: <\?.*?\?> | <!--.*?--> | <!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?> ) \s*+ )*+
    <(?:[\w.-]++:)?(?P<name>[\w.-]++)(?=[\s/>])"""
_ENCODING = r"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def root(data: bytes) -> str:
    """Return the local name of the root element; empty for bytes that do not begin as XML does.

    >>> root(b'<?xml version="1.0"?><!-- <b> --><tmx version="1.4">')
    'tmx'
    """
    head = data[:HEAD]
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return ""
    match = regex.match(_ROOT, _decoded(head), regex.VERBOSE)
    return match["name"] if match else ""


def encoding(data: bytes) -> str:
    """Return the Python name of the encoding that the byte order mark or the declaration of XML names; else UTF-8.

    >>> encoding(b'<?xml version="1.0" encoding="Windows-1256"?><tmx/>')
    'cp1256'
    """
    head = data[:HEAD]
    by_mark = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if by_mark or b"\x00" in head[:4]:
        return by_mark or _zero_bytes(head)
    declared = regex.match(_ENCODING, head.decode("latin-1").lstrip())
    try:
        return codecs.lookup(declared[1]).name if declared else "utf-8"
    except LookupError:
        return "utf-8"  # the parser reports it


def _decoded(head: bytes) -> str:
    """Return the first bytes as text, in which the names of elements are right."""
    by_mark = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), None)
    if by_mark:
        return head[len(by_mark[0]) :].decode(by_mark[1], "ignore")
    return head.decode(_zero_bytes(head) if b"\x00" in head[:4] else "latin-1", "ignore")


def _zero_bytes(head: bytes) -> str:
    """Return the encoding of UTF-16 without a mark, by the side of the zero byte."""
    return "utf-16-be" if head.startswith(b"\x00") else "utf-16-le"
