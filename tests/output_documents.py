"""Documents to write, for tests of the writers."""

from aligner.bitext import Bead, Bitext, Document, Span
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
