"""The figures of the documentation are those of `benchmarks/results.json`; a template makes each page of them.

To mend a failure: change the template in `benchmarks/templates`, and run `python -m benchmarks --pages`.
"""

import importlib
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))  # at the end: an installed `aligner` comes before that of the checkout
everything, gold, results = (
    importlib.import_module(f"benchmarks.{name}") for name in ("everything", "gold", "results")
)

PAGES = results.pages(results.read())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page_has_the_figures_of_the_results(path):
    assert path.read_text(encoding="utf-8") == PAGES[path], "run: python -m benchmarks --pages"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_placeholder_is_filled(path):
    assert results._PLACEHOLDER.findall(PAGES[path]) == []


def test_results_say_how_every_table_was_measured():
    tables = results.read()["tables"]
    assert tables.keys() == everything.TABLES.keys()
    for name, table in tables.items():
        assert name in table["command"]
        assert table["commit"], name
        assert table["machine"], name
        assert table["versions"].keys() >= {"align", "Python"}, name
        assert table["date"].count("-") == 2


def test_published_figures_have_sources():
    published = json.loads(results.PUBLISHED.read_text(encoding="utf-8"))["figures"]
    assert [name for name, figures in published.items() if not figures["source"]] == []


TABLES = {
    "tables": {
        "speed": {
            "figures": {"text:30": {"align, hybrid": {"seconds": 0.216, "f1": 0.974}, "align": {"seconds": 12.06}}},
            "date": "2026-01-02",
            "commit": "0123456789",
            "machine": "a machine",
            "versions": {"Python": "3.11.7"},
            "seconds": 61,
        },
        "beads": {"figures": {"law": {"beads": 1352, "strict": 0.98765, "all": 1.0, "half": 0.0}}},
    }
}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{beads law strict}", ".988"),
        ("{beads law all} {beads law half}", "1.00 .000"),
        ("{beads law beads}", "1,352"),
        ("{beads law strict|percent} %", "98.8 %"),
        ("{beads law all|percent} %", "100 %"),
        ("{speed text:30 align, hybrid seconds|seconds}", "0.22"),
        ("{speed text:30 align seconds|seconds}", "12.1"),
        ("({speed text:30 align, hybrid f1|hundredths})", "(.97)"),
        ("{speed text:30 hunalign seconds|seconds}", "–"),
        ("{absent law strict}", "–"),
        ("{about speed}", "Measured on 2026-01-02 at commit 0123456789, a machine, Python 3.11.7."),
        ("{about absent}", "Not measured yet."),
        ("{minutes absent} {minutes absent speed}", "1 2"),
        ("{ } {x} {}", "{ } {x} {}"),
    ],
)
def test_placeholders(template, filled):
    assert results.fill(template, TABLES) == filled


def test_a_section_ends_before_the_next_heading_of_its_level():
    text = "# t\n\n## a\n\nold\n\n### b\n\nold\n\n## c\n\nkept\n"
    assert results.with_section(text, "## a", "## a\n\nnew\n") == "# t\n\n## a\n\nnew\n\n## c\n\nkept\n"
    assert results.with_section(text, "## c", "## c\n\nnew\n") == text.replace("kept", "new")


def make_document(folder, name, gold_file, **texts):
    (folder / name).mkdir(parents=True)
    for language, text in texts.items():
        (folder / name / f"{language}.txt").write_text(text, encoding="utf-8")
    (folder / name / gold_file[0]).write_text(gold_file[1], encoding="utf-8")


SEGMENTS = (
    '{"segments": [{"src": [0, 4], "tgt": [0, 4]}, {"src": null, "tgt": [4, 8]}, {"src": [4, 7], "tgt": [8, 11]}]}'
)


@pytest.fixture
def folder(tmp_path):
    make_document(tmp_path, "set/law-001", ("gold.txt", "[0]:[0, 1]\n[1]:[]\n"), ar="كتاب\nبيت\n", en="a\nbook\n")
    make_document(tmp_path, "set/law-002", ("gold.txt", "[0]:[0]\n"), ar="قطار\n", en="train\n")
    make_document(tmp_path, "set/dev", ("gold.txt", "[0]:[0]\n"), de="Haus\n", fr="maison\n")
    make_document(tmp_path, "news/flat/a.1", ("gold.json", SEGMENTS), ar="نعم لا ", en="yes and no.")
    make_document(tmp_path, "news/para/a.1", ("gold.json", SEGMENTS), ar="نعم لا ", en="yes and no.")
    return tmp_path


def test_documents_of_a_set(folder):
    of_beads = {name: [d.name for d in found] for name, found in gold.sets_of(folder, gold.SPLIT).items()}
    assert of_beads == {"set/dev": ["dev"], "set/law": ["law-001", "law-002"]}
    assert list(gold.sets_of(folder, gold.RAW)) == ["news/flat", "news/para"]
    assert [file.name for file in gold.texts_of(folder / "set" / "dev")] == ["de.txt", "fr.txt"]


def test_pairs_to_draw_from_are_the_arabic_english_ones_each_once(folder):
    assert set(gold.parallel_pairs(folder)) == {("كتاب", "a book"), ("قطار", "train"), ("نعم", "yes"), ("لا", "no.")}


def test_bins_of_confidence_hold_every_pair_once():
    figures = gold.calibration([(confidence / 1000, confidence > 500) for confidence in range(1001)])
    assert figures["pairs"] == 1001
    assert sum(figures[f"from {least:g}"]["pairs"] for least, _ in gold.BINS) == 1001
    assert figures["from 0.99"] == {"pairs": 11, "right": 1.0}
    assert figures["from 0"] == {"pairs": 500, "right": 0.0}


def test_a_table_without_texts_keeps_its_figures(folder, monkeypatch, capsys):
    old = {"tables": {"raw": {"figures": {"kept": 1}}, "speed": {"figures": {"kept": 2}}}}
    tables = {"beads": lambda *_: {"law": {"strict": 0.5}}, "raw": lambda *_: {}}
    monkeypatch.setattr(everything, "TABLES", tables)
    measured = everything.measure(["beads", "raw"], folder, old)
    assert measured["tables"]["raw"] == old["tables"]["raw"]
    assert measured["tables"]["speed"] == old["tables"]["speed"]
    assert measured["tables"]["beads"]["figures"] == {"law": {"strict": 0.5}}
    assert "has no texts for it; the figures stay as they are" in capsys.readouterr().err


def test_a_set_without_texts_keeps_its_figures_and_says_when_they_were_measured():
    first = {"date": "2026-01-01", "commit": "abc", "figures": {"a": 1, "b": 2, "c": 3}}
    second = results.merged({"date": "2026-02-02", "commit": "def", "figures": {"a": 4, "b": 5}}, first)
    assert second["figures"] == {"a": 4, "b": 5, "c": 3}
    third = results.merged({"date": "2026-03-03", "commit": "ghi", "figures": {"a": 6}}, second)
    assert third["figures"] == {"a": 6, "b": 5, "c": 3}
    assert third["kept"] == {"b": "2026-02-02 at commit def", "c": "2026-01-01 at commit abc"}
    assert results.merged({"figures": {"a": 7}}, None) == {"figures": {"a": 7}}


def test_results_are_read_as_they_are_written(tmp_path):
    results.write({"tables": {"a": {"figures": {"b": [0.123456789, 1, None, "c"]}}}}, tmp_path / "r.json")
    assert results.read(tmp_path / "r.json") == {"tables": {"a": {"figures": {"b": [0.12346, 1, None, "c"]}}}}
    assert results.read(tmp_path / "none.json") == {"tables": {}}


def test_a_row_of_speed_that_was_kept_is_named_as_in_the_table():
    measured = {"versions": {"Python": "3"}, "date": "d", "commit": "c", "machine": "m", "kept": {"text:10000": "day"}}
    assert results._about(measured).endswith(" The row of 10,000 sentences was measured on day.")
