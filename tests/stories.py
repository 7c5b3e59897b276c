"""The commands of a page, run in order in one folder, and the page with what they print.

`python tests/stories.py` runs the commands of all pages and writes their outputs anew, after a change that is meant to
change them. Look at the difference before you commit it.
"""

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from command_runner import runner
from pages import ROOT, STORIES, Page, blocks, escaped, unescaped

from aligner.command.main import main

# Suffixes of the files that tutorials begin with; others are left there by a reader who follows a tutorial.
_INPUTS = frozenset({".py", ".docx", ".json"})
_CONSOLE = re.compile(r"^```console\n((?s:.*?))^```$", re.MULTILINE)


def rerun(story, folder, files=None):
    """Run the commands of a story; return its text with what they print.

    story: the text; its blocks with titles are written as files first.
    folder: where commands run.
    files: a folder whose files the commands read.
    """
    folder = Path(folder)
    for path in sorted(files.iterdir()) if files else ():
        if path.suffix in _INPUTS:
            shutil.copy(path, folder)
    if "data/" in story:
        shutil.copytree(ROOT / "data", folder / "data", dirs_exist_ok=True)
    for block in blocks(story):
        if block.name:
            (folder / block.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.name).write_bytes(unescaped(block.text).encode(block.encoding))
    with contextlib.chdir(folder):
        return _CONSOLE.sub(lambda match: f"```console\n{_rerun_block(match[1])}```", story)


def _rerun_block(text):
    """Return a console block with what its commands print. A line that ends with a backslash goes on in the next."""
    commands = re.findall(r"^\$ ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    assert text.startswith("$ "), f"a console block begins with a command: {text}"
    return "".join(
        f"$ {command}\n{_ended(escaped(printed(command.replace(chr(92) + chr(10), ' '))))}" for command in commands
    )


def _ended(text):
    return text + "\n" * (text != "" and not text.endswith("\n"))


def printed(command):
    """Return what a command prints: standard error, then standard output.

    A command of `align` or Python is run in this process, which saves the start of Python. What begins with a pipe is
    run by the shell, on the output of that.
    """
    program, pipe, rest = command.partition(" | ")
    if program.startswith("python "):
        messages, output, failed = "", run_script(*shlex.split(program)[1:]), False
    elif program.startswith("align ") and set(program).isdisjoint("<>;$&*"):
        words = shlex.split(program)[1:]
        result = runner().invoke(main, words, prog_name="align")
        messages, output, failed = result.stderr, result.stdout, result.exit_code != 0
    else:
        done = run_in_shell(command, Path.cwd())
        messages, output, failed, pipe = done.stderr, done.stdout, done.returncode != 0, ""
    if pipe:
        shell = ["bash", "-c", rest]
        output = subprocess.run(shell, input=output, capture_output=True, encoding="utf-8", check=True).stdout
    assert failed == is_refusal(messages), f"the exit status of: {command}\n{messages}"
    return messages + output


def is_refusal(messages):
    """True for messages of a command that ends with exit status 1."""
    return re.search(r"^Error: |nothing was aligned|^align: failed: ", messages, re.MULTILINE) is not None


def run_script(path, *arguments):
    """Return what a Python program prints."""
    printed, before = io.StringIO(), sys.argv
    sys.argv = [path, *arguments]
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(path, run_name="__main__")
    finally:
        sys.argv = before
    return printed.getvalue()


def run_in_shell(command, folder):
    """Run a shell command, where `align` is this program; the result has stdout, stderr and returncode."""
    program = f'set -o pipefail\nalign() {{ {shlex.quote(sys.executable)} -m aligner "$@"; }}\n'
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
    return subprocess.run(
        ["bash", "-c", f"{program}{command}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def rewrite(page):
    """Write the outputs of a page anew."""
    text = page.text
    for story in page.stories().values():
        with tempfile.TemporaryDirectory() as folder:
            text = text.replace(story, rerun(story, folder, page.files))
    (ROOT / page.name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for name in sys.argv[1:] or STORIES:
        rewrite(Page(name))
