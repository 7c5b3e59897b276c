"""TMX, byte for byte, by its document type, and as other programs read it."""

import io
import re
from pathlib import Path

import pytest
from effort import examples
from hostile_rows import confidences, held, many_rows, row_lists, size_and_peak, texts, to_bytes
from hypothesis import given, settings
from lxml import etree
from output_documents import output_document, side, three_beads
from translate.storage.tmx import tmxfile

from aligner.bitext import Bead
from aligner.rows import Row
from aligner.version import __version__

DTD = etree.DTD(str(Path(__file__).with_name("tmx14.dtd")))
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HEADER = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="align" creationtoolversion="{__version__}" segtype="sentence" o-tmf="align" adminlang="en"\
 srclang="ar" datatype="plaintext"/>
  <body>
"""
END = "  </body>\n</tmx>\n"


def valid(contents):
    """The root of a file, which conforms to the document type."""
    root = etree.fromstring(contents)
    DTD.assertValid(root)
    return root


def segments(contents):
    """The text of each side of each unit, as lxml reads it."""
    return [tuple(seg.text or "" for seg in unit.iter("seg")) for unit in valid(contents).iter("tu")]


def on_one_line(text):
    return held(re.sub("(?<![ \t])[ \t]*[\r\n][ \t\r\n]*", " ", text))


class TestBytes:
    def test_document(self):
        assert to_bytes(three_beads().rows().rows, "tmx", meta=three_beads().meta).decode() == (
            f"{HEADER}"
            "    <tu>\n"
            '      <prop type="x-confidence">0.987</prop>\n'
            '      <prop type="x-kind">2-1</prop>\n'
            '      <prop type="x-file">قصة.txt</prop>\n'
            '      <tuv xml:lang="ar"><seg>وصل القطار. نزل الركاب.</seg></tuv>\n'
            '      <tuv xml:lang="en"><seg>The train came and all got off.</seg></tuv>\n'
            "    </tu>\n"
            f"{END}"
        )

    def test_two_files(self):
        meta = {"sources": [{"name": "a&b.ar"}, {"name": "a<b.en"}]}
        contents = to_bytes([Row("ا", "a", "1-1")], "tmx", meta=meta).decode()
        assert (
            '      <prop type="x-source-file">a&amp;b.ar</prop>\n      <prop type="x-target-file">a&lt;b.en</prop>\n'
        ) in contents

    def test_several_documents(self):
        rows = [Row("ا", "a", "1-1", 0.5, document="x/1"), Row("ب", "b", "1-1", document="y & z")]
        assert to_bytes(rows, "tmx", documents=True).decode() == (
            f"{HEADER}"
            "    <tu>\n"
            '      <prop type="x-confidence">0.500</prop>\n'
            '      <prop type="x-kind">1-1</prop>\n'
            '      <prop type="x-document">x/1</prop>\n'
            '      <tuv xml:lang="ar"><seg>ا</seg></tuv>\n'
            '      <tuv xml:lang="en"><seg>a</seg></tuv>\n'
            "    </tu>\n"
            "    <tu>\n"
            '      <prop type="x-kind">1-1</prop>\n'
            '      <prop type="x-document">y &amp; z</prop>\n'
            '      <tuv xml:lang="ar"><seg>ب</seg></tuv>\n'
            '      <tuv xml:lang="en"><seg>b</seg></tuv>\n'
            "    </tu>\n"
            f"{END}"
        )

    def test_flags_on_request(self):
        rows = [Row("ا", "a", "1-1", flags=("length", "numbers")), Row("ب", "b", "1-1")]
        contents = to_bytes(rows, "tmx", flags=True).decode()
        assert re.findall('<prop type="x-flags">.*', contents) == ['<prop type="x-flags">length,numbers</prop>']
        assert "x-flags" not in to_bytes(rows, "tmx").decode()

    @pytest.mark.parametrize("rows", [[], [Row("ا", "", "1-0", 0.9), Row("", "a", "0-1")]], ids=["none", "no pair"])
    def test_without_pairs(self, rows):
        assert to_bytes(rows, "tmx").decode() == HEADER + END
        assert segments(to_bytes(rows, "tmx")) == []

    def test_has_no_document_type(self):
        assert b"DOCTYPE" not in to_bytes(many_rows(3), "tmx")

    def test_languages_are_tags(self):
        root = valid(to_bytes([Row("ا", "a", "1-1")], "tmx", ("ar-SA", "en-GB")))
        assert root.find("header").get("srclang") == "ar-SA"
        assert [variant.get(LANGUAGE) for variant in root.iter("tuv")] == ["ar-SA", "en-GB"]


class TestLineEnds:
    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n\n", " \n", "\n\t", " \t\r\n \n  "], ids=ascii)
    def test_white_space_with_a_line_end_is_a_space(self, end):
        source = side("ar", f"ا{end}ب.", "ج.", gap=end)
        document = output_document(source, side("en", f"a{end}b."), Bead(range(2), range(1), 1.0))
        assert segments(to_bytes(document.rows().rows, "tmx")) == [("ا ب. ج.", "a b.")]

    @pytest.mark.parametrize("space", ["  ", "\t", "\u00a0", "\u2028", "\u2029", "\x85", "\u200f", "\u200e"], ids=ascii)
    def test_other_white_space_and_marks_stay(self, space):
        text = f"{space}a{space}b{space}"
        assert segments(to_bytes([Row(text, text, "1-1")], "tmx")) == [(text, text)]

    def test_long_run_of_spaces(self):
        text = "a" + " \t" * 200_000 + "b\nc"
        assert segments(to_bytes([Row(text, "a", "1-1")], "tmx")) == [(text.replace("\n", " "), "a")]


@settings(max_examples=examples(100))
@given(row_lists(documents=("a", "b")))
def test_every_file_is_valid_and_holds_all_pairs(rows):
    meta = {"sources": [{"name": "a&\0.ar"}, {"name": '<"b".en'}]}
    contents = to_bytes(rows, "tmx", meta=meta, flags=True, documents=True)
    pairs = [row for row in rows if row.source and row.target]
    assert segments(contents) == [(on_one_line(row.source), on_one_line(row.target)) for row in pairs]
    units = list(valid(contents).iter("tu"))
    properties = [{prop.get("type"): prop.text for prop in unit.iter("prop")} for unit in units]
    assert [prop.get("x-confidence") for prop in properties] == [
        None if row.confidence is None else f"{row.confidence:.3f}" for row in pairs
    ]
    assert [(prop["x-kind"], prop["x-document"]) for prop in properties] == [(row.kind, row.document) for row in pairs]
    assert {(prop["x-source-file"], prop["x-target-file"]) for prop in properties} <= {("a&\ufffd.ar", '<"b".en')}


@settings(max_examples=examples(100))
@given(texts, texts, confidences)
def test_translate_toolkit_reads_the_texts(source, target, confidence):
    contents = to_bytes([Row(source, target, "1-1", confidence)], "tmx", ("ar-SA", "en"))
    (unit,) = tmxfile(io.BytesIO(contents), "ar-SA", "en").units
    assert (str(unit.source), str(unit.target)) == (on_one_line(source), on_one_line(target))


def test_dtd_refuses_other_files():
    """The document type is strict enough to find faults."""
    contents = to_bytes([Row("ا", "a", "1-1")], "tmx").decode()
    for right, wrong in [
        (' srclang="ar"', ""),
        (' segtype="sentence"', ' segtype="page"'),
        ('<tuv xml:lang="ar"', "<tuv"),
        ("<seg>ا</seg>", "<seg>ا</seg><seg>ا</seg>"),
        ("    </tu>", '      <prop type="x-late"></prop>\n    </tu>'),
        ('version="1.4"', 'version="1.5"'),
    ]:
        assert right in contents
        assert not DTD.validate(etree.fromstring(contents.replace(right, wrong).encode())), wrong


@pytest.mark.slow
def test_many_rows_take_no_memory():
    size, peak = size_and_peak("tmx", 30_000)
    assert size > 6_000_000
    assert peak < 200_000
