"""`align check`: its reports for people and programs, messages, exit status and help."""

import codecs
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from aligner import health
from aligner.command import check as command
from aligner.command import check_view
from aligner.command.check import CHECK_GROUPS
from aligner.command.options import GROUPS
from aligner.inspection.report import SEVERITY, Report, inspect
from aligner.inspection.total import Total
from aligner.notices import TextWarning
from aligner.read import readers
from aligner.settings import Settings

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
REVERSED = "ةنماثلا ةعاسلا يف ةطحملا ىلإ راطقلا لصو.\n"
ENGLISH = "The train reached the station at eight.\n"
TMX = (
    '<?xml version="1.0" encoding="windows-1256"?><tmx version="1.4"><header/><body><tu>'
    '<tuv xml:lang="ar"><seg>نعم</seg></tuv><tuv xml:lang="en"><seg>Yes</seg></tuv></tu></body></tmx>'
)
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=windows-1256\\n"\n\nmsgid "Yes"\nmsgstr "نعم"\n'
FIXTURES = Path(__file__).parent.parent / "fixtures"
KEYS = [
    "name",
    "inputs",
    "layout",
    "layout_reason",
    "src",
    "trg",
    "length_ratio",
    "usual_length_ratio",
    "length_ratio_is_usual",
    "sentence_ratio",
    "warnings",
    "notices",
    "first_pairs",
    "error",
]


@pytest.fixture
def check(here, run):
    """Write a file of these bytes, check it with options, and return the object of the report."""

    def check(data, *options, name="text.txt"):
        (here / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return json.loads(run("check", name, "--json", *options).stdout)

    return check


class TestText:
    def test_exact(self, files, run):
        result = run("check", "book.txt")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == (
            "book.txt\n"
            "  plain text; utf-8 (valid UTF-8); line ends LF; 337 characters, 4 lines\n"
            "layout: blocks (detected)\n"
            "ar: 2 paragraphs, 4 sentences, 121 characters without spaces; letters Arabic 100%; digits none\n"
            "  longest sentence: 39 characters, line 1: وصل القطار إلى المحطة في الصباح الباكر.\n"
            "en: 2 paragraphs, 4 sentences, 152 characters without spaces; letters Latin 100%; digits none\n"
            "  longest sentence: 51 characters, line 3: The train reached the station early in the morning.\n"
            "length ratio: 1.26 (too short to judge: 0.8 to 2.2 is usual from 200 characters on)\n"
            "sentence ratio: 1.00\n"
            "warnings: none\n"
            "notices: none\n"
            "first pairs, if the beginnings are aligned by themselves:\n"
            "  1 ar وصل القطار إلى المحطة في الصباح الباكر.\n"
            "    en The train reached the station early in the morning.\n"
            "  2 ar نزل الركاب ببطء ومعهم حقائب كثيرة.\n"
            "    en The passengers got off slowly with many bags.\n"
            "  3 ar جلس الحارس قرب الباب وشرب الشاي.\n"
            "    en The guard sat by the door and drank tea.\n"
        )

    def test_two_files_in_the_order_of_the_languages(self, files, run):
        result = run("check", "book.en.txt", "book.ar.txt")
        assert [line for line in result.stdout.splitlines() if line.startswith("book")] == [
            "book.ar.txt",
            "book.en.txt",
        ]
        assert "layout: two files\n" in result.stdout

    def test_a_terminal_gets_isolates_and_a_pipe_does_not(self, files):
        report = inspect(["book.txt"], Settings(), with_pairs=True)
        on_terminal, in_pipe = ("\n".join(check_view.lines(report, is_terminal)) for is_terminal in (True, False))
        assert "  1 ar \u2067وصل القطار إلى المحطة في الصباح الباكر.\u2069\n    en \u2066The train" in on_terminal
        assert on_terminal.translate(dict.fromkeys([0x2066, 0x2067, 0x2069])) == in_pipe

    def test_control_characters_become_escapes(self, here, run):
        (here / "a.txt").write_text("نعم \u202eأجل.\nYes \u0090sir.\n", encoding="utf-8")
        result = run("check", "a.txt")
        assert "\\x90" in result.stdout
        assert "\\u202e" in result.stdout
        assert not set("\u0090\u202e\u2066") & set(result.stdout)

    def test_a_sentence_without_a_partner(self, here, run):
        (here / "a.csv").write_text("ar,en\nنعم.,Yes.\nلا.,\n", encoding="utf-8")
        assert run("check", "a.csv").stdout.endswith("  1 ar نعم.\n    en Yes.\n  2 ar لا.\n    en —\n")

    def test_warning_names_its_kind(self, here, run):
        (here / "a.txt").write_text(REVERSED + ENGLISH, encoding="utf-8")
        result = run("check", "a.txt")
        assert result.exit_code == 0
        assert "warnings: 1\n  reversed: a.txt: " in result.stdout


class TestInputs:
    @pytest.mark.parametrize(
        ("encode", "options", "encoding", "reason"),
        [
            (lambda text: text.encode("utf-8"), [], "utf-8", "valid UTF-8"),
            (lambda text: codecs.BOM_UTF8 + text.encode("utf-8"), [], "utf-8", "byte order mark"),
            (lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"), [], "utf-16-le", "byte order mark"),
            (lambda text: text.encode("utf-16-be"), [], "utf-16-be", "guessed: no byte order mark"),
            (lambda text: text.encode("cp1256"), [], "cp1256", "guessed: not UTF-8"),
            (lambda text: text.encode("cp1256"), ["--encoding", "cp1256"], "cp1256", "as named"),
        ],
    )
    def test_encoding_and_why(self, check, story, encode, options, encoding, reason):
        (file,) = check(encode(story.arabic + story.english), *options)["inputs"]
        assert (file["encoding"], file["encoding_reason"]) == (encoding, reason)

    @pytest.mark.parametrize(
        ("name", "text", "reason"),
        [
            ("a.html", '<html><meta charset="windows-1256"><p>نعم<p>Yes', "as the page declares"),
            ("a.html", '<html><meta charset="iso-8859-1"><p>été', "as the page declares"),
            ("a.tmx", TMX, "as the XML declares"),
            ("a.po", PO, "as the header declares"),
        ],
    )
    def test_encoding_that_the_format_declares(self, name, text, reason):
        encoding = "latin-1" if "iso-8859-1" in text else "cp1256"
        assert readers.read_bytes(text.encode(encoding), name).encoding_reason == reason

    def test_encoding_of_a_table_whose_cells_are_quoted(self):
        text = readers.read_bytes('باب\t"door, ""gate"""\n'.encode() * 2, "a.tsv")
        assert (text.encoding_reason, text.remarks) == ("valid UTF-8", ("removed the quotation marks around cells",))

    def test_encoding_that_the_format_prescribes_has_no_reason(self):
        text = readers.read_path(str(FIXTURES / "office" / "ferry.ar.docx"))
        assert (text.encoding, text.encoding_reason) == ("utf-8", "")

    def test_a_file_of_ascii(self, here, run):
        for name, text in (("a.de.txt", "Der Zug kam.\n"), ("a.fr.txt", "Le train vint.\n")):
            (here / name).write_text(text)
        files = json.loads(run("check", "a.de.txt", "a.fr.txt", "--from", "de", "--to", "fr", "--json").stdout)[
            "inputs"
        ]
        assert [file["encoding_reason"] for file in files] == ["only ASCII characters"] * 2

    def test_the_text_of_a_document_has_no_lines(self, here, run):
        data = (FIXTURES / "office" / "lease.odt").read_bytes()
        (here / "lease.odt").write_bytes(data)
        second = run("check", "lease.odt").stdout.splitlines()[1]
        assert re.fullmatch(r"  ODT; utf-8; \d+ characters", second)

    def test_mixed_line_ends(self, check, run):
        (file,) = check("نعم.\r\nلا.\n\nYes.\nNo.")["inputs"]
        assert (file["format"], file["line_ends"], file["lines"]) == ("plain text", {"CRLF": 1, "LF": 3}, 5)
        assert "; line ends mixed (CRLF 1, LF 3); " in run("check", "text.txt").stdout

    def test_a_table_whose_text_the_reader_has_made(self, check):
        (file,) = check("ar,en\r\nباب,door\r\nنعم,yes\r\n", name="words.csv")["inputs"]
        assert (file["format"], file["line_ends"]) == ("CSV", {})

    def test_standard_input(self, story, run):
        report = json.loads(run("check", "--json", stdin=story.arabic + story.english).stdout)
        assert report["name"] == report["inputs"][0]["name"] == "standard input"


class TestSides:
    def test_keys(self, check, story):
        report = check(story.arabic + story.english)
        assert list(report) == KEYS
        assert list(report["src"]) == [
            "language", "input", "paragraphs", "sentences", "characters", "scripts", "digits", "longest_sentence",
        ]  # fmt: skip

    def test_counts_and_ratios(self, check):
        report = check("في ١٩٩٠ و1991 جاء. ثم ذهب وعاد إلى البيت.\n\nHe came in 1990. Then he left. He came back.\n")
        assert [(report[side]["paragraphs"], report[side]["sentences"]) for side in ("src", "trg")] == [(1, 2), (1, 3)]
        assert report["sentence_ratio"] == 1.5
        assert report["length_ratio"] == round(report["trg"]["characters"] / report["src"]["characters"], 3)
        assert report["src"]["digits"] == {"ASCII": 4, "Arabic-Indic": 4}
        assert report["trg"]["digits"] == {"ASCII": 4}
        assert report["src"]["longest_sentence"] == {
            "characters": 22, "line": 1, "origin": "", "begins": "ثم ذهب وعاد إلى البيت.",
        }  # fmt: skip
        assert report["trg"]["longest_sentence"]["line"] == 3

    def test_beginning_of_a_long_sentence(self, check, run):
        report = check("نعم.\n" + "word " * 20 + "end.\n")
        longest = report["trg"]["longest_sentence"]
        assert (longest["characters"], longest["begins"]) == (104, "word " * 12)
        assert f"line 2: {'word ' * 12}…\n" in run("check", "text.txt").stdout

    def test_first_pairs(self, check):
        report = check(
            "جاء القطار.\nجلس الحارس على الكرسي، وشرب الشاي.\nThe train came.\nThe guard sat. He drank tea.\n"
        )
        assert report["first_pairs"] == [
            ["جاء القطار.", "The train came."],
            ["جلس الحارس على الكرسي، وشرب الشاي.", "The guard sat. He drank tea."],
        ]

    @pytest.mark.parametrize(("times", "is_usual"), [((6, 6), True), ((6, 3), False), ((2, 6), False), ((1, 1), None)])
    def test_usual_length_ratio(self, check, story, times, is_usual):
        report = check(story.arabic * times[0] + story.english * times[1], "--layout", "blocks")
        assert report["usual_length_ratio"] == [0.8, 2.2]
        assert report["length_ratio_is_usual"] is is_usual

    def test_unusual_length_ratio_for_people(self, files, story):
        (files / "book.txt").write_text(story.arabic * 6 + story.english * 3, encoding="utf-8")
        report = inspect(["book.txt"], Settings(layout="blocks"))
        (line,) = [line for line in check_view.lines(report, False) if line.startswith("length ratio")]
        why = "a part of a text may be missing, or they are not translations"
        assert line == f"length ratio: 0.63 (unusual: 0.8 to 2.2 is usual; {why})"
        assert "; length ratio 0.63 (unusual); " in check_view.line_of(report, False)

    def test_no_usual_range_is_known(self, here, run):
        for name, text in (("a.de.txt", "Der Zug kam.\n"), ("a.fr.txt", "Le train vint.\n")):
            (here / name).write_text(text)
        result = run("check", "a.de.txt", "a.fr.txt", "--from", "de", "--to", "fr")
        assert "length ratio: 1.20 (no usual range is known for German and French)\n" in result.stdout

    def test_options_of_splitting(self, check):
        report = check("نعم. لا.\nYes. No.\n", "--pre-split")
        assert (report["src"]["sentences"], report["trg"]["sentences"]) == (1, 1)

    def test_layout_as_named(self, check, story):
        report = check(story.arabic + story.english, "--layout", "blocks")
        assert (report["layout"], report["layout_reason"]) == ("blocks", "as named")


class TestFailures:
    def test_one_language_only(self, files, run):
        result = run("check", "book.en.txt")
        assert result.exit_code == 1
        assert result.stderr.startswith("align: book.en.txt: only English was found")
        assert "  letters Latin 100%; digits none\n" in result.stdout

    def test_warnings_of_a_text_without_its_translation(self, here, run):
        (here / "a.txt").write_text(REVERSED, encoding="utf-8")
        report = json.loads(run("check", "a.txt", "--json").stdout)
        assert [warning["kind"] for warning in report["warnings"]] == ["reversed"]
        assert report["src"] is report["trg"] is report["length_ratio"] is None
        assert report["error"]

    def test_the_file_that_can_be_read(self, files, run):
        result = run("check", "book.ar.txt", "missing.txt")
        assert (result.exit_code, result.stderr) == (1, "align: missing.txt: there is no such file\n")
        assert result.stdout.startswith("book.ar.txt\n  plain text; ")

    def test_says_nothing_of_files_that_are_not_there(self, here, run):
        result = run("check", "missing.txt")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == "align: missing.txt: there is no such file\n"

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (["a", "b", "c"], "3 files were given; give one file that holds both languages, two files, or a folder."),
            (["-", "-"], "Standard input can be one of two files, not both."),
            (["."] * 2, "A folder is checked alone; drop the other inputs."),
            (
                ["a", "b", "--layout", "blocks"],
                "--layout is for one file that holds both languages, not for two files.",
            ),
            (["a", "--from", "en"], "--from and --to are both en; name two languages."),
            ([""], "The name of a file is empty; give its name, or - for standard input."),
            (["a", "b", "--manifest", "list"], "With --manifest, give at most one folder"),
        ],
    )
    def test_wrong_commands(self, here, run, arguments, problem):
        result = run("check", *arguments)
        assert result.exit_code == 2
        assert problem in result.stderr

    def test_a_file_of_that_name(self, here, run, story):
        (here / "check").write_text(story.arabic + story.english, encoding="utf-8")
        assert run("./check", "-f", "index").stdout.startswith("[0]:[0]")


class TestFolder:
    @pytest.fixture
    def corpus(self, files):
        """Three documents: a good one, one with a warning, and one that cannot be read."""
        corpus = files / "corpus"
        corpus.mkdir()
        for name in ("book.ar.txt", "book.en.txt"):
            (files / name).rename(corpus / name)
        (corpus / "pdf.txt").write_text(REVERSED + ENGLISH, encoding="utf-8")
        (corpus / "bad.txt").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 4)
        return corpus

    def test_a_line_a_document_and_a_total(self, corpus, run):
        result = run("check", "corpus")
        bad, book, pdf, total = result.stdout.splitlines()
        assert result.exit_code == 1
        assert result.stderr.endswith("align: 1 of 3 documents cannot be aligned\n")
        assert bad.startswith("bad: error: corpus/bad.txt")
        assert book.startswith("book: ar 4, en 4 sentences; length ratio 1.")
        assert book.endswith("; no warnings")
        assert pdf.endswith("; 1 warning: reversed")
        assert total.startswith("total: 3 documents; 1 cannot be aligned; ar 5, en 5 sentences; length ratio 1.")
        assert total.endswith("; warnings in 1: reversed in 1")

    def test_an_object_a_line(self, corpus, run):
        *documents, total = map(json.loads, run("check", "corpus", "--json").stdout.splitlines())
        assert [list(document) for document in documents] == [KEYS] * 3
        assert [document["name"] for document in documents] == ["bad", "book", "pdf"]
        assert [bool(document["error"]) for document in documents] == [True, False, False]
        total = total["total"]
        assert (total["documents"], total["failed"], total["documents_with_warnings"]) == (3, 1, 1)
        assert total["src"] == {"paragraphs": 3, "sentences": 5}
        assert total["warnings"] == {"reversed": 1}

    def test_nothing_is_written(self, corpus, run):
        before = sorted(corpus.parent.rglob("*"))
        run("check", "corpus")
        assert sorted(corpus.parent.rglob("*")) == before

    def test_documents_that_would_have_one_output(self, corpus, run):
        (corpus / "pdf.md").write_text("نعم.\n\nYes.\n", encoding="utf-8")
        result = run("check", "corpus")
        assert result.exit_code == 1
        assert re.search(
            r"^corpus/pdf\.(txt|md): error: corpus/pdf\.(md|txt) has the same output, pdf; ", result.stdout, re.M
        )

    def test_manifest(self, corpus, run):
        (corpus.parent / "list.tsv").write_text("book.ar.txt\tbook.en.txt\n", encoding="utf-8")
        result = run("check", "--manifest", "list.tsv", "corpus")
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) == 2

    def test_a_folder_without_documents(self, here, run):
        (here / "empty").mkdir()
        result = run("check", "empty")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "there is no document" in result.stderr


def test_the_most_serious_warning_is_named(here):
    (here / "a.txt").write_text("وصلت الرسالة إلی المدینة الکبیرة.\nThe sta\u00adtion was closed.\n", encoding="utf-8")
    report = inspect(["a.txt"], Settings())
    assert [warning.kind for warning in report.warnings] == ["zero-width", "persian"]
    assert check_view.line_of(report, False).endswith("; 2 warnings, the most serious: zero-width")


def test_every_kind_of_warning_has_its_severity():
    sources = [path.read_text(encoding="utf-8") for path in Path(health.__file__).parent.glob("*.py")]
    assert {kind for source in sources for kind in re.findall(r'Fault\(\s*"([a-z-]+)"', source)} == set(SEVERITY)


def test_the_total_names_kinds_in_the_order_of_the_reports():
    total = Total()
    for kinds in (SEVERITY, SEVERITY[3:]):
        total.add(Report("a", [], [TextWarning(kind, "a", 1, 1, "is bad", "mend it") for kind in kinds * 2]))
    assert list(total.warnings) == list(SEVERITY)
    assert [kind for kind, _ in total.warnings.most_common()] == [*SEVERITY[3:], *SEVERITY[:3]]


class TestHelp:
    def test_has_examples(self, run):
        text = run("check", "--help").stdout
        assert "align check book.ar.txt book.en.txt" in text
        assert "Usage: align check [OPTIONS] [FILE [FILE] | FOLDER | -]" in text

    def test_shares_the_options_of_align(self):
        names = {option.name for options in CHECK_GROUPS.values() for option in options}
        of_reading = {option.name for title in ("Input", "Splitting") for option in GROUPS[title]}
        assert names == of_reading | {"manifest", "follow_links", "as_json"}
        assert of_reading >= {"source", "target", "encoding", "layout", "columns", "lines", "pre_split"}
        assert of_reading <= {field.name for field in fields(Settings)}
        assert command.check.name == "check"
