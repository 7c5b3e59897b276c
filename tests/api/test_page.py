"""The page about the library is made of the docstrings, and holds everything that is public."""

import re
import runpy
from pathlib import Path

import aligner

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGE = (DOCS / "api.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    assert runpy.run_path(str(DOCS / "make_api.py"))["page"]() == PAGE, "run python docs/make_api.py"


def test_the_page_has_everything_that_is_public():
    headings = re.findall(r"^#{3,4} (.*)$", PAGE, re.MULTILINE)
    assert {name for name in headings if "." not in name} == set(aligner.__all__) - {"__version__"}
    assert {"Bitext.pairs", "Bitext.write", "Document.sentences", "Pair.flags", "Why.evidence"} <= set(headings)
    assert headings == sorted(headings, key=lambda name: (not name.startswith(("align", "split")), name.split(".")[0]))


def test_no_fence_is_left_open():
    assert PAGE.count("```") % 2 == 0
    assert PAGE.count("```pycon") >= PAGE.count("### ") - 1
