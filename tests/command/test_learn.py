"""`align learn`, and `align --profile`: options, inputs and messages."""

import gzip
import json

import pytest

PLACES = ["bridge", "market", "harbour", "garden", "tower", "station"]
WORDS = ["brak", "mole", "hava", "gurt", "tolo", "stam"]
PAIRS = [(f"Zu {WORDS[n % 6]} gele {n}.", f"He went to the {PLACES[n % 6]} {n}.") for n in range(24)]
TAGS = ("--from", "de", "--to", "en")


@pytest.fixture
def pairs(here):
    """A table of pairs, the same pairs as two texts and an index, and two texts to align."""
    (here / "pairs.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in [("de", "en"), *PAIRS]), encoding="utf-8")
    for side, tag in enumerate(("de", "en")):
        (here / f"train.{tag}").write_text("".join(f"{pair[side]}\n" for pair in PAIRS), encoding="utf-8")
        (here / f"book.{tag}.txt").write_text(" ".join(pair[side] for pair in PAIRS[:4]) + "\n", encoding="utf-8")
    (here / "train.index").write_text("".join(f"[{n}]:[{n}]\n" for n in range(24)), encoding="utf-8")
    return here


@pytest.fixture
def profile(pairs, run):
    result = run("learn", "pairs.tsv", *TAGS, "-o", "profile", "-q")
    assert (result.exit_code, result.stderr) == (0, "")
    return pairs / "profile"


def test_inputs_of_several_formats_give_the_same_values(pairs, profile, run):
    (pairs / "folder").mkdir()
    (pairs / "folder" / "one.jsonl").write_text(
        "".join(json.dumps({"src_text": a, "trg_text": b, "src_lang": "de", "trg_lang": "en"}) + "\n" for a, b in PAIRS)
    )
    lexicon = (profile / "lexicon.tsv").read_bytes()
    assert b"\nbrak\tbridge\t" in lexicon
    for number, inputs in enumerate((["train.de", "train.en"], ["train.index", "train.de", "train.en"], ["folder"])):
        result = run("learn", *inputs, *TAGS, "-o", f"profile{number}")
        assert result.exit_code == 0, result.stderr
        assert (pairs / f"profile{number}" / "lexicon.tsv").read_bytes() == lexicon
    assert run("learn", "pairs.tsv", "train.de", "train.en", *TAGS, "-o", "both").exit_code == 0
    assert "pairs = 48" in (pairs / "both" / "profile.toml").read_text()


def test_what_the_pairs_do_not_show_is_said(pairs, run):
    result = run("learn", "pairs.tsv", *TAGS, "-o", "profile")
    assert result.stderr == (
        "align: profile: no pair has several sentences on a side, so the priors of such kinds stay the defaults\n"
        "align: profile: no sentence is without a translation, so the priors of 1-0 and 0-1 stay the defaults\n"
        "align: profile: de-en profile from 24 pairs in 24 rows\n"
        "align: profile: 6 translations of words, 0 abbreviations\n"
    )


def test_the_signature_names_the_profile(profile, run):
    command = ["book.de.txt", "book.en.txt", *TAGS, "-f", "json"]
    plain, learned = (json.loads(run(*command, *more).stdout) for more in ([], ["--profile", "profile"]))
    assert "profile:" not in plain["meta"]["signature"]
    (profile / "abbreviations.de.txt").write_text("gele\n")
    edited = json.loads(run(*command, "--profile", "profile").stdout)
    names = [meta["meta"]["signature"].partition("|profile:")[2][:12] for meta in (learned, edited)]
    assert all(map(str.isalnum, names))
    assert names[0] != names[1]


@pytest.mark.slow
def test_a_folder_is_aligned_again_if_the_profile_changes(profile, pairs, run):
    (pairs / "corpus").mkdir()
    for tag in ("de", "en"):
        (pairs / f"book.{tag}.txt").rename(pairs / "corpus" / f"book.{tag}.txt")
    command = ["corpus", "-o", "aligned", *TAGS, "--profile", "profile", "-j", "1"]
    assert run(*command).exit_code == 0
    assert "align: 1 documents are already aligned" in run(*command).stderr
    toml = profile / "profile.toml"
    toml.write_text(toml.read_text().replace("ratio = ", "ratio = 1"))
    assert run(*command).exit_code == 0
    toml.write_text(toml.read_text().replace("slope = ", "slope = x"))
    result = run(*command)
    assert (result.exit_code, "profile.toml, line" in result.stderr) == (1, True)


WRONG = [
    (["learn", "pairs.tsv"], 2, "Name the folder of the profile with -o."),
    (["learn"], 2, "Name aligned texts, and with -o the folder of the profile."),
    (["learn", "--lexicon", "w.txt"], 2, "Name the file with -o."),
    (["learn", "--lexicon", "w.txt", "-o", "w.csv"], 2, "w.csv: a dictionary has the suffix .tsv, .dic or .hunalign."),
    (["learn", "--lexicon", "w.txt", "-o", "w.tsv"], 1, "w.txt: there is no such file"),
    (["learn", "--threshold", "m.tsv", "-o", "x"], 2, "--threshold prints its result; drop -o."),
    (["learn", "--threshold", "m.tsv", "--lexicon", "x"], 2, "--lexicon and --threshold are two tasks; give one."),
    (["learn", "pairs.tsv", "--threshold", "m.tsv"], 2, "--threshold takes one file, and no pairs; drop pairs.tsv."),
    (["learn", "pairs.tsv", "--json", "-o", "x"], 2, "--json is for --threshold; drop it."),
    (["learn", "pairs.tsv", "--from", "de", "--to", "de", "-o", "x"], 2, "--from and --to are both de;"),
    (["learn", "train.de", "-o", "x"], 1, "train.de: this file is not aligned; align it first (align train.de), or"),
    (["learn", "none.tsv", "-o", "x"], 1, "none.tsv: there is no such file"),
    (["learn", "empty.txt", "-o", "x"], 1, "empty.txt: the file is empty; give aligned texts"),
    (["learn", "sides.tsv", "-o", "x"], 1, "sides.tsv: there is no pair to learn from; give rows that have a text on"),
    (["learn", "english.tsv", "-o", "x"], 1, "english.tsv: the first text of most pairs is not Arabic; name both"),
    (["learn", "english.tsv", "--from", "ar", "-o", "x"], 1, "english.tsv: the first text of most pairs is not Arabic"),
    (["learn", "arabic.tsv", "-o", "x"], 1, "arabic.tsv: the second text of most pairs is not English; name both"),
    (["learn", "arabic.tsv", "--from", "ar", "--to", "en", "-o", "x"], 0, "x: ar-en profile from 1 pair in 1 row"),
    (["learn", "pairs.tsv", "english.tsv", "--from", "ar", "-o", "x"], 1, "pairs.tsv: the first text of most pairs"),
    (["learn", "--threshold", "."], 1, ".: this is a folder, not a file; give one table of pairs that align wrote"),
    (["learn", "--lexicon", "empty.txt", "-o", "w.tsv"], 1, "empty.txt: there is no entry; give a dictionary with an"),
    (["learn", "pairs.tsv", "-o", "train.de"], 1, "train.de: this is a file, but a profile is a folder"),
    (["learn", "pairs.tsv", "-o", "."], 1, ".: this folder is not empty, and not a profile; name another folder"),
    (["book.de.txt", "book.en.txt", *TAGS, "--profile", "none"], 1, "none: there is no such folder; give the folder"),
    (["book.de.txt", "book.en.txt", *TAGS, "--profile", ""], 2, "The name after --profile is empty"),
    (["book.de.txt", "book.en.txt", "--method", "gale-church", "--profile", "x"], 2, "--profile has no effect on"),
    ([".", "-o", "x", "--profile", "profile"], 2, "profile is in the folder of the documents; move the profile out"),
]


@pytest.mark.parametrize(("arguments", "status", "message"), WRONG)
def test_what_is_wrong_is_named(pairs, run, arguments, status, message):
    (pairs / "empty.txt").write_text("")
    (pairs / "sides.tsv").write_text("src_text\ttrg_text\nHaus\t\n")
    (pairs / "english.tsv").write_text("src_text\ttrg_text\nThe train arrived.\tThe train came.\n")
    (pairs / "arabic.tsv").write_text("src_text\ttrg_text\nوصل القطار.\tجاء القطار.\n", encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, message in result.stderr) == (status, True), result.stderr


def test_a_profile_is_not_learned_from_itself(profile, pairs, run):
    (pairs / "folder").mkdir()
    (pairs / "folder" / "pairs.tsv").write_bytes((pairs / "pairs.tsv").read_bytes())
    for _ in range(2):
        result = run("learn", "folder", *TAGS, "-o", "folder/profile", "--force")
        assert "align: folder/profile: de-en profile from 24 pairs in 24 rows\n" in result.stderr
    words = "profile/abbreviations.de.txt", "profile/abbreviations.en.txt"
    result = run("learn", *words, *TAGS, "-o", "profile", "--force")
    assert result.exit_code == 2
    assert "profile/abbreviations.de.txt is an input; write to another file." in result.stderr


def test_one_is_not_plural(here, run):
    (here / "one.tsv").write_text("Das Haus.\tThe house.\n", encoding="utf-8")
    result = run("learn", "one.tsv", *TAGS, "-o", "profile")
    assert "align: profile: de-en profile from 1 pair in 1 row\n" in result.stderr


def test_a_dictionary_goes_both_ways(here, run):
    (here / "dict.tsv").write_text("haus\thouse\t0.5\n", encoding="utf-8")
    result = run("learn", "--lexicon", "dict.tsv", *TAGS, "-o", "dict.dic")
    assert result.stderr == (
        "align: dict.dic: dictionaries of hunalign have no weights; 1 are left out\n"
        "align: dict.tsv: lexicon, 1 entries, 1 of them single words\n"
    )
    assert run("learn", "--lexicon", "dict.dic", *TAGS, "-o", "again.tsv").exit_code == 0
    assert (here / "again.tsv").read_bytes() == b"haus\thouse\n"
    assert "the file exists" in run("learn", "--lexicon", "dict.dic", *TAGS, "-o", "again.tsv").stderr


def test_a_profile_does_not_replace_an_input(profile, run):
    before = (profile / "lexicon.tsv").read_bytes()
    result = run("learn", "profile/lexicon.tsv", *TAGS, "-o", "profile", "--force")
    assert (result.exit_code, "lexicon.tsv is an input; write to another file." in result.stderr) == (2, True)
    assert (profile / "lexicon.tsv").read_bytes() == before


def test_a_dictionary_is_written_through_a_link(here, run):
    (here / "dict.tsv").write_text("haus\thouse\n", encoding="utf-8")
    (here / "old.dic").write_text("old")
    (here / "link.dic").symlink_to("old.dic")
    assert run("learn", "--lexicon", "dict.tsv", "-o", "link.dic", "--force").exit_code == 0
    assert (here / "link.dic").is_symlink()
    assert (here / "old.dic").read_bytes() == b"house @ haus\n"


def test_compressed_inputs(here, run):
    (here / "dict.gz").write_bytes(gzip.compress(b"haus\thouse\n"))
    assert run("learn", "--lexicon", "dict.gz", "-o", "dict.dic").exit_code == 0
    assert (here / "dict.dic").read_bytes() == b"house @ haus\n"
    table = "src_text\ttrg_text\tconfidence\tright\n" + "أ\ta\t0.9\tx\n"
    (here / "m.tsv").write_text(table, encoding="utf-8")
    (here / "m.tsv.gz").write_bytes(gzip.compress(table.encode()))
    plain, packed = (run("learn", "--threshold", name).stdout for name in ("m.tsv", "m.tsv.gz"))
    assert plain == packed != ""


def test_threshold_as_json(here, run):
    rows = "".join(f"أ\ta\t0.9{n}\t1-1\t{'x' if n else 'no'}\n" for n in range(10))
    (here / "m.tsv").write_text("src_text\ttrg_text\tconfidence\tkind\tright\n" + rows, encoding="utf-8")
    result = run("learn", "--threshold", "m.tsv", "--json")
    report = json.loads(result.stdout)
    assert (report["pairs"], report["marked"], report["right"]) == (10, 10, 9)
    assert [limit["target"] for limit in report["limits"]] == [0.95, 0.99]
    assert report["limits"][0]["shown"] is False
