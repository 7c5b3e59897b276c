"""The elements of HTML: which begin a paragraph, which are not read, and which end without an end tag."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import regex

from aligner.read.web.html_tokens import attributes_of


def _names(listed: str) -> frozenset[str]:
    """Return names of elements that are listed with blanks between them."""
    return frozenset(listed.split())


VOID = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)  # have no content
BLOCKS = _names(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing "
    "main menu nav ol optgroup option p plaintext pre search section select summary table tbody td "
    "textarea tfoot th thead tr ul xmp"
)  # begin and end a paragraph; any other element is part of its line
PREFORMATTED = frozenset({"listing", "plaintext", "pre", "textarea", "xmp"})  # keep white space and line ends
CONTROLS = frozenset(
    {"audio", "canvas", "embed", "iframe", "input", "object", "video"}
)  # stand between words, like a blank
CELLS = frozenset({"td", "th"})
# Nobody sees their text: it is for programs, for browsers that lack something, or stands in for what they show.
UNSEEN = _names(
    "annotation annotation-xml audio canvas datalist desc iframe metadata noembed noframes noscript "
    "script style template title video"
)
ANNOTATIONS = frozenset({"rp", "rt", "rtc"})  # small signs beside the text, which say how it is read

_SCOPE = frozenset({"caption", "html", "table", "td", "template", "th"})  # no end tag reaches beyond them
_PARAGRAPH_ENDS = BLOCKS - {"body", "button", "caption", "frameset", "html", "legend", "optgroup", "option", "select"}
_TABLE_PARTS = ("tbody", "tfoot", "thead")
_MAY_HIDE = regex.compile(
    r"(?i)hidden|display|style\s*=[^>]*?&"
)  # `visibility:hidden`, too; `&` may stand for a letter
_NO_STYLE = regex.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_BLOCK_STYLE = regex.compile(r"(?i)display\s*:\s*(?:block|flex|grid|list-item|table)")
_FLOAT = regex.compile(r"(?i)float\s*:")  # stands beside a paragraph, such as the mark of an item


class _Closing(NamedTuple):
    """Elements that end where another one begins, as their end tags are optional.

    names: the elements that end.
    barriers: elements that they do not reach beyond.
    ends_in_scope: whether they do not reach beyond the elements of _SCOPE, either.
    """

    names: tuple[str, ...]
    barriers: tuple[str, ...]
    ends_in_scope: bool = True


def _closings() -> dict[str, list[_Closing]]:
    """Return what ends before the start of each element."""
    result: dict[str, list[_Closing]] = defaultdict(list)
    for name in _PARAGRAPH_ENDS:
        result[name].append(_Closing(("p",), ("button",)))
    result["li"].append(_Closing(("li",), ("dir", "menu", "ol", "ul")))
    for name in ("dd", "dt"):
        result[name].append(_Closing(("dd", "dt"), ("dl",)))
    for name in ("optgroup", "option"):
        result[name].append(_Closing(("option",), ("select",)))
    for name in ANNOTATIONS:
        result[name].append(_Closing(("rp", "rt", "rtc"), ("ruby",)))
    cells, table = ("caption", "td", "th"), ("html", "table", "template")
    for name in CELLS:
        result[name].append(_Closing(cells, (*table, "tr"), ends_in_scope=False))
    result["tr"].append(_Closing((*cells, "tr"), table, ends_in_scope=False))
    for name in _TABLE_PARTS:
        result[name].append(_Closing((*cells, "tr", *_TABLE_PARTS), table, ends_in_scope=False))
    return result


_CLOSINGS = _closings()


class OpenElement(NamedTuple):
    """An element whose end tag has not come yet.

    name: its name.
    is_block: whether it begins and ends a paragraph.
    left_out: why its text is not read, `unseen`, `hidden` or `ruby`; empty for text that is read.
    keeps_space: whether its white space is kept.
    is_raised: whether its text is raised, or the number of a note.
    begins_left_out: whether it is left out, and the element around it is not.
    """

    name: str
    is_block: bool
    left_out: str
    keeps_space: bool
    is_raised: bool = False
    begins_left_out: bool = False


class _Shown(NamedTuple):
    """The attributes of an element that say how it is shown.

    is_hidden: whether it is hidden.
    is_block: whether its style makes it a block.
    is_open: whether it has the attribute `open`.
    """

    is_hidden: bool
    is_block: bool
    is_open: bool


@lru_cache(maxsize=1000)  # most elements of a page have the attributes of another one
def _shown(attributes: str) -> _Shown:
    """Return how an element is shown, by its attributes as they are written."""
    named = attributes_of(attributes)
    style = named.get("style", "")
    is_hidden = "hidden" in named and named["hidden"].lower() != "until-found"
    return _Shown(
        is_hidden or _NO_STYLE.search(style) is not None,
        _BLOCK_STYLE.search(style) is not None and not _FLOAT.search(style),
        "open" in named,
    )


class OpenElements:
    """The elements that contain the place in a page up to which it was read. Each step takes a constant time.

    A tag that does not fit is treated as browsers do: an end tag without a start is left out, and an end tag of a block
    ends what is open within the block.
    """

    def __init__(self) -> None:
        self._stack: list[OpenElement] = []
        self._places: dict[str, list[int]] = defaultdict(list)  # places of the open elements of each name
        self._blocks: list[int] = []  # places of the blocks
        self._shared: dict[OpenElement, OpenElement] = {}  # equal elements once, which saves memory in deep pages
        self._scopes: list[int] = []  # places of the elements of _SCOPE

    def __len__(self) -> int:
        return len(self._stack)

    @property
    def last(self) -> OpenElement:
        """The innermost element."""
        return self._stack[-1] if self._stack else OpenElement("", is_block=True, left_out="", keeps_space=False)

    def contain(self, name: str) -> bool:
        """Return whether an element of a name is open."""
        return bool(self._places[name])

    def start(self, name: str, attributes: str) -> OpenElement:
        """Open an element after those that end where it begins, and return it; one without content is not opened."""
        for closing in _CLOSINGS.get(name, ()):
            places = [place for name_of_open in closing.names if (place := self._place(name_of_open)) >= 0]
            if places:
                barrier = self._scopes[-1] if closing.ends_in_scope and self._scopes else -1
                barrier = max(barrier, *map(self._place, closing.barriers))
                if inner := [place for place in places if place > barrier]:
                    self._cut(min(inner))
        element = self._element(name, attributes)
        if name not in VOID:
            place = len(self._stack)
            self._places[name].append(place)
            if element.is_block:
                self._blocks.append(place)
            if name in _SCOPE:
                self._scopes.append(place)
            self._stack.append(self._shared.setdefault(element, element))
        return element

    def end(self, name: str) -> OpenElement | None:
        """Close an element with what is open within it, and return it; None for an end tag that does not fit."""
        place = self._place(name)
        if place < 0:
            return None
        if name in ("body", "html"):
            return None  # text after it belongs to the page
        element = self._stack[place]
        # A block is not ended by the end of a part of its line, nor a cell by the end of what stands around its table.
        # What is left out is ended by any end tag, so that no text is lost.
        barrier = (
            max(map(self._place, _SCOPE - {name})) if element.is_block else self._blocks[-1] if self._blocks else -1
        )
        if place < barrier and name != "table" and not element.begins_left_out:
            return None
        self._cut(place)
        return element

    def _element(self, name: str, attributes: str) -> OpenElement:
        outer = self.last
        is_block, keeps_space = name in BLOCKS, outer.keeps_space or name in PREFORMATTED
        left_out = outer.left_out or ("unseen" if name in UNSEEN else "ruby" if name in ANNOTATIONS else "")
        if name == "dialog" or (attributes and _MAY_HIDE.search(attributes)):
            shown = _shown(attributes)
            if shown.is_hidden or (name == "dialog" and not shown.is_open):
                left_out = left_out or "hidden"
            is_block = is_block or shown.is_block
        is_raised = outer.is_raised or name == "sup" or (name == "a" and "noteref" in attributes)
        begins_left_out = bool(left_out) and not outer.left_out
        return OpenElement(name, is_block, left_out, keeps_space, is_raised, begins_left_out)

    def _place(self, name: str) -> int:
        """Return the place of the innermost open element of a name; -1 if there is none."""
        places = self._places.get(name)
        return places[-1] if places else -1

    def _cut(self, size: int) -> None:
        """Close all elements from a place on."""
        while len(self._stack) > size:
            element = self._stack.pop()
            self._places[element.name].pop()
            if element.is_block:
                self._blocks.pop()
            if element.name in _SCOPE:
                self._scopes.pop()
