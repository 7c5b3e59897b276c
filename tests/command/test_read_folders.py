"""Commands that read a folder: what cannot be read does not stop the others, and no link leads out of the folder."""

import errno
import json
import os

import pytest

ROWS = "src_text\ttrg_text\nوصل القطار.\tThe train arrived.\nنزل الركاب.\tThe passengers got off.\n"
COMMANDS = {
    "convert": ("convert", "folder", "-o", "out.tsv"),
    "eval": ("eval", "folder", "folder"),
    "against": ("eval", "same", "same", "--against", "folder", "--json"),
    "learn": ("learn", "folder", "-o", "profile"),
    "check": ("check", "folder"),
}
NAMES = [pytest.param(name, marks=[pytest.mark.slow] * (name in ("against", "learn"))) for name in COMMANDS]


@pytest.fixture
def refused(monkeypatch):
    """Paths that the system refuses to read."""
    paths = set()

    def refusing(function):
        def refuse(path, *arguments, **options):
            if path in paths:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return function(path, *arguments, **options)

        return refuse

    monkeypatch.setattr(os, "scandir", refusing(os.scandir))
    monkeypatch.setattr("builtins.open", refusing(open))
    return paths


def make(*paths, text=ROWS):
    for path in paths:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


@pytest.fixture
def folder(here):
    make("folder/a.tsv", "same/a.tsv")


def messages_about(path, result):
    return [line for line in result.stderr.splitlines() if path in line and "cannot be read" in line]


@pytest.mark.parametrize("name", NAMES)
def test_a_subfolder_that_cannot_be_read(name, folder, run, refused):
    make("folder/sub/b.tsv", "same/sub/b.tsv")
    refused.add("folder/sub")
    result = run(*COMMANDS[name])
    assert result.exit_code == 1
    assert len(messages_about("folder/sub: cannot be read: Permission denied", result)) >= 1, result.stderr
    assert _has_a(name, result)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_cannot_be_read(name, folder, run, refused):
    make("folder/b.tsv", "same/b.tsv")
    refused.add("folder/b.tsv")
    result = run(*COMMANDS[name])
    assert result.exit_code == 1
    assert len(messages_about("folder/b.tsv", result)) >= 1 or "folder/b.tsv" in result.stdout, result.stderr
    assert _has_a(name, result)


def _has_a(name, result):
    """True if the document that can be read is in the result."""
    if name == "convert":
        with open("out.tsv", encoding="utf-8") as file:
            return [line.split("\t")[0] for line in file] == ["document", "a", "a"]
    if name == "learn":
        return os.listdir("profile") != []
    if name == "against":
        return json.loads(result.stdout)["against"]["pair"]["difference"] == 0
    return any(line.startswith(("a: ar 2", "a   ")) for line in result.stdout.splitlines())


def test_a_damaged_file_leaves_none_of_its_rows(folder, run):
    make("folder/b.tsv", text="src_text\ttrg_text\tkind\nنعم.\tYes.\t1-1\nلا.\tNo.\tx\n")
    make("folder/c.tsv")
    result = run("convert", "folder")
    assert result.exit_code == 1
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == ["document", "a", "a", "c", "c"]
    assert "align: folder/b.tsv, line 3: " in result.stderr


def test_no_file_can_be_read(here, run, refused):
    make("folder/b.tsv")
    refused.add("folder/b.tsv")
    result = run("convert", "folder")
    assert (result.exit_code, result.stdout) == (1, "")
    reason = "folder/b.tsv: cannot be read: Permission denied"
    assert result.stderr == f"Error: folder: no aligned file in this folder can be read; {reason}\n"
    result = run("eval", "folder", "folder")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: folder: not every document can be measured; {reason}\n"


@pytest.mark.parametrize("name", NAMES)
def test_links_out_of_the_folder(name, folder, run):
    make("outside/b.tsv", "outside/sub/b.tsv")
    os.symlink("../outside/b.tsv", "folder/b.tsv")
    os.symlink("../outside/sub", "folder/sub")
    result = run(*COMMANDS[name])
    assert result.exit_code == 0, result.stderr
    message = "2 links lead out of the folder and are left out: folder/b.tsv, folder/sub"
    assert [line for line in result.stderr.splitlines() if message in line] != []
    assert _has_a(name, result)


@pytest.mark.parametrize("link", ["law/ar.txt", "law.ar.txt", "law.ar"])
def test_texts_beside_a_gold_do_not_lie_outside(link, here, run):
    make("outside/ar.txt", text="وصل القطار.\n")
    gold = "gold/law/gold.txt" if "/" in link else "gold/law.index"
    make(gold, "out/law.index", text="[0]:[0]\n")
    make(f"gold/{link.replace('ar', 'en')}", text="The train arrived.\n")
    os.symlink(os.path.abspath("outside/ar.txt"), f"gold/{link}")
    make("out/law.tsv", text="src_text\ttrg_text\nوصل القطار.\tThe train arrived.\n")
    os.unlink("out/law.index")
    result = run("eval", "gold", "out")
    assert result.exit_code == 1
    assert "outside" not in result.stdout
    result = run("eval", gold, "out/law.tsv")  # who names a file may have links beside it
    assert (result.exit_code, result.stderr) == (0, "")


def test_texts_of_folders_do_not_lie_outside(here, run):
    make("outside/law.txt", "en/law.txt", text="The train arrived.\n")
    make("gold/law.index", "out/law.index", text="[0]:[0]\n")
    os.mkdir("ar")
    os.symlink("../outside/law.txt", "ar/law.txt")
    result = run("eval", "gold", "out", "--texts", "ar", "en")
    assert result.exit_code == 1
    assert "ar: there is no text of the document law; name it law.txt" in result.stderr


def test_reviews_do_not_lie_outside(folder, run):
    make("outside/a.tsv", text="src_text\ttrg_text\tchecked\nوصل القطار.\tThe train arrived.\tx\n")
    os.mkdir("reviews")
    os.symlink("../outside/a.tsv", "reviews/a.tsv")
    result = run("folder", "--dry-run", "--pins", "reviews")
    assert "align: 0 of 1 documents have a review in reviews\n" in result.stderr
    message = "1 link leads out of the folder and is left out: reviews/a.tsv; --follow-links follows such links\n"
    assert message in result.stderr
    result = run("folder", "--dry-run", "--pins", "reviews", "--follow-links")
    assert "align: 1 of 1 documents have a review in reviews\n" in result.stderr
