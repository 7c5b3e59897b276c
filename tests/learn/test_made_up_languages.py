"""A profile of two made-up languages: what it learns is true, and it lifts the alignment of other texts."""

from statistics import mean

import made_up
import pytest

from aligner.align.em import align_documents
from aligner.learn import learned, profile_files
from aligner.learn.sample import Sample
from aligner.profile import read, use


def learn(*texts):
    sample = Sample()
    for text in texts:
        sample.add(made_up.rows(text))
    return learned.learn(sample, *made_up.TAGS)


def starting_values(folder, result):
    profile_files.write_profile(str(folder), result)
    return use.starting_values(read.read_profile(str(folder), *made_up.TAGS), *made_up.TAGS)


def f1(text, start=None):
    ((bitext, _),) = align_documents([made_up.parallel(text)], "hybrid", start=start)
    return made_up.strict_f1(text, bitext)


def test_what_is_learned_is_true():
    of = made_up.language(1)
    result = learn(made_up.text(of, 2, 150))
    translations = dict(of.words)
    # Words of one stem are one type, whose first word stands for all of them.
    stems = {source[:5]: {target[:5] for word, target in of.words if word[:5] == source[:5]} for source in translations}
    assert len(result.entries) > 20
    assert mean(target[:5] in stems[source[:5]] for source, target, _ in result.entries) > 0.8
    total = sum(made_up.KINDS.values())
    assert result.priors[1, 2] == pytest.approx(made_up.KINDS[1, 2] / total, abs=0.06)
    assert result.priors[0, 1] == pytest.approx(made_up.KINDS[0, 1] / total, abs=0.06)
    assert result.abbreviations == ([], [])


@pytest.mark.slow
def test_a_profile_lifts_other_texts_of_the_languages(tmp_path):
    of = made_up.language(1)
    start = starting_values(tmp_path, learn(made_up.text(of, 2, 400)))
    texts = [made_up.text(of, seed, 40) for seed in range(3, 13)]
    before, after = mean(map(f1, texts)), mean(f1(text, start) for text in texts)
    assert after > before + 0.3
