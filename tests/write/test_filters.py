"""Filters of rows: the cases of `tests/cases/filters.txt`, and properties of all filters together."""

import shlex
from collections import Counter
from pathlib import Path
from tracemalloc import get_traced_memory, start, stop

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import side

from aligner.bitext import Bead, Bitext
from aligner.command.main import main
from aligner.rows import Row
from aligner.settings import Settings
from aligner.write.filters import Filters, count_rows, describe, filtered, in_order, length_ratio
from aligner.write.result import account, filter_beads
from aligner.write.writer import confidence_text

CASES = Path(__file__).resolve().parent.parent / "cases" / "filters.txt"
INVISIBLE = {"<tatweel>": "\u0640", "<RLM>": "\u200f", "<2>": "  ", "<LF>": "\n"}


def cases():
    """Yield the options and the rows of each case, which are the name of a filter and a row."""
    *blocks, rest = CASES.read_text(encoding="utf-8").split("\n===\n")
    assert not rest.strip(), "the last case has no end"
    for block in blocks:
        head, _, rows = block.partition("\n---\n")
        *_, comment, options = head.split("\n")
        assert comment.startswith("# "), f"not a case: {block}"
        yield pytest.param(options, [row_of(line) for line in rows.split("\n")], id=comment[2:])


def row_of(line):
    """The name of the filter and the row of one line of a case."""
    for mark, character in INVISIBLE.items():
        line = line.replace(mark, character)
    name, confidence, kind, source, target = (field.strip(" ") for field in line.split("|"))
    row = Row(source, target, kind, None if confidence == "?" else float(confidence))
    return "" if name == "stays" else name, row


def filters_of(options):
    """The filters that options of the command ask for."""
    parameters = main.make_context("align", shlex.split(options)).params
    return Filters(**{name: parameters[name] for name in Filters._fields if name in parameters})


def names_of(rows, filters):
    """The name of the filter for each row."""
    rows = list(rows)
    results = list(filtered(rows, filters))
    assert [row for row, _ in results] == rows
    return [name for _, name in results]


@pytest.mark.parametrize(("options", "rows"), list(cases()))
def test_case(options, rows):
    assert names_of([row for _, row in rows], filters_of(options)) == [name for name, _ in rows]


def test_a_format_of_pairs_leaves_out_rows_of_one_side_that_would_stay():
    rows = [Row("نعم.", "Yes.", "1-1", 0.1), Row("لا.", "", "1-0", 0.9), Row("", "No.", "0-1", None)]
    assert names_of(rows, Filters(pairs_only_format="tmx")) == ["", "format tmx", "format tmx"]
    kept = Filters(min_confidence=0.5, keep_unaligned=True, pairs_only_format="tmx")
    assert names_of(rows, kept) == ["min-confidence", "format tmx", "format tmx"]
    assert names_of(rows, Filters(drop_unaligned=True, pairs_only_format="tmx")) == ["", "unaligned", "unaligned"]


def test_settings_have_the_filters():
    given_settings = Settings(min_confidence=0.5, one_to_one=True, max_ratio=3.0, dedup=True, pairs_only_format="tmx")
    assert Filters.from_settings(given_settings) == Filters(0.5, False, False, True, 3.0, True, "tmx")
    assert Filters.from_settings(Settings()) == Filters()


# Few texts and few confidences, so that rows repeat and limits are met exactly.
SOURCES, TARGETS = (
    st.sampled_from(["نعم.", "لا.", "نَعم.", "وصل القطار."]),
    st.sampled_from(["Yes.", "No", "The train."]),
)
CONFIDENCES = st.sampled_from([0.0, 0.4995, 0.5, 0.8996, 0.9, 1.0])
FILTERS = st.builds(
    Filters,
    min_confidence=st.sampled_from([0.0, 0.5, 0.9, 1.0]),
    keep_unaligned=st.booleans(),
    drop_unaligned=st.booleans(),
    one_to_one=st.booleans(),
    max_ratio=st.sampled_from([None, 1.0, 2.0]),
    dedup=st.booleans(),
    pairs_only_format=st.sampled_from(["", "tmx"]),
)


@st.composite
def rows_of_kinds(draw):
    """Rows of a file of pairs, some of one side."""
    sides = [(1, 1), (1, 1), (2, 1), (1, 0), (0, 1)]
    return [
        Row(draw(SOURCES) * bool(m), draw(TARGETS) * bool(n), f"{m}-{n}", draw(st.none() | CONFIDENCES))
        for m, n in draw(st.lists(st.sampled_from(sides), max_size=12))
    ]


@st.composite
def bitexts(draw):
    """Bitexts of a few beads of all kinds."""
    beads, sentences, at = [], ([], []), (0, 0)
    for m, n in draw(st.lists(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 3), (1, 0), (0, 1), (0, 2)]), max_size=12)):
        sentences[0].extend(draw(SOURCES) for _ in range(m))
        sentences[1].extend(draw(TARGETS) for _ in range(n))
        beads.append(Bead(range(at[0], at[0] + m), range(at[1], at[1] + n), draw(CONFIDENCES)))
        at = at[0] + m, at[1] + n
    return Bitext(side("ar", *sentences[0]), side("en", *sentences[1]), beads)


def kept(rows, filters):
    return [row for row, name in filtered(rows, filters) if not name]


def single(filters):
    """Each filter that is set, alone; `dedup` is the last."""
    alone = [Filters(drop_unaligned=filters.drops_unaligned, pairs_only_format=filters.pairs_only_format)]
    alone += [Filters(one_to_one=filters.one_to_one, keep_unaligned=True)]
    alone += [Filters(min_confidence=filters.min_confidence, keep_unaligned=True), Filters(max_ratio=filters.max_ratio)]
    return [*alone, Filters(dedup=filters.dedup)]


class TestProperties:
    @settings(max_examples=examples(200))
    @given(rows_of_kinds(), FILTERS)
    def test_filtering_again_leaves_out_nothing(self, rows, filters):
        once = kept(rows, filters)
        assert kept(once, filters) == once

    @settings(max_examples=examples(200))
    @given(rows_of_kinds(), FILTERS, st.randoms(use_true_random=False))
    def test_filters_one_after_another_keep_what_they_keep_together(self, rows, filters, random):
        """Only `dedup` depends on the rows before, and has to be the last."""
        *commuting, last = single(filters)
        random.shuffle(commuting)
        left = rows
        for alone in [*commuting, last]:
            left = kept(left, alone)
        assert left == kept(rows, filters)

    @settings(max_examples=examples(200))
    @given(bitexts(), FILTERS)
    def test_the_balance_adds_up(self, bitext, filters):
        written = filter_beads(bitext, filters)
        for counts, at in ((written.source, "source"), (written.target, "target")):
            sizes = Counter()
            for bead in bitext.beads:
                kind = "filtered" if bead not in written.beads else "paired" if bead.paired else "unaligned"
                sizes[kind] += len(getattr(bead, at))
            assert counts == (sum(sizes.values()), sizes["paired"], sizes["unaligned"], sizes["filtered"])
        assert len(written.beads) + sum(written.left_out.values()) == len(bitext.beads)
        if filters.drops_unaligned:
            assert all(bead.paired for bead in written.beads)

    @settings(max_examples=examples(200))
    @given(bitexts(), FILTERS)
    def test_a_bitext_is_filtered_like_its_rows(self, bitext, filters):
        rows = [
            Row(pair.source, pair.target, pair.kind, pair.confidence) for pair in bitext.pairs()
        ]  # as a file has them, without the sentences
        names = names_of(rows, filters)
        written = filter_beads(bitext, filters)
        assert list(written.beads) == [bead for bead, name in zip(bitext.beads, names, strict=True) if not name]
        assert written.left_out == count_rows(names)

    @given(st.floats(0, 1))
    def test_a_limit_that_was_read_off_the_output_keeps_its_row(self, confidence):
        row = Row("نعم.", "Yes.", "1-1", confidence)
        assert names_of([row], Filters(min_confidence=float(confidence_text(row)))) == [""]

    @given(st.integers(1, 400), st.integers(1, 400))
    def test_a_ratio_is_the_same_from_either_side(self, source, target):
        there, back = Row("ب" * source, "b" * target, "1-1"), Row("ب" * target, "b" * source, "1-1")
        assert length_ratio(there) == length_ratio(back) == max(source, target) / min(source, target)


def test_rows_are_read_one_at_a_time():
    rows = iter([Row("نعم.", "Yes.", "1-1", 0.9), Row("لا.", "No.", "1-1", 0.9)])
    results = filtered(rows, Filters(dedup=True, min_confidence=0.5))
    assert next(results)[0].target == "Yes."
    assert next(rows).target == "No."


@pytest.mark.slow
def test_dedup_remembers_no_texts():
    """The memory for rows of 2,000 characters is that for their digests."""
    rows = (Row(f"{number:05} {'ب' * 1000}", "b" * 1000, "1-1", 0.9) for number in range(800))
    start()
    try:
        assert sum(not name for _, name in filtered(rows, Filters(dedup=True))) == 800
        _, peak = get_traced_memory()
    finally:
        stop()
    assert peak < 800 * 300  # bytes; a text alone has 2,000


class TestCounts:
    def test_are_in_the_order_of_the_filters(self):
        counted = {"format tmx": 1, "dedup": 2, "max-ratio": 3, "min-confidence": 4, "one-to-one": 5, "unaligned": 6}
        assert list(in_order(counted)) == list(reversed(counted))

    def test_have_no_zeros(self):
        assert in_order({"dedup": 0, "unaligned": 1}) == {"unaligned": 1}
        assert count_rows(["", "dedup", "", "dedup", "unaligned"]) == {"unaligned": 1, "dedup": 2}

    @pytest.mark.parametrize(
        ("left_out", "text"),
        [
            ({}, ""),
            ({"dedup": 1}, "1 row left out: 1 by dedup"),
            ({"format tmx": 2, "one-to-one": 1}, "3 rows left out: 1 by one-to-one, 2 by format tmx"),
        ],
    )
    def test_as_text(self, left_out, text):
        assert describe(left_out) == text

    def test_stand_after_the_balance_only_if_rows_are_left_out(self):
        written = filter_beads(
            Bitext(side("ar", "نعم."), side("en", "Yes."), [Bead(range(1), range(1), 0.9)]), Filters()
        )
        sides = [("ar", written.source), ("en", written.target)]
        balance = "sentences: ar 1 = 1 paired + 0 unaligned + 0 filtered; en 1 = 1 paired + 0 unaligned + 0 filtered"
        assert account(sides, {}) == balance
        assert account(sides, {"dedup": 7}) == f"{balance}; 7 rows left out: 7 by dedup"
