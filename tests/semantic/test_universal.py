"""The encoder of the extra `semantic`: what it says about a story, alone and in an alignment."""

import json

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH

from aligner.semantic.encoders import find_encoder

pytestmark = pytest.mark.semantic


def test_most_sentences_are_nearest_to_their_translations():
    source, target = (find_encoder("use").encode(side) for side in (ARABIC, ENGLISH))
    nearest = (source @ target.T).argmax(axis=1)
    assert (nearest == np.arange(COUNT)).mean() > 0.8


def test_sentences_have_the_same_vectors_in_any_company():
    """Vectors are computed in batches, and half precision takes away what the company of a sentence changes."""
    together = find_encoder("use").encode(ARABIC)
    alone = np.concatenate([find_encoder("use").encode([sentence]) for sentence in ARABIC])
    assert np.abs(together - alone).max() < 1e-5


@pytest.mark.parametrize("missing", [(3, 9), (0, 15)])
def test_the_story_is_aligned(run, here, missing):
    (here / "a.txt").write_text("\n".join(ARABIC), encoding="utf-8")
    kept = [sentence for number, sentence in enumerate(ENGLISH) if number not in missing]
    (here / "b.txt").write_text("\n".join(kept), encoding="utf-8")
    result = run("a.txt", "b.txt", "--pre-split", "-f", "json", "--encoder", "use", "--why", "--certify")
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)["pairs"]
    assert [row["src_sentences"] for row in rows if not row["trg_sentences"]] == [[number] for number in missing]
    assert np.mean([row["why"]["semantic"] for row in rows if row["trg_sentences"]]) > 1.0
