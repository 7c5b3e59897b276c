"""Pair the sentences of an Arabic text and its English translation.

>>> import aligner
>>> bitext = aligner.align_texts("وصل القطار. نزل الركاب.", "The train arrived. The passengers got off.")
>>> [(pair.target, pair.kind) for pair in bitext]
[('The train arrived.', '1-1'), ('The passengers got off.', '1-1')]

`align_file` reads files, `align_texts` takes texts, `align_sentences` takes sentences that the caller has split,
`align_lengths` takes their lengths, and `split_text` only splits. `docs/api.md` of the project describes all of them.

Notices about an input are logged by the logger `aligner`: a guessed encoding or a doubt at level WARNING, the
detected layout at level INFO. Python writes warnings to standard error unless logging is configured; for the rest,
call `logging.basicConfig(level=logging.INFO)`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from aligner.version import __version__

if TYPE_CHECKING:
    from aligner.api import align_file, align_lengths, align_sentences, align_texts, split_text
    from aligner.bitext import Bead, Bitext, Document, Numbers, Pair, Place, Span, Why
    from aligner.errors import InputError

__all__ = [
    "Bead",
    "Bitext",
    "Document",
    "InputError",
    "Numbers",
    "Pair",
    "Place",
    "Span",
    "Why",
    "__version__",
    "align_file",
    "align_lengths",
    "align_sentences",
    "align_texts",
    "split_text",
]


def __dir__() -> list[str]:
    """Return the names that are public. Sub-modules can be imported, and are not among them."""
    return __all__


# A module -> the public names that it has. They are imported when they are first used, so that the command is at work
# before a library is loaded, and can answer Ctrl-C.
_NAMES = {
    "aligner.api": ("align_file", "align_lengths", "align_sentences", "align_texts", "split_text"),
    "aligner.bitext": ("Bead", "Bitext", "Document", "Numbers", "Pair", "Place", "Span", "Why"),
    "aligner.errors": ("InputError",),
}

if not TYPE_CHECKING:  # a checker of types takes a module with this function for one that has every name

    def __getattr__(name: str) -> Any:
        """Return a public name, which is imported."""
        for module, names in _NAMES.items():
            if name in names:
                value = globals()[name] = getattr(import_module(module), name)
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
