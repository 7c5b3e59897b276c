"""Names of columns and common words: the data files, and the meaning of a name."""

import tomllib

import pytest

from aligner.data_files import data_file
from aligner.languages import strip_marks
from aligner.read.tables import headers
from aligner.separate import look_alikes


def sections(name):
    return tomllib.loads(data_file(name).read_text(encoding="utf-8"))


def word_lists():
    """Yield a name and the words of each list of the data files."""
    for title, section in sections("columns.toml").items():
        yield from ((f"{title}: {name}", words) for name, words in section.items())
    for code, section in sections("function-words.toml").items():
        yield f"function words: {code}", section["words"]


@pytest.mark.parametrize(
    ("name", "words"), list(word_lists()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_words_are_in_lower_case_without_marks_and_stand_once(name, words):
    assert words == [strip_marks(word).lower() for word in words]
    assert len(words) == len(set(words))


def test_a_word_for_a_column_has_one_meaning():
    lists = sections("columns.toml")
    words = [word for title in ("languages", "text") for of_meaning in lists[title].values() for word in of_meaning]
    words += lists["aside"]["words"] + lists["fillers"]["words"]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []


@pytest.mark.parametrize(
    ("cell", "text", "language", "meaning"),
    [
        ("Arabic", True, "ar", ""),
        ("AR", True, "ar", ""),
        ("Arabic text", True, "ar", "text"),
        ("trg_text", True, "", "target text"),
        ("sourceText", True, "", "source text"),
        ("English (US)", True, "en", ""),
        ("الترجمة إلى الإنجليزية", True, "en", "translation"),
        ("src_lang", False, "", "source"),
        ("Source language", False, "", "source"),
        ("English notes", False, "en", ""),
        ("الرَّقم", False, "", ""),
        ("#", False, "", ""),
    ],
)
def test_a_name_of_a_column_has_a_meaning(cell, text, language, meaning):
    assert headers.label(cell) == headers.Label(text, language, meaning)


@pytest.mark.parametrize("cell", ["", "1", "Product names we like", "السعر", "Arabic coffee", "to", "OpenAI"])
def test_another_cell_is_no_name(cell):
    assert headers.label(cell) is None


def test_a_language_of_the_run_is_a_name():
    assert headers.label("ru") is None
    assert headers.label("ru", ["ru"]) == headers.Label(text=True, language="ru", meaning="")


@pytest.mark.parametrize("tag", ["ar", "en", "de-AT", "fa"])
def test_nothing_is_told_about_a_few_words(tag):
    assert look_alikes.find_look_alike(["Le train est arrivé à la gare."], tag) is None


def test_nothing_is_told_about_a_language_without_a_list():
    french = ["Le train est arrivé à la gare, et les voyageurs sont descendus avec des valises."] * 5
    assert look_alikes.find_look_alike(french, "sv") is None
    assert look_alikes.find_look_alike(french, "en").code == "fr"
