"""What the page saves is what the program writes for the same rows."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from output_documents import output_document, side, text_of

from aligner.bitext import Bead
from aligner.write.document import OutputOptions
from aligner.write.html import page_data

pytestmark = [pytest.mark.browser, pytest.mark.hypothesis]

# Characters that one of the formats treats in a way of its own, among plain ones.
SPECIAL = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029\0\x07\x7f\x80\u200f\u202e\u2066\ufeff\ufffe\uffff\ufffd&<>\"'\\ aب😀"
)
texts = st.text(st.sampled_from(SPECIAL) | st.characters(codec="utf-8"), min_size=1, max_size=12)
gaps = st.text(st.sampled_from(" \t\n\r\v\u2028\u3000"), max_size=3)
confidences = st.floats(0, 1) | st.sampled_from([0.0005, 0.0015, 0.8995, 0.9995, 1e-7, 1.0])


@pytest.fixture(scope="module")
def exported(chromium):
    """A function that returns what a page with the given document saves."""
    context = chromium.new_context()
    page = context.new_page()
    source = side("ar", "سطر")
    document = output_document(source, side("en", "line"), Bead(range(1), range(1), 1.0))
    page.set_content(text_of(document.rows(), OutputOptions("html")))

    def exported(document, form):
        data = json.dumps(page_data(document.rows()))
        # A file has the bytes of a Blob, which is UTF-8.
        script = """async ([data, form]) => {
            const read = JSON.parse(data);
            return new Blob([new Exporter(read, new Model(read))[form]()]).text();
        }"""
        return page.evaluate(script, [data, form])

    yield exported
    context.close()


def document_of(sources, targets, gap, confidence):
    """A document of one row, with the characters `gap` between its sentences."""
    beads = [Bead(range(len(sources)), range(len(targets)), confidence)]
    meta = {"sources": [{"name": sources[0]}, {"name": targets[0]}], "signature": "test"}
    return output_document(side("ar", *sources, gap=gap), side("en", *targets, gap=gap), *beads, meta=meta)


@pytest.mark.parametrize("form", ["tsv", "tmx"])
@given(st.lists(texts, min_size=1, max_size=3), st.lists(texts, min_size=1, max_size=3), gaps, confidences)
@example(["a \t\r\n b"], ["\r"], "\r\n", 0.9995)
@example(["a"], ["a", "\v"], "\v", 0.5)
@example(list(SPECIAL), list(SPECIAL), "", 1e-7)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text(exported, form, sources, targets, gap, confidence):
    document = document_of(sources, targets, gap, confidence)
    assert exported(document, form) == text_of(document.rows(), OutputOptions(form))


def test_lone_surrogate_in_a_translation_memory(exported):
    document = document_of(["\ud800 a \udfff"], ["\udfff\ud800"], " ", 0.5)
    assert exported(document, "tmx") == text_of(document.rows(), OutputOptions("tmx"))


@given(st.lists(texts, min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_review_is_json_of_the_rows(exported, sources):
    review = json.loads(exported(document_of(sources, ["x"], " ", 0.25), "json"))
    assert review["inputs"][0]["name"] == sources[0]
    assert review["beads"] == [
        {
            "source": [*range(len(sources))],
            "target": [0],
            "confidence": 0.25,
            "checked": False,
            "edited": False,
        }
    ]
