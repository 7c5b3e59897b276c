"""The lines of each output format, byte for byte, and the table of formats."""

import csv
import io
import json

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import one_pair, output_document, side, three_beads

from aligner.bitext import Bead, Document, Numbers, Span, Why
from aligner.write import formats
from aligner.write.document import OutputOptions
from aligner.write.writer import Flags, TextWriter, escape_bytes

# The tab, and everything at which `str.splitlines` ends a line.
BREAKS = ["\t", "\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\n\t\n"]


def written(document, *form, **options):
    """The text of the files that hold one document; the options are fields of `OutputOptions`."""
    contents = formats.contents_of_files(document.rows(), OutputOptions(*form, **options))
    return b"".join(contents).decode("utf-8")


@pytest.fixture
def document():
    return three_beads()


TSV = """\
src_text\ttrg_text\tconfidence\tkind
وصل القطار. نزل الركاب.\tThe train came and all got off.\t0.987\t2-1
نام الحارس.\t\t0.250\t1-0
\tIt rained.\t1.000\t0-1
"""
RECORDS = [
    '{"src_text": "وصل القطار. نزل الركاب.", "trg_text": "The train came and all got off.", "src_lang": "ar", '
    '"trg_lang": "en", "kind": "2-1", "confidence": 0.987, "src_sentences": [0, 1], "trg_sentences": [0], '
    '"src_span": [0, 23], "trg_span": [0, 31], "flags": []}',
    '{"src_text": "نام الحارس.", "trg_text": "", "src_lang": "ar", "trg_lang": "en", "kind": "1-0", '
    '"confidence": 0.25, "src_sentences": [2], "trg_sentences": [], "src_span": [24, 35], "trg_span": null, '
    '"flags": []}',
    '{"src_text": "", "trg_text": "It rained.", "src_lang": "ar", "trg_lang": "en", "kind": "0-1", '
    '"confidence": 1.0, "src_sentences": [], "trg_sentences": [1], "src_span": null, "trg_span": [32, 42], '
    '"flags": []}',
]
META = """\
{
  "meta": {
    "signature": "align:0|to:en",
    "sources": [
      {
        "name": "قصة.txt"
      }
    ]
  },
  "pairs": ["""


class TestTsv:
    def test_exact(self, document):
        assert written(document, "tsv") == TSV

    def test_is_the_default(self, document):
        assert written(document) == TSV

    def test_without_header(self, document):
        assert written(document, "tsv", header=False) == TSV.partition("\n")[2]

    def test_without_pairs_is_the_header(self):
        assert written(output_document(side("ar"), side("en"))) == "src_text\ttrg_text\tconfidence\tkind\n"

    @pytest.mark.parametrize("end", BREAKS, ids=ascii)
    def test_break_in_a_sentence_is_one_space(self, end):
        assert written(one_pair(f"ا{end}ب", f"a{end}b"), header=False) == "ا ب\ta b\t1.000\t1-1\n"

    @pytest.mark.parametrize("end", BREAKS, ids=ascii)
    def test_break_between_sentences_is_one_space(self, end):
        document = output_document(side("ar", "ا.", "ب.", gap=end), side("en", "a."), Bead(range(2), range(1), 1.0))
        assert written(document, header=False) == "ا. ب.\ta.\t1.000\t2-1\n"

    @pytest.mark.parametrize("text", ['"', '""', '"a', 'say "no"', "it's", "\\", "\\t", "a,b;c", "=1+1", "  a  b"])
    def test_nothing_is_quoted_or_escaped(self, text):
        assert written(one_pair(text, text), header=False) == f"{text}\t{text}\t1.000\t1-1\n"

    def test_is_read_back_with_quoting_off(self):
        text = written(one_pair('قال "نعم', 'He said "yes'))
        fields = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
        assert fields[1] == ['قال "نعم', 'He said "yes', "1.000", "1-1"]

    @settings(max_examples=examples(50))
    @given(st.text(min_size=1), st.text(min_size=1))
    def test_bead_is_one_line_of_four_fields_whatever_the_text(self, source, target):
        lines = written(one_pair(source, target), header=False).splitlines()
        assert [line.count("\t") for line in lines] == [3]


class TestJson:
    def test_exact(self, document):
        assert written(document, "json") == META + "\n    " + ",\n    ".join(RECORDS) + "\n  ]\n}\n"

    def test_meta_stands_first(self, document):
        assert list(json.loads(written(document, "json"))) == ["meta", "pairs"]

    def test_without_pairs_is_valid(self):
        text = written(output_document(side("ar"), side("en"), meta={"rows": 0}), "json")
        assert text == '{\n  "meta": {\n    "rows": 0\n  },\n  "pairs": []\n}\n'
        assert json.loads(text) == {"meta": {"rows": 0}, "pairs": []}

    def test_pairs_are_the_json_lines(self, document):
        lines = written(document, "jsonl").splitlines()
        assert json.loads(written(document, "json"))["pairs"] == [json.loads(line) for line in lines]


class TestJsonLines:
    def test_exact(self, document):
        assert written(document, "jsonl") == "".join(record + "\n" for record in RECORDS)

    def test_without_pairs_is_empty(self):
        assert written(output_document(side("ar"), side("en")), "jsonl") == ""

    @settings(max_examples=examples(50))
    @given(st.text(min_size=1), st.text(min_size=1))
    def test_text_is_read_back_from_one_line(self, source, target):
        (line,) = written(one_pair(source, target), "jsonl").splitlines()
        pair = json.loads(line)
        assert (pair["src_text"], pair["trg_text"]) == (source, target)


@pytest.mark.parametrize("form", ["json", "jsonl"])
class TestJsonText:
    @pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"], ids=ascii)
    def test_line_ends_of_unicode_are_escaped(self, form, end):
        text = written(one_pair(f"ا{end}ب", f"a{end}b"), form)
        assert end not in text
        assert text.count(f"\\u{ord(end):04x}") == 2

    def test_letters_are_not_escaped(self, form):
        text = written(one_pair("مكتبة ﷺ ٣", "café – “naïve” 🙂"), form)
        assert "مكتبة ﷺ ٣" in text
        assert "café – “naïve” 🙂" in text
        assert "\\u" not in text


class TestReasons:
    WHY = Why(-0.357, 1.234, 0.0, 5.678, (("قطار", "train"),), Numbers(("3",), ("4",), ()))

    def flagged(self):
        bead = Bead(range(1), range(1), 0.5, ("numbers", "big-bead"), self.WHY)
        return output_document(side("ar", "ا"), side("en", "a"), bead)

    def test_flags_are_a_column_on_request(self):
        assert written(self.flagged(), flags=True) == (
            "src_text\ttrg_text\tconfidence\tkind\tflags\nا\ta\t0.500\t1-1\tnumbers,big-bead\n"
        )
        assert written(self.flagged(), header=False) == "ا\ta\t0.500\t1-1\n"

    def test_reasons_stand_in_json(self):
        record = json.loads(written(self.flagged(), "jsonl"))
        assert record["flags"] == ["numbers", "big-bead"]
        assert record["why"] == {
            "kind": -0.36,
            "length": 1.23,
            "breaks": 0.0,
            "words": 5.68,
            "semantic": 0.0,
            "matched": [["قطار", "train"]],
            "numbers": {"both": ["3"], "src": ["4"], "trg": []},
        }

    def test_evidence_stands_in_json_by_its_fields(self):
        record = json.loads(written(self.flagged(), "jsonl"))
        assert list(record["why"]) == ["kind", *Why.evidence(), "matched", "numbers"]

    def test_zero_has_no_sign(self):
        bead = Bead(range(1), range(1), 0.5, (), self.WHY._replace(length=-0.0, breaks=-0.004))
        text = written(output_document(side("ar", "ا"), side("en", "a"), bead), "jsonl")
        assert '"length": 0.0, "breaks": 0.0,' in text


class TestIndex:
    def test_exact(self, document):
        assert written(document, "index") == "[0, 1]:[0]:0.987\n[2]:[]:0.250\n[]:[1]:1.000\n"

    def test_without_pairs_is_empty(self):
        assert written(output_document(side("ar"), side("en")), "index") == ""


@pytest.mark.parametrize(
    ("confidence", "shown"),
    [(1.0, "1.000"), (0.9996, "1.000"), (0.98749, "0.987"), (0.9875001, "0.988"), (0.0004, "0.000"), (0.0, "0.000")],
)
def test_confidence_is_the_same_number_in_every_format(confidence, shown):
    document = one_pair("ا", "a", confidence)
    assert written(document, header=False).split("\t")[2] == shown
    assert written(document, "index") == f"[0]:[0]:{shown}\n"
    assert json.loads(written(document, "jsonl"))["confidence"] == float(shown)


class TestSpans:
    def test_are_where_a_contiguous_passage_stands(self, document):
        sides = {"src": document.bitext.source.text, "trg": document.bitext.target.text}
        pairs = [json.loads(line) for line in written(document, "jsonl").splitlines()]
        found = [(pair[f"{name}_span"], pair[f"{name}_text"], text) for pair in pairs for name, text in sides.items()]
        assert [text[slice(*span)] for span, _, text in found if span] == [shown for _, shown, _ in found if shown]

    def test_reach_over_the_other_language_between_two_sentences(self):
        text = "باب.\nA door in the wall.\nجدار."
        source = Document("ar", text, ((Span(0, 4),), (Span(25, 30),)))
        target = Document("en", text, ((Span(5, 24),),))
        document = output_document(source, target, Bead(range(2), range(1), 1.0))
        pair = json.loads(written(document, "jsonl"))
        assert (pair["src_text"], pair["src_span"]) == ("باب. جدار.", [0, 30])


class TestTable:
    def test_names_are_those_of_the_writers(self):
        assert [writer.name for writer in formats.FORMATS.values()] == list(formats.FORMATS)

    @pytest.mark.parametrize(
        ("suffix", "name"), [("tsv", "tsv"), ("json", "json"), ("jsonl", "jsonl"), ("ndjson", "jsonl"), ("TSV", "tsv")]
    )
    def test_format_is_known_by_the_suffix_of_a_file(self, suffix, name):
        assert formats.format_of(f"folder.x/all.{suffix}") == name

    def test_every_suffix_is_that_of_a_format(self):
        for suffix, name in formats.SUFFIXES.items():
            writer = formats.FORMATS[name]
            assert suffix in (writer.suffix, *writer.other_suffixes)

    @pytest.mark.parametrize("path", ["tsv", ".tsv", "all.tsv.gz", "all.", "all", ""])
    def test_other_file_names_have_no_format(self, path):
        assert formats.format_of(path) is None


TEXT_WRITERS = [writer for writer in formats.FORMATS.values() if isinstance(writer, TextWriter)]


@pytest.mark.parametrize("writer", TEXT_WRITERS, ids=lambda writer: writer.name)
class TestProperties:
    """The properties of a writer describe what it writes."""

    def test_header(self, document, writer):
        bare = written(document, writer.name, header=False)
        assert (written(document, writer.name) != bare) == writer.has_header
        assert written(document, writer.name).endswith(bare.removeprefix("\ufeff"))

    def test_flags(self, writer):
        bead = Bead(range(1), range(1), 0.5, ("big-bead",))
        document = output_document(side("ar", "ا"), side("en", "a"), bead)
        shown = ["big-bead" in written(document, writer.name, flags=flags) for flags in (False, True)]
        assert (
            shown
            == {Flags.NEVER: [False, False], Flags.ON_REQUEST: [False, True], Flags.ALWAYS: [True, True]}[writer.flags]
        )

    def test_reasons(self, writer):
        bead = Bead(range(1), range(1), 0.5, (), TestReasons.WHY)
        document = output_document(side("ar", "ا"), side("en", "a"), bead)
        assert ("5.68" in written(document, writer.name)) == writer.shows_reasons


class TestCollected:
    """A file that holds several documents."""

    @staticmethod
    def collected(name, document, *form, **options):
        rows = document.rows(escape_bytes(name))
        return formats.collected(rows, OutputOptions(*form, **options)).decode().splitlines(keepends=True)

    def test_tsv_and_index_begin_each_line_with_the_name(self, document):
        for form in ("tsv", "index"):
            lines = written(document, form, header=False).splitlines(keepends=True)
            assert self.collected("a/b", document, form) == [f"a/b\t{line}" for line in lines]

    def test_json_lines_begin_each_object_with_the_name(self, document):
        records = [json.loads(line) for line in self.collected("a/b", document, "jsonl")]
        assert [next(iter(record)) for record in records] == ["document"] * 3
        assert [record.pop("document") for record in records] == ["a/b"] * 3
        assert records == [json.loads(record) for record in RECORDS]

    def test_rows_of_other_formats_are_json_lines_of_which_the_file_is_made(self, document):
        lines = [line.encode("utf-8") for name in "ab" for line in self.collected(name, document, "moses")]
        assert [json.loads(line)["document"] for line in lines] == ["a", "a", "a", "b", "b", "b"]
        files = io.BytesIO(), io.BytesIO()
        formats.write_collected(lines, ("ar", "en"), OutputOptions("moses"), files)
        assert [file.getvalue() for file in files] == [
            2 * text.encode("utf-8") for text in ("وصل القطار. نزل الركاب.\n", "The train came and all got off.\n")
        ]
        assert formats.begin_collected(OutputOptions("moses")) == b""

    def test_nothing_is_appended_to_json(self, document):
        with pytest.raises(ValueError, match="nothing can be appended to a file of format json"):
            formats.appended(document.rows(), OutputOptions("json"))

    def test_name_is_one_field_of_valid_utf_8(self, document):
        line = self.collected("a\tb\n\udcff", document)[0]
        assert line.startswith("a b \\udcff\t")

    @pytest.mark.parametrize(
        ("options", "header"),
        [
            ({}, "document\tsrc_text\ttrg_text\tconfidence\tkind\n"),
            ({"flags": True}, "document\tsrc_text\ttrg_text\tconfidence\tkind\tflags\n"),
            ({"header": False}, ""),
            ({"format": "jsonl"}, ""),
            ({"format": "index"}, ""),
        ],
    )
    def test_header_begins_with_a_column_for_the_name(self, options, header):
        assert formats.begin(OutputOptions(**options)).decode() == header
