"""Pages: finds running heads, running feet and page numbers, which are no part of the text of a page.

They are left out only if pages show beyond doubt. A heading, a refrain or a caption never interrupts a sentence; so a
line that does, and recurs with ascending numbers, is a running head. Form feeds, which `pdftotext` writes between
pages, show where to look, and numbers that ascend by one a page then are page numbers.

`page_lines` describes lines by their form, and `page_edits` takes out what is found here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import regex

from aligner.read import interruptions, text_lines
from aligner.read.interruptions import Interrupting, PageSide
from aligner.read.page_lines import PageLine

MIN_PAGE_LINES = 3  # lines of text between two running heads; closer lines are a list
IRREGULAR = 3.0  # times the median of the lines a page, up to which a page of a text without form feeds is one
INTERRUPTING = 0.4  # least share of the lines of a kind that interrupt a sentence, in a text without form feeds
MIN_PAGES = 3  # pages on which a line without a number recurs between full sentences

_CONTINUES = regex.compile(r"[^\p{L}\p{N}]*+[\p{L}--\p{Lu}]", regex.V1)  # a line that may go on with a sentence


def find_page_marks(sides: Sequence[PageSide]) -> list[set[int]]:
    """Return for each side the indices of the lines that are running heads, running feet or page numbers."""
    candidates = [_candidates(side) for side in sides]
    if not any(map(_may_interrupt, sides, candidates)):
        return [set() for _ in sides]
    interrupting = interruptions.find_interrupting(sides, candidates)
    marks = [_marks(*side, partner_has_pages=False) for side in zip(sides, interrupting, strict=True)]
    for number, partner in enumerate(marks[::-1] if len(marks) > 1 else []):
        if partner:
            marks[number] = _marks(sides[number], interrupting[number], partner_has_pages=True)
    return marks


def _candidates(side: PageSide) -> set[int]:
    """Return the indices of the lines that may be page marks by their form and by other lines of the same form."""
    families = _families(side.lines, range(len(side.lines)))
    recurring = {index for family in families.values() if len(family) > 1 for index in family}
    return {
        index
        for index, line in enumerate(side.lines)
        if line.key
        and (index in recurring or line.may_hold_page_number or line.is_page_number)
        and (line.is_head or line.is_foot or not side.has_form_feeds)
    }


def _families(lines: Sequence[PageLine], indices: Iterable[int]) -> dict[str, list[int]]:
    """Return the indices of the lines by their keys."""
    families = defaultdict(list)
    for index in indices:
        if lines[index].key:
            families[lines[index].key].append(index)
    return families


def _may_interrupt(side: PageSide, candidates: set[int]) -> bool:
    """Return whether the candidates of a side deserve a closer look: pages end, or a sentence may go on after one."""
    if side.has_form_feeds:
        return True
    return any(
        before is not None
        and after is not None
        and not text_lines.ends_sentence(side.text, side.lines[before].span)
        and _CONTINUES.match(side.text, *side.lines[after].span)
        for before, after in (interruptions.neighbours_of(side, candidates, index) for index in candidates)
    )


def _marks(side: PageSide, interrupting: Interrupting, *, partner_has_pages: bool) -> set[int]:
    """Return the indices of the page marks of a side.

    interrupting: the lines that interrupt a sentence.
    partner_has_pages: page marks were found on the other side.
    """
    if side.has_form_feeds:
        return _at_edges(side.lines, _paged_marks(side.lines, interrupting))
    marks: set[int] = set()
    for family in _families(side.lines, range(len(side.lines))).values():
        if _is_running(side.lines, family, interrupting, partner_has_pages=partner_has_pages):
            marks.update(family)
    for index in interrupting.keys() - marks:
        line = side.lines[index]
        if line.is_page_number or (partner_has_pages and line.may_hold_page_number):
            marks.add(index)
    return marks | _in_sequence(side.lines, marks)


def _is_running(
    lines: Sequence[PageLine], family: Sequence[int], interrupting: Interrupting, *, partner_has_pages: bool
) -> bool:
    """Return whether lines that differ in their numbers alone are running heads of a text without form feeds."""
    if len(family) < 2 or any(after - before <= MIN_PAGE_LINES for before, after in pairwise(family)):
        return False
    inner = [index for index in family if 0 < index < len(lines) - 1]
    times = sum(index in interrupting for index in family)
    if times < INTERRUPTING * len(inner) or not times:
        return False
    if len({lines[index].numbers for index in family}) == 1:
        # Parts of sentences recur without a number, such as a name that is alone on the last line of a paragraph. That
        # a paragraph goes on after it shows only in a script with lower case.
        in_lower_case = sum(interrupting.get(index) == "lower" for index in family)
        return in_lower_case > 1 or (partner_has_pages and times == len(inner))
    columns = zip(*(lines[index].numbers for index in family), strict=True)
    return any(_is_regular(numbers, family) for numbers in columns)


def _is_regular(numbers: Sequence[int], places: Sequence[int]) -> bool:
    """Return whether numbers ascend from line to line as page numbers do, with about as many lines a page."""
    steps = [after - before for before, after in pairwise(numbers)]
    if min(steps) < 1:
        return False
    sizes = [(after - before - 1) / step for (before, after), step in zip(pairwise(places), steps, strict=True)]
    return min(sizes) >= MIN_PAGE_LINES and max(sizes) <= IRREGULAR * median(sizes)


def _in_sequence(lines: Sequence[PageLine], marks: set[int]) -> set[int]:
    """Return the first and the last line of a text if its number goes on from that of the nearest page mark."""
    if not marks:
        return set()
    return {
        edge
        for edge, nearest, step in ((0, min(marks), -1), (len(lines) - 1, max(marks), 1))
        if edge not in marks
        and lines[edge].may_hold_page_number
        and {number + step for number in lines[nearest].numbers} & set(lines[edge].numbers)
    }


def _paged_marks(lines: Sequence[PageLine], interrupting: Interrupting) -> set[int]:
    """Return the indices of the lines of a text with form feeds that are page marks by their numbers or their place."""
    edges = [index for index, line in enumerate(lines) if line.is_head or line.is_foot]
    marks: set[int] = set()
    offsets: set[int] = set()  # page numbers minus numbers of form feeds
    for family in _families(lines, edges).values():
        offset, members = _numbered_by_page(lines, family)
        is_alone = len(members) == 1 and lines[members[0]].is_page_number
        if offset is None or not (len(members) > 1 or is_alone):
            continue
        no_heading = all(lines[index].is_bare_number or not lines[index].is_head for index in members)
        if no_heading or interrupting.keys() & members:
            marks.update(members)
            offsets.add(offset)
    for family in _families(lines, edges).values():
        is_same = len(family) > 1 and len({lines[index].numbers for index in family}) == 1
        pages = len({lines[index].page for index in family})
        if is_same and pages > 1 and (interrupting.keys() & family or (marks and pages >= MIN_PAGES)):
            marks.update(family)
    for index in edges:
        line = lines[index]
        if line.may_hold_page_number and offsets.intersection(number - line.page for number in line.numbers):
            marks.add(index)
    return marks


def _numbered_by_page(lines: Sequence[PageLine], family: Sequence[int]) -> tuple[int | None, list[int]]:
    """Return the commonest difference between a number of lines and their page, and the lines that have it."""
    offsets = Counter(number - lines[index].page for index in family for number in set(lines[index].numbers))
    if not offsets:
        return None, []
    offset, _ = max(offsets.items(), key=lambda item: item[1])
    return offset, [index for index in family if offset + lines[index].page in lines[index].numbers]


def _at_edges(lines: Sequence[PageLine], marks: set[int]) -> set[int]:
    """Return the marks that begin or end a page: only other marks are between them and its edge."""
    pages = defaultdict(list)
    for index, line in enumerate(lines):
        pages[line.page].append(index)
    at_edges: set[int] = set()
    for indices in pages.values():
        for in_order in (indices, indices[::-1]):
            for index in in_order:
                if index not in marks:
                    break
                at_edges.add(index)
    return at_edges
