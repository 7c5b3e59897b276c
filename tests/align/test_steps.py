"""The steps that an alignment reports: their order, and that they change no result."""

import pytest
from aligning import ARABIC, ENGLISH, documents

from aligner import pipeline
from aligner.align import em
from aligner.bitext import Parallel
from aligner.settings import Settings
from aligner.steps import Step

BEGIN = [(Step.TEXT, 0, 1)]
LENGTHS = [(Step.LENGTHS, number, 3) for number in (0, 0, 1, 2)]  # the first one before partial texts are tried
PAIRS = [(Step.PAIRS, 0, 1)]


@pytest.fixture(scope="module")
def parallels():
    """A story and its translation."""
    return [Parallel(*documents(ARABIC, ENGLISH))]


def reports_of(function, *arguments, **options):
    """The result of a function, and what it reported."""
    reports = []
    return function(*arguments, report=lambda *report: reports.append(report), **options), reports


def words(reports):
    """The rounds of words among reports; they end early if the likely beads stay the same."""
    rounds = [report for report in reports if report[0] is Step.WORDS]
    assert rounds == [(Step.WORDS, number, 5) for number in range(len(rounds))]
    assert rounds
    return rounds


def test_of_one_document(parallels):
    _, reports = reports_of(em.align_documents, parallels, "hybrid")
    assert reports == [*BEGIN, (Step.LOOK_UP, 0, 1), *LENGTHS, *words(reports), *PAIRS]


@pytest.mark.parametrize("method", ["length", "gale-church"])
def test_without_words(parallels, method):
    assert reports_of(em.align_documents, parallels, method)[1] == [*BEGIN, *LENGTHS, *PAIRS]


def test_documents_are_reported_one_by_one(parallels):
    _, reports = reports_of(em.align_documents, parallels * 3, "length")
    assert [report for report in reports if report[0] is Step.TEXT] == [(Step.TEXT, number, 3) for number in range(3)]


def test_documents_together_are_one_text(parallels):
    _, reports = reports_of(em.align_documents, parallels * 2, "hybrid", together=True)
    pairs = [(Step.PAIRS, number, 2) for number in range(2)]
    assert reports == [*BEGIN, (Step.LOOK_UP, 0, 1), *LENGTHS, *words(reports), *pairs]


def test_of_a_lexicon(parallels):
    _, reports = reports_of(em.learn_lexicon, parallels)
    assert reports == [(Step.LOOK_UP, 0, 1), *LENGTHS, *words(reports)]


def test_of_files(files):
    _, reports = reports_of(pipeline.align_paths, ["book.ar.txt", "book.en.txt"], Settings(method="length"))
    assert reports == [(Step.SPLIT, 0, 1), *BEGIN, *LENGTHS, *PAIRS]


def test_no_result_depends_on_them(parallels):
    reported, _ = reports_of(em.align_documents, parallels, "hybrid")
    assert reported == em.align_documents(parallels, "hybrid")
    entries, _ = reports_of(em.learn_lexicon, parallels)
    assert entries == em.learn_lexicon(parallels)
