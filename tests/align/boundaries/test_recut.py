"""Documents with other boundaries: nothing is lost, only doubtful boundaries go, and given sentences stay."""

import json
import re

import pytest
from aligning import ARABIC, ENGLISH
from boundary_texts import text_side
from effort import examples
from films import subtitles
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import align_texts, pipeline
from aligner.align.boundaries.marks import is_doubtful
from aligner.align.boundaries.recut import _ends, _with_changes
from aligner.align.boundaries.usage import Usage
from aligner.bitext import InputText

# Pairs that are cut or joined, if they stand in the right place.
HEADLINE = (
    "حريق في مصنع الورق قرب الميناء اندلع حريق كبير ليلة أمس في مصنع الورق قرب الميناء وأصيب عاملان.",
    "Fire at paper factory near the port A large fire broke out last night at the paper factory near the port and two"
    " workers were injured.",
)
QUOTATION = (
    'قال الحارس: "لا أحد يدخل بعد الغروب" وأغلق البوابة الحديدية.',
    'The guard said: "Nobody enters after sunset." He closed the iron gate.',
)
STOP = (
    "وصل الطبيب في الخامسة صباحا. لم يره أحد في القرية.",
    "The doctor came at 5 a.m. Nobody saw him in the village.",
)
DOUBTFUL = (
    "التقى الوفد السناتور حسن والسناتور كاربر في المكتب صباح أمس.",
    "The delegation met Supv. Hassan and Carper in the office yesterday morning.",
)
CLAUSE = (
    "وصل القطار إلى المحطة في الصباح، ونزل الركاب ببطء ومعهم حقائب كثيرة.",
    "The train reached the station in the morning. The passengers got off slowly with many bags.",
)
PLAIN = tuple(zip(ARABIC, ENGLISH, strict=True))
PAIR = st.sampled_from([HEADLINE, QUOTATION, STOP, DOUBTFUL, CLAUSE, *PLAIN[:5]])
GAP = st.sampled_from([" ", " ", "\n", "\n\n", "  "])


@st.composite
def text_pairs(draw, pair=PAIR):
    """Two texts of the same pairs, a few of which one text lacks, or has without vowel marks and stops."""
    pairs = draw(st.lists(pair, min_size=1, max_size=6))
    sides = ["", ""]
    for texts in pairs:
        missing = draw(st.sampled_from([None, None, None, 0, 1]))
        for side, text in enumerate(texts):
            if side != missing:
                sides[side] += text + draw(GAP)
    return tuple(side if side.strip() else texts[number] for number, side in enumerate(sides))


def sentences(document):
    return [document.sentence(number) for number in range(len(document.sentences))]


def starts(document):
    return [span.start for span in document.sentences]


def assert_tiled(bitext, texts):
    """Assert that each character of the texts but white space is in one sentence, and each sentence in one bead."""
    for side, (document, text) in enumerate(zip((bitext.source, bitext.target), texts, strict=True)):
        assert document.text == text
        assert "".join("".join(sentences(document)).split()) == "".join(text.split())
        assert all(sentence == sentence.strip() != "" for sentence in sentences(document))
        numbers = [number for bead in bitext.beads for number in bead[side]]
        assert numbers == list(range(len(document.sentences)))


def assert_changes_are_fair(new, old, text):
    """Assert that paragraphs stay, that new boundaries are before words, and that only doubtful ones are gone."""
    assert [paragraph[0].start for paragraph in new.paragraphs] == [paragraph[0].start for paragraph in old.paragraphs]
    assert all(text[start - 1].isspace() for start in set(starts(new)) - set(starts(old)))
    for number, start in enumerate(starts(old)):
        if start not in starts(new):
            before, after = old.sentence(number - 1), old.sentence(number)
            assert is_doubtful(before, after, old.language, Usage(text)), (before, after)


def check(texts, *, refine):
    bitext, alone = align_texts(*texts, refine=refine), align_texts(*texts, split_alone=True)
    assert_tiled(bitext, texts)
    for side, old in enumerate((alone.source, alone.target)):
        assert_changes_are_fair((bitext.source, bitext.target)[side], old, texts[side])


@settings(max_examples=examples(100, few=3))
@given(texts=text_pairs(), refine=st.booleans())
def test_nothing_is_lost(texts, refine):
    check(texts, refine=refine)


@pytest.mark.slow
@settings(max_examples=examples(40))
@given(texts=text_pairs(st.sampled_from(PLAIN)))
def test_texts_without_signs_are_aligned_as_alone(texts):
    bitext, alone = align_texts(*texts), align_texts(*texts, split_alone=True)
    assert (bitext.beads, bitext.source, bitext.target) == (alone.beads, alone.source, alone.target)


WORD = st.sampled_from(
    ["بيت", "وقال", "12", "3,5", "well-known", "don't", "«نعم»", "...", "a.m.", "1990-2000", "100 km"]
)


@settings(max_examples=examples(60))
@given(words=st.lists(WORD, min_size=1, max_size=8), data=st.data())
def test_tokens_are_those_of_the_new_sentences(words, data):
    side = text_side(" ".join(words), "en", pre_split=True)
    document = side.document
    places = [match.start() for match in re.finditer(r"(?<= )\S", document.text)]
    added = set(data.draw(st.lists(st.sampled_from(places), max_size=3))) if places else set()
    new = _with_changes(document, added, set())
    tokens = side.vocabulary.add([document.text])
    ends = _ends(tokens, side, new, set()).tolist()
    assert (ends[0], ends[-1]) == (0, len(tokens.types))
    fresh = side.vocabulary.add(sentences(new))
    if len(fresh.types) == len(tokens.types):  # no token runs over a cut
        assert ends == fresh.ends.tolist()
    assert ends == sorted(ends)


ALL = tuple(" ".join(side) for side in zip(HEADLINE, QUOTATION, STOP, DOUBTFUL, CLAUSE, *PLAIN[:3], strict=True))


def test_the_sample_is_cut_and_joined():
    bitext, alone = align_texts(*ALL), align_texts(*ALL, split_alone=True)
    for document, old in zip((bitext.source, bitext.target), (alone.source, alone.target), strict=True):
        assert set(starts(document)) - set(starts(old))
    assert set(starts(alone.target)) - set(starts(bitext.target))


def test_given_sentences_stay():
    lines = tuple("\n".join(side) for side in zip(HEADLINE, QUOTATION, STOP, strict=True))
    bitext = align_texts(*lines, pre_split=True)
    assert sentences(bitext.source) == lines[0].split("\n")
    assert sentences(bitext.target) == lines[1].split("\n")


def test_a_method_without_words_keeps_sentences():
    bitext, alone = (align_texts(*ALL, method="length", split_alone=alone) for alone in (False, True))
    assert (bitext.beads, bitext.source, bitext.target) == (alone.beads, alone.source, alone.target)


def bitext_of(*inputs, **options):
    """The prepared document of inputs (name, text), and the bitext of its alignment."""
    settings = pipeline.Settings(order_is_given=len(inputs) == 2, **options)
    texts = [InputText(name, text, "utf-8") for name, text in inputs]
    ((prepared, bitext, _),) = pipeline.align_prepared([pipeline.prepare(texts, settings)], settings)
    return prepared, bitext


def test_rows_of_a_table_keep_their_sentences(here):
    rows = [HEADLINE, PLAIN[0], (" ".join((QUOTATION[0], STOP[0])), " ".join((QUOTATION[1], STOP[1]))), PLAIN[1]]
    prepared, bitext = bitext_of(("table.tsv", "".join("\t".join(row) + "\n" for row in rows)))
    in_beads = [[0, 0]]
    texts = [["", ""]]
    ends = {anchor: number for number, anchor in enumerate(prepared.parallel.anchors)}
    for bead in bitext.beads:
        for side, document in enumerate((bitext.source, bitext.target)):
            texts[-1][side] = f"{texts[-1][side]} {document.passage(bead[side])}".strip()
        in_beads.append([bead.source.stop, bead.target.stop])
        if tuple(in_beads[-1]) in ends:
            texts.append(["", ""])
    assert [tuple(row) for row in texts[: len(rows)]] == rows
    assert bitext.source == prepared.parallel.source
    assert bitext.target == prepared.parallel.target
    assert len(bitext.source.sentences) > sum(len(re.findall(r"[.؟]", row[0])) for row in rows)


@pytest.mark.slow
def test_subtitles_keep_their_sentences():
    times = [(5.0 * number, 5.0 * number + 4) for number in range(6)]
    films = [subtitles(list(side), times, 1) for side in zip(HEADLINE, QUOTATION, *PLAIN[:4], strict=True)]
    inputs = [(f"film.{tag}.srt", text) for tag, text in zip(("ar", "en"), films, strict=True)]
    bitext, alone = (bitext_of(*inputs, split_alone=alone)[1] for alone in (False, True))
    assert (bitext.beads, bitext.source, bitext.target) == (alone.beads, alone.source, alone.target)


def read_files(here, *texts, suffix):
    for tag, text in zip(("ar", "en"), texts, strict=True):
        (here / f"news.{tag}{suffix}").write_text(text, encoding="utf-8")
    return f"news.ar{suffix}", f"news.en{suffix}"


@pytest.mark.parametrize("form", ["# {}\n", "```\n{}\n```\n"])
def test_headings_and_code_of_markdown_stay(here, run, form):
    names = read_files(
        here, *(f"{form.format(text)}\n{plain}\n" for text, plain in zip(HEADLINE, PLAIN[0], strict=True)), suffix=".md"
    )
    rows = run(*names, "--no-header", "-q").stdout
    assert rows == run(*names, "--no-header", "-q", "--split-alone").stdout
    assert HEADLINE[0] in rows


def test_a_paragraph_of_markdown_is_cut(here, run):
    rows = run(*read_files(here, *HEADLINE, suffix=".md"), "--no-header", "-q").stdout.splitlines()
    assert [row.split("\t")[0] for row in rows] == HEADLINE[0].replace(" اندلع", "\nاندلع").splitlines()


def test_spans_and_evidence_are_those_of_the_cut_sentences(here, run):
    names = read_files(here, *ALL, suffix=".txt")
    done = run(*names, "-f", "json", "--why", "--certify")
    assert done.exit_code == 0
    assert "proved" in done.stderr
    pairs = json.loads(done.stdout)["pairs"]
    for pair in pairs:
        for key, text in zip(("src", "trg"), ALL, strict=True):
            span = pair[f"{key}_span"]
            if span:
                assert pair[f"{key}_text"] == text[slice(*span)]
    headline, sentence = pairs[:2]
    assert ["الميناء", "port"] in headline["why"]["matched"]
    assert ["عاملان", "workers"] not in headline["why"]["matched"]
    assert ["عاملان", "workers"] in sentence["why"]["matched"]


@pytest.mark.parametrize("suffix", [".tsv", ".json"])
def test_a_review_of_cut_sentences_comes_back(here, run, suffix):
    names = read_files(here, *ALL, suffix=".txt")
    before = run(*names, "-f", "json").stdout
    pairs = json.loads(before)["pairs"]
    checked = {0, 1, 3}
    if suffix == ".tsv":
        rows = ["src_text\ttrg_text\tchecked"]
        rows += [f"{p['src_text']}\t{p['trg_text']}\t{'x' if n in checked else ''}" for n, p in enumerate(pairs)]
        (here / "review.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    else:
        meta = json.loads(before)["meta"]
        inputs = [
            {"name": name, "sha256": source["text_sha256"]} for name, source in zip(names, meta["sources"], strict=True)
        ]
        beads = [
            {
                "source": p["src_sentences"],
                "target": p["trg_sentences"],
                "confidence": None,
                "checked": n in checked,
                "edited": False,
            }
            for n, p in enumerate(pairs)
        ]
        sizes = {f"{key}_sentences": meta["sentences"][key]["sentences"] for key in ("src", "trg")}
        (here / "review.json").write_text(
            json.dumps({"review": 1, "inputs": inputs, **sizes, "beads": beads}), encoding="utf-8"
        )
    done = run(f"review{suffix}", *names, "-f", "json")
    assert done.exit_code == 0, done.stderr
    assert f"align: review{suffix}: kept 3 checked rows" in done.stderr
    again = json.loads(done.stdout)["pairs"]
    assert [(p["src_text"], p["trg_text"]) for p in again] == [(p["src_text"], p["trg_text"]) for p in pairs]
    assert [n for n, p in enumerate(again) if "checked" in p["flags"]] == sorted(checked)


@pytest.mark.slow
def test_a_folder_gives_the_same_bytes_as_single_runs(here, run):
    folder = here / "corpus"
    folder.mkdir()
    texts = [HEADLINE, QUOTATION, STOP, DOUBTFUL, ALL]
    for number, sides in enumerate(texts):
        for tag, text in zip(("ar", "en"), sides, strict=True):
            (folder / f"{number}.{tag}.txt").write_text(text + "\n", encoding="utf-8")
    for jobs in (1, 2):
        options = ["-o", f"out{jobs}", "-f", "jsonl", "-q", "--learn-from", "0"]
        assert run("corpus", *options, "-j", jobs).exit_code == 0
    for number in range(len(texts)):
        single = run(folder / f"{number}.ar.txt", folder / f"{number}.en.txt", "-f", "jsonl", "-q").stdout.encode()
        assert (here / "out1" / f"{number}.jsonl").read_bytes() == (here / "out2" / f"{number}.jsonl").read_bytes()
        assert (here / "out1" / f"{number}.jsonl").read_bytes() == single


@pytest.mark.slow
@pytest.mark.parametrize("gap", [" ", "\n"])
def test_a_long_text_takes_linear_time(gap, cpu_limit):
    texts = [gap.join(side * 400) + "\n" for side in zip(HEADLINE, QUOTATION, STOP, strict=True)]
    align_texts(*texts, source_language="ar", target_language="en")


@pytest.mark.slow
@pytest.mark.parametrize("word", ["." * 60_000, '5"' * 30_000, "5-6-" * 20_000])
def test_a_very_long_word_takes_linear_time(word, cpu_limit):
    texts = (text.replace(gap, f" {word}{gap}") for text, gap in zip(HEADLINE, (" في", " at"), strict=True))
    align_texts(*texts, refine=True, source_language="ar", target_language="en")


@pytest.mark.slow
def test_a_very_long_sentence_is_left_alone(cpu_limit):
    texts = f"{'كلمة جديدة ' * 40_000}، وكلمة قديمة.", f"{'new word ' * 40_000}. Old word."
    bitext = align_texts(*texts, refine=True)
    assert len(bitext.source.sentences) == 1
