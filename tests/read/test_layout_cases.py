"""Layouts: cases in files that need no Python.

A case of `tests/cases/layout/*.txt` is: a comment, the text, a line `>>> layout`, the lines of either side, and a line
`===`. The lines begin with `ar: ` or `en: `. In the layout `same-line` they stand row by row. `doubtful: ` lists the
numbers of the lines that are reported as doubtful; `remark: ` is a sentence for the user. After `>>> refused`, the
message follows. `<BOM>` and `<RLM>` stand for invisible characters.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from aligner.errors import InputError
from aligner.read import layout

CASES = Path(__file__).parent.parent / "cases" / "layout"
INVISIBLE = {"<BOM>": "\N{ZERO WIDTH NO-BREAK SPACE}", "<RLM>": "\N{RIGHT-TO-LEFT MARK}"}


class Case(NamedTuple):
    """A text and its reading, which is one line of `layout`, and the other lines."""

    name: str
    text: str
    layout: str
    expected: list[str]


def cases():
    """Yield the cases of all files. Raises ValueError for a block that is not a case."""
    for file in sorted(CASES.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        for mark, character in INVISIBLE.items():
            text = text.replace(mark, character)
        for block in text.removesuffix("\n===\n").split("\n===\n"):
            comment, _, rest = block.partition("\n")
            content, arrow, expected = rest.partition("\n>>> ")
            if not comment.startswith("# ") or not arrow:
                raise ValueError(f"{file.name}: not a case: {comment}")
            chosen, *lines = expected.split("\n")
            yield Case(f"{file.stem}: {comment[2:]}", content, chosen, lines)


ALL = list(cases())
assert len(ALL) > 70, f"{CASES} has only {len(ALL)} cases"


def reading(text):
    """Return the reading of a text as a case states it."""
    try:
        sides = layout.separate_languages(text, "text", "ar", "en")
    except InputError as error:
        return ["refused", str(error).removeprefix("text: ")]
    source, target = (
        [f"{language}: {text[start:end]}" for start, end in spans]
        for language, spans in (("ar", sides.source), ("en", sides.target))
    )
    lines = [sides.layout]
    done = (0, 0)
    for ends in sides.row_ends or [(len(source), len(target))]:
        lines += source[done[0] : ends[0]] + target[done[1] : ends[1]]
        done = ends
    assert done == (len(source), len(target)), "the last row does not end with the sides"
    if sides.doubtful_lines:
        lines.append(f"doubtful: {', '.join(map(str, sides.doubtful_lines))}")
    return lines + [f"remark: {remark}" for remark in sides.remarks]


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_a_text_is_read_as_the_case_states(case):
    assert reading(case.text) == [case.layout, *case.expected]


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_line_ends_do_not_matter(case):
    assert reading(case.text.replace("\n", "\r\n") + "\r\n") == [case.layout, *case.expected]


def test_names_of_cases_differ():
    assert len({case.name for case in ALL}) == len(ALL)
