"""A file of HTML as the text of an input: its encoding, its text, and what is refused or left out."""

from __future__ import annotations

import codecs
from dataclasses import replace

import regex

from aligner import limits
from aligner.bitext import InputText
from aligner.characters import line_number
from aligner.errors import InputError
from aligner.notices import counted
from aligner.read.packed import decode
from aligner.read.web.html_rows import PlacedParagraph, with_paragraphs
from aligner.read.web.html_text import Page, page_text

MAX_BYTES = limits.PAGE.value
MAX_TAGS = limits.PAGE_TAGS.value

_HEAD = 4096  # bytes in which a page declares its encoding; browsers look at 1024
_XML = regex.compile(r"\s*+<\?xml\s")
_META = regex.compile(rb"""(?i)<meta\s[^>]*?\bcharset\s*+=\s*+["']?+\s*+(?P<name>[a-z0-9_.:-]++)""")
_XML_ENCODING = regex.compile(rb"""\s*+<\?xml\s[^>]*?\bencoding\s*+=\s*+["'](?P<name>[A-Za-z0-9_.:-]++)""")
# Encodings of pages: no codec of Python that runs code, or takes long. The codecs of UTF-16 cannot be named in ASCII.
_CODECS = regex.compile(r"(?:cp|iso8859|koi8|gb|big5|euc|shift|mac|tis|ptcp|kz)[\w-]*+")
_LATIN_1 = frozenset({"ascii", "cp1252", "iso8859-1"})  # pages in any encoding declare them, so they are detected
_DECLARED = "as the page declares"  # reason for an encoding
_REVIEW_PAGE = regex.compile(r'<script type="application/json" id="data">\{"title":')  # see write/page/page.html


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Read a page: its visible text, a paragraph for each block.

    data: the content of a file.
    name: the name of the file for messages.
    encoding: the encoding that the user named, or None for the one that the page declares or seems to be in.

    Raises InputError for a page that holds no text of its own: frames, scripts, or a review of this program.
    """
    if len(data) > MAX_BYTES:
        problem = limits.PAGE.problem(MAX_BYTES, "this page")
        raise InputError(name, problem, hint="divide it into several pages")
    text = decode_page(data, name, encoding)
    if _REVIEW_PAGE.search(text.text):
        hint = "open it in a browser, and save its pairs as TSV or TMX"
        raise InputError(name, "this is a review page of align, whose pairs are aligned already", hint=hint)
    page = read_page(text)
    _check_text(page, name)
    paragraphs = [PlacedParagraph(paragraph, "", number) for number, paragraph in enumerate(page.paragraphs, 1)]
    return with_paragraphs(replace(text, remarks=(*text.remarks, *remarks_of(page, text.text))), paragraphs)


def read_page(text: InputText, *, max_tags: int = MAX_TAGS, is_xml: bool = False) -> Page:
    """Return the text of a decoded page.

    text: the characters of the page.
    max_tags: the number of tags that may be read.
    is_xml: whether the page is surely XHTML.

    Raises InputError for a page with more tags, or with too many paragraphs.
    """
    if text.text.count("<") > max_tags:
        problem = limits.PAGE_TAGS.problem(MAX_TAGS)
        raise InputError(text.name, problem, hint="divide the text into several files")
    is_xml = is_xml or text.name.lower().endswith((".xhtml", ".xht")) or _XML.match(text.text) is not None
    return page_text(text.text, text.name, is_xml=is_xml)


def remarks_of(page: Page, characters: str) -> list[str]:
    """Return sentences for the user about the text of a page that was left out.

    page: the text of the page.
    characters: the characters of the page.
    """
    remarks = []
    if hidden := page.left_out["hidden"]:
        remarks.append(f"left out {counted(hidden, 'hidden element')} with text")
    if ruby := page.left_out["ruby"]:
        remarks.append(f"left out {counted(ruby, 'ruby annotation')}")
    if page.unfinished:
        line = line_number(characters, page.unfinished.offset)
        what = page.unfinished.what
        remarks.append(f"the {what} that begins on line {line} has no end; left out what follows, as browsers do")
    return remarks


def decode_page(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the characters of a page.

    Without an encoding of the user, a byte order mark decides; then UTF-8 if the bytes are in it; then the encoding
    that the page declares; then detection, see `decode.decode_bytes`.

    Raises InputError as `decode.decode_bytes` does.
    """
    declared = None if encoding else _declared(data[:_HEAD])
    if declared is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode.decode_bytes(data, name, encoding)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _as_utf8(decode.decode_bytes(data, name), data, declared)
    if declared in _LATIN_1:
        text = decode.decode_bytes(data, name)
        return replace(text, notice="", encoding_reason=_DECLARED) if text.encoding == "cp1252" else text
    try:
        return replace(decode.decode_bytes(data, name, declared), encoding_reason=_DECLARED)
    except InputError as error:
        text = decode.decode_bytes(data, name)
        reason = f"declared as {declared}, but {error.problem}"
        notice = f"{reason}; {text.notice or 'read as ' + text.encoding}"
        return replace(text, notice=notice, encoding_reason=f"guessed: {reason}")


def _as_utf8(text: InputText, data: bytes, declared: str) -> InputText:
    """Return a text in UTF-8, with a notice if the page declares another encoding."""
    if data.isascii() or declared in _LATIN_1:
        return text
    reason = f"declared as {declared}, but in UTF-8"
    notice = f"{reason}; read as UTF-8 (use --encoding if this is wrong)"
    return replace(text, notice=notice, encoding_reason=reason)


def _declared(head: bytes) -> str | None:
    """Return the encoding, other than UTF-8, that a page declares; None if it declares none that Python has."""
    match = _XML_ENCODING.match(head) or _META.search(head)
    if match is None:
        return None
    try:
        codec = codecs.lookup(match["name"].decode("ascii")).name
    except LookupError:
        return None
    return codec if codec in _LATIN_1 or _CODECS.fullmatch(codec) else None


def _check_text(page: Page, name: str) -> None:
    """Raise InputError for a page without text if its text is elsewhere."""
    if page.paragraphs:
        return
    if page.has_frames:
        raise InputError(name, "this page has frames and no text", hint="give the pages that it shows in its frames")
    if page.has_scripts:
        hint = "open it in a browser, and save the page as the browser shows it"
        raise InputError(name, "this page has scripts and no text", hint=hint)
