"""TMX 1.4: a translation memory, for the programs of translators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.rows import Row, Rows
from aligner.version import __version__
from aligner.write.document import OutputOptions
from aligner.write.document_rows import name_of_inputs, source_names
from aligner.write.writer import Flags, TextWriter, confidence_text
from aligner.write.xml_text import DECLARATION, XmlText

# White space with a line end in it. It starts where a run of white space does, which keeps the search linear.
_LINE_END = re.compile(r"(?<![ \t])[ \t]*[\r\n][ \t\r\n]*")


class Tmx(TextWriter):
    """One translation unit a pair, with its confidence, its kind and its files as properties.

    White space with a line end becomes one space: programs compare segments with those of a text in which the lines
    end elsewhere. There is no DOCTYPE line, since the parser of Java would look for the file that it names.
    """

    name = "tmx"
    suffix = ".tmx"
    pairs_only = True
    flags = Flags.ON_REQUEST

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield the header, a unit for each row with both sides, and the end."""
        xml = XmlText()
        source, target = xml.attribute(rows.source_language), xml.attribute(rows.target_language)
        yield (
            f'{DECLARATION}<tmx version="1.4">\n'
            f'  <header creationtool="align" creationtoolversion="{__version__}" segtype="sentence" o-tmf="align"'
            f' adminlang="en" srclang={source} datatype="plaintext"/>\n'
            "  <body>\n"
        )
        files = _files(rows, xml)
        for row in rows.rows:
            if row.paired:
                yield (
                    f"    <tu>\n{_properties(row, options, xml)}{files}"
                    f"      <tuv xml:lang={source}><seg>{xml.content(_on_one_line(row.source))}</seg></tuv>\n"
                    f"      <tuv xml:lang={target}><seg>{xml.content(_on_one_line(row.target))}</seg></tuv>\n"
                    "    </tu>\n"
                )
        yield "  </body>\n</tmx>\n"
        xml.log_replaced(name_of_inputs(rows))


def _files(rows: Rows, xml: XmlText) -> str:
    """Return the properties that name the files of a document; they are the same in all of its units."""
    names = source_names(rows)
    types = ("file",) if len(names) == 1 else ("source-file", "target-file")
    return "".join(_property(kind, name, xml) for kind, name in zip(types, names, strict=False))


def _properties(row: Row, options: OutputOptions, xml: XmlText) -> str:
    """Return the properties of a row."""
    values = {
        "confidence": confidence_text(row),
        "kind": row.kind,
        "flags": ",".join(row.flags) if options.flags else "",
        "document": row.document,
    }
    return "".join(_property(name, value, xml) for name, value in values.items() if value)


def _property(name: str, value: str, xml: XmlText) -> str:
    return f'      <prop type="x-{name}">{xml.content(value)}</prop>\n'


def _on_one_line(text: str) -> str:
    """Replace white space with a line end by one space."""
    return _LINE_END.sub(" ", text) if "\n" in text or "\r" in text else text
