"""Pair the sentences of an Arabic text and its English translation.

>>> import aligner
>>> bitext = aligner.align_texts("وصل القطار. نزل الركاب.", "The train arrived. The passengers got off.")
>>> [(pair.target, pair.kind) for pair in bitext.pairs()]
[('The train arrived.', '1-1'), ('The passengers got off.', '1-1')]
"""

from aligner.api import align_file, align_lengths, align_texts, split_text
from aligner.bitext import Bead, Bitext, Document, Pair, Span
from aligner.errors import InputError
from aligner.version import __version__

__all__ = [
    "Bead",
    "Bitext",
    "Document",
    "InputError",
    "Pair",
    "Span",
    "__version__",
    "align_file",
    "align_lengths",
    "align_texts",
    "split_text",
]
