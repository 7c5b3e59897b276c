"""Measures of texts: line ends, scripts, digits, lengths, and the usual ratio of two languages."""

import pytest

from aligner.inspection import measures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one", {}),
        ("one\ntwo\n", {"LF": 2}),
        ("one\r\ntwo\r\n", {"CRLF": 2}),
        ("one\rtwo\r", {"CR": 2}),
        ("one\r\n\ntwo\r\rthree\n\r\n", {"CRLF": 2, "LF": 2, "CR": 2}),
        ("form\ffeed\x85next", {}),
    ],
)
def test_line_ends(text, expected):
    assert measures.line_ends(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 …", {}),
        ("قطار", {"Arabic": 1.0}),
        ("القطار OK سريع", {"Arabic": 0.8333, "Latin": 0.1667}),
        ("日本 と 한 A", {"Chinese": 0.4, "Japanese": 0.2, "Korean": 0.2, "Latin": 0.2}),
        ("ไทย", {"other": 1.0}),
    ],
)
def test_script_shares(text, expected):
    shares = measures.script_shares(text)
    assert shares == expected
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none ½ ² ①", {}),
        ("1990", {"ASCII": 4}),
        ("١٩٩٠ ۱۹", {"Arabic-Indic": 4, "Persian": 2}),
        ("5 و٥ ५", {"ASCII": 1, "Arabic-Indic": 1, "other": 1}),
    ],
)
def test_digit_systems(text, expected):
    assert measures.digit_systems(text) == expected


def test_length_ignores_what_takes_no_width_of_its_own():
    assert measures.length("قِطَـار\u200f\u00a0 سريع\n") == measures.length("قطارسريع") == 8


@pytest.mark.parametrize(
    ("tags", "expected"),
    [(("ar", "en"), (0.8, 2.2)), (("ar-EG", "en-GB"), (0.8, 2.2)), (("en", "ar"), (0.45, 1.25)), (("de", "fr"), None)],
)
def test_usual_ratio(tags, expected):
    usual = measures.usual_ratio(*tags)
    assert (usual and usual[:2]) == expected


def test_limits_are_usual():
    usual = measures.usual_ratio("ar", "en")
    assert [ratio in usual for ratio in (0.79, 0.8, 2.2, 2.21)] == [False, True, True, False]
