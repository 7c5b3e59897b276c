"""The text and the notes of an ODT: the meaning of the elements, one after the other.

The names of elements are those of ISO 26300.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

import regex

from aligner.characters import VISIBLE
from aligner.read.office.document_flow import MAX_COLUMNS, DocumentFlow
from aligner.read.packed.xml_events import Attributes, value

_WHITE_SPACE = regex.compile(r"[ \t\r\n]+")  # one blank, or none at the beginning of a paragraph
_LONGEST_SPACE = 100  # blanks that an element may stand for; more of them are as many


@dataclass
class _Context:
    """The state within the main text, or within a text box or note in it.

    is_drawing: whether this is the text of a drawing, which is one paragraph.
    paragraphs: number of paragraphs that are open.
    are_hidden: for each paragraph and span that is open, whether its style hides it.
    after_blank: whether the paragraph is empty, or ends in a blank.
    """

    is_drawing: bool = False
    paragraphs: int = 0
    are_hidden: list[bool] = field(default_factory=list)
    after_blank: bool = True


class Story:
    """Reads the elements of `content.xml`. `odt_elements` says which method reads which one.

    flow: takes the text.
    hidden_styles: names of the styles that hide text.
    is_text: whether a text document was met; a spreadsheet, for example, is not one.
    """

    def __init__(self, flow: DocumentFlow, hidden_styles: Set[str]) -> None:
        self.flow, self._hidden_styles = flow, hidden_styles
        self.is_text = False
        self._context = _Context()
        self._interrupted: list[_Context] = []
        self._note_count = 0
        self._cells: list[tuple[int, int]] = []  # of the cells that are open: columns that they span, and copies

    # Text.

    def begin_document(self, _: Attributes) -> None:
        """Note that this is a text document."""
        self.is_text = True

    def text(self, characters: str) -> None:
        """Read characters, which are text or white space between elements."""
        context = self._context
        if not context.paragraphs:
            return
        characters = _WHITE_SPACE.sub(" ", characters)
        if context.after_blank and characters.startswith(" "):
            characters = characters[1:]
        if characters:
            context.after_blank = characters.endswith(" ")
            self._add(characters)

    def add_character(self, character: str, _: Attributes) -> None:
        """Read an element that stands for a character."""
        self._context.after_blank = False
        self._add(character)

    def add_blanks(self, attributes: Attributes) -> None:
        """Read an element that stands for a number of blanks."""
        self._context.after_blank = False
        self._add(" " * number(attributes, "c", _LONGEST_SPACE))

    def _add(self, text: str) -> None:
        if not any(self._context.are_hidden):
            self.flow.add(text)
        elif VISIBLE.search(text):
            self.flow.left_out.add_to_passage("hidden")

    def begin_span(self, attributes: Attributes) -> None:
        """Begin characters with one style."""
        self._context.are_hidden.append(value(attributes, "style-name") in self._hidden_styles)

    def end_span(self) -> None:
        """End characters with one style."""
        self._context.are_hidden.pop()

    def begin_paragraph(self, attributes: Attributes) -> None:
        """Begin a paragraph or heading. One within another is the text of a drawing."""
        if self._context.paragraphs:
            self._interrupt(_Context(is_drawing=True))
        self._context.paragraphs += 1
        self._context.after_blank = True
        self.begin_span(attributes)

    def end_paragraph(self) -> None:
        """End a paragraph or heading."""
        self.end_span()
        self._context.paragraphs -= 1
        if self._context.is_drawing:
            self.end_box()
        else:
            self.flow.end_paragraph()

    # Tables.

    def begin_cell(self, attributes: Attributes) -> None:
        """Begin a cell of a table."""
        columns, copies = (
            number(attributes, name, MAX_COLUMNS) for name in ("number-columns-spanned", "number-columns-repeated")
        )
        self._cells.append((columns, copies))
        self.flow.begin_cell()

    def end_cell(self) -> None:
        """End the cell."""
        self.flow.end_cell(*self._cells.pop())

    def skip_cells(self, attributes: Attributes) -> bool:
        """Skip cells that are covered by another one."""
        self.flow.skip_columns(number(attributes, "number-columns-repeated", MAX_COLUMNS))
        return True

    # Text boxes, notes, and parts that are left out.

    def _interrupt(self, context: _Context) -> None:
        self.flow.begin_box()
        self._interrupted.append(self._context)
        self._context = context

    def begin_box(self, _: Attributes) -> None:
        """Begin a text box, which interrupts a paragraph."""
        self._interrupt(_Context())

    def end_box(self) -> None:
        """End the text box."""
        self.flow.end_box()
        self._context = self._interrupted.pop()

    def begin_note(self, attributes: Attributes) -> None:
        """Begin a note, which interrupts a paragraph."""
        kind = "endnote" if value(attributes, "note-class") == "endnote" else "footnote"
        self._note_count += 1
        self.flow.refer_to_note(kind, str(self._note_count))
        self.flow.begin_note(kind, str(self._note_count))
        self._interrupted.append(self._context)
        self._context = _Context()

    def end_note(self) -> None:
        """End the note."""
        self.flow.end_note()
        self._context = self._interrupted.pop()

    def count(self, kind: str, _: Attributes) -> bool:
        """Count a part that is left out, and skip it."""
        self.flow.left_out.count(kind)
        return True

    def skip_if_hidden(self, attributes: Attributes) -> bool:
        """Skip and count a section or a field that is hidden."""
        is_hidden = value(attributes, "display") == "none" or value(attributes, "is-hidden") == "true"
        if is_hidden:
            self.flow.left_out.count("hidden")
        return is_hidden


def number(attributes: Attributes, name: str, limit: int) -> int:
    """Return the value of an attribute that is a number, at most the limit; 1 for another value."""
    digits = value(attributes, name)
    return min(int(digits), limit) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 1
