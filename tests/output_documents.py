"""Documents to write, for tests of the writers."""

import io

from aligner.bitext import Bead, Bitext, Document, Span
from aligner.rows import Row, Rows
from aligner.write import formats
from aligner.write.document import OutputDocument


def side(language, *sentences, gap=" "):
    """One side of a bitext: a document of one paragraph.

    gap: the characters between two sentences.
    """
    spans, text = [], ""
    for sentence in sentences:
        text += gap if text else ""
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return Document(language, text, (tuple(spans),) if spans else ())


def output_document(source, target, *beads, meta=None):
    """An output document of which all beads are written."""
    bitext = Bitext(source, target, beads)
    return OutputDocument(bitext, bitext.beads, {} if meta is None else meta)


def one_pair(source, target, confidence=1.0):
    """An output document that holds one pair of sentences."""
    return output_document(side("ar", source), side("en", target), Bead(range(1), range(1), confidence))


def three_beads():
    """A bead of two sentences and one, and a sentence without a translation on each side."""
    return output_document(
        side("ar", "وصل القطار.", "نزل الركاب.", "نام الحارس."),
        side("en", "The train came and all got off.", "It rained."),
        Bead(range(2), range(1), 0.98749),
        Bead(range(2, 3), range(1, 1), 0.25),
        Bead(range(3, 3), range(1, 2), 1.0),
        meta={"signature": "align:0|to:en", "sources": [{"name": "قصة.txt"}]},
    )


def rows_of(*pairs, meta=None):
    """Rows of kind 1-1 without a confidence, from pairs of texts."""
    return Rows("ar", "en", (Row(source, target, "1-1") for source, target in pairs), meta or {})


def rows_of_documents():
    """The rows of two documents, one after another, with flags; the confidence of the last is not known."""
    first, second = "كتاب", "-b/ü"
    rows = (
        Row("نعم.", "Yes.", "1-1", 0.98749, range(1), range(1), document=first),
        Row("", "No.", "0-1", 0.5, range(0), range(1, 2), flags=("gap-nearby",), document=first),
        Row("لا.", "No.", "1-1", 0.75, range(1), range(1), flags=("numbers", "length"), document=second),
        Row("ربما.", "", "", None, document=second),
    )
    return Rows("ar", "en", iter(rows))


def many_rows(count, text="The guard sat by the door and drank tea; it was number {}."):
    """Rows that are made while they are read."""
    arabic = "جلس الحارس قرب الباب وشرب الشاي، ورقمه {}."
    rows = (
        Row(arabic.format(number), text.format(number), "1-1", number % 1000 / 1000, range(number, number + 1))
        for number in range(count)
    )
    return Rows("ar", "en", rows)


class Nowhere(io.RawIOBase):
    """A file that keeps nothing, and cannot seek."""

    def writable(self):
        return True

    def write(self, data):
        return len(data)


def bytes_of(rows, options):
    """The contents of the one file that holds rows."""
    (contents,) = formats.contents_of_files(rows, options)
    return contents


def text_of(rows, options):
    """The text of the one file that holds rows."""
    return bytes_of(rows, options).decode("utf-8")
