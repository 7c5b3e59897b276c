"""Pages: finds running heads, running feet and page numbers, which are no part of the text of a page.

They are left out only if pages show beyond doubt. A heading, a refrain or a caption never interrupts a sentence; so a
line that does, and recurs with ascending numbers, is a running head. Form feeds, which `pdftotext` writes between
pages, show where to look, and numbers that ascend by one a page then are page numbers.

`page_lines` describes lines by their form, and `page_edits` takes out what is found here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import regex

from aligner import text_lines
from aligner.join import interruptions
from aligner.join.interruptions import Interrupting, PageSide
from aligner.join.page_lines import PageLine

MIN_PAGE_LINES = 3  # lines of text between two running heads; closer lines are a list
MAX_PAGE_LINES = 120  # lines of the longest page
MAX_PAGES_BETWEEN = 4  # pages from one line with a page number to the next, if the lines are not alike
MAX_SINGLE = 8  # lines of a text that are looked at alone; bounds the time
IRREGULAR = 3.0  # times the median of the lines a page, up to which a page of a text without form feeds is one
INTERRUPTING = 0.4  # least share of the lines of a kind that interrupt a sentence, in a text without form feeds
MIN_PAGES = 3  # pages on which a line without a number recurs between full sentences

_CONTINUES = regex.compile(r"[^\p{L}\p{N}]*+[\p{L}--\p{Lu}]", regex.V1)  # a line that may go on with a sentence


def find_page_marks(sides: Sequence[PageSide]) -> list[set[int]]:
    """Return for each side the indices of the lines that are running heads, running feet or page numbers."""
    candidates = [_candidates(side) for side in sides]
    if not any(map(_may_interrupt, sides, candidates)):
        return [set() for _ in sides]
    sides, interrupting = interruptions.find_interrupting(sides, candidates)
    marks = [_marks(*side, ()) if side[0].lines else set() for side in zip(sides, interrupting, strict=True)]
    if len(sides) > 1 and not any(marks):
        return _mutual_marks(sides, interrupting)
    for number, partner in enumerate(marks[::-1] if len(marks) > 1 else []):
        if partner and sides[number].lines:
            of_partner = [sides[1 - number].lines[index] for index in sorted(partner)]
            marks[number] = _marks(sides[number], interrupting[number], of_partner)
    return marks


def _mutual_marks(sides: Sequence[PageSide], interrupting: Sequence[Interrupting]) -> list[set[int]]:
    """Return the marks of two sides that have lines with different numbers in the middle of their sentences.

    In two translations of a sentence, lines with a number that are text have the same number. In one of the two, lower
    case has to show that the sentence goes on.
    """
    marks = [
        {index for index in of_side if side.lines[index].may_hold_page_number}
        for side, of_side in zip(sides, interrupting, strict=True)
    ]
    numbers = [
        {number for index in of_side for number in side.lines[index].numbers}
        for side, of_side in zip(sides, marks, strict=True)
    ]
    shows = any("lower" in of_side.values() for of_side in interrupting)
    return marks if all(marks) and shows and numbers[0].isdisjoint(numbers[1]) else [set() for _ in sides]


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
        for before, after in interruptions.neighbours_of(side, candidates).values()
    )


def _marks(side: PageSide, interrupting: Interrupting, partner: Sequence[PageLine]) -> set[int]:
    """Return the indices of the page marks of a side.

    interrupting: the lines that interrupt a sentence.
    partner: the page marks of the other side.
    """
    lines = side.lines
    if side.has_form_feeds:
        marks = _paged_marks(lines, interrupting, has_partner=bool(partner))
    else:
        marks = _unpaged_marks(lines, interrupting, has_partner=bool(partner))
    for family in _families(lines, range(len(lines))).values():
        # A title that stands beside page numbers.
        if len(family) > 1 and all(marks.intersection((index - 1, index + 1)) for index in family):
            marks.update(family)
    if partner and lines[0].may_hold_page_number and lines[0].is_title and partner[0].is_first and partner[0].is_title:
        marks.add(0)
    return _at_edges(lines, marks) if side.has_form_feeds else marks


def _unpaged_marks(lines: Sequence[PageLine], interrupting: Interrupting, *, has_partner: bool) -> set[int]:
    """Return the indices of the page marks of a text without form feeds.

    has_partner: page marks were found on the other side.
    """
    marks: set[int] = set()
    for family in _families(lines, range(len(lines))).values():
        if _is_running(lines, family, interrupting, has_partner=has_partner):
            marks.update(family)
    numbered = sorted(index for index in interrupting if lines[index].may_hold_page_number)
    ends = [[lines[index].numbers[end] for index in numbered] for end in (0, -1)]
    alike = sum(line.may_hold_page_number for line in lines)
    is_likely = len(numbered) > 1 and len(numbered) >= INTERRUPTING * alike
    for numbers in (*ends, _alternating(*ends)) if is_likely else ():
        are_near = all(after - before <= MAX_PAGES_BETWEEN for before, after in pairwise(numbers))
        if are_near and _is_regular(numbers, numbered):
            marks.update(numbered)
    for index in numbered[:MAX_SINGLE]:
        in_sequence = _in_sequence(lines, {index})
        if any(mark in interrupting or mark in (0, len(lines) - 1) for mark in in_sequence - {index}):
            marks |= in_sequence
    for index, line in enumerate(lines):
        interrupts = index in interrupting
        if (line.is_page_number and (has_partner or interrupts)) or (
            line.may_hold_page_number and has_partner and interrupts
        ):
            marks.add(index)
    return _in_sequence(lines, marks)


def _alternating(firsts: Sequence[int], lasts: Sequence[int]) -> list[int]:
    """Return page numbers that begin the lines of left pages and end those of right pages."""
    numbers: list[int] = []
    for pair in zip(firsts, lasts, strict=True):
        greater = [number for number in pair if numbers and number > numbers[-1]]
        numbers.append(min(greater or pair))
    return numbers


def _is_running(
    lines: Sequence[PageLine], family: Sequence[int], interrupting: Interrupting, *, has_partner: bool
) -> bool:
    """Return whether lines that differ in their numbers alone are running heads of a text without form feeds."""
    if len(family) > 2 and family[-1] == len(lines) - 1:
        family = family[:-1]  # the foot of the last page, which may have a line or two
    if len(family) < 2 or any(after - before <= MIN_PAGE_LINES for before, after in pairwise(family)):
        return False
    inner = [index for index in family if 0 < index < len(lines) - 1]
    times = sum(index in interrupting for index in family)
    if len({lines[index].numbers for index in family}) > 1:
        is_likely = times >= INTERRUPTING * len(inner) or (has_partner and lines[family[0]].is_title)
        columns = zip(*(lines[index].numbers for index in family), strict=True)
        return (times > 0 or has_partner) and is_likely and any(_is_regular(numbers, family) for numbers in columns)
    # Parts of sentences recur without a number, such as a name that is alone on the last line of a paragraph. That a
    # paragraph goes on after it shows only in a script with lower case.
    if any(interrupting.get(index) == "lower" for index in family):
        return times >= INTERRUPTING * len(inner)
    return has_partner and lines[family[0]].is_title and times == len(inner) > 0


def _is_regular(numbers: Sequence[int], places: Sequence[int]) -> bool:
    """Return whether numbers ascend from line to line as page numbers do, with about as many lines a page."""
    steps = [after - before for before, after in pairwise(numbers)]
    if min(steps) < 1:
        return False
    sizes = [(after - before - 1) / step for (before, after), step in zip(pairwise(places), steps, strict=True)]
    return min(sizes) >= MIN_PAGE_LINES and max(sizes) <= min(MAX_PAGE_LINES, IRREGULAR * median(sizes))


def _in_sequence(lines: Sequence[PageLine], marks: set[int]) -> set[int]:
    """Return the marks, and the lines at the distance of a page whose number goes on from that of a mark."""
    in_sequence = set(marks)
    for indices, step in ((range(len(lines)), 1), (range(len(lines) - 1, -1, -1), -1)):
        nearest: int | None = None
        for index in indices:
            if index in in_sequence:
                nearest = index
            elif nearest is not None and _follows(lines[nearest], lines[index], step):
                in_sequence.add(index)
                nearest = index
    return in_sequence


def _follows(mark: PageLine, line: PageLine, step: int) -> bool:
    """Return whether a line may be the mark of the page after a mark, or before it if the step is -1."""
    if not line.may_hold_page_number or abs(line.number - mark.number) <= MIN_PAGE_LINES:
        return False
    is_next = any(number + step in line.numbers for number in mark.numbers)
    return is_next and (line.is_title or line.is_bare_number)


def _paged_marks(lines: Sequence[PageLine], interrupting: Interrupting, *, has_partner: bool) -> set[int]:
    """Return the indices of the lines of a text with form feeds that are page marks by their numbers or their place.

    has_partner: page marks were found on the other side.
    """
    edges = [index for index, line in enumerate(lines) if line.is_head or line.is_foot]
    marks: set[int] = set()
    # 1. Numbers that ascend by one a page. A heading may do so, too, such as "Hymn 3".
    by_offset = defaultdict(list)  # page number minus number of form feeds -> indices
    for index in edges:
        if lines[index].may_hold_page_number or lines[index].is_bare_number:
            for number in set(lines[index].numbers):
                by_offset[number - lines[index].page].append(index)
    for indices in by_offset.values():
        times = len({lines[index].page for index in indices})
        no_headings = all(lines[i].is_bare_number or lines[i].is_title or not lines[i].is_head for i in indices)
        is_certain = times > 1 and (no_headings or interrupting.keys() & indices)
        is_alone = any(lines[i].is_page_number or (has_partner and i in interrupting) for i in indices)
        if is_certain or is_alone:
            marks.update(indices)
    # 2. The same line on several pages.
    for family in _families(lines, edges).values():
        is_same = len(family) > 1 and len({lines[index].numbers for index in family}) == 1
        pages = len({lines[index].page for index in family})
        times = len(interrupting.keys() & family)
        if is_same and pages > 1 and (times or (marks and pages >= MIN_PAGES)):
            marks.update(family)
    return marks


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
