"""Discovery: the documents of a folder or of a manifest.

The documents of a folder are pairs of files by their names, and single files that hold both languages. The rules:

1. Two files fit if they have a reading in common, one as source, one as target (see `filenames`).
2. The rank of a fit is the worse rank of its two readings.
3. Fits are taken in the order of their ranks. A file that is in a fit of one rank is not in a fit of a later rank.
4. Of files that have the same name in several formats, one is taken: that with the suffix of its partner, or else that
   in the first format of `readers.READERS`. A compressed file is left out beside the same file unpacked.
5. If a file is in two fits of the same rank with different files, the pairing is undecided, which is an error.
6. If only one of two files has a mark, the other must be in the other language by its letters.
7. A file without a fit is a document of its own, which holds both languages. A README and the like is left out, a file
   that `align` has written, and a file in one language in a format in which people keep other things than bitexts, such
   as Markdown and JSON; see `singles`.

Example: `a_ar_us.txt`, `a_en_us.txt`, `a_en_uk.txt`. The first is `a_*_us` as source, by the bare code, with rank 1,
and `a_*` by the code with a region, with rank 4. The others are `a_*_us` or `a_*_uk` as target, with rank 1, and
`a_*` with rank 4. So the first fits the second with ranks 1 and 4, and the third with rank 4 only. The fit of
rank 1 is taken; the third file stays without a partner, and becomes the document `a_en_uk`.

Names are paired in temporary tables of the journal, so that memory does not grow with the folder.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

from aligner import storage
from aligner.corpus import filenames, folder_scan, manifest, own_files, pairing, singles
from aligner.corpus.contents import Letters
from aligner.corpus.database import batched
from aligner.corpus.folder_scan import FolderScan
from aligner.corpus.journal import PAGE, Journal
from aligner.corpus.records import DocumentRecord, State
from aligner.errors import InputError
from aligner.folder_walk import MAX_LISTED, File, NotWalked
from aligner.read import readers

STATE_FOLDER = ".align"  # the folder, among the results, that holds the journal

_CREATE_FILES = """CREATE TEMP TABLE file
    (id INTEGER PRIMARY KEY, path TEXT, single_name TEXT, expects_partner INTEGER, size INTEGER, stem TEXT,
    suffix TEXT, unpacked TEXT, form INTEGER, taken INTEGER DEFAULT 0, instead TEXT);
CREATE TEMP TABLE reading (key TEXT, kind TEXT, side INTEGER, file INTEGER, rank INTEGER);
CREATE TEMP TABLE fit (source INTEGER, target INTEGER, key TEXT, kind TEXT, rank INTEGER, chosen INTEGER DEFAULT 0);
"""
_INSERT_FILE = """INSERT INTO file (id, path, single_name, expects_partner, size, stem, suffix, unpacked, form)
    VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?)"""
# The documents before their names are checked.
_CREATE_CANDIDATES = """CREATE TEMP TABLE candidate (name TEXT, source TEXT, target TEXT, size INTEGER);
CREATE INDEX temp.candidate_name ON candidate (name);
"""
_INSERT_CANDIDATE = """INSERT INTO candidate
    VALUES (CAST(:name AS TEXT), CAST(:source AS TEXT), CAST(:target AS TEXT), :size)"""
_UNPAIRED = "FROM file WHERE expects_partner AND NOT taken"
_LEFTOVER = "FROM file WHERE NOT taken AND single_name = ''"  # no documents without a partner
_IGNORED = f"{_LEFTOVER} OR instead = ''"  # these, and outputs of `align`
_OTHER_FORMATS = "FROM file WHERE instead <> ''"


def find_in_folder(
    journal: Journal,
    folder: str,
    tags: tuple[str, str],
    skipped_paths: Iterable[str] = (),
    reserved_names: Mapping[str, str] = {},
    encoding: str | None = None,
    *,
    follow_links: bool = False,
) -> FolderScan:
    """Add the documents of a folder and its subfolders to the journal.

    A document whose name is reserved, or is that of another document, is added as failed.

    tags: language tags of source and target.
    skipped_paths: folders and files to leave out; folders that hold a journal are left out, too.
    reserved_names: names that no document may have, and folders that none may be in; see `_purpose`.
    encoding: the encoding of the files, or None to detect it.
    follow_links: True to follow links that lead out of the folder.

    Raises InputError if there is no document, and if two pairings fit equally well.
    """
    journal.execute_all(_CREATE_FILES + _CREATE_CANDIDATES + folder_scan.CREATE_UNREAD)
    skipped = {os.path.realpath(path) for path in skipped_paths}
    skipped_names = {os.path.relpath(path, os.path.realpath(folder)) for path in skipped}
    not_walked = NotWalked()
    files = storage.files(
        folder,
        lambda path: os.path.realpath(path) in skipped or holds_results(path),
        not_walked.add,
        follow_links=follow_links,
    )
    kept = (file for file in files if file.name not in skipped_names and not own_files.is_left_behind(file.name))
    ignored, ignored_count = _parse_names(journal, kept, tags)
    letters = Letters(tags, encoding)
    pairing.choose_pairs(journal, folder, letters)
    singles.leave_out(journal, folder, letters)
    _add_candidates(journal, _folder_documents(journal, folder, tags))
    _add_documents(journal, reserved_names)
    if not journal.totals()[0]:
        wanted = f"{' or '.join(readers.SUFFIXES)}, or name.{tags[0]} with name.{tags[1]}"
        steps = [files.step for files in folder_scan.unread_files(journal, folder)[:1]]
        hint = "".join(steps) or _hint(not_walked)
        raise InputError(folder, f"there is no document ({wanted}) in this folder", hint=hint)
    return _scan(journal, folder, ignored, ignored_count, not_walked)


def _hint(not_walked: NotWalked) -> str:
    """The step that may help if there is no document in a folder."""
    if not_walked.unreadable:
        return not_walked.unreadable[0]
    links = not_walked.links_out
    return f"{links[0]} leads out of the folder; --follow-links follows it" if links else ""


def _scan(journal: Journal, folder: str, ignored: list[str], ignored_count: int, not_walked: NotWalked) -> FolderScan:
    """The files of a folder that the user should know about, once the documents are chosen.

    ignored: names of files with a suffix that no document has.
    ignored_count: number of all such files.
    not_walked: the paths at which the walk did not go on.
    """

    def count(files: str) -> int:
        return int(journal.value(f"SELECT count(*) {files}"))

    def first(files: str) -> list[str]:
        return [row["path"] for row in journal.execute(f"SELECT path {files} ORDER BY path LIMIT {MAX_LISTED}")]

    rows = journal.execute(f"SELECT path, instead {_OTHER_FORMATS} ORDER BY path LIMIT {MAX_LISTED}")
    return FolderScan(
        unpaired=first(_UNPAIRED),
        unpaired_count=count(_UNPAIRED),
        ignored=[*first(_IGNORED), *ignored, *first(folder_scan.BESIDE_TEXT)][:MAX_LISTED],
        ignored_count=count(_IGNORED) + ignored_count + count(folder_scan.BESIDE_TEXT),
        other_formats=[(row["path"], row["instead"]) for row in rows],
        other_formats_count=count(_OTHER_FORMATS),
        unread=folder_scan.unread_files(journal, folder),
        not_walked=not_walked,
    )


def holds_results(path: str) -> bool:
    """True if an earlier run has written its results to this folder."""
    return not storage.is_url(path) and os.path.isdir(os.path.join(path, STATE_FOLDER))


def unpaired_files(journal: Journal) -> Iterator[str]:
    """All files of the folder that name their language but have no partner, in the order of their names."""
    for row in journal.execute(f"SELECT path {_UNPAIRED} ORDER BY path"):
        yield row["path"]


def left_out_files(journal: Journal) -> Iterator[File]:
    """The files of the folder that would be documents if they had a partner, in the order of their names."""
    for row in journal.execute(f"SELECT path, size {_LEFTOVER} ORDER BY path"):
        yield File(row["path"], row["size"])


def find_in_manifest(
    journal: Journal,
    path: str,
    folder: str = "",
    reserved_names: Mapping[str, str] = {},
    suffixes: Collection[str] = (),
) -> None:
    """Add the documents of a manifest to the journal.

    A document whose name is reserved, or is that of another document, is added as failed.

    path: the manifest.
    folder: the folder that paths in it start from.
    reserved_names: names that no document may have, and folders that none may be in; see `_purpose`.
    suffixes: suffixes of the outputs, see `manifest.read_manifest`.

    Raises InputError, with the line, for a line that is not a document, and if there is no document.
    """
    journal.execute_all(_CREATE_CANDIDATES)
    _add_candidates(journal, manifest.read_manifest(path, folder, suffixes))
    _add_documents(journal, reserved_names)
    if not journal.totals()[0]:
        raise InputError(path, "there is no document in this list", hint=manifest.LINE_HINT)


def _parse_names(journal: Journal, files: Iterable[File], tags: tuple[str, str]) -> tuple[list[str], int]:
    """Store files and the readings of their names; returns names of ignored files, and the number of all of them.

    The files of formats that are not read are stored, and are not in the result.
    """
    first_ignored: list[str] = []
    ignored_count = number = 0
    for page in batched(files, PAGE):
        ignored: list[str] = []
        file_rows: list[tuple[int, str, str, bool, int, str, str, str, int]] = []
        reading_rows: list[tuple[str, str, int, int, int]] = []
        for file in page:
            parsed = filenames.parse(file.name, tags)
            if parsed is None:
                ignored.append(file.name)
                continue
            number += 1
            of_name = (parsed.stem, parsed.suffix, parsed.unpacked, parsed.form)
            file_rows.append((number, file.name, parsed.single_name, parsed.expects_partner, file.size, *of_name))
            reading_rows += [(key, kind, side, number, rank) for key, side, rank, kind in parsed.readings]
        journal.execute_many(_INSERT_FILE, file_rows)
        journal.execute_many("INSERT INTO reading VALUES (CAST(? AS TEXT), ?, ?, ?, ?)", reading_rows)
        ignored = folder_scan.add_unread(journal, ignored)
        ignored_count += len(ignored)
        first_ignored = [*first_ignored, *ignored][:MAX_LISTED]
    return first_ignored, ignored_count


def _folder_documents(journal: Journal, folder: str, tags: tuple[str, str]) -> Iterator[DocumentRecord]:
    """The chosen pairs, and the files without a partner."""
    pairs = journal.execute(
        """SELECT fit.key, s.path AS source, t.path AS target, s.size + t.size AS size FROM fit
        JOIN file AS s ON s.id = fit.source JOIN file AS t ON t.id = fit.target WHERE chosen"""
    )
    for row in pairs:
        source, target = (storage.join(folder, row[side]) for side in ("source", "target"))
        yield DocumentRecord(filenames.document_name(row["key"], *tags), source, target, row["size"])
    for row in journal.execute("SELECT single_name, path, size FROM file WHERE NOT taken AND single_name <> ''"):
        yield DocumentRecord(row["single_name"], storage.join(folder, row["path"]), "", row["size"])


def _add_candidates(journal: Journal, documents: Iterable[DocumentRecord]) -> None:
    for page in batched(documents, PAGE):
        journal.execute_many(_INSERT_CANDIDATE, [document.parameters() for document in page])


def _add_documents(journal: Journal, reserved_names: Mapping[str, str]) -> None:
    """Add the candidates to the journal.

    A document whose name is reserved, or is that of another document, is added as failed.
    """
    rows = journal.execute("SELECT name, source, target, size FROM candidate ORDER BY name, source, target")

    refused: Counter[str] = Counter()  # names of documents that cannot have an output, and how often each was wanted

    def refuse(path: str, problem: str, hint: str) -> DocumentRecord:
        # The name of such a document is the path of its file, unless that is the name of another document.
        name = path
        while name in refused or journal.value("SELECT 1 FROM candidate WHERE name = CAST(? AS TEXT)", [name]):
            refused[path] += 1
            name = f"{path} ({refused[path]})"
        refused[name] += 1
        return DocumentRecord(name, "", "", 0, State.FAILED, error=str(InputError(path, problem, hint=hint)))

    def documents() -> Iterator[DocumentRecord]:
        for name, namesakes in groupby((DocumentRecord(*row) for row in rows), key=lambda document: document.name):
            first, *duplicates = namesakes
            purpose = _purpose(name, reserved_names)
            yield refuse(first.source, f"its output would be {purpose}", "rename it") if purpose else first
            for duplicate in duplicates:
                problem = f"{first.source} has the same output, {name}"
                yield refuse(duplicate.source, problem, "give one of them another name")

    for page in batched(documents(), PAGE):
        journal.add(page)


def _purpose(name: str, reserved_names: Mapping[str, str]) -> str | None:
    """The place of the output of a document, if its name is reserved; None if it is not.

    reserved_names: names, and folders at the beginning of a name, which end in `/`; each with what is there.

    >>> _purpose("summary.json/a", {"summary": "the summary", "summary.json/": "in the place of the summary"})
    'in the place of the summary'
    """
    folder, slash, _ = name.partition("/")
    return reserved_names.get(f"{folder}{slash}")
