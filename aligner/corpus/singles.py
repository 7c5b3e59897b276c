"""Single files: which of the files without a partner are documents that may hold both languages.

A text or a table is taken for one, whatever it holds, so that the user sees an error if a language is missing. In other
formats, folders hold much that is no bitext: documentation in Markdown, data in JSON. Such a file must hold letters, or
columns, of both languages. Outputs of `align` are never documents.
"""

from __future__ import annotations

import os.path

from aligner import storage
from aligner.corpus import own_files
from aligner.corpus.contents import Letters
from aligner.corpus.journal import Journal
from aligner.read import compressed

# Suffixes of files that are taken for documents without a look at what they hold.
TAKEN = frozenset({"", ".txt", ".tsv", ".csv", ".jsonl", ".ndjson"})

_SINGLES = "SELECT id, path, size, expects_partner FROM file WHERE NOT taken AND single_name <> ''"
_IS_OUTPUT = "UPDATE file SET taken = 1, instead = '' WHERE id = :id"
_IS_OTHER = "UPDATE file SET single_name = '' WHERE id = :id"


def leave_out(journal: Journal, folder: str, letters: Letters) -> None:
    """Mark the files without a partner that are no documents.

    folder: the folder of the files.
    letters: the letters of the languages.
    """
    for row in journal.execute(_SINGLES).fetchall():
        path = storage.join(folder, row["path"])
        suffix = os.path.splitext(compressed.without_suffix(path))[1].lower()
        if own_files.may_be_output(path) and not storage.is_url(path) and own_files.is_output(path):
            journal.execute(_IS_OUTPUT, {"id": row["id"]})
        elif not (row["expects_partner"] or suffix in TAKEN or letters.may_hold_both(path, row["size"])):
            journal.execute(_IS_OTHER, {"id": row["id"]})
