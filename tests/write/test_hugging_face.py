"""Hugging Face: JSON lines of translations."""

import json

from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import bytes_of, one_pair, output_document, side, text_of, three_beads

from aligner.rows import Row, Rows
from aligner.write import formats
from aligner.write.document import OutputOptions

HF = OutputOptions("hf")


def test_exact():
    assert text_of(three_beads().rows(), HF) == (
        '{"translation": {"ar": "وصل القطار. نزل الركاب.", "en": "The train came and all got off."}}\n'
    )


def test_without_pairs_is_empty():
    assert bytes_of(output_document(side("ar"), side("en")).rows(), HF) == b""


def test_keys_are_the_tags_of_the_languages():
    rows = Rows("fr", "de-CH", [Row("Oui.", "Ja.", "1-1")])
    assert bytes_of(rows, HF) == b'{"translation": {"fr": "Oui.", "de-CH": "Ja."}}\n'


def test_documents_follow_one_another():
    rows = three_beads().rows("a")
    assert formats.begin(HF) + formats.collected(rows, HF) == bytes_of(three_beads().rows(), HF)


@settings(max_examples=examples(50))
@given(st.text(min_size=1), st.text(min_size=1))
def test_texts_are_read_back_from_one_line(source, target):
    """A training script reads a line at a time, and takes the texts of its two languages."""
    (line,) = bytes_of(one_pair(source, target).rows(), HF).decode("utf-8").splitlines()
    example = json.loads(line)
    assert list(example) == ["translation"]
    assert (example["translation"]["ar"], example["translation"]["en"]) == (source, target)


def test_is_chosen_by_f_alone(files, run):
    assert formats.format_of("pairs.jsonl") == "jsonl"
    assert run("book.txt", "-f", "hf", "-o", "pairs.jsonl", "-q").exit_code == 0
    lines = (files / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [list(json.loads(line)["translation"]) for line in lines] == [["ar", "en"]] * 4
