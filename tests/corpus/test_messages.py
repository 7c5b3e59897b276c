"""Messages of a run: the documents before it, notices and the summary after it."""

import json
import logging
import os
import re

import pytest
from sample_corpus import PAIR, visible_files

from aligner.corpus import plan
from aligner.corpus import run as corpus_run
from aligner.settings import Settings
from aligner.write.document import OutputOptions


class TestNotices:
    def test_are_logged_after_the_run_and_again_by_the_next_run(self, make, run, here):
        make("a.txt", "b.txt", **{"b.txt": "".join(PAIR).encode("cp1256")})
        for _ in range(2):
            said = run("corpus", "-o", "out").stderr
            assert "align: corpus/b.txt: " in said
            assert "windows-1256" in said.lower()
            assert "layout" not in said
        assert run("corpus", "-o", "out", "-q").stderr == ""

    def test_notices_of_many_documents_are_cut(self, make, caplog):
        names = [f"{letter}.txt" for letter in "abcde"]
        make(*names, **dict.fromkeys(names, "".join(PAIR).encode("cp1256")))
        settings = Settings(method="length")
        run = plan.make_run("corpus", None, "out", settings, OutputOptions(), single_file=False, jobs=1)
        with caplog.at_level(logging.INFO, logger="aligner"):
            assert corpus_run.run(run, None, max_listed=2)
        warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
        assert [message.lower().count("windows-1256") for message in warnings] == [1, 1, 0]
        assert warnings[-1] == "and notices of 3 more documents; all are in the journal"

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_warning_of_a_writer_is_one_of_them(self, make, run, jobs):
        make("a.txt", "b.txt", **{"b.txt": "".join(PAIR).replace(" ", " \b", 1)})
        options = ["-f", "tmx", "--encoding", "utf-8", "--method", "gale-church", "-j", jobs]
        for _ in range(2):
            said = run("corpus", "-o", "out", *options).stderr
            warning = "align: corpus/b.txt: XML cannot hold 1 character (U+0008); U+FFFD (\ufffd) replaces it\n"
            assert said.count("XML") == said.count(warning) == 1


class TestMessages:
    def test_documents_come_first_and_the_summary_last(self, make, run):
        make("a.ar.txt", "a.en.txt", "b.txt", "c.en.txt", "d.pdf", **{"c.en.txt": "".join(PAIR)})
        said = re.sub(r"(?<=for corpus/d\.pdf: ).+", "...", run("corpus", "-o", "out").stderr)
        assert re.sub(r"(?<= )0\.\d{3}\n", "0.9\n", re.sub(r"\(\d%\)", "(5%)", said)) == (
            "align: corpus/a.ar.txt\tcorpus/a.en.txt\ta\n"
            "align: corpus/b.txt\t\tb\n"
            "align: corpus/c.en.txt\t\tc.en\n"
            "align: without a partner, taken to hold both languages: c.en.txt\n"
            "align: 1 file is in a format that is not read, a PDF: d.pdf; for corpus/d.pdf: ...\n"
            "align: first learning word translations from the documents\n"
            "align: 12 word translations learned from 3 of 3 documents\n"
            "align: 3 of 3 documents aligned\n"
            "align: 6 pairs (6 1-1), mean confidence 0.9\n"
            "align: sentences: ar 6 = 6 paired + 0 unaligned + 0 filtered; en 6 = 6 paired + 0 unaligned + 0 filtered\n"
            "align: worth a look, with the share of sentences that may be badly paired: a (5%), b (5%), c.en (5%)\n"
        )

    def test_long_lists_of_documents_are_cut(self, make, run):
        make(*(f"{number:03}.txt" for number in range(30)))
        result = run("corpus", "-o", "out", "--method", "length").stderr
        assert "align: corpus/019.txt\t\t019\nalign: and 10 more; --dry-run lists them all\n" in result

    def test_dry_run_from_inside_the_folder(self, make, run, monkeypatch):
        monkeypatch.chdir(make("s/a.txt") / "s")
        assert run("..", "--dry-run").stdout == "../s/a.txt\t\ts/a\n"

    def test_dry_run_writes_only_the_list_of_documents(self, make, run, here):
        make("a.ar.txt", "a.en.txt", "b.ar.txt", "b.txt", "b.tsv")
        result = run("corpus", "--dry-run", "-o", "out")
        assert result.exit_code == 0
        assert result.stdout == ("corpus/a.ar.txt\tcorpus/a.en.txt\ta\ncorpus/b.tsv\t\tb\ncorpus/b.ar.txt\t\tb.ar\n")
        assert result.stderr == (
            "align: without a partner: corpus/b.ar.txt\n"
            "align: cannot be aligned: corpus/b.txt: corpus/b.tsv has the same output, b;"
            " give one of them another name\n"
            "align: 1 file is taken to hold both languages, but no line in English was found in it: corpus/b.ar.txt\n"
        )
        assert os.listdir(here) == ["corpus"]

    def test_quiet_shows_only_failures(self, make, run):
        make("a.txt", "b.ar.txt")
        assert run("corpus", "-o", "out", "-q").stderr.count("\n") == 1

    def test_summary(self, make, run):
        make("a.txt", "b.txt", "c.txt", "d.txt", **{"b.txt": PAIR[0] * 5 + PAIR[1] * 2, "d.txt": ""})
        run("corpus", "-o", "out", "-q")
        with open("out/summary.json", encoding="utf-8") as file:
            found = json.load(file)
        assert found["documents"] == {"found": 4, "aligned": 3, "failed": 1, "reviewed": 0, "edited": 0}
        assert found["sentences"]["source"]["sentences"] == 14
        assert found["pairs"]["all"] == sum(found["pairs"]["by_kind"].values())
        assert 0 < found["mean_confidence"] <= 1
        assert found["worth_a_look"][0]["document"] == "b"

    def test_document_with_the_name_of_the_summary_fails(self, make, run):
        make("summary.txt", "a.txt")
        assert run("corpus", "-o", "tsv", "-q").exit_code == 0
        result = run("corpus", "-o", "json", "-q", "-f", "json")
        assert result.exit_code == 1
        assert "corpus/summary.txt: its output would be the summary of the run; rename it" in result.stderr
        assert visible_files("json") == ["a.json", "summary.json"]
