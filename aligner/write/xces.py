"""XCES: links between the numbers of sentences, as the corpora of OPUS have them, without texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.document_rows import by_document, name_of_inputs, row_name, source_names
from aligner.write.writer import TextWriter, confidence_text
from aligner.write.xml_text import DECLARATION, XmlText


class Xces(TextWriter):
    """One group of links a document, and one link a bead, `xtargets="1 2;1"`, also if a side is empty.

    Sentences are numbered from 1, so that a number is a line of a file with one sentence a line.
    """

    name = "xces"
    suffix = ".xces"

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield one line a link. Raises InputError for a row with a text whose sentences have no numbers."""
        xml = XmlText()
        number = 0
        yield f'{DECLARATION}<cesAlign version="1.0">\n'
        for document, rows_of_document in by_document(rows, options):
            source, target = (xml.attribute(name) for name in _names(document, rows))
            yield f'<linkGrp targType="s" fromDoc={source} toDoc={target}>\n'
            for row in rows_of_document:
                number += 1
                _check_numbers(rows, row, number)
                targets = f"{_ids(row.source_numbers)};{_ids(row.target_numbers)}"
                certainty = f' certainty="{confidence_text(row)}"' if row.confidence is not None else ""
                yield f'<link id="SL{number}" xtargets="{targets}"{certainty} />\n'
            yield "</linkGrp>\n"
        yield "</cesAlign>\n"
        xml.log_replaced(name_of_inputs(rows))


def _names(document: str, rows: Rows) -> tuple[str, str]:
    """Return the names of both sides of a document: the inputs, or if they are not known, names with the languages.

    document: name of the document, in a file that holds several; empty in others.
    """
    names = [] if document else source_names(rows)
    if names:
        return names[0], names[-1]
    stem = f"{document}." if document else ""
    return f"{stem}{rows.source_language}", f"{stem}{rows.target_language}"


def _ids(numbers: Sequence[int]) -> str:
    return " ".join(str(number + 1) for number in numbers)


def _check_numbers(rows: Rows, row: Row, number: int) -> None:
    """Raise InputError for a side with a text but without the numbers of its sentences.

    number: number of the row, from 1.
    """
    if (row.source and not row.source_numbers) or (row.target and not row.target_numbers):
        problem = "its sentences have no numbers, and xces has numbers only"
        raise InputError(row_name(rows, row, number), problem, hint="choose a format with texts, such as tei")
