"""The page of wrong beads in Chromium: it is accessible, fits, and asks for nothing."""

import pytest
from chromium import violations
from evaluation_samples import GOLD, PREDICTED, SOURCE, TARGET

from aligner.evaluation.beads import Bead, judge_beads
from aligner.evaluation.error_page import error_page
from aligner.evaluation.measuring import Measurement

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>"


def beads(items):
    return [Bead(tuple(source), tuple(target), *rest) for source, target, *rest in items]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page_is_accessible_and_fits(here, chromium, scheme, width):
    judged = judge_beads(beads(GOLD), beads([*PREDICTED[:2], ([2], [], 0.5), ([], [2], 0.5)]))
    sentences = [*SOURCE[:2], f"{SOURCE[1] * 3} {HOSTILE}"], ["long-" * 60, *TARGET[1:]]
    measurements = [Measurement(f"{'long-' * 30}{HOSTILE}", beads=judged, sentences=sentences)]
    (here / "wrong.html").write_bytes(error_page(measurements))
    page = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}).new_page()
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.goto((here / "wrong.html").as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert requests == [page.url]
    assert errors == []
    assert page.locator("[dir=rtl]").first.evaluate("element => getComputedStyle(element).direction") == "rtl"
