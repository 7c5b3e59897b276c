"""The README is true: its commands and Python blocks run, and what it names exists.

- A `console` block is one command and its output, which is compared.
- A `sh` block holds commands, one a line. Lines that begin with `align` or `cat` are run, each in a folder with the
  files that such lines name. Their output is not compared. A cell of a table that holds one command is such a line.
- A `python` block is run.
"""

import gzip
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aligner.command.main import main
from aligner.read import readers
from aligner.write import formats
from aligner.write.writer import Writer

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """The blocks of code in one language; there has to be one."""
    texts = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert texts, f"the README has no block of {language}"
    return texts


def tables():
    """The tables, each a list of rows, and each row a list of cells; the row of dashes is left out."""
    texts = re.findall(r"(?:^\|.*\n)+", README, re.MULTILINE)
    rows_of_tables = [[re.split(r" ?\| ?", line)[1:-1] for line in text.splitlines()] for text in texts]
    return [[header, *rows] for header, _, *rows in rows_of_tables]


def table_of(*columns):
    """The rows of the table whose first columns have these names."""
    (table,) = [table for table in tables() if tuple(table[0][: len(columns)]) == columns]
    return table[1:]


def shell_lines():
    """The different commands of `sh` blocks and of tables. A line that ends with a backslash goes on in the next."""
    lines = [line for block in blocks("sh") for line in block.replace("\\\n", " ").splitlines()]
    cells = [cell for table in tables() for row in table for cell in row]
    lines += [cell.strip("`") for cell in cells if re.fullmatch("`align [^`]*`", cell)]
    return [line for line in dict.fromkeys(lines) if line.strip() and not line.startswith("#")]


def can_run(line):
    """True for a command that runs here: one of `align` or `cat` without a cluster and without URLs."""
    return line.startswith(("align ", "cat ")) and "--cluster" not in line and "://" not in line


@pytest.fixture
def project(tmp_path):
    """A folder with the data of the project, in which commands may write."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def review(*texts):
    """A review of two texts, which the page saved, with the first sentences checked."""
    record = {
        "review": 1,
        "inputs": [{"name": "", "sha256": hashlib.sha256(text.encode()).hexdigest()} for text in texts],
        "src_sentences": 4,
        "trg_sentences": 4,
        "beads": [{"source": [0], "target": [0], "checked": True}],
    }
    return json.dumps(record)


# Name that the `sh` blocks have for a document of a word processor -> the fixture.
DOCUMENTS = {"book.ar.docx": "ferry.ar.docx", "book.en.docx": "ferry.en.docx", "lease.odt": "lease.odt"}


@pytest.fixture
def reader_files(tmp_path, story):
    """A folder with the files that the `sh` blocks name as inputs. A name not made here has to be added."""
    both = story.arabic + story.english
    first = [text.partition(".")[0] for text in (story.arabic, story.english)]
    texts = {
        "book.txt": both,
        "book.ar.txt": story.arabic,
        "book.en.txt": story.english,
        "page.ar.html": f"<h1>{story.arabic}</h1>",
        "page.en.html": f"<h1>{story.english}</h1>",
        "buch.de.txt": "Der Zug kam früh am Morgen an. Die Reisenden stiegen langsam aus.\n",
        "livre.fr.txt": "Le train arriva tôt le matin. Les voyageurs descendirent lentement.\n",
        "glossary.tsv": "باب\tdoor\nجدار\twall\n",
        "glossary.md": "| Arabic | English |\n|---|---|\n| باب | door |\n| جدار | wall |\n",
        "glossary.json": '[{"ar": "باب", "en": "door"}, {"ar": "جدار", "en": "wall"}]',
        "glossary.jsonl": '{"ar": "باب", "en": "door"}\n{"ar": "جدار", "en": "wall"}\n',
        "glossary.csv": "Arabic,Notes,English\nباب,of a house,door\nجدار,of a garden,wall\n",
        "film.ar.srt": "1\n00:00:01,000 --> 00:00:03,000\nنام الحارس.\n",
        "film.en.srt": "1\n00:00:01,000 --> 00:00:03,000\nThe guard slept.\n",
        "corpus/one.txt": both,
        "corpus/two.ar.txt": story.arabic,
        "corpus/two.en.txt": story.english,
        "pages/1.txt": both,
        "pages/2.txt": both,
        "list.tsv": "book.ar.txt\tbook.en.txt\tbook.tsv\n",
        "words.tsv": "قطار\ttrain\t1\n",
        "book.review.json": review(story.arabic, story.english),
        "reviews/one.tsv": f"src_text\ttrg_text\tchecked\n{first[0]}.\t{first[1]}.\tx\n",
        "edited.tsv": f"src_text\ttrg_text\tchecked\n{first[0]}.\t{first[1]}.\tx\n",
        "pairs.tsv": "src_text\ttrg_text\tconfidence\tkind\nباب\tdoor\t0.950\t1-1\n",
        "chapters/one.tsv": "src_text\ttrg_text\tconfidence\tkind\nباب\tdoor\t0.950\t1-1\n",
        "memory.tmx": (
            '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>door</seg></tuv>'
            '<tuv xml:lang="ar"><seg>باب</seg></tuv></tu></body></tmx>'
        ),
        "manual.xlf": (
            '<xliff version="1.2"><file source-language="en" target-language="ar"><body><trans-unit id="1">'
            "<source>door</source><target>باب</target></trans-unit></body></file></xliff>"
        ),
        "program.po": 'msgid ""\nmsgstr "Language: ar\\n"\n\nmsgid "door"\nmsgstr "باب"\n',
        "pairs.csv": "\ufeffsrc_text,trg_text,confidence,kind\r\nباب,door,0.950,1-1\r\n",
        "pairs.jsonl": '{"src_text": "باب", "trg_text": "door", "src_lang": "ar", "trg_lang": "en"}\n',
        "book.ladder": "0\t0\t0.950\n1\t1\t0.950\n2\t2\t0.950\n",
        "train.ar": "باب\n",
        "train.en": "door\n",
        "book.index": "[0]:[0]\n[1]:[1]\n",
    }
    for name, text in texts.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "tests" / "fixtures" / "pairs" / "libreoffice.ods", tmp_path / "glossary.ods")
    (tmp_path / "book.txt.gz").write_bytes(gzip.compress(both.encode()))
    for name, document in DOCUMENTS.items():
        shutil.copy(ROOT / "tests" / "fixtures" / "office" / document, tmp_path / name)
    for tag in ("ar", "en"):
        shutil.copyfile(ROOT / "tests" / "fixtures" / "web" / f"pandoc.{tag}.epub", tmp_path / f"book.{tag}.epub")
    return tmp_path


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


def needs_shell(line):
    """True for a line that needs more than `align` with arguments, such as a pipe."""
    return not line.startswith("align ") or not set(line.partition("#")[0]).isdisjoint("|<>;$&*")


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.splitlines()[0][2:])
def test_console_block_shows_the_output_of_its_command(block, project):
    command, _, shown = block.partition("\n")
    assert command.startswith("$ ")
    done = run_in_shell(command[2:], project)
    assert done.stderr + done.stdout == shown


def as_parameter(line):
    """A command as a parameter of a test; one that writes Parquet needs the extra."""
    return pytest.param(line, marks=pytest.mark.parquet) if ".parquet" in line else line


@pytest.mark.parametrize("line", [as_parameter(line) for line in shell_lines() if can_run(line)])
def test_line_of_a_shell_block_runs(line, reader_files, run):
    if re.search(r"\bjq\b", line) and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    # A command does not overwrite a file, so that its outputs must not exist.
    for output in re.findall(r"(?:-o|--output|--save-lexicon|>)[ =]*(\S+)", line):
        (reader_files / output).unlink(missing_ok=True)
    if needs_shell(line):
        done = run_in_shell(line, reader_files)
        status, messages = done.returncode, done.stderr
    else:  # in this process, which saves the start of a shell and of Python
        result = run(*shlex.split(line, comments=True)[1:])
        status, messages = result.exit_code, result.stderr
    assert status == 0, f"README.md: this line ends with exit status {status}:\n{line}\n{messages}"


def test_the_table_of_formats_is_that_of_the_writers():
    """Each format, with a command that chooses it, and what it can hold."""
    rows = {row[0].strip("`"): row[1:] for row in table_of("`-f`", "command")}
    assert list(rows) == list(formats.names())
    for name, (command, unaligned, folder, content) in rows.items():
        writer = formats.FORMATS[name]
        options = shlex.split(command.strip("`"))
        chosen = (
            options[options.index("-f") + 1] if "-f" in options else formats.format_of(options[options.index("-o") + 1])
        )
        assert chosen == name
        assert (unaligned, folder) == ("no" if writer.pairs_only else "yes", "no" if writer.one_document else "yes")
        assert re.findall(r"needs the extra `(\w+)`", content) == [name] * (type(writer).require is not Writer.require)


def test_the_table_of_inputs_has_the_suffixes_of_a_folder():
    cells = " ".join(row[1] for row in table_of("input", "suffix"))
    suffixes = re.findall(r"\*\*`(\.\w+)`\*\*", cells)
    assert sorted(suffixes) == sorted(readers.SUFFIXES)
    # The order is that in which a folder chooses between files of one name.
    ranks = [readers.READERS.index(readers.reader_of(f"a{suffix}")) for suffix in suffixes]
    assert ranks == sorted(ranks)


def test_shell_blocks_hold_only_set_up_and_commands_that_are_run():
    """A recipe that begins with another program would not be tested."""
    programs = {line.split()[0] for line in shell_lines()}
    assert programs <= {"align", "cat", "python3", "pip", "source"}


@pytest.mark.parametrize("block", blocks("python"))
def test_python_block_prints_a_pair(block, project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("1-1 ")


def test_the_readme_begins_with_a_sentence_and_a_command():
    title, sentence, first = re.split(r"\n\n", README)[:3]
    assert title == "# align"
    assert sentence.count(".") == 1
    assert first.startswith("```console\n$ align ")


def test_every_option_that_the_readme_names_exists():
    commands = [main, *(sub_command.load() for sub_command in main.sub_commands.values())]
    options = {option for command in commands for parameter in command.params for option in parameter.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) | {"-o", "-f"}
    assert named <= options | {"--help"}, named - options


def test_files_that_the_readme_names_exist():
    for name in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"`((?:aligner|benchmarks|data|docs|tests)/[\w/.-]*)`", README):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"`(\w+\.py)`", README):
        assert (ROOT / "aligner" / name).exists() or list((ROOT / "aligner").glob(f"*/{name}")), name
