"""Bitexts and diagnostics of pairs of texts under their fitted models."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from aligner.align.checked import replace_beads
from aligner.align.explain import explain_beads
from aligner.align.held_out import held_out_worth
from aligner.align.models import Models
from aligner.align.plausibility import judge
from aligner.align.shared_lexicon import TextWords
from aligner.align.text_pair import text_pairs
from aligner.align.text_search import Alignment, TextSearch
from aligner.align.wrong_language import flag_wrong_language
from aligner.bitext import Bitext, Parallel
from aligner.diagnostics import Diagnostics, SearchProof
from aligner.lattice.certificate import certify as certify_path
from aligner.steps import ignore

if TYPE_CHECKING:
    from aligner.semantic.vector_source import VectorSource

# The sentences that documents keep: `given`, all; `both`, they are cut and joined where both texts show it, see
# `boundaries`; `refine`, they are cut at the ends of clauses, too.
Boundaries = Literal["given", "both", "refine"]


def align_fitted(
    documents: Parallel,
    search: TextSearch,
    models: Models,
    words: TextWords | None,
    boundaries: Boundaries,
    vectors: VectorSource | None,
    *,
    why: bool,
    certify: bool,
) -> tuple[Bitext, Diagnostics]:
    """Return the bitext and the diagnostics of a pair.

    search: the search of the pair.
    models: the models that were fitted to it.
    words: its words; without them, the documents keep their sentences.
    boundaries: the sentences that they keep otherwise.
    vectors: source of the vectors of sentences; None to do without.
    why, certify: as in `em.align_documents`.
    """
    alignment = search.align(models, certified=certify)
    if words and boundaries != "given" and not (documents.fixed or documents.checked):
        recut_pair = _recut(documents, search, models, words, alignment, vectors, refine=boundaries == "refine")
        if recut_pair:
            documents, search, models, words = recut_pair
            alignment = search.align(models, certified=certify)
    source, target = documents.source, documents.target
    beads, support = explain_beads(alignment, words, why=why)
    held_out = held_out_worth(search, models, words, alignment)
    beads, doubts = judge(beads, search.pair.lengths, words, support, held_out)
    diagnostics = Diagnostics(
        length=models.length.parameters(),
        breaks=models.breaks.parameters() if models.breaks else None,
        words=models.words.parameters() if models.words else None,
        support=support / max(sum(search.pair.size), 1) if words else None,
        proof=_proof(search, alignment, models) if certify else None,
        doubts=doubts,
        complete=search.complete,
    )
    beads = replace_beads(flag_wrong_language(source, target, beads), documents.checked)
    return Bitext(source, target, beads), diagnostics


def _proof(search: TextSearch, alignment: Alignment, models: Models) -> SearchProof:
    """The proof of the path of a pair: the weakest certificate of its blocks."""
    max_worth = models.words.max_worth(search.method.max_gain_factor) if models.words else None
    costs, similarity = alignment.costs, models.similarity
    max_similarity = similarity.max_worth(len(costs.source)) if similarity and models.words else None
    return SearchProof(*certify_path(costs, search.all_nodes, alignment.band, max_worth, max_similarity))


def _recut(
    documents: Parallel,
    search: TextSearch,
    models: Models,
    words: TextWords,
    alignment: Alignment,
    vectors: VectorSource | None,
    *,
    refine: bool,
) -> tuple[Parallel, TextSearch, Models, TextWords] | None:
    """The pair with the boundaries that both texts show, its search, models and words; None if it has them already.

    alignment: the alignment of the pair as the splitter has cut it.
    vectors: as in `align_fitted`.
    refine: whether to cut at the ends of clauses, too.
    """
    if models.words is None:
        return None
    from aligner.align.boundaries.recut import recut  # sentences that are given need none of this
    from aligner.align.boundaries.side import TextSide

    lexicon, number = words
    of_sides = zip(documents[:2], lexicon.vocabularies, lexicon.local_texts[number], strict=True)
    sides = [TextSide(*of_side) for of_side in of_sides]
    result = recut(documents, alignment.path, lexicon.tokens[number], sides, models.words, refine=refine)
    if result is None:
        return None
    lexicon = lexicon.with_ends(number, result.ends)
    (pair,) = text_pairs([result.documents], vectors, ignore)
    breaks = models.breaks and pair.breaks and pair.breaks.with_rates_of(models.breaks)
    models = replace(models, breaks=breaks or None, similarity=pair.similarity).with_words(lexicon.word_model(number))
    return result.documents, TextSearch.near(result.path, pair, search), models, lexicon.words_of(number)
