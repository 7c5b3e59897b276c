"""JSON lines and JSON documents of pairs, of `align` and of training scripts."""

import json

import pytest
from conversions import pairs_of, texts_of

from aligner.bitext import Span
from aligner.errors import InputError
from aligner.rows import Row

ROW = {
    "src_text": "نعم. لا.", "trg_text": "Yes, no.", "src_lang": "ar", "trg_lang": "en-GB", "kind": "2-1",
    "confidence": 0.5, "src_sentences": [3, 4], "trg_sentences": [7], "src_span": [0, 8], "trg_span": [0, 8],
    "flags": ["length"],
}  # fmt: skip
TRANSLATIONS = '{"translation": {"en": "Yes.", "ar": "نعم."}}\n'


def lines(*values):
    """Values as JSON lines."""
    return "".join(json.dumps(value) + "\n" for value in values)


def test_our_own_lines(tmp_path):
    rows, tags, notices, _ = pairs_of(tmp_path, {"p.jsonl": lines({"document": "a"} | ROW, ROW)})
    assert (tags, notices) == (("ar", "en-GB"), [])
    assert rows[0] == Row(
        "نعم. لا.", "Yes, no.", "2-1", 0.5, (3, 4), (7,), ("نعم. لا.",), ("Yes, no.",),
        Span(0, 8), Span(0, 8), ("length",), None, "a",
    )  # fmt: skip


def test_what_a_row_lacks_is_counted_or_unknown(tmp_path):
    rows, tags, *_ = pairs_of(
        tmp_path, {"p.jsonl": lines(*({"src_text": text, "trg_text": None} for text in ("نعم.", "لا.")))}
    )
    assert tags == ("ar", "en")
    assert [(row.target, row.kind, row.confidence, list(row.source_numbers)) for row in rows] == [
        ("", "1-0", None, [0]),
        ("", "1-0", None, [1]),
    ]


@pytest.mark.parametrize("name", ["p.json", "p.txt"])
@pytest.mark.parametrize(
    "text",
    [json.dumps({"meta": {"rows": 1}, "pairs": [ROW]}, indent=2), json.dumps({"pairs": [ROW]}), json.dumps([ROW])],
)
def test_documents(tmp_path, name, text):
    rows, _, _, meta = pairs_of(tmp_path, {name: text})
    assert (rows[0].source, len(rows)) == ("نعم. لا.", 1)
    assert meta == json.loads(text).get("meta", {}) if text.startswith("{") else meta == {}


def test_document_without_pairs(tmp_path):
    rows, tags, *_ = pairs_of(tmp_path, {"p.json": '{"meta": {"src_lang": "de", "trg_lang": "fr"}, "pairs": []}'})
    assert (rows, tags) == ([], ("de", "fr"))


class TestTranslations:
    def test_each_language_by_its_name(self, tmp_path):
        file = pairs_of(tmp_path, {"p.jsonl": TRANSLATIONS})
        assert file[1] == ("en", "ar")
        assert texts_of(tmp_path, {"p.jsonl": TRANSLATIONS}, source="ar") == [("نعم.", "Yes.")]

    def test_other_codes_of_languages(self, tmp_path):
        text = lines({"translation": {"eng_Latn": "Yes.", "arb_Arab": "نعم."}})
        file = pairs_of(tmp_path, {"p.jsonl": text}, source="ar", target="en")
        assert (file[1], file[0][0].source) == (("ar", "en"), "نعم.")
        assert pairs_of(tmp_path, {"p.jsonl": text})[1] == ("en", "ar")

    def test_more_than_two_languages(self, tmp_path):
        text = lines({"id": 1, "translation": {"de": "Ja.", "ar": "نعم.", "fr": "Oui."}})
        with pytest.raises(InputError, match="the languages are de, ar, fr; choose two of them with --from and --to"):
            pairs_of(tmp_path, {"p.jsonl": text})
        rows, tags, notices, _ = pairs_of(tmp_path, {"p.jsonl": text}, source="ar", target="fr")
        assert (tags, rows[0].source, rows[0].target) == (("ar", "fr"), "نعم.", "Oui.")
        assert notices == ["left out the members de, id"]

    def test_text_that_is_missing(self, tmp_path):
        text = TRANSLATIONS + lines({"translation": {"ar": "لا."}}, {"translation": {"ar": " ", "en": None}})
        rows, _, notices, _ = pairs_of(tmp_path, {"p.jsonl": text}, source="ar")
        assert [(row.source, row.target, row.kind) for row in rows[1:]] == [("لا.", "", "1-0")]
        assert notices == ["left out 1 row (line 3) without any text"]

    @pytest.mark.parametrize("value", [0, False, [], {}])
    def test_text_that_is_no_string(self, tmp_path, value):
        text = TRANSLATIONS + lines({"translation": {"ar": value, "en": "No."}})
        with pytest.raises(InputError, match='line 2: "translation" holds a text that is not a string'):
            pairs_of(tmp_path, {"p.jsonl": text})

    def test_first_object_without_a_language(self, tmp_path):
        with pytest.raises(InputError, match="there is no text with a language; give a file of two languages"):
            pairs_of(tmp_path, {"p.jsonl": lines({"translation": {}})})

    def test_empty_pair_of_a_document_is_named_by_its_number(self, tmp_path):
        text = json.dumps([json.loads(TRANSLATIONS), {"translation": {"ar": "", "en": None}}])
        assert pairs_of(tmp_path, {"p.json": text})[2] == ["left out 1 row (pair 2) without any text"]


def test_row_without_text_and_kind_is_counted(tmp_path):
    empty = ROW | {"src_text": "", "trg_text": " ", "kind": None}
    rows, _, notices, _ = pairs_of(tmp_path, {"p.jsonl": lines(ROW, empty)})
    assert (len(rows), notices) == (1, ["left out 1 row (line 2) without any text"])


def test_members_of_other_programs_are_named(tmp_path):
    assert pairs_of(tmp_path, {"p.jsonl": lines(ROW | {"url": "x", "id": 1})})[2] == ["left out the members id, url"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: this is not JSON (Expecting property name enclosed in double quotes)"),
        ("[1]", "line 2: this is not an object of a row; give objects with"),
        ('{"src_text": "x"}', "line 2: this is not an object of a row; give objects with"),
        (lines(ROW | {"confidence": 10**400}), "line 2: this is not an object of a row: int too large to convert"),
        (lines(ROW | {"confidence": 1.5}), "line 2: the confidence is 1.5; write a number from 0 to 1"),
        (
            lines(ROW | {"confidence": "high"}),
            "line 2: this is not an object of a row: confidence is not a number: 'high'",
        ),
        (lines(ROW | {"kind": "2:1"}), "line 2: the kind is '2:1'; write numbers of sentences such as 1-2"),
        (lines(ROW | {"src_sentences": [-1]}), "line 2: this is not an object of a row: src_sentences has a negative"),
        (lines(ROW | {"src_text": "\ud800"}), "line 2: a string holds half a character"),
        (lines(ROW | {"trg_lang": "en\udc00"}), "line 2: a string holds half a character"),
        (lines(ROW | {"src_text": 5}), "line 2: this is not an object of a row: src_text is not a str: 5"),
        ("9" * 5000, "line 2: this is not JSON (Exceeds the limit"),
        ("[" * 99999, "line 2: this is not JSON (maximum recursion depth"),
    ],
)
def test_line_that_is_wrong(tmp_path, line, message):
    with pytest.raises(InputError) as raised:
        pairs_of(tmp_path, {"p.jsonl": lines(ROW) + line})
    assert message in str(raised.value)


def test_pair_of_a_document_that_is_wrong(tmp_path):
    text = json.dumps({"meta": {}, "pairs": [ROW, ROW | {"confidence": 7}]})
    with pytest.raises(InputError, match=r"p.json, pair 2: the confidence is 7; write a number"):
        pairs_of(tmp_path, {"p.json": text})


@pytest.mark.parametrize("text", ['{"meta": {}}', '{"meta": {}, "pairs": 1}', '{"meta": '])
def test_document_that_is_wrong(tmp_path, text):
    with pytest.raises(InputError, match=r'there is no list "pairs"|this is not JSON'):
        pairs_of(tmp_path, {"p.json": text})
