"""The size of a document that is ready to be aligned: its sentences, and the memory that its alignment takes.

Both are checked before the search begins, which takes nearly all of the time and of the memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from aligner import limits
from aligner.bitext import Document, InputText
from aligner.errors import InputError


class Needs(NamedTuple):
    """The memory that a method needs, in bytes, but for `row`.

    process: a process that aligns a short text, with its libraries and, for words, the lexicon.
    byte: each byte of the texts in UTF-8: the texts, their tokens and the output.
    sentence: each sentence.
    node: each node of the band.
    row: nodes in a row of the band. With words it reaches 24 sentences to either side of a path; without, it is as wide
        as the lengths leave the path open.
    gap: each node by which the search by lengths is wider where one side has more sentences, which may lack anywhere.
    """

    process: int
    byte: int
    sentence: int
    node: int
    row: int
    gap: int


# Measured with `ru_maxrss` on texts of 30 to 30,000 sentences a side, short, long and with gaps; Python 3.11, Linux.
_WITHOUT_WORDS = Needs(process=46 << 20, byte=6, sentence=1500, node=16, row=320, gap=16)
NEEDS: Mapping[str, Needs] = MappingProxyType(
    {
        "hybrid": Needs(process=54 << 20, byte=18, sentence=1500, node=200, row=49, gap=56),
        "length": _WITHOUT_WORDS,
        "gale-church": _WITHOUT_WORDS,
    }
)


def check_texts(texts: Sequence[InputText], method: str, max_memory: int | None) -> None:
    """Raise InputError for a document whose texts alone are likely to take too much memory, before they are split.

    texts: the texts of a document.
    method: a key of `NEEDS`.
    max_memory: bytes that the process may take; None for no limit.
    """
    if max_memory is not None:
        _check_memory(texts, memory(_size(texts), method=method), max_memory)


def check_sides(
    texts: Sequence[InputText], sides: tuple[Document, Document], method: str, max_memory: int | None
) -> None:
    """Raise InputError for a document that exceeds a limit of size, or is likely to take too much memory.

    texts: the texts of the source and of the target; may be one text twice.
    sides: the source and the target, split into sentences.
    method: a key of `NEEDS`.
    max_memory: bytes that the process may take; None for no limit.
    """
    for text, document in zip(texts, sides, strict=True):
        if len(document.sentences) > limits.SENTENCES.value:
            problem = limits.SENTENCES.problem(what=f"the side in {document.language}")
            raise InputError(text.name, problem, hint="divide it into several documents")
        for start, end in document.sentences:
            if end - start > limits.SENTENCE.value:
                line = document.text.count("\n", 0, start) + 1
                hint = "end its sentences with full stops, or add --lines line"
                raise InputError(text.name, limits.SENTENCE.problem(), hint=hint, line=line)
    if max_memory is not None:
        source, target = (len(document.sentences) for document in sides)
        _check_memory(texts, memory(_size(texts), source, target, method), max_memory)


def memory(size: int, source: int = 0, target: int = 0, method: str = "hybrid") -> int:
    """Return an estimate of the largest memory of a process that aligns one document, in bytes.

    It is that of ordinary text. A text with many lines alike, or with large gaps, has a wider band, and takes more.

    size: bytes of the texts in UTF-8.
    source, target: numbers of sentences.
    method: a key of `NEEDS`.
    """
    needs = NEEDS[method]
    all_nodes = (source + 1) * (target + 1)
    of_band = needs.node * min(all_nodes, needs.row * (source + 1) + target)
    of_gaps = needs.gap * min(all_nodes, (source + 1) * abs(source - target))
    return needs.process + needs.byte * size + needs.sentence * (source + target) + of_band + of_gaps


def megabytes(size: int) -> str:
    """Return a number of bytes in words.

    >>> megabytes(3 << 20), megabytes(5 << 30)
    ('3 MB', '5.0 GB')
    """
    return f"{size / (1 << 30):.1f} GB" if size >= 1 << 30 else f"{max(size >> 20, 1)} MB"


def _size(texts: Sequence[InputText]) -> int:
    """Return the bytes of texts in UTF-8; a text that stands twice counts once."""
    return sum(len(text.text.encode("utf-8", "surrogatepass")) for text in {id(text): text for text in texts}.values())


def _check_memory(texts: Sequence[InputText], needed: int, max_memory: int) -> None:
    if needed > max_memory:
        problem = f"this takes about {megabytes(needed)} of memory, and --max-memory allows {megabytes(max_memory)}"
        name = " and ".join(dict.fromkeys(text.name for text in texts))
        raise InputError(name, problem, hint="divide it into several documents, or allow more")
