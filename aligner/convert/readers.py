"""The table of formats that are read, and the recognition of the format of an input.

To add a format, write a module with `looks_like` and `read`, and add one row to `READERS`.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Sequence
from typing import NamedTuple

from aligner.convert import csv_table, json_rows, text_files, tmx, tsv, xliff, xlsx
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.errors import InputError
from aligner.read.packed import compressed


class Reader(NamedTuple):
    """A format and the functions that recognise and read it.

    name: value of `--input-format`; the name of the output format, if there is one.
    suffixes: file name suffixes of the format, in lower case, with the dot.
    files: number of files that hold one document: pairs, or an index and two texts, or two texts.
    looks_like: True for an input that begins as a file of the format does.
    read: the pairs of these files.
    """

    name: str
    suffixes: tuple[str, ...]
    files: int
    looks_like: Callable[[Input], bool]
    read: Callable[[Sequence[Input], Wanted], PairFile]


HUGGING_FACE = Reader("hf", (), 1, lambda _: False, json_rows.read_lines)  # its lines are recognised as JSON lines
MOSES = Reader("moses", (), 2, lambda _: False, text_files.read_moses)
# In this order, the first one that fits is the format of an input.
READERS = (
    Reader("xlsx", (".xlsx", ".xlsm"), 1, xlsx.looks_like, xlsx.read),
    Reader("tmx", (".tmx",), 1, tmx.looks_like, tmx.read),
    Reader("xliff", xliff.SUFFIXES, 1, xliff.looks_like, xliff.read),
    Reader("json", (".json",), 1, json_rows.looks_like_document, json_rows.read_document),
    Reader("jsonl", (".jsonl", ".ndjson"), 1, json_rows.looks_like_lines, json_rows.read_lines),
    Reader("index", (".index",), 3, text_files.is_index, text_files.read_index),
    Reader("ladder", (".ladder",), 3, text_files.is_ladder, text_files.read_ladder),
    Reader("csv", (csv_table.SUFFIX,), 1, csv_table.looks_like, csv_table.read),
    Reader("tsv", (".tsv",), 1, tsv.looks_like, tsv.read),
    HUGGING_FACE,
    MOSES,
)
TABLES = ("tsv", "csv", "xlsx")  # formats with columns
BY_NAME = {reader.name: reader for reader in READERS}
SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)


def by_content(file: Input) -> Reader | None:
    """Return the format of an input by its first bytes; None if they are not those of a file of pairs."""
    return next((reader for reader in READERS if reader.looks_like(file)), None)


def recognised(file: Input) -> Reader | None:
    """Return the format of an input by its first bytes, or else by its suffix; None if it is no file of pairs."""
    suffix = os.path.splitext(compressed.without_suffix(file.path))[1].lower()
    return by_content(file) or next((reader for reader in READERS if suffix in reader.suffixes), None)


def read_files(inputs: Sequence[Input], wanted: Wanted, format_name: str | None = None) -> PairFile:
    """Return the pairs of one file, of two texts, or of an index or a ladder and two texts.

    format_name: a key of `BY_NAME`, or None to recognise the format.

    Raises InputError for files that do not make a file of pairs.
    """
    if not any(file.head for file in inputs):
        raise InputError(inputs[0].name, "the input is empty")
    reader = BY_NAME[format_name] if format_name else _reader_of(inputs, wanted)
    if wanted.columns and reader.name not in TABLES:
        hint = f"drop it; the format is {reader.name}"
        raise InputError(inputs[0].name, f"--columns is for tables: {', '.join(TABLES)}", hint=hint)
    if len(inputs) != reader.files:
        raise InputError(inputs[0].name, _wrong_number(reader, len(inputs)), hint=_hint(reader))
    of_beads = [file for file in inputs if reader.files == 3 and reader.looks_like(file)][:1]
    return reader.read([*of_beads, *(file for file in inputs if file not in of_beads)], wanted)


def _reader_of(inputs: Sequence[Input], wanted: Wanted) -> Reader:
    """Return the format of files; raises InputError if they have none."""
    if len(inputs) == 1:
        if reader := recognised(inputs[0]):
            return reader
        if wanted.columns:
            return BY_NAME["tsv" if "\t" in inputs[0].first_line else "csv"]
        raise InputError(inputs[0].name, "this file is not aligned", hint=f"align it first: align {inputs[0].path}")
    readers = [reader for file in inputs if (reader := recognised(file))]
    if len(inputs) == 3:
        if of_beads := [reader for reader in readers if reader.files == 3]:
            return of_beads[0]
        hint = "give an index or a ladder, and the sentences of the source and of the target"
        raise InputError(inputs[0].name, "none of the three files is an index or a ladder", hint=hint)
    # Sentences may hold tabs and commas, so that such a file is a table only by its name.
    by_suffix = [reader for file in inputs for reader in READERS if file.path.lower().endswith(reader.suffixes or "\n")]
    if others := [reader for reader in readers if reader.name not in TABLES] + by_suffix:
        raise InputError(inputs[0].name, "two files are a text and its translation", hint=_hint(others[0]))
    return MOSES


def _wrong_number(reader: Reader, number: int) -> str:
    """Return what is wrong with a number of files."""
    given = f"{number} file{'s' * (number != 1)} {'was' if number == 1 else 'were'} given"
    return f"{given}, but the format {reader.name} has {reader.files}"


def _hint(reader: Reader) -> str:
    """Return which files a format needs."""
    if reader.files == 3:
        return f"give the {reader.name}, and the sentences of the source and of the target, one a line"
    return "give the sentences of the source and of the target" if reader.files == 2 else "convert each file alone"
