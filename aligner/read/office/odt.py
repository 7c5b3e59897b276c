"""The reader of ODT, the format of LibreOffice: XML files in a ZIP archive, or one XML file (`.fodt`).

Read are paragraphs, headings, cells, text boxes, indexes, tracked insertions, and notes. Left out, and counted in a
remark, are tracked deletions, comments, hidden text, headers and footers. `odt_elements` lists the elements, and
`odt_story` says what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.bitext import InputText
from aligner.errors import InputError

if TYPE_CHECKING:
    from aligner.read.packed.archive import Archive

SUFFIXES = (".odt", ".ott", ".fodt")

_NAME = "ODT"
_TYPE = b"application/vnd.oasis.opendocument.text"  # of documents and, with an ending, of templates
_TYPE_AT = 30  # offset of the name of the first file in a ZIP archive, `mimetype`; its content follows
_TYPE_FILE = b"mimetype"
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"


def recognises(data: bytes) -> bool:
    """Return whether bytes are a ZIP archive whose first file names the format, as that of an ODT has to."""
    return data.startswith(b"PK") and data.startswith(_TYPE_FILE + _TYPE, _TYPE_AT)


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the text of a document of LibreOffice.

    encoding: is not used, since XML names its encoding.

    Raises InputError for bytes that are not ODT, for a document with a password, and for one that is too large.
    """
    from aligner.read.office.document_flow import DocumentFlow
    from aligner.read.office.odt_elements import handlers
    from aligner.read.office.odt_story import Story
    from aligner.read.office.odt_styles import Styles
    from aligner.read.packed import xml_events
    from aligner.read.packed.archive import Archive

    flow, styles = DocumentFlow(name), Styles()
    story = Story(flow, styles.hidden)
    if data.startswith(b"PK"):
        archive = Archive(data, name, _NAME)
        _check_password(archive, name)
        if _STYLES in archive.names:
            xml_events.dispatch(archive.parts(_STYLES), f"{name} ({_STYLES})", _NAME, styles.handlers)
        xml_events.dispatch(archive.parts(_CONTENT), f"{name} ({_CONTENT})", _NAME, handlers(story, styles))
    else:
        for of_file in (styles.handlers, handlers(story, styles)):
            xml_events.dispatch([data], name, _NAME, of_file)
    if not story.is_text:
        hint = f"save it again as {_NAME}"
        raise InputError(name, f"this is not a complete {_NAME} (it holds no text document)", hint=hint)
    flow.left_out.count("header", styles.headers)
    return flow.as_input()


def _check_password(archive: Archive, name: str) -> None:
    """Raise InputError for a document whose content is encrypted."""
    if _MANIFEST in archive.names and b":encryption-data" in archive.read(_MANIFEST):
        hint = "open it, and save it again without a password"
        raise InputError(name, f"this {_NAME} is protected by a password", hint=hint)
