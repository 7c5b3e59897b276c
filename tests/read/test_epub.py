"""Books in EPUB: the order of their pages, what is left out, broken ones, and files that programs wrote."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.read import readers
from aligner.read.web import epub, html_page
from aligner.settings import Settings

FIXTURES = Path(__file__).parent.parent / "fixtures" / "web"
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>"""
XHTML = "application/xhtml+xml"


def page(body):
    return f"<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>{body}</body></html>"


def book(pages, *, spine=None, types=None, properties=None, folder="OEBPS/", files=None):
    """The bytes of a book.

    pages: href in the manifest -> body of the page, or None for a file that is missing.
    spine: hrefs in their order, `-` before one that is not linear; by default all.
    types: href -> media type; properties: href -> properties.
    files: other files of the archive, which replace those of the book.
    """
    items = "".join(
        f'<item id="{href}" href="{href}" media-type="{(types or {}).get(href, XHTML)}" '
        f'properties="{(properties or {}).get(href, "")}"/>'
        for href in pages
    )
    references = "".join(
        f'<itemref idref="{href.lstrip("-")}" linear="{"no" if href[0] == "-" else "yes"}"/>'
        for href in (pages if spine is None else spine)
    )
    package = f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{references}</spine></package>'
    members = {"META-INF/container.xml": CONTAINER.format(f"{folder}book.opf"), f"{folder}book.opf": package}
    members |= {f"{folder}{href}".replace("%20", " "): page(body) for href, body in pages.items() if body is not None}
    members |= files or {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return buffer.getvalue()


def read(data, name="a.epub"):
    return readers.read_bytes(data, name)


def paragraphs(text):
    return text.text.split("\n\n\n")


def test_pages_are_read_in_the_order_of_the_spine():
    text = read(
        book({"two.xhtml": "<p>Two</p><p>three</p>", "one.xhtml": "<p>One</p>"}, spine=["one.xhtml", "two.xhtml"])
    )
    assert paragraphs(text) == ["One", "Two", "three"]
    assert [place.label for place in text.places] == [
        "one.xhtml, paragraph 1",
        "two.xhtml, paragraph 1",
        "two.xhtml, paragraph 2",
    ]
    assert [text.text[place.start] for place in text.places] == ["O", "T", "t"]
    assert text.remarks == ()


@pytest.mark.parametrize("folder", ["", "OEBPS/", "a/b/"])
def test_a_path_is_found_from_the_folder_of_the_package(folder):
    assert read(book({"text/part%20one.xhtml": "<p>One"}, folder=folder)).text == "One"


def test_pages_beside_the_order_are_read():
    assert paragraphs(read(book({"a.xhtml": "<p>One", "b.xhtml": "<p>Answers"}, spine=["a.xhtml", "-b.xhtml"]))) == [
        "One",
        "Answers",
    ]


def test_a_page_is_read_once():
    assert paragraphs(read(book({"a.xhtml": "<p>One"}, spine=["a.xhtml", "a.xhtml"]))) == ["One"]


def test_notes_are_text():
    body = '<p>One<a epub:type="noteref" href="#n">1</a>.</p><aside epub:type="footnote" id="n"><p>A note.</p></aside>'
    assert paragraphs(read(book({"a.xhtml": body}))) == ["One¹.", "A note."]


def test_what_is_left_out_is_reported():
    data = book(
        {"nav.xhtml": "<nav><p>One</nav>", "a.xhtml": "<p>One<p hidden='hidden'>x</p>", "b.svg": "", "c.xhtml": None},
        types={"b.svg": "image/svg+xml"},
        properties={"nav.xhtml": "scripted nav"},
        spine=["nav.xhtml", "a.xhtml", "b.svg", "c.xhtml", "d"],
    )
    text = read(data)
    assert text.text == "One"
    assert text.remarks == (
        "left out the table of contents, nav.xhtml",
        "a.xhtml: left out 1 hidden element with text",
        "left out b.svg, which is no page",
        "c.xhtml is missing from the book, and is left out",
        "d is missing from the book, and is left out",
    )


def test_a_table_of_contents_outside_of_the_order_is_not_reported():
    data = book({"nav.xhtml": "<p>x", "a.xhtml": "<p>One"}, properties={"nav.xhtml": "nav"}, spine=["a.xhtml"])
    assert (read(data).text, read(data).remarks) == ("One", ())


def test_a_book_without_an_order_is_read_in_that_of_its_list():
    assert paragraphs(read(book({"b.xhtml": "<p>One", "a.xhtml": "<p>Two"}, spine=[]))) == ["One", "Two"]


def test_a_book_without_a_container_is_read():
    assert read(book({"a.xhtml": "<p>One"}, files={"META-INF/container.xml": None})).text == "One"


def test_both_languages_in_one_book():
    arabic, english = "<p>وصل سالم إلى المنارة.</p>", "<p>Salem reached the lighthouse.</p>"
    text = read(book({"a.xhtml": (arabic + english) * 3}))
    prepared = prepare([text], Settings())
    assert prepared.layout == "interleaved"
    assert prepared.parallel.source.places_of(range(1, 2))[0].label == "a.xhtml, paragraph 3"


def test_a_page_in_another_encoding():
    content = "<?xml version='1.0' encoding='windows-1256'?><html><p>حارس</p></html>".encode("cp1256")
    assert read(book({"a.xhtml": ""}, files={"OEBPS/a.xhtml": content})).text == "حارس"


ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
  xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/>
  <enc:CipherData><enc:CipherReference URI="{}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def test_a_protected_book_is_refused():
    encryption = ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OEBPS/a.xhtml")
    data = book({"a.xhtml": "x"}, files={"META-INF/encryption.xml": encryption})
    message = "a.epub: this book is protected by DRM (a.xhtml is encrypted); give a copy without protection"
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        read(data)


def test_a_book_with_fonts_that_are_encrypted_is_read():
    encryption = ENCRYPTION.format("http://www.idpf.org/2008/embedding", "OEBPS/font.otf")
    assert read(book({"a.xhtml": "<p>One"}, files={"META-INF/encryption.xml": encryption})).text == "One"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><package>&b;</package>'


NO_PACKAGE = {"META-INF/container.xml": None, "OEBPS/book.opf": None}
BROKEN = {
    "this is not a complete EPUB (File is not a zip file)": b"PK\x03\x04 broken",
    "this is not a complete EPUB (it names no package)": book({}, files=NO_PACKAGE),
    "the file declares the entity a": book({}, files={"OEBPS/book.opf": BOMB}),
    "this is not XML (no element found)": book({}, files={"OEBPS/book.opf": "<package>"}),
}


@pytest.mark.parametrize("problem", BROKEN)
def test_a_broken_book_is_refused(problem):
    with pytest.raises(InputError, match=re.escape(problem)) as caught:
        read(BROKEN[problem])
    assert str(caught.value).startswith(("a.epub: ", "a.epub (OEBPS/book.opf), line 1: "))


def test_a_book_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(html_page, "MAX_BYTES", 1000)
    message = r"^a\.epub: the text of this book is longer than 0 MB; divide it into several books$"
    with pytest.raises(InputError, match=message):
        read(book({"a.xhtml": "x" * 500, "b.xhtml": "x" * 500}))


def test_a_book_is_recognised_whatever_its_name():
    data = book({"a.xhtml": "<p>One"})
    assert epub.recognises(data)
    assert read(data, "a").text == "One"
    assert not epub.recognises(b"PK\x03\x04" + bytes(100))


@pytest.mark.parametrize("program", ["pandoc", "libreoffice"])
def test_books_that_programs_wrote(program):
    texts = [readers.read_path(str(FIXTURES / f"{program}.{tag}.epub")) for tag in ("ar", "en")]
    assert "The sea was calm, and the birds were returning to their nests.¹" in texts[1].text
    assert texts[1].places[0].label.endswith(".xhtml, paragraph 1")
    parallel = prepare(texts, Settings()).parallel
    assert len(parallel.source.sentences) == len(parallel.target.sentences) >= 10
