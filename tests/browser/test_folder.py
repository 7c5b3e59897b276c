"""The pages of a folder in Chromium: from the page that lists them to a review, and back into the folder."""

import shutil

import pytest
from chromium import violations
from sample_corpus import PAIR, visible_files

pytestmark = pytest.mark.browser
NAMES = ("قصة", "v1.2 <a>", "a?b#c", "s/ملف آخر")


def test_reviews_that_are_saved_from_the_pages_come_back(here, run, chromium):
    for name in NAMES:
        for language, text in zip(("ar", "en"), PAIR, strict=True):
            path = here / "corpus" / f"{name}.{language}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    options = ("-j", "1", "--method", "length")
    assert run("corpus", "-f", "html", "-o", "pages", *options).exit_code == 0
    (here / "reviews").mkdir()
    errors = []
    page = chromium.new_context(locale="en", accept_downloads=True).new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for name in NAMES:
        page.goto((here / "pages" / "index.html").as_uri())
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_selector("#save-json")
        page.keyboard.press("m")
        with page.expect_download() as download:
            page.locator("#save-json").click()
        shutil.copy(download.value.path(), here / "reviews" / download.value.suggested_filename)
    assert errors == []
    assert len(visible_files("reviews")) == len(NAMES)
    result = run("corpus", "--pins", "reviews", "-o", "final", "--flags", *options)
    assert result.exit_code == 0
    assert "align: 4 of 4 documents with a review\n" in result.stderr
    for name in NAMES:
        rows = (here / "final" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        assert [row.split("\t")[3:] for row in rows[1:]] == [["2-2", "checked"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page_that_lists_them_is_accessible_and_fits(here, run, chromium, scheme, width):
    (here / "corpus").mkdir()
    (here / "corpus" / "a.txt").write_text("".join(PAIR), encoding="utf-8")
    (here / "corpus" / f"{'long-' * 30}.txt").write_text("".join(PAIR), encoding="utf-8")
    (here / "corpus" / "failed.txt").write_text(PAIR[1], encoding="utf-8")
    assert run("corpus", "-f", "html", "-o", "pages", "-j", "1", "--method", "length").exit_code == 1
    page = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}).new_page()
    page.goto((here / "pages" / "index.html").as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
