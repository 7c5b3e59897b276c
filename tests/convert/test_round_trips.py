"""Round trips: rows that are written, read and written again.

The table says what a format keeps; the rest is unknown afterwards, or follows from the kinds.
"""

import re

import pytest
from conversions import pairs_of
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.bitext import Span
from aligner.rows import Row, Rows
from aligner.write import formats
from aligner.write.document import OutputOptions
from aligner.write.writer import one_line

EVERYTHING = {"source", "target", "kind", "confidence", "source_numbers", "target_numbers", "flags", "document"}
KEPT = {
    "tsv": EVERYTHING,  # a run of tabs and line ends is a space
    "csv": EVERYTHING,
    "xlsx": EVERYTHING,
    "json": EVERYTHING | {"source_span", "target_span", "why"},
    "jsonl": EVERYTHING | {"source_span", "target_span", "why"},
    "tmx": {"source", "target", "kind", "confidence", "document"},  # of pairs; white space with a line end is a space
    "hf": {"source", "target"},  # of pairs
    "moses": {"source", "target"},  # of pairs; as in TSV
    "index": {"source", "target", "kind", "confidence", "source_numbers", "target_numbers"},  # with the sentences
    "ladder": {"source", "target", "kind", "confidence", "source_numbers", "target_numbers"},  # with the sentences
}
# Formats that write a text on one line, and how.
FOLDED = {"tsv": one_line, "moses": one_line, "tmx": lambda text: re.sub(r"[ \t]*[\r\n][ \t\r\n]*", " ", text)}
ONE_DOCUMENT = {"json", "hf", "moses", "index", "ladder"}  # formats of which a file holds one document here

BEGINNINGS = st.sampled_from(["", '"', "'", "=", "'=", "''+", "- ", "[", "{", "<b>", "&amp;", "#", "0", " "])
ENDS = st.sampled_from(["", '"', "'", ",", ";", "\\", "\\t", "\t", "\n", "\r\n", "\u2028", "\x85", "\u200f", "]]>"])
# Characters that XML or a workbook cannot hold are tested with their writers.
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff", max_codepoint=0xFFFF
)
TEXTS = st.builds("{}ن{}{}".format, BEGINNINGS, st.text(CHARACTERS, max_size=8), ENDS)


@st.composite
def documents(draw):
    """The rows of one document: sentences that are numbered on from row to row."""
    rows, numbers = [], [0, 0]
    for _ in range(draw(st.integers(1, 4))):
        sizes = draw(st.sampled_from([(1, 1), (2, 1), (1, 2), (1, 0), (0, 1)]))
        ranges = [range(first, first + size) for first, size in zip(numbers, sizes, strict=True)]
        numbers = [numbers[side] + sizes[side] for side in (0, 1)]
        texts = [draw(TEXTS) if size else "" for size in sizes]
        rows.append(
            Row(
                *texts,
                "{}-{}".format(*sizes),
                draw(st.none() | st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)),
                *map(tuple, ranges),
                *[(text,) if text else () for text in texts],
                *[Span(2, 5) if text else None for text in texts],
                draw(st.sampled_from([(), ("length",), ("length", "numbers")])),
                draw(st.sampled_from([None, {"kind": -0.36, "matched": [["قطار", "train"]]}])),
                draw(st.shared(st.sampled_from(["", "أ/b c"]), key="document")),
            )
        )
    return rows


def written(folder, rows, form, name="p"):
    """The files of rows in a format, name -> bytes."""
    writer = formats.FORMATS[form]
    options = OutputOptions(form, flags=form in ("tsv", "csv", "xlsx"), documents=any(row.document for row in rows))
    names = [f"{name}{suffix}" for suffix in writer.suffixes("ar", "en")]
    files = [open(folder / of_file, "w+b") for of_file in names]  # noqa: SIM115
    try:
        writer.write(Rows("ar", "en", iter(rows)), options, files)
        contents = []
        for file in files:
            file.seek(0)
            contents.append(file.read())
    finally:
        for file in files:
            file.close()
    return dict(zip(names, contents, strict=True))


def expected_of(row, form):
    """What is left of a row after a round trip, field -> value."""
    fold = FOLDED.get(form, str)
    fields = {name: getattr(row, name) for name in KEPT[form]}
    fields |= {name: fold(fields[name]) for name in ("source", "target")}
    return {name: tuple(value) if name.endswith("numbers") else value for name, value in fields.items()}


@pytest.mark.parametrize("form", [name for name in KEPT if name not in ("xlsx", "index", "ladder")])
@settings(max_examples=examples(40))
@given(data=st.data())
def test_rows_are_read_back(form, data, tmp_path_factory):
    rows = data.draw(documents())
    if form in ONE_DOCUMENT:
        rows = [row._replace(document="") for row in rows]
    if formats.FORMATS[form].pairs_only:
        rows = [row for row in rows if row.paired]
    if not rows:
        return
    folder = tmp_path_factory.mktemp("trip")
    files = written(folder, rows, form)
    read, *_ = pairs_of(folder, files)
    compare(rows, read, form)
    assert written(folder, read, form) == files


HOSTILE = [
    "=1+1",
    "'=1",
    "a\r\nb",
    "_x000D_",
    "_x005F_",
    "\v\x01",
    "007",
    "1.50",
    "TRUE",
    " ن ",
    "\u200fن\u2028",
    '"',
    "http://x",
]


def test_cells_of_workbooks_are_read_back(tmp_path):
    rows = [
        Row(text, f"{text}!", "1-1", 0.5, (number,), (number,), flags=("length",), document="أ/b")
        for number, text in enumerate(HOSTILE)
    ]
    compare(rows, pairs_of(tmp_path, written(tmp_path, rows, "xlsx"))[0], "xlsx")


def compare(rows, read, form):
    """Fail unless the rows that were read are those that were written, as far as the format keeps them."""
    kept = [{name: getattr(row, name) for name in KEPT[form]} for row in read]
    for fields in kept:
        fields.update({name: tuple(value) for name, value in fields.items() if name.endswith("numbers")})
    assert kept == [expected_of(row, form) for row in rows]


@pytest.mark.parametrize("form", ["index", "ladder"])
@settings(max_examples=examples(40))
@given(data=st.data())
def test_numbers_are_read_back_with_the_sentences(form, data, tmp_path_factory):
    source, target = [0], [0]
    rows = []
    for sizes in data.draw(st.lists(st.sampled_from([(1, 1), (2, 1), (1, 2), (1, 0), (0, 1)]), min_size=1, max_size=5)):
        texts = [
            [f"{side}{next_number(counter)}" for _ in range(size)]
            for side, counter, size in zip("بb", (source, target), sizes, strict=True)
        ]
        numbers = [tuple(int(text[1:]) for text in side) for side in texts]
        confidence = data.draw(st.integers(0, 1000).map(lambda thousandths: thousandths / 1000))
        rows.append(Row(*map(" ".join, texts), "{}-{}".format(*sizes), confidence, *numbers, *texts))
    folder = tmp_path_factory.mktemp("trip")
    files = written(folder, rows, form)
    texts = {
        f"s.{tag}": "".join(f"{text}\n" for row in rows for text in row[field]).encode()
        for tag, field in (("ar", Row._fields.index("source_sentences")), ("en", Row._fields.index("target_sentences")))
    }
    read, *_ = pairs_of(folder, {**files, **texts})
    compare(rows, read, form)
    assert written(folder, read, form) == files


def next_number(counter):
    """Count on, and return the number before."""
    counter[0] += 1
    return counter[0] - 1
