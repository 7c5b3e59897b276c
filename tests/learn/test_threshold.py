"""The least confidence for a share of right pairs, and the tables of marked pairs that it is found by."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.learn import threshold
from aligner.learn.marked_table import read_marked

HEADER = "src_text\ttrg_text\tconfidence\tkind\tright\n"


def judged(number, seed, share=lambda confidence: confidence):
    """Confidences, and marks of which a share is right that depends on the confidence."""
    chance = random.Random(seed)
    confidences = [round(1 - 0.6 * chance.random() ** 2, 2) for _ in range(number)]
    return confidences, [(confidence, chance.random() < share(confidence)) for confidence in confidences]


class TestLimits:
    def test_calibrated_confidences_stay(self):
        confidences, marks = judged(3000, 1)
        (limit, _) = threshold.find_limits(confidences, marks)
        kept = [right for confidence, right in marks if confidence >= limit.confidence]
        assert len(kept) == limit.pairs == limit.marked
        assert sum(kept) / len(kept) == pytest.approx(0.95, abs=0.015)
        assert limit.share_interval[0] <= limit.share <= limit.share_interval[1]
        assert limit.interval[0] <= limit.confidence <= limit.interval[1]

    def test_too_sure_confidences_need_a_higher_limit(self):
        confidences, marks = judged(1000, 2)
        _, worse = judged(1000, 2, lambda confidence: confidence**3)
        usual, strict = (threshold.find_limits(confidences, of, [0.9])[0] for of in (marks, worse))
        assert usual.confidence < strict.confidence

    def test_fifty_right_marks_do_not_show_99_percent(self):
        confidences = [0.99] * 500
        limits = threshold.find_limits(confidences, [(0.99, True)] * 50)
        assert [(limit.marked, limit.right, limit.shown, limit.marks_needed) for limit in limits] == [
            (50, 50, False, 73),
            (50, 50, False, 381),
        ]
        assert limits[0].observed[0] == pytest.approx(0.9287, abs=1e-4)
        assert limits[1].share_interval[0] < 0.99

    def test_enough_right_marks_show_a_target(self):
        (limit,) = threshold.find_limits([0.99] * 100, [(0.99, True)] * 73, [0.95])
        assert limit.shown

    def test_wrong_pairs_reach_no_target(self):
        (limit,) = threshold.find_limits([0.9] * 100, [(0.9, False)] * 30, [0.95])
        assert (limit.confidence, limit.pairs, limit.shown) == (None, 0, False)

    @settings(max_examples=6)
    @given(st.lists(st.tuples(st.integers(0, 1000), st.booleans()), min_size=1, max_size=8), st.floats(0.5, 0.99))
    def test_pairs_from_the_limit_on_are_counted(self, marks, target):
        marks = [(thousandths / 1000, is_right) for thousandths, is_right in marks]  # as rows have them
        confidences = [confidence for confidence, _ in marks]
        (limit,) = threshold.find_limits(confidences, marks, [target])
        if limit.confidence is not None:
            assert limit.pairs == limit.marked == sum(confidence >= limit.confidence for confidence in confidences)
            assert limit.share >= target - 1e-9


class TestTables:
    def test_marks_in_two_languages(self, here):
        marks = ["x", "", "نعم", "0", "لا", "?", "YES", "no!", "1"]
        rows = [f"أ\ta\t0.9{number}0\t1-1\t{mark}\n" for number, mark in enumerate(marks)]
        (here / "m.tsv").write_text(HEADER + "".join(rows) + "ب\t\t0.500\t1-0\tx\n", encoding="utf-8")
        pairs = read_marked("m.tsv")
        assert len(pairs.confidences) == 9
        assert [mark for _, mark in pairs.marked] == [True, True, False, False, True, False, True]
        assert (pairs.column, pairs.one_sided) == ("right", 1)

    def test_formats(self, here):
        (here / "m.tsv").write_text(HEADER + 'أ\ta "b\t0.9\t1-1\tx\nب\tb\t0.8\t1-1\tno\n', encoding="utf-8")
        (here / "m.csv").write_text(
            '\ufeffsrc_text;trg_text;confidence;kind;صحيح\r\nأ;"a; b";0,9;1-1;نعم\r\nب;b;0,8;1-1;لا\r\n',
            encoding="utf-8",
        )
        rows = [("a", 0.9, True), ("b", 0.8, "wrong"), ("c", 0.7, None)]
        lines = [{"src_text": "أ", "trg_text": text, "confidence": c, "correct": mark} for text, c, mark in rows]
        (here / "m.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        for name in ("m.tsv", "m.csv", "m.jsonl"):
            assert read_marked(name).marked == [(0.9, True), (0.8, False)]

    def test_workbook(self, here):
        from openpyxl import Workbook

        book = Workbook()
        for row in (["src_text", "trg_text", "confidence", "Right?"], ["أ", "a", 0.9, "x"], ["ب", "b", 0.8, 0]):
            book.active.append(row)
        book.save("m.xlsx")
        assert read_marked("m.xlsx").marked == [(0.9, True), (0.8, False)]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (HEADER + "أ\ta\t0.9\t1-1\tmaybe\n", "m, line 2: the mark 'maybe' is neither a yes nor a no; write x"),
            (HEADER + "أ\ta\t0.9\t1-1\t\n", "m: no pair is marked; mark pairs in it with x, 1 or yes"),
            (HEADER + "أ\ta\t\t1-1\tx\n", "m, line 2: the pair has no confidence; keep the column confidence"),
            (HEADER + "أ\ta\t7\t1-1\tx\n", "m, line 2: the confidence is '7'; write a number from 0 to 1"),
            ("src_text\ttrg_text\tconfidence\nأ\ta\t0.9\n", "m: no column is called right, correct or checked; add a"),
            ("src_text\ttrg_text\tright\nأ\ta\tx\n", "m: there is no column confidence; give a table of pairs"),
            ('{"src_text": "a"}\n[1]\n', "m, line 2: this line is not a JSON object; write one pair a line"),
        ],
    )
    def test_what_is_wrong_is_named(self, here, content, message):
        (here / "m").write_text(content, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_marked("m")
        assert str(caught.value).startswith(message)


def test_json_may_hold_other_ends_of_lines(here):
    row = json.dumps({"src_text": "a\u2028\x85", "trg_text": "b", "confidence": 0.9, "right": "x"}, ensure_ascii=False)
    (here / "m.jsonl").write_text(f"{row}\n{row}\r\n", encoding="utf-8", newline="")
    assert list(read_marked("m.jsonl").marked) == [(0.9, True)] * 2


def test_a_folder_is_no_table(here):
    with pytest.raises(InputError, match=r"\.: this is a folder, not a file; give one table of pairs"):
        read_marked(".")
