"""The programs, each called as its own documentation says, and how to install those that are not there.

A program is installed if it is on the PATH, or if this Python can import it. Every function that returns calls first
writes the files that its program needs into the folder of the corpus.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.evaluation.peers import outputs
from aligner.evaluation.peers.outputs import Beads
from aligner.evaluation.peers.processes import Call
from aligner.evaluation.peers.texts import (
    Corpus,
    overlaps,
    read_lines,
    widest_overlap,
    write_dictionary,
    write_tokens,
)

HUNALIGN_SENTENCES = 46_340  # a side at most: hunalign counts the cells of a square table in 31 bits
VECALIGN_SIZE = 8  # sentences of a bead, both sides together, as in the documentation of vecalign
ENCODED_SIZE = 4  # the same, where an encoder makes the vectors; vecalign's default, since long overlaps take long
PACKAGE = Path(__file__).resolve().parents[3]  # the folder in which `python -m aligner` finds this package

# Prints the links `source target` of the lengths of two files, a sentence a line.
NLTK = """
import sys
from nltk.translate.gale_church import align_blocks
sides = [open(name, encoding="utf-8").read().removesuffix("\\n").split("\\n") for name in sys.argv[1:]]
for link in align_blocks(*[[len(sentence) for sentence in side] for side in sides]):
    print(*link)
"""
# The call of Bleualign as a Python module; the options are those of the command.
BLEUALIGN = """
import sys
from bleualign.align import Aligner
source, target, translation, output = sys.argv[1:]
options = {"srcfile": source, "targetfile": target, "srctotarget": [translation], "targettosrc": []}
Aligner({**options, "output": output, "verbosity": 2, "num_processes": 1}).mainloop()
"""


class Means(NamedTuple):
    """Files of the user that programs need besides the texts.

    translation: the source text in the language of the target, line by line, or None.
    vectors: vecalign's vectors of either side, `NAME.emb` with the lines of the overlaps in NAME, or None.
    """

    translation: Path | None = None
    vectors: tuple[Path, Path] | None = None


class Unavailable(Exception):
    """A program cannot take part. Its text says why, and what to do."""


class Program(NamedTuple):
    """A program besides `align`.

    name: as its authors write it.
    find: returns the beginning of its command; None if it is not installed.
    install: what to do to install it.
    calls: returns its calls for a corpus, given the beginning of the command. Raises Unavailable.
    """

    name: str
    find: Callable[[], list[str] | None]
    install: str
    calls: Callable[[Sequence[str], Corpus, Means], list[Call]]


def align(corpus: Corpus, method: str, options: Sequence[str] = (), python: str = sys.executable) -> Call:
    """`align` itself for the only text of a corpus.

    method: value of its option --method.
    options: such as --encoder; they stand in the name.
    """
    output = corpus.folder / "aligned"
    source, target = corpus.languages
    command = [python, "-m", "aligner", "--pre-split", "--from", source, "--to", target, "--format", "index", "--quiet"]
    command += ["--method", method, *options, "-o", str(output), str(corpus.source[0]), str(corpus.target[0])]
    name = " ".join(["align", *(["--method", method] if method != "hybrid" else []), *options])
    return Call(name, command, _of_files([output]), output, folder=PACKAGE)


def _hunalign(command: Sequence[str], corpus: Corpus, means: Means) -> list[Call]:
    """Hunalign without and with -realign. It asks for tokens and a dictionary, and gets those of the lexicon."""
    if corpus.longest() > HUNALIGN_SENTENCES:
        raise Unavailable(f"aligns texts of at most {HUNALIGN_SENTENCES:,} sentences a side; divide the texts")
    folder = corpus.folder / "hunalign"
    folder.mkdir()
    write_dictionary(folder / "dictionary", corpus.languages)
    batch, ladders = [], []
    for number, texts in enumerate(zip(corpus.source, corpus.target, strict=True)):
        names = [folder / f"{number:06}.{side}" for side in ("source", "target", "ladder")]
        for name, file in zip(names, texts, strict=False):
            write_tokens(name, read_lines(file))
        batch.append("\t".join(map(str, names)) + "\n")
        ladders.append(names[2])
    (folder / "batch").write_text("".join(batch), encoding="utf-8")
    sizes = corpus.sizes()

    def beads(_: Path) -> list[Beads]:
        return [outputs.read_ladder(ladder, size) for ladder, size in zip(ladders, sizes, strict=True)]

    files = ["-batch", str(folder / "dictionary"), str(folder / "batch")]
    return [
        Call(" ".join(["hunalign", *options]), [*command, "-utf", *options, *files], beads)
        for options in ([], ["-realign"])
    ]


def _galechurch(command: Sequence[str], corpus: Corpus, means: Means) -> list[Call]:
    """galechurch on one thread. It takes a folder a side, with files of the same names."""
    folders = [corpus.folder / f"galechurch-{side}" for side in ("source", "target", "output")]
    for folder, files in zip(folders, (corpus.source, corpus.target), strict=False):
        folder.mkdir()
        for number, file in enumerate(files):
            shutil.copy(file, folder / f"{number:06}")
    source, target, output = map(str, folders)
    cells = max((n + 1) * (m + 1) for n, m in corpus.sizes())  # of the largest table, which is limited by default
    options = ["-src", source, "-trg", target, "-out", output, "-proc", "1", "-ltmr", str(cells)]

    def beads(_: Path) -> list[Beads]:
        return [outputs.read_index(file) for file in sorted(folders[2].iterdir())]

    return [Call("galechurch", [*command, *options], beads, folders[2])]


def _nltk(command: Sequence[str], corpus: Corpus, means: Means) -> list[Call]:
    """`nltk.translate.gale_church` on the lengths of the only text; nltk has no command of its own."""
    files = [str(corpus.source[0]), str(corpus.target[0])]
    return [Call("nltk", [*command, *files], lambda printed: [outputs.read_links(printed)])]


def _bleualign(command: Sequence[str], corpus: Corpus, means: Means) -> list[Call]:
    """Bleualign on the only text, if there is a translation of the source."""
    if not means.translation:
        raise Unavailable("compares a translation of the source, line by line; give one with --translation FILE")
    if len(read_lines(means.translation)) != len(read_lines(corpus.source[0])):
        raise Unavailable(f"needs a translation of each line, and {means.translation} has another number of lines")
    files = [corpus.source[0], corpus.target[0], means.translation, corpus.folder / "bleualign"]
    if len(command) == 2:  # the program, and not the module
        options = zip(("-s", "-t", "--srctotarget", "-o"), map(str, files), strict=True)
        arguments = [*(word for option in options for word in option), "--verbosity", "2", "--processes", "1"]
    else:
        arguments = [str(file) for file in files]
    return [Call("Bleualign", [*command, *arguments], lambda printed: [outputs.read_bleualign_log(printed)])]


def _vecalign(command: Sequence[str], corpus: Corpus, means: Means) -> list[Call]:
    """vecalign on the only text, if there are vectors of its overlaps."""
    if not means.vectors:
        raise Unavailable("compares vectors of overlaps; give them with --vectors SOURCE TARGET, or --encoder NAME")
    size, arguments = VECALIGN_SIZE, []
    for side, file, vectors in zip(("src", "tgt"), (corpus.source[0], corpus.target[0]), means.vectors, strict=True):
        lines = read_lines(vectors.with_suffix(""))
        size = min(size, widest_overlap(lines, read_lines(file), VECALIGN_SIZE))
        arguments += [f"--{side}", str(file), f"--{side}_embed", str(vectors.with_suffix("")), str(vectors)]
    if size < 2:
        raise Unavailable("needs vectors of single sentences and of pairs of them; make the overlaps of these texts")
    options = ["--alignment_max_size", str(size)]
    return [Call("vecalign", [*command, *options, *arguments], lambda printed: [outputs.read_index(printed)])]


def write_overlaps(corpus: Corpus, encode: Callable[[Sequence[str]], bytes]) -> tuple[Path, Path]:
    """Write the overlaps of the only text and their vectors, as vecalign reads them; returns the files of the vectors.

    encode: returns the vectors of lines, as float32 one after the other.
    """
    files = []
    for side, file in (("source", corpus.source[0]), ("target", corpus.target[0])):
        lines = overlaps(read_lines(file), ENCODED_SIZE)
        text = corpus.folder / f"overlaps-{side}"
        text.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        files.append(corpus.folder / f"overlaps-{side}.emb")
        files[-1].write_bytes(encode(lines))
    return files[0], files[1]


def _of_files(files: Sequence[Path]) -> Callable[[Path], list[Beads]]:
    """A reader of index lines that a program writes to files."""
    return lambda _: [outputs.read_index(file) for file in files]


def _on_path(*names: str) -> list[str] | None:
    """The command of the first program that is on the PATH; None if none is."""
    return next(([path] for name in names if (path := shutil.which(name))), None)


def _module(name: str, arguments: Sequence[str]) -> list[str] | None:
    """The command that runs a package of this Python; None if it cannot import the package."""
    return [sys.executable, *arguments] if importlib.util.find_spec(name) else None


def _find_bleualign() -> list[str] | None:
    """The program, which runs in this Python, or else the module."""
    path = _on_path("bleualign.py")
    return [sys.executable, *path] if path else _module("bleualign", ["-c", BLEUALIGN])


PROGRAMS: Sequence[Program] = (
    Program(
        "hunalign",
        lambda: _on_path("hunalign"),
        "build https://github.com/danielvarga/hunalign with `make` in src/hunalign, and put hunalign on the PATH",
        _hunalign,
    ),
    Program(
        "vecalign",
        lambda: _on_path("vecalign") or _module("vecalign", ["-m", "vecalign.vecalign"]),
        "pip install git+https://github.com/thompsonb/vecalign",
        _vecalign,
    ),
    Program(
        "Bleualign",
        _find_bleualign,
        "pip install git+https://github.com/rsennrich/Bleualign",
        _bleualign,
    ),
    Program(
        "galechurch",
        lambda: _module("galechurch", ["-m", "galechurch.cli"]) or _on_path("galechurch"),
        "pip install galechurch",
        _galechurch,
    ),
    Program("nltk", lambda: _module("nltk", ["-c", NLTK]), "pip install nltk", _nltk),
)
