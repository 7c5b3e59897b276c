"""Text as XML holds it."""

import pytest
from effort import examples
from hostile_rows import held, texts, warnings_of
from hypothesis import given, settings
from lxml import etree

from aligner.rows import Row
from aligner.write.xml_text import XmlText


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("قطار، 3 – “a” 'b' \"c\" \t\n", "قطار، 3 – “a” 'b' \"c\" \t\n"),
        ("a & b &amp; <seg> ]]>", "a &amp; b &amp;amp; &lt;seg&gt; ]]&gt;"),
        ("a\rb\r\nc", "a&#13;b&#13;\nc"),
        ("\u200f\u200e\u202b\u2028\x85\ufeff\x7f", "\u200f\u200e\u202b\u2028\x85\ufeff\x7f"),
        ("a\vb\fc\x1cd\x1fe", "a b c d e"),
        ("a\0b\x1bc\ufffed\uffffe\ud800f", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"),
        ("\U0001fffe", "\U0001fffe"),
    ],
)
def test_content(text, written):
    assert XmlText().content(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a.txt", '"a.txt"'),
        ('it\'s "a" & <b>', '"it\'s &quot;a&quot; &amp; &lt;b&gt;"'),
        ("a\tb\nc\rd", '"a&#9;b&#10;c&#13;d"'),
        ("a\0b", '"a\ufffdb"'),
    ],
)
def test_attribute(text, written):
    assert XmlText().attribute(text) == written


@settings(max_examples=examples(100))
@given(texts)
def test_a_parser_returns_the_text(text):
    xml = XmlText()
    element = etree.fromstring(f"<a b={xml.attribute(text)}>{xml.content(text)}</a>".encode())
    assert (element.get("b"), element.text) == (held(text), held(text))


class TestWarning:
    """The warning at the end of a file; U+FFFD that the text had is not counted."""

    @pytest.mark.parametrize("form", ["tmx", "tei"])
    @pytest.mark.parametrize(
        ("text", "warnings"),
        [
            ("a\u200f \r\v\f\ufffd", []),
            ("a\bc", ["XML cannot hold 1 character (U+0008); U+FFFD (\ufffd) replaces it"]),
            (
                "\x1b\0\0\ud83d",
                ["XML cannot hold 4 characters (U+0000, U+001B, U+D83D); U+FFFD (\ufffd) replaces each"],
            ),
            (
                "\0\1\2\3\4\5\6",
                [
                    "XML cannot hold 7 characters (U+0000, U+0001, U+0002, U+0003, U+0004 and 2 more);"
                    " U+FFFD (\ufffd) replaces each"
                ],
            ),
        ],
    )
    def test_counts_and_names_characters(self, form, text, warnings):
        assert warnings_of([Row("ا", "a", "1-1"), Row(text, "b", "1-1")], form) == warnings

    @pytest.mark.parametrize("form", ["tmx", "tei"])
    @pytest.mark.parametrize(("names", "shown"), [(["a.txt"], "a.txt"), (["a.ar", "a.en"], "a.ar and a.en")])
    def test_names_the_inputs(self, form, names, shown):
        meta = {"sources": [{"name": name} for name in names]}
        (warning,) = warnings_of([Row("\0", "b", "1-1")], form, meta=meta)
        assert warning == f"{shown}: XML cannot hold 1 character (U+0000); U+FFFD (\ufffd) replaces it"

    def test_counts_characters_of_names(self):
        row = Row("ا", "a", "1-1", None, (0,), (0,), document="x\0")
        assert warnings_of([row], "xces", documents=True) == [
            "XML cannot hold 2 characters (U+0000); U+FFFD (\ufffd) replaces each"
        ]
