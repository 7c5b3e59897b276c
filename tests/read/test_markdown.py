"""Markdown: the sentences that its marks make, and texts that are read as plain text."""

import re
from pathlib import Path

import pytest

from aligner.join import paragraphs
from aligner.preparation import prepare
from aligner.read import readers
from aligner.settings import Settings
from aligner.split.sentences import split_document
from aligner.text_lines import LinesOfSide, visible_lines

CASES = Path(__file__).parent.parent / "cases" / "markdown" / "units.txt"


def cases():
    """Yield the cases of the file: the text and its sentences."""
    _, _, cases_of_file = CASES.read_text(encoding="utf-8").partition("\n\n")
    for block in cases_of_file.removesuffix("\n====\n").split("\n====\n"):
        comment, _, text = block.partition("\n")
        text, _, expected = text.partition("\n----\n")
        yield pytest.param(text.replace("⇥", " ") + "\n", expected.splitlines(), id=comment.removeprefix("# "))


def read(text):
    return readers.read_bytes(text.encode("utf-8"), "a.md")


@pytest.mark.parametrize(("text", "expected"), list(cases()))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_sentences_of_a_text(text, expected, line_end):
    source = read(text.replace("\n", line_end))
    side = LinesOfSide(source.text, visible_lines(source.text), units=source.units)
    spans = paragraphs.group_sides([side])[0].spans
    sentences = [unit.span for unit in source.units if unit.is_sentence]
    document = split_document(source.text, "en", spans, sentences=sentences)
    found = [document.sentence(number).replace(line_end, "⏎") for number in range(len(document.sentences))]
    assert found == expected


def test_both_suffixes_are_markdown():
    assert {readers.reader_of(path).name for path in ("a.md", "b.ar.MARKDOWN")} == {"Markdown"}


def test_a_table_in_two_languages_has_rows_and_no_units():
    text = read("| العربية | English |\n|---|---|\n| باب | door |\n")
    assert (len(text.rows), text.units) == (2, ())


ARABIC = "# الدليل. الجزء الأول\n\n- اكتب اسم\n  المجلد.\n\n```\ncopy a. Then b.\n```\n\nانتهى. شكرا.\n"
ENGLISH = (
    "# The guide. Part one\n\n- Type the name\n  of the folder.\n\n```\ncopy a. Then b.\n```\n\nIt ends. Thanks.\n"
)


@pytest.mark.parametrize("texts", [[ARABIC, ENGLISH], [ARABIC + "\n" + ENGLISH]])
def test_units_in_two_files_and_in_one(texts):
    parallel = prepare([read(text) for text in texts], Settings()).parallel
    sentences = [
        [re.sub(r"\s+", " ", document.sentence(number)) for number in range(len(document.sentences))]
        for document in (parallel.source, parallel.target)
    ]
    code = ["```", "copy a. Then b.", "```"]
    assert sentences[0] == ["# الدليل. الجزء الأول", "- اكتب اسم المجلد.", *code, "انتهى.", "شكرا."]
    assert sentences[1] == ["# The guide. Part one", "- Type the name of the folder.", *code, "It ends.", "Thanks."]


def test_items_with_their_translations_stay_interleaved():
    text = read("- قطار سريع\n  a fast train\n- باب كبير\n  a large door\n- نافذة زرقاء\n  a blue window\n")
    prepared = prepare([text], Settings())
    assert prepared.layout == "interleaved"
    assert len(prepared.parallel.source.sentences) == len(prepared.parallel.target.sentences) == 3


def test_the_user_may_ask_for_lines():
    parallel = prepare([read(ARABIC), read(ENGLISH)], Settings(lines="line")).parallel
    assert len(parallel.source.sentences) == len(parallel.target.sentences) == 8


@pytest.mark.slow
@pytest.mark.parametrize("part", ["```x\n", "<!--\n", "- a\n", "- a\n  b\n", "a|b\n", "a\n---\n\n", "[a]: ", "> ", "`"])
@pytest.mark.usefixtures("cpu_limit")
def test_hostile_texts_take_linear_time(part):
    read(part * 50_000)
