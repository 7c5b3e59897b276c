"""Layouts: every line of a text in two languages goes to one side, and doubtful lines are reported."""

import re
import unicodedata
from itertools import pairwise

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.language_weights import weigher
from aligner.separate import layout

END = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])


class SeparatedText:
    """The sides of a text as lists of strings."""

    def __init__(self, text, named=None, source="ar", target="en"):
        sides = layout.separate_languages(text, "book.txt", source, target, named)
        self.source = [text[start:end] for start, end in sides.source]
        self.target = [text[start:end] for start, end in sides.target]
        self.layout, self.row_ends, self.doubtful_lines = sides[2:5]


def refusal(text, named=None, source="ar", target="en"):
    with pytest.raises(InputError) as caught:
        layout.separate_languages(text, "book.txt", source, target, named)
    return str(caught.value)


ARABIC = ["وصل القطار إلى المحطة.", "نزل الركاب ببطء.", "لم ينتظرهم أحد."]
ENGLISH = ["The train reached the station.", "The passengers got off slowly.", "Nobody was waiting."]
PAIRS = list(zip(ARABIC, ENGLISH, strict=True))
HALF = "أ abcdef"  # a letter in Arabic weighs as much as six in a Latin word that may be code


# Blocks.


@END
@pytest.mark.parametrize("between", [[], [""], ["", "", " "]], ids=["nothing", "a blank line", "blank lines"])
@pytest.mark.parametrize("first", ["ar", "en"])
def test_blocks_are_found_in_either_order(first, between, end):
    blocks = [ARABIC, ENGLISH] if first == "ar" else [ENGLISH, ARABIC]
    sides = SeparatedText(end.join([*blocks[0], *between, *blocks[1], ""]))
    assert (sides.layout, sides.source, sides.target) == ("blocks", ARABIC, ENGLISH)
    assert (sides.doubtful_lines, sides.row_ends) == ([], [])


def test_the_source_may_be_english():
    sides = SeparatedText("\n".join([*ARABIC, *ENGLISH]), source="en", target="ar")
    assert (sides.layout, sides.source, sides.target) == ("blocks", ENGLISH, ARABIC)


def test_any_two_scripts_can_be_told_apart():
    sides = SeparatedText("Поезд пришёл.\nНикто не ждал.\n기차가 왔다.\n", source="ru", target="ko")
    assert (sides.source, sides.target) == (["Поезд пришёл.", "Никто не ждал."], ["기차가 왔다."])


def test_one_line_of_each_language_is_two_blocks():
    sides = SeparatedText("نعم\nYes")
    assert (sides.layout, sides.source, sides.target) == ("blocks", ["نعم"], ["Yes"])


def test_lines_without_letters_go_with_the_block_before_or_the_first():
    sides = SeparatedText("\n".join(["1", *ARABIC, "* * *", "2", *ENGLISH, "— 3 —", "❦"]))
    assert sides.layout == "blocks"
    assert sides.source == ["1", *ARABIC, "* * *", "2"]
    assert sides.target == [*ENGLISH, "— 3 —", "❦"]
    assert sides.doubtful_lines == []


BLOCKS_WITH_A_QUOTATION = [
    "دخل الضيوف القاعة الكبيرة واحدا بعد الآخر في صمت تام.",
    "كتب على الجدار:",
    "Let there be light",
    "",
    "لم يعرف أحد من الذي كتب هذه الكلمات في تلك الليلة الباردة.",
    "The guests entered the great hall one after another in silence.",
    "On the wall was written:",
    "Let there be light",
    "Nobody knew who had written these words on that cold night.",
]


@END
def test_an_english_quotation_stays_in_the_arabic_block_and_is_reported(end):
    sides = SeparatedText(end.join(BLOCKS_WITH_A_QUOTATION))
    assert sides.layout == "blocks"
    assert sides.source == [line for line in BLOCKS_WITH_A_QUOTATION[:5] if line]
    assert sides.target == BLOCKS_WITH_A_QUOTATION[5:]
    assert sides.doubtful_lines == [3]


def test_an_arabic_quotation_stays_in_the_english_block_and_is_reported():
    english = [*ENGLISH, "The sign on the gate said:", "مغلق", *ENGLISH]
    sides = SeparatedText("\n".join([*english, *ARABIC, *ARABIC]))
    assert (sides.layout, sides.source, sides.target) == ("blocks", [*ARABIC, *ARABIC], english)
    assert sides.doubtful_lines == [5]


def test_names_of_products_do_not_make_a_line_english():
    arabic = [
        "وصل الطراز الجديد Blue Kite Pro 12 إلى الأسواق يوم الأحد.",
        "يعمل بنظام LampOS 4.2 ويدعم USB-C وWi-Fi منذ البداية.",
        "LampOS",
        "يبلغ سعره 300 دينار في متاجر Kite Store الرسمية وحدها.",
    ]
    english = [
        "The new model, the Blue Kite Pro 12, reached the shops on Sunday.",
        "It runs LampOS 4.2 and has USB-C and Wi-Fi from the start.",
        "LampOS",
        "It costs 300 dinars in official Kite Stores only.",
    ]
    sides = SeparatedText("\n".join([*arabic, *english]))
    assert (sides.layout, sides.source, sides.target) == ("blocks", arabic, english)
    assert sides.doubtful_lines == []  # the name of line 3 stands in both blocks


# Interleaved lines.


@END
@pytest.mark.parametrize("first", ["ar", "en"])
def test_interleaved_lines_are_found_in_either_order(first, end):
    lines = [line for pair in PAIRS for line in (pair if first == "ar" else pair[::-1])]
    sides = SeparatedText(end.join(lines))
    assert (sides.layout, sides.source, sides.target) == ("interleaved", ARABIC, ENGLISH)
    assert (sides.doubtful_lines, sides.row_ends) == ([], [])


def test_interleaved_paragraphs_may_have_lines_of_their_own():
    sides = SeparatedText("\n".join([*ARABIC[:2], "", *ENGLISH, "", *ARABIC, "", *ENGLISH[:1], ""]))
    assert sides.layout == "interleaved"
    assert sides.source == [*ARABIC[:2], *ARABIC]
    assert sides.target == [*ENGLISH, ENGLISH[0]]


def test_a_heading_and_a_paragraph_in_turns_are_interleaved():
    sides = SeparatedText("\n".join(["الفصل الأول", "Chapter One", " ".join(ARABIC * 3), " ".join(ENGLISH * 3)]))
    assert (sides.layout, sides.source[0], sides.target[0]) == ("interleaved", "الفصل الأول", "Chapter One")


def test_interleaved_lines_without_letters_go_with_the_line_before_or_the_first_and_are_reported():
    lines = ["—", ARABIC[0], "***", ENGLISH[0], "2", ARABIC[1], "", ENGLISH[1], "❦"]
    sides = SeparatedText("\n".join(lines))
    assert sides.layout == "interleaved"
    assert sides.source == ["—", ARABIC[0], "***", ARABIC[1]]
    assert sides.target == [ENGLISH[0], "2", ENGLISH[1], "❦"]
    assert sides.doubtful_lines == [1, 3, 5, 9]


def test_numbers_go_with_the_line_after_if_the_text_begins_with_one():
    lines = ["1", ARABIC[0], "***", ENGLISH[0], "2", ARABIC[1], "", ENGLISH[1], "3"]
    sides = SeparatedText("\n".join(lines))
    assert sides.source == ["1", ARABIC[0], "***", "2", ARABIC[1]]
    assert sides.target == [ENGLISH[0], ENGLISH[1], "3"]
    assert sides.doubtful_lines == [1, 3, 5, 9]


def test_a_line_in_both_languages_goes_to_the_likelier_one_and_is_reported():
    arabic = ["استخدم الأمر show the lamps", "أبجدهوزحطي ab"]
    english = ["Read كتاب to learn", "abcdefghij is the name of أب"]
    lines = [*PAIRS[0], arabic[0], english[0], *PAIRS[1], arabic[1], english[1]]
    sides = SeparatedText("\n".join(lines), "interleaved")
    assert sides.source == [ARABIC[0], arabic[0], ARABIC[1], arabic[1]]
    assert sides.target == [ENGLISH[0], english[0], ENGLISH[1], english[1]]
    assert sides.doubtful_lines == [3, 4]


def test_a_line_that_is_half_and_half_goes_with_the_line_before_and_is_reported():
    sides = SeparatedText("\n".join([*PAIRS[0], "أبج", HALF, *PAIRS[1]]), "interleaved")
    assert sides.source == [ARABIC[0], "أبج", HALF, ARABIC[1]]
    assert sides.doubtful_lines == [4]


@END
def test_doubtful_lines_are_counted_with_blank_lines(end):
    sides = SeparatedText(end.join(["", ARABIC[0], "", "", ENGLISH[0], " ", "***", ARABIC[1], "", ENGLISH[1]]))
    assert sides.doubtful_lines == [7]


def test_lines_that_hold_both_languages_are_reported_in_blocks():
    sides = SeparatedText("\n".join([f"{ARABIC[0]} | {ENGLISH[0]}", *ARABIC, *ENGLISH]), named="blocks")
    assert sides.doubtful_lines == [1]


# A layout that the user names.


@pytest.mark.parametrize(
    ("named", "source", "target"),
    [
        ("blocks", [ARABIC[0], ENGLISH[0], ARABIC[1]], [ENGLISH[1]]),
        ("interleaved", ARABIC[:2], ENGLISH[:2]),
        (None, ARABIC[:2], ENGLISH[:2]),
    ],
)
def test_the_layout_that_the_user_names_is_used(named, source, target):
    sides = SeparatedText("\n".join([*PAIRS[0], ARABIC[1], ENGLISH[1]]), named)
    assert (sides.layout, sides.source, sides.target) == (named or "interleaved", source, target)


def test_lines_that_a_named_layout_puts_on_the_wrong_side_are_reported():
    assert SeparatedText("\n".join([*PAIRS[0], ARABIC[1], ENGLISH[1]]), "blocks").doubtful_lines == [2]


def test_blocks_can_be_read_as_interleaved():
    sides = SeparatedText("\n".join(BLOCKS_WITH_A_QUOTATION), "interleaved")
    assert sides.layout == "interleaved"
    assert sides.target[0] == "Let there be light"
    assert len(sides.source) == 3


@pytest.mark.parametrize("named", ["blocks", "interleaved"])
def test_tabs_do_not_matter_where_another_layout_is_named(named):
    sides = SeparatedText(f"{ARABIC[0]}\t{ARABIC[1]}\n{ENGLISH[0]}\t{ENGLISH[1]}", named)
    assert (sides.layout, sides.source, sides.target) == (named, ["\t".join(ARABIC[:2])], ["\t".join(ENGLISH[:2])])


# Texts that cannot be separated.

GIVE = "give the translation in the same file, or as a second file"


@pytest.mark.parametrize("named", [None, "blocks", "interleaved"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("\n".join(ENGLISH), f"only English was found, no line in Arabic; {GIVE}", id="English"),
        pytest.param("\n".join(ARABIC), f"only Arabic was found, no line in English; {GIVE}", id="Arabic"),
        pytest.param(
            "نزل LampOS اليوم",
            f"no line is mostly English; line 1 holds English letters among Arabic; {GIVE}",
            id="words of the other language within a line",
        ),
        pytest.param(HALF, f"no line is mostly Arabic or mostly English; {GIVE}", id="half and half"),
        pytest.param(
            "12\n***\nПоезд",
            "neither Arabic nor English was found; name the languages with --from and --to",
            id="neither",
        ),
        pytest.param("", "there is no text, only white space", id="empty"),
        pytest.param(" \n\t\r\n\xa0\u2003\n\u200f", "there is no text, only white space", id="white space"),
    ],
)
def test_a_text_that_lacks_a_language_is_refused(text, message, named):
    assert refusal(text, named) == f"book.txt: {message}"


@pytest.mark.parametrize(
    ("source", "target", "names"),
    [
        ("en", "fr", "English and French"),
        ("ar", "fa", "Arabic and fa"),
        ("ar-EG", "ar-SA", "Arabic and Arabic"),
        ("sr-Latn", "en", "sr-Latn and English"),
    ],
)
def test_languages_of_one_script_are_refused(source, target, names):
    message = f"book.txt: {names} cannot be told apart by their letters in one file; give two files"
    assert refusal("\n".join([*ARABIC, *ENGLISH]), None, source, target) == message


# Properties of any text in both languages.

LINES = [
    *ARABIC,
    *ENGLISH,
    "نعم",
    "Yes",
    "نعم LampOS",
    "see ملاحظة 3",
    "* * *",
    "12",
    "٣",
    "—",
    "one\u2028two",
    "",
    " ",
    "\u200f",
    "\x00",
]


@st.composite
def texts(draw):
    """Generate lines of both languages, of neither, and blank lines, with any line ends."""
    lines = st.lists(st.sampled_from(LINES), max_size=8)
    order = draw(st.permutations(["لا أحد هنا", "Nobody is here"]))
    everything = [*draw(lines), order[0], *draw(lines), order[1], *draw(lines)]
    return "".join(line + draw(st.sampled_from(["\n", "\r\n", "\r"])) for line in everything)


def visible_lines(text):
    """Yield the spans of the lines with a visible character."""
    for line in re.finditer(r"[^\r\n]+", text):
        if any(not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc") for c in line[0]):
            yield line.span()


@pytest.mark.parametrize("named", [None, "blocks", "interleaved"])
@settings(max_examples=examples(50))
@given(text=texts())
def test_every_line_stands_on_one_side_in_order(text, named):
    sides = layout.separate_languages(text, "book.txt", "ar", "en", named)
    assert sorted([*sides.source, *sides.target]) == list(visible_lines(text))
    assert sides.source == sorted(sides.source)
    assert sides.target == sorted(sides.target)
    assert sides.layout in ([named] if named else ["blocks", "interleaved"])


@settings(max_examples=examples(50))
@given(texts())
def test_neither_block_begins_within_the_other(text):
    source, target = layout.separate_languages(text, "book.txt", "ar", "en", "blocks")[:2]
    assert not (source and target) or source[-1] < target[0] or target[-1] < source[0]


@pytest.mark.parametrize("named", [None, "blocks", "interleaved"])
@settings(max_examples=examples(50))
@given(text=texts())
def test_a_line_on_the_wrong_side_is_reported(text, named):
    weigh = weigher("ar", "en")
    sides = layout.separate_languages(text, "book.txt", "ar", "en", named)
    numbers = {start: 1 + len(re.findall(r"\r\n|\r|\n", text[:start])) for start, _ in visible_lines(text)}
    wrong = {
        numbers[start]
        for side, spans in enumerate((sides.source, sides.target))
        for start, end in spans
        if (evidence := weigh(text[start:end])).side not in (side, None) and evidence.has_words
    }
    assert wrong <= set(sides.doubtful_lines) <= set(numbers.values())
    assert sides.doubtful_lines == sorted(set(sides.doubtful_lines))


@pytest.mark.parametrize("named", [None, "blocks", "interleaved"])
@settings(max_examples=examples(50))
@given(text=texts())
def test_the_order_of_the_languages_does_not_matter(text, named):
    sides, swapped = (
        layout.separate_languages(text, "book.txt", *names, named) for names in (("ar", "en"), ("en", "ar"))
    )
    assert (sides.source, sides.target, sides.layout) == (swapped.target, swapped.source, swapped.layout)
    assert sides.doubtful_lines == swapped.doubtful_lines


SEPARATORS = [" = ", "=", " - ", " — ", " | ", " ||| ", " / ", " → ", ": ", " : ", ", ", "; ", "    ", " .... "]
WORDS = {"مصباح": "lamp", "الحارس القديم": "the old guard", "دمشق": "Damascus", "ليلة سعيدة": "good night"}


@settings(max_examples=examples(50))
@given(
    st.lists(st.tuples(st.sampled_from(sorted(WORDS)), st.booleans()), max_size=6),
    st.sampled_from(SEPARATORS),
)
def test_a_separator_between_both_languages_is_on_neither_side(pairs, separator):
    pairs = [("مصباح", False), *pairs]  # names alone are not taken for a translation
    lines = [separator.join((word, WORDS[word])[:: -1 if backwards else 1]) for word, backwards in pairs]
    sides = SeparatedText("\n".join(lines))
    assert sides.layout == "same-line"
    assert list(zip(sides.source, sides.target, strict=True)) == [(word, WORDS[word]) for word, _ in pairs]
    assert sides.row_ends == [(k, k) for k in range(1, len(pairs) + 1)]


@st.composite
def bilingual_lines(draw):
    """Generate lines of parts in both languages, with separators, numbers and marks between them."""
    parts = st.lists(
        st.sampled_from([*WORDS, *WORDS.values(), "12", "(", ")", ".", "؟", "|", "=", "…", '"']), max_size=7
    )
    lines = [["مصباح", "lamp"], *draw(st.lists(parts, max_size=5))]
    return "\n".join(draw(st.sampled_from([" ", "  ", ""])).join(line) for line in lines)


@settings(max_examples=examples(50))
@given(bilingual_lines())
def test_every_letter_of_lines_in_both_languages_stands_on_one_side(text):
    sides = layout.separate_languages(text, "book.txt", "ar", "en", "same-line")
    spans = sorted([*sides.source, *sides.target])
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    left_out = "".join(text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *spans, (len(text), len(text))]))
    assert not any(map(str.isalpha, left_out))
    assert sides.row_ends == sorted(sides.row_ends)
    assert sides.row_ends[-1] == (len(sides.source), len(sides.target))


def test_a_layout_with_both_languages_on_a_line_can_be_named():
    lines = [*ARABIC, "نام الحارس. The guard slept.", *ENGLISH]
    assert SeparatedText("\n".join(lines)).layout == "blocks"
    sides = SeparatedText("\n".join(lines), "same-line")
    assert sides.row_ends == [(3, 0), (4, 1), (4, 4)]
    hint = "no line holds a text and its translation; leave --layout out"
    assert refusal("\n".join([*ARABIC, *ENGLISH]), "same-line") == f"book.txt: {hint}"
