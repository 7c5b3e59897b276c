"""Filters in the command: the account of what they leave out, options that exclude each other, and `--best-of`."""

import errno
import json
import os
import re

import pytest
from output_documents import output_document, side

from aligner.bitext import Bead
from aligner.write import formats
from aligner.write.filters import Filters
from aligner.write.json_document import JsonDocument
from aligner.write.result import AlignedDocument, filter_beads
from aligner.write.writer import TextWriter, Writer


class PairsOnly(TextWriter):
    """A format that has no place for a sentence without a translation."""

    name, suffix, pairs_only, appends = "duo", ".duo", True, True

    def body(self, rows, options):
        for row in rows.rows:
            assert row.paired
            yield f"{row.source} = {row.target}\n"


class TwoFiles(Writer):
    """A format of one file for each language."""

    name, suffix, pairs_only = "two", "", True

    def suffixes(self, source_language, target_language):
        return f".{source_language}", f".{target_language}"

    def write(self, rows, options, files):
        for row in rows.rows:
            for file, text in zip(files, row[:2], strict=True):
                file.write(f"{text}\n".encode())


@pytest.fixture
def pair_formats(monkeypatch):
    """The formats of above, beside the others."""
    monkeypatch.setattr(formats, "FORMATS", {**formats.FORMATS, "duo": PairsOnly(), "two": TwoFiles()})
    monkeypatch.setattr(formats, "SUFFIXES", {**formats.SUFFIXES, ".duo": "duo"})


@pytest.fixture
def yes(here, story):
    """Seven pairs, of which two repeat another, and an English sentence without a translation at the end."""
    moon = "The moon rose over the silent hills, and nobody saw it but a small grey dog.\n"
    texts = {"ar": story.arabic + "نعم.\n" * 3, "en": story.english + "Yes.\n" * 3 + moon}
    for language, text in texts.items():
        (here / f"yes.{language}.txt").write_text(text, encoding="utf-8")
    return ["yes.ar.txt", "yes.en.txt"]


def confidences(run, *arguments):
    """The confidences of the pairs as they are printed, the highest first."""
    rows = [line.split("\t") for line in run(*arguments).stdout.splitlines()[1:]]
    return sorted((float(row[2]) for row in rows if row[0] and row[1]), reverse=True)


class TestAccount:
    @pytest.mark.parametrize(
        ("options", "arabic", "english", "left_out"),
        [
            pytest.param("", (7, 0, 0), (7, 1, 0), "", id="no filter"),
            pytest.param("--dedup", (5, 0, 2), (5, 1, 2), "2 rows left out: 2 by dedup", id="dedup"),
            pytest.param("--one-to-one", (7, 0, 0), (7, 0, 1), "1 row left out: 1 by unaligned", id="one to one"),
            pytest.param(
                "--min-confidence 0.1 --dedup",
                (5, 0, 2),
                (5, 0, 3),
                "3 rows left out: 1 by unaligned, 2 by dedup",
                id="two filters",
            ),
            pytest.param("--min-confidence 0.1 --keep-unaligned", (7, 0, 0), (7, 1, 0), "", id="unaligned kept"),
        ],
    )
    def test_names_the_filters(self, yes, run, options, arabic, english, left_out):
        result = run(*yes, *options.split())
        assert result.exit_code == 0
        sides = [
            f"{tag} {sum(counts)} = {counts[0]} paired + {counts[1]} unaligned + {counts[2]} filtered"
            for tag, counts in (("ar", arabic), ("en", english))
        ]
        account = "; ".join([*sides, left_out] if left_out else sides)
        assert result.stderr.splitlines()[-1] == f"align: {arabic[0]} pairs; sentences: {account}"

    def test_is_in_the_metadata(self, yes, run):
        meta = json.loads(run(*yes, "-f", "json", "--drop-unaligned", "--dedup").stdout)["meta"]
        assert meta["rows"] == 5
        assert list(meta["left_out"].items()) == [("unaligned", 1), ("dedup", 2)]
        assert meta["sentences"]["trg"] == {"sentences": 8, "paired": 5, "unaligned": 0, "filtered": 3}

    @pytest.mark.parametrize(
        ("options", "end"),
        [
            ([], "|unaligned:kept|least:0"),
            (["--dedup"], "|unaligned:kept|least:0|repetitions:dropped"),
            (["--one-to-one", "--keep-unaligned"], "|unaligned:kept|least:0|kinds:1-1"),
            (["--max-ratio", "2.5"], "|unaligned:kept|least:0|ratio:2.5"),
            (["--min-confidence", "0.5"], "|unaligned:dropped|least:0.5"),
        ],
    )
    def test_signature_names_the_filters(self, yes, run, options, end):
        signature = json.loads(run(*yes, "-f", "json", *options).stdout)["meta"]["signature"]
        assert signature.endswith(f"|lines:auto{end}")

    def test_nothing_left_is_exit_status_1(self, yes, run):
        result = run(
            *yes, "--method", "length", "--min-confidence", "1", "--one-to-one", "--max-ratio", "1000", "--dedup"
        )
        assert result.exit_code == 1
        assert result.stderr.endswith(
            "8 filtered; 8 rows left out: 1 by unaligned, 7 by min-confidence\nalign: no pair is left after filtering\n"
        )

    def test_no_pair_before_filtering_is_another_problem(self):
        document = output_document(
            side("ar", "نعم."), side("en", "No."), Bead(range(1), range(0), 0.9), Bead(range(1, 1), range(1), 0.9)
        )
        beads, source, target, left_out = filter_beads(document.bitext, Filters(drop_unaligned=True))
        aligned = AlignedDocument(document._replace(beads=beads), source, target, left_out, [])
        assert (aligned.pairs, aligned.filtered, aligned.problem) == (0, 2, "nothing was aligned")

    def test_rows_without_a_place_in_the_format(self, yes, run, here, pair_formats):
        result = run(*yes, "-o", "pairs.duo")
        assert result.stderr.endswith("8 = 7 paired + 0 unaligned + 1 filtered; 1 row left out: 1 by format duo\n")
        assert len((here / "pairs.duo").read_text(encoding="utf-8").splitlines()) == 7


class TestFolder:
    @pytest.fixture
    def corpus(self, yes, here):
        """Two documents with the same texts."""
        (here / "corpus").mkdir()
        for name in yes:
            for copy in ("a", "b"):
                (here / "corpus" / name.replace("yes", copy)).write_bytes((here / name).read_bytes())

    def test_totals(self, corpus, run, here):
        """Each document is filtered by itself: the pairs of `a` stay in `b`."""
        result = run("corpus", "-o", "out", "--dedup", "--drop-unaligned", "-j", "1", "--learn-from", "0")
        assert result.exit_code == 0
        account = "ar 14 = 10 paired + 0 unaligned + 4 filtered; en 16 = 10 paired + 0 unaligned + 6 filtered"
        left_out = "6 rows left out: 2 by unaligned, 4 by dedup"
        assert f"align: sentences: {account}; {left_out}\n" in result.stderr
        summary = json.loads((here / "out" / "summary.json").read_text(encoding="utf-8"))
        assert list(summary["left_out"].items()) == [("unaligned", 2), ("dedup", 4)]
        assert summary["sentences"]["target"] == {"sentences": 16, "paired": 10, "unaligned": 0, "filtered": 6}

    def test_rows_without_a_place_in_the_format(self, corpus, run, here, pair_formats):
        result = run("corpus", "-o", "all.duo", "-j", "1", "--learn-from", "0")
        assert result.exit_code == 0
        assert "2 rows left out: 2 by format duo\n" in result.stderr
        assert len((here / "all.duo").read_text(encoding="utf-8").splitlines()) == 14

    def test_account_is_shown_if_no_pair_is_left(self, corpus, run):
        result = run("corpus", "-o", "out", "--method", "length", "--min-confidence", "1", "-j", "1")
        assert result.exit_code == 1
        assert "16 filtered; 16 rows left out: 2 by unaligned, 14 by min-confidence\n" in result.stderr

    def test_other_filters_align_again(self, corpus, run, here):
        for options in ([], ["--dedup"]):
            assert run("corpus", "-o", "out", "-j", "1", "--learn-from", "0", *options).exit_code == 0
        assert len((here / "out" / "a.tsv").read_text(encoding="utf-8").splitlines()) == 1 + 6

    def test_has_no_second_output(self, corpus, run):
        result = run("corpus", "-o", "out", "--best-of", "0.9", "best.tmx")
        assert result.exit_code == 2
        assert result.stderr.endswith(
            "Error: --best-of is for one document; write all documents to one file, with -o all.jsonl, and choose the"
            " best pairs from it: align convert all.jsonl --min-confidence 0.9 -o best.tmx\n"
        )
        assert "-o pairs.tsv, and" in run("corpus", "-o", "pairs.tsv", "--best-of", "0.9", "best.tmx").stderr


class TestUsage:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (
                ["--keep-unaligned"],
                "--keep-unaligned has no effect without --min-confidence or --one-to-one; drop it.",
            ),
            (
                ["--keep-unaligned", "--min-confidence", "0"],
                "--keep-unaligned has no effect without --min-confidence or --one-to-one; drop it.",
            ),
            (
                ["--keep-unaligned", "--drop-unaligned", "--min-confidence", "0.5"],
                "--keep-unaligned and --drop-unaligned exclude each other; drop one of them.",
            ),
            (
                ["--keep-unaligned", "--one-to-one", "-o", "x.duo"],
                "duo has no place for sentences without a translation; drop --keep-unaligned, or choose another"
                " format.",
            ),
            (["--max-ratio", "0.5"], "Invalid value for '--max-ratio': 0.5 is not in the range x>=1."),
            (["--max-ratio", "nan"], "Invalid value for '--max-ratio': nan is not a number from 1."),
            (["--max-ratio", "inf"], "Invalid value for '--max-ratio': inf is not a number from 1."),
            (["--min-confidence", "nan"], "Invalid value for '--min-confidence': nan is not in the range 0<=x<=1."),
            (["--best-of", "0", "b.tsv"], "Invalid value for '--best-of': 0.0 is not in the range 0<x<=1."),
            (["--best-of", "90", "b.tsv"], "Invalid value for '--best-of': 90.0 is not in the range 0<x<=1."),
            (["--best-of", "nan", "b.tsv"], "Invalid value for '--best-of': nan is not in the range 0<x<=1."),
            (["--best-of", "0.9", "-"], "--best-of needs the name of a file; standard output is for all rows."),
            (["--best-of", "0.9", ""], "--best-of needs the name of a file; standard output is for all rows."),
            (["--best-of", "0.9", "yes.en.txt"], "yes.en.txt is an input; write to another file."),
            (
                ["-o", "a.tsv", "--best-of", "0.9", "./a.tsv"],
                "a.tsv is the main output as well; name another file with --best-of.",
            ),
        ],
    )
    def test_message(self, yes, run, here, pair_formats, options, message):
        before = set(os.listdir())
        result = run(*yes, *options, "--force")
        assert result.exit_code == 2
        assert result.stderr.endswith(f"\nError: {message}\n")
        assert set(os.listdir()) == before

    def test_folder(self, yes, run, here):
        before = set(os.listdir())
        result = run(*yes, "-o", "a.tsv", "--best-of", "0.9", "best/")
        assert (result.exit_code, result.stderr) == (1, "Error: best/: this is a folder; name a file in it\n")
        assert set(os.listdir()) == before

    def test_unknown_suffix(self, yes, run):
        result = run(*yes, "--best-of", "0.9", "best.docx")
        assert result.exit_code == 2
        message = result.stderr.partition("Error: ")[2]
        assert message.startswith(
            "best.docx: no format has the suffix .docx; choose another for --best-of: tsv (.tsv), "
        )
        assert not re.search(r"\b(hf|moses|-f)\b", message)  # no suffix chooses them


class TestBestOf:
    @pytest.mark.parametrize("form", ["tsv", "json", "jsonl", "index"])
    @pytest.mark.parametrize("options", [[], ["--dedup", "--drop-unaligned"]], ids=["", "filters"])
    def test_is_what_min_confidence_writes(self, yes, run, here, form, options):
        limit = confidences(run, *yes)[3]
        assert run(*yes, *options, "--best-of", limit, f"best.{form}").exit_code == 0
        run(*yes, *options, "--min-confidence", limit, "-o", f"alone.{form}")
        assert (here / f"best.{form}").read_bytes() == (here / f"alone.{form}").read_bytes()

    @pytest.mark.parametrize("output", [[], ["-o", "all.json"]], ids=["standard output", "a file"])
    def test_leaves_the_main_output_as_it_is(self, yes, run, here, output):
        alone = run(*yes, "-f", "json").stdout_bytes
        result = run(*yes, "-f", "json", *output, "--best-of", "0.99", "best.tsv")
        assert (result.stdout_bytes or (here / "all.json").read_bytes()) == alone

    def test_is_counted(self, yes, run):
        every = confidences(run, *yes)
        limit = every[3]
        result = run(*yes, "-o", "all.tsv", "--best-of", limit, "best.tsv")
        best = sum(confidence >= limit for confidence in every)
        message = f"align: best.tsv: {best} of 7 pairs with a confidence of {limit:g} or more"
        assert result.stderr.splitlines()[-1] == message

    def test_lower_than_the_other_limit_has_all_pairs(self, yes, run, here):
        high = confidences(run, *yes)[3]
        run(*yes, "--min-confidence", high, "-o", "all.tsv", "--best-of", "0.01", "best.tsv")
        assert (here / "best.tsv").read_bytes() == (here / "all.tsv").read_bytes()

    def test_may_be_empty(self, yes, run, here):
        result = run(*yes, "--method", "length", "--best-of", "1", "best.tsv")
        assert result.exit_code == 0
        assert result.stderr.endswith("align: best.tsv: 0 of 7 pairs with a confidence of 1 or more\n")
        assert (here / "best.tsv").read_text() == "src_text\ttrg_text\tconfidence\tkind\n"

    def test_without_a_suffix_has_the_format_of_the_main_output(self, yes, run, here):
        run(*yes, "-f", "json", "-o", "all", "--best-of", "0.5", "best")
        assert json.loads((here / "best").read_text(encoding="utf-8"))["meta"]["rows"] == 7

    @pytest.mark.parametrize("name", ["best", "best.ar", "best.en"])
    def test_of_two_files(self, yes, run, here, pair_formats, monkeypatch, name):
        monkeypatch.setattr("aligner.command.checks.format_of_output", lambda output: "two")
        result = run(*yes, "-o", "all", "--best-of", "0.5", name)
        assert result.exit_code == 0
        assert {"all.ar", "all.en", "best.ar", "best.en"} < set(os.listdir())
        assert len((here / "best.ar").read_text(encoding="utf-8").splitlines()) == 7

    def test_of_two_files_of_which_one_is_the_main_output(self, yes, run, pair_formats, monkeypatch):
        monkeypatch.setattr("aligner.command.checks.format_of_output", lambda output: "two")
        result = run(*yes, "-o", "all.en", "--best-of", "0.5", "all")
        assert result.exit_code == 2
        assert result.stderr.endswith("Error: all.ar is the main output as well; name another file with --best-of.\n")

    def test_options_of_the_format_hold_where_they_can(self, yes, run, here):
        result = run(*yes, "-o", "all.jsonl", "--why", "--flags", "--no-header", "--best-of", "0.5", "best.tsv")
        assert result.exit_code == 0
        assert (here / "best.tsv").read_text(encoding="utf-8").splitlines()[0].count("\t") == 4
        result = run(*yes, "-o", "all.tsv", "--why", "--flags", "--no-header", "--best-of", "0.5", "best.json")
        assert result.exit_code == 0
        assert '"why"' in (here / "best.json").read_text(encoding="utf-8")
        result = run(*yes, "-o", "some.tsv", "--why", "--best-of", "0.5", "best.index")
        assert result.exit_code == 2
        assert "--why has no effect on tsv; " in result.stderr

    def test_existing_file_is_replaced_by_force_alone(self, yes, run, here):
        (here / "best.tsv").write_text("old")
        result = run(*yes, "-o", "all.tsv", "--best-of", "0.5", "best.tsv")
        assert (result.exit_code, result.stderr) == (
            1,
            "Error: best.tsv: the file exists; write over it with --force\n",
        )
        assert not (here / "all.tsv").exists()
        assert run(*yes, "-o", "all.tsv", "--best-of", "0.5", "best.tsv", "--force").exit_code == 0
        assert (here / "best.tsv").read_text(encoding="utf-8").startswith("src_text")

    def test_both_files_are_written_or_none(self, yes, run, here, monkeypatch):
        def full(*_):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(JsonDocument, "write", full)
        before = set(os.listdir())
        result = run(*yes, "-q", "-o", "all.tsv", "--best-of", "0.5", "best.json")
        assert (result.exit_code, result.stderr) == (
            1,
            "Error: best.json: cannot be written: No space left on device\n",
        )
        assert set(os.listdir()) == before

    def test_link_to_the_main_output_is_refused(self, yes, run, here):
        (here / "all.tsv").write_text("old")
        os.symlink("all.tsv", "best.tsv")
        result = run(*yes, "-o", "all.tsv", "--best-of", "0.5", "best.tsv", "--force")
        assert result.exit_code == 2
        assert (here / "all.tsv").read_text() == "old"
