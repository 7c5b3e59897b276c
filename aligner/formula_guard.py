"""The guard before texts that a spreadsheet may take for formulas, in CSV: written, and removed when it is read."""

from __future__ import annotations

import regex

GUARD = "'"
# The beginning of a cell that a spreadsheet may take for a formula, by the lists of OWASP ("CSV Injection" and ASVS
# 1.2.10): a tab, a line end, NUL, or one of = + - @ and their full-width forms. Programs may drop white space and
# invisible characters before these signs. Apostrophes before them belong to the text, which gets one more, so that the
# guard can be told apart.
_FORMULA = regex.compile(r"'*+ (?: [\t\r\n\0] | [\s\p{Cc}\p{Cf}]*+ [=+\-@＝＋－＠] )", regex.VERBOSE)


def guarded(text: str) -> str:
    """Return the cell for a text: with an apostrophe before it if a spreadsheet may take it for a formula.

    >>> guarded("=1+1"), guarded("- Yes."), guarded("No."), guarded("'=1+1")
    ("'=1+1", "'- Yes.", 'No.', "''=1+1")
    """
    return GUARD + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that `guarded` made.

    >>> unguarded("'=1+1"), unguarded("'- Yes."), unguarded("'tis"), unguarded("''=1+1")
    ('=1+1', '- Yes.', "'tis", "'=1+1")
    """
    return cell.removeprefix(GUARD) if _FORMULA.match(cell) else cell
