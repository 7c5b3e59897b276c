"""The files that a profile is learned from, each with the files that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice

from aligner import languages, storage
from aligner.convert import folder as folders
from aligner.convert import sides
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.convert.readers import read_files, recognised
from aligner.convert.sides import SAMPLE
from aligner.errors import InputError
from aligner.learn.sample import Sample
from aligner.rows import Row


def read_sample(
    paths: Sequence[str], wanted: Wanted, output: str, notices: list[str], failed: list[str]
) -> tuple[Sample, str, str]:
    """Return the rows of files of pairs, and the tags of the source and of the target.

    paths: files of pairs, folders of them, two texts with a sentence a line after one another, or an index or a ladder
        and its two texts, in any number.
    wanted: the languages, the encoding and the columns; languages that are not named are those of the first file.
    output: the folder of the profile, which is not read.
    notices: takes sentences about the files.
    failed: takes errors of files and subfolders of folders that cannot be read.

    Raises InputError for a file that is not aligned or in other languages, and if there is no pair.
    """
    sample, tags = Sample(), ("", "")
    with ExitStack() as stack:
        for name, file in _pair_files(paths, wanted, output, notices, stack):
            named = file.source_language, file.target_language
            if tags[0] and [*map(languages.primary, named)] != [*map(languages.primary, tags)]:
                problem = f"the pairs are {'-'.join(named)}, but those of the files before it are {'-'.join(tags)}"
                raise InputError(name, problem, hint="name two languages with --from and --to, or learn from it alone")
            tags = tags if tags[0] else named
            sample.add(_in_two_languages(file, name, wanted))
            notices += [notice for notice in file.notices if notice not in notices]
            failed += file.failed
    if not sample.pairs:
        raise InputError(paths[0], "there is no pair to learn from", hint="give rows that have a text on both sides")
    return sample, *tags


def _in_two_languages(file: PairFile, name: str, wanted: Wanted) -> Iterator[Row]:
    """Return the rows of a file of pairs.

    Raises InputError if the letters of the first rows show that a side is in another language, as the columns of one
    language are: its profile would be wrong. A user who names both languages is believed.
    """
    first = list(islice(file.rows, SAMPLE))
    problem = sides.doubt(first, file.source_language, file.target_language)
    if problem and not (wanted.source and wanted.target):
        raise InputError(
            name, problem, hint="name both languages with --from and --to, or other columns with --columns"
        )
    return chain(first, file.rows)


def _pair_files(
    paths: Sequence[str], wanted: Wanted, output: str, notices: list[str], stack: ExitStack
) -> Iterator[tuple[str, PairFile]]:
    """Yield the pairs of each file, or of the two or three files that belong together, with its name."""
    waiting: list[Input] = []  # texts, or an index, whose other files come next
    for path in paths:
        if storage.is_folder(path):
            if waiting:
                raise _alone(waiting[0])
            yield path, folders.read_folder(path, wanted, skipped=output)
            continue
        file = Input(path, notices)
        stack.callback(file.close)
        if not file.head:
            raise InputError(file.name, "the file is empty", hint="give aligned texts")
        reader = recognised(file)
        if not waiting and reader and reader.files == 1:
            yield file.name, read_files([file], wanted)
            continue
        waiting.append(file)
        has_index = any((format_ := recognised(text)) and format_.files == 3 for text in waiting)
        if len(waiting) == (3 if has_index else 2):
            yield waiting[0].name, read_files(waiting, wanted)
            waiting = []
    if waiting:
        raise _alone(waiting[0])


def _alone(file: Input) -> InputError:
    """Return the error for a file that is not aligned, and after which its translation does not follow."""
    hint = f"align it first (align {file.path}), or give the text that is its translation, line by line, after it"
    return InputError(file.name, "this file is not aligned", hint=hint)
