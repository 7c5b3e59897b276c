"""Layouts: cases in files that need no Python; see `layout_cases.py`."""

import pytest
from layout_cases import ALL

from aligner.errors import InputError
from aligner.separate import layout


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
