"""Tokens: spellings of Arabic and English words, marks, numbers, addresses, and ends of sentences."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aligner.lexical.tokens import Token, is_arabic, normalize, tokenize

FATHA, SHADDA, TANWIN, SUKUN = "\N{ARABIC FATHA}", "\N{ARABIC SHADDA}", "\N{ARABIC FATHATAN}", "\N{ARABIC SUKUN}"
TATWEEL, DAGGER_ALEF = "\N{ARABIC TATWEEL}", "\N{ARABIC LETTER SUPERSCRIPT ALEF}"
JOINER, NON_JOINER, RIGHT_TO_LEFT = "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}", "\N{RIGHT-TO-LEFT MARK}"
LINE_BREAKS = ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


def texts(sentence):
    """The texts of the tokens of one sentence."""
    (tokens,) = tokenize([sentence])
    return [token.text for token in tokens]


def kinds(sentence):
    """The text and the kind of each token of one sentence."""
    (tokens,) = tokenize([sentence])
    return [(token.text, token.kind) for token in tokens]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("5½ km", ["5", "1", "2", "km"], id="vulgar fraction"),
        pytest.param("٥½", ["5", "1", "2"], id="vulgar fraction behind an Arabic digit"),
        pytest.param("10² m", ["10", "2", "m"], id="exponent"),
        pytest.param("m²", ["m", "2"], id="unit"),
    ],
)
def test_raised_digits_are_not_part_of_a_number(written, expected):
    assert texts(written) == expected


@pytest.mark.parametrize(
    ("written", "word"),
    [
        pytest.param(f"م{FATHA}د{SUKUN}ر{FATHA}س{FATHA}ه", "مدرسه", id="vowel marks"),
        pytest.param(f"م{SHADDA}{FATHA}د", "مد", id="two marks on a letter"),
        pytest.param(f"كتابا{TANWIN}", "كتابا", id="tanwin"),
        pytest.param(f"هذ{DAGGER_ALEF}ا", "هذا", id="dagger alef"),
        pytest.param(f"كـ{TATWEEL}{TATWEEL}تاب", "كتاب", id="tatweel"),
        pytest.param(f"{TATWEEL}باب{TATWEEL}", "باب", id="tatweel at both ends"),
        pytest.param(f"مي{NON_JOINER}شود", "ميشود", id="zero width non-joiner"),
        pytest.param(f"ل{JOINER}ا{RIGHT_TO_LEFT}", "لا", id="joiner and direction mark"),
        pytest.param("أمل", "امل", id="alef with hamza above"),
        pytest.param("إمام", "امام", id="alef with hamza below"),
        pytest.param("آمال", "امال", id="alef with madda"),
        pytest.param("ٱسم", "اسم", id="alef wasla"),
        pytest.param("ا\N{ARABIC HAMZA ABOVE}مل", "امل", id="hamza apart"),
        pytest.param("مؤمن", "مومن", id="hamza on waw"),
        pytest.param("بئر", "بير", id="hamza on ya"),
        pytest.param("ماء", "ماء", id="a hamza by itself stays"),
        pytest.param("مستشفى", "مستشفي", id="alef maksura"),
        pytest.param("مدرسة", "مدرسه", id="ta marbuta"),
        pytest.param("کتاب", "كتاب", id="Persian kaf"),
        pytest.param("علی", "علي", id="Persian ya"),
        pytest.param("ہمت", "همت", id="Urdu heh"),
        pytest.param("خانۀ", "خانه", id="heh with hamza"),
        pytest.param("ﺍﻟﻜﺘﺎﺏ", "الكتاب", id="presentation forms"),
        pytest.param("ﻻ", "لا", id="ligature of lam and alef"),
        pytest.param("ﻷﻥ", "لان", id="ligature with hamza"),
        pytest.param("ﷲ", "الله", id="ligature of a name"),
        pytest.param("Ｌｅｔｔｅｒ", "letter", id="letters of full width"),
        pytest.param("ﬁne", "fine", id="Latin ligature"),
        pytest.param("Café", "cafe", id="accent"),
        pytest.param("Straße", "strasse", id="sharp s"),
    ],
)
def test_spellings_of_a_word_have_the_same_text(written, word):
    assert texts(written) == [word]
    assert normalize(written) == word


@pytest.mark.parametrize("word", ["كتاب", "ماء", "گل", "book", "ss"])
def test_a_normalised_word_stays_as_it_is(word):
    assert normalize(word) == word


def test_letters_that_distinguish_words_stay_different():
    assert len({normalize(word) for word in ("حرب", "خرب", "جرب", "صرف", "سرف", "ضرب", "طرب", "ظرب")}) == 8


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        pytest.param("؟", "?", id="question mark"),
        pytest.param("؛", ";", id="semicolon"),
        pytest.param("،", ",", id="comma"),
        pytest.param("٪", "%", id="percent"),
        pytest.param("۔", ".", id="Urdu full stop"),
        pytest.param("«»", '""', id="guillemets"),
        pytest.param("“”„", '"""', id="quotation marks"),
        pytest.param("–—-", "---", id="dashes"),
        pytest.param("…", "...", id="ellipsis"),
        pytest.param("!:()[]/", "!:()[]/", id="ASCII"),
    ],
)
def test_marks_of_both_scripts_are_the_same(written, marks):
    assert kinds(written) == [(mark, "mark") for mark in marks]


@pytest.mark.parametrize("ignored", ["_", "*", "@", "'", "’", "😀", "°", "\N{BULLET}", "=", "$", "€"])
def test_other_signs_are_not_tokens(ignored):
    assert texts(f"بيت {ignored} باب") == ["بيت", "باب"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("1,200.50", "1200.5", id="thousands by comma"),
        pytest.param("1.200,50", "1200.5", id="thousands by full stop"),
        pytest.param("1.200,5", "1200.5", id="one place"),
        pytest.param("1200.5", "1200.5", id="no thousands"),
        pytest.param("١٬٢٠٠٫٥٠", "1200.5", id="Arabic marks"),
        pytest.param("١٢٠٠٫٥", "1200.5", id="Arabic decimal mark"),
        pytest.param("۱۲۰۰", "1200", id="Persian digits"),
        pytest.param("１２００", "1200", id="digits of full width"),
        pytest.param("1,234,567", "1234567", id="millions"),
        pytest.param("1.234.567,89", "1234567.89", id="millions by full stop"),
        pytest.param("1,500", "1500", id="a comma before three digits"),
        pytest.param("1,50", "1.5", id="a comma before two digits"),
        pytest.param("1.5", "1.5", id="fraction"),
        pytest.param("0,5", "0.5", id="fraction by comma"),
        pytest.param("0.50", "0.5", id="zeros at the end"),
        pytest.param("2.0", "2", id="no fraction"),
        pytest.param("007", "7", id="zeros at the beginning"),
        pytest.param("000", "0", id="only zeros"),
        pytest.param("0", "0", id="zero"),
        pytest.param("3.2.1", "3.2.1", id="section"),
        pytest.param("01.02.2003", "01.02.2003", id="date"),
        pytest.param("1,2,3", "1,2,3", id="a list without spaces"),
        pytest.param("٢٥٠ ألف", "250000", id="thousand"),
        pytest.param("٢٥٠ ألفاً", "250000", id="thousand with a mark"),
        pytest.param("٣ آلاف", "3000", id="thousands"),
        pytest.param("250 thousand", "250000", id="thousand in English"),
        pytest.param("0.25 million", "250000", id="a part of a million"),
        pytest.param("٠٫٢٥ مليون", "250000", id="a part of a million in Arabic"),
        pytest.param("1.2345678 million", "1234567.8", id="more places than zeros"),
        pytest.param("3 ملايين", "3000000", id="millions in Arabic"),
        pytest.param("4 مليارات", "4000000000", id="thousand millions in Arabic"),
        pytest.param("2 Billion", "2000000000", id="with a capital"),
        pytest.param("5 Millionen", "5000000", id="German"),
        pytest.param("5 thousand million", "5000000000", id="two scales"),
        pytest.param("0 million", "0", id="of zero"),
        pytest.param("3.2.1 million", "3.2.1", id="of a section"),
    ],
)
def test_a_number_is_its_value(written, value):
    assert kinds(written) == [(value, "number")]


def test_a_scale_without_a_number_is_a_word():
    assert kinds("thousand ألف") == [("thousand", "word"), ("الف", "word")]
    assert kinds("5, million") == [("5", "number"), (",", "mark"), ("million", "word")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("5.", ["5", "."], id="full stop"),
        pytest.param(".5", [".", "5"], id="a point before"),
        pytest.param("5٪", ["5", "%"], id="percent"),
        pytest.param("10:30", ["10", ":", "30"], id="time"),
        pytest.param("12/5/2020", ["12", "/", "5", "/", "2020"], id="date"),
        pytest.param("x2", ["x", "2"], id="a letter before"),
        pytest.param("3rd", ["3", "rd"], id="letters behind"),
        pytest.param("1, 2", ["1", ",", "2"], id="a list"),
    ],
)
def test_characters_beside_a_number_are_separate_tokens(written, expected):
    assert texts(written) == expected


@pytest.mark.parametrize(
    ("written", "address", "behind"),
    [
        pytest.param("https://example.org/a?b=1", "https://example.org/a?b=1", [], id="query"),
        pytest.param("http://Example.ORG.", "http://example.org", ["."], id="full stop behind"),
        pytest.param("www.example.org/", "www.example.org/", [], id="slash behind"),
        pytest.param("www.example.org) ", "www.example.org", [")"], id="bracket behind"),
        pytest.param("https://example.org/كتاب؟", "https://example.org/كتاب", ["?"], id="Arabic"),
        pytest.param("https://example.org/1,200", "https://example.org/1,200", [], id="number"),
    ],
)
def test_an_address_is_one_token(written, address, behind):
    assert kinds(written) == [(address, "address"), *((mark, "mark") for mark in behind)]


def test_an_address_is_equal_in_both_texts():
    (arabic,), (english,) = tokenize(["انظر https://example.org/a."]), tokenize(["See https://example.org/a!"])
    assert arabic[1] == english[1] == Token("https://example.org/a", "address", False)


def test_only_words_have_a_capital():
    (tokens,) = tokenize(["Then Omar IV saw https://X.org ÉTÉ عمر 5 A."])
    assert [token.text for token in tokens if token.capital] == ["then", "omar", "iv", "ete", "a"]


def test_contractions_and_initials_are_several_tokens():
    assert texts("don't") == texts("don’t") == ["don", "t"]
    assert texts("U.S.") == ["u", ".", "s", "."]


def test_every_sentence_has_a_list():
    assert tokenize([]) == []
    assert tokenize([""]) == [[]]
    assert [len(tokens) for tokens in tokenize(["", "باب", "", "A door", ""])] == [0, 1, 0, 2, 0]


@pytest.mark.parametrize("line_break", LINE_BREAKS, ids=ascii)
def test_a_line_break_within_a_sentence_does_not_end_it(line_break):
    sentences = tokenize([f"بيت{line_break}باب", line_break, f"{line_break}a door{line_break}"])
    assert [[token.text for token in sentence] for sentence in sentences] == [["بيت", "باب"], [], ["a", "door"]]


def test_no_token_spans_two_sentences():
    assert [[token.text for token in sentence] for sentence in tokenize(["250", "ألف", "1,", "200"])] == [
        ["250"],
        ["الف"],
        ["1", ","],
        ["200"],
    ]


def test_a_vowel_mark_at_the_beginning_of_a_sentence_does_not_join_two_sentences():
    assert tokenize(["باب", f"{FATHA}بيت"]) == [tokenize(["باب"])[0], tokenize(["بيت"])[0]]


@pytest.mark.parametrize("sentence", ["\ud800 باب", "\x00", "\U0010ffff", "a" * 100_000, "." * 100_000, "1" * 5000])
def test_odd_text_is_not_an_error(sentence):
    assert len(tokenize([sentence, "x"])) == 2


PIECES = st.sampled_from(
    ["\n", "\r", "\u2028", " ", "١", "٫", "٬", "٪", "،", ".", "آ", "ة", "ﻻ", FATHA, TATWEEL, " ألف", "7"]
)
SENTENCES = st.lists(st.lists(PIECES | st.text(max_size=3)).map("".join))


@given(SENTENCES)
@example(["\N{COMBINING ACUTE ACCENT}", "e"])
def test_sentences_have_the_same_tokens_together_as_alone(sentences):
    together = tokenize(sentences)
    assert len(together) == len(sentences)
    assert together == [tokens for sentence in sentences for tokens in tokenize([sentence])]


@given(SENTENCES)
def test_tokens_have_a_normalised_text_and_a_kind(sentences):
    for token in (token for sentence in tokenize(sentences) for token in sentence):
        assert token.text
        assert not any(character.isspace() for character in token.text)
        assert token.kind in {"word", "number", "address", "mark"}
        assert not token.capital or token.kind == "word"
        if token.kind == "number":
            assert set(token.text) <= set("0123456789.,")


@given(st.text())
def test_composed_and_decomposed_text_has_the_same_tokens(sentence):
    composed, decomposed = (unicodedata.normalize(form, sentence) for form in ("NFC", "NFD"))
    assert tokenize([composed]) == tokenize([decomposed])


@given(st.integers(0, 10**15), st.sampled_from([",", "٬", "."]))
def test_a_number_is_the_same_with_its_thousands_separated(number, mark):
    grouped = f"{number:,}".replace(",", mark)
    assert kinds(grouped) == kinds(str(number)) == [(str(number), "number")]


@pytest.mark.parametrize(
    ("word", "arabic"),
    [("كتاب", True), ("گل", True), ("book", False), ("été", False), ("книга", False), ("א", False)],
)
def test_a_word_is_arabic_by_its_first_letter(word, arabic):
    assert is_arabic(word) == arabic
