"""The pages of the documentation, as tests read them: blocks of code, commands, tables and links.

- A `console` block holds commands, each after `$ `, with all that they print: standard error, then standard output.
- A `sh` block holds commands whose output is not shown, one a line. A cell of a table that holds one
  command is such a line.
- A block with a title, ```text title="NAME"```, is a file; with `title="NAME (ENCODING)"` it is saved in that encoding.

`console` blocks of a page are run in order, in one folder; in `docs/arabic.md`, each section has a folder of its own. A
tutorial begins with the files of the folder beside it, or else of its own folder. `sh` commands are run one by one.
"""

import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import regex

ROOT = Path(__file__).resolve().parent.parent
INVISIBLE = regex.compile(
    r"[[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\xa0\u202f]--[\t\n\p{Prepended_Concatenation_Mark}]]", regex.V1
)  # signs such as the end of a verse are format characters, too
_BLOCK = re.compile(r"^```(\w*) ?(.*)\n((?s:.*?))^```$", re.MULTILINE)
_TITLE = re.compile(r'title="([^"\s]+)(?: \(([\w-]+)\))?"')

# Pages that are not in docs/.
_OUTSIDE = ["README.md", "README.ar.md"]
NAMES = [*_OUTSIDE, *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))]
# Pages with `console` blocks.
STORIES = [name for name in NAMES if "```console" in (ROOT / name).read_text(encoding="utf-8")]


class Block(NamedTuple):
    """A block of code: its language, the name and the encoding of the file that it is, if it is one, and its text."""

    language: str
    name: str
    encoding: str
    text: str


class Page:
    """A page of the documentation, by its name in the project."""

    def __init__(self, name):
        self.name = name
        self.text = (ROOT / name).read_text(encoding="utf-8")

    def __repr__(self):
        return self.name

    def texts(self, language):
        """The texts of all blocks in one language that are not files."""
        return [block.text for block in blocks(self.text) if block.language == language and not block.name]

    @cached_property
    def tables(self):
        """The tables, each a list of rows, and each row a list of cells; the row of dashes is left out."""
        texts = re.findall(r"(?:^\|.*\n)+", self.text, re.MULTILINE)
        rows_of_tables = [[re.split(r" ?(?<!\\)\| ?", line)[1:-1] for line in text.splitlines()] for text in texts]
        return [[header, *rows] for header, _, *rows in rows_of_tables]

    def table_of(self, *columns):
        """The rows of the table whose first columns have these names."""
        (table,) = [table for table in self.tables if tuple(table[0][: len(columns)]) == columns]
        return table[1:]

    def shell_lines(self):
        """The commands of `sh` blocks and of tables. A line that ends with a backslash goes on in the next."""
        lines = [line for text in self.texts("sh") for line in text.replace("\\\n", " ").splitlines()]
        cells = [cell for table in self.tables for row in table for cell in row]
        lines += [cell.strip("`") for cell in cells if re.fullmatch("`align [^`]*`", cell)]
        return [line for line in lines if line.strip() and not line.startswith("#")]

    def links(self):
        """The targets of links that lead to files of the project: path from the root, and anchor."""
        found = re.findall(r"\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)", _BLOCK.sub("", self.text))
        folder = (ROOT / self.name).parent
        return [((folder / path).resolve() if path else ROOT / self.name, anchor) for path, anchor in found]

    def anchors(self):
        """The addresses of the headings, as GitHub and the site make them."""
        return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", _BLOCK.sub("", self.text), re.MULTILINE)}

    def stories(self):
        """The parts whose commands are run in order: the sections of `docs/arabic.md`, else the page."""
        sections = re.findall(r"^### (.+)\n((?s:.*?))(?=^##|\Z)", self.text, re.MULTILINE)
        return dict(sections) if self.name == "docs/arabic.md" else {self.name: self.text}

    @property
    def files(self):
        """The folder with the files that the commands of a tutorial read; None for another page."""
        path = ROOT / self.name
        if "tutorials" not in path.parts:
            return None
        return path.with_suffix("") if path.with_suffix("").is_dir() else path.parent


def blocks(text):
    """The blocks of code of a text."""
    found = []
    for language, info, content in _BLOCK.findall(text):
        title = _TITLE.fullmatch(info)
        assert title or not info, f'after ```{language} stands {info}; write title="NAME" or title="NAME (ENCODING)"'
        name, encoding = title.groups() if title else (None, None)
        found.append(Block(language, name or "", encoding or "utf-8", content))
    return found


def anchor(heading):
    """The address of a heading within its page."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def escaped(text):
    """A text with its invisible characters as escapes."""
    return INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def unescaped(text):
    """A text with its escapes as characters."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
