"""Profiles: the files that are written, their values as they are read, and values that are refused."""

import math
from unittest.mock import Mock

import pytest

from aligner import parts
from aligner.align.em import align_documents
from aligner.align.starting_values import StartingValues
from aligner.bitext import Parallel, Span
from aligner.errors import InputError
from aligner.evidence.length_model import initial_priors
from aligner.evidence.starting_lengths import StartingLengths, StartingPriors
from aligner.learn import learned, profile_files
from aligner.learn.sample import Sample
from aligner.profile import read, use
from aligner.rows import Row
from aligner.split.sentences import split_document

TOML = """kind = "align profile"
format = 1

[languages]
source = "de"
target = "fr"

[priors]
"1-1" = 0.6
"1-2" = 0.2
"1-0" = 0.02

[lengths]
ratio = 1.1
slope = 5.0
curve = 0.0

[reliability]
source = 0.6
target = 0.7
"""


@pytest.fixture
def folder(here):
    """A profile that is written by hand."""
    (here / "profile").mkdir()
    (here / "profile" / "profile.toml").write_text(TOML, encoding="utf-8")
    (here / "profile" / "lexicon.tsv").write_text("brücke\tpont\t0.8\n", encoding="utf-8")
    (here / "profile" / "abbreviations.de.txt").write_text("# of trains\nGl.\nAbf\n", encoding="utf-8")
    (here / "profile" / "abbreviations.fr.txt").write_text("", encoding="utf-8")
    return here / "profile"


def learn(pairs):
    sample = Sample()
    sample.add(Row(source, target, "1-1") for source, target in pairs)
    return learned.learn(sample, "de", "fr")


def test_values(folder):
    profile = read.read_profile("profile", "de", "fr-CH")
    assert profile.priors == {(1, 1): 0.6, (1, 2): 0.2, (1, 0): 0.02}
    assert (profile.lengths, profile.reliability) == ((1.1, 5.0, 0.0), (0.6, 0.7))
    assert profile.abbreviations == ({"gl", "abf"}, frozenset())
    start = use.starting_values(profile, "de", "fr")
    assert start.priors == StartingPriors({(1, 1): 0.6, (1, 2): 0.2}, {(1, 0): 0.02})
    assert start.noise == pytest.approx((0.4, 0.3))
    assert len(start.lexicon.targets) == 1


def test_values_may_be_missing(folder):
    (folder / "profile.toml").write_text(TOML.partition("[priors]")[0], encoding="utf-8")
    assert read.read_profile("profile", "de", "fr")[2:5] == ({}, None, None)


NO_KIND = "is not a kind of beads that are searched; write numbers of sentences such as 1-2, up to 3 and 7"

# Name -> text to replace, its replacement, line, message.
WRONG = {
    "syntax": ("ratio = 1.1", "ratio = ", 14, "this is not TOML (Invalid value); correct it, or learn it again"),
    "later": ("format = 1", "format = 2", 2, "the format is 2, but this version of align reads 1; update align"),
    "no format": ("format = 1", "format = true", 2, "the format is True; write format = 1"),
    "other file": (
        "align profile", "x", None, 'this is not a profile; it has no line kind = "align profile"; learn it again',
    ),
    "unknown table": ("[lengths]", "[length]", 13, "there is no value called length; remove it"),
    "not a table": ("format = 1", "format = 1\nlearned = 3", 3, "learned is not a table; write [learned]"),
    "tag": ('"de"', '"german"', 5, "the language is 'german'; write a tag such as ar"),
    "kind": ('"1-2"', '"1-x"', 10, f"'1-x' {NO_KIND}"),
    "large kind": ('"1-2"', '"5-5"', 10, f"'5-5' {NO_KIND}"),
    "prior": ("0.02", '"many"', 11, "the prior of 1-0 is 'many'; write a number between 0 and 1"),
    "prior above 1": ("0.2", "1.2", 10, "the prior of 1-2 is 1.2; write a number between 0 and 1"),
    "sum": ("0.2", "0.7", 8, "the priors sum to 1.32; they are probabilities; their sum is at most 1"),
    "nan": ("5.0", "nan", 15, "the slope is nan; write a number from 0.01 to 1000"),
    "too large": ("1.1", "110", 14, "the ratio is 110; write a number from 0.05 to 20"),
    "many digits": ("1.1", "1" * 400, 14, f"the ratio is {'1' * 400}; write a number from 0.05 to 20"),
    "missing": ("curve = 0.0\n", "", 13, "there is no curve; write a number from 0 to 10"),
    "unknown": ("curve =", "bend =", 16, "there is no value called bend; [lengths] has ratio, slope, curve"),
    "reliability": ("target = 0.7", "target = 1", 20, "the target is 1; write a number from 0.02 to 0.98"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "message"), WRONG.values(), ids=WRONG)
def test_a_value_that_is_wrong_is_refused(folder, old, new, line, message):
    assert TOML.count(old) == 1
    (folder / "profile.toml").write_text(TOML.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read.read_profile("profile", "de", "fr")
    where = "profile/profile.toml" if line is None else f"profile/profile.toml, line {line}"
    assert str(caught.value) == f"{where}: {message}"


def test_other_languages_are_refused(folder):
    with pytest.raises(InputError, match=r"^profile: the profile is for de-fr, not for ar-en; give --from de --to fr"):
        read.read_profile("profile", "ar", "en")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("abbreviations.de.txt", "gl\nsee page\n", "line 2: 'see page' is not an abbreviation"),
        ("abbreviations.de.txt", "gl\xff", "not UTF-8 at byte 2"),
        ("lexicon.tsv", "a\tb\tx\n", "line 1: not a lexicon entry"),
        ("lexicon.tsv", None, "there is no such file"),
        ("abbreviations.fr.txt", None, "there is no such file"),
    ],
)
def test_a_damaged_file_is_refused(folder, name, content, message):
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=f"{name}.*{message}"):
        use.starting_values(read.read_profile("profile", "de", "fr"), "de", "fr")


def test_the_digest_changes_with_every_file(folder):
    digests = {read.digest("profile")}
    for file in sorted(folder.iterdir()):
        file.write_bytes(file.read_bytes() + b"# more\n")
        digests.add(read.digest("profile"))
    assert len(digests) == 5


def test_what_is_written_is_read(here):
    words = ["Der Zug", "Die Fähre", "Das Boot", "Der Bus"]
    pairs = [(f"{word} hält {n}.", f"{n} x {word[::-1]}.") for n, word in enumerate(words * 8)]
    result = learn(pairs)
    profile_files.check_folder("new", force=False)
    profile_files.write_profile("new", result)
    profile = read.read_profile("new", "de", "fr")
    assert profile.priors == result.priors == {}
    assert profile.lengths == pytest.approx(tuple(result.lengths), rel=1e-3)
    assert profile.reliability == pytest.approx(result.reliability, abs=1e-3)
    assert len(use.starting_values(profile, "de", "fr").lexicon.targets) > 0
    assert profile_files.files_of(learn(pairs)) == {file.name: file.read_bytes() for file in (here / "new").iterdir()}
    assert result.notices() == [
        "no pair has several sentences on a side, so the priors of such kinds stay the defaults",
        "no sentence is without a translation, so the priors of 1-0 and 0-1 stay the defaults",
    ]


def test_few_pairs_leave_the_defaults(here):
    result = learn([("Der Zug hält.", "Le train s'arrête.")] * 3)
    profile_files.write_profile("few", result)
    assert read.read_profile("few", "de", "fr")[2:5] == ({}, None, None)
    counted = "fewer than 20 pairs, counted by their confidence"
    assert f"{counted}, so that lengths and words stay the defaults" in result.notices()


class TestFolder:
    def test_a_profile_is_replaced_by_force_only(self, folder):
        with pytest.raises(InputError, match="the profile exists; write over it with --force"):
            profile_files.check_folder("profile", force=False)
        profile_files.check_folder("profile", force=True)
        toml = folder / "profile.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace('"fr"', '"it"'), encoding="utf-8")
        (folder / "abbreviations.fr.txt").rename(folder / "abbreviations.it.txt")
        for name in ("notes.txt", "abbreviations.old.txt"):
            (folder / name).write_text("mine\n")
        profile_files.write_profile("profile", learn([("a.", "b.")]))
        assert sorted(file.name for file in folder.iterdir()) == [
            "abbreviations.de.txt", "abbreviations.fr.txt", "abbreviations.old.txt", "lexicon.tsv", "notes.txt",
            "profile.toml",
        ]  # fmt: skip

    def test_a_profile_that_cannot_be_written_stays(self, folder, monkeypatch):
        before = {file.name: file.read_bytes() for file in folder.iterdir()}
        monkeypatch.setattr(parts, "close", Mock(side_effect=[None, None, OSError(28, "No space left on device")]))
        with pytest.raises(InputError, match="No space left on device"):
            profile_files.write_profile("profile", learn([("a.", "b.")]))
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
        monkeypatch.setattr(parts, "close", Mock(side_effect=OSError(28, "No space left on device")))
        with pytest.raises(InputError, match="No space left on device"):
            profile_files.write_profile("new", learn([("a.", "b.")]))
        assert not (folder.parent / "new").exists()

    def test_a_link_in_a_profile_is_replaced(self, folder):
        (folder / "lexicon.tsv").unlink()
        (folder.parent / "mine.txt").write_text("mine")
        (folder / "lexicon.tsv").symlink_to("../mine.txt")
        profile_files.write_profile("profile", learn([("a.", "b.")]))
        assert (folder.parent / "mine.txt").read_text() == "mine"
        assert not (folder / "lexicon.tsv").is_symlink()

    def test_other_folders_are_never_written(self, here):
        (here / "texts").mkdir()
        profile_files.check_folder("texts", force=False)
        (here / "texts" / "one.txt").write_text("x")
        (here / "file").write_text("x")
        for name in ("texts", "file"):
            with pytest.raises(InputError, match="name another folder with -o"):
                profile_files.check_folder(name, force=True)


class TestUse:
    def test_priors(self):
        default = initial_priors(0.002)
        priors = StartingPriors({(1, 2): 0.4}, {(1, 0): 0.08}).initial(default)
        assert sum(priors.values()) == pytest.approx(1)
        assert priors[1, 0] == pytest.approx(math.sqrt(0.002 * 0.08))
        assert priors[0, 1] == 0.002
        assert priors[1, 2] / priors[1, 1] == pytest.approx(0.4 / default[1, 1])
        assert StartingPriors({}, {}).initial(default) == pytest.approx(default)

    def test_refits_are_drawn_to_the_lengths_of_a_profile(self):
        start = StartingLengths(2.0, 10.0, 0.1)
        fitted = StartingLengths(1.0, 4.0, 0.0)
        assert start.drawn(fitted, 0) == start
        assert start.drawn(fitted, 30) == pytest.approx((math.sqrt(2), 7.0, 0.05))
        assert start.drawn(fitted, 1e9) == pytest.approx(fitted, abs=1e-6)

    def test_a_profile_without_values_changes_nothing(self):
        texts = ("Der Zug hielt. Er fuhr weiter, spät.", "de"), ("Le train fit halte. Il repartit, tard.", "fr")
        documents = [split_document(text, tag, [Span(0, len(text))]) for text, tag in texts]
        start = StartingValues(StartingPriors({}, {}), None, (0.3, 0.3))
        plain, started = (align_documents([Parallel(*documents)], "hybrid", start=of) for of in (None, start))
        assert plain[0][0].beads == started[0][0].beads

    def test_abbreviations_reach_the_splitter(self):
        text = "Der Zug hielt an Gl. Vier. Dann kam er."
        with_lists = split_document(text, "de", [Span(0, len(text))])
        with_profile = split_document(text, "de", [Span(0, len(text))], abbreviations=frozenset({"gl"}))
        assert (len(with_lists.sentences), len(with_profile.sentences)) == (3, 2)
