"""The progress of one alignment: its text, and a share that only grows."""

import pytest
from terminals import Clock

from aligner.status_line import StatusLine
from aligner.step_progress import DOCUMENT_STEPS, LEARNING_STEPS, StepProgress
from aligner.steps import Step


class Kept:
    """A line that notes what is kept on it."""

    def __init__(self):
        self.texts = []

    def keep(self, text):
        self.texts.append(text)


def document(texts):
    """The reports of one document that is aligned in as many readings."""
    yield Step.SPLIT, 0, 1
    for text in range(texts):
        yield Step.TEXT, text, texts
        yield Step.LOOK_UP, 0, 1
        for step, rounds in ((Step.LENGTHS, 3), (Step.WORDS, 5), (Step.PAIRS, 1)):
            yield from ((step, number, rounds) for number in range(rounds))
    yield Step.WRITE, 0, 1
    yield Step.WRITE, 1, 1


@pytest.mark.parametrize(
    ("report", "seconds", "text"),
    [
        ((Step.SPLIT, 0, 1), 0, "align: 0%, splitting into sentences, 0:00:00 so far"),
        ((Step.LOOK_UP, 0, 1), 1.4, "align: 16%, looking up words, 0:00:01 so far"),
        ((Step.LENGTHS, 1, 3), 5, "align: 34%, matching lengths, round 2 of 3, 0:00:05 so far"),
        ((Step.WORDS, 4, 5), 61, "align: 70%, learning words, round 5 of 5, 0:01:01 so far"),
        ((Step.PAIRS, 0, 1), 3600, "align: 73%, choosing pairs, 1:00:00 so far"),
        ((Step.WRITE, 0, 1), 3601, "align: 98%, writing, 1:00:01 so far"),
    ],
)
def test_text(report, seconds, text):
    clock = Clock()
    progress = StepProgress(StatusLine(None), clock=clock)
    progress.report(Step.SPLIT, 0, 1)
    clock.now += seconds
    progress.report(*report)
    assert progress.text() == text


def test_text_of_the_pass_that_learns_words():
    progress = StepProgress(StatusLine(None), LEARNING_STEPS, Clock())
    progress.report(Step.READ, 49, 200)
    assert progress.text() == "align: 9%, reading document 50 of 200, 0:00:00 so far"
    progress.report(Step.WORDS, 4, 5)
    assert progress.text() == "align: 95%, learning words, round 5 of 5, 0:00:00 so far"


def test_the_time_begins_with_the_first_report():
    """Before it, a user may have typed the input."""
    clock = Clock()
    progress = StepProgress(StatusLine(None), clock=clock)
    clock.now += 50
    progress.report(Step.SPLIT, 0, 1)
    clock.now += 2
    assert progress.text().endswith(", 0:00:02 so far")


def test_the_line_is_kept_from_the_first_step_on():
    line = Kept()
    progress = StepProgress(line, clock=Clock())
    assert line.texts == []
    progress.report(Step.TEXT, 0, 1)
    assert line.texts == []
    progress.report(Step.LENGTHS, 0, 3)
    assert [text() for text in line.texts] == ["align: 22%, matching lengths, round 1 of 3, 0:00:00 so far"]


@pytest.mark.parametrize("texts", [1, 2])
def test_the_share_grows_from_nothing_to_all(texts):
    """A second reading of a text goes through the same steps, which count half in each."""
    progress = StepProgress(StatusLine(None))
    shares = []
    for report in document(texts):
        progress.report(*report)
        if report[0] is not Step.TEXT:
            shares.append(progress.share())
    assert shares == sorted(set(shares))
    assert (shares[0], shares[-1]) == (0, pytest.approx(1))


def test_shares_of_the_time_are_per_cent():
    assert sum(DOCUMENT_STEPS.values()) == sum(LEARNING_STEPS.values()) == 100
