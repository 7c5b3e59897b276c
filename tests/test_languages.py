"""Language tags, scripts, letters, and the word lists of data/languages."""

import tomllib
import unicodedata
from dataclasses import fields

import pytest

from aligner import languages
from aligner.data_files import data_file

FILES = sorted(data_file("languages").glob("*.toml"))
LISTS = [
    pytest.param(table, id=f"{file.stem}.{title}")
    for file in FILES
    for title, table in tomllib.loads(file.read_text(encoding="utf-8")).items()
    if isinstance(table, dict)
]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("ar", "ar"),
        ("AR", "ar"),
        (" ar\n", "ar"),
        ("ara", "ar"),
        ("arb", "ar"),
        ("arb_Arab", "ar"),
        ("ar-Arab", "ar"),
        ("ar_sa", "ar-SA"),
        ("ar-001", "ar-001"),
        ("ara-eg", "ar-EG"),
        ("eng", "en"),
        ("EN", "en"),
        ("en-us", "en-US"),
        ("en-Latn-US", "en-US"),
        ("eng_Latn", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("pes", "fa"),
        ("sr", "sr"),
        ("sr-Cyrl", "sr"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("ar-Latn", "ar-Latn"),
        ("zh_HANT", "zh-Hant"),
        ("zh-Hans", "zh"),
        ("qaa", "qaa"),
    ],
)
def test_a_language_has_one_tag_whatever_it_is_called(name, tag):
    assert languages.tag(name) == tag


@pytest.mark.parametrize(
    "name",
    ["", " ", "a", "arabic", "Arabic", "عربي", "ar-", "-ar", "ar--SA", "ar-S", "ar-SAU", "ar/SA", "../en", "1r"],
)
def test_a_name_that_is_not_a_tag_is_refused(name):
    with pytest.raises(ValueError, match=r"is not a language tag such as ar, ara or ar-SA$"):
        languages.tag(name)


@pytest.mark.parametrize(("tag", "primary"), [("ar", "ar"), ("ar-SA", "ar"), ("sr-Latn-RS", "sr")])
def test_the_primary_language_is_the_first_part(tag, primary):
    assert languages.primary(tag) == primary


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("ar", "Arab"),
        ("ar-SA", "Arab"),
        ("ar-001", "Arab"),
        ("ar-Latn", "Latn"),
        ("en", "Latn"),
        ("en-US", "Latn"),
        ("fa", "Arab"),
        ("sr", "Cyrl"),
        ("sr-Latn-RS", "Latn"),
        ("qaa", "Latn"),
    ],
)
def test_the_script_of_a_language(tag, script):
    assert languages.script(tag) == script


@pytest.mark.parametrize(("tag", "name"), [("ar", "Arabic"), ("ar-SA", "Arabic"), ("en-GB", "English"), ("ka", "ka")])
def test_the_name_of_a_language(tag, name):
    assert languages.name(tag) == name


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        ("ar", "قطار"),
        ("ar", "ﻗﻄﺎﺭ"),
        ("fa", "گچپژ"),
        ("en", "train"),
        ("fr", "œuvreÉté"),
        ("ru", "поезд"),
        ("el", "τρένο"),
        ("he", "רכבת"),
        ("hi", "घर"),
        ("zh", "火车"),
        ("zh-Hant", "火車"),
        ("ja", "電車でネコ"),
        ("ko", "기차"),
        ("ka", "მატარებელი"),
        ("hy", "գնացք"),
        ("sr", "воз"),
        ("sr-Latn", "voz"),
        ("ar-Latn", "qitar"),
    ],
)
def test_the_letters_of_a_language_are_those_of_its_script(tag, word):
    others = "Ж" if languages.script(tag) == "Latn" else "z"
    assert languages.letter_pattern(tag).findall(f"{word}, {others} 12٣ {word}!؟") == [word, word]


@pytest.mark.parametrize("mark", "0٣۳.,،؛؟!%٪«» \u200f\u064e", ids=lambda mark: f"U+{ord(mark):04X}")
def test_marks_and_digits_are_not_letters(mark):
    assert not languages.letter_pattern("ar").search(mark)
    assert not languages.letter_pattern("en").search(mark)


def test_there_are_words_for_arabic_and_english():
    assert {"ar", "en"} <= {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_word_file_loads_under_its_tag(file):
    assert languages.tag(file.stem) == file.stem
    assert languages.word_lists(file.stem) != languages.WordLists()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_word_file_has_no_unknown_list(file):
    lists = {field.name for field in fields(languages.WordLists)}
    assert set(tomllib.loads(file.read_text(encoding="utf-8"))) <= lists


@pytest.mark.parametrize("table", LISTS)
def test_a_word_list_has_a_reason_and_a_source(table):
    assert table.keys() == {"reason", "source", "words"}
    assert table["reason"].strip()
    assert table["source"].strip()
    assert table["words"]


@pytest.mark.parametrize("table", LISTS)
def test_no_word_is_listed_twice(table):
    assert sorted(set(table["words"])) == sorted(table["words"])


@pytest.mark.parametrize("table", LISTS)
def test_words_are_written_in_lower_case_without_final_stop_or_vowel_marks(table):
    wrong = [
        word
        for word in table["words"]
        if word != word.lower().strip().rstrip(".") or any(unicodedata.category(c) in ("Mn", "Cf") for c in word)
    ]
    assert wrong == []


def test_words_serve_all_regions_of_a_language():
    assert languages.word_lists("ar-SA") == languages.word_lists("ar")


def test_a_language_without_a_file_has_no_words():
    assert languages.word_lists("qaa") == languages.WordLists()


def test_an_unknown_list_is_refused(tmp_path, monkeypatch):
    (tmp_path / "qyz.toml").write_text('[tittles]\nwords = ["dr"]\n[names]\nwords = []\n[titles]\nwords = []\n')
    monkeypatch.setattr(languages, "data_file", lambda name: tmp_path / name.removeprefix("languages/"))
    with pytest.raises(ValueError, match=r"^qyz\.toml: unknown word list: names, tittles; there are titles, leading, "):
        languages.word_lists("qyz")


def test_the_words_of_two_languages_are_joined_list_by_list():
    english = languages.WordLists(titles=frozenset({"dr"}), final=frozenset({"etc"}))
    arabic = languages.WordLists(titles=frozenset({"د"}))
    assert english | arabic == languages.WordLists(titles=frozenset({"dr", "د"}), final=frozenset({"etc"}))
