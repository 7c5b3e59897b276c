"""A page of the wrong beads: the gold on the left, the prediction on the right, each text in its direction.

The page has no script and loads nothing; its security policy allows only its style, by the hash. All text is escaped.
The same results give the same bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice

from aligner.evaluation.beads import BeadScores
from aligner.evaluation.error_groups import ErrorGroup, ShownBead, error_groups, lost_texts
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.report import scores_of
from aligner.evaluation.scores import Score
from aligner.write.html import PAGE_TAIL, page_head
from aligner.write.writer import escape_bytes

MAX_GROUPS = 5000  # of all documents; a browser takes no time for so many


def error_page(measurements: Sequence[Measurement]) -> bytes:
    """Return the page of all documents, in UTF-8."""
    return "".join(_pieces(measurements)).encode("utf-8", "backslashreplace")


def _pieces(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield page_head("Wrong beads", "evaluation")
    yield from _figures(measurements)
    shown = total = lost_pairs = 0
    for measurement in measurements:
        groups = error_groups(measurement)
        of_document = list(islice(groups, max(0, MAX_GROUPS - shown)))
        shown += len(of_document)
        total += len(of_document) + sum(1 for _ in groups)
        lost = lost_texts(measurement)
        lost_pairs += len(lost)
        if of_document or lost:
            if measurement.name:
                yield f"<h2><bdi>{_text(measurement.name)}</bdi></h2>\n"
            directions = _directions(measurement)
            for number, group in enumerate(of_document, 1):
                yield from _group(number, group, directions)
            if lost:
                yield from _lost(lost, directions)
    if not total + lost_pairs:
        yield "<p>There are none.</p>\n"
    if total > shown:
        yield f"<p>The first {shown} of {total} groups of wrong beads are listed.</p>\n"
    yield PAGE_TAIL


def _directions(measurement: Measurement) -> tuple[str, str]:
    """Return the directions of the source and of the target of a document, by all of its text.

    A sentence may have more letters of code than of its language.
    """
    if measurement.raw_gold:
        return text_direction(measurement.raw_gold.source), text_direction(measurement.raw_gold.target)
    source, target = measurement.sentences or (texts.values() for texts in measurement.texts)
    return text_direction("".join(source)), text_direction("".join(target))


def _figures(measurements: Sequence[Measurement]) -> Iterator[str]:
    """Yield the table of the scores."""
    scores = scores_of(measurements)
    rows: dict[str, Score | None]
    if isinstance(scores, BeadScores):
        rows = {"strict": scores.strict, "lax": scores.lax}
    else:
        rows = {"cuts": scores.cut, "pairs": scores.pair, "characters without a partner": scores.null}
    yield '<table class="figures">\n<thead><tr><td></td>'
    yield "".join(f'<th scope="col">{name}</th>' for name in ("Precision", "Recall", "F1"))
    yield "</tr></thead>\n<tbody>\n"
    for name, score in rows.items():
        if score:
            cells = "".join(f"<td>{value:.3f}</td>" for value in score)
            yield f'<tr><th scope="row">{name}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n"


def _group(number: int, group: ErrorGroup, directions: tuple[str, str]) -> Iterator[str]:
    kinds = " → ".join(", ".join(map(_kind, beads)) or "nothing" for beads in (group.gold, group.predicted))
    are_counted = any(bead.numbers for bead in (*group.gold, *group.predicted))
    yield f'<section class="error">\n<h3>{number}{f" · {kinds}" if are_counted else ""}</h3>\n'
    for title, name, beads in (("Gold", "gold", group.gold), ("Predicted", "predicted", group.predicted)):
        yield f'<div class="{name}">\n<h4>{title}</h4>\n'
        yield from (_bead(bead, directions) for bead in beads)
        yield "</div>\n"
    yield "</section>\n"


def _kind(bead: ShownBead) -> str:
    """Return the numbers of sentences of both sides."""
    source, target = bead.numbers or ((), ())
    return f"{len(source)}-{len(target)}"


def _bead(bead: ShownBead, directions: tuple[str, str]) -> str:
    facts = [f"sentences {list(bead.numbers[0])} : {list(bead.numbers[1])}"] if bead.numbers else []
    if bead.confidence is not None:
        facts.append(f"confidence {bead.confidence:.3f}")
    sides = _side(bead.source, directions[0]) + _side(bead.target, directions[1])
    heading = f'<p class="facts">{" · ".join(facts)}</p>\n' if facts else ""
    return f'<div class="bead">\n{heading}{sides}</div>\n'


def _side(sentences: Sequence[str] | None, direction: str) -> str:
    if sentences is None:
        return ""
    if not sentences:
        return '<div class="side missing">nothing</div>\n'
    texts = "".join(f'<span class="sentence">{_text(text)}</span>' for text in sentences)
    return f'<div class="side" dir="{direction}">{texts}</div>\n'


def _lost(lost: Sequence[ShownBead], directions: tuple[str, str]) -> Iterator[str]:
    yield '<section class="error">\n<h3>Printed texts that are not in the document, in its order</h3>\n'
    yield '<div class="predicted">\n'
    yield from (_bead(bead, directions) for bead in lost)
    yield "</div>\n</section>\n"


def _text(text: str) -> str:
    return escape(escape_bytes(text))


def text_direction(text: str) -> str:
    """Return the direction of most letters of a text: `rtl` or `ltr`.

    >>> text_direction("قطار TV"), text_direction("train")
    ('rtl', 'ltr')
    """
    classes = [unicodedata.bidirectional(character) for character in text]
    return "rtl" if classes.count("R") + classes.count("AL") > classes.count("L") else "ltr"
