"""HTML: a page for one document, to look at the pairs and to correct them, in any browser, without a network.

The page is `page/page.html` with a style, a script and the data in it. Its security policy allows this style and this
script, by their hashes, and nothing from elsewhere. The data are JSON in a block that is not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from json import dumps
from typing import Any

from aligner import languages
from aligner.bitext import CHECKED
from aligner.rows import Row, Rows
from aligner.version import __version__
from aligner.write.document import OutputOptions
from aligner.write.writer import Flags, TextWriter

# A tag would end the block of data, and UTF-8 cannot hold a lone surrogate.
_ESCAPED = re.compile("[<\ud800-\udfff]")
_SCRIPTS = (
    "strings.js",
    "model.js",
    "list.js",
    "export.js",
    "storage.js",
    "draw.js",
    "controls.js",
    "view.js",
)  # in the order in which they need each other
_PAGE_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main class="{name}">
<h1>{title}</h1>
"""
PAGE_TAIL = "</main>\n</body>\n</html>\n"  # the end of a page that begins with `page_head`


class Html(TextWriter):
    """One page a document. It holds all rows; what a person changes on it can be saved, and read by `--pins`."""

    name = "html"
    suffix = ".html"
    other_suffixes = (".htm",)
    one_document = True
    flags = Flags.ALWAYS
    shows_reasons = True
    wants_reasons = True

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield the page."""
        data = page_data(rows)
        style, script = stylesheet("page.css"), "\n".join(map(_asset, _SCRIPTS))
        policy = f"{style_policy(style)}; script-src {_hash(script)}"
        values = {
            "POLICY": policy,
            "TITLE": escape(data["title"]),
            "STYLE": style,
            "SCRIPT": script,
            "DATA": _ESCAPED.sub(_json_escape, dumps(data, ensure_ascii=False, separators=(",", ":"))),
        }
        for number, piece in enumerate(_asset("page.html").split("__")):
            yield values[piece] if number % 2 else piece


def page_head(title: str, name: str) -> str:
    """Return the beginning of a page without a script, up to its heading.

    title: the heading, in HTML.
    name: class of the page, and name of the stylesheet that it has besides that of all pages.
    """
    style = stylesheet("page.css", f"{name}.css")
    return _PAGE_HEAD.format(title=title, name=name, policy=escape(style_policy(style)), style=style)


def stylesheet(*names: str) -> str:
    """Return the style of a page, of files in `page/`."""
    return "".join(map(_asset, names))


def style_policy(style: str) -> str:
    """Return the security policy of a page that has only one style, and no script."""
    return f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def page_data(rows: Rows) -> dict[str, Any]:
    """Return what the page knows of a document; `page/view.js` describes it by its use.

    sentences: the sentences of both sides; those that filters left out are missing.
    numbers: their numbers in the document; None if they are simply counted, and if not every sentence has one: a row
        that comes from another file may have several numbers for one text.
    sizes: how many sentences each side of the document has, with those that are missing; None if it is not known.
    gaps: what stands before a sentence within its row, if that is not one space; by the place of the sentence.
    rows: for each row the number of sentences of both sides, and what is known of it; the rows tile the sentences.
    """
    sentences: tuple[list[str], list[str]] = [], []
    numbers: tuple[list[int], list[int]] = [], []
    have_numbers = True
    gaps: tuple[dict[int, str], dict[int, str]] = {}, {}
    records = []
    for row in rows.rows:
        of_source = (row.source, row.source_sentences, row.source_numbers)
        of_target = (row.target, row.target_sentences, row.target_numbers)
        for side, (text, of_side, numbers_of_side) in enumerate((of_source, of_target)):
            gaps[side].update(_gaps(text, of_side, len(sentences[side])))
            sentences[side].extend(of_side)
            numbers[side].extend(numbers_of_side)
            have_numbers = have_numbers and len(numbers_of_side) == len(of_side)
        records.append(_record(row))
    are_counted = all(list(of_side) == list(range(len(of_side))) for of_side in numbers)
    inputs = [
        {"name": source["name"], "sha256": source.get("text_sha256", "")} for source in rows.meta.get("sources", ())
    ]
    names = [_file_name(source["name"]) for source in inputs]
    tags = [rows.source_language, rows.target_language]
    data: dict[str, Any] = {
        "title": " · ".join(names) or "align",
        "stem": rows.name.rpartition("/")[2] or "".join(names[:1]).partition(".")[0] or "pairs",
        "version": __version__,
        "signature": rows.meta.get("signature", ""),
        "inputs": inputs,
        "layout": rows.meta.get("layout", ""),
        "languages": tags,
        "directions": ["rtl" if languages.is_right_to_left(tag) else "ltr" for tag in tags],
        "sentences": sentences,
        "numbers": numbers if have_numbers and not are_counted else None,
        "sizes": [side["sentences"] for side in rows.meta["sentences"].values()] if "sentences" in rows.meta else None,
        "gaps": gaps,
        "rows": records,
    }
    data["key"] = _key(data)
    return data


def _key(data: dict[str, Any]) -> str:
    """Return the key under which the browser keeps the work: the same for pages of the same sentences and rows.

    Names of files, evidence and confidences are not in it, so the work is found again on a page that is made anew.
    """
    rows = [[*row["n"], row.get("checked", False)] for row in data["rows"]]
    same = [
        [source["sha256"] for source in data["inputs"]],
        data["languages"],
        data["sentences"],
        data["numbers"],
        rows,
    ]
    return hashlib.sha256(dumps(same).encode("ascii")).hexdigest()[:24]


def _record(row: Row) -> dict[str, Any]:
    record: dict[str, Any] = {"n": [len(row.source_sentences), len(row.target_sentences)]}
    if row.confidence is not None:
        record["confidence"] = round(row.confidence, 3)
    if CHECKED in row.flags:
        record["checked"] = True
    if flags := [flag for flag in row.flags if flag != CHECKED]:
        record["flags"] = flags
    if row.why is not None:
        record["why"] = row.why
    return record


def _gaps(text: str, sentences: Sequence[str], place: int) -> Iterator[tuple[int, str]]:
    """Yield what stands between neighbouring sentences of a text, if it is not one space, with the second one's place.

    place: place of the first of the sentences.
    """
    end = 0
    for offset, sentence in enumerate(sentences):
        is_last = offset == len(sentences) - 1
        # The last sentence ends where the text ends, even if its characters stand before it as well.
        start = len(text) - len(sentence) if is_last else text.index(sentence, end)
        if offset and text[end:start] != " ":
            yield place + offset, text[end:start]
        end = start + len(sentence)


def _file_name(path: str) -> str:
    """Return the name of a file without its folders."""
    return path.replace("\\", "/").rpartition("/")[2]


@cache
def _asset(name: str) -> str:
    return (files("aligner.write") / "page" / name).read_text(encoding="utf-8")


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _hash(text: str) -> str:
    """Return the source of a security policy that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
