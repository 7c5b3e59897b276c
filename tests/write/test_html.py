"""The review page as it is written; `tests/browser` has what it does."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from effort import examples
from hostile_texts import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import one_pair, output_document, side, text_of, three_beads

from aligner.bitext import Bead
from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions


class Page(HTMLParser):
    """The parts of a page: the text of each style and script, the policy, and the names of all tags."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.parts, self.tags, self.policy = {}, [], ""
        self._open = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        self._open = (attributes.get("id") or tag) if tag in ("script", "style", "title") else None

    def handle_data(self, data):
        if self._open:
            self.parts[self._open] = self.parts.get(self._open, "") + data

    def handle_endtag(self, tag):
        self._open = None

    @property
    def data(self):
        return json.loads(self.parts["data"])


def page_of(rows):
    return Page(text_of(rows, OutputOptions("html")))


def hash_of(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class TestData:
    def test_rows_tile_the_sentences(self):
        data = page_of(three_beads().rows()).data
        assert data["sentences"] == [
            ["وصل القطار.", "نزل الركاب.", "نام الحارس."],
            ["The train came and all got off.", "It rained."],
        ]
        assert [row["n"] for row in data["rows"]] == [[2, 1], [1, 0], [0, 1]]
        assert [row["confidence"] for row in data["rows"]] == [0.987, 0.25, 1.0]
        assert (data["languages"], data["directions"]) == (["ar", "en"], ["rtl", "ltr"])

    def test_numbers_stand_there_if_sentences_were_left_out(self):
        document = three_beads()
        assert page_of(document.rows()).data["numbers"] is None
        assert page_of(document._replace(beads=document.beads[1:]).rows()).data["numbers"] == [[2], [1]]

    def test_gap_between_two_sentences_is_kept_if_it_is_not_a_space(self):
        document = output_document(
            side("ar", "ا.", "ب.", gap="\n"), side("en", "a.", "b."), Bead(range(2), range(2), 1.0)
        )
        assert page_of(document.rows()).data["gaps"] == [{"1": "\n"}, {}]

    def test_row_of_another_file_has_no_confidence(self):
        row = Row("ا", "a", "1-1", None, [0], [0], ["ا"], ["a"])
        assert page_of(Rows("ar", "en", [row])).data["rows"] == [{"n": [1, 1]}]

    def test_title_names_the_files_without_their_folders(self):
        meta = {"sources": [{"name": "texts/قصة.ar.txt"}, {"name": "C:\\texts\\story.en.txt"}]}
        page = page_of(three_beads()._replace(meta=meta).rows())
        assert (page.parts["title"], page.data["stem"]) == ("قصة.ar.txt · story.en.txt", "قصة")

    def test_key_depends_on_sentences_and_not_on_confidence(self):
        first, other, changed = (
            page_of(rows.rows()).data["key"]
            for rows in (one_pair("ا", "a", 0.5), one_pair("ا", "a", 0.9), one_pair("ا", "b", 0.5))
        )
        assert first == other != changed


class TestSafety:
    def test_policy_allows_this_style_and_this_script_alone(self):
        page = page_of(three_beads().rows())
        style, script = (f"'sha256-{hash_of(page.parts[name])}'" for name in ("style", "script"))
        assert (
            page.policy
            == f"default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; script-src {script}"
        )

    def test_nothing_is_loaded_from_anywhere(self):
        text = text_of(three_beads().rows(), OutputOptions("html"))
        assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import|https?:""", text)

    @settings(max_examples=examples(60))
    @given(texts.filter(bool), texts.filter(bool))
    def test_text_stays_in_the_data(self, source, target):
        plain, hostile = page_of(one_pair("ا", "a").rows()), page_of(one_pair(source, target).rows())
        assert hostile.data["sentences"] == [[source], [target]]
        assert (hostile.tags, hostile.parts["script"]) == (plain.tags, plain.parts["script"])

    @settings(max_examples=examples(30))
    @given(st.text())
    def test_name_of_a_file_stays_in_the_title(self, name):
        page = page_of(one_pair("ا", "a")._replace(meta={"sources": [{"name": name}]}).rows())
        assert page.data["inputs"] == [{"name": name, "sha256": ""}]
        assert page.tags == page_of(one_pair("ا", "a").rows()).tags

    def test_half_a_character_is_kept(self):
        row = Row("\ud800", "a", "1-1", 0.5, [0], [0], ["\ud800"], ["a"])
        assert page_of(Rows("ar", "en", [row])).data["sentences"][0] == ["\ud800"]


@pytest.mark.parametrize("options", [[], ["--why"]])
def test_evidence_is_on_the_page_without_being_asked_for(files, run, options):
    data = Page(run("book.txt", "-f", "html", *options).stdout).data
    assert all(set(row["why"]) >= {"kind", "length", "breaks", "words"} for row in data["rows"])
