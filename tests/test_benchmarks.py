"""The benchmarks run and compute what they say. No test depends on how fast anything is."""

import importlib
import importlib.util
import json
import random
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest
from command_runner import runner

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))  # at the end: an installed `aligner` comes before that of the checkout
calibration, cases, command, gold, library_call, measure, programs, report, texts = (
    importlib.import_module(f"benchmarks.{name}")
    for name in ("calibration", "cases", "__main__", "gold", "library_call", "measure", "programs", "report", "texts")
)

PEERS = [name for name in ("nltk", "galechurch") if importlib.util.find_spec(name)]
if shutil.which("hunalign"):
    PEERS += ["hunalign", "hunalign -realign"]
FILE_PEERS = {name for name in PEERS if name != "nltk"}
CALL_PEERS = {"nltk", "galechurch"} & set(PEERS)
ALIGN = {"align, hybrid", "align, length", "align, gale-church"}
IMPORTS = "(import numpy, click, regex)"


def benchmark(*arguments):
    """Run the command; the result has stdout, stderr and exit_code."""
    return runner().invoke(command.main, arguments)


def numbered_pairs(count):
    """Pairs of sentences that tell their number."""
    return [(f"source {number}", f"target {number}") for number in range(count)]


# The command


@pytest.mark.slow
def test_every_kind_of_case_compares_the_programs_that_are_there():
    sizes = {"text": 20, "equal": 20, "raw": 20, "folder": 2, "lengths": 20, "short": 2}
    assert sizes.keys() == cases.KINDS.keys()
    done = benchmark(*(f"{kind}:{size}" for kind, size in sizes.items()), "--runs", "1", "--format", "json")
    assert done.exit_code == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    of_case = {kind: {row["program"] for row in rows if row["case"] == f"{kind}:{sizes[kind]}"} for kind in sizes}
    assert of_case == {
        "text": ALIGN | FILE_PEERS | {IMPORTS},
        "equal": ALIGN | FILE_PEERS | {IMPORTS},
        "raw": ALIGN,
        "folder": ALIGN | FILE_PEERS,
        "lengths": ALIGN - {"align, hybrid"} | CALL_PEERS,
        "short": ALIGN - {"align, hybrid"} | CALL_PEERS,
    }
    for row in rows:
        assert row["seconds"] > 0, row
        assert row["megabytes"] > 5, row  # no process takes less
        has_links = not row["case"].startswith("raw") and row["program"] != IMPORTS
        assert (row["f1"] is not None) == has_links, row
        if row["case"].startswith("folder"):
            assert row["f1"] > 0.5, row


@pytest.mark.slow
def test_named_text_is_timed_and_reported(tmp_path):
    files = [tmp_path / name for name in ("text.de", "text.en")]
    for file, word in zip(files, ("Haus", "house"), strict=True):
        file.write_text("".join(f"{word} {'x' * number}.\n" for number in range(12)), encoding="utf-8")
    named = ["--text", *map(str, files), "--from", "de", "--to", "en"]
    done = benchmark("text:8", "lengths:8", *named, "--runs", "1", "--method", "gale-church", "--format", "markdown")
    assert done.exit_code == 0, done.stderr
    table = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| text") or "| lengths" in line]
    assert {tuple(line[:2]) for line in table} == {
        *(("| text:8", name) for name in {"align, gale-church", IMPORTS} | FILE_PEERS),
        *(("| lengths:8", name) for name in {"align, gale-church"} | CALL_PEERS),
    }
    assert done.stdout.startswith("- align: align ")
    assert "text:8: align, gale-church, run 1 of 1" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["book:10"], "'book' is not a kind of case; the kinds are text, equal, raw, folder, lengths, short"),
        (["text:0"], "'0' is not a size; write a whole number from 1, as in text:1000"),
        (["folder:many"], "'many' is not a size; write a whole number from 1, as in folder:1000"),
        (["--from", "de"], "The sample is Arabic and English; name a text in other languages with --text."),
    ],
)
def test_a_wrong_command_says_what_is_right(arguments, message):
    done = benchmark(*arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())


def test_a_python_without_align_is_an_error(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    done = benchmark("text:8", "--python", str(python))
    assert done.exit_code == 2
    assert f"{python} cannot import aligner; install it there" in " ".join(done.stderr.split()).replace(" /", "/")


def test_a_case_without_size_has_the_size_of_its_kind():
    assert command.parse_case("folder") == ("folder", cases.KINDS["folder"].size)
    assert command.parse_case("text:250") == ("text", 250)
    for name in cases.DEFAULT_CASES:
        assert ":".join(map(str, command.parse_case(name))) == name


def test_versions_are_numbered_if_there_are_several():
    assert [version.name for version in command.make_versions([], ("ar", "en"))] == ["align"]
    assert [version.name for version in command.make_versions(["a", "b"], ("ar", "en"))] == ["align 1", "align 2"]


# Texts


def test_a_twentieth_of_the_sentences_of_each_side_is_left_out_and_links_are_true():
    draw = texts.shuffled_blocks(numbered_pairs(500))
    text = texts.one_text(draw, 1900, random.Random(1))
    assert len(text.source) == len(text.target) == 1900  # of 2,000 pairs
    assert len(text.links) == pytest.approx(2000 * 0.95 * 0.95, rel=0.01)
    assert all(text.source[i].split()[1] == text.target[j].split()[1] for i, j in text.links)


def test_neighbours_stay_together_in_blocks_and_no_block_comes_twice_before_all_have_come():
    pairs = numbered_pairs(50)  # two blocks of 20 and one of 10
    drawn = texts.shuffled_blocks(pairs)(50, random.Random(1))
    assert sorted(drawn) == sorted(pairs)
    assert drawn != pairs
    first = drawn.index(pairs[20])
    assert drawn[first : first + 20] == pairs[20:40]


def test_copies_of_the_sample_differ_and_have_the_words_of_the_sample():
    copies = texts.sample_copies(200, random.Random(1))
    assert len(set(copies)) > 150
    words = [{word for pair in texts.sample_pairs() for word in pair[side].split()} for side in range(2)]
    assert all(set(pair[side].split()) <= words[side] for pair in copies for side in range(2))


def test_equal_lengths_keep_the_links():
    text = texts.equal_lengths(texts.Text(["a" * 60], ["short", "b"], {(0, 1)}))
    assert text == texts.Text(["a" * 40], ["short" + 35 * ".", "b" + 39 * "."], {(0, 1)})


def test_parallel_text_without_empty_lines(tmp_path):
    (tmp_path / "a").write_text("one\n\nthree\u2028and  more\n", encoding="utf-8")
    (tmp_path / "b").write_text("\ufeff1\n2\n3", encoding="utf-8")
    assert texts.read_parallel(tmp_path / "a", tmp_path / "b") == [("one", "1"), ("three and more", "3")]


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        (b"one\ntwo\n", b"1\n", "a has 2 lines and b has 1: line k of one must translate line k of the other"),
        (b"one\n\n", b"\n2\n", "a and b have no line with text on both sides"),
        (b"one\n", b"\xff\n", "b is not UTF-8: byte 0"),
    ],
)
def test_text_that_is_not_parallel_is_an_error(source, target, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a").write_bytes(source)
    Path("b").write_bytes(target)
    with pytest.raises(ValueError, match=message):
        texts.read_parallel(Path("a"), Path("b"))
    with pytest.raises(click.BadParameter, match=message):
        command.make_draw((Path("a"), Path("b")), ("ar", "en"))


# Links


def test_links_of_files_and_of_library_calls_are_the_same(tmp_path):
    links = {(0, 0), (0, 1), (1, 2), (3, 3), (4, 3)}
    index, written = (tmp_path / name for name in ("index", "links"))
    index.write_text("[0]:[0, 1]:0.9\n[1]:[2]:0.9\n[2]:[]:0.9\n[3, 4]:[3]:0.9\n[]:[4]:0.9\n")
    written.write_text("".join(f"0 {i} {j}\n" for i, j in links))
    assert programs.read_links(written) == {(0, i, j) for i, j in links}
    assert programs.links_of_files([index, index]) == {(number, i, j) for number in range(2) for i, j in links}


def test_f1_counts_links():
    assert texts.f1({(0, 0), (1, 1)}, {(0, 0), (1, 2)}) == 0.5
    assert texts.f1({(0, 0)}, {(0, 0)}) == 1
    assert texts.f1(set(), set()) == 0


@pytest.mark.parametrize("program", [name for name in library_call.PROGRAMS if name in PEERS or name[:5] == "align"])
def test_a_library_call_returns_its_links(program, tmp_path, monkeypatch, capsys):
    lengths = [[[50, 30, 80], [52, 29, 81]], [[40], [41]]]
    (tmp_path / "lengths").write_text(json.dumps(lengths))
    monkeypatch.setattr(sys, "argv", ["library_call", program, str(tmp_path / "lengths"), str(tmp_path / "links")])
    library_call.main()
    assert float(capsys.readouterr().out) >= 0
    assert programs.read_links(tmp_path / "links") == {(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 0)}


# Measurement


def test_programs_take_turns_and_one_that_fails_is_not_run_again(tmp_path, capsys):
    def contender(name, code, **options):
        return measure.Contender(
            name, [sys.executable, "-S", "-c", f"open('order', 'a').write('{name}'); {code}"], **options
        )

    contenders = [
        contender("a", "print(2.0)", call=True, links=lambda printed: {(0, int(float(printed.read_text())))}),
        contender("b", "raise SystemExit('no room')"),
        contender("c", "open('out', 'x'); print(3.0)", call=True, output=tmp_path / "out"),
        measure.Contender("d", ["no-such-program"]),
    ]
    rows = measure.Meter(tmp_path, {}).compare("case:1", contenders, {(0, 2), (1, 1)}, 3)
    assert (tmp_path / "order").read_text() == "abcacac"
    assert [(row.program, row.runs, row.seconds, row.ratio) for row in rows] == [
        ("a", 3, 2.0, 1.0),
        ("b", 0, None, None),
        ("c", 3, 3.0, 1.5),
        ("d", 0, None, None),
    ]
    assert rows[0].f1 == pytest.approx(2 / 3)
    assert rows[0].megabytes > 3
    printed = capsys.readouterr().err
    assert "case:1: c, run 3 of 3" in printed
    assert "b failed with exit status 1: no room" in printed
    assert "d cannot be run: FileNotFoundError" in printed


def test_a_program_that_is_not_there_takes_no_part(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name == "nltk" or None)
    assert [name for name in programs.LARGEST if programs.takes_part(name, 10)] == ["nltk"]
    (tmp_path / "hunalign").write_text("#!/bin/sh\n")
    (tmp_path / "hunalign").chmod(0o755)
    assert programs.takes_part("hunalign", 46_340)
    assert not programs.takes_part("hunalign", 46_341)


# Report

ROWS = [
    measure.Row("text:30", "align, hybrid", 3, 0.5, 0.25, 1.0, 1.0, 60.4, 0.98765),
    measure.Row("text:30", "(imports)", 3, 0.01234, 0.01, 0.02, 0.02468, 9.0),
    measure.Row("raw:30", "align, hybrid", 0),
]


def test_table_as_text():
    assert report.as_text(["machine: x"], ROWS) == (
        "machine: x\n"
        "\n"
        "case     program         CPU s   least    most   times  MB     F1\n"
        "\n"
        "text:30  align, hybrid   0.500   0.250    1.00    1.00  60  0.988\n"
        "text:30  (imports)      0.0123  0.0100  0.0200  0.0247   9\n"
        "\n"
        "raw:30   align, hybrid  failed\n"
    )


def test_table_as_markdown():
    assert report.as_markdown(["machine: x"], ROWS[1:]) == (
        "- machine: x\n"
        "\n"
        "| case | program | CPU s | least | most | times | MB | F1 |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| text:30 | (imports) | 0.0123 | 0.0100 | 0.0200 | 0.0247 | 9 |  |\n"
        "| raw:30 | align, hybrid | failed |  |  |  |  |  |\n"
    )


def test_table_as_json_has_numbers_that_are_not_rounded():
    printed = json.loads(report.as_json(["machine: x"], ROWS))
    assert printed["environment"] == ["machine: x"]
    assert printed["rows"][0] == ROWS[0]._asdict()
    assert printed["rows"][2]["seconds"] is None


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (0.0, "0"),
        (0.0004567, "0.000457"),
        (1.0, "1.00"),
        (9.999, "10.0"),
        (59.96, "60.0"),
        (12345.0, "12,300"),
    ],
)
def test_numbers_have_three_digits(number, printed):
    assert report.three_digits(number) == printed


# Confidence


def test_pairs_are_judged_by_beads_and_by_segments(tmp_path):
    arabic, english = "هذا بيت كبير جدا.\nذهب الولد إلى المدرسة.\n", "This is a big house.\nThe boy went to school.\n"
    segments = [{"src": [0, 17], "tgt": [0, 20]}, {"src": [18, 40], "tgt": [21, 44]}]
    raw = {"src": {"file": "ar.txt"}, "tgt": {"file": "en.txt"}, "segments": segments}
    for name, file, content in (
        ("one", "gold.txt", "[0]:[0]\n[1]:[]\n[]:[1]\n"),
        ("two", "gold.json", json.dumps(raw)),
    ):
        (tmp_path / name).mkdir()
        for path, text in (("ar.txt", arabic), ("en.txt", english), (file, content)):
            (tmp_path / name / path).write_text(text, encoding="utf-8")
    judgements = calibration.judged([tmp_path], "gale-church", 1.0)
    assert [right for _, right in judgements] == [True, False, True, True]  # the first document has one true pair
    assert all(0 < confidence <= 1 for confidence, _ in judgements)


def test_a_document_is_aligned_once_with_the_same_options(monkeypatch):
    aligned = []

    def judge(*key):
        aligned.append(key)
        return key

    monkeypatch.setattr(gold, "_judge", judge)
    with ThreadPoolExecutor(1) as pool:
        judged = gold.Judge(pool).judged
        assert judged(["b", "a", "b"], []) == [("b", ()), ("a", ()), ("b", ())]
        assert judged(["a", "c"], ["-q"]) == [("a", ("-q",)), ("c", ("-q",))]
        assert judged(["c", "a"], ()) == [("c", ()), ("a", ())]
    assert aligned == [("b", ()), ("a", ()), ("a", ("-q",)), ("c", ("-q",)), ("c", ())]


def test_tables_are_measured_with_the_compiled_core_only(tmp_path, monkeypatch):
    monkeypatch.setattr("aligner.kernel.lattice", None)
    result = benchmark("--all", "--texts", str(tmp_path))
    assert result.exit_code == 2
    assert "--all would time the NumPy core: not compiled; compile it, with pip install -e ." in result.stderr
