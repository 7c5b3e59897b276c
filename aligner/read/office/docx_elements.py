"""The elements of DOCX that are read: which method of `docx_story.Story` reads which element."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aligner.read.office.docx_parts import DRAWING, MARKUP, MATH, WORD
from aligner.read.office.docx_story import Story, number_of_columns
from aligner.read.packed.xml_events import Attributes, Handlers, in_namespaces

# Elements that stand for a character. The optional hyphen is invisible unless a line ends there.
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
# Elements that are skipped with their content: properties that were changed, positions of tabs, and form fields.
_SKIPPED = (
    *("rPrChange", "pPrChange", "tblPrChange", "tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange"),
    *("sectPrChange", "numberingChange", "tabs", "sdtPr", "sdtEndPr", "rubyPr"),
)


def handlers(story: Story) -> Handlers:
    """Return the functions by which `xml_events.dispatch` reads the main file or the notes."""
    return Handlers(_starts(story), _ends(story), story.text)


def _starts(story: Story) -> dict[str, Callable[[Attributes], bool | None]]:
    """Return the functions for the starts of elements."""
    flow = story.flow
    characters = {name: partial(story.add_character, character) for name, character in _CHARACTERS.items()}
    of_word: dict[str, Callable[[Attributes], bool | None]] = {
        **characters,
        **dict.fromkeys(_SKIPPED, lambda _: True),
        "document": story.begin_document,
        "t": story.begin_text,
        "sym": story.add_symbol,
        "r": story.begin_run,
        "rStyle": story.set_run_style,
        "vanish": story.set_hidden,
        "rt": partial(story.leave_out, "reading"),
        "pPr": partial(story.begin_properties, "pPr"),
        "pStyle": story.set_paragraph_style,
        "framePr": story.set_frame,
        "tbl": lambda _: flow.begin_table(),
        "trPr": partial(story.begin_properties, "trPr"),
        "gridBefore": lambda attributes: flow.skip_columns(number_of_columns(attributes)),
        "tc": story.begin_cell,
        "gridSpan": story.set_width,
        "del": partial(story.leave_out, "deletion"),
        "moveFrom": partial(story.leave_out, "move"),
        "commentReference": lambda _: flow.left_out.count("comment"),
        "fldChar": story.set_field,
        "footnoteReference": partial(story.refer, "footnote"),
        "endnoteReference": partial(story.refer, "endnote"),
        "footnote": partial(story.begin_note, "footnote"),
        "endnote": partial(story.begin_note, "endnote"),
        "txbxContent": story.begin_box,
        **dict.fromkeys(("object", "altChunk", "subDoc"), lambda _: flow.left_out.count("object")),
    }
    of_markup = {
        "AlternateContent": story.begin_alternatives,
        "Choice": story.begin_alternative,
        "Fallback": story.begin_alternative,
    }
    return {
        **in_namespaces(WORD, of_word),
        **in_namespaces(MATH, {"t": story.begin_text, "den": partial(story.add_character, "/")}),
        **in_namespaces(MATH, {"ctrlPr": lambda _: True}),
        **in_namespaces(DRAWING, {"graphicData": story.count_embedded}),
        **in_namespaces(MARKUP, of_markup),
    }


def _ends(story: Story) -> dict[str, Callable[[], None]]:
    """Return the functions for the ends of elements."""
    flow = story.flow
    of_word: dict[str, Callable[[], None]] = {
        "t": story.end_text,
        "pPr": story.end_properties,
        "trPr": story.end_properties,
        "p": story.end_paragraph,
        "tc": story.end_cell,
        "tr": flow.end_row,
        "tbl": flow.end_table,
        "txbxContent": story.end_box,
        "footnote": flow.end_note,
        "endnote": flow.end_note,
    }
    return {
        **in_namespaces(WORD, of_word),
        **in_namespaces(MATH, {"t": story.end_text}),
        **in_namespaces(MARKUP, {"AlternateContent": story.end_alternatives}),
    }
