"""Files that may belong together: which are proposed, how the user is told, and the languages of files."""

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.corpus import contents
from aligner.corpus.contents import Letters
from aligner.corpus.proposals import left_file, natural_order, propose

TAGS = ("ar", "en")
CASES = Path(__file__).parent.parent / "cases"
ARABIC, ENGLISH = "وصل القطار إلى المدينة.\n", "The train reached the town.\n"


class ProposalCase(NamedTuple):
    """Files, as path, side and size; and the pairs of paths that are proposed."""

    files: list[tuple[str, int, int]]
    proposed: set[tuple[str, str]]


def proposal_cases():
    """The cases of the file. Raises ValueError for a block without a comment."""
    for block in (CASES / "proposals.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        entries = [line.split(" | ") for line in lines[len(comments) :]]
        if not comments:
            raise ValueError(f"not a comment and files: {block!r}")
        if not entries:
            continue  # a title, or the explanation of the form
        files, proposed = [], set()
        for entry in entries:
            languages = [entry[0].partition(": ")[0]] if len(entry) == 1 else ["Arabic", "English"]
            names = [name.rpartition(": ")[2].partition(" =") for name in entry]
            sides = [["Arabic", "English"].index(language) for language in languages]
            files += [(path, side, int(size or 100)) for (path, _, size), side in zip(names, sides, strict=True)]
            if len(entry) == 2:
                proposed.add((names[0][0], names[1][0]))
        yield pytest.param(ProposalCase(files, proposed), id=comments[-1].removeprefix("# "))


@pytest.mark.parametrize("case", [*proposal_cases()])
def test_proposals(case):
    files = [left_file(path, path.rpartition(".")[0], TAGS, side, size) for path, side, size in case.files]
    proposals = propose(files)
    assert {(proposal.source, proposal.target) for proposal in proposals} == case.proposed
    assert len(proposals) == len(case.proposed)


def test_files_of_both_languages_are_not_proposed():
    assert propose([left_file(f"chapter {side}.txt", "chapter 1", TAGS, side, 1) for side in (0, None)]) == []


@given(st.permutations(["1", "2", "10", "b2", "b10", "الفصل الأول", "الفصل الثاني", "الفصل العاشر"]))
def test_numbers_are_in_their_order(names):
    assert sorted(names, key=natural_order) == [
        *("1", "2", "10"),
        *("b2", "b10"),
        *("الفصل الأول", "الفصل الثاني", "الفصل العاشر"),
    ]


class TestLetters:
    @pytest.mark.parametrize(
        ("text", "side"),
        [
            pytest.param(ARABIC, 0, id="Arabic"),
            pytest.param(ENGLISH, 1, id="English"),
            pytest.param(f"{ENGLISH * 20}They call it القطار here.\n", 1, id="a word of Arabic"),
            pytest.param(ARABIC + ENGLISH, None, id="both"),
            pytest.param(f"{ENGLISH * 40}{ARABIC}", None, id="one line of Arabic"),
            pytest.param(f"{ARABIC.strip()}\tThe train reached the town at last.\n" * 3, None, id="a table"),
            pytest.param("1 2 3\n", None, id="no letters"),
            pytest.param("", None, id="nothing"),
        ],
    )
    def test_only_side(self, here, text, side):
        Path("a.txt").write_text(text, encoding="utf-8")
        assert Letters(TAGS).only_side("a.txt") == side

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
    def test_both_ends_of_a_long_file_are_seen(self, here, encoding):
        lines = contents.LOOK_BYTES // 10
        Path("a.txt").write_text(ARABIC * lines + ENGLISH * lines, encoding=encoding)
        Path("b.txt").write_text(ARABIC * lines * 2, encoding=encoding)
        letters = Letters(TAGS)
        assert (letters.only_side("a.txt"), letters.only_side("b.txt")) == (None, 0)
        assert (letters.holds_both("a.txt"), letters.holds_both("b.txt")) == (True, False)

    def test_languages_of_one_script_cannot_be_told_apart(self, here):
        Path("a.txt").write_text(ENGLISH, encoding="utf-8")
        letters = Letters(("de", "en"))
        assert (letters.only_side("a.txt"), letters.holds_both("a.txt"), letters.may_be("a.txt", 0)) == (
            *(None, False),
            True,
        )

    def test_a_file_that_cannot_be_read_is_in_no_language(self, here):
        assert Letters(TAGS).only_side("none.txt") is None

    def test_an_arabic_text_may_hold_much_code(self, here):
        Path("a.txt").write_text(ARABIC * 3 + "run the program with all options\n" * 2, encoding="utf-8")
        letters = Letters(TAGS)
        assert (letters.may_be("a.txt", 0), letters.may_be("a.txt", 1)) == (True, False)


class TestMessages:
    def test_of_a_dry_run(self, here, run):
        (here / "corpus").mkdir()
        for name, text in {"الفصل الأول": ARABIC, "chapter-1": ENGLISH, "chapter-2": ENGLISH}.items():
            (here / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
        result = run("corpus", "--dry-run")
        assert result.stdout == "".join(
            f"corpus/{name}.txt\t\t{name}\n" for name in ("chapter-1", "chapter-2", "الفصل الأول")
        )
        assert result.stderr == (
            "align: 2 files are taken to hold both languages, but no line in Arabic was found in them:"
            " corpus/chapter-1.txt, corpus/chapter-2.txt\n"
            "align: 1 file is taken to hold both languages, but no line in English was found in it:"
            " corpus/الفصل الأول.txt\n"
            "align: 1 pair of files may belong together, by number; if so, list them with --manifest\n"
            "align: perhaps: corpus/الفصل الأول.txt\tcorpus/chapter-1.txt\n"
        )

    def test_a_pipe_is_not_looked_into(self, here, run):
        os.mkfifo(here / "pipe.txt")
        (here / "list.tsv").write_text("pipe.txt\n")
        assert run("--manifest", "list.tsv", "--dry-run").stderr == ""

    def test_markdown_that_is_left_out_is_proposed(self, here, run):
        (here / "corpus").mkdir()
        (here / "corpus" / "الفصل الأول.md").write_text(ARABIC, encoding="utf-8")
        (here / "corpus" / "chapter-1.md").write_text(ENGLISH, encoding="utf-8")
        (here / "corpus" / "a.txt").write_text(ARABIC + ENGLISH, encoding="utf-8")
        result = run("corpus", "--dry-run")
        assert result.stderr.splitlines()[-1] == "align: perhaps: corpus/الفصل الأول.md\tcorpus/chapter-1.md"
