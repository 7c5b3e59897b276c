"""`docs/eval.md` is true: its commands run, its outputs are exact, and it names all keys and options."""

import json
import re
import shlex
from pathlib import Path

import evaluation_samples as samples
import pytest
from evaluation_samples import GOLD, PREDICTED, SOURCE, TARGET
from pages import Page

from aligner.command.evaluate import EVAL_GROUPS
from aligner.evaluation import comparison

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, PEERS = ((DOCS / name).read_text(encoding="utf-8") for name in ("eval.md", "peers.md"))


def blocks(language):
    """The blocks of code in one language; there has to be one."""
    texts = Page("docs/eval.md").texts(language)
    assert texts
    return texts


def memory(beads):
    units = "".join(
        f'<tu><tuv xml:lang="ar"><seg>{row[0]}</seg></tuv><tuv xml:lang="en"><seg>{row[1]}</seg></tuv></tu>'
        for row in samples.rows(beads)
    )
    return f'<tmx version="1.4"><header srclang="ar"/><body>{units}</body></tmx>'


@pytest.fixture
def files(here):
    """The files that the page names."""
    gold, source, target = samples.raw_gold(list(zip(SOURCE, TARGET, strict=True)))
    table = "src_text\ttrg_text\n" + "".join(f"{row[0]}\t{row[1]}\n" for row in samples.rows(PREDICTED))
    sentences = "".join(f"{sentence}\n" for sentence in TARGET)
    texts = {
        "gold.txt": samples.index(GOLD),
        "book.gold.txt": samples.index(GOLD),
        "book.index": samples.index(PREDICTED),
        "other.index": samples.index(GOLD),
        "book.tsv": table,
        "book.ar.txt": "\n".join(SOURCE),
        "book.en.txt": "\n".join(TARGET),
        "gold.json": gold,
        "ar.txt": source,
        "en.txt": target,
        "book.jsonl": samples.json_lines(PREDICTED),
        "gold.tmx": memory(GOLD),
        "book.tmx": memory(PREDICTED),
        "gold/one.txt": samples.index(GOLD),
        "aligned/one.index": samples.index(PREDICTED),
        "gold.sentences": sentences,
        "book.sentences": sentences,
    }
    for name, text in texts.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    return here


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines()])
def test_command_runs(line, files, run, monkeypatch):
    monkeypatch.setattr(comparison, "DRAWS", 40)
    program, *arguments = shlex.split(line, comments=True)
    assert program == "align"
    result = run(*arguments)
    assert (result.exit_code, bool(result.stdout)) == (0, True), result.stderr


def test_console_block_is_exact(files, run):
    (block,) = blocks("console")
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
        program, *arguments = shlex.split(command)
        shown = run(*arguments).stdout if program == "align" else (files / arguments[0]).read_text()
        assert shown == output, command


def test_python_block_prints_what_it_says(capsys):
    (block,) = blocks("python")
    exec(compile(block, "docs/eval.md", "exec"), {})
    shown = capsys.readouterr().out.splitlines()
    said = [line.partition("  # ")[2] for line in block.splitlines() if line.startswith("print")]
    assert [line for line, comment in zip(shown, said, strict=True) if comment] == list(filter(None, said))


def test_every_key_of_json_is_named(files, run, monkeypatch):
    monkeypatch.setattr(comparison, "DRAWS", 40)

    def keys(value):
        for key, inner in value.items():
            yield key
            if isinstance(inner, dict) and key not in ("by_document", "by_gold_kind", "by_predicted_kind"):
                yield from keys(inner)

    for arguments in (
        ["gold.txt", "book.index", "--against", "other.index"],
        ["gold.json", "book.jsonl"],
        ["gold.sentences", "book.sentences", "--splitting"],
        ["gold", "aligned"],
    ):
        figures = json.loads(run("eval", *arguments, "--json").stdout)
        assert {key for key in keys(figures) if f"`{key}`" not in PAGE} == set()


def test_every_option_is_explained():
    """The encoding is that of all commands. `docs/peers.md` has the options of --peers."""
    options = {option.opts[0] for group in EVAL_GROUPS.values() for option in group}
    assert {option for option in options if option not in PAGE + PEERS} == {"--encoding"}


def test_options_that_are_named_exist():
    options = {option.opts[0] for group in EVAL_GROUPS.values() for option in group}
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) <= options | {"--min-confidence"}
