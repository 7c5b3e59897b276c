"""Sources of vectors: an encoder, which computes those of any text, or files with those of one document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aligner.bitext import Document, Parallel
from aligner.errors import InputError
from aligner.lattice.costs import Float32s
from aligner.semantic import vector_cache, vector_files
from aligner.semantic.encoders import Encoder

Progress = Callable[[int, int], None]  # called with the number of texts that have a vector, and that of all texts


class VectorSource(Protocol):
    """A source of the vectors of sentences, and perhaps of words."""

    def of_documents(self, documents: Sequence[Parallel], report: Progress) -> list[tuple[Float32s, Float32s]]:
        """(n, d) and (m, d) for each pair of documents: the vectors of its source and of its target sentences."""

    def of_words(self, words: Sequence[str]) -> Float32s | None:
        """(words, d): the vectors of single words; None if the source has none."""


@dataclass(frozen=True)
class EncodedVectors:
    """The vectors that an encoder computes."""

    encoder: Encoder

    def of_documents(self, documents: Sequence[Parallel], report: Progress) -> list[tuple[Float32s, Float32s]]:
        """The vectors of all documents; they are computed together."""
        sides = [side for pair in documents for side in (pair.source, pair.target)]
        texts = [text for side in sides for text in _sentences(side)]
        vectors = vector_cache.encode(self.encoder, texts, report)
        result, begin = [], 0
        for side in sides:
            end = begin + len(side.sentences)
            result.append(vectors[begin:end])
            begin = end
        return list(zip(result[::2], result[1::2], strict=True))

    def of_words(self, words: Sequence[str]) -> Float32s | None:
        """The vectors of words as sentences of one word."""
        return vector_cache.encode(self.encoder, words)


@dataclass(frozen=True)
class GivenVectors:
    """Vectors that the user gives for the sentences of one document.

    names: of the two files, for messages.
    vectors: (n, d) and (m, d).
    """

    names: tuple[str, str]
    vectors: tuple[Float32s, Float32s]

    def of_documents(self, documents: Sequence[Parallel], report: Progress) -> list[tuple[Float32s, Float32s]]:
        """The vectors of the one document. Raises InputError unless there is one for each sentence."""
        for document in documents:
            for name, vectors, side in zip(self.names, self.vectors, document[:2], strict=True):
                if len(vectors) != len(side.sentences):
                    problem = f"has {len(vectors)} vectors, but the text has {len(side.sentences)} sentences"
                    raise InputError(
                        name, problem, hint="give a vector for each line that is not empty, in their order"
                    )
        return [self.vectors for _ in documents]

    def of_words(self, words: Sequence[str]) -> Float32s | None:
        """None: the vectors of words are not known."""
        return None


def given_vectors(paths: tuple[str, str], documents: Sequence[Parallel]) -> GivenVectors:
    """The vectors of two files; `documents` holds the one document that they are for, perhaps in several readings."""
    sides = documents[0][:2] if documents else ()
    source, target = (
        vector_files.read_vectors(path, [side.sentence(number) for number in range(len(side.sentences))])
        for path, side in zip(paths, sides, strict=True)
    )
    if source.shape[1] != target.shape[1]:
        problem = f"has vectors of {source.shape[1]} dimensions, but {paths[1]} of {target.shape[1]}"
        raise InputError(paths[0], problem, hint="encode both texts with the same encoder")
    return GivenVectors(paths, (source, target))


def _sentences(document: Document) -> list[str]:
    """The texts of the sentences, with single spaces in place of line ends."""
    return [" ".join(document.sentence(number).split()) for number in range(len(document.sentences))]
