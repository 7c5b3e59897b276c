"""The manual page: it fits the options, and roff prints it as it is written."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from aligner.command.console import GroupedCommand, SubCommand
from aligner.command.main import SUB_COMMANDS, main
from aligner.version import __version__

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "man" / "align.1"


@pytest.fixture(scope="module")
def script():
    """The module that makes the page."""
    spec = importlib.util.spec_from_file_location("make_man_page", ROOT / "docs" / "make_man_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def with_sub_command(monkeypatch):
    """A sub-command whose texts have characters that roff takes for requests."""
    command = GroupedCommand(
        "count",
        groups={"Input": [click.Option(["--input", "-i"], metavar="FILE", help=".dot and 'quote' of C:\\x.")]},
        params=[click.Argument(["names"], nargs=-1, metavar="FILE [FILE]")],
        help="Count.\n\n\b\n  align count a   b\n.x 'y'\n\nThe end — of --all.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    monkeypatch.setattr(main, "sub_commands", {"count": SubCommand("Count.", lambda: command)})


def unescaped(text):
    """The text that roff prints for a line, without fonts."""
    text = re.sub(r"\\f[BIR]|\\&", "", text)
    escapes = {r"\e": "\\", r"\-": "-", r"\(aq": "'", r"\(ga": "`", r"\(ha": "^", r"\(ti": "~", r"\(dq": '"'}
    text = re.sub(r"\\\[u([0-9A-F]+)\]", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\\(..|\\.", lambda match: escapes[match[0]], text)


def test_fits_the_options(script):
    """If it fails, an option or text has changed: run `python docs/make_man_page.py`."""
    assert PAGE.read_text(encoding="ascii") == script.page(), f"run {script.COMMAND}"


def test_script_writes_and_checks(script, tmp_path, monkeypatch):
    page = tmp_path / "man" / "align.1"
    monkeypatch.setattr(script, "PAGE", page)
    old = "docs/man/align.1 does not fit the options; run python docs/make_man_page.py"
    assert script.run(["--check"]) == old
    assert script.run([]) is script.run(["--check"]) is None
    assert page.read_bytes() == PAGE.read_bytes()
    page.write_text(page.read_text() + "x")
    assert script.run(["--check"]) == old
    assert script.run(["--bogus"]) == "usage: python docs/make_man_page.py [--check]"


def test_names_every_option_and_command(script):
    text = unescaped(script.page().partition("\n")[2])
    commands = [main, *(sub_command.load() for sub_command in SUB_COMMANDS.values())]
    for option in (parameter for command in commands for parameter in command.params):
        if isinstance(option, click.Option):
            assert re.search(rf"\n(-\w, )?{option.opts[-1]}\b", text)
            assert f"\n{option.help}\n" in text
    assert all(f".SS align {name}\n" in text for name in SUB_COMMANDS)
    assert "\n-h, --help\n" in text
    assert f'"align {__version__}"' in text


def test_sections(script):
    titles = re.findall(r"^\.SH (.+)$", script.page(), re.MULTILINE)
    assert [title for title in titles if title != "COMMANDS"] == [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "EXAMPLES",
        "EXIT STATUS",
        "ENVIRONMENT",
        "FILES",
        "SEE ALSO",
    ]


def test_names_the_environment_variables_that_users_set(script):
    read = set()
    for path in (ROOT / "aligner").rglob("*.py"):
        read |= set(re.findall(r'environ(?:ment)?(?:\.get\(|\[)"([A-Z_]+)"', path.read_text(encoding="utf-8")))
    assert read - {"LOCALAPPDATA"} == set(script.ENVIRONMENT)  # Windows sets that one, and has no manual pages


def test_exit_statuses(script):
    text = script.page().partition(".SH EXIT STATUS\n")[2].partition(".SH")[0]
    assert re.findall(r"\\fB(\d+)\\fR\n(.+)", text) == [
        ("0", "all went well"),
        ("1", "something failed, or nothing was aligned"),
        ("2", "the command was wrong"),
        ("130", r"stopped by Ctrl\-C"),
    ]


def test_sub_command(script, with_sub_command):
    section = script.page().partition(".SH COMMANDS\n")[2].partition(".SH")[0]
    assert section == (
        ".SS align count\n"
        "Count.\n"
        ".PP\n"
        ".EX\n"
        "  align count a   b\n"
        "\\&.x \\(aqy\\(aq\n"
        ".EE\n"
        ".PP\n"
        "The end \\[u2014] of \\fB\\-\\-all\\fR.\n"
        ".PP\n"
        ".B Input\n"
        ".TP\n"
        "\\fB\\-i\\fR, \\fB\\-\\-input\\fR \\fIFILE\\fR\n"
        "\\&.dot and \\(aqquote\\(aq of C:\\ex.\n"
        ".PP\n"
        ".B General\n"
        ".TP\n"
        "\\fB\\-h\\fR, \\fB\\-\\-help\\fR\n"
        "Show this message and exit.\n"
    )
    assert "\\fBalign count\\fR [\\fIOPTIONS\\fR] \\fIFILE\\fR [\\fIFILE\\fR]\n" in script.page()


def assert_is_roff(page):
    """Fail if a line is neither a known request nor escaped text."""
    requests = r"\.(SH|SS|TP|PP|EX|EE|TH|br|B)\b.*"
    text = r"(?![.'])([^\\`^~'\"-]|\\[-e&]|\\f[BIR]|\\\((aq|ga|ha|ti|dq)|\\\[u[0-9A-F]{4,6}\])+"
    wrong = [line for line in page.splitlines() if not re.fullmatch(rf"{requests}|{text}", line)]
    assert [line for line in wrong if not line.startswith('.\\"')] == []
    assert page.isascii()


def test_every_line_is_a_request_or_escaped_text(script):
    assert_is_roff(script.page())


def test_lines_of_a_sub_command_are_escaped(script, with_sub_command):
    assert_is_roff(script.page())


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_prints_it_without_a_warning(script, with_sub_command):
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-P-cbou"],
        input=script.page(),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\n       .x 'y'\n" in done.stdout
    assert ".dot and 'quote' of C:\\x." in done.stdout
