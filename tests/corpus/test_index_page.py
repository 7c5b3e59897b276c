"""The page that lists the review pages of a folder: its structure, its links, and the files that it may replace."""

import base64
import hashlib
import json
import os
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from hostile.killing import run_and_die
from sample_corpus import PAIR, contents, visible_files

from aligner import storage
from aligner.corpus import index_page
from aligner.corpus.journal import Journal

COMMAND = ("corpus", "-o", "out", "-f", "html", "-j", "1", "--method", "length")
NAMES = ["قصة قصيرة", 'say "hi" & <b>', "a#b?c=1 50%25", "it's", "s/t u/ملف", "javascript:alert(1)", "a\udcff", "a\\b"]
VOID = {"meta", "meter", "br"}  # `meter` is closed at once


class Page(HTMLParser):
    """The rows of the tables, the terms of the list, the links, and the open elements of a page."""

    def __init__(self, data):
        super().__init__()
        self.links, self.tables, self.terms, self.open, self.attributes, self.text = [], [], {}, [], [], ""
        self.feed(data.decode("utf-8"))
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attributes)["href"])
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        self.text = "" if tag in ("td", "th", "dt", "dd") else self.text

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self.text.strip())
        if tag == "dt":
            self.term = self.text
        if tag == "dd":
            self.terms[self.term] = self.text

    def handle_data(self, data):
        self.text += data


def page():
    with open("out/index.html", "rb") as file:
        return Page(file.read())


def test_lists_the_documents_that_most_need_a_look_first(make, run):
    make("a.txt", "b.txt", "c.txt", **{"b.txt": PAIR[0] * 5 + PAIR[1] * 2, "c.txt": PAIR[1]})
    assert run(*COMMAND).exit_code == 1
    with open("out/summary.json", encoding="utf-8") as file:
        summary = json.load(file)
    head, first, second = page().tables[0]
    assert head == ["Document", "In doubt", "Pairs", "Without a partner", "Mean confidence"]
    assert [first[0], second[0]] == ["b", "a"]
    assert float(first[1].rstrip("%")) > float(second[1].rstrip("%")) > 0
    assert second[2:4] == ["2", "0"]
    assert re.fullmatch(r"0\.\d{3}", second[4])
    problem = "corpus/c.txt: only English was found, no line in Arabic"
    assert page().tables[1][0] == ["Document", "Reason"]
    assert [(name, error.partition(";")[0]) for name, error in page().tables[1][1:]] == [("c", problem)]
    assert page().terms == {
        "Documents": "3",
        "Failed": "1",
        "Pairs": str(summary["pairs"]["all"]),
        "Sentences without a partner": str(summary["unaligned"]),
        "Mean confidence": f"{summary['mean_confidence']:.3f}",
    }


def test_all_documents_may_have_failed(make, run):
    make("c.txt", **{"c.txt": ""})
    assert run(*COMMAND).exit_code == 1
    assert [table[0] for table in page().tables] == [["Document", "Reason"]]
    assert page().terms == {"Documents": "1", "Failed": "1", "Pairs": "0", "Sentences without a partner": "0"}


def test_document_of_which_all_is_filtered_has_failed_and_has_a_page(make, run):
    make("a.txt")
    assert run(*COMMAND, "--min-confidence", "1").exit_code == 1
    assert page().tables[-1][1:] == [["a", "corpus/a.txt: no pair is left after filtering"]]
    assert page().links == ["a.html"]


def test_documents_without_pairs_take_no_place_of_others(make, run, monkeypatch):
    text = "نام الحارس.\nThe guard slept all night long in the tower, and nobody came to wake him.\n"
    make("a.txt", "b.txt", **{"a.txt": text})
    monkeypatch.setattr(index_page, "MAX_LISTED", 1)
    command = (*COMMAND, "--max-ratio", "2", "--drop-unaligned")
    assert run(*command).exit_code == 1
    with Journal("out/.align/journal.sqlite") as journal:
        journal.execute("UPDATE document SET suspicion = 1 WHERE name = 'a'")
    assert run(*command).exit_code == 1
    assert [row[0] for row in page().tables[0][1:]] == ["b"]
    assert [row[0] for row in page().tables[1][1:]] == ["a"]


def test_every_link_leads_to_a_page(make, run):
    make(*(f"{name}.txt" for name in NAMES))
    assert run(*COMMAND).exit_code == 0
    links = page().links
    assert all(urlsplit(link)[:2] == ("", "") and not urlsplit(link)[3] for link in links)
    paths = [os.path.join("out", unquote(urlsplit(link).path, errors="surrogateescape")) for link in links]
    assert all(map(os.path.isfile, paths))
    pages = {name for name in visible_files("out") if name.endswith(".html")}
    assert sorted(os.path.relpath(path, "out") for path in paths) == sorted(pages - {"index.html"})


def test_names_are_text_in_a_direction_of_their_own(make, run):
    make(*(f"{name}.txt" for name in NAMES))
    run(*COMMAND)
    shown = {row[0] for row in page().tables[0][1:]}
    assert shown == {name.replace("\udcff", "\\udcff") for name in NAMES}
    with open("out/index.html", encoding="utf-8") as file:
        assert file.read().count("<bdi>") == len(NAMES)


def test_runs_no_script_and_allows_only_its_style(make, run):
    make("a.txt")
    run(*COMMAND)
    with open("out/index.html", encoding="utf-8") as file:
        text = file.read()
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = (value for name, value in page().attributes if name == "content" and "default-src" in value)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "<script" not in text
    assert not {name for name, _ in page().attributes if name == "style" or name.startswith("on")}


def test_tells_reviews_and_edits(make, run, here):
    make("a.txt", "b.txt", "c.txt")
    (here / "reviews").mkdir()
    rows = "src_text\ttrg_text\tchecked\n" + "\t".join(text.strip() for text in PAIR) + "\tx\n"
    (here / "reviews" / "a.tsv").write_text(rows, encoding="utf-8")
    run(*COMMAND, "--pins", "reviews")
    for name in ("b", "c"):
        (here / "out" / f"{name}.html").write_text("edited")
    (here / "corpus" / "c.txt").write_text("".join(PAIR) * 2, encoding="utf-8")
    assert run(*COMMAND, "--pins", "reviews").exit_code == 0
    names = sorted(row[0] for row in page().tables[0][1:])
    assert names == ["awith a review", "bedited by hand", "cedited by hand, inputs have changed since"]
    assert {term: page().terms[term] for term in ("Edited by hand", "With a review")} == {
        "Edited by hand": "2",
        "With a review": "1",
    }


class TestFile:
    @pytest.fixture
    def first(self, make, run, here):
        make("a.txt", "b.txt")
        assert run(*COMMAND, "-q").exit_code == 0
        return here / "out" / "index.html"

    def test_is_the_same_again(self, first, run):
        before = contents(first.parent)
        time = first.stat().st_mtime_ns
        assert run(*COMMAND).exit_code == 0
        assert (contents(first.parent), first.stat().st_mtime_ns) == (before, time)

    def test_is_written_if_it_is_missing(self, first, run, done):
        before = contents(first.parent)
        first.unlink()
        assert (run(*COMMAND).exit_code, done, contents(first.parent)) == (0, [], before)

    def test_changes_with_the_documents(self, first, run, make):
        make("d.txt")
        assert run(*COMMAND).exit_code == 0
        assert sorted(page().links) == ["a.html", "b.html", "d.html"]

    def test_that_was_edited_is_left_with_a_warning(self, first, run, make):
        first.write_text("edited")
        make("d.txt")
        result = run(*COMMAND)
        assert result.exit_code == 0
        warning = "align: out/index.html: was edited by hand, and is left as it is; --force writes over it\n"
        assert warning in result.stderr
        assert first.read_text() == "edited"
        assert run(*COMMAND, "--force").exit_code == 0
        assert sorted(page().links) == ["a.html", "b.html", "d.html"]

    def test_is_complete_after_a_killed_run(self, first, run, make):
        make("d.txt")
        run_and_die(COMMAND, storage, "put", 2)
        result = run(*COMMAND)
        assert (result.exit_code, "edited" in result.stderr) == (0, False)
        assert sorted(page().links) == ["a.html", "b.html", "d.html"]

    @pytest.mark.parametrize("after", [False, True])
    def test_that_a_killed_run_has_written_is_its_own(self, make, run, after):
        make("a.txt")
        run_and_die(COMMAND, storage, "put", 2, after=after)
        result = run(*COMMAND)
        assert (result.exit_code, "edited" in result.stderr) == (0, False)
        assert page().links == ["a.html"]

    def test_that_exists_is_refused_before_any_work(self, make, run, here, done):
        make("a.txt")
        (here / "out").mkdir()
        (here / "out" / "index.html").write_text("old")
        result = run(*COMMAND, "-q")
        assert (result.exit_code, done) == (1, [])
        assert result.stderr == "Error: out/index.html: the file exists; write over it with --force\n"
        assert visible_files("out") == ["index.html"]
        assert run(*COMMAND, "--force").exit_code == 0
        assert page().links == ["a.html"]

    def test_is_for_pages_only(self, make, run):
        make("index.txt", "s/index.txt")
        assert run("corpus", "-o", "out", "--method", "length").exit_code == 0
        assert visible_files("out") == ["index.tsv", "s/index.tsv", "summary.json"]

    def test_document_of_its_name_fails(self, make, run):
        make("index.txt", "s/index.txt")
        result = run(*COMMAND, "-q")
        assert result.exit_code == 1
        problem = "corpus/index.txt: its output would be the page that lists all documents; rename it"
        assert result.stderr == f"align: failed: {problem}\n"
        assert page().links == ["s/index.html"]
