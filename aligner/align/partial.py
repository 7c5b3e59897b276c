"""The choice between full and partial: one text of a pair may translate a part of the other only, such as a chapter.

In that case the ratio of the lengths of the entire texts misleads, and so does the cost of every sentence without a
translation. If one text has many more sentences than the other, both readings are tried: *full*, that the short text
translates all of the long one in sentences of another length; and *partial*, that it translates a part of it in
sentences of the usual length. Partial is chosen if its path is worth more than that of full, and more than 0, which
is the worth of chance. Both readings together may have as many beads as all other searches of the text.
"""

from __future__ import annotations

from dataclasses import replace

from aligner.align.models import Models
from aligner.align.text_search import TextSearch


def choose_full_or_partial(search: TextSearch, models: Models) -> Models:
    """The models of the first round, with end gaps if the pair is likelier with them."""
    partial_length = models.length.as_partial(*search.pair.size)
    if partial_length is None:
        return models
    partial = replace(models, length=partial_length)
    limits = search.limits._replace(max_beads_a_sentence=search.limits.max_beads_a_sentence // 2)
    of_full, of_partial = (
        TextSearch(search.pair, search.method, limits).worth(reading) for reading in (models, partial)
    )
    return partial if of_partial > max(of_full, 0.0) else models
