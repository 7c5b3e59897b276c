"""Documents with invisible text anywhere, in all layouts and formats that are read, and a count of what is lost of it.

A document is made from a seed. Its characters are those of sentences of this file, invisible ones, and the signs of its
format.
"""

import csv
import io
import json
import random
from collections import Counter

import office_files

from aligner import pipeline
from aligner.read import readers
from aligner.settings import Settings

ARABIC = [
    "وصل القطار إلى المحطة في الصباح الباكر.",
    "نزل الركاب ببطء ومعهم حقائب كثيرة.",
    "جلس الحارس قرب الباب وشرب الشاي.",
    "لم ينزل المطر على المدينة منذ شهر كامل.",
    "فتح البائع دكانه عند الظهر.",
]
ENGLISH = [
    "The train reached the station early in the morning.",
    "The passengers got off slowly with many bags.",
    "The guard sat by the door and drank tea.",
    "No rain had fallen on the town for a whole month.",
    "The shopkeeper opened his shop at noon.",
]
# Soft hyphen, joiners, marks of direction, embeddings, overrides, isolates, a tag, an annotation. The last one ends a
# verse; it is a format character that can be seen.
INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202e\u2060\u2066\u2067\u2069\u061c\U000e0041\ufff9\u06dd"
)
PLAIN = ("two files", "blocks", "interleaved", "tabs", "same line", "separators")


def marks(rng):
    """One to three invisible characters."""
    return "".join(rng.choice(INVISIBLE) for _ in range(rng.randint(1, 3)))


def lines_among(lines, rng, share=0.4):
    """Lines with lines of invisible characters, and of blanks between these, before, among and after them."""
    result = []
    for line in lines:
        while rng.random() < share:
            result.append(rng.choice(["{}", " {}", "{}\u3000{}"]).format(marks(rng), marks(rng)))
        result.append(rng.choice(["{}", "{}", "{}{}"]).format(line, marks(rng)))
    return [*result, marks(rng)] if rng.random() < share else result


def rows_among(rng, share=0.3):
    """Rows of two cells, of which one or both are invisible."""
    rows = []
    for arabic, english in zip(ARABIC, ENGLISH, strict=True):
        while rng.random() < share:
            rows.append(rng.choice([(marks(rng), marks(rng)), (marks(rng), ""), ("", marks(rng))]))
        rows += [(arabic, marks(rng))] * (rng.random() < share)
        rows += [(marks(rng), english)] * (rng.random() < share)
        rows.append((arabic, english))
    return rows


def plain_files(layout, rng):
    """The contents of the files of a document of plain text: one or two."""
    end = rng.choice(["\n", "\r\n", "\r", "\n\n"])
    arabic, english = (lines_among(side, rng) for side in (ARABIC, ENGLISH))
    if layout == "two files":
        return [end.join(arabic), end.join(english)]
    if layout == "blocks":
        return [end.join([*arabic, *english])]
    pairs = list(zip(ARABIC, ENGLISH, strict=True))
    if layout == "interleaved":
        return [end.join(lines_among([line for pair in pairs for line in pair], rng))]
    if layout == "separators":
        pairs = [("قطار", "train"), ("باب", "door"), ("بحر", "sea"), ("كتاب", "book")]
    between = {
        "tabs": ["\t"],
        "same line": [" ", "\u200f ", " \u200e"],
        "separators": [" = ", "\u200f = ", " =\u200e "],
    }
    joined = (rng.choice(between[layout]).join(pair) for pair in pairs)
    return [end.join(lines_among(joined, rng))]


def _captions(lines, head, times):
    return head + "\n\n".join(f"{times.format(number)}\n{line}" for number, line in enumerate(lines, 1))


def _page(body):
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


OF_LINES = {
    "docx": lambda lines: office_files.docx("".join(map(office_files.paragraph, lines))),
    "odt": lambda lines: office_files.odt("".join(f"<text:p>{line}</text:p>" for line in lines)),
    "html": lambda lines: _page("".join(f"<p>{line}</p>" for line in lines)),
    "md": "\n\n".join,
    "srt": lambda lines: _captions(lines, "", "{0}\n00:00:{0:02},000 --> 00:00:{0:02},900"),
    "vtt": lambda lines: _captions(lines, "WEBVTT\n\n", "00:00:{0:02}.000 --> 00:00:{0:02}.900"),
}


def _csv(rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def _workbook(rows):
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def _tmx(rows):
    units = "".join(
        f'<tu><tuv xml:lang="ar"><seg>{arabic}</seg></tuv><tuv xml:lang="en"><seg>{english}</seg></tuv></tu>'
        for arabic, english in rows
    )
    return f'<?xml version="1.0"?><tmx version="1.4"><header srclang="ar"/><body>{units}</body></tmx>'


def _xliff(rows):
    units = "".join(
        f'<trans-unit id="{number}"><source>{arabic}</source><target>{english}</target></trans-unit>'
        for number, (arabic, english) in enumerate(rows)
    )
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file source-language="ar"'
    return f'<?xml version="1.0"?>{head} target-language="en"><body>{units}</body></file></xliff>'


OF_ROWS = {
    "csv": _csv,
    "jsonl": lambda rows: "\n".join(json.dumps({"ar": arabic, "en": english}) for arabic, english in rows),
    "tsv": lambda rows: "\n".join(map("\t".join, rows)),
    "xlsx": _workbook,
    "tmx": _tmx,
    "xlf": _xliff,
    "docx": lambda rows: office_files.docx(office_files.word_table(*rows)),
    "html": lambda rows: _page(
        "<table>" + "".join(f"<tr><td>{arabic}</td><td>{english}</td></tr>" for arabic, english in rows) + "</table>"
    ),
    "md": lambda rows: "| ar | en |\n|---|---|\n" + "".join(f"| {arabic} | {english} |\n" for arabic, english in rows),
}
KINDS = (*PLAIN, *(f"{name} of lines" for name in OF_LINES), *(f"{name} of rows" for name in OF_ROWS))


def document(kind, seed):
    """The inputs of a document and the characters that must be in its rows, invisible ones among them.

    Plain text has all but white space; of other formats, whose signs are no text, it is the invisible characters.
    """
    rng = random.Random(f"{kind} {seed}")
    if kind in PLAIN:
        files = plain_files(kind, rng)
        characters = Counter("".join("".join(files).split()))
        if kind == "separators":
            del characters["="]
        return [readers.read_bytes(file.encode(), f"{number}.txt") for number, file in enumerate(files)], characters
    name = kind.split()[0]
    if kind.endswith("rows"):
        rows = rows_among(rng)
        files, texts = [OF_ROWS[name](rows)], [cell for row in rows for cell in row]
    else:
        sides = [lines_among(side, rng) for side in (ARABIC, ENGLISH)]
        files, texts = list(map(OF_LINES[name], sides)), [line for side in sides for line in side]
    data = (file if isinstance(file, bytes) else file.encode() for file in files)
    inputs = [readers.read_bytes(content, f"{number}.{name}") for number, content in enumerate(data)]
    return inputs, Counter(character for text in texts for character in text if character in INVISIBLE)


def lost_and_added(inputs, characters, settings=None):
    """What the rows of a document lack of its characters and is not counted, and what they have besides.

    A number of characters is counted in the warnings of JSON; it has no names.
    """
    settings = settings or Settings()
    ((prepared, bitext, diagnostics),) = pipeline.align_prepared([pipeline.prepare(inputs, settings)], settings)
    aligned = pipeline.finish(prepared, bitext, diagnostics, settings)
    in_rows = Counter("".join("".join(pair.source + pair.target for pair in bitext).split()))
    in_rows = Counter({character: count for character, count in in_rows.items() if character in characters})
    warnings = aligned.output.meta["warnings"]
    counted = sum(warning["count"] for warning in warnings if warning["kind"] == "unseen")
    lost = characters - in_rows
    return ({} if lost.total() == counted else dict(lost)), dict(in_rows - characters)
