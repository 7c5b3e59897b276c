"""The progress of one alignment, in words that a user understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from types import MappingProxyType

from aligner.status_line import StatusLine, clock_text
from aligner.steps import Step

# The steps of one document in their order, each with its share of the time in per cent, as measured with two texts of
# 20,000 sentences each. Gaps in a text make LENGTHS longer, and other texts shift the shares, too.
DOCUMENT_STEPS: Mapping[Step, int] = MappingProxyType(
    {Step.SPLIT: 16, Step.ENCODE: 0, Step.LOOK_UP: 6, Step.LENGTHS: 38, Step.WORDS: 13, Step.PAIRS: 25, Step.WRITE: 2}
)
# The same for the pass that learns words from a sample, as measured with 300 documents of 60 pairs each.
LEARNING_STEPS: Mapping[Step, int] = MappingProxyType(
    {Step.READ: 40, Step.ENCODE: 0, Step.LOOK_UP: 5, Step.LENGTHS: 32, Step.WORDS: 23}
)

_DESCRIPTIONS: Mapping[Step, str] = MappingProxyType(
    {
        Step.READ: "reading document {number} of {total}",
        Step.SPLIT: "splitting into sentences",
        Step.ENCODE: "encoding sentences, {number} of {total}",
        Step.LOOK_UP: "looking up words",
        Step.LENGTHS: "matching lengths, round {number} of {total}",
        Step.WORDS: "learning words, round {number} of {total}",
        Step.PAIRS: "choosing pairs",
        Step.WRITE: "writing",
    }
)


class StepProgress:
    """The step that an alignment is at, on a status line.

    The line has the share of the work that is done, and the time so far. The time that is left is not shown: a search
    through a text with gaps may take ten times as long as the same search through a text without them, and nothing
    tells this before.

    line: the line; whoever owns it clears it.
    steps: the steps in their order, with their shares of the time.
    clock: the time in seconds.
    """

    def __init__(
        self, line: StatusLine, steps: Mapping[Step, int] = DOCUMENT_STEPS, clock: Callable[[], float] = monotonic
    ) -> None:
        self._line, self._steps, self._clock = line, steps, clock
        self._began: float | None = None
        self._texts = 0, 1  # the texts that are done, and all that are aligned one by one
        # The step, its parts that are done, and all its parts; then the texts. One value, since a thread reads it.
        self._at = next(iter(steps)), 0, 1, *self._texts

    def report(self, step: Step, done: int, total: int) -> None:
        """Note the step; see `steps.Report`. The first call begins to show the line, if the work lasts."""
        if step is Step.TEXT:
            self._texts = done, total
            return
        self._at = step, done, total, *self._texts
        if self._began is None:
            self._began = self._clock()
        self._line.keep(self.text)

    def text(self) -> str:
        """The text of the line."""
        step, done, total, _, _ = self._at
        seconds = 0.0 if self._began is None else self._clock() - self._began
        description = _DESCRIPTIONS[step].format(number=done + 1, total=total)
        return f"align: {int(100 * self.share())}%, {description}, {clock_text(seconds)} so far"

    def share(self) -> float:
        """The share of the work that is done, in [0, 1]."""
        step, done, total, text, texts = self._at
        steps = list(self._steps)
        before = sum(self._steps[earlier] for earlier in steps[: steps.index(step)])
        share = (before + self._steps[step] * done / total) / sum(self._steps.values())
        # The steps after the first one are taken for each text.
        first = self._steps[steps[0]] / sum(self._steps.values())
        return share if share < first else first + (text * (1 - first) + share - first) / texts
