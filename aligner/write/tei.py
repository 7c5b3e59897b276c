"""TEI P5: the sentences of both languages, and links between them, for corpus linguists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile

from aligner import languages
from aligner.rows import Row, Rows
from aligner.version import __version__
from aligner.write.document import OutputOptions
from aligner.write.document_rows import by_document, name_of_inputs
from aligner.write.writer import TextWriter, confidence_text
from aligner.write.xml_text import DECLARATION, XmlText

SPOOL_SIZE = 8_000_000  # bytes; a temporary file stays in memory up to this size, and few documents are longer

_NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
_NAME_START = re.compile("[A-Za-z][A-Za-z0-9-]*")  # a language tag with which an `xml:id` can begin


class Tei(TextWriter):
    """A text with a division for each language, one `s` a sentence, and a `linkGrp` with one `link` a pair.

    A sentence without a translation has no link, since a link has two targets or more. `cert` of a link is its
    confidence. Several documents are a `teiCorpus` of one `TEI` a document.

    A row holds both languages, and a division one, so that target sentences and links wait in temporary files.
    """

    name = "tei"
    suffix = ".tei"

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield the documents, in pieces that are not always whole lines."""
        xml = XmlText()
        yield DECLARATION
        if options.documents:
            yield f"<teiCorpus {_NAMESPACE}>\n{_header('', rows, xml)}"
            number = 0
            for number, (document, rows_of_document) in enumerate(by_document(rows, options), 1):
                yield from _document(document, f"d{number}.", rows, rows_of_document, xml)
            if not number:  # a corpus without a text is not valid
                yield from _document("", "", rows, (), xml)
            yield "</teiCorpus>\n"
        else:
            yield from _document("", "", rows, rows.rows, xml)
        xml.log_replaced(name_of_inputs(rows))


class _Sentences:
    """The `s` elements of one side of a document, which have identifiers in ascending order.

    prefix: what identifiers begin with, such as `ar.`; a number from 1 follows.
    """

    def __init__(self, prefix: str, xml: XmlText) -> None:
        self._prefix = prefix
        self._xml = xml
        self._last = 0

    def add(self, text: str, sentences: Sequence[str], numbers: Sequence[int]) -> tuple[str, str]:
        """Return the elements of a side of a row, and references to them.

        text: the text of the side, for a row whose sentences are not known.
        numbers: numbers of the sentences, from 0. Rows from another file may lack them, or be in any order; then the
            number after the last one keeps identifiers unique.
        """
        sentences = sentences or (text,) * bool(text)
        elements = references = ""
        for sentence, number in zip(sentences, [*numbers, *[0] * len(sentences)], strict=False):
            self._last = max(self._last + 1, number + 1)
            name = f"{self._prefix}{self._last}"
            elements += f'<s xml:id="{name}">{self._xml.content(sentence)}</s>\n'
            references += f" #{name}"
        self._last = max(self._last, *(number + 1 for number in numbers), 0)
        return elements, references


def _document(name: str, prefix: str, rows: Rows, rows_of_document: Iterable[Row], xml: XmlText) -> Iterator[str]:
    """Yield a document.

    name: name of the document, in a file that holds several; empty in others.
    prefix: what the identifiers of the document begin with, in a file that holds several.
    """
    source_prefix, target_prefix = (f"{prefix}{side}." for side in _sides(rows))
    source, target = _Sentences(source_prefix, xml), _Sentences(target_prefix, xml)
    yield f"<TEI{'' if prefix else f' {_NAMESPACE}'}>\n{_header(name, rows, xml)}<text>\n<body>\n"
    with _spool() as targets, _spool() as links:
        yield _division(rows.source_language, xml)
        for row in rows_of_document:
            elements, references = source.add(row.source, row.source_sentences, row.source_numbers)
            yield elements
            target_elements, target_references = target.add(row.target, row.target_sentences, row.target_numbers)
            targets.write(target_elements)
            if references and target_references:
                links.write(_link(references + target_references, row))
        yield f"</ab>\n</div>\n{_division(rows.target_language, xml)}"
        yield from _reread(targets)
        yield "</ab>\n</div>\n</body>\n</text>\n"
        if links.tell():  # a group without a link is not valid
            yield '<standOff>\n<linkGrp type="alignment">\n'
            yield from _reread(links)
            yield "</linkGrp>\n</standOff>\n"
    yield "</TEI>\n"


def _sides(rows: Rows) -> tuple[str, str]:
    """Return names of the sides for identifiers: the languages, if they are different and can begin an identifier."""
    tags = rows.source_language, rows.target_language
    usable = tags[0] != tags[1] and all(_NAME_START.fullmatch(tag) for tag in tags)
    return tags if usable else ("source", "target")


def _header(name: str, rows: Rows, xml: XmlText) -> str:
    """Return the header of a document, or of a corpus."""
    tags = rows.source_language, rows.target_language
    pair = " and ".join(languages.name(tag) for tag in tags)
    used = "".join(
        f"<language ident={xml.attribute(tag)}>{xml.content(languages.name(tag))}</language>\n"
        for tag in dict.fromkeys(tags)
    )
    return (
        "<teiHeader>\n<fileDesc>\n"
        f"<titleStmt><title>{xml.content(name or name_of_inputs(rows) or pair)}</title></titleStmt>\n"
        "<publicationStmt><p>Unpublished</p></publicationStmt>\n"
        f"<sourceDesc><p>Parallel texts: {xml.content(pair)}</p></sourceDesc>\n</fileDesc>\n"
        f"<encodingDesc><p>align {__version__} wrote this file. The cert of a link is"
        " the probability that its sentences translate each other.</p></encodingDesc>\n"
        f"<profileDesc><langUsage>\n{used}</langUsage></profileDesc>\n</teiHeader>\n"
    )


def _division(language: str, xml: XmlText) -> str:
    """Return the beginning of the text in one language. Rows do not know its paragraphs, which makes it an `ab`."""
    return f"<div xml:lang={xml.attribute(language)}>\n<ab>\n"


def _link(references: str, row: Row) -> str:
    cert = f' cert="{confidence_text(row)}"' if row.confidence is not None else ""
    return f'<link target="{references.lstrip()}"{cert}/>\n'


def _spool() -> SpooledTemporaryFile[str]:
    """Return a file in memory, which moves to the disk when it grows."""
    return SpooledTemporaryFile(SPOOL_SIZE, "w+", encoding="utf-8", newline="\n")


def _reread(file: SpooledTemporaryFile[str]) -> Iterator[str]:
    """Yield the contents of a file that was written."""
    file.seek(0)
    yield from file
