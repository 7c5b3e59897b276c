"""The programs that are compared: their commands, and the links of their outputs.

A text is two files with one sentence a line; a corpus is many of them. Every function returns a `Contender`.
"""

import importlib.util
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Contender, Links
from benchmarks.texts import Link, links_of_nodes

ROOT = Path(__file__).resolve().parent.parent
METHODS = ("hybrid", "length", "gale-church")
LARGEST = {  # sentences of the longest text that a program is given
    "nltk": 2_000,  # it takes 11 CPU seconds for 1,000, and four times as long for twice as many
    "galechurch": 20_000,  # it takes half a minute for 10,000, and four times as long for twice as many
    "hunalign": 46_340,  # it counts the cells of a square table in 31 bits
}
IMPORTS = "import numpy, click, regex"  # what `align` imports at least


class Version(NamedTuple):
    """A version of `align` under comparison.

    name: name in the table.
    python: the Python in which it is installed.
    languages: language tags of the source and of the target.
    """

    name: str
    python: str
    languages: tuple[str, str]

    def align(self, method: str, *arguments: str | Path) -> list[str]:
        """The command with a method and other arguments; it writes sentence numbers."""
        source, target = self.languages
        options = ["--method", method, "--from", source, "--to", target, "--format", "index", "--quiet"]
        return [self.python, "-m", "aligner", *options, *map(str, arguments)]


class Corpus(NamedTuple):
    """The files of texts that are aligned in one call.

    folder: holds the files.
    source, target: the two files of each text.
    """

    folder: Path
    source: list[Path]
    target: list[Path]


def installed(program: str) -> bool:
    """True if hunalign is on the PATH, or if this Python can import the package nltk or galechurch."""
    return bool(shutil.which(program) if program == "hunalign" else importlib.util.find_spec(program))


def takes_part(program: str, sentences: int) -> bool:
    """True if a program is installed and can align a text of so many sentences."""
    return installed(program) and sentences <= LARGEST[program]


def imports(version: Version) -> Contender:
    """Start of Python, and the import of what `align` needs at least: no program that uses them can be faster."""
    return Contender(f"({IMPORTS})", [version.python, "-c", IMPORTS])


def align_files(version: Version, method: str, corpus: Corpus) -> Contender:
    """`align` for the only text of a corpus."""
    output = corpus.folder / "aligned"
    command = version.align(method, "--pre-split", "-o", output, corpus.source[0], corpus.target[0])
    return Contender(f"{version.name}, {method}", command, lambda _: links_of_texts([output], read_index), output)


def align_raw(version: Version, method: str, file: Path) -> Contender:
    """`align` for one file that holds both languages and is not split; sentences have no numbers to compare."""
    output = file.with_name("aligned")
    return Contender(f"{version.name}, {method}", version.align(method, "-o", output, file), output=output)


def align_folder(version: Version, method: str, corpus: Corpus) -> Contender:
    """`align` for a folder, in one process."""
    output = corpus.folder.with_name("aligned")
    command = version.align(method, "--pre-split", "--jobs", "1", "-o", output, corpus.folder)

    def links(_: Path) -> Links:
        return links_of_texts([output / f"{file.name.split('.')[0]}.index" for file in corpus.source], read_index)

    return Contender(f"{version.name}, {method}", command, links, output)


def align_call(version: Version, method: str, lengths: Path) -> Contender:
    """`aligner.align_lengths` for every text of a file of lengths."""
    return _library_call(f"{version.name}, {method}", version.python, f"align-{method}", lengths)


def peer_call(program: str, lengths: Path) -> Contender:
    """A library call of nltk or of galechurch for every text of a file of lengths."""
    return _library_call(program, sys.executable, program, lengths)


def _library_call(name: str, python: str, program: str, lengths: Path) -> Contender:
    """A contender that runs `library_call`."""
    output = lengths.with_name("links")
    command = [python, str(ROOT / "benchmarks" / "library_call.py"), program, str(lengths), str(output)]
    return Contender(name, command, lambda _: read_links(output), output, call=True)


def galechurch(corpus: Corpus) -> Contender:
    """The command of galechurch, on one thread; it takes a folder a side, with files of the same names."""
    folders = [corpus.folder.with_name(f"galechurch-{side}") for side in ("source", "target", "output")]
    for folder, files in zip(folders, (corpus.source, corpus.target), strict=False):
        folder.mkdir()
        for number, file in enumerate(files):
            shutil.copy(file, folder / f"{number:06}")
    source, target, output = map(str, folders)
    command = [sys.executable, "-m", "galechurch.cli", "-src", source, "-trg", target, "-out", output]
    command += ["-proc", "1", "-ltmr", str(1 << 40)]  # processes; cells of the largest text

    def links(_: Path) -> Links:
        return links_of_texts(sorted(folders[2].iterdir()), read_index)

    return Contender("galechurch", command, links, folders[2])


def hunalign(corpus: Corpus, languages: tuple[str, str], options: Sequence[str] = ()) -> Contender:
    """Hunalign with the bundled lexicon as its dictionary. Its manual asks for tokens, so it gets tokens.

    options: such as -realign.
    """
    folder = corpus.folder.with_name("hunalign")
    if not folder.exists():
        _prepare_hunalign(folder, corpus, languages)
    ladders = [folder / f"{number:06}.ladder" for number in range(len(corpus.source))]
    command = ["hunalign", "-utf", *options, "-batch", str(folder / "dictionary"), str(folder / "batch")]
    return Contender(" ".join(["hunalign", *options]), command, lambda _: links_of_texts(ladders, read_ladder))


def _prepare_hunalign(folder: Path, corpus: Corpus, languages: tuple[str, str]) -> None:
    """Write the dictionary, the tokens of all texts, and the list of the batch."""
    folder.mkdir()
    lexicon = ROOT / "data" / "lexicon" / f"{languages[0]}-{languages[1]}.tsv"
    entries = lexicon.read_text(encoding="utf-8").splitlines() if lexicon.exists() else []
    words = [entry.split("\t")[:2] for entry in entries if entry and not entry.startswith("#")]
    (folder / "dictionary").write_text("".join(f"{target} @ {source}\n" for source, target in words), encoding="utf-8")
    batch = []
    for number, files in enumerate(zip(corpus.source, corpus.target, strict=True)):
        names = [folder / f"{number:06}.{side}" for side in ("source", "target", "ladder")]
        for name, file in zip(names, files, strict=False):
            name.write_text(_tokens(file.read_text(encoding="utf-8")), encoding="utf-8")
        batch.append("\t".join(map(str, names)) + "\n")
    (folder / "batch").write_text("".join(batch), encoding="utf-8")


def _tokens(text: str) -> str:
    """A text with spaces between words and punctuation, in the spelling of the lexicon."""
    from aligner.lexical.tokens import normalize

    return "".join(" ".join(re.findall(r"\w+|[^\w\s]", normalize(line))) + "\n" for line in text.splitlines())


def links_of_texts(files: Sequence[Path], read: Callable[[Path], Iterator[Link]]) -> Links:
    """The links of several outputs, each as (number of the text, source sentence, target sentence)."""
    return {(number, i, j) for number, file in enumerate(files) for i, j in read(file)}


def read_index(file: Path) -> Iterator[Link]:
    """The links of lines such as `[0, 1]:[0]:0.987`."""
    for line in file.read_text(encoding="utf-8").splitlines():
        source, target = ([int(number) for number in re.findall(r"\d+", side)] for side in line.split(":")[:2])
        yield from product(source, target)


def read_ladder(file: Path) -> Iterator[Link]:
    """The links of the output of hunalign: one node and its score a line, separated by tabs."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return links_of_nodes([(int(i), int(j)) for i, j, *_ in (line.split("\t") for line in lines)])


def read_links(file: Path) -> Links:
    """The links that `library_call` writes."""
    return {tuple(map(int, line.split())) for line in file.read_text(encoding="utf-8").splitlines()}
