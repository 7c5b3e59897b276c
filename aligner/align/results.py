"""The result of a pair of texts under its fitted models: the bitext, and the diagnostics."""

from __future__ import annotations

from aligner.align.checked import replace_beads
from aligner.align.explain import explain_beads
from aligner.align.models import Models
from aligner.align.plausibility import judge
from aligner.align.shared_lexicon import TextWords
from aligner.align.text_search import Alignment, TextSearch
from aligner.align.wrong_language import flag_wrong_language
from aligner.bitext import Bitext, Parallel
from aligner.diagnostics import Diagnostics, SearchProof
from aligner.lattice.certificate import certify as certify_path


def result_of(
    documents: Parallel,
    search: TextSearch,
    models: Models,
    words: TextWords | None,
    *,
    why: bool,
    certify: bool,
) -> tuple[Bitext, Diagnostics]:
    """The bitext and the diagnostics of a pair under its fitted models."""
    source, target = documents.source, documents.target
    alignment = search.align(models, certified=certify)
    beads, support = explain_beads(alignment, words, why=why)
    beads, doubts = judge(beads, search.pair.lengths, words, support)
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
    max_worth = models.words.max_worth() if models.words else None
    costs, similarity = alignment.costs, models.similarity
    max_similarity = similarity.max_worth(len(costs.source)) if similarity and costs.similarity else None
    return SearchProof(*certify_path(costs, search.all_nodes, alignment.band, max_worth, max_similarity))
