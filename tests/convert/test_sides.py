"""Sides: which language is the source, by the file, by the user, or by the letters."""

import json

import pytest
from conversions import TSV_HEADER, pairs_of

from aligner.errors import InputError

ROW = {"src_text": "Yes.", "trg_text": "نعم.", "src_lang": "en-GB", "trg_lang": "ar"}
EN_AR = TSV_HEADER + "Yes. No.\tنعم لا.\t0.5\t2-1\n"


def sides(folder, name, text, **wanted):
    """Languages, source, target and kind of the first row, and notices."""
    (row, *_), tags, notices, _ = pairs_of(folder, {name: text}, **wanted)
    return "-".join(tags), row.source, row.target, row.kind, notices


class TestLanguagesByLetters:
    def test_the_file_keeps_its_order(self, tmp_path):
        notice = "the first text of each pair is English, so it is the source (--from ar --to en exchanges the sides)"
        assert sides(tmp_path, "p.tsv", EN_AR) == ("en-ar", "Yes. No.", "نعم لا.", "2-1", [notice])

    @pytest.mark.parametrize("wanted", [{"source": "ar"}, {"target": "en"}, {"source": "ar", "target": "en"}], ids=str)
    def test_the_user_chooses_the_order(self, tmp_path, wanted):
        notice = "the first text of each pair is English; exchanged the sides"
        assert sides(tmp_path, "p.tsv", EN_AR, **wanted) == ("ar-en", "نعم لا.", "Yes. No.", "1-2", [notice])

    def test_the_order_that_is_there(self, tmp_path):
        assert sides(tmp_path, "p.tsv", EN_AR, source="en") == ("en-ar", "Yes. No.", "نعم لا.", "2-1", [])

    def test_the_user_names_a_region(self, tmp_path):
        assert sides(tmp_path, "p.tsv", EN_AR, source="en-GB")[0::4] == ("en-GB-ar", [])
        assert sides(tmp_path, "p.tsv", EN_AR, target="ar-SA")[0::4] == ("en-ar-SA", [])

    def test_languages_that_nobody_names(self, tmp_path):
        text = TSV_HEADER + "Er kam spät nach Hause.\tIl rentra tard.\t\t1-1\n"
        notice = "the first text of most pairs is not Arabic; name its language with --from"
        assert sides(tmp_path, "p.tsv", text)[4] == [notice]
        assert sides(tmp_path, "p.tsv", text, source="de", target="fr")[0::4] == ("de-fr", [])

    def test_names_in_latin_letters_do_not_count(self, tmp_path):
        text = TSV_HEADER + "نعم.\tYes.\t\t1-1\nIBM\tIBM\t\t1-1\nلا.\tNo.\t\t1-1\n"
        assert sides(tmp_path, "p.tsv", text)[0::4] == ("ar-en", [])


class TestLanguagesOfTheFile:
    def test_they_are_kept(self, tmp_path):
        assert sides(tmp_path, "p.jsonl", json.dumps(ROW)) == ("en-GB-ar", "Yes.", "نعم.", "1-1", [])

    def test_the_user_exchanges_the_sides(self, tmp_path):
        assert sides(tmp_path, "p.jsonl", json.dumps(ROW), source="ar") == ("ar-en-GB", "نعم.", "Yes.", "1-1", [])
        assert sides(tmp_path, "p.jsonl", json.dumps(ROW), target="en")[0] == "ar-en"

    def test_everything_of_a_side_changes_its_place(self, tmp_path):
        why = {"kind": -0.4, "matched": [["yes", "نعم"]], "numbers": {"both": [], "src": ["1"], "trg": []}}
        row = {
            **ROW, "kind": "1-2", "src_sentences": [4], "trg_sentences": [7, 8], "src_span": [0, 4],
            "trg_span": [5, 9], "confidence": 0.5, "flags": ["length"], "why": why,
        }  # fmt: skip
        ((there, *_), *_), ((back, *_), *_) = (
            pairs_of(tmp_path, {"p.jsonl": json.dumps(row)}, source=source) for source in ("en", "ar")
        )
        assert there.source == back.target
        assert (back.kind, back.source_numbers, back.target_numbers) == ("2-1", (7, 8), (4,))
        assert (back.source_span, back.target_span) == (there.target_span, there.source_span)
        assert back.why == {
            "kind": -0.4, "matched": [["نعم", "yes"]], "numbers": {"both": [], "src": [], "trg": ["1"]},
        }  # fmt: skip

    def test_metadata_of_the_other_order_are_left_out(self, tmp_path):
        text = json.dumps({"meta": {"src_lang": "en-GB", "rows": 1}, "pairs": [ROW]})
        assert pairs_of(tmp_path, {"p.json": text})[3] == {"src_lang": "en-GB", "rows": 1}
        assert pairs_of(tmp_path, {"p.json": text}, source="ar")[3] == {}

    def test_a_language_that_is_not_there(self, tmp_path):
        message = "the languages are en-GB, ar, not de; choose among them with --from and --to"
        with pytest.raises(InputError, match=message):
            sides(tmp_path, "p.jsonl", json.dumps(ROW), source="de")

    def test_rows_in_other_languages(self, tmp_path):
        rows = [ROW, ROW | {"src_lang": "fr"}]
        with pytest.raises(InputError, match="line 2: this row is fr-ar, but those before are en-GB-ar; convert"):
            pairs_of(tmp_path, {"p.jsonl": "\n".join(map(json.dumps, rows))})
