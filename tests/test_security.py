"""The table of threats in SECURITY.md: each row names a test that exists."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and "`tests/" in line
]


def functions_of(path):
    """The names of the functions of a file of tests; none if there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_threat_has_an_answer_and_a_test_that_exists():
    missing = []
    for threat, answer, test in ROWS:
        path, _, name = test.strip("`").partition("::")
        if not (threat and answer and name.startswith("test_") and name in functions_of(path)):
            missing.append(test)
    assert missing == []


def test_the_table_is_complete():
    lines = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    assert len(ROWS) == sum(line.startswith("|") for line in lines) - 2 > 0  # all rows but the two of the head
