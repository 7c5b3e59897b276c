"""Sentence splitting: cases in files that need no Python, and properties of any text."""

import os
import subprocess
import sys
import time
import tomllib
import unicodedata
from pathlib import Path
from typing import NamedTuple

import effort
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aligner import languages, split_text
from aligner.bitext import Span
from aligner.data_files import data_file
from aligner.split import punkt
from aligner.split.sentences import split_paragraph

CASES = Path(__file__).parent.parent / "cases" / "split"
FILES = sorted(path.name for path in CASES.glob("??.txt"))

assert {"ar.txt", "en.txt"} <= set(FILES), f"no cases were found in {CASES}"


class Case(NamedTuple):
    """A paragraph and its sentences; comments say why it is a case."""

    comments: list[str]
    text: str
    sentences: list[str]


def cases(name):
    """Return the cases of a file. Raises ValueError for a block that is not a case."""
    *blocks, rest = (CASES / name).read_text(encoding="utf-8").split("\n===\n")
    if rest.strip():
        raise ValueError(f"{name}: the last block does not end in ===")
    parsed = []
    for block in blocks:
        head, _, body = block.partition("\n---\n")
        lines = [line for line in head.split("\n") if line]
        *comments, text = lines  # the text may begin with the sign of a comment
        if not comments or not all(line.startswith("#") for line in comments) or not body:
            raise ValueError(f"{name}: not a comment, a text, --- and sentences: {block!r}")
        parsed.append(Case(comments, text, body.split("\n")))
    return parsed


def params(name, language=None):
    for case in cases(name):
        reason = case.comments[-1].removeprefix("# ")
        if language is None:
            yield pytest.param(
                reason[:2], case, id=reason, marks=pytest.mark.xfail(reason=reason, raises=AssertionError)
            )
        else:
            yield pytest.param(language, case, id=reason)


def split(text, language="en", **options):
    document = split_text(text, language, **options)
    return [document.sentence(number) for number in range(len(document.sentences))]


def paragraphs(text, **options):
    document = split_text(text, "ar", **options)
    return [[text[start:end] for start, end in paragraph] for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("language", "case"),
    [*(param for name in FILES for param in params(name, name.removesuffix(".txt"))), *params("known-failures.txt")],
)
def test_case(language, case):
    assert split(case.text, language) == case.sentences


@pytest.mark.parametrize("name", FILES)
def test_a_case_file_has_what_must_not_split_and_then_what_must(name):
    splits = [len(case.sentences) > 1 for case in cases(name)]
    assert splits == sorted(splits)
    assert min(splits.count(False), splits.count(True)) >= (25 if name in ("ar.txt", "en.txt") else 4)


def test_every_word_list_has_cases():
    assert {path.name.removesuffix(".toml") for path in data_file("languages").glob("*.toml")} == {
        name.removesuffix(".txt") for name in FILES
    }


@pytest.mark.parametrize("name", [*FILES, "known-failures.txt"])
def test_the_sentences_of_a_case_are_its_text(name):
    for case in cases(name):
        assert "".join("".join(case.sentences).split()) == "".join(case.text.split())
        assert [sentence.strip() for sentence in case.sentences] == case.sentences


def test_no_case_is_in_two_places():
    texts = [case.text for name in (*FILES, "known-failures.txt") for case in cases(name)]
    assert len(set(texts)) == len(texts)


def test_a_known_failure_names_its_language():
    languages_with_cases = {f"# {name.removesuffix('.txt')}: " for name in FILES}
    assert {case.comments[-1][:6] for case in cases("known-failures.txt")} <= languages_with_cases


# The word lists, word by word.


CAPITALISED = {"lowercase_starters", "openers", "sure_openers", "numerals", "months", "valedictions"}


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        pytest.param("ar", "titles", "ثم جاء {}. سالم باكرا", 1, id="ar titles before a name"),
        pytest.param("ar", "titles", "جاء سامر و{}. سالم باكرا", 1, id="ar titles after the conjunction"),
        pytest.param("ar", "numbered", "انظر {}. 7 هناك", 1, id="ar numbered"),
        pytest.param("ar", "numbered", "انظر {}. ٧ هناك", 1, id="ar numbered, Arabic-Indic"),
        pytest.param("ar", "units", "بلغ ذلك 7 {}. لم يكن كافيا", 2, id="ar units"),
        pytest.param("ar", "units", "بلغ ذلك ٧{}. لم يكن كافيا", 2, id="ar units close to an Arabic-Indic number"),
        pytest.param("ar", "final", "باعوا الخبز {}. لم يبق شيء", 2, id="ar final"),
        pytest.param("ar", "abbreviations", "زاروا {}. أمس", 1, id="ar abbreviations"),
        pytest.param("ar", "reporting", "«أين المفتاح؟» {} أخي", 1, id="ar reporting"),
        pytest.param("ar", "clause_verbs", "خبز القرية يباع في المدينة {} اللصوص أمس", 2, id="ar clause verbs"),
        pytest.param("ar", "saying_verbs", "خبز القرية يباع في المدينة {} مسؤولون ذلك", 2, id="ar saying verbs"),
        pytest.param("ar", "subjects", "خبز القرية يباع في المدينة أكدت {} ذلك", 2, id="ar subjects"),
        pytest.param("ar", "connectors", "خبز القرية يباع في المدينة {} انتهت الحرب", 1, id="ar connectors"),
        pytest.param("ar", "times", "خبز القرية يباع في المدينة انتهت {} الحرب", 1, id="ar times"),
        pytest.param("ar", "agencies", "خبز القرية يباع القاهرة ({}) - ارتفع", 2, id="ar agencies"),
        pytest.param("ar", "cities", "خبز القرية يباع {} 3 مايو", 2, id="ar cities"),
        pytest.param("ar", "months", "خبز القرية يباع القاهرة 3 {} ارتفع", 3, id="ar months"),
        pytest.param("ar", "letters", "كتب جون {}. كينيدي رسالة", 1, id="ar letters"),
        pytest.param("ar", "participles", "«أين المفتاح؟» {}: إنه هنا", 1, id="ar participles"),
        pytest.param("en", "openers", "Bakers close the old shop {} lamp is off", 2, id="en openers"),
        pytest.param("en", "sure_openers", "Bakers close in Leeds {} lamp is off", 2, id="en sure openers"),
        pytest.param("en", "before_names", "She saw the {} The lamp of the north", 1, id="en before names"),
        pytest.param("en", "numbered_nouns", "She knows the {} A lamp of the north", 1, id="en numbered nouns"),
        pytest.param("en", "numerals", "She knows the chapter {} lamp of it", 1, id="en numerals"),
        pytest.param("en", "agencies", "Bakers sell bread LONDON ({}) - Bakers sell", 2, id="en agencies"),
        pytest.param("en", "months", "The oldest baker Sunday, {} 3, 2016", 2, id="en months"),
        pytest.param("en", "valedictions", "Bring it. {}, Salma", 3, id="en valedictions"),
        pytest.param("en", "postscripts", "{}. Bring it", 1, id="en postscripts"),
        pytest.param("en", "reporting", '"Why?" Salma {}.', 1, id="en reporting"),
        pytest.param("en", "titles", "Then {}. Haddad came", 1, id="en titles"),
        pytest.param("en", "leading", "Bring wool, {}. Norwegian wool", 1, id="en leading"),
        pytest.param("en", "numbered", "See {}. 7 there", 1, id="en numbered"),
        pytest.param("en", "units", "It took 7 {}. of it", 1, id="en units before a small letter"),
        pytest.param("en", "units", "It took 7 {}. The rest was free", 2, id="en units before a capital"),
        pytest.param("en", "final", "They sold bread, {}. at noon", 1, id="en final before a small letter"),
        pytest.param("en", "final", "They sold bread, {}. Leeds paid", 2, id="en final before a capital"),
        pytest.param("en", "abbreviations", "They saw {}. others", 1, id="en abbreviations before a small letter"),
        pytest.param(
            "en", "abbreviations", "They saw {}. The rest was free", 2, id="en abbreviations before a capital"
        ),
        pytest.param("en", "exclamations", "She left {}! after noon", 1, id="en exclamations"),
        pytest.param(
            "en",
            "lowercase_starters",
            "She moved to the U.S. {} it was",
            2,
            id="en lower-case starters, with a capital",
        ),
    ],
)
def test_every_word_of_a_list_does_what_its_list_says(language, title, text, expected):
    words = tomllib.loads(data_file(f"languages/{language}.toml").read_text(encoding="utf-8"))[title]["words"]
    written = {word: word.capitalize() if title in CAPITALISED else word for word in words}
    assert words
    assert [word for word in words if len(split(text.format(written[word]), language)) != expected] == []


@pytest.mark.parametrize("title", ["Dr", "DR", "dr", "Prof", "Mrs"])
def test_the_case_of_a_title_does_not_matter(title):
    assert len(split(f"Then {title}. Haddad came")) == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_language_knows_the_words_of_the_other(language):
    assert split("زار د. سالم Dr. Reed أمس. عاد ليلا.", language) == ["زار د. سالم Dr. Reed أمس.", "عاد ليلا."]


def test_a_language_without_words_is_split_by_the_general_rules():
    assert split("Der Bus kam um 7.30 Uhr. Niemand stieg ein! Wer fuhr?", "de") == [
        "Der Bus kam um 7.30 Uhr.",
        "Niemand stieg ein!",
        "Wer fuhr?",
    ]


def test_the_document_has_the_tag_of_its_language():
    assert split_text("A", "arb_Arab").language == "ar"


# Properties of any text.

WORDS = ["a", "B", "U.S", "Dr", "etc", "said", "No", "x.org", "i", "The", "د", "م", "هـ", "قال", "إلخ", "نعم", "المادة"]
DIGITS = ["1", "25", "٣", "3.5", "٠٫٥"]
MARKS = [".", ".", "..", "...", "…", "!", "?", "؟", "۔", "?!", "،", "؛", ";", ":", "-", "—", "•", "ـ", "\u064e", "🙂"]
CLOSERS = ['"', "'", "”", "’", "»", "«", "“", ")", "(", "]", "[", "[1]", "²"]
BLANKS = [" ", "  ", "\t", "\xa0", "\u202f", "\u2003", "\u3000", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
JOINED = [  # parts of lines that were joined
    "The",
    " the lamp The lamp was ",
    " Salma Reed 05/25/2001 09:01 AM ",
    ":12",
    "://",
    "@x.org> ",
    "-----",
    "__________",
    " :) ",
    "Regards, ",
    " — ",
    " day, ",
    "Sunday, May 3, 2016 ",
    " LEEDS (AP) - ",
    " القاهرة (رويترز) - ",
    " بكين 3 مايو ",
    " انتهت الحرب ",
    "[...] ",
    "P.S. ",
    " said ",
]
INVISIBLE = ["\u200e", "\u200f", "\u061c", "\u202b", "\u202c", "\u2067", "\u2069", "\u200b", "\u200d", "\ufeff", "\xad"]
LINE_ENDS = ["\n", "\r\n", "\r"]

PIECES = [WORDS, DIGITS, MARKS, CLOSERS, BLANKS, INVISIBLE, JOINED]


def texts(*kinds, size=30):
    return st.lists(st.one_of(*map(st.sampled_from, kinds)), max_size=size).map("".join)


def assert_tiles(text, spans, between):
    """Assert that spans are not empty, in order, and leave out only characters that `between` allows."""
    tiled_to = 0
    for start, end in spans:
        assert tiled_to <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert all(map(between, text[tiled_to:start]))
        tiled_to = end
    assert all(map(between, text[tiled_to:]))


def is_blank(character):
    return character.isspace() or character == "\ufeff"


def is_invisible(character):
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc")


@given(texts(*PIECES, LINE_ENDS))
def test_every_visible_character_of_a_paragraph_stands_in_one_sentence(text):
    assert_tiles(text, split_paragraph(text, "ar"), is_blank)


@pytest.mark.slow
@settings(max_examples=2_000)
@given(st.text() | texts(*PIECES, LINE_ENDS))
def test_nothing_gets_lost_in_many_texts(text):
    assert_tiles(text, split_paragraph(text, "en"), is_blank)


@given(texts(*PIECES), texts(*PIECES), texts(*PIECES))
def test_the_text_around_a_paragraph_does_not_matter(before, text, after):
    alone = [Span(start + len(before), end + len(before)) for start, end in split_paragraph(text, "en")]
    assert list(split_paragraph(before + text + after, "en", Span(len(before), len(before) + len(text)))) == alone


@pytest.mark.parametrize(
    "options",
    [{"lines": "line"}, {"lines": "wrap"}, {"lines": "auto"}, {"split_clauses": True}, {"pre_split": True}],
    ids=str,
)
@given(text=texts(*PIECES, LINE_ENDS, LINE_ENDS, size=50))
@example(text="One.\x00\n\x00\nTwo.")
def test_every_visible_character_of_a_text_stands_in_one_sentence(text, options):
    assert_tiles(text, split_text(text, "ar", **options).sentences, is_invisible)


@given(texts(*PIECES, LINE_ENDS, LINE_ENDS, size=50))
def test_no_sentence_goes_over_the_end_of_a_line(text):
    assert not [sentence for sentence in split(text, lines="line") if set(sentence) & {"\n", "\r"}]


@pytest.mark.parametrize("options", [{"lines": "line"}, {"pre_split": True}], ids=str)
@given(text=texts(WORDS, DIGITS, MARKS, [" "], ["\n"], ["\n"], size=50))
def test_the_three_line_ends_give_the_same_sentences(text, options):
    lf, crlf, cr = (paragraphs(text.replace("\n", end), **options) for end in LINE_ENDS)
    assert lf == crlf == cr


@pytest.mark.parametrize("separator", "\x1c\x1d\x1e\x1f", ids=ascii)
def test_a_separator_of_records_is_white_space(separator):
    text = f"The lamp went out. {separator}Nobody moved.{separator} The cat yawned."
    assert split(text) == ["The lamp went out.", "Nobody moved.", "The cat yawned."]


@pytest.mark.parametrize("mark", ["\u200f", "\u200b", "\ufeff"], ids=ascii)
def test_an_invisible_character_is_not_a_sentence(mark):
    assert split(f"The lamp went out. {mark}") in (["The lamp went out."], [f"The lamp went out. {mark}"])


@pytest.mark.parametrize("pre_split", [False, True], ids=["rules", "split already"])
@pytest.mark.parametrize("mark", ["\u200f", "\u200b", "\ufeff \ufeff"], ids=ascii)
def test_a_line_of_invisible_characters_is_not_a_sentence(mark, pre_split):
    text = f"The lamp went out.\n{mark}\nNobody moved."
    assert split(text, pre_split=pre_split) == ["The lamp went out.", "Nobody moved."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200f", " \u200f\n\ufeff"], ids=ascii)
def test_a_text_without_a_visible_character_has_no_sentence(text):
    assert split_text(text).paragraphs == ()


# Paragraphs, and texts that are split already.


@pytest.mark.parametrize("end", LINE_ENDS, ids=["LF", "CRLF", "CR"])
def test_a_line_is_a_paragraph(end):
    assert paragraphs(end.join(["Salma waited. Nobody came.", "", " عادت. ", "Then"]), lines="line") == [
        ["Salma waited.", "Nobody came."],
        ["عادت."],
        ["Then"],
    ]


@pytest.mark.parametrize("end", LINE_ENDS, ids=["LF", "CRLF", "CR"])
def test_in_a_pre_split_text_a_line_is_a_sentence_and_a_blank_line_ends_a_paragraph(end):
    lines = ["Salma waited. Nobody came.", "عادت", "", "\tThen? ", "!", " \t ", "", "Dr.", ""]
    assert paragraphs(end.join(lines), pre_split=True) == [
        ["Salma waited. Nobody came.", "عادت"],
        ["Then?", "!"],
        ["Dr."],
    ]


# Clauses.


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("We packed; the train came: we ran.", ["We packed;", "the train came:", "we ran."]),
        ("يدفع المستأجر الأجرة؛ ويسلم العين: نظيفة.", ["يدفع المستأجر الأجرة؛", "ويسلم العين:", "نظيفة."]),
        ("He wrote «come;» and left at 6:30.", ["He wrote «come;»", "and left at 6:30."]),
    ],
    ids=["English", "Arabic", "a quote closes after the mark"],
)
def test_clauses_end_sentences_if_asked(text, clauses):
    assert split(text, split_clauses=True) == clauses
    assert split(text) == [text]


def test_a_comma_does_not_end_a_clause():
    assert split("We packed, then ran. Nobody came:", split_clauses=True) == ["We packed, then ran.", "Nobody came:"]


# Time.

SIZE = 100_000  # characters
LIMIT = 2.0  # CPU seconds; five times what the slowest text takes, and far less than quadratic time would


@pytest.fixture
def limit():
    """Fail a test that takes more CPU time than `LIMIT`."""
    split("She left the U.S. He stayed.")  # imports nltk before the clock runs
    with effort.at_most(LIMIT):
        yield


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        '"',
        "a.a.a.",
        "A. A. ",
        "(",
        "(.)",
        "[1]",
        ". . . ",
        "د.",
        " ",
        " .",
        "1.",
        "?",
        "\u200f",
        "ـ",
    ],
    ids=ascii,
)
@pytest.mark.usefixtures("limit")
def test_a_hostile_text_is_split_in_linear_time(piece):
    split_text((piece * SIZE)[:SIZE], "ar")


@pytest.mark.parametrize(
    "text",
    ["(" * (SIZE // 2) + ".a" * (SIZE // 12), "\u200f" * (SIZE // 2) + ".a" * (SIZE // 12), "a." + " " * SIZE + "b"],
    ids=["brackets, then stops", "invisible marks, then stops", "one wide gap"],
)
@pytest.mark.usefixtures("limit")
def test_a_hostile_text_of_two_parts_is_split_in_linear_time(text):
    split_text(text, "ar")


@pytest.mark.parametrize("language", ["ar", "en", "fr", "de", "es"])
def test_the_answers_without_punkt_are_those_of_punkt(language):
    lists = languages.word_lists(language)
    listed = sorted(lists.abbreviations | lists.numbered | lists.proper | lists.units)
    doubtful = [
        *listed,
        *map(str.capitalize, listed[:9]),
        "U.S",
        "e.g",
        "a",
        "J",
        "É",
        "د",
        "د.م",
        "ª",
        "ß",
        "İ",
        "a.ß",
    ]
    doubtful += ["1990", "1,000", "12.5", "3:30", "1/2", "٢٠", "٣٫٥"]
    following = [
        "the",
        "e-mail",
        "été",
        "iPhone",
        "ß",
        "to",
        "The",
        "In",
        "Der",
        "Es",
        "El",
        "Le",
        "THE",
        "ǅep",
        "É",
        "Smith",
        "Smith's",
        "X-ray",
        "B2",
        "USA",
        "I",
        "A",
        "ال",
        "وقال",
        "26",
        "1,200",
        "3/4",
        "Al-Rawi",
        "C.Pugh",
        "The-Band",
        "مُحَمَّد",
        "…",
        "中",
    ]
    ends_between, tokenizer = punkt.decider(lists), punkt.tokenizer(lists)
    for word in doubtful:
        for after in following:
            assert ends_between(word, after) == tokenizer.text_contains_sentbreak(f"{word}. {after}")


@pytest.mark.slow
@pytest.mark.parametrize("sentence", ["The boat was late again. ", "تأخر القارب عن موعده مرة أخرى. "], ids=["en", "ar"])
def test_a_paragraph_of_sixteen_megabytes_is_split_in_linear_time(sentence):
    text = sentence * (16_000_000 // len(sentence.encode()))
    start = time.process_time()
    assert sum(1 for _ in split_paragraph(text, "ar")) == text.count(".")
    assert time.process_time() - start < 8, "four times the usual CPU time"


def imports_nltk(*calls):
    """Run calls of `split_text` in one new process; return whether nltk is imported after each."""
    lines = ["import sys, aligner"]
    for text, options in calls:
        lines.append(f"aligner.split_text({text!r}, 'ar', **{options!r}); print('nltk' in sys.modules)")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.slow
def test_nltk_is_not_imported_for_a_stop_that_is_clear():
    texts = [
        "She left! Did he? Yes… The end.",
        "وصل القطار. هل نزل أحد؟ لا.",
        "Dr. Reed left. See p. 5.",
        "She left in 1990. He stayed.",
        "وصل عام 1990. ثم رحل.",
        "The U.S. army left at 5 p.m. on time.",
        "She left the U.S. He stayed. J. Reed came at 5 p.m. Then all slept.",
        "اشترت شركة النورس ش.م.م. مخزنا. قال د. سالم ذلك.",
    ]
    calls = [*((text, {}) for text in texts), ("She left the Ph.D. 3rd.", {"pre_split": True})]
    assert imports_nltk(*calls) == ["False"] * len(calls)


@pytest.mark.parametrize(
    "text",
    [
        "She left the U.S. 3rd Army.",
        pytest.param("اشترت شركة النورس ش.م.م. 3rd مخزنا.", marks=pytest.mark.slow),
    ],
    ids=["en", "ar"],
)
def test_nltk_is_imported_for_an_abbreviation_before_what_is_not_a_word(text):
    assert imports_nltk((text, {})) == ["True"]


@pytest.mark.parametrize("sign", ["\u06dd", "\u0600", "\u06dd\u0661"], ids=ascii)
def test_a_sign_that_encloses_numbers_is_visible(sign):
    assert split(f"قال هذا.\n{sign}\nثم مضى.", "ar") == ["قال هذا.", sign, "ثم مضى."]
