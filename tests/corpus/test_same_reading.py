"""A document is read and aligned in a run over many documents as it is by itself."""

from logging import WARNING

import pytest
from input_cases import cases
from layout_cases import ALL

from aligner import pipeline
from aligner.corpus.batch import Batch, WorkItem
from aligner.corpus.records import DocumentRecord
from aligner.corpus.worker import run_batch
from aligner.errors import InputError
from aligner.settings import Settings
from aligner.write import formats
from aligner.write.writer import OutputOptions

OUTPUT = OutputOptions("jsonl")
SETTINGS = Settings(method="length")


def documents():
    """Yield the files, name and text, of each document of the case files that needs no option."""
    for case in (parameter.values[0] for parameter in cases()):
        if not case.options:
            yield case.files
    yield from ([("text.txt", case.text)] for case in ALL)


def alone(paths):
    """Return the output, the warnings and the error of a document that is aligned by itself."""
    try:
        aligned = pipeline.align_paths(paths, SETTINGS)
    except InputError as error:
        return "", "", str(error)
    warnings = "\n".join(notice.text for notice in aligned.notices if notice.level >= WARNING)
    return formats.collected(aligned.output.rows(paths[0]), OUTPUT).decode(), warnings, ""


@pytest.fixture
def paths_of_documents(tmp_path, monkeypatch):
    """The paths of the files of each document, from the working folder."""
    monkeypatch.chdir(tmp_path)
    result = []
    for number, files in enumerate(documents()):
        (tmp_path / str(number)).mkdir()
        paths = [f"{number}/{name}" for name, _ in files]
        for path, (_, text) in zip(paths, files, strict=True):
            (tmp_path / path).write_bytes(text.encode("utf-8"))
        result.append(paths)
    return result


@pytest.mark.slow
def test_a_run_reads_a_document_as_the_command_does(paths_of_documents):
    items = [
        WorkItem(DocumentRecord(paths[0], paths[0], paths[1] if len(paths) > 1 else "", 0))
        for paths in paths_of_documents
    ]
    results = run_batch(Batch(tuple(items), OUTPUT, "", ""), SETTINGS)
    assert len(results) == len(paths_of_documents) > 150
    for paths, result in zip(paths_of_documents, results, strict=True):
        error = "" if result.document.counts else result.document.error
        assert (result.rows.decode("utf-8"), result.document.notices, error) == alone(paths)
