"""Arabic words that a lexicon does not hold are looked up by shorter forms."""

import pytest

from aligner.lexical.arabic_affixes import shorter_forms
from aligner.lexical.lexicon import from_entries
from aligner.lexical.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("stem", "forms"),
    [
        pytest.param("بكتاب", "كتاب تاب", id="two letters that may be particles"),
        pytest.param("وبمنزل", "بمنزل منزل", id="two particles"),
        pytest.param("سيعلم", "يعلم", id="future"),
        pytest.param("ستعلم", "تعلم يعلم", id="future in the second person"),
        pytest.param("نكتب", "يكتب", id="first person"),
        pytest.param("منزل", "", id="no particle"),
        pytest.param("فلبس", "لبس", id="three letters are left"),
        pytest.param("تاب", "", id="too short for an imperfect"),
        pytest.param("قل", "", id="short word"),
        pytest.param("", "", id="no letters"),
    ],
)
def test_forms_are_those_without_particles_and_in_the_third_person(stem, forms):
    assert list(shorter_forms(stem)) == forms.split()


def words_of(language, other, *words):
    """The vocabulary of a text of single words."""
    vocabulary = Vocabulary(language, other)
    vocabulary.add(words)
    return vocabulary


class TestMatches:
    ENTRIES = (["منزل", "يكتب", "بحر"], ["house", "write", "sea"], [0.5, 0.4, 0.3], "ar", "en")

    def matched(self, arabic):
        """{(Arabic word, English word)} of the translations that are found, in both orders of the languages."""
        sides = words_of("ar", "en", *arabic), words_of("en", "ar", "house", "write", "sea")
        lexicon = from_entries(*self.ENTRIES)
        forward, backward = lexicon.matches(*sides), lexicon.swapped().matches(*sides[::-1]).swapped()
        assert [column.tolist() for column in forward] == [column.tolist() for column in backward]
        return {
            (sides[0].surface_forms[u], sides[1].surface_forms[w])
            for u, w in zip(forward.source.tolist(), forward.target.tolist(), strict=True)
        }

    def test_words_with_particles_have_the_entries_of_the_word(self):
        assert self.matched(["لمنزل", "منزل"]) == {("لمنزل", "house"), ("منزل", "house")}

    def test_verbs_in_other_persons_have_the_entries_of_the_third(self):
        assert self.matched(["تكتب", "سنكتب", "فاكتب"]) == {("تكتب", "write"), ("سنكتب", "write"), ("فاكتب", "write")}

    def test_a_word_of_the_lexicon_is_not_shortened(self):
        assert self.matched(["بحر", "يبحر"]) == {("بحر", "sea")}

    def test_words_of_other_languages_are_not_shortened(self):
        lexicon = from_entries(["منزل"], ["house"], [0.5], "fa", "en")
        assert not len(lexicon.matches(words_of("fa", "en", "بمنزل"), words_of("en", "fa", "house")).source)
