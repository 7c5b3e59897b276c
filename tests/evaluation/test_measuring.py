"""Files to judgements: every format gives the same figures, and a file that does not fit is named with its line."""

import csv
import io
import json

import evaluation_samples as samples
import openpyxl
import pytest
from evaluation_samples import GOLD, PREDICTED, SOURCE, TARGET, index, json_lines, rows

from aligner.errors import InputError
from aligner.evaluation.beads import score_judged
from aligner.evaluation.raw_scores import score_judged_raw
from aligner.evaluation.report import calibration_of
from aligner.evaluation.run import Inputs, evaluate

STRICT = (1 / 3, 1 / 2, 0.4)
LAX = (1, 1, 1)
TEXTS = ("src.txt", "trg.txt")


@pytest.fixture
def texts(here):
    """The sentences of both sides, under names that are not those of languages."""
    for name, sentences in zip(TEXTS, (SOURCE, TARGET), strict=True):
        (here / name).write_text("".join(f"{sentence}\n" for sentence in sentences), encoding="utf-8")
    return here


def tmx(beads):
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{row[1]}</seg></tuv><tuv xml:lang="ar"><seg>{row[0]}</seg></tuv></tu>'
        for row in rows(beads)
    )
    return f'<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>'


def table(beads, delimiter):
    file = io.StringIO()
    lines = [("src_text", "trg_text", "confidence"), *rows(beads)]
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return file.getvalue()


def ladder(beads):
    rungs = "".join(f"{bead[0][0]}\t{bead[1][0]}\t{bead[2]:.3f}\n" for bead in beads)
    return f"{rungs}3\t3\t0.000\n"


def document(beads):
    pairs = list(map(json.loads, json_lines(beads).splitlines()))
    meta = {"sentences": {"ar": {"sentences": 3}, "en": {"sentences": 3}}}
    return json.dumps({"meta": {**meta, "src_lang": "ar", "trg_lang": "en"}, "pairs": pairs})


NUMBERED = {
    "index": index,
    "vecalign": lambda beads: "".join(f"{s}:{t}:0.123456\n" for s, t, _ in beads),
    "ladder": ladder,
    "hunalign": lambda beads: ladder(beads).replace("0.", "-0.3"),
    "json": document,
    "json lines": json_lines,
}


def score_pairs(measurements):
    """F1 of the pairs of one document, from raw text."""
    return score_judged_raw([measurements[0].raw]).pair.f1


def saved_review(beads, *, checked=True):
    """A review as the page saves it."""
    rows = [{"source": source, "target": target, "checked": checked} for source, target, *_ in beads]
    inputs = [{"name": "", "sha256": ""}] * 2
    return json.dumps({"review": 1, "inputs": inputs, "src_sentences": 3, "trg_sentences": 3, "beads": rows})


TEXT_ONLY = {
    "json lines": lambda beads: json_lines(beads, numbered=False),
    "tsv": lambda beads: table(beads, "\t"),
    "csv": lambda beads: table(beads, ","),
    "tmx": tmx,
}


def judged(here, gold, predicted, texts=None):
    (here / "gold.txt").write_text(gold, encoding="utf-8")
    (here / "predicted").write_text(predicted, encoding="utf-8")
    (measurement,) = evaluate("gold.txt", "predicted", Inputs(texts=texts))
    return measurement


@pytest.mark.parametrize("name", NUMBERED)
def test_numbers_of_sentences(name, here):
    measurement = judged(here, index(GOLD), NUMBERED[name](PREDICTED))
    scores = score_judged([measurement.beads])
    assert (scores.strict, scores.lax) == (pytest.approx(STRICT), LAX)
    calibration = calibration_of([measurement])
    assert bool(calibration) == (name not in ("vecalign", "hunalign"))  # their scores are no probabilities
    assert not calibration or calibration.mean_confidence == pytest.approx(2 / 3)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_ends_of_lines(end, here):
    gold = judged(here, index(GOLD), index(GOLD))
    for name in ("index", "hunalign"):
        of_end, usual = (judged(here, index(GOLD), NUMBERED[name](PREDICTED).replace("\n", e)) for e in (end, "\n"))
        assert of_end == usual != gold


@pytest.mark.parametrize("name", TEXT_ONLY)
def test_texts_by_their_order(name, texts):
    measurement = judged(texts, index(GOLD), TEXT_ONLY[name](PREDICTED), TEXTS)
    assert score_judged([measurement.beads]).strict == pytest.approx(STRICT)


@pytest.mark.parametrize("name", TEXT_ONLY)
@pytest.mark.parametrize("gold", TEXT_ONLY)
def test_texts_of_gold_and_prediction(gold, name, here):
    """Without numbers, the pairs of the gold are the segments."""
    measurement = judged(here, TEXT_ONLY[gold]([(*bead, 1.0) for bead in GOLD]), TEXT_ONLY[name](PREDICTED))
    assert measurement.raw.lost == []
    assert [pair.right for pair in measurement.raw.placed] == [True, True, True]
    assert len(measurement.raw.inner_cuts) == 1


def test_review_as_a_gold(here):
    measurement = judged(here, saved_review(GOLD), document(PREDICTED))
    assert score_judged([measurement.beads]).strict == pytest.approx(STRICT)


def test_review_that_is_not_complete(here):
    with pytest.raises(InputError) as error:
        judged(here, saved_review(GOLD, checked=False), document(PREDICTED))
    problem = "of 3 source sentences, 0 stand in checked rows"
    assert str(error.value) == f"gold.txt: {problem}; check all rows on the page, and save the review again"


def test_workbook(texts):
    book = openpyxl.Workbook()
    for row in [("src_text", "trg_text", "confidence"), *rows(PREDICTED)]:
        book.active.append(row)
    book.save("book.xlsx")
    (texts / "gold.txt").write_text(index(GOLD))
    (measurement,) = evaluate("gold.txt", "book.xlsx", Inputs(texts=TEXTS))
    assert score_judged([measurement.beads]).strict == pytest.approx(STRICT)


def test_moses_pair(texts):
    for tag, side in (("ar", 0), ("en", 1)):
        (texts / f"book.{tag}").write_text("".join(f"{row[side]}\n" for row in rows(PREDICTED)), encoding="utf-8")
    (texts / "gold.txt").write_text(index(GOLD))
    for name in ("book.ar", "book.en"):
        (measurement,) = evaluate("gold.txt", name, Inputs(texts=TEXTS))
        assert score_judged([measurement.beads]).strict == pytest.approx(STRICT)


def test_both_texts_of_a_moses_pair_are_one_alignment(here):
    for tag, sentences in (("ar", SOURCE), ("en", TARGET)):
        (here / f"book.{tag}").write_text("".join(f"{sentence}\n" for sentence in sentences), encoding="utf-8")
    message = (
        "book.en: this is the other text of the pair of book.ar, not a prediction; of a Moses pair, name one text; "
        "give another alignment after it"
    )
    with pytest.raises(InputError) as error:
        evaluate("book.ar", "book.en")
    assert str(error.value) == message
    assert score_pairs(evaluate("book.ar", "book.ar")) == 1


def test_a_gold_and_a_prediction_that_may_be_exchanged(here, caplog):
    (here / "gold.txt").write_text(index(GOLD))
    (here / "book.index").write_text(index(PREDICTED))
    evaluate("gold.txt", "book.index")
    assert not caplog.messages
    evaluate("book.index", "gold.txt")
    assert caplog.messages == ["book.index: has confidences, but gold.txt has none; the gold comes first"]


def test_texts_of_another_document_are_reported(here, caplog):
    (here / "gold.tsv").write_text(table(PREDICTED, "\t"), encoding="utf-8")
    (here / "other.tsv").write_text("src_text\ttrg_text\tconfidence\nكتاب.\tA book.\t0.9\n", encoding="utf-8")
    evaluate("gold.tsv", "gold.tsv")
    assert not caplog.messages
    evaluate("gold.tsv", "other.tsv")
    assert caplog.messages == [
        "other.tsv: 2 of 2 texts are not in the texts of gold.tsv; compare alignments of the same texts"
    ]


def test_texts_beside_the_gold(here):
    (here / "book").mkdir()
    for name, text in (("ar.txt", SOURCE), ("en.txt", TARGET)):
        (here / "book" / name).write_text("\n".join(text), encoding="utf-8")
    (here / "book" / "gold.txt").write_text(index(GOLD))
    (here / "book.tsv").write_text(table(PREDICTED, "\t"), encoding="utf-8")
    (measurement,) = evaluate("book/gold.txt", "book.tsv")
    assert score_judged([measurement.beads]).strict == pytest.approx(STRICT)
    assert measurement.sentences == (SOURCE, TARGET)


def test_rows_that_were_left_out_do_not_shift_the_others(texts):
    measurement = judged(texts, index(PREDICTED), table(PREDICTED[1:], "\t"), TEXTS)
    assert score_judged([measurement.beads]).strict[:2] == (1, 2 / 3)


def test_sides_in_reverse_are_exchanged(here):
    def in_reverse(text):
        return text.replace("src_", "x_").replace("trg_", "src_").replace("x_", "trg_")

    named = [json.loads(line) | {"src_lang": "ar", "trg_lang": "en"} for line in json_lines(PREDICTED).splitlines()]
    lines = "".join(json.dumps(row) + "\n" for row in named)
    measurement = judged(here, lines, in_reverse(lines))
    assert score_judged([measurement.beads]).strict == (1, 1, 1)


def test_raw_gold(texts):
    gold, source, target = samples.raw_gold(list(zip(SOURCE, TARGET, strict=True)))
    (texts / "ar.txt").write_text(source, encoding="utf-8")
    (texts / "en.txt").write_text(target, encoding="utf-8")
    measurement = judged(texts, gold, table(PREDICTED, "\t"))
    assert [pair.right for pair in measurement.raw.placed] == [True, True, True]
    assert judged(texts, gold, index(PREDICTED), TEXTS).raw.placed == measurement.raw.placed


@pytest.mark.parametrize(
    ("gold", "message"),
    [
        ('{"segments": []}', 'gold.txt: this is no gold of raw texts; give {"src": {"file": ...}'),
        ('{"src": {"file": "no.txt"}, "tgt": {"file": "no.txt"}, "segments": []}', "no.txt: there is no such file"),
        (
            '{"src": {"file": "a\\u0000"}, "tgt": {"file": "b"}, "segments": []}',
            "gold.txt: this is no gold of raw texts",
        ),
        (
            '{"src": {"file": "\\ud800"}, "tgt": {"file": "b"}, "segments": []}',
            "gold.txt: this is no gold of raw texts",
        ),
        ('{"segments": [', "gold.txt: this is not JSON (Expecting value"),
        (
            '{"src": {"file": "src.txt"}, "tgt": {"file": "trg.txt"}, "segments": [{"src": [0, 3.5], "tgt": null}]}',
            "gold.txt: this is no gold of raw texts; give ",
        ),
    ],
)
def test_raw_gold_that_is_none(gold, message, texts):
    with pytest.raises(InputError) as error:
        judged(texts, gold, index(PREDICTED))
    assert str(error.value).startswith(message)


def test_numbers_against_texts_need_the_texts(here):
    with pytest.raises(InputError) as error:
        judged(here, index(GOLD), table(PREDICTED, "\t"))
    assert str(error.value) == (
        "gold.txt: it has numbers of sentences without texts, but predicted has texts without numbers; "
        "name the texts whose lines are numbered: --texts SOURCE TARGET"
    )


FAULTS = list(samples.read_cases("faults.txt"))


@pytest.mark.parametrize(("inputs", "message"), [case[1] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_fault_is_named_with_its_line(inputs, message, texts):
    for name in ("gold", "predicted"):
        lines = inputs.split("\n")
        of_file = [line.partition(": ")[2] for line in lines if not line or line.startswith(f"{name}: ")]
        (texts / f"{name}.index").write_text("".join(f"{line}\n" for line in of_file), encoding="utf-8")
    with pytest.raises(InputError) as error:
        evaluate("gold.index", "predicted.index", Inputs(texts=TEXTS))
    assert str(error.value) == message


def test_a_gold_may_have_a_sentence_in_two_beads(here, caplog):
    """Published golds have such sentences. They are counted, and named."""
    gold = [([0], [0]), ([1], [0]), ([1], [1])]
    measurement = judged(here, index(gold), index([([0], [0]), ([1], [1])]))
    assert score_judged([measurement.beads]).strict == pytest.approx((1, 2 / 3, 0.8))
    assert caplog.messages == [
        "gold.txt, line 3: source sentence 1 stands in line 2, too; leave it in one place (counted as it stands)",
        "gold.txt, line 2: target sentence 0 stands in line 1, too; leave it in one place (counted as it stands)",
    ]


def test_a_prediction_that_goes_on_beyond_the_gold_is_reported(here, caplog):
    judged(here, index(GOLD), index([*PREDICTED, ([3], [], 0.5)]))
    assert caplog.messages == [
        "predicted: it goes on to source sentence 3, but gold.txt ends with 2; if these are other sentences, "
        "align the same files of one sentence a line, with --pre-split"
    ]


def test_texts_beside_the_gold_that_do_not_fit_are_left_out(here, caplog):
    (here / "ar.txt").write_text("وصل القطار.\n", encoding="utf-8")
    (here / "en.txt").write_text("The train arrived.\n", encoding="utf-8")
    assert judged(here, index(GOLD), index(PREDICTED)).sentences is None
    assert caplog.messages == [
        "gold.txt: ar.txt and en.txt beside it have fewer lines than it numbers, and are left out"
    ]
