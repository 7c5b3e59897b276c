"""Write the pictures of `docs/tutorials/translator.md`, and the review that its reader saves.

Run `python docs/make_pictures.py`; it needs the extra `browser`, and Chromium. It does in the review page what the
tutorial says: it marks rows of low confidence as checked, splits one of them, and saves the review.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import aligner

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parent / "tutorials" / "translator"
NAMES = ("handbook.ar.docx", "handbook.en.docx")
REVIEW = "handbook.review.json"
VIEWPORT = {"width": 1100, "height": 600}
# Keys of the page: mark the first row of low confidence as checked, and go to the second one.
TO_THE_ROW = ("n", "Space", "n")
# Choose the last sentence of that row, and split it from the others.
CORRECT = ("ArrowRight", "ArrowRight", "ArrowRight", "s")


def main() -> None:
    """Write the pictures and the review beside the documents, with a Chromium of its own."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        make(FOLDER, browser)
        browser.close()


def make(folder: Path, browser: Browser) -> None:
    """Write the pictures and the review into a folder."""
    with TemporaryDirectory() as temporary:
        html = Path(temporary, "handbook.html")
        _write_page(html)
        page = browser.new_page(viewport=VIEWPORT, locale="en")
        page.goto(html.as_uri())
        _press(page, TO_THE_ROW)
        page.screenshot(path=folder / "review-before.png")
        _press(page, CORRECT)
        page.screenshot(path=folder / "review-after.png")
        with page.expect_download() as download:
            page.locator("#save-json").click()
        shutil.copyfile(download.value.path(), folder / REVIEW)
        page.close()


def _write_page(html: Path) -> None:
    """Write the review page as the command of the tutorial does, in the folder of the files."""
    before = Path.cwd()
    os.chdir(FOLDER)
    try:
        aligner.align_file(*NAMES, why=True).write(html)
    finally:
        os.chdir(before)


def _press(page: Page, keys: tuple[str, ...]) -> None:
    for key in keys:
        page.keyboard.press(key)


if __name__ == "__main__":
    main()
