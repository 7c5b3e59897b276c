"""Rows whose texts are hard to write as XML, what XML can hold of them, and warnings of writers."""

import io
import tracemalloc

from hypothesis import strategies as st
from output_documents import bytes_of

from aligner.notices import recorded
from aligner.rows import Row, Rows
from aligner.write import formats
from aligner.write.document import OutputOptions

HOSTILE = [
    *("]]>", "&amp;", "&#13;", "<seg>", "</tu>", "<!--", "<?xml", "&", "<", ">", '"', "'", "\\", "%", "{}"),
    *("\n", "\r", "\r\n", "\n \t\n", "\t", "  ", "\u00a0", "\x85", "\u2028", "\u2029"),
    *("\u200e", "\u200f", "\u202b", "\u202c", "\u2067", "\u2069", "\u200c", "\ufeff", "\ufffd"),
    *("\0", "\b", "\v", "\f", "\x1b", "\x1c", "\x1f", "\x7f", "\x9f", "\ufffe", "\uffff", "\ud800", "\udfff"),
    *("قِطارٌ", "٣ دنانير", "train", "é", "🙂", "\U0001fffe", "\U0010ffff"),
]
texts = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=[])), min_size=1).map("".join)
texts = texts.filter(bool)
confidences = st.none() | st.floats(0, 1)


@st.composite
def row_lists(draw, texts=texts, documents=("",)):
    """Rows in the order of their documents, with sentences numbered as those of an alignment."""
    rows = []
    for document in documents:
        numbers = [0, 0]
        for sides in draw(st.lists(st.tuples(st.lists(texts, max_size=3), st.lists(texts, max_size=3)), max_size=4)):
            if any(sides):
                ranges = [range(first, first + len(side)) for first, side in zip(numbers, sides, strict=True)]
                numbers = [side.stop for side in ranges]
                kind = "-".join(str(len(side)) for side in sides)
                joined = [" ".join(side) for side in sides]
                rows.append(Row(*joined, kind, draw(confidences), *ranges, *sides, document=document))
    return rows


def can_hold(character):
    """True for a character that XML 1.0 allows: its production `Char`."""
    code = ord(character)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def held(text):
    """The text that a reader of the XML gets: a space for white space that XML cannot hold, U+FFFD for the rest."""
    return "".join(character if can_hold(character) else " " if character.isspace() else "\ufffd" for character in text)


def to_bytes(rows, form, languages=("ar", "en"), meta=None, **options):
    """The contents of a file with these rows."""
    return bytes_of(Rows(*languages, iter(rows), meta or {}), OutputOptions(form, **options))


def warnings_of(rows, form, **options):
    """The texts of the warnings that a writer logs."""
    with recorded() as notices:
        to_bytes(rows, form, **options)
    return [notice.text for notice in notices]


def many_rows(number):
    """Rows of one document, made one by one."""
    for index in range(number):
        source, target = f"الجملة رقم {index} & «غيرها»", f"Sentence <{index}> & another"
        yield Row(source, target, "1-1", 0.987, (index,), (index,), (source,), (target,))


class Discard(io.RawIOBase):
    """A file that keeps nothing but the number of its bytes."""

    size = 0

    def writable(self):
        return True

    def write(self, data):
        self.size += len(data)
        return len(data)


def size_and_peak(form, number):
    """The size of a file of many rows, and the most memory that its writer takes, in bytes."""
    file = Discard()
    tracemalloc.start()
    try:
        formats.FORMATS[form].write(Rows("ar", "en", many_rows(number)), OutputOptions(form), [file])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return file.size, peak
