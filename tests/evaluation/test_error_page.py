"""The page of the wrong beads: its groups, its text and its safety."""

import re

import evaluation_samples as samples
import pytest
from evaluation_samples import GOLD, PREDICTED

from aligner.evaluation import error_page as page_module
from aligner.evaluation.beads import Bead, judge_beads
from aligner.evaluation.error_groups import ErrorGroup, ShownBead, error_groups, lost_texts
from aligner.evaluation.error_page import error_page, text_direction
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.raw_gold import gold_of_pairs
from aligner.evaluation.raw_scores import PrintedPair, judge_raw

HOSTILE = '<script>alert(1)</script> & "\u202e'


def beads(items):
    return [Bead(tuple(source), tuple(target), *rest) for source, target, *rest in items]


def measured(gold=GOLD, predicted=PREDICTED, sentences=(samples.SOURCE, samples.TARGET), name=""):
    return Measurement(name, beads=judge_beads(beads(gold), beads(predicted)), sentences=sentences)


def raw(segments, printed):
    gold, pairs = gold_of_pairs(segments), [PrintedPair(*pair) for pair in printed]
    return Measurement("", raw=judge_raw(gold, pairs), raw_gold=gold, printed=pairs)


def kinds(group):
    return [[tuple(map(len, bead.numbers)) for bead in beads] for beads in group]


def test_a_group_holds_the_beads_that_share_sentences():
    gold = [([0], [0]), ([1], [1]), ([2], [2]), ([3], [3, 4])]
    predicted = [([0, 1], [0, 1]), ([2], [2]), ([3], [3]), ([], [4])]
    groups = list(error_groups(measured(gold, predicted, None)))
    assert list(map(kinds, groups)) == [[[(1, 1), (1, 1)], [(2, 2)]], [[(1, 2)], [(1, 1), (0, 1)]]]


def test_right_beads_are_in_no_group():
    assert list(error_groups(measured(GOLD, GOLD))) == []


def test_groups_of_raw_text():
    segments = [("aa. bb.", "one. two."), ("cc.", "three."), ("dd.", ""), ("ee.", "five.")]
    printed = [("aa.", "one.", 0.9), ("bb.", "two."), ("cc.", "three."), ("dd. ee.", "five.", 0.5)]
    assert list(error_groups(raw(segments, printed))) == [
        ErrorGroup(
            [ShownBead(["dd."], []), ShownBead(["ee."], ["five."])],
            [ShownBead(["dd. ee."], ["five."], None, 0.5)],
        )
    ]


def test_a_segment_that_was_not_printed_is_a_group():
    (group,) = error_groups(raw([("a", "1"), ("b", "2")], [("a", "1")]))
    assert group == ErrorGroup([ShownBead(["b"], ["2"])], [])


def test_lost_texts_are_listed():
    measurement = raw([("a", "1")], [("a", "1"), ("zz", "yy")])
    assert lost_texts(measurement) == [ShownBead(["zz"], ["yy"])]
    page = error_page([measurement]).decode()
    assert ">zz<" in page
    assert "There are none" not in page


def test_body_of_the_page():
    page = error_page([measured()]).decode()
    body = page.partition("</table>\n")[2]
    assert body == (
        '<section class="error">\n'
        "<h3>1 · 2-2 → 1-1, 1-1</h3>\n"
        '<div class="gold">\n<h4>Gold</h4>\n'
        '<div class="bead">\n<p class="facts">sentences [1, 2] : [1, 2]</p>\n'
        '<div class="side" dir="rtl"><span class="sentence">نام الحارس.</span>'
        '<span class="sentence">شرب الشاي.</span></div>\n'
        '<div class="side" dir="ltr"><span class="sentence">The guard slept.</span>'
        '<span class="sentence">He drank tea.</span></div>\n</div>\n</div>\n'
        '<div class="predicted">\n<h4>Predicted</h4>\n'
        '<div class="bead">\n<p class="facts">sentences [1] : [1] · confidence 0.800</p>\n'
        '<div class="side" dir="rtl"><span class="sentence">نام الحارس.</span></div>\n'
        '<div class="side" dir="ltr"><span class="sentence">The guard slept.</span></div>\n</div>\n'
        '<div class="bead">\n<p class="facts">sentences [2] : [2] · confidence 0.300</p>\n'
        '<div class="side" dir="rtl"><span class="sentence">شرب الشاي.</span></div>\n'
        '<div class="side" dir="ltr"><span class="sentence">He drank tea.</span></div>\n</div>\n</div>\n'
        "</section>\n</main>\n</body>\n</html>\n"
    )


def test_text_is_escaped_and_nothing_is_loaded():
    hostile = [HOSTILE] * 3
    page = error_page([measured(sentences=(hostile, hostile), name=HOSTILE)]).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    policy = re.search('Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src &#x27;none&#x27;; style-src &#x27;sha256-")
    assert not re.search(r"\b(?:src|href)=|url\(|@import", page)


def test_a_sentence_of_code_has_the_direction_of_its_side():
    sentences = (["وصل القطار الأول.", "نام الحارس.", "`print(x)`"], samples.TARGET)
    page = error_page([measured(sentences=sentences)]).decode()
    assert '<div class="side" dir="rtl"><span class="sentence">`print(x)`</span></div>' in page


def test_beads_without_texts_show_their_numbers():
    page = error_page([measured(sentences=None)]).decode()
    assert "sentences [1, 2] : [1, 2]" in page
    assert 'class="side' not in page


def test_texts_of_rows_are_shown_if_the_sentences_are_not_known():
    texts = {(1,): "نام الحارس.", (2,): "شرب الشاي."}, {(1, 2): "He slept and drank."}
    (group,) = error_groups(measured(sentences=None)._replace(texts=texts))
    assert [(bead.source, bead.target) for bead in group.gold] == [([*texts[0].values()], ["He slept and drank."])]
    assert [(bead.source, bead.target) for bead in group.predicted] == [(["نام الحارس."], None), (["شرب الشاي."], None)]


def test_no_wrong_beads():
    assert "<p>There are none.</p>" in error_page([measured(GOLD, GOLD)]).decode()


def test_many_groups_are_counted(monkeypatch):
    monkeypatch.setattr(page_module, "MAX_GROUPS", 1)
    page = error_page([measured(name="a"), measured(name="b")]).decode()
    assert page.count("<section") == 1
    assert "<p>The first 1 of 2 groups of wrong beads are listed.</p>" in page


@pytest.mark.parametrize(("text", "direction"), [("قطار TV", "rtl"), ("12 - 3", "ltr"), ("the قطار train", "ltr")])
def test_direction_of_most_letters(text, direction):
    assert text_direction(text) == direction
