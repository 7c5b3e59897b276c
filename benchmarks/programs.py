"""The programs that are compared: their commands, and the links of their outputs.

A text is two files with one sentence a line; a corpus is many of them. Every function returns a `Contender`.
"""

import importlib.util
import shutil
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from aligner.evaluation.peers.outputs import Beads, read_index
from aligner.evaluation.peers.processes import Call
from aligner.evaluation.peers.programs import HUNALIGN_SENTENCES, PROGRAMS, Means
from aligner.evaluation.peers.texts import Corpus
from benchmarks.measure import Contender, Links

ROOT = Path(__file__).resolve().parent.parent
METHODS = ("hybrid", "length", "gale-church")
LARGEST = {  # sentences of the longest text that a program is given
    "nltk": 2_000,  # it takes 11 CPU seconds for 1,000, and four times as long for twice as many
    "galechurch": 20_000,  # it takes half a minute for 10,000, and four times as long for twice as many
    "hunalign": HUNALIGN_SENTENCES,
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
    return Contender(f"{version.name}, {method}", command, lambda _: links_of_files([output]), output)


def align_raw(version: Version, method: str, file: Path) -> Contender:
    """`align` for one file that holds both languages and is not split; sentences have no numbers to compare."""
    output = file.with_name("aligned")
    return Contender(f"{version.name}, {method}", version.align(method, "-o", output, file), output=output)


def align_folder(version: Version, method: str, corpus: Corpus) -> Contender:
    """`align` for a folder, in one process."""
    output = corpus.folder / "aligned"
    command = version.align(method, "--pre-split", "--jobs", "1", "-o", output, corpus.source[0].parent)

    def links(_: Path) -> Links:
        return links_of_files([output / f"{file.name.split('.')[0]}.index" for file in corpus.source])

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


def peers(corpus: Corpus) -> list[Contender]:
    """The calls of hunalign and of galechurch for all texts of a corpus, if they are installed and can take them."""
    contenders = []
    for program in PROGRAMS:
        name = program.name
        command = program.find() if name in LARGEST and name != "nltk" else None
        if command and corpus.longest() <= LARGEST[name]:
            contenders += [_contender(call) for call in program.calls(command, corpus, Means())]
    return contenders


def _contender(call: Call) -> Contender:
    """A call of the package as a contender, whose links are those of its beads."""
    return Contender(call.program, call.command, lambda printed: links_of_beads(call.beads(printed)), call.output)


def links_of_beads(texts: Sequence[Beads]) -> Links:
    """The links of the beads of texts, each as (number of the text, source sentence, target sentence)."""
    return {
        (number, i, j)
        for number, beads in enumerate(texts)
        for bead in beads
        for i, j in product(bead.source, bead.target)
    }


def links_of_files(files: Sequence[Path]) -> Links:
    """The links of index files, one a text."""
    return links_of_beads([read_index(file) for file in files])


def read_links(file: Path) -> Links:
    """The links that `library_call` writes."""
    return {tuple(map(int, line.split())) for line in file.read_text(encoding="utf-8").splitlines()}
