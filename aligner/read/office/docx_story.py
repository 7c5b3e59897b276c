"""The main text and the notes of a DOCX: the meaning of the elements, one after the other.

The names of elements are those of ECMA-376.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from aligner.characters import VISIBLE
from aligner.read.office.document_flow import MAX_COLUMNS, DocumentFlow
from aligner.read.office.docx_parts import is_on
from aligner.read.packed.xml_events import Attributes, value

_BLANKS = str.maketrans("\r\n", "  ")  # line ends of the XML file are blanks
_CODE = regex.compile(r"(?!D[89A-F])[0-9A-F]{4}", regex.IGNORECASE)  # of a character; not half of one
_EMBEDDED = ("/chart", "/diagram")  # ends of the URIs of drawings that hold text in files of their own


class UnclearFieldsError(Exception):
    """A field without an end, so that its code cannot be told from the text after it."""


@dataclass
class _Context:
    """The state within the main text, or within a text box or note in it.

    fields: for each field that is open, outermost first, whether its result has begun; its code comes before.
    codes: number of these fields whose result has not begun.
    is_hidden: whether the run is hidden.
    paragraph_is_hidden: whether the style of the paragraph hides it.
    joins_next: whether the next paragraph continues this one.
    """

    fields: list[bool] = field(default_factory=list)
    codes: int = 0
    is_hidden: bool = False
    paragraph_is_hidden: bool = False
    joins_next: bool = False


class Story:
    """Reads the elements of the main file and of the notes. `docx_elements` says which method reads which one.

    flow: takes the text.
    hidden_styles: names of the styles whose text is hidden.
    fields_are_clear: whether each field has an end; otherwise all text is read, be it code or result.
    is_word: whether the main file is a document of Word.
    """

    def __init__(self, flow: DocumentFlow, hidden_styles: frozenset[str], *, fields_are_clear: bool) -> None:
        self.flow, self._hidden_styles, self._fields_are_clear = flow, hidden_styles, fields_are_clear
        self.is_word = False
        self._context = _Context()
        self._interrupted: list[_Context] = []
        self._is_text = False  # within an element that holds text
        self._properties = ""  # the element of properties that is open
        self._widths: list[int] = []  # columns of the cells that are open
        self._alternatives: list[bool] = []  # for each element with alternatives that is open, whether one was read

    def check_fields(self) -> None:
        """Raise UnclearFieldsError if text may have been taken for the code of a field."""
        if self._context.codes:
            raise UnclearFieldsError
        self._context = _Context()

    # Text.

    def begin_document(self, _: Attributes) -> None:
        """Note that the file is a document of Word."""
        self.is_word = True

    def begin_text(self, _: Attributes) -> None:
        """Begin an element that holds text."""
        self._is_text = True

    def end_text(self) -> None:
        """End an element that holds text."""
        self._is_text = False

    def text(self, characters: str) -> None:
        """Read characters, which are text or white space between elements."""
        if self._is_text:
            self._add(characters.translate(_BLANKS) if "\n" in characters else characters)

    def add_character(self, character: str, _: Attributes) -> None:
        """Read an element that stands for a character."""
        self._add(character)

    def add_symbol(self, attributes: Attributes) -> None:
        """Add a character of a font of symbols, which has a number."""
        code = int(number, 16) if _CODE.fullmatch(number := value(attributes, "char")) else 0
        if code:
            self._add(chr(code))

    def _add(self, text: str) -> None:
        context = self._context
        if context.codes:
            return
        if context.is_hidden:
            if VISIBLE.search(text):
                self.flow.left_out.add_to_passage("hidden")
        else:
            self.flow.add(text)

    def begin_run(self, _: Attributes) -> None:
        """Begin a run: characters with the same properties."""
        self._context.is_hidden = self._context.paragraph_is_hidden

    def set_run_style(self, attributes: Attributes) -> None:
        """Hide the run if its style does."""
        if value(attributes) in self._hidden_styles and not self._properties:
            self._context.is_hidden = True

    def set_hidden(self, attributes: Attributes) -> None:
        """Hide the run, or show it in spite of its style."""
        if not self._properties:  # those of a paragraph hide its mark only
            self._context.is_hidden = is_on(attributes)

    # Paragraphs.

    def begin_properties(self, element: str, _: Attributes) -> None:
        """Begin the properties of a paragraph or of a row.

        element: the local name of the element.
        """
        self._properties = element

    def end_properties(self) -> None:
        """End the properties of a paragraph or of a row."""
        self._properties = ""

    def set_paragraph_style(self, attributes: Attributes) -> None:
        """Hide the runs of the paragraph if its style does."""
        self._context.paragraph_is_hidden = value(attributes) in self._hidden_styles

    def set_frame(self, attributes: Attributes) -> None:
        """Join a large first letter, which is a paragraph of its own, to the paragraph that it begins."""
        if value(attributes, "dropCap") in ("drop", "margin"):
            self._context.joins_next = True

    def end_paragraph(self) -> None:
        """End the paragraph, unless it continues in the next one."""
        context = self._context
        if not context.joins_next:
            self.flow.end_paragraph()
        context.joins_next = context.is_hidden = context.paragraph_is_hidden = False

    # Tables.

    def begin_cell(self, _: Attributes) -> None:
        """Begin a cell of a table."""
        self.flow.begin_cell()
        self._widths.append(1)

    def set_width(self, attributes: Attributes) -> None:
        """Take the number of columns that the cell spans."""
        if self._widths:
            self._widths[-1] = number_of_columns(attributes)

    def end_cell(self) -> None:
        """End the cell."""
        columns = self._widths.pop()
        self.flow.end_cell(columns)
        self.flow.skip_columns(columns - 1)

    # Changes, fields, notes, text boxes and objects.

    def leave_out(self, kind: str, _: Attributes) -> bool:
        """Leave out the content of an element. Among the properties of a paragraph, a change is about its end."""
        if not self._properties:
            self.flow.left_out.add_to_passage(kind)
        elif self._properties == "pPr":
            self._context.joins_next = True
        return True

    def set_field(self, attributes: Attributes) -> None:
        """Begin a field, its result after its code, or end it."""
        context, kind = self._context, value(attributes, "fldCharType")
        if not self._fields_are_clear:
            return
        if kind == "begin":
            context.fields.append(False)
            context.codes += 1
        elif context.fields and kind in ("separate", "end"):
            context.codes -= not context.fields.pop()
            if kind == "separate":
                context.fields.append(True)

    def refer(self, kind: str, attributes: Attributes) -> None:
        """Read a reference to a note: kind is `footnote` or `endnote`."""
        self.flow.refer_to_note(kind, value(attributes, "id"))

    def begin_note(self, kind: str, attributes: Attributes) -> bool:
        """Begin a note that the text refers to, and skip the lines that separate notes from the text."""
        return not self.flow.begin_note(kind, value(attributes, "id"))

    def begin_box(self, _: Attributes) -> None:
        """Begin a text box, which interrupts a paragraph."""
        self.flow.begin_box()
        self._interrupted.append(self._context)
        self._context = _Context()

    def end_box(self) -> None:
        """End the text box."""
        self.check_fields()
        self.flow.end_box()
        self._context = self._interrupted.pop()

    def count_embedded(self, attributes: Attributes) -> None:
        """Count a drawing that holds text in a file of its own."""
        if value(attributes, "uri").endswith(_EMBEDDED):
            self.flow.left_out.count("object")

    def begin_alternatives(self, _: Attributes) -> None:
        """Begin an element that holds one content in several forms."""
        self._alternatives.append(False)

    def begin_alternative(self, _: Attributes) -> bool:
        """Read the first of several contents, such as a text box for newer and for older versions of Word."""
        if not self._alternatives:
            return False
        skips, self._alternatives[-1] = self._alternatives[-1], True
        return skips

    def end_alternatives(self) -> None:
        """End the element with alternatives."""
        self._alternatives.pop()


def number_of_columns(attributes: Attributes) -> int:
    """Return the value of a property that is a number of columns; 1 for another value."""
    number = value(attributes)
    return min(int(number), MAX_COLUMNS) if number.isascii() and number.isdecimal() and len(number) < 10 else 1
