"""The cases of `tests/cases/layout/*.txt`: texts in both languages, and their sides.

A case of `tests/cases/layout/*.txt` is: a comment, the text, a line `>>> layout`, the lines of either side, and a line
`===`. The lines begin with `ar: ` or `en: `. In the layout `same-line` they stand row by row. `doubtful: ` lists the
numbers of the lines that are reported as doubtful; `remark: ` is a sentence for the user. After `>>> refused`, the
message follows. `<BOM>` and `<RLM>` stand for invisible characters.
"""

from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).parent / "cases" / "layout"
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
