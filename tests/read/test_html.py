"""Pages of HTML: their text, their encodings, their tables, and pages that are refused."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.bitext import Bead, Bitext, Document, InputText, Span
from aligner.errors import InputError
from aligner.preparation import prepare
from aligner.read import readers
from aligner.read.web import html, html_page
from aligner.read.web.html_text import page_text
from aligner.settings import Settings

TESTS = Path(__file__).parent.parent
FIXTURES = TESTS / "fixtures" / "web"
TAGS_AND_WORDS = re.findall(
    r"\S+", "<p> </p> <b> </b> <div> </div> <table> </table> <tr> <td> <li> <ul> </ul> <br> word"
)


def cases():
    """Yield the cases of the file: the page and its paragraphs."""
    *blocks, _ = (TESTS / "cases" / "html" / "paragraphs.txt").read_text(encoding="utf-8").split("\n===\n")
    for block in blocks:
        page, _, expected = block.rpartition("\n---\n")
        comment = re.findall(r"(?m)^# (.*)", page)[-1]
        yield pytest.param(page[page.rindex(comment) + len(comment) + 1 :], expected, id=comment)


def read(page, name="a.html", encoding=None):
    return readers.read_bytes(page.encode("utf-8") if isinstance(page, str) else page, name, encoding)


def read_rows(page):
    """The rows of a page that is a table, as source and target sentences, and the text."""
    text = read(page)
    parallel = prepare([text], Settings()).parallel
    return [
        [document.sentence(number) for number in range(len(document.sentences))]
        for document in (parallel.source, parallel.target)
    ], text


@pytest.mark.parametrize(("page", "expected"), list(cases()))
def test_text_of_a_page(page, expected):
    assert read(page).text.replace("\n\n\n", "\n\n") == expected


def test_places_are_paragraphs():
    text = read("<h1>One</h1><p>Two<br>three<p>Four")
    assert [(text.text[place.start :][:3], place.label) for place in text.places] == [
        ("One", "paragraph 1"),
        ("Two", "paragraph 2"),
        ("Fou", "paragraph 3"),
    ]


@given(st.lists(st.sampled_from(TAGS_AND_WORDS), min_size=1))
def test_no_word_is_lost_whatever_the_tags(parts):
    words = iter(range(len(parts)))
    written = [f"word{next(words)} " if part == "word" else part for part in parts]
    expected = [part.strip() for part in written if part.startswith("word")]
    assert read("".join(written)).text.split() == expected


@given(st.text(alphabet="<>/!-[]ab='\"& ?\n", max_size=40))
def test_any_characters_are_read(page):
    assert isinstance(page_text(page, "a.html", is_xml=False).paragraphs, list)


# Remarks


@pytest.mark.parametrize(
    ("page", "remark"),
    [
        ("<p>a<p hidden>b", "left out 1 hidden element with text"),
        ("<p>a<p hidden>b<div hidden>c<b>d</b></div><p hidden>", "left out 2 hidden elements with text"),
        ("<p>a<ruby>b<rt>c</ruby>", "left out 1 ruby annotation"),
        ("<p>a\n<!-- b", "the comment that begins on line 2 has no end; left out what follows, as browsers do"),
        ("<p>a<script>b", "the script that begins on line 1 has no end; left out what follows, as browsers do"),
    ],
)
def test_text_that_is_left_out_is_reported(page, remark):
    assert read(page).remarks == (remark,)


# Encodings


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1256">', "cp1256"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>", "cp1256"),
        ('<META content="text/html; charset=iso-8859-6" http-equiv="Content-Type">', "iso8859_6"),
        ('<meta charset="koi8-r">', "koi8-r"),
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
    ],
)
def test_the_declared_encoding_is_used(head, codec):
    letters = "лампа" if codec == "koi8-r" else "حارس"
    text = read(f"<html>{head}<p>{letters}".encode(codec))
    assert (text.text, text.notice) == (letters, "")


def test_the_declaration_of_xml_is_used():
    assert read('<?xml version="1.0" encoding="windows-1256"?><html><p>حارس</p></html>'.encode("cp1256")).text == "حارس"


def test_the_encoding_of_the_user_wins():
    assert read('<meta charset="koi8-r"><p>حارس'.encode("cp1256"), encoding="cp1256").text == "حارس"


def test_a_byte_order_mark_wins():
    assert read(b"\xff\xfe" + '<html><meta charset="cp1256"><p>حارس'.encode("utf-16-le"), "page.txt").text == "حارس"


def test_utf8_wins_over_a_declaration():
    text = read('<meta charset="windows-1256"><p>حارس')
    assert text.text == "حارس"
    assert text.notice == "declared as cp1256, but in UTF-8; read as UTF-8 (use --encoding if this is wrong)"


def test_a_declaration_of_latin_1_is_checked():
    arabic = read('<meta charset="iso-8859-1"><p>وصل الحارس إلى المنارة قبل الغروب'.encode("cp1256"))
    assert arabic.text == "وصل الحارس إلى المنارة قبل الغروب"
    assert arabic.notice == "not UTF-8; read as Windows-1256 (use --encoding if this is wrong)"
    french = read('<meta charset="iso-8859-1"><p>été'.encode("latin-1"))
    assert (french.text, french.notice) == ("été", "")


@pytest.mark.parametrize("declared", ["none-such", "utf-7", "unicode_escape", "zip", "idna"])
def test_an_encoding_of_no_page_is_detected(declared):
    assert read(f'<meta charset="{declared}"><p>حارس').text == "حارس"


# Recognising


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><p>a",
        "\n <!doctype HTML PUBLIC 'x'>",
        "<html lang=en>",
        '\ufeff<?xml version="1.0"?>\n<!-- c - d -->\n<html>',
    ],
)
def test_a_page_is_recognised_whatever_its_name(page):
    for data in (page.encode("utf-8"), b"\xff\xfe" + page.encode("utf-16-le")):
        assert readers.recognise(data, "a.txt").name == "HTML"


@pytest.mark.parametrize(
    "text", ["", "The <html> element", "<p>a", "<htmlx>", "<?xml version='1.0'?><tmx>", "<!-- <html>", "<!doctype htm>"]
)
def test_other_text_is_no_page(text):
    assert not html.recognises(text.encode("utf-8"))


# Tables


def test_a_table_in_two_languages_is_rows():
    page = (
        "<h1>Prices</h1><table><tr><th>#<th>العربية<th>English<tr><td>1<td>باب كبير.<td>A large door."
        "<tr><td rowspan=2>2<td>نافذة.<p>زرقاء.<td>A window.<p>It is blue.<tr><td>كرسي قديم.<td>An old chair.</table>"
        "<p>كل الأسعار بالدينار.<p>All prices are in dinars."
    )
    (source, target), text = read_rows(page)
    assert source == ["باب كبير.", "نافذة.", "زرقاء.", "كرسي قديم.", "كل الأسعار بالدينار."]
    assert target == [
        "Prices",
        "A large door.",
        "A window.",
        "It is blue.",
        "An old chair.",
        "All prices are in dinars.",
    ]
    labels = [place.label for place in text.places]
    assert labels[:2] == ["paragraph 1", "table 1, row 1, cell 1"]
    assert "table 1, row 4, cell 3" in labels


def test_a_page_laid_out_in_a_table_is_no_table_of_translations():
    menu = "<td><a>Home</a><p><a>News</a>"
    arabic = "<p>وصل الحارس إلى المنارة قبل الغروب." * 3
    assert read(f"<table><tr>{menu}<td>{arabic}</table>").rows == ()


def test_a_table_in_a_longer_page_is_paragraphs():
    arabic, english = "<p>وصل الحارس إلى المنارة قبل الغروب." * 3, "<p>The keeper reached the lighthouse." * 3
    assert read(f"{arabic}<table><tr><td>باب<td>door</table>{english}").rows == ()


# Refused


def test_a_review_page_is_refused(here):
    document = Document("ar", "باب", ((Span(0, 3),),)), Document("en", "door", ((Span(0, 4),),))
    Bitext(*document, [Bead(range(1), range(1), 0.9)]).write("a.html")
    message = (
        "a.html: this is a review page of align, whose pairs are aligned already; open it in a browser, and save its "
        "pairs as TSV or TMX"
    )
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        readers.read_path("a.html")


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (
            "<frameset><frame src=a><noframes>b</noframes></frameset>",
            "this page has frames and no text; give the pages that it shows in its frames",
        ),
        (
            "<div id=app></div><script src=a></script>",
            "this page has scripts and no text; open it in a browser, and save the page as the browser shows it",
        ),
    ],
)
def test_a_page_whose_text_is_elsewhere_is_refused(page, problem):
    with pytest.raises(InputError, match=f"^a.html: {problem}$"):
        read(page)


def test_a_page_with_too_many_tags_is_refused():
    message = r"^a\.html: there are more than 500,000 tags; divide the text into several files$"
    with pytest.raises(InputError, match=message):
        html_page.read_page(InputText("a.html", "<p>" * 11, "utf-8"), max_tags=10)


def test_a_page_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(html_page, "MAX_BYTES", 1 << 20)
    with pytest.raises(InputError, match=r"^a\.html: this page is longer than 1 MB; divide it into several pages$"):
        read(b"<p>" + bytes(1 << 20))


# Notices


def test_notices_name_paragraphs_and_no_lines():
    arabic = "<p>وصل الحارس إلى المنارة قبل الغروب.</p><p>كان البحر هادئا.</p>"
    english = "<p>The keeper reached the lighthouse before sunset.</p><p>The sea was calm.</p>"
    mixed = "<p>اكتب باب to the door</p>"
    notices = prepare([read(arabic + mixed + english)], Settings()).notices
    assert "a.html: the language of paragraph 3 is uncertain; --layout may help" in [notice.text for notice in notices]
    foreign = prepare(
        [read(arabic + "<p>He went home and slept there.</p>"), read(english, "b.html")], Settings()
    ).notices
    assert "a.html: paragraph 3 is in English" in [notice.text for notice in foreign]


# Real pages


def test_pages_that_chromium_wrote():
    texts = [readers.read_path(str(FIXTURES / f"chromium.{tag}.html")) for tag in ("ar", "en")]
    assert texts[1].text.split("\n\n\n") == [
        "Home",
        "The lighthouse keeper",
        "Salem reached the lighthouse before sunset. The sea was calm, and the birds were returning to their nests.¹",
        "He lit the large lamp.",
        "He wrote the number of ships in his notebook.",
        "He wrote the first letter.",
    ]
    assert texts[0].remarks == ("left out 1 hidden element with text",)
    parallel = prepare(texts, Settings()).parallel
    assert len(parallel.source.sentences) == len(parallel.target.sentences) == 7


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "<!--",
        "<a ",
        "</a ",
        "<a a='",
        '<a b="> <a " ',
        "&a",
        "<![CDATA[",
        "<div>",
        "<li><div>",
        "<table><td>",
        "<b><p>",
    ],
)
@pytest.mark.usefixtures("cpu_limit")
def test_hostile_pages_take_linear_time(part):
    read(part * 50_000)
