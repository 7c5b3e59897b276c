"""Pairs of documents to bitexts: models of length, breaks and words, fitted to the two texts in turn
with the beads that they make likely; then the best path, and the posterior of each of its beads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from aligner.align.explain import explain_beads
from aligner.align.partial import choose_full_or_partial
from aligner.align.shared_lexicon import SharedLexicon
from aligner.align.text_pair import Model, TextPair, sentence_lengths, summed_costs
from aligner.bitext import Bitext, Parallel
from aligner.diagnostics import Diagnostics, SearchProof
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel, expected_counts, initial_priors
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.adaptive_band import search_adaptive
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band, Floats, Path
from aligner.lattice.terms import SummedCosts
from aligner.lexical.lexicon import Lexicon


class Method(NamedTuple):
    """A way to score beads. model: of lengths. words: whether they are asked, too. temperature: what costs are
    divided by before they are turned to confidence; fitted on the development sets of the README."""

    model: type[Model]
    words: bool
    temperature: float


METHODS = {
    "hybrid": Method(LengthModel, True, 2.0),
    "length": Method(LengthModel, False, 1.3),
    "gale-church": Method(GaleChurch, False, 2.0),
}
AGREED = 1e-3  # how exact posteriors are that only models are fitted to, where long texts are cut
ROUNDS = 3  # of expectation-maximisation; more make the priors drift
NULL = 0.002  # P(1-0) and P(0-1) before a text is seen, where words are asked: they see what is missing by themselves
LESSONS = 5  # rounds after these, before each of which translations are learned from the beads
TAUGHT = 1  # of these, for texts of which others have taught already what there is to know
MUCH, FEW_LESSONS = 4000, 2  # sentences that teach as much in two lessons as fewer do in five


def align_documents(
    pairs: Sequence[Parallel],
    method: str,
    lexicons: Sequence[Lexicon] = (),
    *,
    together: bool = False,
    lexicon_is_from_corpus: bool = False,
    why: bool = False,
    certify: bool = False,
) -> list[tuple[Bitext, Diagnostics]]:
    """The likeliest beads of each pair of documents, and diagnostics; all pairs are searched in one call.

    method: a key of `METHODS`. The confidence of a bead is its posterior, tempered as the method says.

    lexicons: further ones. together: whether the documents also learn their words and the kinds of
    their beads together; all have to be in the same two languages then. lexicon_is_from_corpus: whether the lexicons
    hold what such texts have taught already. why: whether beads say why they are as sure as they
    are. certify: whether it is found out how far the search is proved to have missed nothing.
    """
    how, most = _method(method), TAUGHT if lexicon_is_from_corpus else LESSONS
    # Texts that take fewer lessons are apart from the others, so that no text hangs on what is beside it.
    groups: dict[bool, list[int]] = {}
    for number, (source, _, _) in enumerate(pairs):
        groups.setdefault(not together and len(source.sentences) >= MUCH, []).append(number)
    results: dict[int, tuple[Bitext, Diagnostics]] = {}
    for numbers in groups.values():
        some = [pairs[number] for number in numbers]
        texts, pools = _texts(some, how, lexicons, together=together)
        costs = _aligned(texts, list(dict.fromkeys(pools)), most)
        results |= zip(numbers, _results(some, texts, pools, costs, how, why=why, certify=certify), strict=True)
    return [results[number] for number in range(len(pairs))]


def _results(
    pairs: Sequence[Parallel],
    texts: Sequence[TextPair],
    pools: Sequence[SharedLexicon],
    costs: SummedCosts,
    how: Method,
    *,
    why: bool,
    certify: bool,
) -> list[tuple[Bitext, Diagnostics]]:
    """The bitexts of texts whose paths are known, with the posteriors of their beads."""
    corridors = [corridor for text in texts for corridor in text.corridors]
    bands = [corridor.band() if pools else corridor.posterior_band() for corridor in corridors]
    likely = iter(bead_posteriors(costs, bands, how.temperature))
    results = []
    for number, ((source, target, _), text) in enumerate(zip(pairs, texts, strict=True)):
        sure = [(corridor.path, next(likely).of_path(corridor.path)) for corridor in text.corridors]
        pool = pools[number] if pools else None
        beads, support = explain_beads(text, number, costs, pool, sure, why=why)
        diagnostics = Diagnostics(
            text.model.parameters(),
            text.breaks.parameters() if text.breaks else None,
            text.words.parameters() if text.words else None,
            support if pool else None,
            SearchProof(*text.certified(costs)) if certify else None,
        )
        results.append((Bitext(source, target, beads), diagnostics))
    return results


def _texts(
    pairs: Sequence[Parallel], how: Method, lexicons: Sequence[Lexicon], *, together: bool
) -> tuple[list[TextPair], list[SharedLexicon]]:
    """The texts of some documents, and the pool of each, if words are asked."""
    texts: list[TextPair] = []
    pools: list[SharedLexicon] = []
    for number, (source, target, walls) in enumerate(pairs):
        breaks = BreakModel.from_breaks(len(source.sentences), len(target.sentences), source.breaks, target.breaks)
        sizes = sentence_lengths(source), sentence_lengths(target)
        initial = initial_priors(NULL) if how.words else None
        texts.append(TextPair(number, sizes, how.model.from_lengths(*sizes, initial), breaks, walls))
        if how.words:
            shared = pools[0] if together and pools else SharedLexicon(source.language, target.language, lexicons)
            shared.add(texts[-1], source, target)
            pools.append(shared)
    return texts, pools


def learn_lexicon(pairs: Sequence[Parallel], lexicons: Sequence[Lexicon] = ()) -> list[tuple[str, str, float]]:
    """What some documents in the same two languages teach of their words: source, target, P(target | source)."""
    texts, pools = _texts(pairs, METHODS["hybrid"], lexicons, together=True)
    if not pools:
        return []
    _aligned(texts, pools[:1])
    return pools[0].lexicon()


def align_lengths(sizes: Sequence[tuple[Floats, Floats]], method: str) -> list[Path]:
    """The likeliest beads of some texts of which nothing but the lengths of the sentences is known.

    sizes: for each text the characters of its source and its target sentences, (n,) and (m,).
    """
    model = _method(method).model
    texts = [TextPair(number, sides, model.from_lengths(*sides)) for number, sides in enumerate(sizes)]
    _aligned(texts, [])
    return [text.corridors[0].path for text in texts]


def _method(name: str) -> Method:
    if name not in METHODS:
        raise ValueError(f"no method is called {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]


def _aligned(texts: Sequence[TextPair], pools: Sequence[SharedLexicon], most: int = LESSONS) -> SummedCosts:
    """Finds the path of every corridor; what beads cost in the end.

    Long texts are first searched for a path by what is known before anything is fitted; all is
    then fitted to the beads near it, in rounds, and the path is found anew.
    """
    for pool in pools:
        pool.begin()
    choose_full_or_partial(texts)
    unknown = [corridor for text in texts for corridor in text.corridors if not corridor.full]
    if unknown:
        search_adaptive(summed_costs(texts), unknown)
    learning = [text for text in texts if text.learns]
    count = max((sum(len(text.sizes[0]) for text in pool.texts) for pool in pools), default=0)
    lessons = 0 if not pools else min(most, LESSONS if count < MUCH else FEW_LESSONS)
    for round in range(ROUNDS + lessons if learning else 0):
        if pools and round == ROUNDS:
            _find(texts, pools)
        beads = _likely(texts, learning, pools)
        if round >= ROUNDS:
            for pool in pools:
                pool.learn([beads[text] for text in pool.texts])
        _fit(learning, pools, beads)
    return _find(texts, pools)


def _find(texts: Sequence[TextPair], pools: Sequence[SharedLexicon]) -> SummedCosts:
    """Find the path of every corridor, as all is known now; what beads cost there.

    Words see enough to look near the last path alone.
    """
    if pools:
        for corridor in (corridor for text in texts for corridor in text.corridors):
            corridor.recentre()
    costs = _costs(texts, pools)

    def again() -> SummedCosts:
        nonlocal costs
        costs = _costs(texts, pools)
        return costs

    unknown = [c for text in texts for c in text.corridors if text.learns or not len(c.path)]
    search_adaptive(costs, unknown, again if pools else None)
    return costs


def _costs(texts: Sequence[TextPair], pools: Sequence[SharedLexicon]) -> SummedCosts:
    """What beads cost, as all is known now: their words, wherever a corridor may be searched or a posterior asked."""
    return summed_costs(texts, [_band(text) for text in texts] if pools else None)


def _likely(
    texts: Sequence[TextPair], learning: Sequence[TextPair], pools: Sequence[SharedLexicon]
) -> dict[TextPair, BeadPosteriors]:
    """The beads of each text that learns which are likely, near its path, as all is known now."""
    bands = [Band.concatenate([corridor.posterior_band() for corridor in text.corridors]) for text in texts]
    costs = summed_costs(texts, bands if pools else None)
    corridors = [corridor for text in learning for corridor in text.corridors]
    found = iter(bead_posteriors(costs, [corridor.posterior_band() for corridor in corridors], agreed=AGREED))
    return {text: BeadPosteriors.concatenate([next(found) for _ in text.corridors]) for text in learning}


def _fit(texts: Sequence[TextPair], pools: Sequence[SharedLexicon], beads: dict[TextPair, BeadPosteriors]) -> None:
    """Fit what is known of each text to its likely beads; the kinds of beads, to those of its pool."""
    counts: dict[TextPair, Counter[tuple[int, int]]] = {}
    for pool in pools:
        total: Counter[tuple[int, int]] = Counter()
        for text in pool.texts:
            total.update(expected_counts(beads[text]))
        counts |= dict.fromkeys(pool.texts, total)
    for text in texts:
        text.fit(beads[text], counts.get(text))


def _band(text: TextPair) -> Band:
    """The nodes whose words are asked: those that any corridor of the text may be searched at."""
    return Band.concatenate([corridor.band() for corridor in text.corridors])
