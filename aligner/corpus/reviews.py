"""Reviews of a folder of documents: a folder with a file for each document that a person has reviewed.

1. A review is what the review page of a document saved (`NAME.review.json`), or a table with a column `checked`
   (`NAME.tsv`, `NAME.csv` or `NAME.xlsx`). Tables without that column are left out: a folder of results will do.
2. It belongs to the document of its name, in the same subfolder: `sub/a.review.json` to `sub/a`.
3. A browser saves all reviews in one folder. So a review that is in no subfolder, and belongs to no document by rule 2,
   belongs to the document of its name in any subfolder, if there is only one. A browser writes `_` for some characters.
4. Two reviews of one document, and a review of rule 3 for which there are two documents, are errors.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aligner import storage
from aligner.corpus.discovery import holds_results
from aligner.corpus.journal import Journal
from aligner.errors import InputError
from aligner.folder_walk import MAX_LISTED, LeftOut, NotWalked
from aligner.read import review, review_table
from aligner.read.pairs import workbook

PAGE_SUFFIX = ".review.json"  # of what the review page saves
TABLE_SUFFIXES = (".tsv", ".csv", *workbook.SUFFIXES)
KINDS = f"NAME{PAGE_SUFFIX}, or NAME.tsv, .csv or .xlsx with a column {review_table.CHECKED}"
_REPLACED = re.compile(r'[\x00-\x1f\x7f"*:<>?\\|~]')  # characters for which a browser writes `_` in the name of a file


class ReviewScan(NamedTuple):
    """Files of a folder of reviews that the user should know about.

    matched: number of documents with a review.
    strays: the reviews that belong to no document; their paths.
    tables: the tables that are not reviews; their paths.
    not_walked: links that lead out of the folder, which are left out.
    """

    matched: int
    strays: list[str]
    tables: list[str]
    not_walked: NotWalked


def find_reviews(
    journal: Journal,
    folder: str,
    tags: tuple[str, str],
    skipped_paths: Iterable[str],
    *,
    follow_links: bool = False,
) -> ReviewScan:
    """Note the reviews of a folder in the journal, and return how many there are, and files that are left over.

    tags: language tags of source and target, by which the columns of a table may be named.
    skipped_paths: subfolders to leave out; subfolders that hold a journal are left out, too.
    follow_links: True to follow links that lead out of the folder.

    Raises InputError if a folder cannot be read, since the work of people would be lost, and by rule 4.
    """
    skipped = {os.path.realpath(path) for path in skipped_paths}
    not_walked = NotWalked()
    reviews: dict[str, list[str]] = defaultdict(list)  # name of a document -> its reviews
    tables = []

    def leave_out(left_out: LeftOut) -> None:
        if left_out.error:
            raise left_out.error
        not_walked.add(left_out)

    files = storage.files(
        folder,
        lambda path: os.path.realpath(path) in skipped or holds_results(path),
        leave_out,
        follow_links=follow_links,
    )
    for name in sorted(file.name for file in files):
        path = storage.join(folder, name)
        if document := _document_of(path, name, tags):
            reviews[_composed(document)].append(path)
        elif name.lower().endswith(TABLE_SUFFIXES):
            tables.append(path)
    matched, strays = _match(reviews, (record.name for record in journal.documents() if record.source))
    journal.set_reviews(matched.items())
    return ReviewScan(len(matched), strays, tables, not_walked)


def _document_of(path: str, name: str, tags: tuple[str, str]) -> str:
    """The name of the document of which a file is a review; empty for a file that is not a review."""
    lowered = name.lower()
    if lowered.endswith(PAGE_SUFFIX):
        return name[: -len(PAGE_SUFFIX)]
    stem, suffix = os.path.splitext(name)
    if lowered.endswith(".json"):
        return stem if review.is_review_file(path) else ""
    if not lowered.endswith(TABLE_SUFFIXES) or not review_table.is_review_table(path, *tags):
        return ""
    if suffix.lower() in workbook.SUFFIXES:
        try:
            review_table.read_review_table(path, *tags)
        except InputError as error:  # any error but this one is one of the document
            return "" if error.problem == review_table.NOT_REVIEW else stem
    return stem


def _match(reviews: dict[str, list[str]], documents: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The review of each document that has one, and the reviews that belong to no document.

    reviews: name of a document -> its reviews.
    documents: the names of all documents.

    Raises InputError by rule 4.
    """
    by_last = defaultdict(list)  # the last part of a name, as a browser saves it -> names in `reviews`, for rule 3
    for name in reviews:
        if "/" not in name:
            by_last[_as_saved(name)].append(name)
    by_name: dict[str, str] = {}  # name in `reviews` -> document, by rule 2
    by_place: dict[str, list[str]] = defaultdict(list)  # the same by rule 3, if rule 2 does not hold
    for document in documents:
        name = _composed(document)
        if name in reviews:
            by_name[name] = document
            continue
        for saved in by_last.get(_as_saved(name.rpartition("/")[2]), ()):
            by_place[saved].append(document)
    of_documents: dict[str, list[str]] = defaultdict(list)
    strays = []
    for name, paths in reviews.items():
        candidates = [by_name[name]] if name in by_name else by_place.get(name, [])
        if len(candidates) > 1:
            places = " or ".join(candidates[:MAX_LISTED])
            raise InputError(paths[0], f"may be a review of {places}", hint="put it in a subfolder of that name")
        if candidates:
            of_documents[candidates[0]] += paths
        else:
            strays += paths
    for document, paths in of_documents.items():
        if len(paths) > 1:
            raise InputError(" and ".join(paths), f"these are reviews of one document, {document}", hint="keep one")
    return {document: path for document, (path,) in of_documents.items()}, strays


def _composed(name: str) -> str:
    """A name with its characters composed, since file systems differ in that."""
    return unicodedata.normalize("NFC", name)


def _as_saved(name: str) -> str:
    """A composed name as a browser saves it."""
    return _REPLACED.sub("_", name)


def messages(scan: ReviewScan, folder: str) -> Iterator[tuple[str, bool]]:
    """Sentences for the user about the reviews of a folder, each with True for a warning."""
    for warning in scan.not_walked.warnings("--follow-links follows such links"):
        yield warning, True
    if scan.strays:
        reviews = "1 review belongs" if len(scan.strays) == 1 else f"{len(scan.strays)} reviews belong"
        yield f"{reviews} to no document: {_first(scan.strays)}", True
    if not scan.matched and not scan.strays:
        yield f"{folder}: there is no review in this folder ({KINDS})", True
    if scan.tables:
        tables, they = f"{len(scan.tables)} tables are not reviews", "they have"
        if len(scan.tables) == 1:
            tables, they = "1 table is not a review", "it has"
        yield f"{tables}, since {they} no column {review_table.CHECKED}: {_first(scan.tables)}", not scan.matched


def _first(paths: list[str]) -> str:
    rest = f" and {len(paths) - MAX_LISTED} more" * (len(paths) > MAX_LISTED)
    return ", ".join(paths[:MAX_LISTED]) + rest
