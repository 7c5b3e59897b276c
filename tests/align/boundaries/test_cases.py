"""The cases of `tests/cases/boundaries`: two texts, and the rows of their alignment."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from aligner import align_texts

CASES = Path(__file__).parents[2] / "cases" / "boundaries"
SECTIONS = ["What changes", "What stays"]


class Case(NamedTuple):
    """Two texts, the options of their alignment, its rows, and whether looking at both texts changes them."""

    texts: tuple[str, str]
    options: dict[str, object]
    rows: list[str]
    changes: bool


def cases():
    """Yield the cases of all files; the name of a case is its file and its last comment."""
    for path in sorted(CASES.glob("*.txt")):
        *blocks, rest = path.read_text(encoding="utf-8").split("\n===\n")
        assert not rest.strip(), f"{path.name}: the last case has no end"
        section = ""
        for block in blocks:
            head, target, rows = block.split("\n---\n")
            section = [section, *re.findall(r"(?m)^## (.*)", head)][-1]
            assert section in SECTIONS, f"{path.name}: {section!r}"
            languages = re.findall(r"(?m)^@ (\S+) (\S+)$", head) or [("ar", "en")]
            source = "\n".join(line for line in head.splitlines() if line and line[0] not in "#@")
            options = dict(zip(("source_language", "target_language"), languages[-1], strict=True))
            case = Case(
                (source, target),
                {**options, "refine": path.stem == "clauses"},
                rows.splitlines(),
                section == SECTIONS[0],
            )
            yield pytest.param(case, id=f"{path.stem}: {re.findall(r'(?m)^# (.*)', head)[-1]}")


def rows_of(bitext):
    """The rows of a bitext as a case has them."""
    sides = (bitext.source, bitext.target)
    return [
        " | ".join(
            " / ".join(map(document.sentence, numbers)) for document, numbers in zip(sides, bead[:2], strict=True)
        ).strip()
        for bead in bitext.beads
    ]


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    assert rows_of(align_texts(*case.texts, **case.options)) == case.rows


@pytest.mark.slow
@pytest.mark.parametrize("case", list(cases()))
def test_section_is_that_of_the_case(case):
    alone = rows_of(align_texts(*case.texts, **{**case.options, "refine": False}, split_alone=True))
    assert (alone != case.rows) is case.changes
