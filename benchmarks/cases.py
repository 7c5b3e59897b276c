"""The cases of the benchmark: the texts of each, the programs that align them, and the true links."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.evaluation.peers.texts import Corpus
from benchmarks import programs, texts
from benchmarks.measure import Contender, Links
from benchmarks.programs import Version, takes_part

SEED = 1993
SHORT_TEXT = 100  # sentences up to which the start of Python is a large part of the time, and stands in the table
SHORT_SENTENCES = 4, 30  # least and largest number of pairs of a short text
PARAGRAPH = 5  # sentences of a paragraph of raw text


class Case(NamedTuple):
    """The programs of a case, and the true links."""

    contenders: list[Contender]
    links: Links


class Setting(NamedTuple):
    """Things that all cases share.

    draw: returns pairs of sentences.
    versions: the versions of `align`.
    methods: the methods of `align`, in the order of the table.
    folder: an empty folder for the files of one case.
    """

    draw: texts.Draw
    versions: Sequence[Version]
    methods: Sequence[str]
    folder: Path

    def chance(self, name: str) -> random.Random:
        """A source of random numbers for a case, so that its texts do not depend on which other cases run."""
        return random.Random(f"{SEED} {name}")

    def align(self, contender: Callable[[Version, str, Corpus], Contender], corpus: Corpus) -> list[Contender]:
        """A contender for each method and version of `align`; versions of one method stand side by side."""
        return [contender(version, method, corpus) for method in self.methods for version in self.versions]


def one_text(setting: Setting, size: int) -> Case:
    """One text with gaps, files to file."""
    return _files_to_file(setting, texts.one_text(setting.draw, size, setting.chance("text")))


def equal_lengths(setting: Setting, size: int) -> Case:
    """One text whose lengths say nothing, files to file."""
    text = texts.one_text(setting.draw, size, setting.chance("equal"))
    return _files_to_file(setting, texts.equal_lengths(text))


def _files_to_file(setting: Setting, text: texts.Text) -> Case:
    """Programs that align one text."""
    corpus, links = _write_corpus(setting, [text])
    contenders = setting.align(programs.align_files, corpus)
    if len(text.source) <= SHORT_TEXT:
        contenders.append(programs.imports(setting.versions[0]))
    return Case(contenders + programs.peers(corpus), links)


def raw_text(setting: Setting, size: int) -> Case:
    """One file with both languages in paragraphs, not split."""
    text = texts.one_text(setting.draw, size, setting.chance("raw"))
    file = setting.folder / "raw.txt"
    paragraphs = [
        " ".join(side[start : start + PARAGRAPH])
        for side in (text.source, text.target)
        for start in range(0, len(side), PARAGRAPH)
    ]
    file.write_text("\n".join(paragraphs) + "\n", encoding="utf-8")
    contenders = [
        programs.align_raw(version, method, file) for method in setting.methods for version in setting.versions
    ]
    return Case(contenders, set())


def folder(setting: Setting, size: int) -> Case:
    """A folder of documents, in one process."""
    documents = texts.documents(setting.draw, size, setting.chance("folder"))
    corpus, links = _write_corpus(setting, documents)
    return Case(setting.align(programs.align_folder, corpus) + programs.peers(corpus), links)


def _write_corpus(setting: Setting, documents: Sequence[texts.Text]) -> tuple[Corpus, Links]:
    """Write the files of a corpus; returns its true links, too."""
    source, target = setting.versions[0].languages
    folder = setting.folder / "corpus"
    folder.mkdir()
    names = [f"{number:06}" for number in range(len(documents))]
    sides = [[folder / f"{name}.{tag}.txt" for name in names] for tag in (source, target)]
    for text, *files in zip(documents, *sides, strict=True):
        text.write(*files)
    return Corpus(*sides, (source, target), setting.folder), {
        (number, i, j) for number, text in enumerate(documents) for i, j in text.links
    }


def lengths_of_one_text(setting: Setting, size: int) -> Case:
    """The lengths of one text, library call."""
    return _library_calls(setting, [texts.one_text(setting.draw, size, setting.chance("lengths"))])


def lengths_of_short_texts(setting: Setting, size: int) -> Case:
    """The lengths of many short texts, library calls."""
    return _library_calls(setting, texts.documents(setting.draw, size, setting.chance("short"), SHORT_SENTENCES))


def _library_calls(setting: Setting, documents: Sequence[texts.Text]) -> Case:
    """Programs that align texts whose lengths are in memory."""
    file = setting.folder / "lengths.json"
    file.write_text(json.dumps([text.lengths() for text in documents]), encoding="utf-8")
    contenders = [
        programs.align_call(version, method, file)
        for method in setting.methods
        if method != "hybrid"  # it has no words to use
        for version in setting.versions
    ]
    largest = max(len(text.source) for text in documents)
    contenders += [programs.peer_call(name, file) for name in ("nltk", "galechurch") if takes_part(name, largest)]
    return Case(contenders, {(number, i, j) for number, text in enumerate(documents) for i, j in text.links})


class Kind(NamedTuple):
    """A kind of case.

    make: makes a case, given the setting and the size.
    size: size if the user names none.
    meaning: line of the help, in which N is the size.
    """

    make: Callable[[Setting, int], Case]
    size: int
    meaning: str


KINDS = {
    "text": Kind(one_text, 1000, "a text of N sentences, files to file: whole processes"),
    "equal": Kind(equal_lengths, 500, "the same, but all sentences have the same length"),
    "raw": Kind(raw_text, 30, "one file of N sentences a side that are not split yet: whole processes"),
    "folder": Kind(folder, 100, "a folder of N documents of 5 to 60 sentences: whole processes"),
    "lengths": Kind(lengths_of_one_text, 500, "the lengths of a text of N sentences: library calls"),
    "short": Kind(lengths_of_short_texts, 300, "the lengths of N texts of 4 to 30 sentences: library calls"),
}
DEFAULT_CASES = ("text:30", "text:1000", "equal:500", "raw:30", "folder:100", "lengths:500", "short:300")
