"""Targets of the fuzzers that take several files or write one: convert, eval, learn, profiles and reviews.

The bytes of a target are one or two bytes that choose options and formats, and the contents of its files, with
`SEPARATOR` between them. A target returns on an answer that is allowed, and raises on any other.
"""

import json
import os
import random
import tempfile
from functools import cache
from pathlib import Path

import click
from click.testing import CliRunner

from hostile.mutations import sample_pairs

SEPARATOR = b"\n=====\n"
TOKENS = (
    *(b"-1", b"1e999", b"NaN", b"null", b"true", b"9" * 30, b"0.5", b"1.000", b"\xd9\xa1", b"\xff\xfe", b"\0", b"\r"),
    *(b"\t", b"\n", b"\n\n", b",", b'"', b"[", b"]", b"{", b"}", b":", b"@", b"#", b"=", b"<", b"</", b"&#0;"),
    *(b"\\u0000", b"\\ud800", b"1-1", b"0-0", b"9999-1", b"[0]:[0]", b"[]:[]", b"0\t0", b"checked", b"kind"),
    *(b"document", SEPARATOR),
)
FORMATS = ("tsv", "csv", "json", "jsonl", "tmx", "index", "ladder", "hf", "xlsx", "html", "tei", "xces")  # of outputs
SUFFIXES = (*FORMATS, "xlf", "txt", "ar", "dic", "tsv.gz", "bin")
CONVERSIONS = (
    *([], ["-f", "json"], ["-f", "tmx"], ["-f", "csv", "--flags"], ["-f", "index"], ["-f", "ladder"], ["-f", "tei"]),
    *(["--dedup"], ["--min-confidence", "0.5"], ["--one-to-one"], ["--repair", "bidi,controls", "-f", "jsonl"]),
    *(["--from", "en", "--to", "ar"], ["--columns", "1,2"], ["--encoding", "utf-16"], ["--input-format", "tsv"]),
    *(["--input-format", "hf"], ["--input-format", "csv", "-f", "html"], ["--max-ratio", "2", "-f", "xces"]),
)
EVALUATIONS = ([], ["--json"], ["--html", "page.html"], ["--from", "ar", "--to", "en"], ["--splitting"], ["--texts"])
PROFILE_FILES = ("profile.toml", "lexicon.tsv", "abbreviations.ar.txt")
TEXTS = (  # of reviews and profiles
    "وصل القطار إلى المحطة. نزل الركاب ببطء.\nجلس الحارس قرب الباب.\n",
    "The train reached the station. The passengers got off slowly.\nThe guard sat by the door.\n",
)
ROWS = (
    "src_text\ttrg_text\tconfidence\tkind\tchecked\n"
    "وصل القطار إلى المحطة.\tThe train reached the station.\t0.9\t1-1\tx\n"
    "نزل الركاب ببطء.\tThe passengers got off slowly.\t0.4\t1-1\t\n"
    "جلس الحارس قرب الباب.\tThe guard sat by the door.\t0.8\t1-1\t0\n"
)


def run(*arguments):
    """Run the command in the working folder, and check that it answers with a message at worst; returns the result."""
    from aligner.command.main import main

    result = CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="align")
    if result.exception and not isinstance(result.exception, SystemExit | click.ClickException):
        raise result.exception
    assert result.exit_code in (0, 1, 2), result.exit_code
    assert "Traceback" not in result.output
    assert result.exit_code == 0 or result.stderr, "failed without a message"
    return result


def in_folder(target):
    """A target that runs in a folder of its own."""

    def inside(data):
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                target(data)
            finally:
                os.chdir(before)

    return inside


def write(suffix, data, stem="a"):
    """Write a file, and return its name."""
    Path(f"{stem}.{suffix}").write_bytes(data)
    return f"{stem}.{suffix}"


def parts(data, count):
    """The contents of so many files."""
    return (data.split(SEPARATOR, count - 1) + [b""] * count)[:count]


def suffix_of(byte):
    return SUFFIXES[byte % len(SUFFIXES)]


@in_folder
def fuzz_convert(data):
    """Convert a file of pairs, or two or three files; what is written is read again, and has as many rows."""
    head, data = data[:2].ljust(2, b"\0"), data[2:]
    count = data.count(SEPARATOR) + 1 if head[1] >= 128 else 1
    names = [write(suffix_of(head[1] + k), part, "abcd"[k]) for k, part in enumerate(parts(data, min(count, 4)))]
    options = CONVERSIONS[head[0] % len(CONVERSIONS)]
    result = run("convert", *names, *options)
    assert sorted(os.listdir(".")) == sorted(names)
    if result.exit_code == 0:
        assert result.stdout_bytes
        result = run("convert", *names, *options[:0], "-f", "jsonl", "-o", "again.jsonl")
        if result.exit_code == 0:
            rows = Path("again.jsonl").read_text(encoding="utf-8").splitlines()
            assert all(json.loads(row) for row in rows)
            result = run("convert", "again.jsonl", "-f", "jsonl")
            assert result.exit_code == 0, result.stderr
            assert result.stdout.splitlines() == rows


@in_folder
def fuzz_eval(data):
    """Measure two alignments, or one against itself; all scores are between 0 and 1."""
    head, data = data[:2].ljust(2, b"\0"), data[2:]
    gold, predicted, *texts = parts(data, 4)
    names = [write(suffix_of(head[0]), gold, "gold"), write(suffix_of(head[1]), predicted or gold, "book")]
    texts = [write("txt", text, stem) for text, stem in zip(texts, ("gold.ar", "gold.en"), strict=True) if text]
    options = EVALUATIONS[(head[0] // 16) % len(EVALUATIONS)]
    options = ["--texts", *texts] if options == ["--texts"] and len(texts) == 2 else options[: options != ["--texts"]]
    result = run("eval", *names, *options)
    if result.exit_code == 0 and options == ["--json"]:
        check_scores(json.loads(result.stdout))


def check_scores(value):
    """All values of precision, recall and F1 are between 0 and 1."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("precision", "recall", "f1") and isinstance(inner, int | float):
                assert 0 <= inner <= 1, (key, inner)
            check_scores(inner)
    elif isinstance(value, list):
        for inner in value:
            check_scores(inner)


@in_folder
def fuzz_learn(data):
    """Learn from pairs, from a dictionary or from marks; a profile that is written can be used."""
    head, data = data[:2].ljust(2, b"\0"), data[2:]
    suffix = suffix_of(head[1])
    name = write(suffix, data)
    task = head[0] % 4
    if task == 0:
        result = run("learn", "--lexicon", name, "-o", ("b.tsv", "b.dic")[head[0] // 4 % 2])
        if result.exit_code == 0 and head[0] // 4 % 2 == 0:
            run("learn", "--lexicon", "b.tsv", "-o", "c.tsv")
            align_with("--lexicon", "b.tsv", may_fail=False)
    elif task == 1:
        run("learn", "--threshold", name, *["--json"][: head[0] // 4 % 2])
    else:
        result = run("learn", name, "-o", "profile", *[[], ["--from", "ar", "--to", "en"]][head[0] // 4 % 2])
        assert result.exit_code == 0 or not os.path.exists("profile")
        if result.exit_code == 0:
            tags = next(iter(Path("profile").glob("profile.toml"))).read_text(encoding="utf-8").split('"')[3:6:2]
            if tags == ["ar", "en"]:
                align_with("--profile", "profile", may_fail=False)


def align_with(*options, may_fail=True, length="hybrid"):
    """Align the two texts, of which every sentence is in a row."""
    names = [write("txt", text.encode(), side) for side, text in zip(("source", "target"), TEXTS, strict=True)]
    result = run(*names, "--method", length, *options, "-f", "json")
    assert may_fail or result.exit_code == 0, result.stderr
    if result.exit_code == 0:
        pairs = json.loads(result.stdout)["pairs"]
        for side in ("src", "trg"):
            assert sorted(number for pair in pairs for number in pair[f"{side}_sentences"]) == [0, 1, 2]
            assert all(0 <= (pair["confidence"] or 0) <= 1 for pair in pairs)


@in_folder
def fuzz_profile(data):
    """Align with a profile of which a file is damaged."""
    head, data = data[:2].ljust(2, b"\0"), data[2:]
    os.mkdir("profile")
    for name, content in sound_profile().items():
        Path("profile", name).write_bytes(content)
    Path("profile", PROFILE_FILES[head[0] % len(PROFILE_FILES)]).write_bytes(data)
    align_with("--profile", "profile")


@in_folder
def fuzz_review(data):
    """Align around a review; the second byte chooses its form."""
    head, data = data[:2].ljust(2, b"\0"), data[2:]
    name = write(("json", "tsv", "csv", "xlsx", "review.json")[head[1] % 5], data, "review")
    align_with("--pins", name, length="length")
    if head[0] % 4 == 0:
        run(name, "source.txt", "target.txt", "--method", "length")


TARGETS = {
    "convert": fuzz_convert,
    "eval": fuzz_eval,
    "learn": fuzz_learn,
    "profile": fuzz_profile,
    "review": fuzz_review,
}


@cache
def sound_profile():
    """The files of a profile, by their names."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            rows = [f"وصل القطار رقم {n}.\tThe train number {n} arrived.\n" for n in range(30)]
            write("tsv", "".join(rows).encode())
            assert run("learn", "a.tsv", "-o", "profile").exit_code == 0
            return {path.name: path.read_bytes() for path in Path("profile").iterdir()}
        finally:
            os.chdir(before)


def _written(pairs):
    """Pairs in every format: format -> content."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            lines = [[" ".join(text.split()) for text in pair] for pair in pairs]
            rows = "".join(f"{source}\t{target}\n" for source, target in lines if source or target)
            write("tsv", f"src_text\ttrg_text\n{rows}".encode())
            written = {}
            for name in FORMATS:
                if run("convert", "a.tsv", "-f", name, "-o", f"b.{name}").exit_code == 0:
                    written[name] = Path(f"b.{name}").read_bytes()
            return written
        finally:
            os.chdir(before)


def samples(target, numbers):
    """Bytes of sound inputs of a target, one or more for each seed."""
    result = []
    for number in numbers:
        rng = random.Random(number)
        head = bytes(rng.randrange(256) for _ in range(2))
        if target == "profile":
            for k, name in enumerate(PROFILE_FILES):
                result.append(bytes([k, head[1]]) + sound_profile()[name])
        elif target == "review":
            result += [head[:1] + bytes([kind]) + content for kind, content in enumerate(_reviews())]
        else:
            result += _of_pairs(target, head, rng)
    return result


def _of_pairs(target, head, rng):
    """Samples of pairs in every format, and of what goes with them."""
    pairs = sample_pairs(rng)
    other = pairs[:-1] if rng.random() < 0.5 else [*pairs[::2], *pairs[1::2]]
    written = _written(pairs)
    second = _written(other) or written
    texts = ["".join(" ".join(text.split()) + "\n" for text in side).encode() for side in zip(*pairs, strict=True)]
    result = []
    for name, content in written.items():
        place = bytes([SUFFIXES.index(name)])
        if target == "convert":
            of_beads = name in ("index", "ladder")
            number = SUFFIXES.index(name) + (SUFFIXES_ROUND if of_beads else 0)
            result.append(head[:1] + bytes([number]) + SEPARATOR.join([content, *(texts if of_beads else [])]))
        elif target == "eval":
            predicted = rng.choice(sorted(second))
            files = [content, second[predicted], *texts]
            place = bytes([SUFFIXES.index(name), SUFFIXES.index(predicted)])
            result.append(place + SEPARATOR.join(files[: rng.choice([2, 4])]))
        else:
            result.append(bytes([2 + head[0] % 2]) + place + content)
    if target == "learn":
        words = "".join(f"{a.split()[0]}\t{b.split()[0]}\t0.5\n" for a, b in pairs if a.split() and b.split())
        result.append(bytes([0, SUFFIXES.index("tsv")]) + words.encode())
        result.append(bytes([4, SUFFIXES.index("dic")]) + words.replace("\t0.5", "").replace("\t", " @ ").encode())
        result.append(bytes([1, SUFFIXES.index("tsv")]) + (ROWS * 3).encode())
    return result


SUFFIXES_ROUND = 128 - 128 % len(SUFFIXES) + len(SUFFIXES)  # the first multiple of their number from 128 on


@cache
def _reviews():
    """Reviews of the texts: that of the page, and tables."""
    import hashlib

    record = {
        "review": 1,
        "inputs": [{"name": "x", "sha256": hashlib.sha256(text.encode()).hexdigest()} for text in TEXTS],
        "src_sentences": 3,
        "trg_sentences": 3,
        "beads": [
            {"source": [0, 1], "target": [0], "checked": True},
            {"source": [2], "target": [1, 2], "checked": False},
        ],
    }
    return [json.dumps(record, indent=1).encode(), ROWS.encode(), ROWS.replace("\t", ",").encode()]
