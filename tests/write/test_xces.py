"""XCES links, byte for byte, and as a parser reads them."""

import pytest
from effort import examples
from hostile_rows import held, row_lists, size_and_peak, to_bytes
from hypothesis import given, settings
from lxml import etree
from output_documents import three_beads

from aligner.errors import InputError
from aligner.rows import Row

BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n<cesAlign version="1.0">\n'


def document_names(contents):
    """The names of both sides of each group of links."""
    groups = etree.fromstring(contents).iter("linkGrp")
    return [(group.get("fromDoc"), group.get("toDoc")) for group in groups]


def numbers(ids):
    return [int(number) - 1 for number in ids.split()]


class TestBytes:
    def test_document(self):
        assert to_bytes(three_beads().rows().rows, "xces", meta=three_beads().meta).decode() == (
            f"{BEGIN}"
            '<linkGrp targType="s" fromDoc="قصة.txt" toDoc="قصة.txt">\n'
            '<link id="SL1" xtargets="1 2;1" certainty="0.987" />\n'
            '<link id="SL2" xtargets="3;" certainty="0.250" />\n'
            '<link id="SL3" xtargets=";2" certainty="1.000" />\n'
            "</linkGrp>\n"
            "</cesAlign>\n"
        )

    def test_several_documents(self):
        rows = [
            Row("ا", "a", "1-1", 1.0, [0], [0], document='x/"1"'),
            Row("ب", "b", "1-1", 0.5, [1], [1], document='x/"1"'),
            Row("ا", "a", "1-1", None, [0], [0], document="y"),
        ]
        assert to_bytes(rows, "xces", ("ar-SA", "en"), documents=True).decode() == (
            f"{BEGIN}"
            '<linkGrp targType="s" fromDoc="x/&quot;1&quot;.ar-SA" toDoc="x/&quot;1&quot;.en">\n'
            '<link id="SL1" xtargets="1;1" certainty="1.000" />\n'
            '<link id="SL2" xtargets="2;2" certainty="0.500" />\n'
            "</linkGrp>\n"
            '<linkGrp targType="s" fromDoc="y.ar-SA" toDoc="y.en">\n'
            '<link id="SL3" xtargets="1;1" />\n'
            "</linkGrp>\n"
            "</cesAlign>\n"
        )

    def test_without_rows(self):
        assert to_bytes([], "xces").decode() == (
            f'{BEGIN}<linkGrp targType="s" fromDoc="ar" toDoc="en">\n</linkGrp>\n</cesAlign>\n'
        )

    def test_without_documents(self):
        assert to_bytes([], "xces", documents=True).decode() == f"{BEGIN}</cesAlign>\n"


@pytest.mark.parametrize(
    ("sources", "names"),
    [(["a.ar", "b.en"], ("a.ar", "b.en")), (["both.txt"], ("both.txt", "both.txt")), ([], ("ar", "en"))],
)
def test_documents_are_the_inputs(sources, names):
    meta = {"sources": [{"name": name} for name in sources]}
    assert document_names(to_bytes([], "xces", meta=meta)) == [names]


def test_texts_are_not_needed():
    row = Row("", "", "1-1", 0.5, [4], [6])
    assert '<link id="SL1" xtargets="5;7" certainty="0.500" />' in to_bytes([row], "xces").decode()


@pytest.mark.parametrize("row", [Row("ا", "a", "1-1"), Row("ا", "a", "1-1", 1.0, [0], []), Row("", "a", "0-1")])
def test_text_without_numbers_is_refused(row):
    message = "row 2: its sentences have no numbers, and xces has numbers only; choose a format with texts, such as tei"
    with pytest.raises(InputError) as refusal:
        to_bytes([Row("ا", "a", "1-1", 1.0, [0], [0]), row], "xces")
    assert str(refusal.value) == message
    with pytest.raises(InputError) as refusal:
        to_bytes([row._replace(document="a/b")], "xces", documents=True)
    assert str(refusal.value) == message.replace("row 2", "a/b, row 1")


@settings(max_examples=examples(100))
@given(row_lists(documents=("a\0<&", "b\t\n")))
def test_parser_reads_all_rows(rows):
    root = etree.fromstring(to_bytes(rows, "xces", documents=True))
    read = [
        (
            group.get("fromDoc"),
            *map(numbers, link.get("xtargets").split(";")),
            link.get("certainty"),
        )
        for group in root.iter("linkGrp")
        for link in group
    ]
    assert read == [
        (
            f"{held(row.document)}.ar",
            list(row.source_numbers),
            list(row.target_numbers),
            None if row.confidence is None else f"{row.confidence:.3f}",
        )
        for row in rows
    ]
    assert [link.get("id") for link in root.iter("link")] == [f"SL{number}" for number in range(1, len(rows) + 1)]


@pytest.mark.slow
def test_many_rows_take_no_memory():
    size, peak = size_and_peak("xces", 30_000)
    assert size > 1_500_000
    assert peak < 200_000
