"""A profile as the splitter and the alignment take it."""

from __future__ import annotations

from pathlib import Path

from aligner.align.starting_values import StartingValues
from aligner.evidence.starting_lengths import StartingLengths, StartingPriors
from aligner.lexical import lexicon
from aligner.profile.values import Profile


def starting_values(profile: Profile, source: str, target: str) -> StartingValues:
    """Return the values with which an alignment starts.

    source, target: language tags.

    Raises InputError for a lexicon that cannot be used.
    """
    priors = StartingPriors(
        {kind: prior for kind, prior in profile.priors.items() if min(kind)},
        {kind: prior for kind, prior in profile.priors.items() if not min(kind)},
    )
    lengths = StartingLengths(*profile.lengths) if profile.lengths else None
    noise = (1 - profile.reliability[0], 1 - profile.reliability[1]) if profile.reliability else None
    return StartingValues(priors, lengths, noise, lexicon.read_lexicon(Path(profile.lexicon), source, target))
