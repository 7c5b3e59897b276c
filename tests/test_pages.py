"""The documentation is true: its commands run, what it shows is what they print, and what it names exists.

`pages.py` says how a page is read, and `stories.py` how the commands of `console` blocks are run. Each `sh` line that
begins with `align` or `cat` is run by itself, in a folder with the files that such lines name. Of a line that needs a
cluster or a network, only the options are read.
"""

import gzip
import hashlib
import json
import re
import runpy
import shlex
import shutil

import pytest
from pages import NAMES, ROOT, STORIES, Page, escaped
from stories import rerun, run_in_shell

from aligner import diagnostics
from aligner.command.main import main
from aligner.command.options import GROUPS
from aligner.read import readers
from aligner.write import formats, repair
from aligner.write.writer import Writer

README = Page("README.md")
# Page -> the test that compares it with the code, or runs its blocks.
OTHERS = {
    "docs/api.md": "tests/test_doctests.py",
    "docs/eval.md": "tests/evaluation/test_documentation.py",
    "docs/learn.md": "tests/learn/test_docs_page.py",
    "docs/limits.md": "tests/test_limits.py",
    "docs/reference.md": "tests/test_pages.py",
}
PAGES = [Page(name) for name in NAMES if name not in OTHERS]
# Pages whose commands take more than a second.
SLOW = {"docs/tutorials/corpus-linguist.md", "docs/tutorials/training.md"}
# Programs that begin lines of `sh` blocks and are not run: they install, or need a cluster.
NOT_RUN = {"python3", "pip", "source", "dask", "for", "python"}


def shell_lines():
    """The different commands of all references."""
    return list(dict.fromkeys(line for page in PAGES for line in page.shell_lines()))


def can_run(line):
    """True for a command that runs here: one of `align` or `cat` that needs no cluster, URL or other aligner."""
    return line.startswith(("align ", "cat ")) and not any(word in line for word in ("--cluster", "://", "--peers"))


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
        "gold.txt": "[0]:[0]\n[1]:[1]\n",
        "law/profile.toml": (
            'kind = "align profile"\nformat = 1\n[languages]\nsource = "ar"\ntarget = "en"\n[priors]\n"1-1" = 0.9\n'
        ),
        "law/lexicon.tsv": "قطار\ttrain\t1\n",
        "law/abbreviations.ar.txt": "",
        "law/abbreviations.en.txt": "",
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


def needs_shell(line):
    """True for a line that needs more than `align` with arguments, such as a pipe."""
    return not line.startswith("align ") or not set(line.partition("#")[0]).isdisjoint("|<>;$&*")


def as_parameter(line):
    """A command as a parameter of a test; one that writes Parquet needs the extra."""
    return pytest.param(line, marks=pytest.mark.parquet) if ".parquet" in line else line


def pages_of(line):
    """The pages that have a command."""
    return ", ".join(page.name for page in PAGES if line in page.shell_lines())


@pytest.mark.parametrize("line", [as_parameter(line) for line in shell_lines() if can_run(line)])
def test_line_of_a_shell_block_runs(line, reader_files, run):
    if re.search(r"\bjq\b", line) and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    # A command does not overwrite a file, so that its outputs must not exist.
    for output in re.findall(r"(?:-o|--output|--save-lexicon|>)[ =]*(\S+)", line):
        if (reader_files / output).is_dir():
            shutil.rmtree(reader_files / output)
        (reader_files / output).unlink(missing_ok=True)
    if needs_shell(line):
        done = run_in_shell(line, reader_files)
        status, messages = done.returncode, done.stderr
    else:  # in this process, which saves the start of a shell and of Python
        result = run(*shlex.split(line, comments=True)[1:])
        status, messages = result.exit_code, result.stderr
    assert status == 0, f"{pages_of(line)}: this line ends with exit status {status}:\n{line}\n{messages}"


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("align ") and not can_run(line)])
def test_options_of_a_line_that_is_not_run_exist(line):
    words = shlex.split(line.replace("$(hostname)", "host"), comments=True)[1:]
    command = main.sub_commands[words[0]].load() if words[0] in main.sub_commands else main
    assert command.make_context("align", words[command is not main :]).params


def test_shell_blocks_hold_only_set_up_and_commands_that_are_run():
    """A recipe that begins with another program would not be tested."""
    programs = {line.split()[0] for line in shell_lines()}
    assert programs <= {"align", "cat"} | NOT_RUN


def python_blocks():
    pages = {text: page for page in reversed(PAGES) for text in page.texts("python")}
    return [(page, text) for text, page in pages.items()]


@pytest.mark.parametrize(("page", "block"), python_blocks())
def test_python_block_prints_a_pair(page, block, project, monkeypatch, capsys):
    code = compile(block, page.name, "exec")
    if page.name == "docs/cluster.md":  # tests/corpus/test_cluster.py starts such a cluster
        return
    monkeypatch.chdir(project)
    exec(code, {})
    assert capsys.readouterr().out.startswith("1-1 ")


def stories():
    """The parts of all pages whose commands are run in order, with the folder of their files."""
    found = []
    for name in STORIES:
        if name in OTHERS:
            continue
        page = Page(name)
        for heading, text in page.stories().items():
            marks = pytest.mark.slow if name in SLOW else ()
            found.append(pytest.param(text, page.files, id=heading, marks=marks))
    return found


@pytest.mark.parametrize(("story", "files"), stories())
def test_commands_print_what_is_shown(story, files, tmp_path):
    """If outputs have changed on purpose, `python tests/stories.py` writes them anew."""
    assert rerun(story, tmp_path, files) == story


class TestPages:
    def test_all_are_tested(self):
        assert OTHERS.keys() < set(NAMES)
        assert all((ROOT / test).exists() for test in OTHERS.values())

    def test_all_are_in_the_navigation_of_the_site(self):
        conf = runpy.run_path(str(ROOT / "docs" / "conf.py"))
        entries = [entry for pages in conf["NAVIGATION"].values() for entry in pages]
        names = [re.sub(r".*<(.*)>", r"\1", entry) + ".md" for entry in entries]
        project = {f"{name}.md" for name in ("README", "README.ar", "CONTRIBUTING", "CHANGELOG", "SECURITY")}
        assert len(names) == len(set(names))
        assert {*names, "README.md"} == {*NAMES} | project

    @pytest.mark.parametrize("page", [*PAGES, *map(Page, OTHERS), Page("CONTRIBUTING.md")], ids=repr)
    def test_links_lead_to_files_and_headings(self, page):
        for path, name in page.links():
            assert path.exists(), path
            if name:
                assert name in Page(path.relative_to(ROOT).as_posix()).anchors(), (path.name, name)

    @pytest.mark.parametrize("page", PAGES, ids=repr)
    def test_files_that_are_named_exist(self, page):
        for name in re.findall(r"`((?:aligner|benchmarks|data|docs|tests)/[\w/.-]*)`", page.text):
            assert (ROOT / name).exists(), name
        for name in re.findall(r"`(\w+\.py)`", page.text):
            assert any((ROOT / "aligner").rglob(name)) or f'title="{name}"' in page.text, name

    @pytest.mark.parametrize("page", PAGES, ids=repr)
    def test_options_that_are_named_exist(self, page):
        commands = [main, *(sub_command.load() for sub_command in main.sub_commands.values())]
        options = {option for command in commands for parameter in command.params for option in parameter.opts}
        prose = re.sub(r"^(?!align ).*\b(?:dask|docker|pip|python) .*$", "", page.text, flags=re.MULTILINE)
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", prose))
        assert named <= options | {"--help"}, named - options

    @pytest.mark.parametrize("page", PAGES, ids=repr)
    def test_no_character_is_invisible(self, page):
        assert escaped(page.text) == page.text


class TestReadme:
    def test_begins_with_a_sentence_and_a_command(self):
        title, sentence, first = re.split(r"\n\n", README.text)[:3]
        assert title == "# align"
        assert sentence.count(".") == 1
        assert first.startswith("```console\n$ align ")

    def test_is_read_in_one_sitting(self):
        assert README.text.count("\n") <= 350

    def test_has_the_two_commands_of_set_up(self):
        assert len([line for line in README.shell_lines() if line.startswith("python3 -m venv")]) == 2


class TestTables:
    def test_formats_are_those_of_the_writers(self):
        """Each format, with a command that chooses it, and what it can hold."""
        rows = {row[0].strip("`"): row[1:] for row in Page("docs/formats.md").table_of("`-f`", "command")}
        assert list(rows) == list(formats.names())
        for name, (command, unaligned, folder, content) in rows.items():
            writer = formats.FORMATS[name]
            options = shlex.split(command.strip("`"))
            chosen = (
                options[options.index("-f") + 1]
                if "-f" in options
                else formats.format_of(options[options.index("-o") + 1])
            )
            assert chosen == name
            assert (unaligned, folder) == ("no" if writer.pairs_only else "yes", "no" if writer.one_document else "yes")
            assert re.findall(r"needs the extra `(\w+)`", content) == [name] * (
                type(writer).require is not Writer.require
            )

    def test_inputs_have_the_suffixes_of_a_folder(self):
        cells = " ".join(row[1] for row in Page("docs/inputs.md").table_of("input", "suffix"))
        suffixes = re.findall(r"\*\*`(\.\w+)`\*\*", cells)
        assert sorted(suffixes) == sorted(readers.SUFFIXES)
        # The order is that in which a folder chooses between files of one name.
        ranks = [readers.READERS.index(readers.reader_of(f"a{suffix}")) for suffix in suffixes]
        assert ranks == sorted(ranks)

    def test_faults_are_those_of_the_checks(self):
        folders = (ROOT / "aligner" / name for name in ("health", "separate"))
        sources = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
        faults, doubts = ([row[0].strip("`") for row in table[1:]] for table in Page("docs/warnings.md").tables)
        assert set(faults) == set(re.findall(r'(?:Fault|TextWarning)\(\s*"([\w-]+)"', sources))
        assert tuple(doubts) == diagnostics.DOUBTS

    def test_repairs_filters_and_exit_statuses_are_those_of_the_code(self):
        page = Page("docs/output.md")
        assert tuple(row[0].strip("`") for row in page.table_of("repair")) == repair.NAMES
        options = {option for parameter in GROUPS["Filtering"] for option in parameter.opts}
        filters = {row[0].strip("`").split()[0] for row in page.table_of("option", "leaves out")}
        assert filters == options - {"--keep-unaligned", "--best-of"}
        statuses = re.findall(r"(\d+) ", " ".join((main.epilog or "").split()))
        assert [row[0] for row in page.table_of("status")] == statuses

    def test_reference_is_made_of_the_code(self):
        reference = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
        assert reference["page"]() == Page("docs/reference.md").text, f"run {reference['COMMAND']}"


def test_word_files_of_the_tutorial_are_those_of_their_script(tmp_path):
    script = runpy.run_path(str(ROOT / "docs" / "make_samples.py"))
    for name, text in script["DOCUMENTS"].items():
        script["write_document"](tmp_path / name, text, right_to_left=".ar." in name)
        assert (tmp_path / name).read_bytes() == (script["FOLDER"] / name).read_bytes(), "run docs/make_samples.py"


class TestArabic:
    PAGE = Page("docs/arabic.md")
    LEAST_TRAPS = 30

    def test_shows_enough_traps(self):
        assert len(self.PAGE.stories()) == self.PAGE.text.count("\n### ") >= self.LEAST_TRAPS
        assert all("```console\n" in story for story in self.PAGE.stories().values())

    def test_links_lead_to_the_sections(self):
        chapters = set(re.findall(r"^## (.+)$", self.PAGE.text, re.MULTILINE))
        assert chapters == set(re.findall(r"\[([^]]+)\]\(#", self.PAGE.text))
