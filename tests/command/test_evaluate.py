"""`align eval`: its reports for people and programs, messages, exit status and options."""

import json

import pytest

from aligner.command import evaluate_view
from aligner.evaluation import comparison
from aligner.evaluation.beads import Bead, judge_beads
from aligner.evaluation.measuring import Measurement

GOLD = "[0]:[0]\n[1, 2]:[1, 2]\n"
PREDICTED = "[0]:[0]:0.900\n[1]:[1]:0.800\n[2]:[2]:0.300\n"
RAW_GOLD = {
    "src": {"file": "ar.txt"},
    "tgt": {"file": "en.txt"},
    "segments": [{"src": [0, 12], "tgt": [0, 18]}, {"src": [13, 24], "tgt": [19, 35]}, {"src": None, "tgt": [36, 49]}],
}


@pytest.fixture
def evaluate(here, run):
    """Run `align eval` on two files of these texts."""

    def evaluate(*options, gold=GOLD, predicted=PREDICTED):
        (here / "gold.txt").write_text(gold, encoding="utf-8")
        (here / "book.index").write_text(predicted, encoding="utf-8")
        return run("eval", "gold.txt", "book.index", *options)

    return evaluate


class TestText:
    def test_beads(self, evaluate):
        result = evaluate()
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == (
            "beads: 2 two-sided in the gold, 3 predicted\n"
            "        precision  recall     F1\n"
            "strict      0.333   0.500  0.400\n"
            "lax         1.000   1.000  1.000\n"
            "\n"
            "kind  gold  recall    lax  predicted  precision    lax\n"
            "1-1      1   1.000  1.000          3      0.333  1.000\n"
            "2-2      1   0.000  1.000          0          -      -\n"
            "\n"
            "confidence: 3 pairs, mean 0.667, 0.333 right\n"
            "expected calibration error 0.400, Brier score 0.247, log-loss 0.690\n"
            "confidence  pairs   mean  right\n"
            "0.3-0.4         1  0.300  0.000\n"
            "0.8-0.9         1  0.800  0.000\n"
            "0.9-1.0         1  0.900  1.000\n"
            "precision 0.95: from confidence 0.900 on, 1 pair (33.3%)\n"
            "precision 0.99: from confidence 0.900 on, 1 pair (33.3%)\n"
        )

    def test_raw_text(self, evaluate, here):
        (here / "ar.txt").write_text("وصل القطار.\nنام الحارس.", encoding="utf-8")
        (here / "en.txt").write_text("The train arrived. The guard slept. He drank tea.", encoding="utf-8")
        gold = RAW_GOLD | {"segments": [{"src": [0, 11], "tgt": [0, 18]}, *RAW_GOLD["segments"][1:]]}
        gold["segments"][1] = {"src": [12, 23], "tgt": [19, 35]}
        rows = [("وصل القطار.", "The train arrived."), ("نام الحارس.", "The guard slept. He drank tea.")]
        lines = "".join(json.dumps({"src_text": source, "trg_text": target}) + "\n" for source, target in rows)
        result = evaluate(gold=json.dumps(gold), predicted=lines)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == (
            "pairs: 2 in the gold, 2 predicted\n"
            "                              precision  recall     F1\n"
            "cuts                              1.000   0.500  0.667\n"
            "pairs                             0.500   0.500  0.500\n"
            "characters without a partner      0.000   0.000  0.000\n"
            "\n"
            "accuracy of characters: source 0.780, target 0.732\n"
            "cuts: 2 in the gold, 0 wrong, 0 inside segments\n"
            "recall of cuts: at marks 0.500 of 2\n"
            "printed: 100.0% of the characters; 0 of 4 texts not found\n"
        )

    def test_standard_input(self, run, here):
        (here / "gold.txt").write_text(GOLD)
        assert run("eval", "gold.txt", "-", stdin=PREDICTED).stdout.startswith("beads: 2 two-sided in the gold, 3 ")

    def test_folder(self, run, here):
        for path, text in (("gold/a.txt", GOLD), ("gold/b.txt", GOLD), ("out/a.txt", GOLD), ("out/b.txt", PREDICTED)):
            (here / path).parent.mkdir(exist_ok=True)
            (here / path).write_text(text)
        assert run("eval", "gold", "out").stdout.startswith(
            "document  gold  predicted  strict P      R     F1  lax P      R     F1\n"
            "a            2          2     1.000  1.000  1.000  1.000  1.000  1.000\n"
            "b            2          3     0.333  0.500  0.400  1.000  1.000  1.000\n"
            "\n"
            "beads: 4 two-sided in the gold, 5 predicted\n"
        )

    def test_against_another_system(self, evaluate, here, monkeypatch):
        monkeypatch.setattr(comparison, "DRAWS", 200)
        (here / "other.index").write_text(GOLD)
        result = evaluate("--against", "other.index")
        assert result.stdout.endswith(
            "\n"
            "against the other system, by 1 block:\n"
            "F1       this  other  difference     95 % interval      p  better  worse  equal  p (sign)\n"
            "strict  0.400  1.000      -0.600  -0.600 to -0.600  0.010       0      1      0     1.000\n"
            "lax     1.000  1.000      +0.000  +0.000 to +0.000  1.000       0      0      1     1.000\n"
        )

    def test_splitting(self, evaluate):
        result = evaluate("--splitting", gold="One.\nTwo.\nThree.\n", predicted="One.\nTwo. Three.\n")
        assert result.stdout == (
            "boundaries: 2 in the gold, 1 predicted, 1 right\n"
            "           precision  recall     F1\n"
            "splitting      1.000   0.500  0.667\n"
            "units: 1, 0 without an error\n"
        )

    def test_rare_kinds_are_counted(self):
        beads = [Bead(tuple(range(10 * n, 11 * n)), (n,)) for n in range(1, 15)]
        lines = list(evaluate_view.lines([Measurement("", beads=judge_beads(beads, beads))]))
        assert lines[-1] == "and 2 rarer kinds; --json lists all"


class TestJson:
    def test_beads(self, evaluate):
        figures = json.loads(evaluate("--json").stdout)
        assert list(figures) == [
            "documents",
            "scores",
            "gold_beads",
            "predicted_beads",
            "strict",
            "lax",
            "by_gold_kind",
            "by_predicted_kind",
            "calibration",
            "against",
        ]
        assert figures["strict"] == {"precision": 1 / 3, "recall": 0.5, "f1": pytest.approx(0.4)}
        assert figures["by_gold_kind"]["2-2"] == {"beads": 1, "strict": 0, "lax": 1}
        assert figures["calibration"]["bins"][0]["pairs"] == 1

    def test_against(self, evaluate, here, monkeypatch):
        monkeypatch.setattr(comparison, "DRAWS", 200)
        (here / "other.index").write_text(GOLD)
        against = json.loads(evaluate("--json", "--against", "other.index").stdout)["against"]
        assert list(against) == ["unit", "units", "strict", "lax"]
        assert against["strict"]["difference"] == pytest.approx(-0.6)

    def test_splitting(self, evaluate):
        figures = json.loads(evaluate("--json", "--splitting", gold="One.\n", predicted="One.\n").stdout)
        assert (figures["scores"], figures["boundaries"]["f1"], figures["units"]) == ("splitting", 1, 1)


class TestFiles:
    def test_page(self, evaluate, here):
        assert evaluate("--html", "wrong.html").exit_code == 0
        assert (here / "wrong.html").read_bytes().count(b"<section") == 1

    def test_an_existing_file_is_not_replaced(self, evaluate, here):
        (here / "wrong.html").write_text("mine")
        result = evaluate("--html", "wrong.html")
        assert (result.exit_code, result.stdout) == (1, "")
        assert (here / "wrong.html").read_text() == "mine"
        assert evaluate("--html", "wrong.html", "--force").exit_code == 0

    @pytest.mark.plot
    def test_plot(self, evaluate, here):
        assert evaluate("--plot", "calibration.svg").exit_code == 0
        assert (here / "calibration.svg").read_bytes().startswith(b"<?xml")

    @pytest.mark.plot
    def test_nothing_to_plot(self, evaluate, here):
        result = evaluate("--plot", "calibration.svg", predicted=GOLD)
        assert result.exit_code == 1
        assert "book.index: no pair has a confidence to plot; drop --plot, or give an output of align" in result.stderr
        assert not (here / "calibration.svg").exists()


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["gold.txt"], "1 input was given; give the gold and the prediction: GOLD PREDICTED."),
            (["-", "-"], "Standard input can be one of the files, not several."),
            (["-", "a", "--texts", "-", "b"], "Standard input can be one of the files, not several."),
            (["-", "a", "--against", "b"], "--against reads the gold twice, so that it cannot be standard input"),
            (["gold.txt", ""], "The name of a file is empty; give its name."),
            (["a", "b", "--from", "ar", "--to", "ar"], "--from and --to are both ar; name two languages."),
            (["a", "b", "--splitting", "--html", "x.html"], "--html is for alignments; drop it, or --splitting."),
            ([".", ".", "--texts", "a", "b"], "--texts are two files for two files, and two folders for two folders."),
            (["a", "b", "--html", "x.svg", "--plot", "x.svg"], "--html and --plot are both x.svg; name two files."),
            (["a", "b", "--plot", "x.png"], "x.png: a plot is SVG; give a name that ends in .svg."),
            (["a", "b", "--against", ""], "The name after --against is empty; give a name, or drop it."),
        ],
    )
    def test_refused(self, run, arguments, message):
        result = run("eval", *arguments)
        assert result.exit_code == 2
        assert message in result.stderr

    def test_a_page_does_not_replace_an_input(self, evaluate, here):
        result = evaluate("--html", "gold.txt", "--force")
        assert (result.exit_code, result.stdout) == (2, "")
        assert (here / "gold.txt").read_text() == GOLD

    def test_a_page_does_not_replace_a_text_of_the_gold(self, evaluate, here):
        (here / "ar.txt").write_text("نعم.\n", encoding="utf-8")
        result = evaluate("--html", "ar.txt", "--force")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "ar.txt exists, and is no page; give a name that ends in .html." in result.stderr
        assert "ar.txt: a plot is SVG; give a name that ends in .svg." in evaluate("--plot", "ar.txt", "--force").stderr
        assert (here / "ar.txt").stat().st_size == 8

    def test_a_page_does_not_replace_a_document_of_a_folder(self, run, here):
        for name in ("gold/a.txt", "book/a.txt"):
            (here / name).parent.mkdir()
            (here / name).write_text(GOLD)
        result = run("eval", "gold", "book", "--html", "gold/a.txt", "--force")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "gold/a.txt is in gold, which is an input; write to another file." in result.stderr
        assert (here / "gold/a.txt").read_text() == GOLD
        for _ in range(2):
            assert run("eval", "gold", "book", "--html", "book/wrong.html", "--force").exit_code == 0

    @pytest.mark.parametrize(
        ("gold", "predicted", "message"),
        [
            (GOLD, "nonsense\n", "book.index: this is no alignment"),
            (GOLD, "[0]:[0]\n[0]:[1]\n", "book.index, line 2: source sentence 0 stands in line 1, too"),
        ],
    )
    def test_faults_of_files(self, evaluate, gold, predicted, message):
        result = evaluate(gold=gold, predicted=predicted)
        assert (result.exit_code, result.stdout) == (1, "")
        assert message in result.stderr

    @pytest.mark.parametrize(
        "text",
        [GOLD, "0\t0\n1\t1\n", "src_text\ttrg_text\nx\ty\n", '{"src_text": "x", "trg_text": "y"}\n', "ar,en\nx,y\n"],
        ids=["index", "ladder", "tsv", "jsonl", "csv"],
    )
    def test_alignments_are_no_sentences(self, evaluate, text):
        for gold, predicted, name in ((text, "One.\n", "gold.txt"), ("One.\n", text, "book.index")):
            result = evaluate("--splitting", gold=gold, predicted=predicted)
            assert (result.exit_code, result.stdout) == (2, "")
            assert f"Error: {name}: this is an alignment (" in result.stderr
            assert result.stderr.endswith("drop --splitting, or give sentences.\n")
        for sentences in ("One.\tTwo.\n", "First, second\n", "[0] is a number.\n", "0\n"):
            assert evaluate("--splitting", gold=sentences, predicted=sentences).exit_code == 0

    def test_a_bad_score_is_no_failure(self, evaluate):
        assert evaluate(predicted="[0]:[2]\n").exit_code == 0


@pytest.mark.slow
def test_evaluation_needs_neither_numpy_nor_nltk(python):
    code = "import sys, aligner.command.evaluate; print({'numpy', 'nltk', 'matplotlib'} & set(sys.modules))"
    assert python("-c", code, check=True).stdout.strip() == b"set()"
