"""The README says what the program does: its commands are run, and their output is compared."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHELL = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)

assert CONSOLE, "no console block was found in the README"
assert PYTHON, "no Python block was found in the README"
assert SHELL, "no shell block was found in the README"


@pytest.fixture
def project(tmp_path):
    """A folder with the data of the project, in which commands may write."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def run(command, folder):
    """What a shell command prints, where `align` is this program."""
    program = f'align() {{ {shlex.quote(sys.executable)} -m aligner "$@"; }}\n'
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        ["bash", "-c", f"{program}{command}"], cwd=folder, env=environment, capture_output=True, timeout=60, check=True
    )
    return done.stderr.decode("utf-8") + done.stdout.decode("utf-8")


@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: block.splitlines()[0][2:])
def test_commands_print_what_the_readme_shows(block, project):
    command, _, shown = block.partition("\n")
    assert command.startswith("$ ")
    assert run(command[2:], project) == shown


@pytest.mark.parametrize("block", PYTHON)
def test_python_runs(block, project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("1-1 ")


def test_the_readme_begins_with_a_sentence_and_a_command():
    title, sentence, first = re.split(r"\n\n", README)[:3]
    assert title == "# align"
    assert sentence.count(".") == 1
    assert first.startswith("```console\n$ align ")


def test_every_option_that_the_readme_names_exists():
    from aligner.cli import main

    known = {option for parameter in main.params for option in parameter.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) | {"-o", "-f"}
    assert named <= known | {"--help"}, named - known


def test_files_that_the_readme_names_exist():
    for name in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"`(\w+\.py)`", README):
        assert (ROOT / "aligner" / name).exists() or list((ROOT / "aligner").glob(f"*/{name}")), name
