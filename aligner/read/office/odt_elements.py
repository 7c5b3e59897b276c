"""The elements of ODT that are read: which method of `odt_story.Story` reads which element."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aligner.read.office.odt_story import Story
from aligner.read.office.odt_styles import OFFICE, TEXT, Styles
from aligner.read.packed.xml_events import Attributes, Handlers, in_namespaces

_DRAWING = ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",)
_TABLE = ("urn:oasis:names:tc:opendocument:xmlns:table:1.0",)
_VECTORS = (
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "http://www.w3.org/2000/svg",
)

# Elements that are skipped with their content, which is no text of the document: the numbers of notes and lists, who
# changed what, scripts, images, descriptions of images, and headers and footers, which `odt_styles` counts.
_SKIPPED = (
    (TEXT, ("note-citation", "number", "script")),
    (OFFICE, ("change-info", "binary-data", "forms", "master-styles", "meta", "scripts", "settings")),
    (_VECTORS, ("title", "desc")),
)
_PARAGRAPHS = ("p", "h")
_HIDDEN_OR_NOT = ("section", "hidden-text", "hidden-paragraph")


def handlers(story: Story, styles: Styles) -> Handlers:
    """Return the functions by which `xml_events.dispatch` reads `content.xml`."""
    return Handlers({**styles.starts, **_starts(story)}, _ends(story), story.text)


def _starts(story: Story) -> dict[str, Callable[[Attributes], bool | None]]:
    """Return the functions for the starts of elements."""
    flow = story.flow
    starts: dict[str, Callable[[Attributes], bool | None]] = {}
    for namespaces, names in _SKIPPED:
        starts |= in_namespaces(namespaces, dict.fromkeys(names, lambda _: True))
    of_text: dict[str, Callable[[Attributes], bool | None]] = {
        **dict.fromkeys(_PARAGRAPHS, story.begin_paragraph),
        **dict.fromkeys(_HIDDEN_OR_NOT, story.skip_if_hidden),
        "span": story.begin_span,
        "s": story.add_blanks,
        "tab": partial(story.add_character, "\t"),
        "line-break": partial(story.add_character, "\n"),
        "note": story.begin_note,
        "ruby-text": partial(story.count, "reading"),
        "deletion": partial(story.count, "deletion"),
    }
    of_office: dict[str, Callable[[Attributes], bool | None]] = {
        "text": story.begin_document,
        "annotation": partial(story.count, "comment"),
    }
    of_tables: dict[str, Callable[[Attributes], bool | None]] = {
        "table": lambda _: flow.begin_table(),
        "table-cell": story.begin_cell,
        "covered-table-cell": story.skip_cells,
    }
    of_drawings: dict[str, Callable[[Attributes], bool | None]] = {
        "text-box": story.begin_box,
        **dict.fromkeys(("object", "object-ole"), partial(story.count, "object")),
    }
    return {
        **starts,
        **in_namespaces(TEXT, of_text),
        **in_namespaces(OFFICE, of_office),
        **in_namespaces(_TABLE, of_tables),
        **in_namespaces(_DRAWING, of_drawings),
    }


def _ends(story: Story) -> dict[str, Callable[[], None]]:
    """Return the functions for the ends of elements."""
    flow = story.flow
    of_text: dict[str, Callable[[], None]] = {
        **dict.fromkeys(_PARAGRAPHS, story.end_paragraph),
        "span": story.end_span,
        "note": story.end_note,
    }
    of_tables = {"table-cell": story.end_cell, "table-row": flow.end_row, "table": flow.end_table}
    return {
        **in_namespaces(TEXT, of_text),
        **in_namespaces(_TABLE, of_tables),
        **in_namespaces(_DRAWING, {"text-box": story.end_box}),
    }
