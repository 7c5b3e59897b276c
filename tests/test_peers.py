"""Other aligners beside `align`: their files, their outputs, and `align eval --peers`, mostly with fake programs."""

import importlib.util
import json
import sys
from pathlib import Path

import click
import pytest
from command_runner import runner

from aligner.command.main import main
from aligner.evaluation.peers import outputs, processes, programs, runs, texts
from aligner.evaluation.peers.outputs import OutputError
from aligner.evaluation.peers.processes import Call, ProgramFailed, Usage
from aligner.evaluation.peers.programs import Means, Unavailable
from aligner.evaluation.peers.texts import Corpus

ARABIC = "قال: «نعم».\nذهب.\nعاد.\n"
ENGLISH = "He said: “Yes.”\nHe left.\nHe came back.\n"


def sides(beads):
    return [bead.sides for bead in beads]


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "scratch").mkdir()
    source, target = write(tmp_path / "a.ar", ARABIC), write(tmp_path / "a.en", ENGLISH)
    return Corpus([source], [target], ("ar", "en"), tmp_path / "scratch")


NOTHING = Means()


def calls_of(name, corpus, means=NOTHING, command=("program",)):
    (program,) = [program for program in programs.PROGRAMS if program.name == name]
    return program.calls(list(command), corpus, means)


# What programs write


@pytest.mark.parametrize(
    ("ladder", "beads"),
    [
        # the end of the last line counts as one more sentence
        ("0\t0\t0.3\n1\t2\t1e-5\n3\t3\t-0.3\n4\t4\t0\n", [((0,), (0, 1)), ((1, 2), (2,))]),
        ("0\t0\t0.3\n1\t2\t0.5\n", [((0,), (0, 1)), ((1, 2), (2,))]),  # without the last rung
        ("0\t0\t0.3\n3\t3\t0.5\n", [((0, 1, 2), (0, 1, 2))]),
        ("0\t0\t0.3\n2\t3\t0.5\n4\t4\t0.5\n", [((0, 1), (0, 1, 2)), ((2,), ())]),
        ("", []),  # hunalign writes nothing if one text is much longer
    ],
)
def test_ladders_of_hunalign(ladder, beads, tmp_path):
    assert sides(outputs.read_ladder(write(tmp_path / "ladder", ladder), (3, 3))) == beads


def test_index_lines_of_vecalign_and_of_galechurch(tmp_path):
    file = write(tmp_path / "index", "[0]:[0, 1]:0.156006\n[]:[2]:0.000000\n[1, 2]:[3]\n")
    assert sides(outputs.read_index(file)) == [((0,), (0, 1)), ((), (2,)), ((1, 2), (3,))]


def test_links_that_share_a_sentence_are_one_bead(tmp_path):
    links = "0 0\n1 1\n1 2\n2 3\n3 3\n4 4\n4 5\n5 4\n5 5\n6 7\n"
    beads = [((0,), (0,)), ((1,), (1, 2)), ((2, 3), (3,)), ((4, 5), (4, 5)), ((6,), (7,))]
    assert sides(outputs.read_links(write(tmp_path / "links", links))) == beads


def test_log_of_bleualign(tmp_path):
    log = "reading in article 0: \n\x1b[92m0: 0\x1b[0m\nalignment: 0 - 0,1\nalignment: 1,2 - 2\nfinished\n"
    assert sides(outputs.read_bleualign_log(write(tmp_path / "log", log))) == [((0,), (0, 1)), ((1, 2), (2,))]


@pytest.mark.parametrize(
    ("read", "content", "message"),
    [
        (outputs.read_index, "[0]:[0]\nWARNING: x\n", "line 2: not a bead"),
        (outputs.read_links, "0 0\nWarning\n", "line 2 is no link: 'Warning'"),
        (lambda file: outputs.read_ladder(file, (1, 1)), "0\t0\t1\nnan\n", "line 2: not a rung"),
    ],
)
def test_other_output_is_an_error(read, content, message, tmp_path):
    with pytest.raises(OutputError, match=message):
        read(write(tmp_path / "output", content))
    with pytest.raises(OutputError, match="the output cannot be read"):
        read(tmp_path / "none")


# What programs get


def test_hunalign_gets_tokens_and_the_lexicon(corpus):
    plain, realign = calls_of("hunalign", corpus, command=["/bin/hunalign"])
    assert [plain.program, realign.program] == ["hunalign", "hunalign -realign"]
    assert realign.command[:4] == ["/bin/hunalign", "-utf", "-realign", "-batch"]
    dictionary, batch = map(Path, plain.command[-2:])
    source, target, ladder = batch.read_text(encoding="utf-8").rstrip("\n").split("\t")
    assert Path(source).read_text(encoding="utf-8") == 'قال : " نعم " .\nذهب .\nعاد .\n'
    assert Path(target).read_text(encoding="utf-8") == 'he said : " yes . "\nhe left .\nhe came back .\n'
    assert "august @ اب" in dictionary.read_text(encoding="utf-8").splitlines()
    write(Path(ladder), "0\t0\t1\n1\t1\t1\n")
    assert sides(plain.beads(Path())[0]) == [((0,), (0,)), ((1, 2), (1, 2))]


def test_hunalign_gets_the_lexicon_of_the_language_of_a_region(tmp_path):
    texts.write_dictionary(tmp_path / "dictionary", ("ar-EG", "en-GB"))
    texts.write_dictionary(tmp_path / "usual", ("ar", "en"))
    assert (tmp_path / "dictionary").read_bytes() == (tmp_path / "usual").read_bytes() != b""


def test_hunalign_gets_an_empty_dictionary_for_other_languages(tmp_path):
    texts.write_dictionary(tmp_path / "dictionary", ("de", "fr"))
    assert (tmp_path / "dictionary").read_text() == ""


def test_hunalign_is_not_started_on_texts_that_it_does_not_end_on(corpus, monkeypatch):
    monkeypatch.setattr(programs, "HUNALIGN_SENTENCES", 2)
    with pytest.raises(Unavailable, match="at most 2 sentences a side"):
        calls_of("hunalign", corpus)


def test_bleualign_needs_a_translation_of_each_line(corpus, tmp_path):
    with pytest.raises(Unavailable, match="give one with --translation FILE"):
        calls_of("Bleualign", corpus)
    with pytest.raises(Unavailable, match="another number of lines"):
        calls_of("Bleualign", corpus, Means(write(tmp_path / "mt", "He left.\n")))
    means = Means(write(tmp_path / "mt", ENGLISH))
    (script,) = calls_of("Bleualign", corpus, means, ["python", "bleualign.py"])
    assert script.command[2:8] == [
        "-s",
        str(corpus.source[0]),
        "-t",
        str(corpus.target[0]),
        "--srctotarget",
        str(tmp_path / "mt"),
    ]
    assert script.command[-4:] == ["--verbosity", "2", "--processes", "1"]
    (module,) = calls_of("Bleualign", corpus, means, ["python", "-c", programs.BLEUALIGN])
    assert module.command[3:6] == [str(corpus.source[0]), str(corpus.target[0]), str(tmp_path / "mt")]


def test_vecalign_gets_as_large_beads_as_its_vectors_have_overlaps(corpus, tmp_path):
    with pytest.raises(Unavailable, match="give them with --vectors SOURCE TARGET, or --encoder NAME"):
        calls_of("vecalign", corpus)
    files = []
    for side, file, size in (("s", corpus.source[0], 3), ("t", corpus.target[0], 2)):
        write(tmp_path / side, "".join(f"{line}\n" for line in texts.overlaps(texts.read_lines(file), size)))
        files.append(write(tmp_path / f"{side}.emb", ""))
    (call,) = calls_of("vecalign", corpus, Means(None, tuple(files)))
    assert call.command[1:5] == ["--alignment_max_size", "2", "--src", str(corpus.source[0])]
    assert call.command[5:8] == ["--src_embed", str(tmp_path / "s"), str(tmp_path / "s.emb")]
    write(tmp_path / "t", "PAD\nHe left.\n")
    with pytest.raises(Unavailable, match="make the overlaps of these texts"):
        calls_of("vecalign", corpus, Means(None, tuple(files)))


def test_overlaps_are_all_runs_each_once():
    assert texts.overlaps([" a ", "b", "b"], 2) == ["PAD", "a", "b", "a b", "b b"]
    assert texts.overlaps(["a"], 3) == ["PAD", "a"]
    assert texts.overlaps(["x" * 10_001], 1)[1] == "x" * 10_000
    lines = ["a", "b", "c", "a b", "b c", "other"]
    assert [texts.widest_overlap(lines, ["a", "b", "c"], limit) for limit in (1, 2, 8)] == [1, 2, 2]
    assert texts.widest_overlap(lines, ["a", "missing"], 8) == 0


def test_vectors_of_overlaps_stand_beside_their_lines(corpus):
    source, target = programs.write_overlaps(corpus, lambda lines: bytes(4 * len(lines)))
    assert (source.name, target.name) == ("overlaps-source.emb", "overlaps-target.emb")
    lines = target.with_suffix("").read_text(encoding="utf-8").splitlines()
    assert lines == texts.overlaps(ENGLISH.splitlines(), programs.ENCODED_SIZE)
    assert target.stat().st_size == 4 * len(lines)


def test_galechurch_gets_two_folders_and_no_limit_of_size(corpus):
    (call,) = calls_of("galechurch", corpus)
    folders = dict(zip(call.command[1::2], call.command[2::2], strict=True))
    assert Path(folders["-src"], "000000").read_text(encoding="utf-8") == ARABIC
    assert Path(folders["-trg"], "000000").read_text(encoding="utf-8") == ENGLISH
    assert (folders["-proc"], folders["-ltmr"]) == ("1", "16")
    call.output.mkdir()
    write(call.output / "000000", "[0]:[0]\n[1, 2]:[1, 2]\n")
    assert sides(call.beads(Path())[0]) == [((0,), (0,)), ((1, 2), (1, 2))]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\n\nb\n", "book, line 2: the line is empty; programs number empty lines differently"),
        (b"", "book, line 1: the line is empty"),
        ("a\n b\u2028c\r\n".encode(), "book, line 2: the line holds a character at which other programs end a line"),
        (b"a\n\xff\n", "book: is not UTF-8: byte 2; convert it to UTF-8"),
        (None, "book: cannot be read: No such file or directory"),
    ],
)
def test_texts_that_programs_would_number_differently_are_refused(content, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("book").write_bytes(content)
    with pytest.raises(runs.InputError) as raised:
        runs.check_sentences(Path("book"))
    assert str(raised.value).startswith(message)


def test_texts_from_windows_are_taken(tmp_path):
    runs.check_sentences(write(tmp_path / "book", "\ufeffa\r\nb\r\n"))


# The command


@pytest.fixture
def peers_alone(monkeypatch):
    """`align eval --peers` without processes; returns a dictionary to fill: program -> its beads, or its error."""
    results = {}

    def run(call, printed, **_):
        result = results.get(call.program, "is not there")
        if isinstance(result, str):
            raise ProgramFailed(result)
        return Usage(1.234, 56.7)

    def align(corpus, method, options=()):
        name = f"align {method}"
        return Call(name, [], lambda _: [results[name]])

    monkeypatch.setattr(runs, "run", run)
    monkeypatch.setattr(programs, "align", align)
    fake = programs.Program("other", lambda: ["other"], "", lambda command, corpus, means: [Call("other", command)])
    absent = programs.Program("absent", lambda: None, "pip install absent", fake.calls)
    monkeypatch.setattr(runs, "PROGRAMS", (fake, absent))
    return results


def invoke(*arguments):
    return runner().invoke(main, ["eval", *map(str, arguments)])


GOLD = "[0]:[0]\n[1]:[1]\n[2]:[2]\n"
BEADS = {
    "right": [outputs.Bead((0,), (0,)), outputs.Bead((1,), (1,)), outputs.Bead((2,), (2,))],
    "wrong": [outputs.Bead((0, 1), (0,)), outputs.Bead((2,), (1, 2))],
}


def test_table_of_all_programs(corpus, tmp_path, peers_alone):
    peers_alone |= {"align hybrid": BEADS["right"], "align length": BEADS["wrong"], "align gale-church": []}
    peers_alone["other"] = "failed with exit status 3: no\n\x1b[1mroom"
    done = invoke("--peers", corpus.source[0], corpus.target[0], "--gold", write(tmp_path / "gold", GOLD))
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "program       strict F1  lax F1  beads  CPU s  MB",
        "align hybrid      1.000   1.000      3   1.23  57",
        "align length      0.000   0.800      2   1.23  57",
        "",
        "align gale-church: ended without an error, but wrote no alignment",
        "other: failed with exit status 3: no \\x1b[1mroom",
        "absent: is not installed; pip install absent",
    ]


def test_table_without_a_gold_and_as_json(corpus, peers_alone):
    peers_alone |= {"align hybrid": BEADS["right"]}
    done = invoke("--peers", corpus.source[0], corpus.target[0])
    assert done.stdout.splitlines()[:2] == ["program       beads  CPU s  MB", "align hybrid      3   1.23  57"]
    first, second, *_ = json.loads(invoke("--peers", corpus.source[0], corpus.target[0], "--json").stdout)["peers"]
    assert first == {
        "program": "align hybrid",
        "problem": None,
        "strict": None,
        "lax": None,
        "beads": 3,
        "cpu_seconds": 1.234,
        "peak_megabytes": 56.7,
    }
    assert (second["program"], second["problem"], second["beads"]) == ("align length", "is not there", None)


def test_it_fails_if_no_program_writes_an_alignment(corpus, peers_alone):
    done = invoke("--peers", corpus.source[0], corpus.target[0])
    assert done.exit_code == 1
    assert "align hybrid: is not there" in done.stdout


def test_a_program_that_writes_no_file_has_no_alignment(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "run", lambda *_, **__: Usage(1.0, 1.0))
    task = runs.Task(corpus.source[0], corpus.target[0], ("ar", "en"))
    result = runs._result(Call("galechurch", [], lambda _: []), task, tmp_path)
    assert result.problem == "ended without an error, but wrote no alignment"


def test_gold_of_other_texts_is_an_error(corpus, tmp_path, peers_alone):
    gold = write(tmp_path / "gold", "[0]:[0]\n[1, 2]:[1, 3]\n")
    done = invoke("--peers", corpus.source[0], corpus.target[0], "--gold", gold)
    assert done.exit_code == 1
    assert f"gold, line 2: there is no sentence 3 in {corpus.target[0]}, which has 3, counted from 0" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--gold", "g", "a", "b"], "--gold is for --peers; add --peers SOURCE TARGET, or drop it."),
        (["--peers", "a", "b", "c"], "--peers takes no other inputs; drop c, or give it with --gold."),
        (["--peers", "a", "b", "--splitting"], "--splitting does not go with --peers; drop one of them."),
        (
            ["--peers", "a", "b", "--from", "en"],
            "Both texts would be in en; name their languages with --from and --to.",
        ),
        (["--peers", "a", ""], "The name of a file is empty; give its name."),
        (
            ["--peers", "a", "b", "--encoder", "use", "--vectors", "c", "d"],
            "--encoder and --vectors are two sources of vectors; drop one of them.",
        ),
    ],
)
def test_a_wrong_command_says_what_is_right(arguments, message):
    with pytest.raises(click.UsageError) as raised:
        main.main(args=["eval", *arguments], standalone_mode=False)
    assert raised.value.format_message() == message


# Processes


@pytest.mark.slow
def test_a_process_that_takes_too_long_is_killed_with_those_that_it_started(tmp_path):
    late = "import time; time.sleep(5); open('late', 'x')"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {late!r}])"
    with pytest.raises(ProgramFailed, match="did not end within 1 seconds"):
        processes.run(Call("sleeper", [sys.executable, "-c", script]), tmp_path / "printed", time_limit=1)
    assert not (tmp_path / "late").exists()


@pytest.mark.slow
def test_a_run_has_the_time_and_the_memory_of_its_process(tmp_path):
    script = "x = b'x' * 50_000_000; print(sum(range(2_000_000)))"
    usage = processes.run(Call("counter", [sys.executable, "-c", script]), tmp_path / "printed")
    assert (tmp_path / "printed").read_text() == "1999999000000\n"
    assert usage.seconds > 0.01
    assert usage.megabytes > 45
    with pytest.raises(ProgramFailed, match="failed with exit status 1: no room"):
        processes.run(Call("failing", [sys.executable, "-c", "raise SystemExit('no room')"]), tmp_path / "printed")
    with pytest.raises(ProgramFailed, match="failed with exit status 3: without a message"):
        processes.run(Call("silent", [sys.executable, "-c", "raise SystemExit(3)"]), tmp_path / "printed")
    with pytest.raises(ProgramFailed, match="cannot be run: FileNotFoundError"):
        processes.run(Call("absent", ["no-such-program"]), tmp_path / "printed")


HUNALIGN = """#!{python}
import sys
dictionary, batch = sys.argv[-2:]
for line in open(batch):
    source, target, ladder = line.rstrip("\\n").split("\\t")
    sizes = [len(open(name).readlines()) for name in (source, target)]
    open(ladder, "w").write("".join(f"{{k}}\\t{{k}}\\t0.5\\n" for k in range(min(sizes) + 2)))
"""


@pytest.mark.slow
def test_real_processes_of_fake_and_of_installed_programs(corpus, tmp_path, monkeypatch):
    programs_folder = tmp_path / "bin"
    programs_folder.mkdir()
    fakes = {
        "hunalign": HUNALIGN.format(python=sys.executable),
        "vecalign": f"#!{sys.executable}\nraise SystemExit('no vectors')\n",
        "bleualign.py": "print('alignment: 0 - 0')\nprint('alignment: 1,2 - 1,2')\n",
    }
    for name, text in fakes.items():
        write(programs_folder / name, text).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs_folder))
    vectors = [write(tmp_path / f"{side}.emb", "") for side in "st"]
    for file, side in ((corpus.source[0], "s"), (corpus.target[0], "t")):
        write(tmp_path / side, "\n".join(texts.overlaps(texts.read_lines(file), 3)))
    gold = write(tmp_path / "gold", GOLD)
    options = ["--gold", gold, "--translation", corpus.target[0], "--vectors", *vectors, "--json"]
    done = invoke("--peers", corpus.source[0], corpus.target[0], *options)
    found = {row["program"]: row for row in json.loads(done.stdout)["peers"]}
    for name in ("align", "align --method length", "align --method gale-church", "hunalign", "hunalign -realign"):
        assert found[name]["strict"]["f1"] == 1, (name, found[name])
        assert found[name]["cpu_seconds"] > 0
    assert found["Bleualign"]["lax"]["f1"] == 1
    assert found["Bleualign"]["strict"]["f1"] == pytest.approx(0.4)
    assert found["vecalign"]["problem"] == "failed with exit status 1: no vectors"
    assert found["nltk"]["strict"]["f1"] == 1
    if importlib.util.find_spec("galechurch"):
        assert found["galechurch"]["strict"]["f1"] == 1
    else:
        assert found["galechurch"]["problem"] == "is not installed; pip install galechurch"
