"""Lexicons: the bundled one, and those in files of users, with every error that a file may have."""

import bz2
import gzip
from collections import Counter
from itertools import pairwise

import pytest
from words import table_entries, vocabularies_of

from aligner import InputError
from aligner.data_files import data_file
from aligner.health.lexicon_words import MIN_LETTERS
from aligner.lexical import lexicon
from aligner.lexical.lexicon import WEIGHT
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import normalize, tokenize

HINT = (
    "expected `source TAB target TAB weight` with a weight above 0 and up to 1, `target @ source`, "
    "or a file of MUSE, dict.cc or FreeDict"
)


def entries(words):
    """{(source stem, target stem): (forward, backward)} of a lexicon, whose entries must be distinct."""
    sources, targets = list(words.source_stems), list(words.target_stems)
    assert [list(stems.values()) for stems in words[:2]] == [list(range(len(stems))) for stems in words[:2]]
    rows = list(zip(words.targets.tolist(), words.forward.tolist(), words.backward.tolist(), strict=True))
    ranges = [range(*pair) for pair in pairwise(words.ends.tolist())]
    assert [row for rows_of_stem in ranges for row in rows_of_stem] == list(range(len(rows)))
    pairs = {
        (source, targets[rows[row][0]]): rows[row][1:]
        for source, rows_of_stem in zip(sources, ranges, strict=True)
        for row in rows_of_stem
    }
    assert len(pairs) == len(rows)
    return pairs


@pytest.fixture(scope="module")
def rows():
    """The fields of every line of the bundled lexicon."""
    text = data_file("lexicon/ar-en.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.removesuffix("\n").split("\n")]


class TestBundled:
    @pytest.mark.slow
    def test_there_are_enough_entries(self, rows):
        assert len(rows) >= 4000
        assert len({source for source, *_ in rows}) >= 4000

    def test_a_line_has_three_fields(self, rows):
        assert [row for row in rows if len(row) != 3] == []

    def test_weights_are_probabilities(self, rows):
        assert [row for row in rows if not 0 < float(row[2]) <= 1] == []

    def test_no_entry_occurs_twice(self, rows):
        assert [pair for pair, count in Counter(row[:2] for row in rows).items() if count > 1] == []

    def test_no_two_entries_have_the_same_stems(self, rows):
        arabic, english = (stem_words([row[side] for row in rows], ("ar", "en")[side]) for side in (0, 1))
        assert [pair for pair, count in Counter(zip(arabic, english, strict=True)).items() if count > 1] == []

    @pytest.mark.parametrize("side", [0, 1], ids=["Arabic", "English"])
    def test_words_are_normalised(self, rows, side):
        words = list(dict.fromkeys(row[side] for row in rows))
        assert [word for word in words if normalize(word) != word] == []
        sentences = tokenize(words)
        texts = [[token.text for token in sentence] for sentence in sentences]
        assert [word for word, tokens in zip(words, texts, strict=True) if tokens != [word]] == []
        assert {token.kind for sentence in sentences for token in sentence} == {"word"}

    def test_sides_are_in_their_scripts(self, rows):
        assert [row for row in rows if not all("\u0620" <= letter <= "\u064a" for letter in row[0])] == []
        assert [row for row in rows if not row[1].isascii()] == []

    def test_entries_are_sorted(self, rows):
        keys = [(source, -float(weight), target) for source, target, weight in rows]
        assert [later for earlier, later in pairwise(keys) if earlier >= later] == []

    @pytest.mark.parametrize(("side", "language", "least"), [(0, "ar", 1), (1, "en", MIN_LETTERS)])
    def test_lists_of_words_are_those_of_the_entries(self, rows, side, language, least):
        listed = data_file(f"lexicon/words.{language}.txt").read_text(encoding="utf-8").splitlines()
        assert listed == sorted({row[side] for row in rows if len(row[side]) >= least})

    def test_every_entry_is_read(self, rows):
        pairs = entries(lexicon.bundled("ar", "en"))
        assert len(pairs) == len(rows)
        (door,) = [float(weight) for source, target, weight in rows if (source, target) == ("باب", "door")]
        assert pairs["باب", "door"][0] == door

    def test_probabilities_of_both_directions_are_probabilities(self):
        words = lexicon.bundled("ar", "en")
        assert all(0 < p <= 1 for column in (words.forward, words.backward) for p in column.tolist())
        totals = Counter()
        for (_, target), (_, backward) in entries(words).items():
            totals[target] += backward
        assert max(totals.values()) < 1 + 1e-9

    @pytest.mark.parametrize(("source", "target"), [("ar-EG", "en-GB"), ("ar", "en-US"), ("ar-Latn", "en")])
    def test_regions_and_scripts_do_not_matter(self, source, target):
        assert lexicon.bundled(source, target) is lexicon.bundled("ar", "en")

    @pytest.mark.slow
    def test_the_lexicon_of_the_opposite_direction_has_the_same_entries(self):
        from_arabic, to_arabic = entries(lexicon.bundled("ar", "en")), entries(lexicon.bundled("en", "ar"))
        assert to_arabic == {pair[::-1]: ways[::-1] for pair, ways in from_arabic.items()}

    @pytest.mark.parametrize(("source", "target"), [("de", "fr"), ("ar", "fr"), ("en", "en"), ("ar", "ar")])
    def test_other_languages_have_an_empty_lexicon(self, source, target):
        assert entries(lexicon.bundled(source, target)) == {}


class TestFromEntries:
    def test_words_are_stemmed_by_the_rules_of_their_languages(self):
        words = lexicon.from_entries(["والكتب", "مدرسه"], ["books", "schools"], [0.6, 0.8], "ar-SA", "en")
        assert set(entries(words)) == {("كتب", "book"), ("مدرس", "school")}

    def test_forms_of_one_stem_have_their_entries_together(self):
        words = lexicon.from_entries(["كتاب", "كتابها"], ["book", "volume"], [0.6, 0.3], "ar", "en")
        assert (words.source_stems, words.ends.tolist()) == ({"كتاب": 0}, [0, 2])

    def test_words_with_the_same_translation_share_its_backward_probability(self):
        words = lexicon.from_entries(["a", "b", "c", "d"], ["w", "w", "w", "x"], [0.8, 0.6, 0.2, 0.3], "de", "fr")
        assert words.forward.tolist() == [0.8, 0.6, 0.2, 0.3]
        assert words.backward == pytest.approx([0.8 / 1.6, 0.6 / 1.6, 0.2 / 1.6, 0.3])

    def test_translations_with_the_same_stem_are_the_same_translation(self):
        words = lexicon.from_entries(["a", "b"], ["book", "books"], [0.8, 0.8], "de", "en")
        assert words.backward == pytest.approx([0.5, 0.5])

    def test_a_lexicon_swapped_twice_is_itself(self):
        words = lexicon.from_entries(["a", "b", "a"], ["w", "w", "x"], [0.8, 0.6, 0.2], "de", "fr")
        assert entries(words.swapped().swapped()) == entries(words)
        assert entries(words.swapped()) == {pair[::-1]: ways[::-1] for pair, ways in entries(words).items()}


@pytest.fixture
def read(tmp_path):
    """A function that returns the lexicon of a file with the given content, by default from Arabic to English."""

    def read(content, source="ar", target="en"):
        path = tmp_path / "words.tsv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return lexicon.read_lexicon(path, source, target)

    return read


class TestRead:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            pytest.param("باب\tdoor\t0.8\n", {("باب", "door"): 0.8}, id="three fields"),
            pytest.param("باب\tdoor\n", {("باب", "door"): WEIGHT}, id="two fields"),
            pytest.param("door @ باب\n", {("باب", "door"): WEIGHT}, id="hunalign"),
            pytest.param("door @ باب\nبيت\thouse\t1\n", {("باب", "door"): 0.5, ("بيت", "hous"): 1.0}, id="both"),
            pytest.param("باب\tdoor\t0.8", {("باب", "door"): 0.8}, id="no line break at the end"),
            pytest.param("باب\tdoor\t0.8\r\nبيت\thouse\r\n", {("باب", "door"): 0.8, ("بيت", "hous"): 0.5}, id="CRLF"),
            pytest.param("\ufeffباب\tdoor\t0.8\n", {("باب", "door"): 0.8}, id="byte order mark"),
            pytest.param("# x\n\n \t\nباب\tdoor\n#باب\tgate\n", {("باب", "door"): 0.5}, id="comments and blank lines"),
            pytest.param(" باب \t door \t 0.8 \n", {("باب", "door"): 0.8}, id="spaces around fields"),
            pytest.param("البَابُ\tDoors\t0.8\n", {("باب", "door"): 0.8}, id="vowel marks, article and capitals"),
            pytest.param("مدرسة\tschool\n", {("مدرس", "school"): 0.5}, id="ta marbuta"),
            pytest.param("باب\tdoor\t٠٫٨\n", {("باب", "door"): 0.8}, id="Arabic digits"),
            pytest.param("باب\tdoor\t1e-3\n", {("باب", "door"): 0.001}, id="small weight"),
            pytest.param("باب المدينة\tgate\nباب\tcity gate\nباب\tdoor\n", {("باب", "door"): 0.5}, id="expressions"),
            pytest.param("باب\tU.S.\nباب\tnine-to-five\nباب\t5\n", {}, id="not words"),
            pytest.param("", {}, id="empty"),
        ],
    )
    def test_entries(self, read, content, expected):
        assert {pair: forward for pair, (forward, _) in entries(read(content)).items()} == expected

    def test_words_are_stemmed_by_the_given_languages(self, read):
        assert set(entries(read("doors\tباب\n", "en", "ar"))) == {("door", "باب")}
        assert set(entries(read("gesellschaft\tgouvernement\n", "de", "fr"))) == {("gesel", "gouve")}

    @pytest.mark.parametrize(
        ("content", "line"),
        [
            pytest.param("باب\n", 1, id="one field"),
            pytest.param("باب door 0.5\n", 1, id="spaces for tabs"),
            pytest.param("باب\tdoor\n\n# x\nبيت\thouse\t0.5\t1\n", 4, id="four fields"),
            pytest.param("باب\tdoor\nbeyt\thouse\thome\n", 2, id="weight is a word"),
            pytest.param("باب\tdoor\t0\n", 1, id="weight 0"),
            pytest.param("باب\tdoor\t1.01\n", 1, id="weight above 1"),
            pytest.param("باب\tdoor\t-0.5\n", 1, id="negative weight"),
            pytest.param("باب\tdoor\tnan\n", 1, id="not a number"),
            pytest.param("باب\tdoor\tinf\n", 1, id="infinite weight"),
            pytest.param("باب\tdoor\t\n", 1, id="empty weight"),
            pytest.param("باب\t\t0.5\n", 1, id="empty target"),
            pytest.param("\tdoor\t0.5\n", 1, id="empty source"),
            pytest.param("door @ باب @ بيت\n", 1, id="two signs"),
            pytest.param(" @ باب\n", 1, id="empty field before the sign"),
            pytest.param("باب المدينة\tgate\t2\n", 1, id="bad weight of an expression"),
        ],
    )
    def test_a_line_that_is_not_an_entry_is_an_error_with_its_number(self, read, tmp_path, content, line):
        with pytest.raises(InputError) as caught:
            read(content)
        name = str(tmp_path / "words.tsv")
        assert str(caught.value) == f"{name}, line {line}: not a lexicon entry; {HINT}"

    @pytest.mark.parametrize(
        ("content", "byte"),
        [
            pytest.param("باب\tdoor\n".encode("utf-16"), 0, id="UTF-16"),
            pytest.param("باب\tdoor\n".encode("windows-1256"), 0, id="Windows-1256"),
            pytest.param(b"a\tb\n\xff", 4, id="a broken byte"),
        ],
    )
    def test_a_file_that_is_not_utf_8_is_an_error(self, read, tmp_path, content, byte):
        with pytest.raises(InputError) as caught:
            read(content)
        assert str(caught.value) == f"{tmp_path / 'words.tsv'}: not UTF-8 at byte {byte}; save it as UTF-8"

    @pytest.mark.parametrize(
        ("name", "problem"),
        [("none.tsv", "there is no such file"), ("folder", "cannot be read: Is a directory")],
    )
    def test_a_file_that_cannot_be_read_is_an_error(self, tmp_path, name, problem):
        (tmp_path / "folder").mkdir()
        with pytest.raises(InputError) as caught:
            lexicon.read_lexicon(tmp_path / name, "ar", "en")
        assert str(caught.value) == f"{tmp_path / name}: {problem}"

    def test_a_compressed_file(self, read):
        content = "باب\tdoor\t0.5\n".encode()
        for packed in (gzip.compress(content), bz2.compress(content)):
            assert read(packed).forward.tolist() == read(content).forward.tolist() == [0.5]
        with pytest.raises(InputError, match="this gzip file is not complete"):
            read(gzip.compress(content)[:-9])

    def test_line_numbers_are_those_of_editors(self, read):
        with pytest.raises(InputError) as caught:
            read("# a page\fbreak, a \u2028 separator and a \x85 next line\n# x\r\nbad\n")
        assert caught.value.line == 3


class TestMatches:
    def test_entries_whose_words_occur_in_the_texts_are_in_the_table(self):
        words = lexicon.from_entries(
            ["باب", "بيت", "بيت", "نهر"], ["door", "house", "home", "river"], [0.8, 0.6, 0.3, 0.9], "ar", "en"
        )
        sides = vocabularies_of(["في البيت باب."], ["The houses have doors, homes and a rivers."])
        arabic, english = ({key: number for number, key in enumerate(side.type_keys)} for side in sides)
        assert table_entries(words.matches(*sides)) == {
            (arabic["word", "باب"], english["word", "door"]): (0.8, 0.8),
            (arabic["word", "بيت"], english["word", "hous"]): (0.6, 0.6),
            (arabic["word", "بيت"], english["word", "hom"]): (0.3, 0.3),
        }

    def test_only_words_are_looked_up(self):
        words = lexicon.from_entries(["5"], ["5"], [1.0], "ar", "en")
        assert table_entries(words.matches(*vocabularies_of(["5"], ["5"]))) == {}

    @pytest.mark.parametrize("empty", [0, 1])
    def test_a_text_without_sentences_has_no_entries(self, empty):
        sides = [["باب"], ["door"]]
        sides[empty] = []
        assert table_entries(lexicon.bundled("ar", "en").matches(*vocabularies_of(*sides))) == {}
