"""Subtitles: captions to paragraphs, and what is no text."""

import json
import re
from pathlib import Path

import pytest

from aligner.command.main import main
from aligner.errors import InputError
from aligner.read import readers
from aligner.read.subtitles import subtitles

CASES = Path(__file__).parents[1] / "cases" / "subtitles.txt"
FIXTURES = Path(__file__).parents[1] / "fixtures"
SIGNS = {"<BOM>": "\ufeff", "<RLM>": "\u200f", "<TAB>": "\t"}
FIRST = "1\n00:00:01,000 --> 00:00:02,000\nGood morning.\n"


def cases():
    """Yield the name of the file of each case, its text and the expected lines; the comment is the name of the case."""
    *blocks, rest = CASES.read_text(encoding="utf-8").split("\n===\n")
    assert not rest.strip()
    for block in blocks:
        comments, _, given = block.rpartition("\n@ ")
        head, _, expected = given.rpartition("\n---\n")
        name, _, text = head.partition("\n")
        for sign, character in SIGNS.items():
            text, expected = text.replace(sign, character), expected.replace(sign, character)
        yield pytest.param(name, text + "\n", expected.splitlines(), id=comments.splitlines()[-1].removeprefix("# "))


def numbers(text, start, end):
    """The numbers of the captions of a part of a text, in order; 0 is the text before the first caption."""
    labels = [place.label for place in text.places if start <= place.start < end]
    return sorted({int(label.removeprefix("caption ")) if label[-1].isdigit() else 0 for label in labels})


def described(text):
    """The remarks and the lines of a text as the case file writes them."""
    lines = [f"! {remark}" for remark in text.remarks]
    if text.rows:
        cells = [[text.text[slice(*cell)].replace("\n", "/") for cell in row.cells] for row in text.rows]
        spans = [(row.cells[0].start, row.cells[-1].end + 1) for row in text.rows]
    else:
        spans = [match.span() for match in re.finditer(".+", text.text)]
        cells = [[text.text[slice(*span)]] for span in spans]
    for span, texts in zip(spans, cells, strict=True):
        lines.append(f"{' '.join(map(str, numbers(text, *span)))}: {'→'.join(texts)}")
    return lines


@pytest.mark.parametrize(("name", "content", "expected"), list(cases()))
def test_case(name, content, expected):
    text = subtitles.read(content.encode(), name, None)
    assert described(text) == expected
    assert text.are_paragraphs


@pytest.mark.parametrize("line_end", ["\r\n", "\r\r\n", "\r"])
def test_line_ends(line_end):
    content = f"{FIRST}\n2\n00:00:02,100 --> 00:00:03,000\nGood\nnight.\n".replace("\n", line_end)
    assert described(subtitles.read(content.encode(), "a.srt", None)) == ["1 2: Good morning. Good night."]


def test_places_have_the_times_of_their_captions():
    text = subtitles.read(f"{FIRST}\n2\n01:00:02,100 --> 01:00:03,050\n<i>Good</i> night.\n".encode(), "a.srt", None)
    assert [tuple(place) for place in text.places] == [
        (0, "caption 1", (1.0, 2.0)),
        (text.text.index("Good night"), "caption 2", (3602.1, 3603.05)),
    ]


def test_arabic_encoding_is_detected():
    content = FIRST.replace("Good morning.", "وصل القطار إلى المحطة في الصباح.")
    text = subtitles.read(content.encode("cp1256"), "a.srt", None)
    assert (text.text, text.encoding) == ("وصل القطار إلى المحطة في الصباح.", "cp1256")
    assert "Windows-1256" in text.notice
    assert subtitles.read(content.encode("utf-16"), "a.srt", None).text == text.text


@pytest.mark.parametrize(
    "content",
    [
        "WEBVTT\n\n",
        "\ufeffWEBVTT FILE\n",
        FIRST,
        f"\n{FIRST}",
        FIRST.replace("\n", "\r\n"),
        FIRST.removeprefix("1\n"),
        FIRST.replace("1\n", "1\n\n", 1),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_subtitles_are_recognised_whatever_their_suffix(content, encoding):
    assert readers.recognise(content.encode(encoding), "film.txt").name == "subtitles"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "1\nOne\n",
        "WEBVTTX\n",
        "Times are written as in\n00:00:01,000 --> 00:00:02,000\n",
        "A --> B\n",
        "1\n\n2\n00:00:01,000 --> 00:00:02,000\n",
        "<!-- 00:00 -->\n",
        "0:00:01.000,0:00:02.000\nin a table of times\n",
    ],
)
def test_ordinary_text_is_not_taken_for_subtitles(content):
    assert readers.recognise(content.encode(), "film.txt") is readers.PLAIN_TEXT


def test_a_file_without_captions_is_refused():
    with pytest.raises(InputError) as error:
        subtitles.read(b"Good morning.\n", "a.srt", None)
    assert str(error.value) == (
        "a.srt: no caption was found in it, which begins with times such as 00:01:02,500 --> 00:01:04,000; "
        "give it the suffix .txt if it is plain text"
    )


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(InputError) as error:
        subtitles.read(FIRST.encode() + b"a" * (subtitles.MAX_BYTES + 1_000_000), "a.srt", None)
    assert str(error.value) == (
        "a.srt: this is larger than subtitles, which have 8 MB at most; divide it into files of one film each"
    )


def test_hostile_lines_take_no_time():
    lines = ["9" * 10**5, "1:" * 10**4, "-->" * 10**4, "<" * 10**4, "{\\" * 10**4, "- " * 10**4, "[" * 10**4]
    text = subtitles.read((FIRST + "\n".join(lines)).encode(), "a.srt", None)
    assert all(line.strip() in text.text for line in lines)


# ffmpeg 5.1 wrote the files of the ferry, from SubRip.
def test_files_of_ffmpeg_have_the_same_text():
    vtt, srt = (
        subtitles.read((FIXTURES / f"ferry.en.{suffix}").read_bytes(), suffix, None) for suffix in ("vtt", "srt")
    )
    assert (vtt.text, vtt.places) == (srt.text, srt.places)
    assert vtt.text.splitlines()[0].endswith("yellow scarf until we could no longer see her.")


FERRY = [
    ("غادرت العبارة الميناء قبل أن تشرق الشمس.", "The ferry left the harbour before the sun came up."),
    (
        "وقفت جدتي على الرصيف تلوح بوشاحها الأصفر حتى غابت عن أنظارنا.",
        "My grandmother stood on the quay and waved with her yellow scarf until we could no longer see her.",
    ),
    ("- هل وضعت الرسائل في الحقيبة؟", "- Did you pack the letters?"),
    ("- إنها في الصندوق الأزرق.", "- They are in the blue box."),
    ("[صراخ النوارس]", "[seagulls crying]"),
    (
        "يقول القبطان إن عاصفة تقترب من الغرب والشمال، فعلينا أن ننتظر في الجزيرة يومين أو ثلاثة.",
        "The captain says that a storm is coming from the west & north, so we have to wait on the island for two or "
        "three days.",
    ),
    ("لقد أحببت هذا المكان!", "I <3 this place already!"),
]


def rows_of(capsys, *arguments):
    """The rows of JSON that the command writes."""
    main(["-f", "json", *map(str, arguments)], standalone_mode=False)
    return json.loads(capsys.readouterr().out)["pairs"]


def test_two_files_that_are_cut_in_other_ways(capsys):
    rows = rows_of(capsys, FIXTURES / "ferry.ar.srt", FIXTURES / "ferry.en.vtt")
    assert [(row["src_text"], row["trg_text"]) for row in rows] == FERRY
    assert [rows[1][key] for key in ("src_origin", "trg_origin", "src_time", "trg_time")] == [
        ["caption 2", "caption 3"],
        ["caption 2", "caption 3"],
        [4.5, 10.1],
        [4.6, 10.0],
    ]


def test_one_file_with_both_languages(capsys, here):
    captions = [
        f"{k}\n00:00:{4 * k:02},000 --> 00:00:{4 * k + 3:02},900\n{english}\n{arabic}\n"
        for k, (arabic, english) in enumerate(FERRY, 1)
    ]
    (here / "film.srt").write_text("\n".join(captions), encoding="utf-8")
    rows = rows_of(capsys, "film.srt")
    assert [(row["src_text"], row["trg_text"]) for row in rows] == FERRY
    assert rows[1]["src_origin"] == rows[1]["trg_origin"] == ["caption 2"]
