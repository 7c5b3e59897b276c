"""The documents of a folder or of a manifest, for a program that does not align them: no journal is kept."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.corpus import discovery, preview
from aligner.corpus.journal import Journal
from aligner.corpus.records import DocumentRecord, State


def find(
    folder: str,
    manifest: str | None,
    tags: tuple[str, str],
    encoding: str | None,
    unreadable: list[str],
    *,
    follow_links: bool = False,
) -> Iterator[DocumentRecord]:
    """Yield the documents in the order of their names, those that cannot have an output last, with the error.

    Logs which files of a folder are left over, and which cannot be read.

    folder: folder of the documents; with a manifest, the folder that its paths start from.
    manifest: list of the documents; None to take all documents of the folder.
    tags: language tags of source and target.
    encoding: the encoding of the files, or None to detect it.
    unreadable: takes the errors of files and subfolders that cannot be read.
    follow_links: True to follow links that lead out of the folder.

    Raises InputError if there is no document, and as `discovery` does.
    """
    with Journal(None) as journal:
        if manifest:
            discovery.find_in_manifest(journal, manifest, folder)
        else:
            scan = discovery.find_in_folder(journal, folder, tags, encoding=encoding, follow_links=follow_links)
            preview.log_left_over(scan)
            unreadable += scan.not_walked.errors()
        yield from (record for record in journal.documents() if record.source)
        yield from journal.documents(states=(State.FAILED,))
