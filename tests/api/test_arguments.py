"""Arguments of a wrong type: a TypeError that names the argument, its type, and what to pass."""

import re
from pathlib import Path

import numpy as np
import pytest

from aligner import align_file, align_lengths, align_sentences, align_texts, split_text


def with_option(**option):
    """A call of `align_texts` that is right but for an option."""
    return lambda: align_texts("باب.", "A door.", **option)


CASES = [
    # texts
    (lambda: align_texts(b"\xd8", "A door."), "source must be a str, not bytes; decode it first, or give the file to"),
    (lambda: align_texts("باب.", bytearray(b"A")), "target must be a str, not bytearray; decode it first"),
    (
        lambda: align_texts(Path("ar.txt"), "A door."),
        f"source must be a str, not {type(Path()).__name__}; align_file takes",
    ),
    (
        lambda: align_texts(["باب."], ["A door."]),
        "source must be a str, not list; align_sentences takes lists of sentences",
    ),
    (lambda: align_texts("باب.", ("A door.",)), "target must be a str, not tuple; align_sentences takes lists"),
    (lambda: align_texts(5, "A door."), "source must be a str, not int"),
    (lambda: align_texts(None, "A door."), "source must be a str, not None"),
    (lambda: split_text(2.5), "text must be a str, not float"),
    (lambda: split_text("A door.", 1), "language must be a str, not int"),
    (lambda: split_text("A door.", lines=None), "lines must be a str, not None"),
    (lambda: split_text("A door.", split_clauses="no"), "split_clauses must be True or False, not str"),
    # lists of sentences
    (lambda: align_sentences("باب.", ["A door."]), "source must be a list of str, not str; align_texts splits a text"),
    (lambda: align_sentences(["باب."], "A door."), "target must be a list of str, not str; align_texts splits a text"),
    (lambda: align_sentences(["باب."], b"A door."), "target must be a list of str, not bytes"),
    (lambda: align_sentences({"باب."}, ["A door."]), "source must be a list of str, not set"),
    (lambda: align_sentences(["باب."], {"A door.": 1}), "target must be a list of str, not dict"),
    (lambda: align_sentences(None, ["A door."]), "source must be a list of str, not None"),
    (lambda: align_sentences(["باب.", None], ["A door."]), "source[1] must be a str, not None"),
    (lambda: align_sentences(["باب."], ["A door.", "A wall.", 3]), "target[2] must be a str, not int"),
    (lambda: align_sentences(["باب."], [["A", "door"]]), "target[0] must be a str, not list"),
    # lengths
    (
        lambda: align_lengths([4, "باب"], [5]),
        "source[1] must be a number of characters, not str; align_sentences takes",
    ),
    (lambda: align_lengths([4], "A door."), "target must be a list of numbers, not str"),
    (lambda: align_lengths(4, [5]), "source must be a list of numbers, not int"),
    (lambda: align_lengths([4], [None]), "target[0] must be a number of characters, not None"),
    (lambda: align_lengths([4], [5], method=None), "method must be a str, not None"),
    # paths
    (
        lambda: align_file(["ar.txt", "en.txt"]),
        "paths[0] must be a str or a path, not list; give each path as an argument",
    ),
    (lambda: align_file("ar.txt", 1), "paths[1] must be a str or a path, not int"),
    (lambda: align_file(b"ar.txt"), "paths[0] must be a str or a path, not bytes"),
    (lambda: align_file("ar.txt", None), "paths[1] must be a str or a path, not None"),
    (lambda: align_file("ar.txt", encoding=8), "encoding must be a str, not int"),
    # options
    (with_option(source_language=None), "source_language must be a str, not None"),
    (with_option(target_language=("en", "fr")), "target_language must be a str, not tuple"),
    (with_option(method=["hybrid"]), "method must be a str, not list"),
    (with_option(layout=True), "layout must be a str, not bool"),
    (with_option(columns="1,2"), "columns must be two columns, such as (1, 3), not str"),
    (with_option(columns=2), "columns must be two columns, such as (1, 3), not int"),
    (with_option(columns=(1, None)), "columns[1] must be the number or the name of a column, not None"),
    (with_option(columns=(True, False)), "columns[0] must be the number or the name of a column, not bool"),
    (with_option(lexicon=1), "lexicon must be a path or a list of paths, not int"),
    (with_option(lexicon=None), "lexicon must be a path or a list of paths, not None"),
    (with_option(lexicon=["a.tsv", 1]), "lexicon[1] must be a str or a path, not int"),
    (with_option(pins=["review.json"]), "pins must be a str or a path, not list; give each path"),
    (with_option(why="no"), "why must be True or False, not str"),
    (with_option(certify=None), "certify must be True or False, not None"),
    (with_option(pre_split=1), "pre_split must be True or False, not int"),
    (with_option(split_alone=0), "split_alone must be True or False, not int"),
    (with_option(refine="clauses"), "refine must be True or False, not str"),
    (with_option(order_is_given="ar"), "order_is_given must be True or False, not str"),
]


@pytest.mark.parametrize(("call", "problem"), CASES, ids=[problem for _, problem in CASES])
def test_a_wrong_type_is_refused(call, problem):
    with pytest.raises(TypeError, match=f"^{re.escape(problem)}"):
        call()


def test_an_empty_path_is_refused():
    with pytest.raises(ValueError, match=r"^paths\[1\] is empty; pass the name of a file$"):
        align_file("ar.txt", "")


def test_types_like_those_that_are_asked_for_are_right():
    texts = np.array(["باب.", "جدار."]), np.array(["A door.", "A wall."])
    assert len(align_sentences(*texts)) == 2
    assert len(align_lengths(np.array([4, 5]), np.array([7.0, 8.0], np.float32))) == 2
    assert len(align_texts(texts[0][0], texts[1][0])) == 1
