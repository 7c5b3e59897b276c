"""Pages: running heads and page numbers are left out, and words that were divided at line ends are joined.

The fixtures in `tests/fixtures/pages/` are what `pdftotext`, with and without `-layout`, makes of PDFs that LibreOffice
(`writer`) and Chromium (`chromium`) wrote. The Arabic of Chromium lacks letters.
"""

from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner import split_text
from aligner.bitext import InputText, Span
from aligner.join import hyphens, joined_lines
from aligner.join.text_edits import Edit, Edits
from aligner.preparation import prepare
from aligner.settings import Settings
from aligner.text_lines import LinesOfSide, visible_lines

TESTS = Path(__file__).parent.parent
CASES = TESTS / "cases" / "pages"
FIXTURES = TESTS / "fixtures" / "pages"
LEFT_OUT, CONTINUED = "~", "+"  # begin a line that is left out, and one that continues a paragraph

ENGLISH = """The fishermen went out before dawn, although they knew that a
storm was coming up along the coast. The eldest of them held
Annals of Sea Fishing 57
the rudder with a steady hand and watched the clouds. The har-
bour was empty. He did not want to turn back before they had
hauled in the nets that they had cast the night before.
"""
ARABIC = """حوليات الصيد البحري 31
خرج الصيادون قبل الفجر إلى عرض البحر وهم يعرفون أن
العاصفة تقترب من الساحل. وكان أكبرهم سنا يمسك الدفة
بيد ثابتة، وينظر إلى الغيوم التي أخذت تتجمع فوق الجزر
البعيدة. ولم يشأ أن يعود قبل أن يرفعوا الشباك التي
حوليات الصيد البحري 32
ألقوها في الليلة الماضية عند الصخور. وحين رفعوها
وجدوا فيها من السمك ما لم يروا مثله منذ سنين.
"""


def blocks(name):
    """The blocks of a file of cases: the comment and the lines of each. Raises ValueError if the last is not ended."""
    text = (CASES / name).read_text(encoding="utf-8").replace("<FF>", "\f").replace("<SHY>", "\N{SOFT HYPHEN}")
    *parts, rest = text.split("\n===\n")
    if rest.strip() or not parts:
        raise ValueError(f"{name}: the last block does not end in ===")
    for part in parts:
        lines = part.lstrip("\n").split("\n")
        comments = list(takewhile(lambda line: line.startswith("# ") or not line, lines))
        yield comments[-1].removeprefix("# "), lines[len(comments) :]


class Case(NamedTuple):
    """The texts of one or two sides, and the paragraphs of each."""

    texts: list[str]
    paragraphs: list[list[str]]


def cases(name):
    for comment, lines in blocks(name):
        texts, paragraphs = [], []
        for side in "\n".join(lines).split("\n---\n"):
            text, wanted = [], []
            for line in side.split("\n"):
                feeds = "\f" * line.count("\f")
                mark = line.replace("\f", "")[:1]
                content = line.replace("\f", "").lstrip(LEFT_OUT + CONTINUED)
                text.append(feeds + content)
                if mark == CONTINUED:
                    wanted[-1] += f" {content}"
                elif content and mark != LEFT_OUT:
                    wanted.append(content)
            texts.append("\n".join(text) + "\n")
            paragraphs.append(wanted)
        yield pytest.param(Case(texts, paragraphs), id=comment)


def joined(texts, mode="auto"):
    """The joined lines of two sides; a missing side has one short line."""
    inputs = [
        InputText(name, text, "") for name, text in zip(("first.txt", "second.txt"), [*texts, "End.\n"], strict=False)
    ]
    sides = [LinesOfSide(text.text, visible_lines(text.text)) for text in inputs]
    return joined_lines.join_lines(inputs, sides, ("ar", "en"), mode)


def paragraphs_of(result):
    return [
        [" ".join(text.text[start:end].split()) for start, end in spans]
        for text, spans in zip(result.texts, result.spans, strict=True)
    ]


@pytest.mark.parametrize("case", [*cases("left-out.txt"), *cases("kept.txt")])
def test_pages(case):
    assert paragraphs_of(joined(case.texts))[: len(case.texts)] == case.paragraphs


@pytest.mark.parametrize("case", [*cases("left-out.txt")])
def test_line_mode_leaves_the_text_as_it_is(case):
    result = joined(case.texts, "line")
    assert [text.text for text in result.texts][: len(case.texts)] == case.texts
    assert result.notices == []


@pytest.mark.parametrize(("comment", "lines"), [pytest.param(*block, id=block[0]) for block in blocks("hyphens.txt")])
def test_hyphens(comment, lines):
    text, wanted = "\n".join(lines).split("\n>>>\n")
    words = hyphens.join_words(text, [Span(0, len(text))], [text], "en")
    assert Edits(words.edits).applied(InputText("text", text, "")).text == wanted


def test_the_other_text_attests_a_word():
    words = hyphens.join_words("The trawl-\nnet", [Span(0, 14)], ["The trawl-\nnet", "شبكة trawlnet"], "en")
    assert words.words == ["trawlnet"]


def test_an_unknown_language_has_no_word_list():
    assert hyphens.join_words("dec-\nades", [Span(0, 9)], [""], "nl").words == ["dec-ades"]


def test_notices_name_the_lines_of_the_file():
    prepared = prepare([InputText("ar.txt", ARABIC, ""), InputText("en.txt", ENGLISH, "")], Settings("ar", "en"))
    assert [notice.text for notice in prepared.notices] == [
        'ar.txt: left out lines 1, 6, page headers or numbers: "حوليات الصيد البحري 31", "حوليات الصيد البحري 32" '
        "(use --lines line to keep)",
        'en.txt: left out line 3, a page header or number: "Annals of Sea Fishing 57" (use --lines line to keep)',
        "ar.txt: joined 6 hard-wrapped ar lines to 1 paragraph (use --lines line if this is wrong)",
        "en.txt: joined 5 hard-wrapped en lines to 1 paragraph (use --lines line if this is wrong)",
        'en.txt: joined a word that was divided at a line end: "harbour" in line 4',
    ]


def test_places_lead_back_to_the_lines_of_the_file():
    document = prepare(
        [InputText("ar.txt", ARABIC, ""), InputText("en.txt", ENGLISH, "")], Settings("ar", "en")
    ).parallel.target
    assert [[place.label for place in document.places_of(range(n, n + 1))] for n in range(3)] == [
        ["line 1", "line 2"],
        ["line 2", "line 4"],
        ["line 4", "line 5"],
    ]


def test_line_ends_do_not_matter():
    texts = [ARABIC, ENGLISH]
    assert paragraphs_of(joined([text.replace("\n", "\r\n") for text in texts])) == paragraphs_of(joined(texts))


def test_one_file_with_both_languages_is_read_like_two():
    text = ARABIC + "\n" + ENGLISH
    prepared = prepare([InputText("both.txt", text, "")], Settings("ar", "en"))
    heads = ("حوليات", "Annals", "har-")
    for document in (prepared.parallel.source, prepared.parallel.target):
        sentences = [document.sentence(number) for number in range(len(document.sentences))]
        assert sentences
        assert not [sentence for sentence in sentences if any(head in sentence for head in heads)]


@pytest.mark.parametrize("program", ["writer", "chromium"])
@pytest.mark.parametrize("layout", ["", "-layout"])
def test_pages_of_programs(program, layout):
    texts = [
        InputText(language, (FIXTURES / f"{program}{layout}.{language}.txt").read_text(encoding="utf-8"), "")
        for language in ("ar", "en")
    ]
    prepared = prepare(texts, Settings("ar", "en"))
    source, target = prepared.parallel[:2]
    in_all = "".join(map(document_text, (source, target)))
    assert not [head for head in ("مجلة المنارات", "Journal", "Page", "صفحة", "-1-", "\f") if head in in_all]
    # Nothing else is missing.
    left_out = sum("left out" in notice.text for notice in prepared.notices)
    assert left_out == 2
    assert "The keeper paid half of the price out of his own wages" in document_text(target)
    if program == "writer":
        assert [len(document.sentences) for document in (source, target)] == ([14, 14] if layout else [14, 21])


def document_text(document):
    return " ".join(" ".join(document.sentence(number).split()) for number in range(len(document.sentences)))


def test_an_embedded_full_stop_ends_a_sentence():
    """The program puts the space that follows a full stop before it."""
    document = split_text("\u202bنام الحارس\u202a .\u202cواستيقظت الفتاة\u202a.\u202c\u202c", "ar")
    assert [document.sentence(number).strip("\u202a\u202b\u202c") for number in range(len(document.sentences))] == [
        "نام الحارس\u202a .",
        "واستيقظت الفتاة\u202a.",
    ]


def test_spaces_align_the_last_line_of_a_paragraph_with_the_right_margin():
    embedded = [f"\u202b{line}\u202c" for line in ARABIC.splitlines()[1:5]]
    text = "\n".join([*embedded[:-1], " " * 20 + embedded[-1]]) + "\n"
    assert len(paragraphs_of(joined([text], "wrap"))[0]) == 1


@given(st.text("ab\n", max_size=30), st.data())
def test_edits_lead_to_the_new_text_and_back(text, data):
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    edits = Edits([Edit(start, end, data.draw(st.sampled_from(["", "-", "xy"]))) for start, end in pairs])
    new = edits.applied(InputText("text", text, "")).text
    for offset in range(len(text)):
        if not any(start <= offset < end for start, end in pairs):
            assert new[edits.moved(offset)] == text[offset]
            assert edits.original(edits.moved(offset)) == offset
    for number, start in enumerate(ends):
        span = Span(start, ends[number + 1]) if number + 1 < len(ends) and number % 2 else Span(start, start)
        if span.start < span.end:
            assert new[slice(*edits.moved_span(span))] == text[slice(*span)]
