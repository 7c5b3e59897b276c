"""The command: its inputs, outputs, messages, exit status and help."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from every_format import EVERY_FORMAT, EVERY_TEXT_FORMAT

from aligner import __version__, pipeline
from aligner.command import help_texts, start
from aligner.command.main import main
from aligner.command.options import GROUPS, CommandOptions
from aligner.corpus.plan import SAMPLE_DOCUMENTS

OPTIONS = [parameter for parameter in main.params if isinstance(parameter, click.Option)]
BALANCE = "align: 4 pairs; sentences: ar 4 = 4 paired + 0 unaligned + 0 filtered; en 4 = 4 paired + 0 unaligned + 0 "


def pairs(result):
    """Source and target of each row of a TSV."""
    return [tuple(line.split("\t")[:2]) for line in result.stdout.splitlines()[1:]]


class TestInputs:
    def test_one_file(self, files, run, story):
        result = run("book.txt")
        assert result.exit_code == 0
        assert pairs(result)[0] == ("وصل القطار إلى المحطة في الصباح الباكر.", story.english.partition(". ")[0] + ".")
        assert len(pairs(result)) == 4

    @pytest.mark.parametrize(
        ("arguments", "stdin"),
        [
            pytest.param(["book.ar.txt", "book.en.txt"], None, id="two files"),
            pytest.param(["book.en.txt", "book.ar.txt"], None, id="two files, translation first"),
            pytest.param([], "both", id="standard input"),
            pytest.param(["-"], "both", id="standard input by name"),
            pytest.param(["-", "book.en.txt"], "arabic", id="standard input and a file"),
            pytest.param(["book.ar.txt", "-"], "english", id="a file and standard input"),
            pytest.param(["--", "book.txt"], None, id="after two dashes"),
        ],
    )
    def test_every_way_gives_the_same_rows(self, files, run, story, arguments, stdin):
        stdin = {None: None, "both": story.arabic + story.english, **story._asdict()}[stdin]
        result = run(*arguments, stdin=stdin)
        assert result.exit_code == 0
        assert result.stdout == run("book.txt").stdout

    def test_option_applies_to_standard_input(self, files, run, story):
        text = (story.arabic + story.english).encode("utf-16-le")
        result = run("--encoding", "utf-16-le", "-f", "json", stdin=text)
        assert json.loads(result.stdout)["meta"]["sources"][0]["encoding"] == "utf-16-le"
        assert json.loads(result.stdout)["meta"]["sources"][0]["name"] == "standard input"

    def test_pipe(self, files, run, process, story):
        result = process(input=(story.arabic + story.english).encode("utf-8"))
        assert result.returncode == 0
        assert result.stdout == run("book.txt").stdout_bytes

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
    def test_line_ends_do_not_matter(self, files, run, end):
        expected = run("book.txt").stdout_bytes
        for name in ("book.txt", "book.ar.txt", "book.en.txt"):
            path = files / name
            path.write_bytes(path.read_bytes().replace(b"\n", end.encode() * 2))
        assert run("book.txt").stdout_bytes == expected
        assert run("book.ar.txt", "book.en.txt").stdout_bytes == expected

    def test_line_ends_inside_a_row_do_not_matter(self, here, run):
        outputs = set()
        for end in ("\n", "\r\n", "\r"):
            (here / "ar.txt").write_bytes("كتبت رسالة طويلة جدا\nإلى أختي.".replace("\n", end).encode())
            (here / "en.txt").write_bytes(b"I wrote a very long letter to my sister.")
            outputs.add(run("ar.txt", "en.txt", "--no-header").stdout_bytes)
        assert len(outputs) == 1
        assert outputs.pop().startswith("كتبت رسالة طويلة جدا إلى أختي.\t".encode())


class TestLanguages:
    def test_another_pair_from_two_files(self, here, run):
        (here / "haus.de.txt").write_text("Das Haus ist alt. Niemand wohnt dort.\n", encoding="utf-8")
        (here / "maison.fr.txt").write_text("La maison est vieille. Personne n'y habite.\n", encoding="utf-8")
        result = run("haus.de.txt", "maison.fr.txt", "--from", "de", "--to", "fr")
        assert result.exit_code == 0
        assert pairs(result) == [
            ("Das Haus ist alt.", "La maison est vieille."),
            ("Niemand wohnt dort.", "Personne n'y habite."),
        ]
        assert "de 2 = 2 paired + 0 unaligned + 0 filtered; fr 2 = 2 paired" in result.stderr

    @pytest.mark.parametrize("code", ["ar", "AR", "ara", "arb", "arb_Arab", "ar-Arab"])
    def test_other_codes_are_the_same_language(self, files, run, code):
        assert run("book.txt", "--from", code, "-f", "json").stdout == run("book.txt", "-f", "json").stdout

    @pytest.mark.parametrize(("code", "tag"), [("ar_EG", "ar-EG"), ("arb-Arab-sa", "ar-SA")])
    def test_region_is_kept(self, files, run, code, tag):
        assert json.loads(run("book.txt", "--from", code, "-f", "json").stdout)["pairs"][0]["src_lang"] == tag

    def test_source_and_target_may_change_places(self, files, run):
        there, back = run("book.txt"), run("book.txt", "--from", "en", "--to", "ar")
        assert pairs(back) == [(target, source) for source, target in pairs(there)]


class TestSplitting:
    @pytest.mark.parametrize(
        ("options", "sentences"),
        [
            pytest.param([], 3, id="as it is"),
            pytest.param(["--lines", "line"], 3, id="a paragraph a line"),
            pytest.param(["--lines", "wrap"], 2, id="wrapped"),
            pytest.param(["--split-clauses"], 4, id="clauses"),
            pytest.param(["--pre-split"], 2, id="split already"),
        ],
    )
    def test_option_reaches_the_splitter(self, here, run, options, sentences):
        (here / "ar.txt").write_text("فتح باب كبير؛ دخل رجل. جلس\nونام الجميع.\n", encoding="utf-8")
        (here / "en.txt").write_text("A big door opened; a man came in. He sat\nand all slept.\n", encoding="utf-8")
        stderr = run("ar.txt", "en.txt", *options).stderr
        assert re.findall(r"(ar|en) (\d) = ", stderr) == [("ar", str(sentences)), ("en", str(sentences))]


class TestFormats:
    @pytest.mark.parametrize("form", [form for form in EVERY_FORMAT if form != "moses"])
    def test_file_holds_what_is_printed(self, files, run, form):
        printed = run("book.txt", "-f", form)
        result = run("book.txt", "-f", form, "-o", "out")
        assert (result.exit_code, result.stdout) == (0, "")
        assert (files / "out").read_bytes() == printed.stdout_bytes

    def test_lines_have_the_form_of_the_format(self, files, run):
        texts = {form: run("book.txt", "-f", form).stdout for form in ("tsv", "json", "jsonl", "index")}
        assert texts["tsv"].startswith("src_text\ttrg_text\tconfidence\tkind\n")
        assert [json.loads(line) for line in texts["jsonl"].splitlines()] == json.loads(texts["json"])["pairs"]
        assert re.fullmatch(r"(\[\d\]:\[\d\]:[01]\.\d{3}\n){4}", texts["index"])

    def test_no_header(self, files, run):
        assert run("book.txt").stdout.split("\n", 1)[1] == run("book.txt", "--no-header").stdout

    # A ladder has all sentences, and standard output cannot take the two files of Moses.
    @pytest.mark.parametrize("form", [form for form in EVERY_TEXT_FORMAT if form not in ("ladder", "moses")])
    def test_rows_can_be_left_out(self, files, run, form):
        of_a_row = re.compile(r'The guard|\[0\]:|"1;')  # its text, or the number of its sentence
        assert of_a_row.search(run("book.txt", "-f", form).stdout)
        assert not of_a_row.search(run("book.txt", "-f", form, "--max-ratio", "1").stdout)

    @pytest.mark.parametrize(
        "encoding", ["cp1256", *(pytest.param(name, marks=pytest.mark.slow) for name in ("ascii", "utf-16", "latin-1"))]
    )
    def test_output_is_utf_8_whatever_the_terminal_is(self, files, run, process, encoding):
        result = process("book.txt", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"})
        assert result.returncode == 0
        assert result.stdout == run("book.txt").stdout_bytes

    @pytest.mark.slow
    def test_arabic_file_name_on_an_ascii_terminal(self, files, process):
        os.rename("book.txt", "كتاب.txt")
        result = process("كتاب.txt", "-f", "json", env={"PYTHONIOENCODING": "ascii"})
        assert result.returncode == 0
        assert json.loads(result.stdout)["meta"]["sources"][0]["name"] == "كتاب.txt"
        assert b"Traceback" not in result.stderr

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
    @pytest.mark.parametrize("output", [[], ["-o", "out.json"]], ids=["printed", "to a file"])
    def test_file_name_that_is_not_utf_8(self, files, run, output):
        os.rename("book.txt", b"b\xfcch.txt")
        result = run(os.fsdecode(b"b\xfcch.txt"), "-f", "json", *output)
        assert result.exit_code == 0, repr(result.exception)
        assert json.loads(result.stdout or (files / "out.json").read_bytes())["meta"]["rows"] == 4


class TestOutputFile:
    def test_dash_is_standard_output(self, files, run):
        assert run("book.txt", "-o", "-").stdout == run("book.txt").stdout
        assert not (files / "-").exists()

    def test_existing_file_is_kept(self, files, run):
        (files / "pairs.tsv").write_text("old")
        result = run("book.txt", "-o", "pairs.tsv")
        assert result.exit_code == 1
        assert result.stderr == "Error: pairs.tsv: the file exists; write over it with --force\n"
        assert (files / "pairs.tsv").read_text() == "old"

    def test_existing_file_is_refused_before_any_work(self, files, run, monkeypatch):
        monkeypatch.setattr(pipeline, "align_paths", lambda *_: pytest.fail("the work was done first"))
        (files / "pairs.tsv").write_text("old")
        assert run("book.txt", "-o", "pairs.tsv").exit_code == 1

    def test_existing_file_is_replaced_by_force(self, files, run):
        (files / "pairs.tsv").write_text("old")
        assert run("book.txt", "-o", "pairs.tsv", "--force").exit_code == 0
        assert (files / "pairs.tsv").read_bytes() == run("book.txt").stdout_bytes

    @pytest.mark.parametrize("arguments", [["book.txt"], ["book.ar.txt", "book.txt"]], ids=["one file", "two files"])
    @pytest.mark.parametrize("name", ["book.txt", "./book.txt", "link.txt"])
    def test_input_is_never_written_over(self, files, run, arguments, name):
        os.link("book.txt", "link.txt")
        before = (files / "book.txt").read_bytes()
        result = run(*arguments, "-o", name, "--force")
        assert result.exit_code == 2
        assert result.stderr.endswith(f"Error: {name} is an input; write to another file.\n")
        assert (files / "book.txt").read_bytes() == before

    def test_nothing_is_written_where_reading_fails(self, files, run):
        (files / "pairs.tsv").write_text("old")
        assert run("missing.txt", "-o", "pairs.tsv", "--force").exit_code == 1
        assert (files / "pairs.tsv").read_text() == "old"

    def test_nothing_else_is_left_in_the_folder(self, files, run):
        before = set(os.listdir())
        run("book.txt", "-o", "pairs.tsv")
        assert set(os.listdir()) == {*before, "pairs.tsv"}


class TestMessages:
    def test_are_on_standard_error_and_rows_alone_on_standard_output(self, files, run):
        result = run("book.txt")
        assert result.stderr == f"align: book.txt: layout blocks, 2 ar and 2 en paragraphs\n{BALANCE}filtered\n"
        assert all(re.fullmatch(r"[^\t]+\t[^\t]+\t[01]\.\d{3}\t1-1", line) for line in result.stdout.splitlines()[1:])

    def test_quiet_hides_messages(self, files, run):
        loud, quiet = run("book.txt"), run("book.txt", "--quiet")
        assert (quiet.stderr, quiet.stdout) == ("", loud.stdout)
        assert run("book.txt", "-q").stderr == ""

    def test_quiet_shows_errors(self, files, run):
        assert run("missing.txt", "-q").stderr == "Error: missing.txt: there is no such file\n"
        result = run("book.txt", "-q", "--max-ratio", "1")
        assert result.stderr == "align: no pair is left after filtering\n"

    def test_file_gets_no_message(self, files, run):
        run("book.txt", "-o", "pairs.tsv")
        assert "align:" not in (files / "pairs.tsv").read_text(encoding="utf-8")


class TestExitStatus:
    @pytest.mark.parametrize(
        ("arguments", "status"),
        [
            pytest.param(["book.txt"], 0, id="aligned"),
            pytest.param(["--help"], 0, id="help"),
            pytest.param(["--version"], 0, id="version"),
            pytest.param(["missing.txt"], 1, id="no file"),
            pytest.param(["book.ar.txt"], 1, id="one language"),
            pytest.param(["book.txt", "--max-ratio", "1"], 1, id="everything filtered"),
            pytest.param(["--bogus"], 2, id="no such option"),
            pytest.param(["book.txt", "-f", "xml"], 2, id="no such format"),
            pytest.param(["book.txt", "--min-confidence", "2"], 2, id="not in range"),
            pytest.param(["book.txt", "--from", "1"], 2, id="no language"),
            pytest.param(["book.txt", "book.txt", "book.txt"], 2, id="three files"),
        ],
    )
    def test_is(self, files, run, arguments, status):
        assert run(*arguments).exit_code == status

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["book.review.json", "book.ar.txt", "book.en.txt"], "book.review.json: there is no such file"),
            (["corpus/", "-o", "folder"], "corpus/: there is no such file"),
        ],
    )
    def test_a_file_that_is_not_there_is_named_first(self, files, run, arguments, message):
        (files / "folder").mkdir()
        assert run(*arguments).stderr == f"Error: {message}\n"

    def test_nothing_aligned_is_1(self, files, run, monkeypatch):
        monkeypatch.setattr(pipeline.AlignedDocument, "pairs", 0)
        result = run("book.txt", "-q")
        assert (result.exit_code, result.stderr) == (1, "align: nothing was aligned\n")

    def test_of_a_process(self, files, process):
        assert [process(name).returncode for name in ("missing.txt", "--bogus")] == [1, 2]


class TestCtrlC:
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
    def test_ends_with_one_word_and_status_130(self, here, command):
        line, environment = command
        os.mkfifo("pipe")
        align = subprocess.Popen([*line, "pipe", "-q"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with open("pipe", "wb"):  # waits until the command reads
            align.send_signal(signal.SIGINT)
            assert align.communicate(timeout=600) == (b"", b"align: stopped\n")
        assert align.returncode == 130

    def test_leaves_no_output(self, files, run, monkeypatch):
        def interrupted(*_):
            raise KeyboardInterrupt

        before = set(os.listdir())
        monkeypatch.setattr(pipeline, "align_paths", interrupted)
        result = run("book.txt", "-o", "pairs.tsv")
        assert (result.exit_code, result.stdout, result.stderr) == (130, "", "align: stopped\n")
        assert set(os.listdir()) == before


class TestHelp:
    def test_fits_four_screens(self, run):
        lines = run("--help", terminal_width=80).stdout.splitlines()
        assert len(lines) <= 96
        assert max(map(len, lines)) <= 80

    def test_shows_the_examples_on_the_first_screen(self, run):
        first_screen = "\n".join(run("--help", terminal_width=80).stdout.splitlines()[:24])
        assert all(f"  {line}\n" in first_screen for line in help_texts.EXAMPLES.splitlines())

    def test_lists_the_options_in_groups(self, run):
        help = run("--help").stdout
        assert re.findall(r"^(\w+):$", help, re.MULTILINE) == [*GROUPS, "General", "Commands"]
        for option in OPTIONS:
            assert len(re.findall(rf"^  (-\w, )?{option.opts[-1]}\b", help, re.MULTILINE)) == 1

    def test_defines_a_bead_before_it_is_mentioned(self, run):
        first_sentence = re.search(r"[^.]*\bbead\b[^.]*\.", run("--help").stdout)[0]
        assert "Sentences that translate each other form a bead." in " ".join(first_sentence.split())

    @pytest.mark.parametrize("width", [80, 120])
    def test_shows_the_examples(self, run, width):
        help = run("--help", terminal_width=width).stdout
        assert re.findall(r"^ {4}(align|cat) ", help, re.MULTILINE) == ["align", "align", "cat", "align"]
        assert all(f"  {line}\n" in help for line in help_texts.EXAMPLES.splitlines())

    def test_is_also_called_h(self, run):
        assert run("-h").stdout == run("--help").stdout

    @pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.opts[-1])
    def test_describes_each_option_in_one_sentence(self, run, option):
        assert re.fullmatch(r"[A-Z][^.]*\.", option.help)
        words = " ".join(run("--help").stdout.split())
        assert all(name in words for name in option.opts)
        assert option.help in words

    @pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.opts[-1])
    def test_states_the_default_of_each_option(self, option):
        if isinstance(option.default, (str, float)) and not option.is_flag:
            assert f"(default: {option.default:{'g' if isinstance(option.default, float) else ''}})" in option.help

    def test_states_the_default_of_learn_from(self):
        """It is a constant of the corpus run, which the command imports only for folders."""
        (option,) = (option for option in OPTIONS if option.name == "learn_from")
        assert re.search(rf"\(default: {SAMPLE_DOCUMENTS}\b", option.help)

    def test_options_are_those_that_the_types_declare(self):
        assert {option.name for option in OPTIONS if option.expose_value} == set(CommandOptions.__annotations__)

    def test_says_the_exit_status(self, run):
        assert "Exit status: 0 all went well; 1 something failed" in run("--help").stdout

    @pytest.mark.parametrize("name", ["--version", "-V"])
    @pytest.mark.parametrize(
        ("compiled", "forced", "core"),
        [
            (True, False, "compiled core"),
            (False, False, "NumPy core: not compiled"),
            (False, True, "NumPy core: ALIGN_KERNEL=numpy"),
        ],
    )
    def test_version_and_core(self, run, monkeypatch, name, compiled, forced, core):
        monkeypatch.setattr("aligner.kernel.words", object() if compiled else None)
        monkeypatch.setattr("aligner.kernel.lattice", object())
        monkeypatch.setattr("aligner.kernel._IS_FORCED", forced)
        assert run(name).stdout == f"align {__version__} ({core})\n"


class TestTerminal:
    @pytest.mark.slow
    def test_without_arguments_gets_short_help_and_does_not_hang(self, here, command):
        line, environment = command
        leader, terminal = pty.openpty()
        try:
            done = subprocess.run(line, env=environment, stdin=terminal, capture_output=True, timeout=600, check=False)
        finally:
            os.close(leader)
            os.close(terminal)
        usage, examples, rest = done.stdout.decode().split("\n\n")
        assert done.returncode == 0
        assert usage.startswith("Usage: align [OPTIONS]")
        assert examples == help_texts.EXAMPLES
        assert rest == "Try 'align --help' for the options.\n"
        assert done.stderr == b""

    def test_closed_standard_input_is_an_error_without_a_traceback(self, here, command):
        line, environment = command
        closing = ["bash", "-c", 'exec "$@" <&-', "bash", *line]
        done = subprocess.run(closing, env=environment, capture_output=True, timeout=600, check=False)
        assert done.returncode != 0
        assert b"Traceback" not in done.stderr
        assert done.stderr


class TestPipes:
    @pytest.fixture
    def long(self, here):
        """Two files whose rows do not fit into a pipe."""
        (here / "ar.txt").write_text("كلمة " * 20_000 + ".\n" + "باب.\n", encoding="utf-8")
        (here / "en.txt").write_text("word " * 20_000 + ".\n" + "A door.\n", encoding="utf-8")
        return ["ar.txt", "en.txt", "--pre-split"]

    @pytest.mark.parametrize(
        "form", ["tsv", *(pytest.param(form, marks=pytest.mark.slow) for form in ("json", "jsonl"))]
    )
    def test_reader_that_leaves_is_no_error(self, long, command, form):
        line, environment = command
        writer = subprocess.Popen(
            [*line, *long, "-f", form], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        with writer:
            assert writer.stdout.read(8)
            writer.stdout.close()
            assert writer.stderr.read() == b""
            assert writer.wait(timeout=600) in (0, 1, 141)

    @pytest.mark.slow
    @pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no names of open files")
    def test_output_may_be_a_pipe_by_name(self, files, run, process):
        """As in `align book.txt -o >(gzip > pairs.tsv.gz)` and `-o /dev/stdout | less`."""
        reader, writer = os.pipe()
        result = process("book.txt", "-q", "-o", f"/dev/fd/{writer}", pass_fds=[writer])
        os.close(writer)
        with open(reader, "rb") as pipe:
            assert (result.stderr, pipe.read()) == (b"", run("book.txt").stdout_bytes)

    @pytest.mark.slow
    @pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no names of open files")
    def test_input_may_be_a_pipe_by_name(self, files, run, process, story):
        """As in `align <(zcat book.ar.gz) book.en.txt`."""
        reader, writer = os.pipe()
        with open(writer, "wb") as pipe:
            pipe.write(story.arabic.encode("utf-8"))
        result = process(f"/dev/fd/{reader}", "book.en.txt", pass_fds=[reader])
        os.close(reader)
        assert result.stdout == run("book.txt").stdout_bytes

    @pytest.mark.slow
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
    def test_full_disk_is_an_error_without_a_traceback(self, files, command):
        line, environment = command
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [*line, "book.txt"], env=environment, stdout=full, stderr=subprocess.PIPE, timeout=600, check=False
            )
        assert done.returncode == 1
        assert b"No space left on device" in done.stderr
        assert b"Traceback" not in done.stderr


class TestImports:
    """Modules that take long to import are imported only if they are needed."""

    @pytest.fixture
    def imported(self, python):
        def imported(*arguments):
            done = python("-X", "importtime", "-m", "aligner", *arguments, check=True)
            return {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines() if "|" in line}

        return imported

    @pytest.mark.parametrize("argument", ["--help", "--version"])
    def test_neither_numpy_nor_nltk_for(self, imported, argument):
        modules = imported(argument)
        assert "aligner.command.main" in modules
        assert not {"numpy", "nltk"} & modules


class TestTables:
    """A table from its file, or from standard input, to the rows of the output."""

    CSV = 'Arabic,Draft,English\n"باب، كبير",gate,"a ""big"" door"\nجدار,fence,wall\n'

    def test_columns_are_chosen_by_number_or_name(self, here, run):
        (here / "words.csv").write_text(self.CSV, encoding="utf-8")
        by_number, by_name = (run("words.csv", "--columns", columns) for columns in ("1,3", "arabic, English"))
        assert [line.split("\t")[:2] for line in by_number.stdout.splitlines()[1:]] == [
            ["باب، كبير", 'a "big" door'],
            ["جدار", "wall"],
        ]
        assert (by_name.exit_code, by_name.stdout) == (0, by_number.stdout)

    def test_standard_input_may_be_csv(self, run):
        result = run("-", "-q", "--no-header", stdin=self.CSV)
        assert [line.split("\t")[1] for line in result.stdout.splitlines()] == ['a "big" door', "wall"]

    def test_the_output_can_be_read(self, here, files, run):
        run("book.txt", "-o", "pairs.tsv")
        result = run("pairs.tsv")
        rows = [
            [line.split("\t")[:2] for line in text.splitlines()]
            for text in (result.stdout, (here / "pairs.tsv").read_text("utf-8"))
        ]
        assert rows[0] == rows[1]
        assert 'align: pairs.tsv: line 1 names the columns ("src_text", "trg_text", ' in result.stderr

    def test_the_signature_has_the_columns(self, here, run):
        (here / "words.csv").write_text(self.CSV, encoding="utf-8")
        meta = json.loads(run("words.csv", "--columns", "1,3", "-f", "json").stdout)["meta"]
        assert "|layout:columns 1,3|" in meta["signature"]

    def test_tables_of_a_folder(self, here, run):
        (here / "docs").mkdir()
        (here / "docs" / "words.csv").write_text(self.CSV, encoding="utf-8")
        (here / "docs" / "more.jsonl").write_text('{"ar": "باب", "en": "door"}\n', encoding="utf-8")
        result = run("docs", "-o", "all.tsv", "--learn-from", "0", "-q")
        assert result.exit_code == 0
        rows = [line.split("\t")[:3] for line in (here / "all.tsv").read_text("utf-8").splitlines()[1:]]
        assert rows == [
            ["more", "باب", "door"],
            ["words", "باب، كبير", 'a "big" door'],
            ["words", "جدار", "wall"],
        ]


class TestOrder:
    """The order of two files, by `--from` and `--to` if their letters leave it open."""

    ARABIC = "EXIT_NOW leave write state windows program, STOP_ALL stop program wait restart all: خروج\n"
    ENGLISH = "The key EXIT_NOW leaves the program and writes the state of all windows.\n"

    def test_the_advice_of_the_error_works(self, here, run):
        (here / "1.txt").write_text(self.ARABIC, encoding="utf-8")
        (here / "2.txt").write_text(self.ENGLISH, encoding="utf-8")
        refused, accepted = run("1.txt", "2.txt"), run("1.txt", "2.txt", "--from", "ar", "--to", "en")
        assert "give the Arabic text first, with --from ar --to en" in refused.stderr
        assert (refused.exit_code, accepted.exit_code) == (1, 0)
        assert accepted.stdout.splitlines()[1].startswith("EXIT_NOW leave")

    def test_standard_input_is_one_of_two_files(self, here, run):
        (here / "2.txt").write_text("The letter came.\n", encoding="utf-8")
        result = run("2.txt", "-", stdin="وصلت الرسالة.\n")
        assert "align: standard input is Arabic and 2.txt is English; taken in this order\n" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        *(
            pytest.param([name, option, ""], f"The name after {option} is empty; give a name, or drop it.", id=option)
            for name, option in (
                ("a", "--lexicon"),
                ("a", "--output"),
                ("a", "--sentences"),
                (".", "--journal"),
                (".", "--save-lexicon"),
            )
        ),
        pytest.param(["a", "b", "--layout", "blocks"], "--layout is for one file", id="layout of two files"),
        pytest.param(["a", "b", "--columns", "1,2"], "--columns is for one file", id="columns of two files"),
        pytest.param(["a", "--columns", "1,2", "--layout", "blocks"], "--columns excludes --layout", id="no columns"),
        pytest.param(["a", "--columns", "1"], "'1' is not two columns such as 1,3", id="one column"),
        pytest.param(["a", "--columns", "1,2,3"], "'1,2,3' is not two columns such as 1,3", id="three columns"),
        pytest.param(["a", "--columns", "ar, ar"], "'ar, ar' is the same column twice", id="a column twice"),
        pytest.param(["a", "--pre-split", "--lines", "wrap"], "--pre-split excludes", id="lines of sentences"),
        pytest.param(["a", "--pre-split", "--split-clauses"], "--pre-split excludes", id="clauses of sentences"),
        pytest.param(["a", "--lexicon", "x", "--method", "length"], "--lexicon needs --method hybrid", id="no words"),
        pytest.param(
            ["a", "--refine", "--method", "length"],
            "--refine needs --method hybrid; length does not use words.",
            id="cuts without words",
        ),
        pytest.param(
            ["a", "--refine", "--split-alone"],
            "--refine cuts sentences, but --split-alone leaves them as they are; drop one of them.",
            id="cuts of one text",
        ),
        pytest.param(
            ["a", "--refine", "--pre-split"],
            "--refine cuts sentences, but --pre-split leaves them as they are; drop one of them.",
            id="cuts of given sentences",
        ),
        pytest.param(["a", "--learn-from", "0"], "--learn-from is for many documents", id="option for folders"),
        pytest.param([""], "The name of a file is empty; give its name, or - for standard input.", id="no name"),
        pytest.param(
            ["--manifest", ""],
            "The name of a file is empty; give its name, or - for standard input.",
            id="no name of a list",
        ),
        pytest.param(
            ["a", "--why"], "--why has no effect on tsv; choose --format html, json or jsonl", id="reasons in TSV"
        ),
        pytest.param(["a", "--why", "-f", "index"], "--why has no effect on index", id="reasons in index"),
        pytest.param(["a", "--no-header", "-f", "jsonl"], "jsonl has no header line", id="header of JSON lines"),
        pytest.param(["a", "--flags", "-f", "json"], "json always has the flags; drop --flags", id="flags in JSON"),
        pytest.param(["a", "--flags", "-f", "index"], "index cannot hold flags; choose", id="flags in index"),
        pytest.param([".", "-o", "x.jsonl", "--flags"], "jsonl always has the flags", id="format by suffix"),
        pytest.param([".", "-o", "out", "--why"], "--why has no effect on tsv", id="reasons of many documents"),
    ],
)
def test_options_that_do_not_go_together_are_refused(here, arguments, problem):
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, problem in result.output) == (2, True), result.output
    assert os.listdir() == []


@pytest.mark.slow
def test_control_c_ends_the_command_without_a_word_while_it_is_imported(python):
    script = """
import os, signal, sys

class Finder:
    def find_spec(self, name, *_):
        if name == "aligner.command.main":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
from aligner.command.start import main

main()
"""
    result = python("-c", script)
    assert (result.returncode, result.stdout, result.stderr) == (-2, b"", b"")


@pytest.mark.parametrize(("of_user", "threads"), [(None, "1"), ("3", "3")])
def test_numpy_gets_one_thread_unless_the_user_says_otherwise(monkeypatch, of_user, threads):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", of_user or "")
    if of_user is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    monkeypatch.setattr("aligner.command.main.main", lambda **_: None)
    start.main()
    assert os.environ["OPENBLAS_NUM_THREADS"] == threads
