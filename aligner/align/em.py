"""Documents to bitexts, by expectation-maximisation over all evidence.

    documents -> group of text pairs -> fit_lengths -> fit_words -> paths, posteriors -> beads

In each round, the beads near the best path and their posteriors are computed (E-step), and all models are fitted to
them (M-step). In the first phase, translations of words are those of lexicons; in the second phase, they are learned
from the beads, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from aligner.align.explain import cost_layers, explain_beads
from aligner.align.group import PairGroup
from aligner.align.limits import ALIGN_LIMITS, AlignLimits
from aligner.align.methods import METHODS, Method, find_method
from aligner.align.models import Models
from aligner.align.partial import choose_full_or_partial
from aligner.align.shared_lexicon import SharedLexicon
from aligner.align.text_pair import TextPair
from aligner.align.wrong_language import flag_wrong_language
from aligner.bitext import Bitext, Parallel
from aligner.diagnostics import Diagnostics
from aligner.lattice.grid import Floats, Path
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits
from aligner.lattice.terms import SummedCosts
from aligner.lexical.lexicon import Lexicon

__all__ = ["METHODS", "align_documents", "align_lengths", "learn_lexicon"]

LENGTH_ROUNDS = 3  # rounds of the first phase; with more of them, the priors of kinds drift
WORD_ROUNDS = 5  # rounds of the second phase, in which translations are learned
WORD_ROUNDS_LONG_TEXT = 2  # as many for a long text, from which they learn as much as five do from a shorter one
WORD_ROUNDS_WITH_CORPUS_LEXICON = 1  # at most as many, if translations were learned from the corpus already


def align_documents(
    documents: Sequence[Parallel],
    method: str | Method,
    lexicons: Sequence[Lexicon] = (),
    *,
    together: bool = False,
    lexicon_is_from_corpus: bool = False,
    why: bool = False,
    certify: bool = False,
    temperature: float | None = None,
    limits: SearchLimits = SEARCH_LIMITS,
    align_limits: AlignLimits = ALIGN_LIMITS,
) -> list[tuple[Bitext, Diagnostics]]:
    """Align pairs of documents, and return the bitext and the diagnostics of each pair.

    All pairs are searched in one call. The confidence of a bead is its posterior at the temperature of the method.

    documents: the pairs of documents, with their anchors.
    method: a key of `METHODS`, or a method that is not in the table.
    lexicons: lexicons besides the bundled one.
    together: whether the documents share the translations of words that are learned, and the priors of kinds; all
    must be in the same two languages.
    lexicon_is_from_corpus: whether the lexicons hold translations learned from other documents of the corpus.
    why: whether beads get the evidence for and against them.
    certify: whether the diagnostics hold the certificate of the search.
    temperature: what costs are divided by in the posteriors that become confidence; None for that of the method.
    limits, align_limits: sizes from which on texts count as long.

    Raises ValueError if no method has the name.
    """
    chosen = find_method(method) if isinstance(method, str) else method
    chosen = chosen if temperature is None else chosen._replace(temperature=temperature)
    max_word_rounds = WORD_ROUNDS_WITH_CORPUS_LEXICON if lexicon_is_from_corpus else WORD_ROUNDS
    results: dict[int, tuple[Bitext, Diagnostics]] = {}
    for numbers in _groups(documents, align_limits, together=together):
        # 1. Make the pairs of texts, and the lexicons that they share.
        in_group = [documents[number] for number in numbers]
        group = PairGroup.from_documents(in_group, chosen, together=together, limits=limits, align_limits=align_limits)
        shared = _shared_lexicons(group, lexicons)
        # 2. Fit all models.
        models = fit_lengths(group, shared)
        if shared:
            models, shared = fit_words(group, models, shared, min(max_word_rounds, _word_rounds(group, align_limits)))
        # 3. Find the paths under the fitted models, and make beads of them.
        costs = group.find_paths(models)
        aligned = _results(in_group, group, models, shared, costs, why=why, certify=certify)
        results |= zip(numbers, aligned, strict=True)
    return [results[number] for number in range(len(documents))]


def learn_lexicon(
    documents: Sequence[Parallel], lexicons: Sequence[Lexicon] = (), method: str = "hybrid"
) -> list[tuple[str, str, float]]:
    """Align documents in the same two languages together, and return the translations that were learned.

    lexicons: lexicons besides the bundled one.
    method: a key of `METHODS`, of a method that uses words.

    Returns source word, target word, P(target | source) of each.
    """
    if not documents:
        return []
    group = PairGroup.from_documents(documents, find_method(method), together=True)
    shared = _shared_lexicons(group, lexicons)
    models = fit_lengths(group, shared)
    _, (learned,) = fit_words(group, models, shared, _word_rounds(group, ALIGN_LIMITS))
    return learned.entries()


def align_lengths(
    lengths: Sequence[tuple[Floats, Floats]],
    method: str,
    *,
    limits: SearchLimits = SEARCH_LIMITS,
    align_limits: AlignLimits = ALIGN_LIMITS,
) -> list[Path]:
    """Align texts of which only the lengths of the sentences are known, and return the path of each.

    lengths: for each text the characters of its source and of its target sentences, (n,) and (m,).
    method: a key of `METHODS`; its words are not used.
    limits, align_limits: sizes from which on texts count as long.

    Raises ValueError if no method has the name.
    """
    chosen = find_method(method)._replace(words=False)
    group = PairGroup([TextPair(sides) for sides in lengths], chosen, limits=limits, align_limits=align_limits)
    group.find_paths(fit_lengths(group))
    return [bands[0].path for bands in group.bands]


def fit_lengths(group: PairGroup, lexicons: Sequence[SharedLexicon] = ()) -> Models:
    """First phase: fit lengths, breaks and the noise of words; translations stay those of the lexicons.

    lexicons: the lexicon of each partition of the group; none if the method does not use words.
    """
    # 1. The models of the first round.
    models = group.method.first_models(group.pairs)
    if lexicons:
        models = models.with_translations([model for lexicon in lexicons for model in lexicon.word_models()])
    models = choose_full_or_partial(group, models)
    # 2. A first path through large blocks, near which posteriors are computed; small ones are searched in full.
    group.search_large_blocks(models)
    # 3. Rounds of expectation-maximisation.
    if group.learning:
        for _ in range(LENGTH_ROUNDS):
            models = group.refit(models, group.posteriors(models))
    return models


def fit_words(
    group: PairGroup, models: Models, lexicons: Sequence[SharedLexicon], rounds: int
) -> tuple[Models, Sequence[SharedLexicon]]:
    """Second phase: learn translations of words from the beads, and fit all models with them.

    models: those that `fit_lengths` returned.
    lexicons: the lexicon of each partition of the group.
    rounds: number of word rounds.

    Returns the fitted models, and the lexicons with the learned translations.
    """
    # 1. The paths under the models of the first phase.
    group.find_paths(models)
    for _ in range(rounds):
        # 2. E-step: the posteriors of the beads near the paths.
        beads = group.posteriors(models)
        # 3. M-step: translations, then all other models.
        lexicons = [
            lexicon.retrain([of_pair for number in numbers if (of_pair := beads[number]) is not None])
            for lexicon, numbers in zip(lexicons, group.partitions, strict=True)
        ]
        models = models.with_translations([model for lexicon in lexicons for model in lexicon.word_models()])
        models = group.refit(models, beads)
    return models, lexicons


def _groups(documents: Sequence[Parallel], align_limits: AlignLimits, *, together: bool) -> list[list[int]]:
    """The numbers of the documents of each group.

    Long texts have fewer word rounds, and make a group of their own. So the result for a document does not depend on
    the documents that are aligned in the same call.
    """
    groups: dict[bool, list[int]] = {}
    for number, (source, _, _) in enumerate(documents):
        is_long = len(source.sentences) >= align_limits.long_text_sentences
        groups.setdefault(is_long and not together, []).append(number)
    return list(groups.values())


def _shared_lexicons(group: PairGroup, lexicons: Sequence[Lexicon]) -> Sequence[SharedLexicon]:
    """The lexicon of each partition of a group; none if the method does not use words."""
    if not group.method.words:
        return []
    return [
        SharedLexicon.from_documents([pair for number in numbers if (pair := group.pairs[number].documents)], lexicons)
        for numbers in group.partitions
    ]


def _word_rounds(group: PairGroup, align_limits: AlignLimits) -> int:
    """Number of word rounds for a group, by the sentences of its largest partition."""
    sentences = max(sum(group.pairs[number].size[0] for number in numbers) for numbers in group.partitions)
    return WORD_ROUNDS_LONG_TEXT if sentences >= align_limits.long_text_sentences else WORD_ROUNDS


def _results(
    documents: Sequence[Parallel],
    group: PairGroup,
    models: Models,
    lexicons: Sequence[SharedLexicon],
    costs: SummedCosts,
    *,
    why: bool,
    certify: bool,
) -> list[tuple[Bitext, Diagnostics]]:
    """The bitext and the diagnostics of each pair of a group whose paths are known."""
    paths = group.paths_with_confidence(models, costs)
    layers = cost_layers(costs)
    words = [lexicon.words_of(k) for lexicon in lexicons for k in range(len(lexicon.tokens))]
    results = []
    for number, (source, target, _) in enumerate(documents):
        beads, support = explain_beads(layers, number, paths[number], words[number] if words else None, why=why)
        breaks = models.breaks[number]
        diagnostics = Diagnostics(
            length=models.lengths[number].parameters(),
            breaks=breaks.parameters() if breaks else None,
            words=models.words[number].parameters() if models.words else None,
            support=support / max(sum(group.pairs[number].size), 1) if words else None,
            proof=group.proof(number, costs) if certify else None,
        )
        results.append((Bitext(source, target, flag_wrong_language(source, target, beads)), diagnostics))
    return results
