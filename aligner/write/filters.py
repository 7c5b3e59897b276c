"""Filters: the rows that stay, and the name of the filter that leaves each of the others out."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

import regex

from aligner.characters import WITHOUT_LENGTH
from aligner.notices import counted
from aligner.rows import Row
from aligner.settings import Settings

DIGEST_BYTES = 16  # of a pair that `dedup` remembers; two pairs of a billion have one digest with a chance below 1e-20
_FORMAT = "format"  # begins the name of the filter of a format; its other filters have the names of their options
_ORDER = ("unaligned", "one-to-one", "min-confidence", "max-ratio", "dedup", _FORMAT)  # in which filters are asked

# Characters that do not tell two pairs apart: marks of Arabic vowels and of recitation, tatweel and invisible marks.
_WITHOUT_MEANING = regex.compile(
    r"[\p{Cf}\N{ARABIC TATWEEL}\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+"
)
_FORMS = regex.compile(r"[\ufb50-\ufdef\ufe70-\ufefc]+")  # forms of Arabic letters by their place; ﷺ is a sign
# Spellings of a letter and of a digit that writers of Arabic mix -> one of them.
_SPELLINGS = str.maketrans("أإآٱؤئىیةکہھ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ااااءءييهكهه01234567890123456789")

Rejects = Callable[[Row], bool]  # True for a row that a filter leaves out


class Filters(NamedTuple):
    """The rows to leave out. The defaults leave out no row.

    The filters are asked in a fixed order, and the first one that rejects a row leaves it out:

    1. `unaligned`: rows of one side, with `drop_unaligned`. `min_confidence` and `one_to_one` are about pairs, and
       leave them out as well, unless `keep_unaligned` is set.
    2. `one-to-one`: pairs of another kind than 1-1.
    3. `min-confidence`: pairs below `min_confidence`. The confidence counts as it is printed, with three decimals, so
       that a limit that was read off an output has the expected effect. One that is not known is below every limit.
    4. `max-ratio`: pairs whose longer side has more than `max_ratio` times the characters of the shorter.
    5. `dedup`: pairs that stood before, among those that stay. White space between words, invisible marks and the
       spelling of Arabic (vowel marks, tatweel, hamza, ى, ة, digits) do not tell pairs apart.
    6. `format tmx`: rows of one side that would stay otherwise, but that the format of the output cannot hold.

    min_confidence: least confidence of a pair, in [0, 1].
    keep_unaligned: True to keep the rows of one side, whatever their confidence is.
    drop_unaligned: True to leave out the rows of one side.
    one_to_one: True to keep only the pairs of one sentence and one.
    max_ratio: largest ratio of the lengths of the two sides, from 1; None for no limit.
    dedup: True to keep only the first of equal pairs.
    pairs_only_format: name of the format of the output, if it has no place for rows of one side; empty for another.
    """

    min_confidence: float = 0.0
    keep_unaligned: bool = False
    drop_unaligned: bool = False
    one_to_one: bool = False
    max_ratio: float | None = None
    dedup: bool = False
    pairs_only_format: str = ""

    @classmethod
    def from_settings(cls, settings: Settings) -> Filters:
        """Return the filters of the settings, whose fields have the same names."""
        return cls(*(getattr(settings, name) for name in cls._fields))

    @property
    def drops_unaligned(self) -> bool:
        """True if no row of one side stays."""
        about_pairs = self.min_confidence > 0 or self.one_to_one
        return self.drop_unaligned or bool(self.pairs_only_format) or (about_pairs and not self.keep_unaligned)

    def functions(self) -> list[tuple[str, Rejects]]:
        """Return the name and the function of each filter that is set, in their order, for one run over rows."""
        on_request = self._replace(pairs_only_format="").drops_unaligned
        limit = float("inf") if self.max_ratio is None else self.max_ratio
        functions: list[tuple[str, bool, Rejects]] = [
            ("unaligned", on_request, lambda row: not row.paired),
            ("one-to-one", self.one_to_one, lambda row: row.paired and row.kind != "1-1"),
            ("min-confidence", self.min_confidence > 0, lambda row: row.paired and not self._is_confident(row)),
            ("max-ratio", self.max_ratio is not None, lambda row: row.paired and length_ratio(row) > limit),
            ("dedup", self.dedup, _Repetition()),
            (f"{_FORMAT} {self.pairs_only_format}", bool(self.pairs_only_format), lambda row: not row.paired),
        ]
        return [(name, rejects) for name, is_set, rejects in functions if is_set]

    def _is_confident(self, row: Row) -> bool:
        return row.confidence is not None and round(row.confidence, 3) >= self.min_confidence


def filtered(rows: Iterable[Row], filters: Filters) -> Iterator[tuple[Row, str]]:
    """Yield each row with the name of the filter that leaves it out; the name is empty for a row that stays.

    The rows are read one at a time. Only `dedup` remembers anything of them, `DIGEST_BYTES` of each pair that stays.

    >>> rows = [Row("نعم.", "Yes.", "1-1", 0.9), Row("نعم.", "Yes.", "1-1", 0.8), Row("لا.", "", "1-0", 0.7)]
    >>> [name for _, name in filtered(rows, Filters(dedup=True, drop_unaligned=True))]
    ['', 'dedup', 'unaligned']
    """
    functions = filters.functions()
    for row in rows:
        yield row, next((name for name, rejects in functions if rejects(row)), "")


def length_ratio(row: Row) -> float:
    """Return the ratio of the lengths of the two sides of a pair, the longer by the shorter; at least 1.

    Characters count as in the length model, without vowel marks, tatweel and invisible characters; white space between
    two words counts as one character. A side without a character that counts makes the ratio infinite.

    >>> length_ratio(Row("نَعَم.", "Certain.", "1-1"))
    2.0
    """
    shorter, longer = sorted(len(WITHOUT_LENGTH.sub("", _folded(text))) for text in (row.source, row.target))
    return longer / shorter if shorter else float("inf") if longer else 1.0


def in_order(left_out: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of rows that each filter left out, in the order of the filters, without zeros."""
    return {
        name: left_out[name]
        for name in sorted(left_out, key=lambda name: (_ORDER.index(name.partition(" ")[0]), name))
        if left_out[name]
    }


def count_rows(names: Iterable[str]) -> dict[str, int]:
    """Return the number of rows that each filter left out, from the names that `filtered` yields."""
    return in_order(Counter(name for name in names if name))


def describe(left_out: Mapping[str, int]) -> str:
    """Return the numbers of rows that filters left out as a phrase for the user; empty if they left out none.

    >>> describe({"min-confidence": 3, "dedup": 1})
    '4 rows left out: 3 by min-confidence, 1 by dedup'
    """
    rows = sum(left_out.values())
    by_filter = ", ".join(f"{count} by {name}" for name, count in in_order(left_out).items())
    return f"{counted(rows, 'row')} left out: {by_filter}" if rows else ""


class _Repetition:
    """The filter `dedup`: rejects a pair whose two texts stood before. It remembers digests, not texts."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()

    def __call__(self, row: Row) -> bool:
        """Return True for a repetition; remember a pair that is none."""
        if not row.paired:
            return False
        # A key has no line end, so that one between the two texts tells where the second begins.
        texts = f"{_key(row.source)}\n{_key(row.target)}".encode("utf-8", "surrogatepass")
        digest = blake2b(texts, digest_size=DIGEST_BYTES).digest()
        if digest in self._digests:
            return True
        self._digests.add(digest)
        return False


def _key(text: str) -> str:
    """Return a text in one spelling. Writers mix them, and a pair differs in the other text if its meaning differs.

    >>> _key("ذَهَبَ أحمـد إلى المدرسة.") == _key("ذهب احمد الي المدرسه.")
    True
    """
    if not text.isascii():
        text = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), unicodedata.normalize("NFC", text))
        text = _WITHOUT_MEANING.sub("", text).translate(_SPELLINGS)
    return _folded(text)


def _folded(text: str) -> str:
    """Return a text with one space for white space between words, and none at its ends."""
    return " ".join(text.split())
