"""Repairs: the cases of `tests/cases/repairs.txt`, properties of all repairs, and their way into the output."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_documents import output_document, side

from aligner.bitext import Bead, Span
from aligner.convert.conversion import Conversion
from aligner.convert.pair_file import PairFile
from aligner.rows import Row, Rows
from aligner.settings import Settings
from aligner.write import formats, json_rows, repair, repairs
from aligner.write.filters import Filters
from aligner.write.repair import NAMES, describe, in_order, parse, repaired, repaired_text

CASES = Path(__file__).resolve().parent.parent / "cases" / "repairs.txt"


def cases():
    """Yield the language, the names, the text and the expected text of each case."""
    *blocks, rest = CASES.read_text(encoding="utf-8").split("\n===\n")
    assert not rest.strip(), "the last case has no end"
    for block in blocks:
        head, _, texts = block.partition("\n---\n")
        *_, comment, options = head.split("\n")
        assert comment.startswith("# "), f"not a case: {block}"
        language, names = options.split()
        yield pytest.param(language, names, *map(visible_to_real, texts.split("\n")), id=comment[2:])


def visible_to_real(text):
    """A text with characters in place of their codes."""
    return re.sub(r"<([0-9A-F]{2,6})>", lambda match: chr(int(match[1], 16)), text)


@pytest.mark.parametrize(("language", "names", "text", "expected"), list(cases()))
def test_case(language, names, text, expected):
    counts = Counter()
    assert repaired_text(text, language, parse(names), counts) == expected
    assert bool(counts.total()) == (text != expected)


# Texts with the characters that repairs look for, and letters and marks around them.
HOSTILE = st.text(
    st.sampled_from(
        "ابيهكکیےہھەپگـٰٔ\u064e\u0653ﻛﺘﺎﹰﹷﱠﷺﬁ aéeo\u0301\u0327.\n\t\x07\x0b\x1f\x85\xa0\u2009\u200b\u200c\u200d\u200e"
        "\u202b\u202c\u2060\u2061\u2066\u2069\xad\ufeff\u061cภ한\u1112\u1161\u11ab"
    ),
    max_size=12,
)


def test_each_name_has_a_function_in_its_place():
    assert tuple(repairs.CHANGES) == NAMES


NAME_LISTS = st.lists(st.sampled_from(NAMES), unique=True)
LANGUAGES = st.sampled_from(["ar", "en", "fa"])


@given(HOSTILE, LANGUAGES, NAME_LISTS)
def test_repairing_again_changes_nothing(text, language, names):
    result = repaired_text(text, language, names)
    assert repaired_text(result, language, names) == result


@given(HOSTILE, LANGUAGES, NAME_LISTS)
def test_counts_are_zero_if_and_only_if_nothing_changed(text, language, names):
    counts = Counter()
    assert (repaired_text(text, language, names, counts) == text) == (counts.total() == 0)


# Characters that a repair may change; the others stay, in their order.
KINDS = {
    "forms": r"[\ufb00-\ufdef\ufe70-\ufefc]",
    "controls": r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]",
    "bom": "\ufeff",
    "bidi": r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    "persian": "[کیےہھە]",
    "zero-width": r"[\xad\u180e\u200b-\u200d\u2060-\u2064\ufeff]",
    "tatweel": "ـ",
    "spaces": r"[\xa0\u1680\u2000-\u200a\u202f\u205f]",
}


@pytest.mark.parametrize("name", KINDS)
@given(text=HOSTILE, language=LANGUAGES)
def test_only_characters_of_its_kind_change(name, text, language):
    expected = "".join(f"({re.escape(part)})(?s:.*)" for part in re.split(f"{KINDS[name]}+", text))
    assert re.fullmatch(expected, repaired_text(text, language, [name]))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_clean_text_stays(language):
    text = "وصل القطارُ إلى المحطّة في الساعة ٨:٣٠ (صباحًا)، هـ ١٤٤٥.\tThe café’s “train” – No. 5½ – came…\r\n"
    assert repaired_text(text, language, NAMES) == text


class TestNames:
    def test_in_the_order_in_which_they_are_made(self):
        assert parse(" nfc,forms, nfc") == in_order(["nfc", "forms"]) == ("forms", "nfc")

    @pytest.mark.parametrize("value", ["forms,all", "", "Forms"])
    def test_unknown_one_lists_all(self, value):
        with pytest.raises(ValueError, match=f"^there is no repair '.*'; choose from {', '.join(NAMES)}$"):
            parse(value)

    def test_message(self):
        assert describe({"forms": 1}) == "1 character repaired: 1 by forms"
        assert describe({"forms": 0, "bidi": 0}) == "no character to repair by forms or bidi"


BROKEN = "ﻭﺻﻞ\u200f القطار."  # three presentation forms and a mark


class TestRows:
    def document(self, **options):
        source = side("ar", BROKEN, "نـام\u200fالحارس.", gap="\ufeff ")
        beads = Bead(range(2), range(1), 0.9)
        document = output_document(source, side("en", "It\u200f came."), beads, meta={"rows": 1})
        return document._replace(**options).with_counted_repairs()

    def test_texts_and_sentences_of_both_sides(self):
        (row,) = self.document(repairs=("forms", "bom", "bidi")).rows().rows
        assert row.source == "وصل القطار. نـامالحارس."
        assert row.source_sentences == ["وصل القطار.", "نـامالحارس."]
        assert (row.target, row.target_sentences) == ("It came.", ["It came."])

    def test_spans_lead_into_the_input(self):
        document = self.document(repairs=("forms", "bidi"))
        (row,) = document.rows().rows
        assert row.source_span == Span(0, len(document.bitext.source.text))

    def test_are_counted_once_for_each_row(self):
        meta = self.document(repairs=("forms", "bom", "persian", "bidi")).meta
        assert meta == {"rows": 1, "repaired": {"forms": 3, "bom": 1, "persian": 0, "bidi": 3}}
        assert self.document().meta == {"rows": 1}

    def test_row_of_another_program(self):
        rows = Rows(
            "ar",
            "en",
            [Row("ﻻ", "No\u200f", "1-1"), Row("\u200f", "", "1-0"), Row("ﻻ", "", "1-0", None, (), (), ["ﻧﻌﻢ"])],
        )
        results = list(repaired(rows, ["forms", "bidi"]).rows)
        assert [(row.source, row.target) for row in results] == [("لا", "No"), ("\u200f", ""), ("لا", "")]
        assert results[2].source_sentences == ["نعم"]

    @given(
        st.lists(HOSTILE.filter(str.strip), min_size=1, max_size=3),
        st.sampled_from([" ", "", "\n", "\ufeff"]),
        NAME_LISTS,
    )
    def test_side_holds_its_sentences(self, sentences, gap, names):
        row = Row(gap.join(sentences), "b", "1-1", source_sentences=sentences)
        (result,) = repaired(Rows("ar", "en", [row]), names).rows
        assert json_rows.row_from_object(json.loads(json_rows.line_of(result))).source == result.source
        assert result.paired

    @pytest.mark.parametrize("name", [name for name, writer in formats.FORMATS.items() if writer.is_text])
    def test_every_format_writes_them(self, name):
        contents = formats.contents_of_files(
            self.document(repairs=("forms", "bom", "bidi"), meta={}).rows(), formats.OutputOptions(name)
        )
        text = b"".join(contents).decode("utf-8")
        assert not re.search("[\ufe70-\ufeff\u200f]", text.removeprefix("\ufeff").replace("\\u200f", ""))


class TestCommand:
    @pytest.fixture
    def broken(self, files, story):
        """A text with forms and marks, and its translation."""
        arabic = story.arabic.replace("وصل", "ﻭﺻﻞ\u200f").replace("الشاي", "الشـاي\u200f")
        (files / "book.ar.txt").write_text(arabic, encoding="utf-8")
        return ("book.ar.txt", "book.en.txt")

    def test_account_and_metadata(self, broken, run):
        result = run(*broken, "-f", "json", "--repair", "bidi,forms,nfc")
        assert result.stderr.endswith("filtered; 5 characters repaired: 3 by forms, 2 by bidi\n")
        meta, pairs = json.loads(result.stdout).values()
        assert meta["signature"].endswith("|unaligned:kept|least:0|repair:forms,bidi,nfc")
        assert meta["repaired"] == {"forms": 3, "bidi": 2, "nfc": 0}
        assert pairs[0]["src_text"].startswith("وصل القطار")

    def test_nothing_to_repair(self, files, run):
        result = run("book.txt", "--repair", "controls")
        assert result.stderr.endswith("filtered; no character to repair by controls\n")
        assert result.stdout == run("book.txt").stdout

    def test_without_the_option_nothing_changes(self, broken, run):
        result = run(*broken, "-f", "json")
        meta = json.loads(result.stdout)["meta"]
        assert "repair" not in meta["signature"]
        assert "repaired" not in meta
        assert "ﻭﺻﻞ\u200f" in result.stdout

    def test_second_output_and_sentences(self, broken, files, run):
        options = ["--repair", "forms,bidi", "--best-of", "0.01", "best.json", "--sentences", "numbered"]
        assert run(*broken, "-o", "all.tsv", *options).exit_code == 0
        best = json.loads((files / "best.json").read_text(encoding="utf-8"))
        assert best["meta"]["signature"].endswith("|repair:forms,bidi")
        assert best["meta"]["repaired"] == {"forms": 3, "bidi": 2}
        assert best["pairs"][0]["src_text"] == "وصل القطار إلى المحطة في الصباح الباكر."
        assert (files / "numbered.ar").read_text(encoding="utf-8").startswith("وصل القطار إلى")

    def test_folder_aligns_again_with_other_repairs(self, broken, files, run):
        (files / "corpus").mkdir()
        for name in broken:
            (files / "corpus" / name).write_bytes((files / name).read_bytes())
        command = ("corpus", "-o", "out", "-j", "1", "--learn-from", "0", "--sentences", "numbered")
        assert "repaired" not in run(*command).stderr
        assert "repaired" not in json.loads((files / "out" / "summary.json").read_text(encoding="utf-8"))
        result = run(*command, "--repair", "forms,spaces")
        assert "\nalign: 3 characters repaired: 3 by forms\n" in result.stderr
        summary = json.loads((files / "out" / "summary.json").read_text(encoding="utf-8"))
        assert summary["repaired"] == {"forms": 3, "spaces": 0}
        assert (files / "out" / "book.tsv").read_text(encoding="utf-8").splitlines()[1].startswith("وصل\u200f القطار")
        assert (files / "numbered" / "book.ar").read_text(encoding="utf-8").startswith("وصل\u200f القطار")

    def test_unknown_name_is_a_usage_error(self, files, run):
        result = run("book.txt", "--repair", "form")
        assert result.exit_code == 2
        assert (
            f"Invalid value for '--repair': there is no repair 'form'; choose from {', '.join(NAMES)}" in result.stderr
        )

    def test_convert(self, here, run):
        (here / "pairs.tsv").write_text("نـعم.\tYes\xa0sir.\nلا.\tNo.\n", encoding="utf-8")
        result = run("convert", "pairs.tsv", "--repair", "tatweel,spaces", "--no-header")
        assert result.stdout == "نعم.\tYes sir.\t\t1-1\nلا.\tNo.\t\t1-1\n"
        assert result.stderr.endswith("2 written + 0 left out; 2 characters repaired: 1 by tatweel, 1 by spaces\n")

    def test_convert_adds_to_the_signature(self):
        file = PairFile("ar", "en", iter([Row("نـعم.", "Yes.", "1-1")]), [], meta={"signature": "align:0"})
        rows = Conversion(file, Filters(), "pairs", ["tatweel"]).rows()
        assert rows.meta == {"signature": "align:0|repair:tatweel"}


def test_settings_hold_no_repair_by_default():
    assert Settings().repair == ()
    assert repair.signature(()) == ""
