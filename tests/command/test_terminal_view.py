"""Pairs on a terminal: their exact text, what is made visible, and when they are shown instead of a format."""

import json
import pty
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_documents import one_pair, output_document, side, three_beads

from aligner.bitext import Bead
from aligner.command import terminal_view
from aligner.command.main import main
from aligner.command.terminal_view import LEVELS, is_coloured, visible

RLI, LRI, FSI, PDI = "\u2067", "\u2066", "\u2068", "\u2069"
LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
CLOSED_BY = dict.fromkeys([RLI, LRI, FSI], PDI) | dict.fromkeys([LRE, RLE], PDF)


def shown(document, **options):
    return "".join(terminal_view.lines(document.rows(), **options))


def sides(source, target, source_text="ا", target_text="b"):
    """The lines of the two sides of one pair."""
    document = output_document(side(source, source_text), side(target, target_text), Bead(range(1), range(1), 1.0))
    return shown(document).splitlines()[1:3]


class TestText:
    def test_exact(self):
        assert shown(three_beads()) == (
            "#1  2-1  0.987\n"
            f"  {RLI}وصل القطار. نزل الركاب.{PDI}\n"
            f"  {LRI}The train came and all got off.{PDI}\n"
            "\n"
            "#2  1-0  0.250 ??\n"
            f"  {RLI}نام الحارس.{PDI}\n"
            "  — no sentence in English\n"
            "\n"
            "#3  0-1  1.000\n"
            "  — no sentence in Arabic\n"
            f"  {LRI}It rained.{PDI}\n"
            "\n"
        )

    def test_colours(self):
        lines = shown(three_beads(), coloured=True).splitlines()
        assert lines[0] == "\x1b[38;5;28m\x1b[1m#1  2-1  0.987\x1b[0m"
        assert lines[4] == "\x1b[38;5;196m\x1b[1m#2  1-0  0.250 ??\x1b[0m"
        assert lines[6] == "  \x1b[2m— no sentence in English\x1b[0m"
        assert re.sub(r"\x1b\[[\d;]+m", "", "\n".join(lines)) + "\n" == shown(three_beads())

    @pytest.mark.parametrize(
        ("confidence", "heading"),
        [
            (1.0, "#1  1-1  1.000"),
            (0.9, "#1  1-1  0.900"),
            (0.8996, "#1  1-1  0.900"),
            (0.8994, "#1  1-1  0.899 ?"),
            (0.5, "#1  1-1  0.500 ?"),
            (0.49, "#1  1-1  0.490 ??"),
            (0.0, "#1  1-1  0.000 ??"),
        ],
    )
    def test_low_confidence_is_marked(self, confidence, heading):
        assert shown(one_pair("ا", "b", confidence)).splitlines()[0] == heading

    def test_unknown_confidence_is_left_out(self):
        rows = one_pair("ا", "b").rows()
        rows = rows._replace(rows=[row._replace(confidence=None) for row in rows.rows])
        for coloured in (False, True):
            heading = next(terminal_view.lines(rows, coloured=coloured))
            assert re.sub(r"\x1b\[[\d;]+m", "", heading) == "#1  1-1\n"

    def test_flags_on_request(self):
        bead = Bead(range(1), range(1), 0.93, flags=("length", "numbers"))
        document = output_document(side("ar", "ا"), side("en", "b"), bead)
        assert shown(document, flags=True).splitlines()[0] == "#1  1-1  0.930  length, numbers"
        assert shown(document).splitlines()[0] == "#1  1-1  0.930"

    def test_row_of_several_documents_has_the_name_of_its_document(self):
        rows = one_pair("ا", "b").rows("كتاب/1\x1b")
        heading = next(terminal_view.lines(rows, flags=True))
        assert heading == f"#1  1-1  1.000  {FSI}كتاب/1{LRI}\\x1b{PDI}{PDI}\n"

    def test_rows_are_read_one_after_another(self):
        taken = []
        rows = three_beads().rows()
        lines = terminal_view.lines(rows._replace(rows=(taken.append(row) or row for row in rows.rows)))
        assert (next(lines), len(taken)) == ("#1  2-1  0.987\n", 1)

    @pytest.mark.parametrize("tag", ["ar", "ar-EG", "fa", "ur", "he", "ps", "ckb", "yi", "az-Arab", "syr"])
    def test_right_to_left_language(self, tag):
        assert sides(tag, "en") == [f"  {RLI}ا{PDI}", f"  {LRI}b{PDI}"]
        assert sides("en", tag) == [f"  {LRI}ا{PDI}", f"  {RLI}b{PDI}"]

    @pytest.mark.parametrize("tag", ["de", "ru", "zh", "az", "ar-Latn", "ug-Cyrl", "xx"])
    def test_left_to_right_language(self, tag):
        assert sides(tag, "he", "a", "ב") == [f"  {LRI}a{PDI}", f"  {RLI}ב{PDI}"]

    def test_language_without_a_name_is_called_by_its_tag(self):
        document = output_document(side("fa", "ا"), side("uk"), Bead(range(1), range(0), 1.0))
        assert "— no sentence in uk\n" in shown(document)


class TestVisible:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m", id="colour"),
            pytest.param("\x1b]0;title\x07", "\\x1b]0;title\\x07", id="title of the window"),
            pytest.param("a\x00b\x08c\x7fd", "a\\x00b\\x08c\\x7fd", id="control characters"),
            pytest.param("a\x9b2Jb", "a\\x9b2Jb", id="C1"),
            pytest.param("a\tb\r\nc\u2028d\x85e", "a b c d e", id="line ends"),
            pytest.param("a\ud800b", "a\\ud800b", id="half of a UTF-16 pair"),
            pytest.param(f"a{RLO}b", "a\\u202eb", id="override"),
            pytest.param(f"a{RLO}b{PDF}c", "a\\u202eb\\u202cc", id="override with an end"),
            pytest.param(f"a{LRO}{RLE}b{PDF}{PDF}c", f"a\\u202d{RLE}b{PDF}\\u202cc", id="embedding in an override"),
            pytest.param(f"a{PDI}b", "a\\u2069b", id="end of our isolate"),
            pytest.param(f"a{RLI}b", "a\\u2067b", id="isolate without an end"),
            pytest.param(f"a{RLI}b{PDI}{PDI}c", f"a{RLI}b{PDI}\\u2069c", id="one end more"),
            pytest.param(f"{LRE}a{RLI}b{PDF}c{PDI}", f"\\u202aa{RLI}b\\u202cc{PDI}", id="crossing"),
            pytest.param(f"{LRE}a{RLI}b{PDI}c{PDF}", f"{LRE}a{RLI}b{PDI}c{PDF}", id="nested"),
            pytest.param("\u200fكِتَابٌ\u200e \u061cن\u200cم\u200d\u00ad\ufeff", None, id="marks and joiners"),
            pytest.param("«ـ» 👩‍👩‍👧 é e\u0301 ﷺ \u06dd١", None, id="other characters"),
        ],
    )
    def test_is(self, text, expected):
        isolated = re.sub(r"(\\x..|\\u....)", rf"{LRI}\1{PDI}", expected or text)
        assert visible(text) == isolated

    @given(st.text(st.sampled_from([*CLOSED_BY, PDI, PDF, RLO, LRO, "\x1b", "\x9b", "\x7f", "ا", "b", "\u200f"])))
    def test_has_no_control_and_only_pairs_of_bidirectional_characters(self, text):
        result = visible(text)
        opened = []
        for character in result:
            assert category(character) not in ("Cc", "Cs")
            assert character not in (RLO, LRO)
            if character in CLOSED_BY:
                opened.append(CLOSED_BY[character])
            elif character in (PDF, PDI):
                assert opened.pop() == character
        assert opened == []
        escape = rf"{LRI}(?:\\x([0-9a-f]{{2}})|\\u([0-9a-f]{{4}})){PDI}"
        assert re.sub(escape, lambda match: chr(int(match[1] or match[2], 16)), result) == text


class TestColours:
    @staticmethod
    def luminance(number):
        """Relative luminance of a colour of the cube of 256 colours, as WCAG defines it."""
        of_levels = [0 if level == 0 else 55 + 40 * level for level in (number // 36, number // 6 % 6, number % 6)]
        linear = [(level / 255 + 0.055) ** 2.4 / 1.055**2.4 if level > 10 else 0 for level in of_levels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    @pytest.mark.parametrize("level", LEVELS, ids=str)
    def test_contrast_with_white_and_with_black(self, level):
        luminance = self.luminance(level.colour - 16)
        assert (1 + 0.05) / (luminance + 0.05) > 3.9
        assert (luminance + 0.05) / 0.05 > 3.9

    def test_levels_differ_in_colour_and_in_mark(self):
        assert len({level.colour for level in LEVELS}) == len({level.mark for level in LEVELS}) == len(LEVELS)
        assert [level.least for level in LEVELS] == [0.9, 0.5, 0.0]

    @pytest.mark.parametrize(
        ("environment", "expected"),
        [
            ({}, True),
            ({"TERM": "xterm-256color"}, True),
            ({"TERM": "dumb"}, False),
            ({"NO_COLOR": "1"}, False),
            ({"NO_COLOR": "0"}, False),
            ({"NO_COLOR": ""}, True),
        ],
    )
    def test_environment_decides(self, environment, expected):
        assert is_coloured(environment) is expected


def everything_from(leader):
    """The bytes that a terminal has got when it is closed; some systems then give an error instead of an end."""
    pieces = []
    with open(leader, "rb", 0) as screen, suppress(OSError):
        while piece := screen.read(65536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.fixture
def terminal(files, monkeypatch):
    """Run the command with a terminal as its standard output; the result is what a program reads from the terminal."""

    def terminal(*arguments, **environment):
        for name in ("NO_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        leader, follower = pty.openpty()
        with ThreadPoolExecutor(1) as reader, monkeypatch.context() as patch:
            screen = reader.submit(everything_from, leader)
            with open(follower, "w", encoding="ascii") as stdout:
                patch.setattr(sys, "stdout", stdout)
                status = main([*arguments, "-q"], prog_name="align", standalone_mode=False)
            text = screen.result()
        assert status == 0
        return text.decode("utf-8").replace("\r\n", "\n")

    return terminal


class TestCommand:
    FIRST = re.compile(
        rf"#1  1-1  [01]\.\d{{3}}\n  {RLI}وصل القطار إلى المحطة في الصباح الباكر\.{PDI}\n  {LRI}The train reached"
    )

    def test_terminal_gets_pairs_to_read(self, terminal):
        text = terminal("book.txt")
        assert self.FIRST.match(re.sub(r"\x1b\[[\d;]+m", "", text))
        assert text.startswith("\x1b[38;5;28m\x1b[1m#1")
        assert text.count("\n\n") == 4

    @pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
    def test_without_colours(self, terminal, environment):
        assert self.FIRST.match(terminal("book.txt", **environment))

    def test_dash_is_the_terminal(self, terminal):
        assert terminal("book.txt", "-o", "-") == terminal("book.txt")

    def test_flags(self, terminal, files):
        (files / "book.txt").write_text("وصل 7 رجال.\nThe 8 men came.\n", encoding="utf-8")
        assert "  numbers\n" in terminal("book.txt", "--flags", NO_COLOR="1")

    @pytest.mark.parametrize(
        "arguments",
        [["--plain"], ["-f", "tsv"], ["--plain", "-f", "tsv"], ["--plain", "-o", "-"], ["--no-header"], ["-f", "json"]],
        ids=" ".join,
    )
    def test_terminal_gets_what_a_pipe_gets(self, terminal, run, arguments):
        printed = run("book.txt", "-q", *arguments).stdout
        assert terminal("book.txt", *arguments) == printed
        assert json.loads(printed) if "json" in arguments else printed.splitlines()[-1].endswith("\t1-1")

    @pytest.mark.parametrize("options", [[], ["--plain"], ["--flags"]], ids=" ".join)
    def test_pipe_gets_tsv(self, files, run, options):
        assert run("book.txt", *options).stdout.startswith("src_text\ttrg_text\tconfidence\tkind")

    def test_folder_on_a_terminal_is_tsv(self, terminal, files, story):
        (files / "corpus").mkdir()
        (files / "corpus" / "one.txt").write_text(story.arabic + story.english, encoding="utf-8")
        text = terminal("corpus", "-o", "-", "--learn-from", "0", "--jobs", "1")
        assert text.startswith("document\tsrc_text\ttrg_text\tconfidence\tkind\none\tوصل")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--plain", "-f", "json"], "--plain writes tsv; drop it, or --format json."),
            (["--plain", "-o", "pairs.tsv"], "--plain is for standard output; drop it, or -o pairs.tsv."),
            (["--why"], "--why has no effect on tsv; choose --format html, json or jsonl, or drop --why."),
        ],
        ids=" ".join,
    )
    def test_usage_errors(self, files, run, arguments, message):
        result = run("book.txt", *arguments)
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {message}")
