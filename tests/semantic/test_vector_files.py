"""Files of vectors: what is read, and the message for each that cannot be used."""

import numpy as np
import pytest

from aligner.errors import InputError
from aligner.semantic.vector_files import read_vectors

SENTENCES = ["The guard slept.", "The bird flew away."]


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, ">f4"])
def test_rows_of_a_numpy_file(here, kind):
    np.save("a.npy", np.array([[1, 2, 3], [4, 5, 6]], kind))
    vectors = read_vectors("a.npy", SENTENCES)
    assert vectors.dtype == np.float32
    assert vectors.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_single_sentences_of_the_overlaps_of_vecalign(here):
    lines = ["The bird flew away.", "The guard slept.", "The guard slept. The bird flew away.", "PAD"]
    (here / "overlaps.en").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    np.arange(8, dtype="<f4").tofile("overlaps.en.emb")
    assert read_vectors("overlaps.en.emb", SENTENCES).tolist() == [[2, 3], [0, 1]]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: None, "a.npy: cannot be read: No such file or directory"),
        (lambda: np.save("a.npy", np.ones(3)), "a.npy: has the shape (3,) and the type float64, not a row of numbers"
         " for each sentence; save a matrix of floating-point numbers with numpy.save"),
        (lambda: np.save("a.npy", np.ones((2, 2), int)), "a.npy: has the shape (2, 2) and the type int64, not a row of"
         " numbers for each sentence; save a matrix of floating-point numbers with numpy.save"),
        (lambda: np.save("a.npy", np.array([[1, np.nan], [1, 2]])), "a.npy: holds numbers that are not finite; encode"
         " the sentences anew"),
        (lambda: np.ones(4, "<f4").tofile("a.npy"), "a.npy: is no .npy file, and the text of vecalign's overlaps is not"
         " beside it; save vectors with numpy.save, or give NAME.emb with the lines of vecalign's overlaps in NAME"),
    ],
)  # fmt: skip
def test_messages_for_numpy_files(here, make, message):
    make()
    with pytest.raises(InputError) as error:
        read_vectors("a.npy", SENTENCES)
    assert str(error.value) == message


def test_a_numpy_file_that_ends_early_is_named(here):
    np.save("a.npy", np.ones((9, 9)))
    (here / "a.npy").write_bytes((here / "a.npy").read_bytes()[:300])
    with pytest.raises(InputError, match=r"^a\.npy: is a damaged \.npy file: .*; save it anew with numpy\.save$"):
        read_vectors("a.npy", SENTENCES)


def test_objects_in_a_numpy_file_are_not_loaded(here):
    np.save("a.npy", np.array([["x", {}]], object), allow_pickle=True)
    with pytest.raises(InputError, match=r"is a damaged \.npy file"):
        read_vectors("a.npy", SENTENCES)


@pytest.mark.parametrize(
    ("lines", "numbers", "message"),
    [
        (SENTENCES[:1], 2, "o.emb: has no vector of sentence 2, which is no line of o; make the overlaps of the same"
         " files, or save vectors with numpy.save"),
        (SENTENCES, 3, "o.emb: has 3 numbers, which is no multiple of the 2 lines of o; encode the lines of that file"
         " anew"),
    ],
)  # fmt: skip
def test_messages_for_the_overlaps_of_vecalign(here, lines, numbers, message):
    (here / "o").write_text("\n".join(lines), encoding="utf-8")
    np.ones(numbers, "<f4").tofile("o.emb")
    with pytest.raises(InputError) as error:
        read_vectors("o.emb", SENTENCES)
    assert str(error.value) == message
