"""Pages in Chromium. Without it these tests are skipped, but on the gate, where CI is `true`, they fail."""

import json
import os

import pytest
from chromium import ARGUMENTS, chromium_program
from output_documents import output_document, side

from aligner.bitext import Bead
from aligner.write import formats
from aligner.write.document import OutputOptions


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium."""
    program = chromium_program()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        missing = "Chromium or Playwright is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class Opened:
    """A page that was written, opened in the browser.

    page: the page, in the sense of Playwright.
    requests: the addresses that it asked for, but for its own file.
    errors: errors of its script.
    """

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.requests, self.errors = [], []
        page.on("request", lambda request: None if request.url == url else self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.goto(url)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def rows(self):
        """The sentences of each row, as numbers of both sides."""
        return self.page.evaluate(
            """() => page.model.rows.map(({s, t}) => [s, t].map(([first, end]) =>
                Array.from({length: end - first}, (_, offset) => first + offset)))"""
        )

    @property
    def said(self):
        """The words for a screen reader after the last action."""
        return self.page.locator("#said").text_content()

    def save(self, button):
        """The text that a button saves."""
        with self.page.expect_download() as download:
            self.page.locator(f"#save-{button}").click()
        return download.value.path().read_bytes().decode("utf-8")


def write_page(document, path):
    """Write an output document as a page; return its address."""
    with path.open("wb") as file:
        formats.FORMATS["html"].write(document.rows(), OutputOptions("html"), [file])
    return path.as_uri()


@pytest.fixture
def open_page(chromium, tmp_path):
    """A function that writes an output document as a page, or takes the address of one, and opens it.

    Keywords are options of the browser.
    """
    contexts = []

    def open_page(document, **options):
        url = document if isinstance(document, str) else write_page(document, tmp_path / f"page-{len(contexts)}.html")
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "en"} | options
        contexts.append(chromium.new_context(**options))
        opened = Opened(contexts[-1].new_page(), url)
        assert opened.errors == []
        return opened

    yield open_page
    for context in contexts:
        context.close()


def story(*beads, confidence=0.95):
    """A document of numbered sentences in rows of the given sizes, such as `(1, 2)`."""
    i = j = 0
    made = []
    for s, t in beads:
        made.append(Bead(range(i, i + s), range(j, j + t), confidence))
        i, j = i + s, j + t
    meta = {
        "sources": [{"name": "قصة.ar.txt", "text_sha256": "a" * 64}, {"name": "story.en.txt", "text_sha256": "b" * 64}]
    }
    source = side("ar", *(f"هذه هي الجملة رقم {number}." for number in range(i)))
    target = side("en", *(f"This is sentence {number}." for number in range(j)))
    return output_document(source, target, *made, meta=meta)


@pytest.fixture(name="story")
def story_fixture():
    return story


def read_json(text):
    return json.loads(text)
