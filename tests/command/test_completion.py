"""Completion: the words that `align` gives to a shell, the scripts of the shells, and where they are installed."""

import os
import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import click
import pytest
from click.shell_completion import get_completion_class

from aligner.command import options
from aligner.command.console import GroupedCommand, SubCommand
from aligner.command.main import SUB_COMMANDS, main
from aligner.data_files import data_file
from aligner.separate import sides
from aligner.write import formats

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = {"bash": "align", "zsh": "_align", "fish": "align.fish"}
TIMEOUT = 600  # seconds; only ends a process that hangs
FILES = [("file", "")]


@click.command(cls=GroupedCommand, groups={})
@click.option("--input-format", type=click.Choice(["tmx", "tsv"]))
@click.argument("inputs", nargs=-1)
def _sub_command(**_):
    pass


@pytest.fixture
def complete(monkeypatch):
    """Complete the last word of a line; the result is the kind and the text of each proposal."""
    monkeypatch.setattr(main, "sub_commands", dict.fromkeys(["convert", "count"], SubCommand("", lambda: _sub_command)))

    def complete(line, shell_name="bash"):
        *words, incomplete = line.split(" ")[1:]
        completion = get_completion_class(shell_name)(main, {}, "align", "_ALIGN_COMPLETE")
        return [(item.type, item.value) for item in completion.get_completions(words, incomplete)]

    return complete


def plain(*words):
    return [("plain", word) for word in words]


class TestWords:
    def test_all_options(self, complete):
        visible = [option for option in main.params if isinstance(option, click.Option)]
        names = {name for option in visible for name in option.opts}
        assert {value for _, value in complete("align -")} == names | {"-h", "--help"}

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            pytest.param("align --form", plain("--format"), id="option"),
            pytest.param("align book.txt --form", plain("--format"), id="option after a file"),
            pytest.param("align -f ", plain(*formats.names()), id="format"),
            pytest.param("align --format js", plain("json", "jsonl"), id="beginning of a format"),
            pytest.param("align --layout ", plain(*sides.LAYOUTS), id="layout"),
            pytest.param("align --method h", plain("hybrid"), id="method"),
            pytest.param("align --lines w", plain("wrap"), id="lines"),
            pytest.param("align --from a", [], id="language"),
            pytest.param("align ", [*plain("convert", "count"), *FILES], id="first word"),
            pytest.param("align con", [*plain("convert"), ("file", "con")], id="sub-command"),
            pytest.param("align book.ar.txt ", FILES, id="second word"),
            pytest.param("align -q con", [("file", "con")], id="no sub-command after an option"),
            pytest.param("align convert con", [], id="argument of a sub-command"),
            pytest.param("align convert --in", plain("--input-format"), id="option of a sub-command"),
            pytest.param("align convert --input-format t", plain("tmx", "tsv"), id="value of a sub-command"),
            pytest.param("align book.txt convert --input", [], id="a file of that name"),
        ],
    )
    def test_are(self, complete, line, expected):
        assert complete(line) == expected

    @pytest.mark.parametrize("shell", ["zsh", "fish"])
    def test_values_after_an_equals_sign_keep_the_option(self, complete, shell):
        assert complete("align --format=js", shell) == plain("--format=json", "--format=jsonl")
        assert complete("align --output=pa", shell) == [("file", "pa")]
        assert complete("align --form", shell) == plain("--format")

    @pytest.mark.parametrize(
        "command", [main, *(sub_command.load() for sub_command in SUB_COMMANDS.values())], ids=lambda c: c.name
    )
    def test_files_for_every_name_of_a_file(self, command):
        """An option or argument for a file needs `shell_complete=completion.complete_files`."""
        context = click.Context(command)
        of_files = re.compile(r"\b(FILE|GOLD|LIST|MARKED|OUT|PAIRS|PATH|PREDICTED)\b")
        checked = [parameter for parameter in command.params if of_files.search(parameter.metavar or "")]
        assert checked
        for parameter in checked:
            items = parameter.shell_complete(context, "pa")
            assert [(item.type, item.value) for item in items if item.type != "plain"] == [("file", "pa")], parameter

    def test_first_word_may_be_any_sub_command(self):
        completion = get_completion_class("bash")(main, {}, "align", "_ALIGN_COMPLETE")
        assert [item.value for item in completion.get_completions([], "")] == [*SUB_COMMANDS, ""]

    @pytest.mark.parametrize("name", SUB_COMMANDS)
    def test_all_options_of_a_sub_command(self, name):
        command = SUB_COMMANDS[name].load()
        options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
        completion = get_completion_class("bash")(main, {}, "align", "_ALIGN_COMPLETE")
        proposed = {item.value for item in completion.get_completions([name], "-")}
        assert proposed - {"-h", "--help"} == {
            word for option in options for word in (*option.opts, *option.secondary_opts)
        }

    def test_every_choice_is_proposed(self, complete):
        choices = [option for group in options.GROUPS.values() for option in group if hasattr(option.type, "choices")]
        assert choices
        for option in choices:
            assert complete(f"align {option.opts[-1]} ") == plain(*option.type.choices)


@pytest.fixture
def shell(here, command):
    """Run a program of a shell in a folder with two files and with `align` on the path; the result is its lines."""
    (here / "my file.txt").touch()
    (here / "pairs.tsv").touch()
    ((python, *_), environment), folder = command, here / "bin"
    folder.mkdir()
    (folder / "align").write_text(f'#!/bin/sh\nexec {shlex.quote(python)} -m aligner "$@"\n')
    (folder / "align").chmod(0o755)
    environment = {**environment, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "HOME": str(here)}

    def shell(*line):
        done = subprocess.run(
            line, cwd=here, env=environment, capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=True
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return shell


class TestBash:
    @pytest.fixture
    def bash(self, shell):
        """Complete the last word of a line; the result is the calls of compopt, and COMPREPLY."""

        def bash(*words):
            program = f"""
                compopt() {{ echo compopt "$@"; }}
                source {shlex.quote(str(data_file("completion/align")))}
                complete -p align
                COMP_WORDS=({" ".join(map(shlex.quote, words))})
                COMP_CWORD={len(words) - 1}
                _align_completion align {shlex.quote(words[-1])} {shlex.quote(words[-2])}
                printf '%s\n' "${{COMPREPLY[@]}}"
            """
            registered, *lines = shell("bash", "-c", program)
            assert registered == "complete -o nosort -F _align_completion align"
            return lines

        return bash

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            pytest.param(["align", "--form"], ["--format"], id="option"),
            pytest.param(["align", "--format", "=", "js"], ["json", "jsonl"], id="value after an equals sign"),
            pytest.param(["align", "--format", "="], list(formats.names()), id="equals sign"),
            pytest.param(["align", "'my file.txt'", "-o", ""], ["compopt -o default", ""], id="file"),
        ],
    )
    def test_completes(self, bash, words, expected):
        assert bash(*words) == expected

    def test_sub_commands_do_not_hide_files(self, here, bash):
        """As if `pairs` were a sub-command; bash itself adds no files where there are other words."""
        (here / "bin" / "align").write_text("#!/bin/sh\nprintf 'plain,pairs\\nfile,p\\n'\n")
        assert bash("align", "p") == ["compopt -o filenames", "pairs", "pairs.tsv"]


class TestScripts:
    @pytest.mark.parametrize("shell", SCRIPTS)
    def test_align_prints_the_script(self, run, monkeypatch, shell):
        monkeypatch.setenv("_ALIGN_COMPLETE", f"{shell}_source")
        printed = run().stdout
        assert printed.rstrip("\n") + "\n" == data_file(f"completion/{SCRIPTS[shell]}").read_text(encoding="utf-8")

    @pytest.mark.parametrize("shell", SCRIPTS)
    def test_script_is_valid(self, shell):
        if not shutil.which(shell):
            pytest.skip(f"{shell} is not installed")
        script = str(data_file(f"completion/{SCRIPTS[shell]}"))
        done = subprocess.run([shell, "-n", script], capture_output=True, timeout=TIMEOUT, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")

    @pytest.mark.slow
    def test_fish_completes(self, shell):
        if not shutil.which("fish"):
            pytest.skip("fish is not installed")
        script = shlex.quote(str(data_file("completion/align.fish")))
        program = f'source {script}; complete --do-complete "align --format=js"; complete --do-complete "align -o pa"'
        assert shell("fish", "--no-config", "-c", program) == ["--format=json", "--format=jsonl", "pairs.tsv"]

    def test_installed_where_shells_and_man_look(self):
        setup = ConfigParser()
        setup.read(ROOT / "setup.cfg", encoding="utf-8")
        assert dict(setup["options.data_files"]) == {
            "share/bash-completion/completions": "data/completion/align",
            "share/fish/vendor_completions.d": "data/completion/align.fish",
            "share/man/man1": "docs/man/align.1",
            "share/zsh/site-functions": "data/completion/_align",
        }
        assert all((ROOT / source).is_file() for source in setup["options.data_files"].values())

    def test_readme_names_the_places(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        assert re.findall(r"^source \.venv/(share/\S+)", readme, re.MULTILINE) == [
            "share/bash-completion/completions/align",
            "share/zsh/site-functions/_align",
            "share/fish/vendor_completions.d/align.fish",
        ]


@pytest.mark.slow
def test_completion_imports_neither_numpy_nor_nltk(python):
    environment = {"COMP_WORDS": "align --form", "COMP_CWORD": "1", "_ALIGN_COMPLETE": "bash_complete"}
    done = python("-X", "importtime", "-m", "aligner", env=environment, check=True)
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines() if "|" in line}
    assert done.stdout.decode().splitlines() == ["plain,--format"]
    assert "aligner.command.main" in modules
    assert not {"numpy", "nltk"} & modules
