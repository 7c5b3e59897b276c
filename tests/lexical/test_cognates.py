"""Types that look alike: equal types, names in Arabic and in Latin letters, and cognates."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words import table_entries, vocabularies_of

from aligner.consonants import skeleton
from aligner.lexical import cognates
from aligner.lexical.cognates import COGNATE, EQUAL, NAME, SHORT_NAME, surface_matches
from aligner.lexical.tokens import normalize


def matches(source, target, languages=("ar", "en")):
    """{(source stem, target stem): probability} of the surface matches of two texts; both directions are the same."""
    sides = vocabularies_of(source, target, languages)
    entries = table_entries(surface_matches(*sides))
    assert all(forward == backward for forward, backward in entries.values())
    return {(sides[0].type_keys[u][1], sides[1].type_keys[w][1]): forward for (u, w), (forward, _) in entries.items()}


class TestEqual:
    @pytest.mark.parametrize(
        ("arabic", "english", "text", "kind"),
        [
            pytest.param("عام ١٩٩٥", "in 1995", "1995", "number", id="numbers"),
            pytest.param("٢٥٠ ألف طن", "250,000 tons", "250000", "number", id="numbers written in two ways"),
            pytest.param("٣٫٥", "3.5", "3.5", "number", id="fractions"),
            pytest.param("برنامج Linux هنا", "The Linux program", "linux", "word", id="Latin words in an Arabic text"),
            pytest.param("ملفات Windows", "a window", "window", "word", id="with the stem of English"),
            pytest.param("كلمة باب", "the word باب", "باب", "word", id="Arabic words in an English text"),
            pytest.param(
                "انظر https://example.org", "see https://example.org", "https://example.org", "address", id="URL"
            ),
            pytest.param("لماذا؟", "Why?", "?", "mark", id="question marks"),
            pytest.param("٥٪", "six %", "%", "mark", id="percent"),
        ],
    )
    def test_equal_types_are_translations(self, arabic, english, text, kind):
        assert matches([arabic], [english])[text, text] == EQUAL[kind]

    @pytest.mark.parametrize(
        ("arabic", "english"),
        [("1995", "1996"), ("1.5", "15"), ("باب؟", "door!"), ("Linux", "Unix"), ("كتاب", "book"), ("٥", "five")],
    )
    def test_different_types_are_not_translations(self, arabic, english):
        assert matches([arabic], [english]) == {}

    def test_a_type_of_one_kind_is_not_found_as_another_kind(self):
        vocabulary, _ = vocabularies_of(["x"], ["x"])
        assert ("word", "x") in vocabulary.number_of_key
        assert ("number", "x") not in vocabulary.number_of_key


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [("محمد محامد", "saw Mohamed Mahmad Muhammad", ("ar", "en")), ("hausa hausb", "hausc hausd hause", ("de", "fr"))],
)
def test_types_that_too_many_others_look_like_are_not_translations(source, target, languages, monkeypatch):
    assert len(matches([source], [target], languages)) == 6
    monkeypatch.setattr(cognates, "MAX_PAIRS", 6)
    assert len(matches([source], [target], languages)) == 6
    monkeypatch.setattr(cognates, "MAX_PAIRS", 5)
    assert matches([source], [target], languages) == {}


CASES = Path(__file__).parent.parent / "cases" / "names.txt"
NAMES = [tuple(line.split()) for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

assert len(NAMES) > 30, f"too few names in {CASES}"


class TestNames:
    @pytest.mark.parametrize(("arabic", "latin"), NAMES, ids=[latin for _, latin in NAMES])
    def test_two_spellings_of_a_name_have_the_same_consonants(self, arabic, latin):
        assert skeleton(normalize(arabic)) == skeleton(latin) != ""

    @pytest.mark.parametrize(
        ("arabic", "latin"),
        [("لندن", "paris"), ("برلين", "dublin"), ("خالد", "walid"), ("قطر", "egypt"), ("سمير", "amir")],
    )
    def test_different_names_have_different_consonants(self, arabic, latin):
        assert skeleton(arabic) != skeleton(latin)

    @pytest.mark.parametrize(("word", "expected"), [("anna", "n"), ("aeiou", ""), ("اوي", ""), ("", "")])
    def test_a_skeleton_has_no_vowels_and_no_doubled_consonants(self, word, expected):
        assert skeleton(word) == expected

    @pytest.mark.parametrize(
        ("arabic", "english", "pair", "probability"),
        [
            pytest.param("زار برلين أمس", "He saw Berlin.", ("برل", "berlin"), NAME, id="three consonants and more"),
            pytest.param("كانت ليلى هنا", "There Layla was.", ("ليل", "layla"), 0, id="one consonant"),
            pytest.param("جاء نهرو", "Then Nehru came.", ("نهرو", "nehru"), SHORT_NAME, id="two consonants"),
            pytest.param("إلى وموسكو", "To Moscow, too.", ("موسكو", "moscow"), NAME, id="a particle before"),
            pytest.param("جاء لكارلوس", "It came to Carlos.", ("لكارلوس", "carlo"), NAME, id="a particle in the stem"),
            pytest.param("في باريس", "It is in Paris.", ("باريس", "pari"), NAME, id="a word that looks inflected"),
        ],
    )
    def test_names_with_the_same_consonants_are_translations(self, arabic, english, pair, probability):
        assert matches([arabic], [english]).get(pair, 0) == probability

    @pytest.mark.parametrize(
        ("english", "is_name"),
        [
            pytest.param("He saw Berlin.", True, id="within a sentence"),
            pytest.param("Berlin is large.", False, id="only first in a sentence"),
            pytest.param("He saw berlin.", False, id="without a capital"),
            pytest.param("Berlin, Berlin is large.", True, id="first in a sentence, and within it"),
            pytest.param("It is Berlin or berlin or berlin.", False, id="more often without a capital"),
            pytest.param("It is Berlin or berlin.", False, id="as often without a capital"),
        ],
    )
    def test_names_are_words_with_a_capital_within_sentences(self, english, is_name):
        assert (("برل", "berlin") in matches(["زار برلين"], [english])) == is_name

    def test_either_text_may_be_the_arabic_one(self):
        from_arabic = matches(["زار برلين عام ١٩٩٥ مع Linux"], ["He saw Berlin in 1995 with Linux."])
        to_arabic = matches(["He saw Berlin in 1995 with Linux."], ["زار برلين عام ١٩٩٥ مع Linux"], ("en", "ar"))
        assert to_arabic == {pair[::-1]: probability for pair, probability in from_arabic.items()}
        assert len(from_arabic) == 3

    def test_a_latin_word_in_an_arabic_text_is_not_compared_by_consonants(self):
        assert matches(["كتب Berlin هنا"], ["He saw Berlin."]) == {("berlin", "berlin"): EQUAL["word"]}

    @pytest.mark.parametrize("languages", [("de", "en"), ("ar", "ar")], ids="-".join)
    def test_consonants_are_compared_only_if_exactly_one_text_is_arabic(self, languages):
        assert matches(["a Tomas"], ["a Tames"], languages) == {("a", "a"): EQUAL["word"]}


class TestCognates:
    @pytest.mark.parametrize(
        ("german", "french", "probability"),
        [
            pytest.param("Minister", "minimum", COGNATE, id="four letters"),
            pytest.param("Minister", "mince", 0, id="three letters"),
            pytest.param("Zeros", "zéro", 0, id="a short word"),
            pytest.param("Présent", "prestige", COGNATE, id="accents"),
            pytest.param("Minister", "ministère", EQUAL["word"], id="equal stems are more probable"),
            pytest.param("Literatur", "belles-lettres", 0, id="no common prefix"),
        ],
    )
    def test_words_with_the_same_first_letters_may_be_cognates(self, german, french, probability):
        assert max(matches([german], [french], ("de", "fr")).values(), default=0) == probability

    def test_a_number_is_not_a_cognate(self):
        assert matches(["12345"], ["12346"], ("de", "fr")) == {}

    @pytest.mark.parametrize("languages", [("ar", "en"), ("en", "ar"), ("ar-EG", "fr")], ids="-".join)
    def test_a_pair_of_texts_with_an_arabic_one_has_no_cognates(self, languages):
        assert matches(["minister"], ["minimum"], languages) == {}


LANGUAGES = st.sampled_from([("ar", "en"), ("en", "ar"), ("de", "fr"), ("ar", "ar")])


@given(st.lists(st.text(), max_size=5), st.lists(st.text(), max_size=5), LANGUAGES)
def test_any_two_texts_have_a_table_of_pairs_of_the_same_kind(source, target, languages):
    sides = vocabularies_of(source, target, languages)
    for (u, w), (forward, backward) in table_entries(surface_matches(*sides)).items():
        assert sides[0].type_keys[u][0] == sides[1].type_keys[w][0]
        assert 0 < forward == backward <= 1
