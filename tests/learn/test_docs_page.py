"""The page `docs/learn.md` is true: its commands run, in their order and in one folder.

- A block ```text title="NAME"``` is a file.
- A `console` block holds commands and all that they print: first standard error, then standard output.
- Commands of `sh` blocks and programs of `python` blocks have to succeed.
"""

import re
import shlex
from pathlib import Path

import pytest
from pages import Page, blocks

PAGE = Page("docs/learn.md")
TEXTS = {
    "buch.de.txt": "Die Fähre hält an Stg. 4. Am Abend kommt der Kahn.\n",
    "livre.fr.txt": "Le bac s'arrête au ponton 4. C'est le soir, la barque arrive.\n",
}


@pytest.fixture
def folder(here):
    """The files that the page shows, and those that stand for the reader's own."""
    for block in blocks(PAGE.text):
        if block.name:
            (here / block.name).write_text(block.text, encoding="utf-8")
    (here / "corpus").mkdir()
    for name, text in TEXTS.items():
        (here / name).write_text(text, encoding="utf-8")
        (here / "corpus" / re.sub(r"^\w+", "eins", name)).write_text(text, encoding="utf-8")
    return here


def output_of(run, command):
    program, *arguments = shlex.split(command)
    if program == "cat":
        return Path(arguments[0]).read_text(encoding="utf-8")
    result = run(*arguments)
    return result.stderr + result.stdout


def test_shown_outputs(folder, run):
    shown = "".join(PAGE.texts("console"))
    commands = re.findall(r"^\$ (.*)\n", shown, re.MULTILINE)
    assert "".join(f"$ {command}\n{output_of(run, command)}" for command in commands) == shown


@pytest.mark.slow
def test_other_commands_succeed(folder, run):
    assert run("learn", "ferry.tsv", "--from", "de", "--to", "fr", "-o", "ferry").exit_code == 0
    for kind, _, _, text in blocks(PAGE.text):
        for line in text.splitlines() if kind == "sh" else []:
            result = run(*shlex.split(line)[1:])
            assert result.exit_code == 0, result.stderr
        if kind == "python":
            values = {}
            exec(text, values)
            assert len(values["bitext"].source.sentences) == 2
    assert (folder / "aligned" / "eins.tsv").exists()
