"""Documents and bitexts: their contents, and the invariants that they check."""

import pytest

from aligner.bitext import Bead, Bitext, Document, Span

TEXT = "One. Two.\n\nThree."
ONE, TWO, THREE = Span(0, 4), Span(5, 9), Span(11, 17)


def bead(source, target):
    return Bead(range(*source), range(*target), 1.0)


def document(*paragraphs, text=TEXT):
    return Document("en", text, paragraphs)


@pytest.fixture
def three():
    return document((ONE, TWO), (THREE,))


def test_a_document_knows_its_sentences_and_breaks(three):
    assert three.sentences == (ONE, TWO, THREE)
    assert three.breaks == (2,)
    assert [three.sentence(number) for number in range(3)] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("paragraphs", "breaks"),
    [
        pytest.param((), (), id="no paragraph"),
        pytest.param(((ONE, TWO),), (), id="one paragraph"),
        pytest.param(((ONE,), (TWO,), (THREE,)), (1, 2), id="a sentence a paragraph"),
    ],
)
def test_breaks_stand_before_all_paragraphs_but_the_first(paragraphs, breaks):
    assert document(*paragraphs).breaks == breaks


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(((Span(0, 1), Span(1, 4)),), id="no gap between sentences"),
        pytest.param(((ONE,), (THREE,)), id="text between paragraphs is the other language"),
        pytest.param(((TWO,),), id="text before the first and after the last sentence"),
        pytest.param(((Span(4, 4),),), id="empty sentence"),
        pytest.param(((ONE, Span(5, 5), Span(5, 5), TWO),), id="empty sentences between two others"),
    ],
)
def test_accepted_documents(paragraphs):
    assert document(*paragraphs).paragraphs == paragraphs


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(((),), id="paragraph without a sentence"),
        pytest.param(((ONE,), ()), id="last paragraph without a sentence"),
        pytest.param(((Span(4, 0),),), id="sentence that ends before it begins"),
        pytest.param(((Span(-4, 4),),), id="sentence that begins before the text"),
        pytest.param(((Span(11, 18),),), id="sentence that ends after the text"),
        pytest.param(((TWO, ONE),), id="sentences out of order"),
        pytest.param(((THREE,), (ONE,)), id="paragraphs out of order"),
        pytest.param(((ONE, Span(3, 9)),), id="sentences that overlap"),
        pytest.param(((ONE,), (Span(3, 9),)), id="paragraphs that overlap"),
        pytest.param(((ONE, THREE),), id="text lost between sentences"),
        pytest.param(((ONE, Span(6, 9)),), id="a letter lost between sentences"),
        pytest.param(((ONE, Span(6, 6)),), id="a letter lost before an empty sentence"),
        pytest.param(((ONE, Span(3, 3)),), id="empty sentence within another one"),
    ],
)
def test_refused_documents(paragraphs):
    with pytest.raises(ValueError, match="paragraph"):
        document(*paragraphs)


@pytest.mark.parametrize(
    ("numbers", "span", "passage"),
    [
        pytest.param(range(1, 2), TWO, "Two.", id="one sentence"),
        pytest.param(range(3), Span(0, 17), TEXT, id="white space between sentences is kept"),
        pytest.param(range(2, 2), None, "", id="no sentence"),
    ],
)
def test_passages(three, numbers, span, passage):
    assert three.span(numbers) == span
    assert three.passage(numbers) == passage


def test_a_passage_leaves_out_the_other_language():
    assert document((ONE,), (THREE,)).passage(range(2)) == "One. Three."


def test_a_passage_adds_no_space_where_there_is_none():
    assert document((Span(0, 1), Span(1, 4))).passage(range(2)) == "One."


@pytest.mark.parametrize(
    ("source", "target", "kind", "paired"),
    [
        ((0, 2), (0, 1), "2-1", True),
        ((0, 1), (3, 3), "1-0", False),
        ((3, 3), (0, 1), "0-1", False),
    ],
)
def test_kinds_of_bead(source, target, kind, paired):
    assert bead(source, target).kind == kind
    assert bead(source, target).paired is paired


@pytest.mark.parametrize(
    "beads",
    [
        pytest.param([bead((0, 3), (0, 3))], id="one bead"),
        pytest.param([bead((0, 1), (0, 0)), bead((1, 1), (0, 2)), bead((1, 3), (2, 3))], id="deletion and insertion"),
    ],
)
def test_beads_that_tile(three, beads):
    assert Bitext(three, three, beads).beads == beads


@pytest.mark.parametrize(
    "beads",
    [
        pytest.param([], id="no bead"),
        pytest.param([bead((1, 3), (0, 3))], id="first source sentence left out"),
        pytest.param([bead((0, 3), (1, 3))], id="first target sentence left out"),
        pytest.param([bead((0, 2), (0, 3))], id="last source sentence left out"),
        pytest.param([bead((0, 3), (0, 2))], id="last target sentence left out"),
        pytest.param([bead((0, 3), (0, 4))], id="more sentences than there are"),
        pytest.param([bead((0, 1), (0, 1)), bead((2, 3), (1, 3))], id="source sentence left out between beads"),
        pytest.param([bead((0, 1), (0, 1)), bead((1, 3), (2, 3))], id="target sentence left out between beads"),
        pytest.param([bead((0, 2), (0, 1)), bead((1, 3), (1, 3))], id="source sentence in two beads"),
        pytest.param([bead((0, 1), (0, 2)), bead((1, 3), (1, 3))], id="target sentence in two beads"),
        pytest.param([bead((1, 3), (0, 1)), bead((0, 1), (1, 3))], id="source out of order"),
        pytest.param([bead((0, 2), (0, 1)), bead((2, 1), (1, 2)), bead((1, 3), (2, 3))], id="source runs backwards"),
        pytest.param([bead((0, 1), (0, 2)), bead((1, 2), (2, 1)), bead((2, 3), (1, 3))], id="target runs backwards"),
        pytest.param([bead((0, 3, 2), (0, 3))], id="every other sentence"),
        pytest.param([bead((0, 3), (0, 3)), bead((3, 3), (3, 3))], id="bead without a sentence"),
        pytest.param([bead((0, 3), (0, 0)), bead((3, 3), (1, 3))], id="empty side that does not keep its position"),
    ],
)
def test_refused_bitexts(three, beads):
    with pytest.raises(ValueError, match="bead"):
        Bitext(three, three, beads)


def test_pairs_carry_the_texts_of_the_beads(three):
    beads = [bead((0, 2), (0, 1)), bead((2, 3), (1, 1)), bead((3, 3), (1, 3))]
    assert [(pair.source, pair.target, pair.kind) for pair in Bitext(three, three, beads).pairs()] == [
        ("One. Two.", "One.", "2-1"),
        ("Three.", "", "1-0"),
        ("", "Two.\n\nThree.", "0-2"),
    ]
    assert [pair.bead for pair in Bitext(three, three, beads).pairs()] == beads


def test_a_pair_carries_the_confidence_of_its_bead(three):
    (pair,) = Bitext(three, three, [Bead(range(3), range(3), 0.25)]).pairs()
    assert pair.confidence == 0.25


def test_an_empty_bitext_has_no_beads():
    nothing = document(text="")
    assert list(Bitext(nothing, nothing, []).pairs()) == []


def test_a_bitext_iterates_over_its_pairs(three):
    bitext = Bitext(three, three, [bead((0, 2), (0, 1)), bead((2, 3), (1, 3))])
    assert list(bitext) == list(bitext.pairs())
    assert [pair.kind for pair in bitext] == [pair.kind for pair in bitext]
    assert len(bitext) == 2


def test_a_pair_carries_the_flags_of_its_bead(three):
    (pair,) = Bitext(three, three, [Bead(range(3), range(3), 0.25, ("length", "big-bead"))])
    assert pair.flags == ("length", "big-bead")


def test_bitexts_are_equal_whatever_their_metadata_are(three):
    beads = [bead((0, 3), (0, 3))]
    with_meta = Bitext(three, three, beads, {"method": "hybrid"})
    assert with_meta == Bitext(three, three, beads)
    assert with_meta.meta == {"method": "hybrid"}
    assert Bitext(three, three, beads).meta == {}
