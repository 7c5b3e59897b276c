"""Folders: the documents that belong together, and those that a folder lacks."""

import evaluation_samples as samples
import pytest
from evaluation_samples import GOLD, PREDICTED, index

from aligner.errors import InputError
from aligner.evaluation.folders import documents_of, pair_documents
from aligner.evaluation.report import report_object
from aligner.evaluation.run import Inputs, evaluate
from aligner.folder_walk import NotWalked


@pytest.fixture
def write(here):
    """Write files, given by their paths, each with the same beads unless it has a text."""

    def write(*paths, text=None):
        for path in paths:
            (here / path).parent.mkdir(parents=True, exist_ok=True)
            (here / path).write_text(index(GOLD) if text is None else text, encoding="utf-8")

    return write


@pytest.mark.parametrize(
    ("paths", "documents"),
    [
        (["a.txt", "b.index"], {"a": "a.txt", "b": "b.index"}),
        (["sub/a.jsonl", "a.tsv.gz"], {"sub/a": "sub/a.jsonl", "a": "a.tsv.gz"}),
        (["a/gold.txt", "a/ar.txt", "a/en.txt", "a/mixed.txt"], {"a": "a/gold.txt"}),
        (["a/ar.txt", "a/en.txt", "a/gold.json"], {"a": "a/gold.json"}),
        (["a.gold.txt", "a.ar.txt", "a.en.txt"], {"a": "a.gold.txt"}),
        (["a.index", "a.ar", "a.en"], {"a": "a.index"}),
        (["a.ar", "a.en", "b.ar.txt", "b.en.txt"], {"a": "a.ar", "b": "b.ar.txt"}),
        (["a.de", "a.fr"], {"a": "a.de"}),
        (["it.txt", "news.306755.tsv"], {"it": "it.txt", "news.306755": "news.306755.tsv"}),
        (["a.tsv", "summary.json", "index.html", "README.md", ".align/b.tsv"], {"a": "a.tsv"}),
    ],
)
def test_documents_of_a_folder(paths, documents, write, here):
    write(*(f"folder/{path}" for path in paths))
    assert documents_of("folder", NotWalked()) == {name: f"folder/{path}" for name, path in documents.items()}


def test_two_alignments_of_a_document(write):
    write("folder/a.tsv", "folder/a.jsonl")
    with pytest.raises(InputError) as error:
        documents_of("folder", NotWalked())
    assert str(error.value) == "folder: a.tsv and a.jsonl are two alignments of the document a; leave one of them"


def test_a_folder_without_alignments(write):
    write("folder/notes.md")
    with pytest.raises(InputError, match="there is no alignment in this folder"):
        documents_of("folder", NotWalked())


def test_documents_that_the_prediction_lacks(write, caplog):
    write("gold/a/gold.txt", "gold/b/gold.txt", "out/b.txt", "out/c.txt")
    assert pair_documents("gold", "out")[1:3] == (["a"], ["c"])
    with pytest.raises(InputError) as error:
        evaluate("gold", "out")
    assert caplog.messages == ["out: no document a, which gold has"]
    assert str(error.value) == "out: 1 document of the gold is missing; add it to out, or take it out of the gold"


def test_a_gold_may_be_a_sample(write, caplog):
    write("gold/b.txt", "out/a.txt", "out/b.txt", "out/c.txt")
    assert [document.name for document in evaluate("gold", "out")] == ["b"]
    assert caplog.messages == ["out: 2 documents have no gold, such as a; not measured"]


def test_pooled_figures_and_those_of_documents(write):
    write("gold/a.txt", "gold/b.txt")
    write("out/a.txt", text=index(PREDICTED))
    write("out/b.txt")
    figures = report_object(evaluate("gold", "out"))
    assert figures["documents"] == 2
    assert figures["strict"]["precision"] == 3 / 5
    assert [of_document["strict"]["f1"] for of_document in figures["by_document"].values()] == [0.4, 1]


def test_documents_of_two_kinds_cannot_be_pooled(write):
    gold, source, target = samples.raw_gold(list(zip(samples.SOURCE, samples.TARGET, strict=True)))
    write("gold/a.txt", "out/a.txt")
    write("gold/b/gold.json", text=gold)
    write("gold/b/ar.txt", text=source)
    write("gold/b/en.txt", text=target)
    write("out/b.jsonl", text=samples.json_lines(PREDICTED))
    with pytest.raises(InputError, match="a is scored by numbers of sentences, but b by raw text"):
        evaluate("gold", "out")


def test_a_folder_and_a_file(write):
    write("gold/a.txt", "out.txt")
    with pytest.raises(InputError, match=r"gold: this is a folder, but out\.txt is not; give two files or two folders"):
        evaluate("gold", "out.txt")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("texts/sub/a.ar.txt", "texts/sub/a.en.txt"),
        ("texts/sub/a/ar.txt", "texts/sub/a/en.txt"),
        ("ar/sub/a.txt", "en/sub/a.txt"),
        ("ar/sub/a.ar.txt", "en/sub/a.en"),
    ],
)
def test_texts_of_documents_in_folders(source, target, write, here):
    write("gold/sub/a.txt")
    write("out/sub/a.jsonl", text=samples.json_lines(PREDICTED, numbered=False))
    write(source, text="\n".join(samples.SOURCE))
    write(target, text="\n".join(samples.TARGET))
    texts = (source.partition("/")[0], target.partition("/")[0])
    (measurement,) = evaluate("gold", "out", Inputs(texts=texts))
    assert [item.strict for item in measurement.beads.predicted] == [True, False, False]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (("ar", "ar"), "ar: no two texts of the document a; name them a.ar.txt and so on"),
        (("ar", "en"), "en: there is no text of the document a; name it a.txt"),
        (("ar", "both"), "both: there are 2 texts of the document a; name it a.txt"),
    ],
)
def test_texts_that_a_folder_lacks(texts, message, write):
    write("gold/a.txt", "out/a.txt", "ar/a.ar.txt", "en/b.en.txt", "both/a.en.txt", "both/a.fr.txt")
    with pytest.raises(InputError) as error:
        evaluate("gold", "out", Inputs(texts=texts))
    assert str(error.value) == message
