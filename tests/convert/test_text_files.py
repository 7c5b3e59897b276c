"""Files of a sentence a line: with an index, with a ladder, and in pairs."""

import pytest
from conversions import pairs_of, texts_of

from aligner.errors import InputError

AR = "وصل القطار.\nنام.\nجلس.\nمطر.\n"
EN = "The train came.\nHe slept, sat.\nIt rained.\n"
INDEX = "[0]:[0]:0.987\n[1, 2]:[1]:0.500\n[3]:[]:1.000\n[]:[2]:0.250\n"
LADDER = "0\t0\t0.987\n1\t1\t0.500\n3\t2\t1.000\n4\t2\t0.250\n4\t3\t0.250\n"
ROWS = [
    ("وصل القطار.", "The train came.", "1-1", 0.987, (0,), (0,)),
    ("نام. جلس.", "He slept, sat.", "2-1", 0.5, (1, 2), (1,)),
    ("مطر.", "", "1-0", 1.0, (3,), ()),
    ("", "It rained.", "0-1", 0.25, (), (2,)),
]


def aligned(folder, name, text, source=AR, target=EN):
    """Read an index or a ladder with two texts."""
    return pairs_of(folder, {name: text, "b.ar": source, "b.en": target})


class TestIndexAndLadder:
    @pytest.mark.parametrize(("name", "text"), [("b.index", INDEX), ("b.ladder", LADDER), ("b.txt", LADDER)])
    def test_numbers_become_sentences(self, tmp_path, name, text):
        rows, tags, notices, _ = aligned(tmp_path, name, text)
        assert (tags, notices, [row[:6] for row in rows]) == (("ar", "en"), [], ROWS)
        assert (rows[1].source_sentences, rows[2].target_sentences) == (["نام.", "جلس."], [])

    def test_index_may_stand_between_the_texts(self, tmp_path):
        rows, *_ = pairs_of(tmp_path, {"b.ar": AR, "b.index": INDEX, "b.en": EN})
        assert [row[:6] for row in rows] == ROWS

    @pytest.mark.parametrize(
        "line",
        [
            "[0,1]:[0]",
            "[0, 1]:[0]:0.987",
            " [0, 1] : [0] ",
            "doc\t[0, 1]:[0]:0.5",
            "[0, 1]:[0]:0.123456",
            "[0, 1]:[0]:1e-05",
        ],
    )
    def test_shapes_of_an_index(self, tmp_path, line):
        rows, *_ = aligned(tmp_path, "b.index", f"{line}\n", "ا\nب\n", "a b\n")
        assert [row[:3] for row in rows] == [("ا ب", "a b", "2-1")]

    @pytest.mark.parametrize("score", ["0.117265", "0.3", "1.98", "-0.3", "1.001"])
    def test_scores_of_other_programs_are_not_confidences(self, tmp_path, score):
        rows, _, notices, _ = aligned(tmp_path, "b.index", f"[0]:[0]:0.987\n[1]:[1]:{score}\n", "ا\nب\n", "a\nb\n")
        assert [row.confidence for row in rows] == [None, None]
        assert notices == ["the scores are not confidences of align, and are left out"]

    def test_ladder_without_its_last_rung(self, tmp_path):
        rows, _, notices, _ = aligned(tmp_path, "b.ladder", "0\t0\t0.3\n1\t1\t-0.3\n")
        assert "no rung is at the end of the texts; all sentences after line 2 are in one row" in notices
        assert [(row.kind, list(row.source_numbers)) for row in rows] == [("1-1", [0]), ("3-2", [1, 2, 3])]

    def test_sentences_that_stand_in_no_row_are_named(self, tmp_path):
        rows, _, notices, _ = aligned(tmp_path, "b.index", "[0]:[0]\n[3]:[1]\n")
        assert [row.source_numbers for row in rows] == [(0,), (3,)]
        assert notices == [
            "b.ar: left out lines 2-3, of which b.index does not speak",
            "b.en: left out line 3, of which b.index does not speak",
        ]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "[0]:[0]\n[1]:[7]\n",
                "b.index, line 2: there is no sentence 7 in .*b.en, which has 3, counted from 0; give",
            ),
            ("[0]:[0]\n[0, 1]:[1]\n", "b.index, line 2: sentence 0 of .*b.ar stands in line 1, too; remove it"),
            ("[0]:[0]\n[1]:1\n", r"b.index, line 2: this is no line of an index; write it as \[0, 1\]:\[0\]"),
            (
                "a\t[0]:[0]\nb\t[0]:[0]\n",
                "b.index, line 2: the index speaks of several documents; give the index of one",
            ),
        ],
    )
    def test_index_that_is_wrong(self, tmp_path, text, message):
        with pytest.raises(InputError, match=message):
            aligned(tmp_path, "b.index", text)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "0\t0\t1\n9\t1\t1\n",
                "b.ladder, line 2: the texts have 4 and 3 sentences, fewer than 9 and 1; give",
            ),
            ("0\t0\t1\n2\t1\t1\n1\t2\t1\n", "b.ladder, line 3: 1 and 2 come after 2 and 1; the numbers of a ladder"),
            ("0\t0\t1\n2\tone\n", "b.ladder, line 2: this is no rung of a ladder; write two numbers and a score"),
        ],
    )
    def test_ladder_that_is_wrong(self, tmp_path, text, message):
        with pytest.raises(InputError, match=message):
            aligned(tmp_path, "b.ladder", text)

    @pytest.mark.parametrize(
        ("name", "text", "message"),
        [
            ("b.index", "[0]:[0]\n[{}]:[1]\n", "b.index, line 2: this is no line of an index"),
            ("b.ladder", "0\t0\n{}\t1\n", "b.ladder, line 2: this is no rung of a ladder"),
        ],
    )
    def test_number_of_thousands_of_digits(self, tmp_path, name, text, message):
        with pytest.raises(InputError, match=message):
            aligned(tmp_path, name, text.format("9" * 5000))


class TestMoses:
    def test_a_row_for_each_line(self, tmp_path):
        rows, tags, notices, _ = pairs_of(tmp_path, {"b.ar": "نعم.\n\n \n لا\u2028.\r\n", "b.en": "Yes.\nAh\n\n No."})
        assert tags == ("ar", "en")
        assert [(*row[:3], list(row.target_numbers)) for row in rows] == [
            ("نعم.", "Yes.", "1-1", [0]),
            ("", "Ah", "0-1", [1]),
            (" لا\u2028.", " No.", "1-1", [2]),
        ]
        assert notices == ["left out 1 row (line 3) without any text"]

    def test_blank_line_is_no_sentence(self, tmp_path):
        rows, *_ = pairs_of(tmp_path, {"b.ar": "نعم.\n \n", "b.en": "\u00a0\nNo.\n"})
        assert [row[:3] for row in rows] == [("نعم.", "", "1-0"), ("", "No.", "0-1")]

    @pytest.mark.parametrize(
        ("names", "tags"),
        [
            (("b.en", "b.ar"), ("en", "ar")),
            (("c.ar-de.de", "c.ar-de.ar"), ("de", "ar")),
            (("ar-SA.txt", "en.txt"), ("ar-SA", "en")),
            (("b.ar.txt", "b.tr.txt"), ("ar", "tr")),
            (("x.src", "x.trg"), ("ar", "en")),
            (("b.aa", "b.ab"), ("ar", "en")),
        ],
    )
    def test_languages_by_the_names(self, tmp_path, names, tags):
        texts = {"ar": "نعم.\n", "de": "Ja.\n", "tr": "Evet.\n"}
        contents = [texts.get(tag[:2], "Yes.\n") for tag in tags]
        assert pairs_of(tmp_path, dict(zip(names, contents, strict=True)))[1] == tags

    def test_the_user_chooses_the_source(self, tmp_path):
        assert texts_of(tmp_path, {"b.en": "Yes.\n", "b.ar": "نعم.\n"}, source="ar") == [("نعم.", "Yes.")]
        assert texts_of(tmp_path, {"x": "Yes.\n", "y": "نعم.\n"}, source="ar") == [("نعم.", "Yes.")]
        assert pairs_of(tmp_path, {"x.aa": "Ja.\n", "x.ab": "Oui.\n"}, source="de", target="fr")[1] == ("de", "fr")

    @pytest.mark.parametrize(("first", "second"), [(3, 5), (5, 3)])
    def test_unequal_files(self, tmp_path, first, second):
        message = f"b.ar: {first} lines, but .*b.en has {second}; give two files in which each line translates the same"
        with pytest.raises(InputError, match=message):
            pairs_of(tmp_path, {"b.ar": "نعم.\n" * first, "b.en": "Yes.\n" * second})
