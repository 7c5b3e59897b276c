"""The reader of DOCX, the format of Word: XML files in a ZIP archive.

Read are paragraphs, cells, text boxes, tracked insertions, the results of fields, and notes. Left out, and counted in a
remark, are tracked deletions, comments, hidden text, headers and footers. Numbers of lists and of notes are not in the
file. `docx_elements` lists the elements, and `docx_story` says what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.bitext import InputText
from aligner.read.packed import archive

if TYPE_CHECKING:
    from aligner.read.packed.xml_events import Tags

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


def recognises(data: bytes) -> bool:
    """Return whether bytes are a ZIP archive with a document of Word in it."""
    names = archive.names_in(data)
    if not names:
        return False
    from aligner.read.office import docx_parts

    return any(map(docx_parts.MAIN.fullmatch, names))


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the text of a document of Word.

    encoding: is not used, since XML names its encoding.

    Raises InputError for bytes that are not DOCX, and for a document that is too large.
    """
    from aligner.read.office.docx_story import UnclearFieldsError
    from aligner.read.packed import xml_events

    tags = xml_events.Tags()  # those of both readings
    try:
        return _read(data, name, tags, fields_are_clear=True)
    except UnclearFieldsError:
        return _read(data, name, tags, fields_are_clear=False)


def _read(data: bytes, name: str, tags: Tags, *, fields_are_clear: bool) -> InputText:
    from aligner.read.office.document_flow import DocumentFlow
    from aligner.read.office.docx_elements import handlers
    from aligner.read.office.docx_parts import NAME, Parts
    from aligner.read.office.docx_story import Story
    from aligner.read.packed.archive import Archive

    parts = Parts(Archive(data, name, NAME), name, tags)
    flow = DocumentFlow(name)
    story = Story(flow, parts.hidden_styles, fields_are_clear=fields_are_clear)
    of_story = handlers(story)
    parts.dispatch_main(of_story)
    if not story.is_word:
        raise parts.not_word()
    for kind in ("footnote", "endnote"):
        story.check_fields()
        parts.dispatch_notes(kind, of_story)
    story.check_fields()
    flow.left_out.count("header", parts.count_headers())
    return flow.as_input()
