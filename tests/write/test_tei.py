"""TEI, byte for byte, its structure, and what a parser reads."""

import re

import pytest
from effort import examples
from hostile_rows import held, many_rows, row_lists, size_and_peak, to_bytes
from hypothesis import given, settings
from lxml import etree
from output_documents import three_beads

from aligner.rows import Row
from aligner.version import __version__
from aligner.write import tei

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NAME = re.compile("[A-Za-z_][A-Za-z0-9._-]*")  # an NCName of ASCII

# Element -> pattern of its children: the part of the TEI schema that the format uses.
CONTENT = {
    "teiCorpus": "teiHeader( TEI)+",
    "TEI": "teiHeader text( standOff)?",
    "teiHeader": "fileDesc encodingDesc profileDesc",
    "fileDesc": "titleStmt publicationStmt sourceDesc",
    "titleStmt": "title",
    "publicationStmt": "p",
    "sourceDesc": "p",
    "encodingDesc": "p",
    "profileDesc": "langUsage",
    "langUsage": "language( language)?",
    "text": "body",
    "body": "div div",
    "div": "ab",
    "ab": "(s( s)*)?",
    "standOff": "linkGrp",
    "linkGrp": "link( link)*",
}
ATTRIBUTES = {
    "div": {f"{XML}lang"},
    "s": {f"{XML}id"},
    "language": {"ident"},
    "linkGrp": {"type"},
    "link": {"target", "cert"},
}


def header(title, language="ar"):
    return (
        "<teiHeader>\n<fileDesc>\n"
        f"<titleStmt><title>{title}</title></titleStmt>\n"
        "<publicationStmt><p>Unpublished</p></publicationStmt>\n"
        "<sourceDesc><p>Parallel texts: Arabic and English</p></sourceDesc>\n"
        "</fileDesc>\n"
        f"<encodingDesc><p>align {__version__} wrote this file. The cert of a link is the probability that its"
        " sentences translate each other.</p></encodingDesc>\n"
        "<profileDesc><langUsage>\n"
        f'<language ident="{language}">Arabic</language>\n'
        '<language ident="en">English</language>\n'
        "</langUsage></profileDesc>\n"
        "</teiHeader>\n"
    )


def checked(contents):
    """The root of a file whose elements, attributes and identifiers are in order."""
    root = etree.fromstring(contents)
    for element in root.iter():
        name = element.tag.removeprefix(TEI)
        children = " ".join(child.tag.removeprefix(TEI) for child in element)
        assert re.fullmatch(CONTENT.get(name, ""), children), (name, children)
        assert set(element.attrib) <= ATTRIBUTES.get(name, set())
    names = [sentence.get(f"{XML}id") for sentence in root.iter(f"{TEI}s")]
    assert len(names) == len(set(names))
    assert all(NAME.fullmatch(name) for name in names)
    for link in root.iter(f"{TEI}link"):
        targets = link.get("target").split()
        assert len(targets) >= 2
        assert {target.removeprefix("#") for target in targets} <= set(names)
    return root


def texts(document):
    """The texts of the sentences of each language, in order."""
    return [[sentence.text or "" for sentence in division.iter(f"{TEI}s")] for division in document.iter(f"{TEI}div")]


def links(document):
    """The texts of the sentences that each link refers to."""
    by_name = {f"#{sentence.get(f'{XML}id')}": sentence.text or "" for sentence in document.iter(f"{TEI}s")}
    return [[by_name[target] for target in link.get("target").split()] for link in document.iter(f"{TEI}link")]


def ids(contents):
    return [sentence.get(f"{XML}id") for sentence in checked(contents).iter(f"{TEI}s")]


class TestBytes:
    def test_document(self):
        assert to_bytes(three_beads().rows().rows, "tei", meta=three_beads().meta).decode() == (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
            f"{header('قصة.txt')}"
            "<text>\n"
            "<body>\n"
            '<div xml:lang="ar">\n'
            "<ab>\n"
            '<s xml:id="ar.1">وصل القطار.</s>\n'
            '<s xml:id="ar.2">نزل الركاب.</s>\n'
            '<s xml:id="ar.3">نام الحارس.</s>\n'
            "</ab>\n"
            "</div>\n"
            '<div xml:lang="en">\n'
            "<ab>\n"
            '<s xml:id="en.1">The train came and all got off.</s>\n'
            '<s xml:id="en.2">It rained.</s>\n'
            "</ab>\n"
            "</div>\n"
            "</body>\n"
            "</text>\n"
            "<standOff>\n"
            '<linkGrp type="alignment">\n'
            '<link target="#ar.1 #ar.2 #en.1" cert="0.987"/>\n'
            "</linkGrp>\n"
            "</standOff>\n"
            "</TEI>\n"
        )

    def test_several_documents(self):
        rows = [
            Row("ا", "a", "1-1", None, [0], [0], ["ا"], ["a"], document="x/1"),
            Row("", "b\r\n\tc", "0-1", 0.5, [], [1], [], ["b\r\n\tc"], document="x/1"),
            Row("ب", "", "1-0", 0.5, [0], [], ["ب"], [], document="y & z"),
        ]
        assert to_bytes(rows, "tei", ("ar-SA", "en"), documents=True).decode() == (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n'
            f"{header('Arabic and English', 'ar-SA')}"
            "<TEI>\n"
            f"{header('x/1', 'ar-SA')}"
            "<text>\n<body>\n"
            '<div xml:lang="ar-SA">\n<ab>\n<s xml:id="d1.ar-SA.1">ا</s>\n</ab>\n</div>\n'
            '<div xml:lang="en">\n<ab>\n<s xml:id="d1.en.1">a</s>\n<s xml:id="d1.en.2">b&#13;\n\tc</s>\n</ab>\n</div>\n'
            "</body>\n</text>\n"
            '<standOff>\n<linkGrp type="alignment">\n'
            '<link target="#d1.ar-SA.1 #d1.en.1"/>\n'
            "</linkGrp>\n</standOff>\n"
            "</TEI>\n"
            "<TEI>\n"
            f"{header('y &amp; z', 'ar-SA')}"
            "<text>\n<body>\n"
            '<div xml:lang="ar-SA">\n<ab>\n<s xml:id="d2.ar-SA.1">ب</s>\n</ab>\n</div>\n'
            '<div xml:lang="en">\n<ab>\n</ab>\n</div>\n'
            "</body>\n</text>\n"
            "</TEI>\n"
            "</teiCorpus>\n"
        )

    def test_two_files(self):
        meta = {"sources": [{"name": "a.ar"}, {"name": "a.en"}]}
        assert "<title>a.ar and a.en</title>" in to_bytes([], "tei", meta=meta).decode()

    @pytest.mark.parametrize("documents", [False, True])
    def test_without_rows(self, documents):
        root = checked(to_bytes([], "tei", documents=documents))
        assert texts(root) == [[], []]
        assert links(root) == []


class TestIdentifiers:
    """They are the numbers of the sentences, from 1, and unique whatever the rows are."""

    def test_gaps_stay(self):
        rows = [Row("ا", "a", "1-1", 1.0, [2], [5], ["ا"], ["a"]), Row("ب", "b", "1-1", 1.0, [7], [6], ["ب"], ["b"])]
        assert ids(to_bytes(rows, "tei")) == ["ar.3", "ar.8", "en.6", "en.7"]

    def test_rows_without_numbers_are_counted(self):
        rows = [Row("ا", "a b", "1-2", target_sentences=["a", "b"]), Row("ب", "", "1-0"), Row("", "c", "0-1")]
        assert ids(to_bytes(rows, "tei")) == ["ar.1", "ar.2", "en.1", "en.2", "en.3"]

    def test_side_whose_sentences_are_not_known_has_the_first_number(self):
        rows = [Row("ا ب", "a", "2-1", 1.0, [0, 1], [0], ["ا ب"], ["a"]), Row("ج", "b", "1-1", 1.0, [2], [1])]
        assert ids(to_bytes(rows, "tei")) == ["ar.1", "ar.3", "en.1", "en.2"]

    def test_numbers_that_repeat_or_go_back(self):
        rows = [Row(f"ا{number}", "a", "1-1", 1.0, [number], [0]) for number in (4, 4, 0)]
        root = checked(to_bytes(rows, "tei"))
        assert ids(etree.tostring(root)) == ["ar.5", "ar.6", "ar.7", "en.1", "en.2", "en.3"]
        assert links(root) == [["ا4", "a"], ["ا4", "a"], ["ا0", "a"]]

    @pytest.mark.parametrize("languages", [("en", "en"), ("", "en"), ("ar", "1x"), ("ar", "e n")])
    def test_languages_that_cannot_tell_sides_apart(self, languages):
        assert ids(to_bytes([Row("ا", "a", "1-1")], "tei", languages)) == ["source.1", "target.1"]


@settings(max_examples=examples(100))
@given(row_lists(documents=("a", "b\0<")))
def test_parser_reads_all_rows(rows):
    root = checked(to_bytes(rows, "tei", documents=True))
    documents = list(root.iter(f"{TEI}TEI"))
    names = list(dict.fromkeys(row.document for row in rows))
    assert [document.find(f".//{TEI}title").text for document in documents] == [
        held(name) for name in names or ["Arabic and English"]
    ]
    for name, document in zip(names, documents, strict=False):
        rows_of_document = [row for row in rows if row.document == name]
        sides = [(row.source_sentences, row.target_sentences) for row in rows_of_document]
        assert texts(document) == [
            [held(sentence) for sentences in side for sentence in sentences] for side in zip(*sides, strict=True)
        ]
        pairs = [row for row in rows_of_document if row.source_sentences and row.target_sentences]
        assert links(document) == [
            [held(sentence) for sentence in (*row.source_sentences, *row.target_sentences)] for row in pairs
        ]
        assert [link.get("cert") for link in document.iter(f"{TEI}link")] == [
            None if row.confidence is None else f"{row.confidence:.3f}" for row in pairs
        ]


def test_long_document_goes_to_the_disk(monkeypatch):
    contents = to_bytes(many_rows(50), "tei")
    monkeypatch.setattr(tei, "SPOOL_SIZE", 100)
    assert to_bytes(many_rows(50), "tei") == contents
    assert [len(side) for side in texts(checked(contents))] == [50, 50]


@pytest.mark.slow
def test_many_rows_take_the_memory_of_the_spools(monkeypatch):
    monkeypatch.setattr(tei, "SPOOL_SIZE", 100_000)
    size, peak = size_and_peak("tei", 30_000)
    assert size > 4_500_000
    assert peak < 1_000_000
