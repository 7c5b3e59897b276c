"""Lines to paragraphs: hard-wrapped lines are joined paragraph by paragraph, other lines are left alone."""

import textwrap
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import split_text
from aligner.characters import MARKS
from aligner.join.paragraphs import group_lines, group_sides
from aligner.text_lines import LinesOfSide, visible_lines

CASES = Path(__file__).parent.parent / "cases" / "lines"
CONTINUED = "+"  # begins a line that continues the paragraph of the line before it
JOINT = "\0"  # in the place of the line end before such a line

ENGLISH = [
    "The keeper of the lighthouse rose before dawn, as he had done for thirty years, and climbed the stairs. "
    "Nothing moved on the water. He wound the clock, wiped the glass and wrote the hour in the book.",
    "A boat came in with the tide. It carried a letter, two sacks of flour and a girl who said that she had been "
    "sent to learn the work. He had asked for nobody.",
    "By evening they had agreed on the stairs, the lamp and the soup. The rest could wait until spring came.",
]
ARABIC = [
    "استيقظ حارس المنارة قبل الفجر كما اعتاد منذ ثلاثين عاما وصعد الدرج ببطء. لم يتحرك شيء على سطح الماء. ملأ "
    "الساعة ومسح الزجاج وكتب الوقت في الدفتر الكبير.",
    "جاء قارب مع المد يحمل رسالة وكيسين من الدقيق وفتاة قالت إنها أرسلت لتتعلم العمل. لم يكن قد طلب أحدا. نظر "
    "إليها طويلا ثم أعطاها المفتاح.",
    "وعند المساء اتفقا على الدرج والمصباح والحساء. أما البقية فيمكنها أن تنتظر حتى الربيع.",
]


def joined(text, mode="auto"):
    return [text[start:end] for start, end in group_lines(text, visible_lines(text), mode)]


def unwrapped(text):
    return " ".join(text.split())


class Case(NamedTuple):
    """The sides of a document, and the lines of each paragraph of each side."""

    texts: list[str]
    paragraphs: list[list[str]]


def cases(name):
    """The cases of a file. Raises ValueError for a block that is not a case."""
    *blocks, rest = (CASES / name).read_text(encoding="utf-8").split("\n===\n")
    if rest.strip() or not blocks:
        raise ValueError(f"{name}: the last block does not end in ===")
    for block in blocks:
        lines = block.lstrip("\n").split("\n")
        comments = list(takewhile(lambda line: line.startswith("# ") or not line, lines))
        sides = "\n".join(lines[len(comments) :]).split("\n---\n")
        if not comments or not all(sides):
            raise ValueError(f"{name}: not a comment and lines: {block!r}")
        texts = [side.replace(f"\n{CONTINUED}", "\n") for side in sides]
        paragraphs = [
            [
                unwrapped(paragraph.replace(JOINT, "\n"))
                for paragraph in side.replace(f"\n\n{CONTINUED}", JOINT).replace(f"\n{CONTINUED}", JOINT).split("\n")
                if paragraph.strip()
            ]
            for side in sides
        ]
        yield pytest.param(Case(texts, paragraphs), id=comments[-1].removeprefix("# "))


@pytest.mark.parametrize("case", [*cases("joined.txt"), *cases("kept.txt")])
def test_case(case):
    grouped = group_sides([LinesOfSide(text, visible_lines(text)) for text in case.texts])
    for text, side, expected in zip(case.texts, grouped, case.paragraphs, strict=True):
        assert [unwrapped(text[start:end]) for start, end in side.spans] == expected


@pytest.mark.parametrize("case", [*cases("kept.txt")])
def test_kept_lines_are_not_marked_as_continued(case):
    assert [list(map(unwrapped, filter(str.strip, text.split("\n")))) for text in case.texts] == case.paragraphs


LAYOUTS = {
    "blank lines": lambda texts, width: "\n\n".join(textwrap.fill(text, width) for text in texts),
    "no blank lines": lambda texts, width: "\n".join(textwrap.fill(text, width) for text in texts),
    "indented": lambda texts, width: "\n".join(textwrap.fill(text, width, initial_indent="    ") for text in texts),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("width", [40, 50, 60])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("texts", [ENGLISH, ARABIC], ids=["English", "Arabic"])
def test_hard_wrapped_lines_are_recognised_and_joined(texts, layout, width, end):
    text = LAYOUTS[layout](texts, width).replace("\n", end)
    assert [unwrapped(paragraph) for paragraph in joined(text)] == texts


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join(ENGLISH), id="a paragraph a line"),
        pytest.param("\n\n".join(ENGLISH), id="a paragraph a line, and blank lines"),
        pytest.param(" ".join(ENGLISH).replace(". ", ".\n"), id="a sentence a line"),
        pytest.param("\n".join(["Milk", "Eggs and butter", "Bread", "A bag of salt", "Soap"]), id="a list"),
        pytest.param(
            "من يركب البحر لا يخشى الليالي\nومن يحب الفجر يمشي في الظلال\nيا ليت هذا الموج يدنو من دياري\n"
            "كي أسمع الأصوات من خلف التلال\nأنا الذي علمت قلبي كيف يصبر",
            id="verse",
        ),
        pytest.param("One line.", id="one line"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_lines_are_left_alone(text):
    assert joined(text) == [line for line in text.split("\n") if line]


def test_a_long_url_does_not_set_the_width():
    text = f"{LAYOUTS['blank lines'](ENGLISH, 60)}\n\nhttps://example.org/{'path/' * 20}\n"
    assert len(joined(text)) == 4


def test_headings_and_items_stay_apart():
    text = (
        "THE LIGHTHOUSE\n" + textwrap.fill(ENGLISH[0], 50) + "\n1. Stairs to be swept before the boats come\n2. Lamp\n"
    )
    assert [unwrapped(paragraph) for paragraph in joined(text, "wrap")] == [
        "THE LIGHTHOUSE",
        ENGLISH[0],
        "1. Stairs to be swept before the boats come",
        "2. Lamp",
    ]


def test_the_second_line_of_an_item_is_indented_under_its_first():
    text = "- a very long thing to be bought at the market\n  on Sunday\n- salt\n"
    assert len(joined(text, "wrap")) == 2


def test_line_mode_joins_nothing_and_wrap_mode_joins_any_text():
    text = LAYOUTS["no blank lines"](ENGLISH, 60)
    assert joined(text, "line") == text.split("\n")
    assert len(joined("a word and another that\nfills", "wrap")) == 1


FULL_LINE = "the keeper rose before dawn, as he had done, and"
PIECES = [
    *("word", "Word.", "1.", "- x", "", "   ", "كلمة", "a" * 30, "\t", "37", "> quoted", "```", "| a | b |", "\f"),
    *(
        FULL_LINE,
        f"> {FULL_LINE}",
        f"  {FULL_LINE}",
        f"2) {FULL_LINE}",
        "فتح حارس المنارة الباب قبل الفجر. ثم صعد الدرج إلى",
    ),
]


@settings(max_examples=examples(200))
@given(
    st.lists(st.sampled_from(PIECES), max_size=30),
    st.sampled_from(["auto", "line", "wrap"]),
)
def test_no_visible_character_gets_lost(pieces, mode):
    text = "\n".join(pieces)
    spans = group_lines(text, visible_lines(text), mode)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert all(span.end <= next_span.start for span, next_span in pairwise(spans))


def test_wrap_mode_keeps_paragraphs_apart_that_have_a_blank_line_between_them():
    text = "The keeper of the lighthouse rose before dawn\n\nNothing moved on the water\n"
    assert len(joined(text, "wrap")) == 2


def test_columns_of_combining_marks_count_or_not():
    paragraph = (
        "كَتَبَ الْحَارِسُ رِسَالَةً إِلَى الْمِينَاءِ. لَمْ يُجِبْهُ أَحَدٌ حَتَّى جَاءَ الْقَارِبُ مَعَ الْمَدِّ، ثُمَّ فَتَحَ الرِّسَالَةَ وَقَرَأَهَا "
        "مَرَّتَيْنِ. وَبَعْدَ ذَلِكَ صَعِدَ إِلَى الْمِصْبَاحِ وَأَشْعَلَهُ، وَنَظَرَ إِلَى الْبَحْرِ حَتَّى طَلَعَ الْفَجْرُ."
    )
    lines = [""]
    for word in paragraph.split():  # as an editor wraps that gives marks no column
        line = f"{lines[-1]} {word}".strip()
        if len(MARKS.sub("", line)) > 40:
            lines.append(word)
        else:
            lines[-1] = line
    for text in ("\n".join(lines), textwrap.fill(paragraph, 70)):
        assert list(map(unwrapped, joined(text))) == [paragraph]


def test_sentences_go_over_the_ends_of_wrapped_lines():
    document = split_text(LAYOUTS["no blank lines"](ENGLISH, 60), "en")
    assert [len(paragraph) for paragraph in document.paragraphs] == [3, 3, 2]


def test_clauses_end_at_semicolons_and_colons():
    text = "يلتزم المدير بما يأتي: حفظ السجلات؛ إعداد التقرير في الساعة 10:30؛ الرد على الأعضاء."
    clauses = split_text(text, "ar", split_clauses=True)
    assert [clauses.sentence(number) for number in range(len(clauses.sentences))] == [
        "يلتزم المدير بما يأتي:",
        "حفظ السجلات؛",
        "إعداد التقرير في الساعة 10:30؛",
        "الرد على الأعضاء.",
    ]
    assert len(split_text(text, "ar").sentences) == 1
