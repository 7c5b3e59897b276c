"""Words as evidence: texts in which they decide, translations that are learned, and misleading texts."""

import time

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, MADE_UP, align_one, aligned, aligned_in_one_call, documents, one_to_one
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.align import em
from aligner.bitext import Parallel
from aligner.lexical import lexicon


def places(beads):
    return [(bead.source, bead.target) for bead in beads]


def assert_tiled(beads, n, m):
    assert [number for bead in beads for number in bead.source] == list(range(n))
    assert [number for bead in beads for number in bead.target] == list(range(m))
    assert all(bead.source or bead.target for bead in beads)
    assert all(0 <= bead.confidence <= 1 for bead in beads)


def without(sentences, number):
    return sentences[:number] + sentences[number + 1 :]


@pytest.fixture(scope="module")
def beads_with_one_missing():
    """The beads of the story without one sentence, by the side and the number of the missing one."""
    cases = {("source", missing): (without(ARABIC, missing), ENGLISH) for missing in range(COUNT)}
    cases |= {("target", missing): (ARABIC, without(ENGLISH, missing)) for missing in range(COUNT)}
    return dict(zip(cases, aligned_in_one_call(cases.values()), strict=True))


class TestWhereWordsDecide:
    def test_sentences_that_translate_each_other_are_paired(self):
        beads = aligned(ARABIC, ENGLISH)
        assert one_to_one(beads) == [(number, number) for number in range(COUNT)]
        assert min(bead.confidence for bead in beads) > 0.8

    @pytest.mark.parametrize("missing", range(COUNT))
    @pytest.mark.parametrize("side", ["source", "target"])
    def test_the_sentence_whose_translation_is_missing_is_left_alone(self, side, missing, beads_with_one_missing):
        beads = beads_with_one_missing[side, missing]
        (alone,) = [bead for bead in beads if not bead.paired]
        assert alone.source or alone.target == range(missing, missing + 1)
        assert alone.kind == ("0-1" if side == "source" else "1-0")
        assert len(one_to_one(beads)) == COUNT - 1

    def test_lengths_alone_do_not_find_the_sentence_without_a_translation(self):
        texts = [(ARABIC, without(ENGLISH, missing)) for missing in range(COUNT)]
        wrong = sum(
            [bead.source for bead in beads if not bead.paired] != [range(missing, missing + 1)]
            for missing, beads in enumerate(aligned_in_one_call(texts, method="length"))
        )
        assert wrong > COUNT // 2

    def test_several_sentences_that_are_missing_on_either_side(self):
        source, target = without(without(ARABIC, 9), 8), without(without(ENGLISH, 3), 2)
        beads = aligned(source, target)
        assert [bead.source for bead in beads if bead.kind == "1-0"] == [range(2, 3), range(3, 4)]
        assert [bead.target for bead in beads if bead.kind == "0-1"] == [range(6, 7), range(7, 8)]

    @pytest.mark.parametrize("at", range(0, COUNT - 1, 3))
    def test_sentences_that_are_translated_as_one_are_found(self, at):
        joined = f"{ENGLISH[at].rstrip('.')}, and {ENGLISH[at + 1]}"
        beads = aligned(ARABIC, (*ENGLISH[:at], joined, *ENGLISH[at + 2 :]))
        assert [bead.source for bead in beads if bead.kind != "1-1"] == [range(at, at + 2)]

    def test_numbers_decide_which_of_equal_sentences_is_missing(self):
        arabic = [f"باع المتجر {1000 + 7 * k} قلما." for k in range(12)]
        english = [f"The shop sold {1000 + 7 * k:,} pens." for k in range(12)]
        beads = aligned(arabic, [*english[:7], *english[8:]])
        assert [bead.source for bead in beads if not bead.paired] == [range(7, 8)]

    def test_names_decide_which_of_equal_sentences_is_missing(self):
        arabic_names = ["برلين", "مدريد", "طوكيو", "دبلن", "باريس", "لندن", "روما", "فيينا"]
        english_names = ["Berlin", "Madrid", "Tokyo", "Dublin", "Paris", "London", "Rome", "Vienna"]
        names = list(zip(arabic_names, english_names, strict=True))
        arabic = [f"ذهبوا إلى {name} مرتين." for name, _ in names]
        english = [f"They went to {name} twice." for _, name in names]
        beads = aligned(arabic, [*english[:2], *english[3:]])
        assert [bead.source for bead in beads if not bead.paired] == [range(2, 3)]

    def test_diagnostics_hold_the_reliability_of_words(self):
        (_, parameters), (_, shuffled) = (
            align_one(*documents(ARABIC, target), "hybrid") for target in (ENGLISH, ENGLISH[::-1])
        )
        assert set(parameters.as_dict()) == {"length", "words"}
        for side in ("reliable_source", "reliable_target"):
            assert 0 < shuffled.words[side] < parameters.words[side] < 1

    def test_a_further_lexicon_is_used(self):
        arabic, english = made_up_texts(1)[0]
        found = lexicon.from_entries(*zip(*MADE_UP, strict=True), [0.9] * len(MADE_UP), "ar", "en")
        pairs = [Parallel(*documents(arabic, [*english[:4], *english[5:]]))]
        ((bitext, _),) = em.align_documents(pairs, "hybrid", [found])
        assert [bead.source for bead in bitext.beads if not bead.paired] == [range(4, 5)]


SENTENCES = st.lists(st.sampled_from(range(COUNT)) | st.text(st.characters(exclude_categories=("Cs",)), max_size=20))


def pick(numbers, sentences):
    """Replace numbers by the sentences of these numbers; strings stay, on one line."""
    return [sentences[each] if isinstance(each, int) else " ".join(f"x{each}".split()) for each in numbers]


class TestInvariants:
    @settings(max_examples=examples(10))
    @given(source=SENTENCES, target=SENTENCES)
    def test_beads_tile_both_texts(self, source, target):
        assert_tiled(aligned(pick(source, ARABIC), pick(target, ENGLISH)), len(source), len(target))

    @pytest.mark.parametrize(
        ("source", "target"),
        [
            pytest.param(ARABIC, ENGLISH, id="all"),
            pytest.param(without(ARABIC, 5), ENGLISH, id="one missing"),
            pytest.param(ARABIC[4:], ENGLISH[:-4], id="four missing at either end"),
            pytest.param(without(without(ARABIC, 9), 8), without(without(ENGLISH, 3), 2), id="two missing twice"),
        ],
    )
    def test_to_swap_the_texts_is_to_swap_the_beads(self, source, target):
        one_way, other_way = aligned(source, target), aligned(target, source, ("en", "ar"))
        assert places(one_way) == [place[::-1] for place in places(other_way)]
        assert [bead.confidence for bead in one_way] == pytest.approx([bead.confidence for bead in other_way], abs=0.01)

    def test_the_same_texts_give_the_same_result(self):
        texts = documents(without(ARABIC, 5), ENGLISH)
        assert align_one(*texts, "hybrid") == align_one(*texts, "hybrid")

    @pytest.mark.slow  # the metadata of a short text are compared in the same way by default
    def test_the_order_of_sets_has_no_influence(self, here, python):
        (here / "ar.txt").write_text("\n".join(without(ARABIC, 5)), encoding="utf-8")
        (here / "en.txt").write_text("\n".join(ENGLISH), encoding="utf-8")
        call = ["-m", "aligner", "ar.txt", "en.txt", "-f", "json", "--method", "hybrid"]
        one, other = (python(*call, env={"PYTHONHASHSEED": seed}, check=True).stdout for seed in ("1", "2"))
        assert one == other
        assert one

    def test_vowel_marks_and_letter_forms_have_no_influence_on_the_beads(self):
        vowelled = [sentence.replace("ا", "ا\N{ARABIC FATHA}").replace("ي", "ـي") for sentence in ARABIC]
        assert aligned(without(vowelled, 5), ENGLISH) == aligned(without(ARABIC, 5), ENGLISH)

    @pytest.mark.parametrize(
        ("source", "target"), [((), ()), (ARABIC, ()), ((), ENGLISH)], ids=["both", "target", "source"]
    )
    def test_empty_texts(self, source, target):
        beads = aligned(source, target)
        assert_tiled(beads, len(source), len(target))
        assert [bead.confidence for bead in beads] == [pytest.approx(1)] * len(beads)

    @pytest.mark.parametrize("texts", [("...", "!!"), ("؟", "?"), ("١", "1"), ("*", "_")])
    def test_texts_without_words(self, texts):
        assert_tiled(aligned([texts[0]] * 3, [texts[1]] * 2), 3, 2)


def made_up_texts(count, sentences=8, words=5):
    """Texts of made-up words, and their translations: the same words in another order."""
    rng = np.random.default_rng(2)
    texts = []
    for _ in range(count):
        chosen = [rng.choice(len(MADE_UP), words, replace=False) for _ in range(sentences)]
        arabic = [" ".join(MADE_UP[number][0] for number in each) + "." for each in chosen]
        english = [" ".join(MADE_UP[number][1] for number in rng.permutation(each)) + "." for each in chosen]
        texts.append((arabic, english))
    return texts


@pytest.fixture(scope="module")
def texts():
    """Triples of a source document, a target document without one sentence, and the number of that sentence."""
    texts = []
    for number, (arabic, english) in enumerate(made_up_texts(30)):
        missing = number % len(arabic)
        texts.append((*documents(arabic, without(english, missing)), missing))
    return texts


def test_a_single_sentence_is_paired_with_a_translation_that_shares_no_known_word():
    arabic = ["ذهب الولد الصغير مع امه الي السوق الكبير ليشتري خبزا وحليبا وتفاحا لكل العايله."]
    english = ["Early that morning a young scholar left his distant village and walked towards the city gate."]
    bitext, _ = align_one(*documents(arabic, english), "hybrid")
    assert [bead.kind for bead in bitext.beads] == ["1-1"]


class TestTogether:
    @staticmethod
    def right(results, texts):
        """The number of texts in which the sentence without a translation, and no other sentence, is left alone."""
        return sum(
            [bead.source for bead in bitext.beads if not bead.paired] == [range(missing, missing + 1)]
            for (bitext, _), (*_, missing) in zip(results, texts, strict=True)
        )

    @pytest.mark.slow
    def test_texts_aligned_together_share_learned_translations(self, texts):
        pairs = [Parallel(source, target) for source, target, _ in texts]
        alone, together = (em.align_documents(pairs, "hybrid", together=together) for together in (False, True))
        assert self.right(alone, texts) <= len(texts) // 2
        assert self.right(together, texts) > len(texts) * 9 // 10

    def test_documents_in_one_call_are_aligned_as_each_alone(self, texts):
        pairs = [Parallel(source, target) for source, target, _ in texts[:5]]
        assert em.align_documents(pairs, "hybrid") == [align_one(*pair, "hybrid") for *pair, _ in texts[:5]]

    def test_a_short_text_is_aligned_alike_beside_a_long_one(self, texts, monkeypatch):
        monkeypatch.setattr(em, "LONG_TEXT_SENTENCES", 20)
        pairs = [Parallel(source, target) for source, target, _ in texts[:3]]
        sentences = [side.sentence(number) for side in pairs[0][:2] for number in range(len(side.sentences))]
        half = len(pairs[0][0].sentences)
        long = documents(sentences[:half] * 9, sentences[half:] * 9)
        assert len(long[0].sentences) >= 20 > half
        beside = em.align_documents([pairs[0], Parallel(*long), *pairs[1:]], "hybrid")
        assert [beside[0], *beside[2:]] == em.align_documents(pairs, "hybrid")

    def test_a_document_together_with_no_other_is_aligned_as_alone(self, texts):
        source, target, _ = texts[0]
        (together,) = em.align_documents([Parallel(source, target)], "hybrid", together=True)
        assert together == align_one(source, target, "hybrid")

    def test_learned_translations_are_a_lexicon(self, texts):
        learned = em.learn_lexicon([Parallel(source, target) for source, target, _ in texts])
        found = {(arabic, english) for arabic, english, probability in learned if probability > 0.5}
        assert len(found & set(MADE_UP)) > 0.9 * len(MADE_UP)
        assert len(found - set(MADE_UP)) < 0.1 * len(MADE_UP)

    def test_empty_texts_are_aligned_together_with_others(self, texts):
        empty = documents([], [])
        source, target, _ = texts[0]
        pairs = [Parallel(*empty), Parallel(source, target), Parallel(source, empty[1]), Parallel(empty[0], target)]
        results = em.align_documents(pairs, "hybrid", together=True)
        for (source, target, *_), (bitext, _) in zip(pairs, results, strict=True):
            assert_tiled(bitext.beads, len(source.sentences), len(target.sentences))


NEWS = """
The parliament passed the new budget after a long debate.
Prices of oil fell by three percent last week.
The minister promised lower taxes for small companies.
Scientists found a planet beyond the solar system.
The team lost the match in the last minute.
Doctors warn about a new virus in the south.
The bank opened forty branches abroad.
Farmers protested against the import of wheat.
A court sentenced the former president to prison.
The company sold its factory to an investor.
Students demanded cheaper books and more teachers.
The army moved its tanks to the border.
""".strip().splitlines()


class TestMisleading:
    @pytest.fixture(autouse=True)
    def deadline(self):
        """Seconds of CPU that no test here may take; each takes far less."""
        start = time.process_time()
        yield
        assert time.process_time() - start < 30

    def test_beads_of_unrelated_texts_have_a_low_confidence(self):
        beads = aligned(ARABIC, NEWS)
        assert_tiled(beads, COUNT, len(NEWS))
        assert np.mean([bead.confidence for bead in beads if bead.paired]) < 0.6
        assert max(bead.confidence for bead in beads if bead.paired) < 0.9

    def test_beads_of_a_text_and_its_reverse_have_a_low_confidence(self):
        beads = aligned(ARABIC, ENGLISH[::-1])
        assert_tiled(beads, COUNT, COUNT)
        assert max(bead.confidence for bead in beads if bead.paired) < 0.8

    def test_texts_that_share_no_word_are_aligned_by_their_lengths(self):
        arabic = [" ".join(["ضض"] * size) for size in (3, 9, 4, 14, 6, 2, 11)]
        english = [" ".join(["qq"] * size) for size in (3, 9, 4, 14, 6, 2, 11)]
        beads = aligned(arabic, english)
        assert one_to_one(beads) == [(number, number) for number in range(7)]

    @pytest.mark.parametrize(("n", "m"), [(40, 40), (40, 36), (36, 40), (40, 1), (1, 40)])
    def test_the_same_sentence_many_times(self, n, m):
        beads = aligned([ARABIC[2]] * n, [ENGLISH[2]] * m)
        assert_tiled(beads, n, m)
        if n == m:
            assert one_to_one(beads) == [(number, number) for number in range(n)]

    def test_one_word_many_times(self):
        assert_tiled(aligned(["باب " * 200] * 5, ["door " * 200] * 4), 5, 4)

    @pytest.mark.parametrize("languages", [("ar", "ar"), ("en", "en"), ("ar", "en"), ("de", "fr")], ids="-".join)
    @pytest.mark.parametrize(
        "sentences", [ARABIC[:9], ENGLISH[:9], [*ARABIC[:6], *ENGLISH[:6]]], ids=["Arabic", "English", "both"]
    )
    def test_a_text_with_itself(self, sentences, languages):
        beads = aligned(sentences, sentences, languages)
        assert one_to_one(beads) == [(number, number) for number in range(len(sentences))]
        assert min(bead.confidence for bead in beads) > 0.9

    @pytest.mark.parametrize(
        ("begin", "end"),
        [
            pytest.param(3, 13, id="the middle"),
            pytest.param(4, 16, id="the end"),
            pytest.param(0, 12, id="the beginning"),
            pytest.param(0, 8, id="half of it"),
            pytest.param(5, 11, id="a third of it"),
        ],
    )
    def test_a_text_with_a_part_of_itself(self, begin, end):
        beads = aligned(ENGLISH, ENGLISH[begin:end], ("en", "en"))
        assert one_to_one(beads) == [(number, number - begin) for number in range(begin, end)]

    def test_sides_given_in_the_other_order(self):
        beads = aligned(ENGLISH, ARABIC)
        assert one_to_one(beads) == [(number, number) for number in range(COUNT)]

    def test_every_sentence_has_the_words_of_all(self):
        rng = np.random.default_rng(1)
        words = " ".join(ARABIC).split(), " ".join(ENGLISH).split()
        source, target = ([" ".join(rng.permutation(side)) for _ in range(6)] for side in words)
        assert_tiled(aligned(source, target), 6, 6)
