"""Configuration of Sphinx, which makes a site of the documentation in build/site/:

    pip install '.[docs]'
    sphinx-build -E -W --keep-going -d build/doctrees -c docs . build/site

The pages are Markdown, as they stand in the project: the README and its neighbours, and docs/. Links between them are
links between pages of the site. The site needs no network: no fonts, scripts or pictures from elsewhere.
"""

from __future__ import annotations

import os
import re
from typing import Any

from aligner.version import __version__

# Heading of a part of the navigation -> its pages, from the root of the project, in order.
NAVIGATION = {
    "": ["بالعربية <README.ar>"],
    "Tutorials": [
        "For translators <docs/tutorials/translator>",
        "For corpus linguists <docs/tutorials/corpus-linguist>",
        "For training <docs/tutorials/training>",
    ],
    "Guide": [
        "docs/install",
        "docs/inputs",
        "docs/check",
        "docs/arabic",
        "docs/alignment",
        "docs/output",
        "docs/formats",
        "docs/review",
        "docs/folders",
        "docs/cluster",
        "docs/convert",
        "docs/eval",
        "docs/learn",
    ],
    "Reference": ["docs/reference", "docs/warnings", "docs/api", "docs/limits"],
    "Background": ["docs/how-it-works", "docs/peers"],
    "Project": ["CONTRIBUTING", "CHANGELOG", "SECURITY"],
}

project = "align"
version = release = __version__
author = "the authors of align"
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["*.md", "docs/**/*.md", "docs/*.md"]

myst_heading_anchors = 4
nitpicky = True

html_theme = "furo"
html_title = f"align {__version__}"
html_static_path = ["site"]
html_css_files = ["site.css"]
html_extra_path = ["site/index.html"]
html_copy_source = False
html_show_copyright = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#00695c", "color-brand-content": "#00695c"},
    "dark_css_variables": {"color-brand-primary": "#4db6ac", "color-brand-content": "#4db6ac"},
}

_FILE = re.compile(r'^```(\w+) (?:title=")?([^"\n{]+)"?$', re.MULTILINE)
_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_FOLDER_LINK = re.compile(r"(?<!!)\[([^][]*)\]\((?![a-z]+:|#)([^)#\s]+)\)")
_CODE = re.compile(r"<pre.*?</pre>", re.DOTALL)
_CELL = re.compile(r"(<[^>]*>|[\t\n])")
_ARABIC_FIRST = re.compile(r"[^A-Za-z\u0600-\u06ff]*[\u0600-\u06ff]")


def setup(app: Any) -> None:
    """Change pages as they are read, and as they are written."""
    app.connect("source-read", _read)
    app.connect("html-page-context", _write)


def _read(app: Any, name: str, source: list[str]) -> None:
    """Show the names of files above blocks, and take out links to folders. The first page gets the navigation."""
    folder = os.path.dirname(os.path.join(app.srcdir, name))

    def without_folder(match: re.Match[str]) -> str:
        return match[1] if os.path.isdir(os.path.join(folder, match[2])) else match[0]

    parts = _FENCE.split(source[0])
    parts[::2] = [_FOLDER_LINK.sub(without_folder, part) for part in parts[::2]]
    source[0] = _FILE.sub("```{code-block} \\1\n:caption: \\2\n", "".join(parts))
    if name == root_doc:
        source[0] += "".join(map(_navigation, NAVIGATION, NAVIGATION.values()))


def _navigation(caption: str, pages: list[str]) -> str:
    """Return the part of the navigation below a heading."""
    lines = ["", "```{toctree}", ":hidden:", *([f":caption: {caption}"] * bool(caption)), "", *pages, "```", ""]
    return "\n".join(lines)


def _write(app: Any, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Show Arabic in blocks of code from right to left, cell by cell."""
    if "body" in context:
        context["body"] = _CODE.sub(lambda match: "".join(map(_with_direction, _CELL.split(match[0]))), context["body"])


def _with_direction(cell: str) -> str:
    """Return a cell of a line of code; one that begins with an Arabic letter is isolated from the text around it."""
    if cell.startswith("<") or not _ARABIC_FIRST.match(cell):
        return cell
    return f'<bdi dir="rtl">{cell}</bdi>'
