"""The words of made-up texts, and beads that pair their sentences, by which alignments are judged."""

from aligning import documents

from aligner.align.shared_lexicon import SharedLexicon
from aligner.bitext import Bead, Parallel


def words_of(source, target, languages=("ar", "en"), lexicons=(), corpus=()):
    """The words of two lists of sentences. corpus: lexicons that were learned from a corpus."""
    pair = Parallel(*documents(source, target, languages))
    return SharedLexicon.from_documents([pair], lexicons, corpus).words_of(0)


def paired_beads(count):
    """As many 1-1 beads."""
    return [Bead(range(k, k + 1), range(k, k + 1), 1.0) for k in range(count)]
