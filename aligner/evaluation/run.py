"""An evaluation: a gold and a prediction, which are two files or two folders, to the judgement of each document."""

from __future__ import annotations

from typing import NamedTuple

from aligner import storage
from aligner.convert.pair_file import Wanted
from aligner.errors import InputError
from aligner.evaluation import folders
from aligner.evaluation.alignments import Alignment, read_alignment, read_sentences
from aligner.evaluation.document_names import texts_beside, texts_in
from aligner.evaluation.folders import DocumentPair
from aligner.evaluation.measuring import Measurement, Sentences, measure
from aligner.notices import logger


class Inputs(NamedTuple):
    """The options of the user about the inputs.

    source, target: language tags; None if the user named none.
    encoding: Python name of the encoding, or None to detect it.
    texts: the files of the sentences of both sides, or of folders, the folders that hold them; None to look for them
        beside the gold.
    """

    source: str | None = None
    target: str | None = None
    encoding: str | None = None
    texts: tuple[str, str] | None = None


DEFAULT_INPUTS = Inputs()


def evaluate(
    gold: str, predicted: str, inputs: Inputs = DEFAULT_INPUTS, failures: list[str] | None = None
) -> list[Measurement]:
    """Return the judgement of each document of a prediction; one of two files has no name.

    gold, predicted: two files, or two folders.
    failures: takes the errors of documents and subfolders of folders; without it, the first one is raised.

    Raises InputError for files that cannot be read or do not fit each other, and for documents that a folder lacks.
    """
    if storage.is_folder(gold) != storage.is_folder(predicted):
        folder, file = (gold, predicted) if storage.is_folder(gold) else (predicted, gold)
        raise InputError(folder, f"this is a folder, but {file} is not", hint="give two files or two folders")
    if not storage.is_folder(gold):
        return [_evaluate(DocumentPair("", gold, predicted), inputs)]
    paired = folders.pair_documents(gold, predicted)
    failed = list[str]()
    for not_walked in paired.not_walked:
        failed += not_walked.errors()
        for warning in not_walked.warnings():
            logger.warning("%s", warning)
    _check_complete(paired, gold, predicted, may_lack=bool(failed) and failures is not None)
    measurements = []
    for document in paired.documents:
        try:
            texts = texts_in(inputs.texts, document.name) if inputs.texts else None
            measurements.append(_evaluate(document, inputs._replace(texts=texts), (gold, predicted)))
        except InputError as error:
            if failures is None:
                raise
            failed.append(str(error))
    if failed and (failures is None or not measurements):
        raise InputError(predicted, "not every document can be measured", hint=failed[0])
    if failures is not None:
        failures += failed
    _check_same_kind(measurements, gold)
    return measurements


def _check_complete(paired: folders.PairedFolders, gold: str, predicted: str, *, may_lack: bool) -> None:
    """Raise InputError for documents that the prediction lacks, and log those that the gold lacks.

    may_lack: True if a part of a folder cannot be read, so that documents are missing that may be there.
    """
    for name in paired.only_gold:
        logger.error("%s: no document %s, which %s has", predicted, name, gold)
    if (missing := len(paired.only_gold)) and not may_lack:
        problem = f"{missing} document{'s' if missing > 1 else ''} of the gold {'are' if missing > 1 else 'is'} missing"
        them = "them" if missing > 1 else "it"
        raise InputError(predicted, problem, hint=f"add {them} to {predicted}, or take {them} out of the gold")
    if sampled_out := len(paired.only_predicted):
        # The gold of a corpus is a sample of it.
        documents = f"{sampled_out} documents have" if sampled_out > 1 else "1 document has"
        logger.warning("%s: %s no gold, such as %s; not measured", predicted, documents, paired.only_predicted[0])


def _check_same_kind(measurements: list[Measurement], gold: str) -> None:
    """Raise InputError for documents of two kinds of scores, which cannot be pooled."""
    kinds = {bool(measurement.beads): measurement.name for measurement in measurements}
    if len(kinds) > 1:
        problem = f"{kinds[True]} is scored by numbers of sentences, but {kinds[False]} by raw text"
        raise InputError(gold, problem, hint="evaluate them apart")


def _evaluate(document: DocumentPair, inputs: Inputs, roots: tuple[str, str] = ("", "")) -> Measurement:
    """Return the judgement of a document.

    roots: the folders of the gold and of the prediction, which links must not lead out of; empty for files.
    """
    name, gold_path, _ = document
    wanted = Wanted(inputs.source, inputs.target, inputs.encoding)
    gold, predicted = (read_alignment(path, wanted, root) for path, root in zip(document[1:], roots, strict=True))
    if gold.moses and gold.moses == predicted.moses and gold.name != predicted.name:
        problem = f"this is the other text of the pair of {gold.name}, not a prediction"
        hint = "of a Moses pair, name one text; give another alignment after it"
        raise InputError(predicted.name, problem, hint=hint)
    # Of two folders in the wrong order, the names of the documents show it.
    if not name and _has_confidences(gold) and not _has_confidences(predicted):
        logger.warning("%s: has confidences, but %s has none; the gold comes first", gold.name, predicted.name)
    for notice in (*gold.notices, *predicted.notices):
        logger.warning("%s", notice)
    if inputs.texts:
        source, target = (read_sentences(path, inputs.encoding) for path in inputs.texts)
        return measure(name, gold, predicted, (source, target))
    return measure(name, gold, predicted, _sentences_beside(gold, gold_path, roots[0], inputs.encoding))


def _has_confidences(alignment: Alignment) -> bool:
    return any(entry.confidence is not None for entry in alignment.entries)


def _sentences_beside(gold: Alignment, path: str, root: str, encoding: str | None) -> Sentences | None:
    """Return the sentences beside a gold with numbers, in the order of its sides; None if it has no such texts."""
    if gold.raw or not gold.has_numbers or not (paths := texts_beside(path, root)):
        return None
    first, second = (read_sentences(text, encoding) for text in paths)
    sizes = [
        max((max(numbers) + 1 for entry in gold.entries if (numbers := entry.numbers[side])), default=0)
        for side in (0, 1)
    ]
    if sizes[0] <= len(first) and sizes[1] <= len(second):
        return first, second
    if sizes[0] <= len(second) and sizes[1] <= len(first):
        return second, first
    logger.warning("%s: %s and %s beside it have fewer lines than it numbers, and are left out", gold.name, *paths)
    return None
