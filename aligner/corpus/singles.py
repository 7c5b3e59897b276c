"""Single files: which of the files without a partner are documents that may hold both languages.

A text or a table is taken for one, whatever it holds, so that the user sees an error if a language is missing. In other
formats, folders hold much that is no bitext: documentation in Markdown, data in JSON. Such a file must hold letters, or
columns, of both languages. Outputs of `align` are never documents.
"""

from __future__ import annotations

from aligner import storage
from aligner.corpus import own_files
from aligner.corpus.contents import Letters
from aligner.corpus.journal import Journal

# Suffixes of files that are taken for documents without a look at what they hold. A file without any is named after its
# language, such as `a.ar`.
TAKEN = frozenset({"", ".txt", ".tsv", ".csv", ".jsonl", ".ndjson"})

_SINGLES = "SELECT id, path, size, suffix, expects_partner FROM file WHERE NOT taken AND single_name <> ''"
_IS_OUTPUT = "UPDATE file SET taken = 1, instead = '' WHERE id = ?"
_IS_OTHER = "UPDATE file SET single_name = '' WHERE id = ?"


def leave_out(journal: Journal, folder: str, letters: Letters) -> None:
    """Mark the files without a partner that are no documents.

    folder: the folder of the files.
    letters: the letters of the languages.
    """
    outputs, others = [], []
    for row in journal.execute(_SINGLES):
        path = storage.join(folder, row["path"])
        if own_files.may_be_output(path) and not storage.is_url(path) and own_files.is_output(path):
            outputs.append((row["id"],))
        elif not (row["expects_partner"] or row["suffix"] in TAKEN or letters.may_hold_both(path, row["size"])):
            others.append((row["id"],))
    journal.execute_many(_IS_OUTPUT, outputs)
    journal.execute_many(_IS_OTHER, others)
