"""Tables of translations: put together, turned round, cut to a text; from a lexicon, and from how words look."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.lexical import lexicon
from aligner.lexical.tokens import normalize
from aligner.lexical.translation_table import (
    COGNATE,
    NAME,
    SAME,
    SHORT_NAME,
    TranslationTable,
    concatenate_ranges,
    lexicon_matches,
    merge_tables,
    skeleton,
    surface_matches,
)
from aligner.lexical.vocabulary import Vocabulary

TYPES = st.integers(0, 8)
WEIGHTS = st.integers(0, 10).map(lambda tenths: tenths / 10)
PAIRS = st.lists(st.tuples(TYPES, TYPES, WEIGHTS, WEIGHTS), max_size=25)


def as_dict(table):
    """{(source, target): (forward, backward)}; pairs are in order, and none stands twice."""
    keys = list(zip(table.source.tolist(), table.target.tolist(), strict=True))
    assert keys == sorted(set(keys))
    return dict(zip(keys, zip(table.forward.tolist(), table.backward.tolist(), strict=True), strict=True))


def greatest(pairs):
    """What a table of some pairs holds: the greatest probability of each pair, either way by itself."""
    found = {}
    for source, target, forward, backward in pairs:
        before = found.get((source, target), (0.0, 0.0))
        found[source, target] = (max(before[0], forward), max(before[1], backward))
    return found


def vocabularies(source, target, languages=("ar", "en")):
    """The vocabularies of two texts."""
    found = Vocabulary(*languages), Vocabulary(*languages[::-1])
    for vocabulary, sentences in zip(found, (source, target), strict=True):
        vocabulary.add(sentences)
    return found


def alike(source, target, languages=("ar", "en")):
    """{(source stem, target stem): probability} of what looks alike in two texts; both ways are the same."""
    sides = vocabularies(source, target, languages)
    found = as_dict(surface_matches(*sides))
    assert all(forward == backward for forward, backward in found.values())
    return {(sides[0].keys[u][1], sides[1].keys[w][1]): forward for (u, w), (forward, _) in found.items()}


class TestTables:
    @settings(deadline=None)
    @given(pairs=PAIRS)
    def test_a_table_holds_each_pair_once_in_order_with_its_best(self, pairs):
        assert as_dict(TranslationTable.from_pairs(pairs)) == greatest(pairs)

    @settings(deadline=None)
    @given(tables=st.lists(PAIRS, max_size=4))
    def test_tables_put_together_hold_the_best_of_each(self, tables):
        together = merge_tables([TranslationTable.from_pairs(pairs) for pairs in tables])
        assert as_dict(together) == greatest([pair for pairs in tables for pair in pairs])

    def test_no_tables_are_an_empty_one(self):
        for table in (
            merge_tables([]),
            TranslationTable.from_pairs([]),
            merge_tables([TranslationTable.from_pairs([])] * 2),
        ):
            assert as_dict(table) == {}
            assert [column.dtype.kind for column in table] == ["i", "i", "f", "f"]

    def test_tables_that_are_put_together_stay_as_they_were(self):
        one, other = TranslationTable.from_pairs([(1, 2, 0.5, 0.25)]), TranslationTable.from_pairs([(1, 2, 0.25, 0.5)])
        merge_tables([one, other])
        assert (as_dict(one), as_dict(other)) == ({(1, 2): (0.5, 0.25)}, {(1, 2): (0.25, 0.5)})

    @settings(deadline=None)
    @given(pairs=PAIRS)
    def test_a_table_turned_round_has_its_sides_and_ways_changed(self, pairs):
        table = TranslationTable.from_pairs(pairs)
        assert as_dict(table.swapped()) == {key[::-1]: ways[::-1] for key, ways in greatest(pairs).items()}
        assert as_dict(table.swapped().swapped()) == as_dict(table)

    @settings(deadline=None)
    @given(pairs=PAIRS, source=st.sets(st.integers(0, 9)), target=st.sets(st.integers(0, 9)))
    def test_within_some_types_are_the_pairs_of_these_numbered_by_place(self, pairs, source, target):
        source, target = sorted(source), sorted(target)
        found = TranslationTable.from_pairs(pairs).restricted_to(np.array(source, np.intp), np.array(target, np.intp))
        assert as_dict(found) == {
            (source.index(u), target.index(w)): ways
            for (u, w), ways in greatest(pairs).items()
            if u in source and w in target
        }

    @settings(deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6))))
    def test_ranges_are_one_after_the_other(self, some):
        begins, counts = (np.array([each[side] for each in some], np.intp) for side in (0, 1))
        assert concatenate_ranges(begins, counts).tolist() == [
            k for begin, count in some for k in range(begin, begin + count)
        ]


class TestFromLexicon:
    def test_entries_of_words_in_the_texts_are_found(self):
        words = lexicon.from_entries(
            ["باب", "بيت", "بيت", "نهر"], ["door", "house", "home", "river"], [0.8, 0.6, 0.3, 0.9], "ar", "en"
        )
        sides = vocabularies(["في البيت باب."], ["The houses have doors, homes and a rivers."])
        keys = [{key: number for number, key in enumerate(side.keys)} for side in sides]
        found = as_dict(lexicon_matches(words, *sides))
        assert found == {
            (keys[0]["word", "باب"], keys[1]["word", "door"]): (0.8, 0.8),
            (keys[0]["word", "بيت"], keys[1]["word", "hous"]): (0.6, 0.6),
            (keys[0]["word", "بيت"], keys[1]["word", "hom"]): (0.3, 0.3),
        }

    def test_only_words_are_looked_up(self):
        words = lexicon.from_entries(["5"], ["5"], [1.0], "ar", "en")
        assert as_dict(lexicon_matches(words, *vocabularies(["5"], ["5"]))) == {}

    @pytest.mark.parametrize("empty", [0, 1])
    def test_an_empty_text_has_no_entries(self, empty):
        sides = [["باب"], ["door"]]
        sides[empty] = []
        assert as_dict(lexicon_matches(lexicon.bundled("ar", "en"), *vocabularies(*sides))) == {}


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
        assert alike([arabic], [english])[text, text] == SAME[kind]

    @pytest.mark.parametrize(
        ("arabic", "english"),
        [("1995", "1996"), ("1.5", "15"), ("باب؟", "door!"), ("Linux", "Unix"), ("كتاب", "book"), ("٥", "five")],
    )
    def test_others_are_not(self, arabic, english):
        assert alike([arabic], [english]) == {}

    def test_a_number_and_a_word_are_different_things(self):
        sides = vocabularies(["x"], ["x"])
        assert sides[0].number("word", "x") is not None
        assert sides[0].number("number", "x") is None


CASES = Path(__file__).parent.parent / "cases" / "names.txt"
NAMES = [tuple(line.split()) for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

assert len(NAMES) > 30, f"too few names were found in {CASES}"


class TestNames:
    @pytest.mark.parametrize(("arabic", "latin"), NAMES, ids=[latin for _, latin in NAMES])
    def test_spellings_of_a_name_have_the_same_consonants(self, arabic, latin):
        assert skeleton(normalize(arabic)) == skeleton(latin) != ""

    @pytest.mark.parametrize(
        ("one", "other"),
        [("لندن", "paris"), ("برلين", "dublin"), ("خالد", "walid"), ("قطر", "egypt"), ("سمير", "amir")],
    )
    def test_other_names_have_others(self, one, other):
        assert skeleton(one) != skeleton(other)

    @pytest.mark.parametrize(("word", "expected"), [("anna", "n"), ("aeiou", ""), ("اوي", ""), ("", "")])
    def test_vowels_are_left_out_and_doubled_consonants_are_one(self, word, expected):
        assert skeleton(word) == expected

    @pytest.mark.parametrize(
        ("arabic", "english", "pair", "worth"),
        [
            pytest.param("زار برلين أمس", "He saw Berlin.", ("برل", "berlin"), NAME, id="three consonants and more"),
            pytest.param("كانت ليلى هنا", "There Layla was.", ("ليل", "layla"), 0, id="one consonant"),
            pytest.param("جاء نهرو", "Then Nehru came.", ("نهرو", "nehru"), SHORT_NAME, id="two consonants"),
            pytest.param("إلى وموسكو", "To Moscow, too.", ("موسكو", "moscow"), NAME, id="a particle before"),
            pytest.param("جاء لكارلوس", "It came to Carlos.", ("لكارلوس", "carlo"), NAME, id="a particle that stays"),
            pytest.param("في باريس", "It is in Paris.", ("باريس", "pari"), NAME, id="a word that looks inflected"),
        ],
    )
    def test_names_are_translations(self, arabic, english, pair, worth):
        assert alike([arabic], [english]).get(pair, 0) == worth

    @pytest.mark.parametrize(
        ("english", "found"),
        [
            pytest.param("He saw Berlin.", True, id="inside of a sentence"),
            pytest.param("Berlin is large.", False, id="at its beginning alone"),
            pytest.param("He saw berlin.", False, id="small"),
            pytest.param("Berlin, Berlin is large.", True, id="at its beginning, and inside"),
            pytest.param("It is Berlin or berlin or berlin.", False, id="small more often"),
            pytest.param("It is Berlin or berlin.", False, id="small as often"),
        ],
    )
    def test_names_have_capitals_inside_of_sentences(self, english, found):
        assert (("برل", "berlin") in alike(["زار برلين"], [english])) == found

    def test_it_does_not_matter_which_text_is_arabic(self):
        one = alike(["زار برلين عام ١٩٩٥ مع Linux"], ["He saw Berlin in 1995 with Linux."])
        other = alike(["He saw Berlin in 1995 with Linux."], ["زار برلين عام ١٩٩٥ مع Linux"], ("en", "ar"))
        assert other == {pair[::-1]: worth for pair, worth in one.items()}
        assert len(one) == 3

    def test_a_latin_word_is_no_spelling_of_itself(self):
        assert alike(["كتب Berlin هنا"], ["He saw Berlin."]) == {("berlin", "berlin"): SAME["word"]}

    @pytest.mark.parametrize("languages", [("de", "en"), ("ar", "ar")], ids="-".join)
    def test_there_are_two_spellings_only_where_one_text_is_arabic(self, languages):
        assert alike(["a Tomas"], ["a Tames"], languages) == {("a", "a"): SAME["word"]}


class TestCognates:
    @pytest.mark.parametrize(
        ("german", "french", "worth"),
        [
            pytest.param("Minister", "minimum", COGNATE, id="four letters"),
            pytest.param("Minister", "mince", 0, id="three letters"),
            pytest.param("Zeros", "zéro", 0, id="a short word"),
            pytest.param("Présent", "prestige", COGNATE, id="accents"),
            pytest.param("Minister", "ministère", SAME["word"], id="equal stems are believed more"),
            pytest.param("Literatur", "belles-lettres", 0, id="nothing alike"),
        ],
    )
    def test_words_that_begin_alike_may_be_cognates(self, german, french, worth):
        assert max(alike([german], [french], ("de", "fr")).values(), default=0) == worth

    def test_a_number_is_no_cognate(self):
        assert alike(["12345"], ["12346"], ("de", "fr")) == {}

    @pytest.mark.parametrize("languages", [("ar", "en"), ("en", "ar"), ("ar-EG", "fr")], ids="-".join)
    def test_there_are_none_where_a_text_is_arabic(self, languages):
        assert alike(["minister"], ["minimum"], languages) == {}


LANGUAGES = st.sampled_from([("ar", "en"), ("en", "ar"), ("de", "fr"), ("ar", "ar")])


@settings(deadline=None)
@given(st.lists(st.text()), st.lists(st.text()), LANGUAGES)
def test_any_two_texts_have_a_table_of_pairs_of_the_same_kind(source, target, languages):
    sides = vocabularies(source, target, languages)
    for (u, w), (forward, backward) in as_dict(surface_matches(*sides)).items():
        assert sides[0].keys[u][0] == sides[1].keys[w][0]
        assert 0 < forward == backward <= 1
