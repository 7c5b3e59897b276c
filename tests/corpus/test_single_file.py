"""One file for all documents, or standard output."""

import json
import os
import stat

import pytest
from sample_corpus import PAIR


class TestSingleFile:
    @pytest.mark.parametrize("form", ["tsv", "jsonl", "index"])
    def test_holds_all_documents_in_order(self, make, run, form):
        make("b.txt", "a.ar.txt", "a.en.txt", "s/c.txt", "bad.txt", **{"bad.txt": ""})
        run("corpus", "-o", "out", "-f", form)
        expected = ["document\tsrc_text\ttrg_text\tconfidence\tkind\n"] if form == "tsv" else []
        for name in ("a", "b", "s/c"):
            with open(f"out/{name}.{form}", encoding="utf-8") as file:
                rows = file.readlines()[form == "tsv" :]
            if form == "jsonl":
                expected += [f'{{"document": "{name}", {row[1:]}' for row in rows]
            else:
                expected += [f"{name}\t{row}" for row in rows]
        assert run("corpus", "-o", "-", "-q", "-f", form).stdout == "".join(expected)
        assert run("corpus", "-o", f"all.{form}").exit_code == 1
        with open(f"all.{form}", encoding="utf-8") as file:
            assert file.read() == "".join(expected)

    def test_suffix_gives_the_format(self, make, run):
        make("a.txt")
        run("corpus", "-o", "all.jsonl")
        with open("all.jsonl", encoding="utf-8") as file:
            assert json.loads(file.readline())["document"] == "a"

    @pytest.mark.parametrize("form", ["tsv", "tmx"])
    def test_link_stays_and_what_it_points_to_is_written_again_and_again(self, make, run, here, form):
        folder = make("a.txt")
        (here / "there").mkdir()
        (here / f"all.{form}").symlink_to(f"there/real.{form}")
        options = ["-q", "--method", "length"]
        assert run("corpus", "-o", f"all.{form}", *options).exit_code == 0
        real = here / "there" / f"real.{form}"
        real.chmod(0o600)
        (folder / "a.txt").write_text("".join(PAIR) * 2, encoding="utf-8")
        assert run("corpus", "-o", f"all.{form}", *options).exit_code == 0
        assert os.readlink(here / f"all.{form}") == f"there/real.{form}"
        assert os.listdir(here / "there") == [f"real.{form}"]
        assert stat.S_IMODE(real.stat().st_mode) == 0o600
        assert PAIR[1].split(".")[0] in real.read_text(encoding="utf-8")

    def test_link_in_the_place_of_a_part_is_not_written_through(self, make, run, here):
        make("a.txt")
        (here / "mine").write_text("mine")
        (here / ".align-all.tsv").mkdir()
        (here / ".align-all.tsv" / "part").symlink_to(here / "mine")
        assert run("corpus", "-o", "all.tsv", "-q", "--method", "length").exit_code == 0
        assert (here / "mine").read_text() == "mine"
        assert not (here / "all.tsv").is_symlink()

    def test_json_is_refused(self, make, run):
        make("a.txt")
        assert (
            "Error: json holds one document; choose --format tsv, csv" in run("corpus", "-o", "-", "-f", "json").stderr
        )

    @pytest.mark.slow
    def test_is_the_same_with_two_processes(self, shared, run, process):
        options = ["-q", "-o", "-", "--method", "length"]
        one = run("corpus", *options, "-j", "1").stdout.encode()
        assert process("corpus", *options, "-j", "2").stdout == one != b""

    def test_file_that_exists_is_kept(self, make, run, here):
        make("a.txt")
        (here / "all.jsonl").write_text("old")
        result = run("corpus", "-o", "all.jsonl", "-q")
        assert (result.exit_code, (here / "all.jsonl").read_text()) == (1, "old")
        assert "all.jsonl: the file exists; write over it with --force" in result.stderr
        assert run("corpus", "-o", "all.jsonl", "-q", "--force").exit_code == 0

    @pytest.mark.parametrize(
        ("change", "again"),
        [
            pytest.param(lambda folder: None, [], id="nothing"),
            pytest.param(lambda folder: (folder / "c.txt").write_text("".join(PAIR) * 2), ["c", "d"], id="changed"),
            pytest.param(lambda folder: (folder / "bb.txt").write_text("".join(PAIR)), ["bb", "c", "d"], id="new"),
            pytest.param(lambda folder: (folder / "b.txt").unlink(), ["c", "d"], id="gone"),
            pytest.param(lambda folder: (folder / "d.txt").unlink(), [], id="last gone"),
            pytest.param(lambda folder: (folder / "e.txt").write_text("".join(PAIR)), ["e"], id="new at the end"),
        ],
    )
    def test_resumes_before_the_first_change(self, make, run, here, done, change, again):
        folder = make("a.txt", "b.txt", "c.txt", "d.txt")
        options = ["-q", "--learn-from", "0"]
        assert run("corpus", "-o", "all.jsonl", *options).exit_code == 0
        done.clear()
        change(folder)
        assert run("corpus", "-o", "all.jsonl", *options).exit_code == 0
        assert done == again
        assert run("corpus", "-o", "-", "-f", "jsonl", *options).stdout == (here / "all.jsonl").read_text("utf-8")

    def test_complete_file_is_not_touched(self, make, run, here):
        make("a.txt", "b.txt")
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 0
        before = (here / "all.jsonl").stat()
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 0
        assert (here / "all.jsonl").stat() == before

    def test_retry_failed_resumes_before_the_first_failure(self, make, run, done):
        make("a.txt", "b.txt", "c.txt", **{"b.txt": ""})
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 1
        done.clear()
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 1
        assert done == []
        assert run("corpus", "-o", "all.jsonl", "-q", "--retry-failed").exit_code == 1
        assert done == ["b", "c"]


class TestAmongDocuments:
    def test_the_file_is_not_a_document(self, make, run, here):
        make("a.txt", "b.txt")
        for _ in range(2):
            result = run("corpus", "-o", "corpus/all.tsv")
            assert result.exit_code == 0
            assert "2 of 2 documents aligned" in result.stderr
            assert "left out" not in result.stderr


class TestForced:
    @pytest.mark.parametrize("options", [[], ["--force"]], ids=["", "forced"])
    def test_file_whose_suffix_is_not_a_format_is_kept(self, make, run, here, options):
        make("a.txt", "b.txt")
        (here / "all.txt").write_text("precious")
        result = run("corpus", "-o", "all.txt", "-q", *options)
        assert (result.exit_code, (here / "all.txt").read_text()) == (2, "precious")
        assert "all.txt: no format has the suffix .txt; choose another, or a format with -f: tsv" in result.stderr

    @pytest.mark.parametrize("output", [["-o", "all.txt", "-f", "tsv"], ["-o", "all"]], ids=["format", "no suffix"])
    def test_file_is_replaced_as_one_file(self, make, run, here, output):
        make("a.txt", "b.txt")
        (here / output[1]).write_text("precious")
        assert run("corpus", *output, "-q").exit_code == 1
        assert (here / output[1]).read_text() == "precious"
        assert run("corpus", *output, "-q", "--force").exit_code == 0
        assert (here / output[1]).read_text(encoding="utf-8").startswith("document\tsrc_text\t")
