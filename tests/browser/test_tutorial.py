"""The tutorial for translators: its pictures and its review are those of the page."""

import runpy
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def test_the_review_is_what_the_page_saves(chromium, tmp_path):
    """If it fails, run `python docs/make_pictures.py`, look at the pictures, and read the tutorial with them."""
    pictures = runpy.run_path(str(DOCS / "make_pictures.py"))
    pictures["make"](tmp_path, chromium)
    saved, kept = ((folder / pictures["REVIEW"]).read_bytes() for folder in (tmp_path, pictures["FOLDER"]))
    assert saved == kept


@pytest.mark.parametrize("name", ["review-before.png", "review-after.png"])
def test_pictures_exist_and_are_small(name):
    assert 0 < (DOCS / "tutorials" / "translator" / name).stat().st_size < 100_000
