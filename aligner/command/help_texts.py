"""Texts of the help of the command, and lists of names as phrases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aligner.write import formats
from aligner.write.writer import Writer

EXAMPLES = """\
  align book.txt                    one file that holds both languages
  align book.ar.txt book.en.txt     a text and its translation
  cat book.txt | align -f json      standard input
  align corpus/ -o aligned/         every document of a folder"""

HELP = f"""Pair the sentences of a text and its translation.

\b
{EXAMPLES}

Input is text, Markdown, Word, LibreOffice, HTML, EPUB, subtitles, tables, TMX, XLIFF or PO. In one file, languages
stand one after the other, in turn, in columns, or on one line. A review before the texts keeps checked rows.

Sentences that translate each other form a bead. Each row is a bead; its kind, such as 1-2, is the number of sentences
on each side.
"""

EXIT_STATUS = """Exit status: 0 all went well; 1 something failed, or nothing was aligned; 2 the command was wrong;
130 stopped by Ctrl-C."""


def formats_where(condition: Callable[[Writer], bool]) -> str:
    """Return the names of the formats that meet a condition, such as `tsv, json or jsonl`."""
    return alternatives([writer.name for writer in formats.FORMATS.values() if condition(writer)])


def alternatives(names: Sequence[str]) -> str:
    """Return names as a phrase: `a, b or c`."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
