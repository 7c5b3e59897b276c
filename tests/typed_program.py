"""A small program that uses every public name of the library. `mypy --strict` accepts it, and a test runs it.

It works in the current folder, and returns the results that the test looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import aligner
from aligner import Bead, Bitext, Document, InputError, Numbers, Pair, Place, Span, Why

ARABIC = "وصل القطار في 1990. نزل الركاب."
ENGLISH = "The train arrived in 1990. The passengers got off."


def align_everything() -> Iterator[Bitext]:
    """Yield the bitexts of texts, of lists of sentences, and of files."""
    lexicon = Path("words.tsv")
    lexicon.write_text("قطار\ttrain\t1\n", encoding="utf-8")
    review = Path("edited.tsv")
    review.write_text("src_text\ttrg_text\tchecked\nنزل الركاب.\tThe passengers got off.\tx\n", encoding="utf-8")
    yield aligner.align_texts(
        ARABIC, ENGLISH, method="hybrid", lexicon=lexicon, encoder=None, why=True, lines="line", pins=review
    )
    yield aligner.align_texts(f"{ARABIC}\n{ENGLISH}", layout="blocks", split_clauses=True, certify=True, refine=True)
    yield aligner.align_sentences(["وصل القطار.", ""], ("The train arrived.",), lexicon=["words.tsv"], why=True)
    Path("book.txt").write_text(f"{ARABIC}\n{ENGLISH}\n", encoding="utf-8")
    Path("table.csv").write_text("ar,note,en\nباب,1,door\n", encoding="utf-8")
    yield aligner.align_file("book.txt", source_language="ar", target_language="en", encoding="utf-8", split_alone=True)
    yield aligner.align_file(Path("table.csv"), columns=(1, "en"), realign=True, pre_split=True, order_is_given=True)


def rows(bitext: Bitext) -> list[tuple[str, str, str, float, tuple[str, ...]]]:
    """Return the pairs of a bitext as plain values."""
    pairs: list[Pair] = list(bitext)
    assert len(bitext) == len(pairs) == len(list(bitext.pairs()))
    return [(pair.source, pair.target, pair.kind, pair.confidence, pair.flags) for pair in pairs]


def places(document: Document) -> list[Span]:
    """Return the places of the sentences of a document, and check that its methods agree."""
    numbers = range(len(document.sentences))
    assert document.language == "en"
    assert (document.breaks, document.undivided) == ((), ())
    assert document.sentences_before([0]) == [0, len(document.sentences)]
    assert document.line_starts[0] == 0
    assert len(document.paragraphs) == 1
    assert document.passage(numbers).startswith(document.sentence(0))
    origins: tuple[Place, ...] = document.places_of(numbers)
    assert not origins
    assert not document.places
    entire: Span | None = document.span(numbers)
    assert entire is not None
    assert document.text[entire.start : entire.end]
    return list(document.sentences)


def words(bead: Bead) -> tuple[tuple[str, str], ...]:
    """Return the words that speak for a bead."""
    why: Why | None = bead.why
    if why is None or not bead.paired:
        return ()
    numbers: Numbers = why.numbers
    assert (*numbers.both, *numbers.source, *numbers.target) in ((), ("1990",))
    assert why.kind <= 0
    assert min(why.length, why.breaks, why.words, why.semantic) > -99
    assert "words" in Why.evidence()
    return why.matched


def main() -> dict[str, object]:
    """Run everything, and return the results by name."""
    bitexts = list(align_everything())
    lengths: list[tuple[range, range]] = aligner.align_lengths([90, 30.5], [95, 28], method="length")
    bitexts[0].write(Path("pairs.tsv"), flags=True, header=False, min_confidence=0.1, drop_unaligned=True)
    bitexts[0].write("pairs.txt", format="jsonl", force=True, repair=("forms", "bidi"))
    problem = ""
    try:
        aligner.align_file("missing.txt")
    except InputError as error:
        problem = f"{error.name}: {error.problem}{error.hint}{error.line or ''}"
    by_hand = Bitext(aligner.split_text("باب", "ar"), aligner.split_text("door"), [Bead(range(1), range(1), 0.5)])
    return {
        "rows": [rows(bitext) for bitext in [*bitexts, by_hand]],
        "words": [words(bead) for bead in bitexts[0].beads],
        "methods": [bitext.meta.get("method") for bitext in [*bitexts, by_hand]],
        "places": places(aligner.split_text(ENGLISH, "en", pre_split=False, lines="auto", split_clauses=False)),
        "lengths": lengths,
        "kinds": [bead.kind for bead in by_hand.beads],
        "problem": problem,
        "version": aligner.__version__,
    }


if __name__ == "__main__":
    main()
