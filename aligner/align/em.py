"""Documents to bitexts, by expectation-maximisation over all evidence.

    documents -> text pairs -> fit_lengths -> fit_words -> path, posteriors -> beads

In each round, the posteriors of the beads near the best path are computed (E-step), and all models are fitted to
them (M-step). In the first phase, translations of words are those of lexicons; in the second phase, they are learned
from the beads, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from aligner.align.checked import replace_posteriors
from aligner.align.fitted_result import Boundaries, align_fitted
from aligner.align.methods import METHODS, Method, find_method
from aligner.align.models import Models
from aligner.align.partial import choose_full_or_partial
from aligner.align.shared_lexicon import SharedLexicon
from aligner.align.starting_values import StartingValues
from aligner.align.text_pair import TextPair, text_pairs
from aligner.align.text_search import TextSearch
from aligner.bitext import Bitext, Parallel
from aligner.diagnostics import Diagnostics
from aligner.evidence.length_model import expected_counts
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats, Path
from aligner.lattice.kinds import Kind
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits
from aligner.lexical.ibm1 import MIN_POSTERIOR
from aligner.lexical.lexicon import Lexicon
from aligner.steps import Report, Step, ignore

if TYPE_CHECKING:
    from aligner.semantic.vector_source import VectorSource

__all__ = ["METHODS", "align_documents", "align_lengths", "learn_lexicon"]

LENGTH_ROUNDS = 3  # rounds of the first phase; with more of them, the priors of kinds drift
WORD_ROUNDS = 5  # rounds of the second phase, in which translations are learned
WORD_ROUNDS_LONG_TEXT = 2  # as many for a long text, from which they learn as much as five do from a shorter one
WORD_ROUNDS_WITH_CORPUS_LEXICON = 1  # at most as many, if translations were learned from the corpus already
LONG_TEXT_SENTENCES = 4000


def align_documents(
    documents: Sequence[Parallel],
    method: str | Method,
    lexicons: Sequence[Lexicon] = (),
    *,
    together: bool = False,
    lexicon_is_from_corpus: bool = False,
    why: bool = False,
    certify: bool = False,
    boundaries: Boundaries = "given",
    vectors: VectorSource | None = None,
    temperature: float | None = None,
    limits: SearchLimits = SEARCH_LIMITS,
    report: Report = ignore,
    start: StartingValues | None = None,
) -> list[tuple[Bitext, Diagnostics]]:
    """Align pairs of documents, and return the bitext and the diagnostics of each pair.

    documents: the pairs, with their anchors.
    method: a key of `METHODS`, or a method that is not in the table.
    lexicons: lexicons besides the bundled one.
    together: whether the documents share learned translations and priors; all must be in the same two languages.
    Only a method with words aligns documents together.
    lexicon_is_from_corpus: whether the last of the lexicons was learned from the corpus of the documents.
    why: whether beads get the evidence for and against them.
    vectors: source of the vectors of sentences, for a method with words.
    certify: whether the diagnostics hold the certificate of the search.
    boundaries: the sentences that the documents keep; only a method with words changes them.
    temperature: what costs are divided by in the posteriors that become confidence; None for that of the method.
    limits: sizes that decide how much of the lattice is searched.
    report: called with each step.
    start: the values of a profile for the two languages; None without one.

    Raises ValueError if no method has the name.
    """
    chosen = find_method(method).calibrated(temperature, with_vectors=vectors is not None)
    of_lexicons = (lexicons[:-1], lexicons[-1:]) if lexicon_is_from_corpus else (lexicons, ())
    max_word_rounds = WORD_ROUNDS_WITH_CORPUS_LEXICON if lexicon_is_from_corpus else WORD_ROUNDS
    results, groups = [], [documents] if together and chosen.words else [[document] for document in documents]
    for group_number, group in enumerate(groups):
        report(Step.TEXT, group_number, len(groups))
        searches = [TextSearch(pair, chosen, limits) for pair in text_pairs(group, vectors, report, start)]
        lexicon = _look_up(group, *of_lexicons, vectors, report, start) if chosen.words and group else None
        models, lexicon = _fit(searches, lexicon, max_word_rounds, report)
        # Find the paths under the fitted models, and make beads of them.
        for number, of_pair in enumerate(zip(group, searches, models, strict=True)):
            report(Step.PAIRS, number, len(group))
            words = lexicon.words_of(number) if lexicon else None
            results.append(align_fitted(*of_pair, words, boundaries, vectors, why=why, certify=certify))
    return results


def learn_lexicon(
    documents: Sequence[Parallel],
    lexicons: Sequence[Lexicon] = (),
    method: str = "hybrid",
    report: Report = ignore,
    vectors: VectorSource | None = None,
    start: StartingValues | None = None,
) -> list[tuple[str, str, float]]:
    """Align documents in the same two languages together, and return the translations that were learned.

    lexicons: lexicons besides the bundled one.
    method: a key of `METHODS`, of a method that uses words.
    report: called with each step.
    vectors: source of the vectors of sentences; None to do without.
    start: the values of a profile; None without one.

    Returns source word, target word, P(target | source) of each.
    """
    if not documents:
        return []
    searches = [TextSearch(pair, find_method(method)) for pair in text_pairs(documents, vectors, report, start)]
    _, lexicon = _fit(searches, _look_up(documents, lexicons, (), vectors, report, start), WORD_ROUNDS, report)
    return lexicon.entries() if lexicon else []


def align_lengths(
    lengths: Sequence[tuple[Floats, Floats]], method: str, *, limits: SearchLimits = SEARCH_LIMITS
) -> list[Path]:
    """Align texts of which only the lengths of the sentences are known, and return the path of each.

    lengths: for each text the characters of its source and of its target sentences, (n,) and (m,).
    method: a key of `METHODS`; its words are not used.
    limits: sizes that decide how much of the lattice is searched.

    Raises ValueError if no method has the name.
    """
    chosen = find_method(method)
    searches = [TextSearch(TextPair(sides), chosen, limits) for sides in lengths]
    return [search.path(*fit_lengths([search])) for search in searches]


def _look_up(
    documents: Sequence[Parallel],
    lexicons: Sequence[Lexicon],
    corpus_lexicons: Sequence[Lexicon],
    vectors: VectorSource | None,
    report: Report,
    start: StartingValues | None,
) -> SharedLexicon:
    """The lexicon that documents share, see `SharedLexicon.from_documents`."""
    report(Step.LOOK_UP, 0, 1)
    of_profile = [start.lexicon] if start and start.lexicon else []
    noise = start.noise if start else None
    return SharedLexicon.from_documents(documents, lexicons, [*of_profile, *corpus_lexicons], vectors, noise)


def _fit(
    searches: Sequence[TextSearch], lexicon: SharedLexicon | None, max_word_rounds: int, report: Report
) -> tuple[list[Models], SharedLexicon | None]:
    """Both phases: the fitted models of each pair, and their lexicon with the learned translations."""
    models = fit_lengths(searches, lexicon, report)
    if lexicon is None:
        return models, None
    return fit_words(searches, models, lexicon, min(max_word_rounds, _word_rounds(searches)), report)


def fit_lengths(
    searches: Sequence[TextSearch], lexicon: SharedLexicon | None = None, report: Report = ignore
) -> list[Models]:
    """First phase: fit lengths, breaks and the noise of words; translations stay those of the lexicon.

    searches: pairs of texts that share the priors of kinds.
    lexicon: the lexicon that they share; None if the method does not use words.
    report: called with each round.

    Returns the models of each pair.
    """
    report(Step.LENGTHS, 0, LENGTH_ROUNDS)
    models = [search.method.first_models(search.pair) for search in searches]
    if lexicon:
        models = [of_pair.with_words(words) for of_pair, words in zip(models, lexicon.word_models(), strict=True)]
    models = [choose_full_or_partial(search, of_pair) for search, of_pair in zip(searches, models, strict=True)]
    for number in range(LENGTH_ROUNDS):
        report(Step.LENGTHS, number, LENGTH_ROUNDS)
        models = _refit(searches, models, _posteriors(searches, models))
    return models


def fit_words(
    searches: Sequence[TextSearch],
    models: Sequence[Models],
    lexicon: SharedLexicon,
    rounds: int,
    report: Report = ignore,
) -> tuple[list[Models], SharedLexicon]:
    """Second phase: learn translations of words from the beads, and fit all models with them.

    models: those that `fit_lengths` returned.
    lexicon: the lexicon that the pairs share.
    rounds: number of word rounds, at most.
    report: called with each round.

    Returns the fitted models, and the lexicon with the learned translations.
    """
    models, likely_before = list(models), None
    for number in range(rounds):
        report(Step.WORDS, number, rounds)
        # 1. E-step: the posteriors of the beads near the paths. If the likely beads stay, so do the translations.
        beads = _posteriors(searches, models)
        likely = _likely_beads(beads)
        if likely == likely_before:
            break
        likely_before = likely
        # 2. M-step: translations, then all other models.
        lexicon = lexicon.retrain([of_pair for of_pair in _taught(searches, beads) if of_pair is not None])
        models = [of_pair.with_words(words) for of_pair, words in zip(models, lexicon.word_models(), strict=True)]
        models = _refit(searches, models, beads)
    return models, lexicon


def _posteriors(searches: Sequence[TextSearch], models: Sequence[Models]) -> list[BeadPosteriors | None]:
    """The beads near the path of each pair, and their posteriors; None for a pair without a model to fit."""
    pairs = zip(searches, models, strict=True)
    return [search.posteriors(of_pair) if search.learns else None for search, of_pair in pairs]


def _taught(searches: Sequence[TextSearch], beads: Sequence[BeadPosteriors | None]) -> list[BeadPosteriors | None]:
    """The beads of each pair, with those that a person has checked."""
    pairs = zip(searches, beads, strict=True)
    return [of_pair and replace_posteriors(of_pair, search.pair.checked) for search, of_pair in pairs]


def _likely_beads(beads: Sequence[BeadPosteriors | None]) -> list[bytes]:
    """The beads of each pair that translations are learned from, those that are likelier than not."""
    return [
        np.stack(of_pair.take(of_pair.probability > MIN_POSTERIOR)[:4]).tobytes()
        for of_pair in beads
        if of_pair is not None
    ]


def _refit(
    searches: Sequence[TextSearch], models: Sequence[Models], beads: Sequence[BeadPosteriors | None]
) -> list[Models]:
    """One M-step: models are fitted to the beads of each pair, but priors of kinds to those of all pairs.

    Checked beads do not teach priors of kinds: people correct what is wrong, and that is of unusual kinds.
    """
    counts: Counter[Kind] = Counter()
    for of_pair in beads:
        if of_pair is not None:
            counts.update(expected_counts(of_pair))
    return [
        of_pair if beads_of_pair is None else of_pair.refit(search.pair, beads_of_pair, counts)
        for search, of_pair, beads_of_pair in zip(searches, models, _taught(searches, beads), strict=True)
    ]


def _word_rounds(searches: Sequence[TextSearch]) -> int:
    """Number of word rounds for pairs that share a lexicon, by their sentences."""
    sentences = sum(search.pair.size[0] for search in searches)
    return WORD_ROUNDS_LONG_TEXT if sentences >= LONG_TEXT_SENTENCES else WORD_ROUNDS
