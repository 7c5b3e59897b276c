"""Ladder: rungs, as hunalign's tools read them."""

from itertools import pairwise

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import output_document, side, text_of, three_beads

from aligner.bitext import Bead
from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions

LADDER = OutputOptions("ladder")


def written(rows):
    return text_of(rows, LADDER)


def read(text, source, target):
    """The segments of a ladder, by its documentation.

    A rung (n, m) says that the first n sentences correspond to the first m. The segment between two rungs has the
    score of the first of them.
    """
    rungs = [line.split("\t") for line in text.splitlines()]
    assert rungs[0][:2] == ["0", "0"]
    assert rungs[-1][:2] == [str(len(source)), str(len(target))]
    segments = []
    for (i, j, *score), (k, m, *_) in pairwise(rungs):
        assert int(i) <= int(k)
        assert int(j) <= int(m)
        segments.append((source[int(i) : int(k)], target[int(j) : int(m)], *score))
    return segments


def test_exact():
    assert written(three_beads().rows()) == "0\t0\t0.987\n2\t1\t0.250\n3\t1\t1.000\n3\t2\t1.000\n"


def test_without_rows():
    assert written(output_document(side("ar"), side("en")).rows()) == "0\t0\n"


def test_without_confidences_has_two_columns_as_ladders_made_by_hand():
    rows = [Row("ا", "a", "1-1", None, [0], [0]), Row("ب", "b", "1-1", None, [2], [1])]
    assert written(Rows("ar", "en", rows)) == "0\t0\n1\t1\n2\t1\n3\t2\n"


def test_rows_without_numbers_follow_one_another_by_their_kinds():
    rows = [Row("ا ب", "a", "2-1", 0.5), Row("", "b", "0-1", 0.25), Row("ج", "c", "1-1", 1.0)]
    assert written(Rows("ar", "en", rows)) == "0\t0\t0.500\n2\t1\t0.250\n2\t2\t1.000\n3\t3\t1.000\n"


class TestLeftOut:
    """Rows that are left out: their sentences stand alone, and no neighbour reaches over them."""

    SOURCE, TARGET = ["s0", "s1", "s2", "s3"], ["t0", "t1", "t2"]
    BEADS = (
        Bead(range(1), range(1), 0.9),
        Bead(range(1, 3), range(1, 2), 0.4),
        Bead(range(3, 4), range(2, 3), 0.8),
    )

    def segments(self, kept):
        document = output_document(side("ar", *self.SOURCE), side("en", *self.TARGET), *self.BEADS)
        rows = document._replace(beads=tuple(self.BEADS[number] for number in kept)).rows()
        return read(written(rows), self.SOURCE, self.TARGET)

    def test_none(self):
        assert self.segments([0, 1, 2]) == [
            (["s0"], ["t0"], "0.900"),
            (["s1", "s2"], ["t1"], "0.400"),
            (["s3"], ["t2"], "0.800"),
        ]

    def test_in_the_middle(self):
        assert self.segments([0, 2]) == [
            (["s0"], ["t0"], "0.900"),
            (["s1", "s2"], [], "0.000"),
            ([], ["t1"], "0.000"),
            (["s3"], ["t2"], "0.800"),
        ]

    def test_at_the_ends(self):
        assert self.segments([1]) == [
            (["s0"], [], "0.000"),
            ([], ["t0"], "0.000"),
            (["s1", "s2"], ["t1"], "0.400"),
            (["s3"], [], "0.000"),
            ([], ["t2"], "0.000"),
        ]

    def test_all(self):
        assert self.segments([]) == [(self.SOURCE, []), ([], self.TARGET)]


KINDS = st.sampled_from([(1, 1), (1, 2), (2, 1), (1, 0), (0, 1), (3, 2)])


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(KINDS, st.booleans()), max_size=12))
def test_every_bead_that_is_kept_is_a_segment_and_every_sentence_is_in_one(drawn):
    beads, i, j = [], 0, 0
    for (source, target), _ in drawn:
        beads.append(Bead(range(i, i + source), range(j, j + target), 0.5))
        i, j = i + source, j + target
    sources, targets = [f"s{number}" for number in range(i)], [f"t{number}" for number in range(j)]
    document = output_document(side("ar", *sources), side("en", *targets), *beads)
    kept = tuple(bead for bead, (_, keep) in zip(beads, drawn, strict=True) if keep)
    segments = read(written(document._replace(beads=kept).rows()), sources, targets)
    assert [text for source, *_ in segments for text in source] == sources
    assert [text for _, target, *_ in segments for text in target] == targets
    expected = [([sources[at] for at in bead.source], [targets[at] for at in bead.target], "0.500") for bead in kept]
    assert [segment for segment in segments if segment[2:] == ("0.500",)] == expected
    assert not [segment for segment in segments if segment[2:] != ("0.500",) and segment[0] and segment[1]]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([([2], [0]), ([1], [1])], "row 2: its first sentence, 1, does not follow sentence 2 of an earlier row"),
        ([([0], [1]), ([1], [1])], "row 2: its first sentence, 1, does not follow sentence 1 of an earlier row"),
        ([([0, 2], [0])], "row 1: its sentences, 0, 2, are not neighbours"),
    ],
)
def test_rungs_cannot_cross(rows, problem):
    rows = [Row("ا", "a", "1-1", 1.0, source, target) for source, target in rows]
    with pytest.raises(InputError) as refusal:
        written(Rows("ar", "en", rows))
    hint = "a ladder holds neighbouring sentences in their order; choose another format, such as index"
    assert str(refusal.value) == f"{problem}; {hint}"


def test_several_documents_are_refused(here, run):
    (here / "corpus").mkdir()
    (here / "corpus" / "a.txt").write_text("نام الحارس.\nThe guard slept.\n", encoding="utf-8")
    result = run("corpus", "-o", "all.ladder")
    assert result.exit_code == 2
    assert "Error: ladder holds one document; choose --format " in result.stderr


def test_numbers_are_those_of_the_sentences(files, run):
    assert run("book.txt", "-o", "out.ladder", "--sentences", "out", "-q").exit_code == 0
    source, target = ((files / f"out.{tag}").read_text(encoding="utf-8").splitlines() for tag in ("ar", "en"))
    segments = read((files / "out.ladder").read_text(encoding="utf-8"), source, target)
    rows = run("book.txt", "-q", "--no-header").stdout.splitlines()
    assert [f"{' '.join(arabic)}\t{' '.join(english)}\t{score}" for arabic, english, score in segments] == [
        row.rpartition("\t")[0] for row in rows
    ]
