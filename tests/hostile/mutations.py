"""Documents that are made from seeds by mutations of sample texts, over all layouts and formats that are read."""

import html
import random
import unicodedata
from collections import Counter

from sound_documents import ODDITIES, PROSE, TASHKEEL

from aligner.settings import Settings
from hostile.invisible_documents import INVISIBLE, OF_LINES, OF_ROWS

PLAIN = ("two files", "blocks", "interleaved", "same line")
KINDS = (*PLAIN, *(f"{name} of lines" for name in OF_LINES), *(f"{name} of rows" for name in OF_ROWS))
XML = ("docx", "odt", "html", "tmx", "xlf", "xlsx")  # what control characters are no text in
MARKUP = (*XML, "md", "srt", "vtt")
CONTROLS = "\x00\x01\x08\x0b\x0c\x1b\x1c\x1f\x7f\x85\x93\u2028\u2029\ufeff\ufffe\ufffd"
SIGNS = ".!?؟،؛:;…—-()[]{}«»“”\"'*#|=<>&\\/_~`@%١٢٣0129 \t\u00a0\u3000"
LETTERS = "aZéßКλ字กिあ🙂👨\u064e\u0651\u0301ـیک"
PIECES = (
    *("...", "Dr.", "د.", "(12)", "12", "- ", "1. ", "http://example.org/a?b=c", "`code()`", "[...]", "﴿٣﴾", "۝١"),
    *("Chapter 4", "الفصل الرابع", "—", "* * *", "| a | b |", "<b>", "&amp;", "{\\an8}", "-->", "00:01:02,000", "\\n"),
)
OPTIONS = (
    {},
    {},
    {},
    {"method": "length"},
    {"method": "gale-church"},
    {"pre_split": True},
    {"lines": "wrap"},
    {"lines": "line"},
    {"split_clauses": True},
    {"split_alone": True},
    {"refine": True},
    {"realign": True},
    {"min_confidence": 0.5},
    {"drop_unaligned": True},
    {"dedup": True, "one_to_one": True},
    {"why": True, "certify": True},
    {"repair": ("forms", "bidi", "zero-width")},
)


def _junk(rng):
    """One to four hostile characters, or a piece of text that means something to a format or a rule."""
    if rng.random() < 0.3:
        return rng.choice(PIECES)
    return "".join(rng.choice(rng.choice([INVISIBLE, CONTROLS, SIGNS, LETTERS])) for _ in range(rng.randint(1, 4)))


def mutate(line, rng):
    """A line after up to four edits: junk within it, parts that are gone, repeated, in capitals, or backwards."""
    for _ in range(rng.choice([0, 0, 1, 1, 2, 4])):
        at, end = sorted(rng.randint(0, len(line)) for _ in range(2))
        edits = (
            line[:at] + _junk(rng) + line[at:],
            line[:at] + line[end:],
            line[:end] + line[at:end] * 2 + line[end:],
            line[:at] + line[at:end].swapcase() + line[end:],
            line[:at] + line[at:end][::-1] + line[end:],
            line + " " + line,
        )
        line = rng.choice([edits[0], *edits])
    return line


def sample_pairs(rng):
    """Pairs of an Arabic line and an English one, some of them mutated, some without a partner."""
    pool = [*PROSE, *TASHKEEL, *ODDITIES]
    pairs = [rng.choice(pool) for _ in range(rng.choice([1, 2, 3, 5, 8, 13]))]
    level = rng.choice([0.0, 0.2, 0.5, 1.0])  # share of the lines that are mutated
    pairs = [tuple(mutate(side, rng) if rng.random() < level else side for side in pair) for pair in pairs]
    return [
        (arabic, english)
        if rng.random() < 0.85
        else rng.choice([(arabic, ""), ("", english), (_junk(rng), english), (arabic, _junk(rng)), (_junk(rng), "")])
        for arabic, english in pairs
    ]


def _lines(side, rng):
    """The lines of a side: one or several sentences a line, some blank, invisible or repeated."""
    lines = []
    for sentence in side:
        if lines and rng.random() < 0.2:
            lines[-1] += rng.choice([" ", "  ", "\t" if rng.random() < 0.1 else " "]) + sentence
        else:
            lines.append(sentence)
        if rng.random() < 0.15:
            lines.append(rng.choice(["", " ", "\u200f", "\u00ad\u200d", "\u2067", _junk(rng), sentence]))
    return lines


def _for_format(texts, name):
    """Texts as the format holds them: without what it cannot hold, and escaped."""
    if name in XML:
        texts = ["".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cn") or c == "\t") for text in texts]
    if name == "md":
        texts = [text.replace("|", "\\|") for text in texts]
    return [html.escape(text, quote=False) if name in MARKUP[:5] else text for text in texts], texts


class MutatedDocument:
    """A document that is made from a seed.

    kind: one of `KINDS`.
    files: name and bytes of one or two inputs.
    characters: the characters of its cells or lines that are no white space, if its format has no other text; or None.
    settings: how to align it.
    """

    def __init__(self, seed):
        rng = random.Random(seed)
        self.kind = rng.choice(KINDS)
        self.settings = Settings(**rng.choice(OPTIONS))
        self.characters = None
        pairs = sample_pairs(rng)
        if self.kind in PLAIN:
            texts, suffix = self._plain(pairs, rng), rng.choice(["txt", "txt", "txt", "md", "tsv"])
            encoding = rng.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"])
            contents = [text.encode(encoding) for text in texts]
        else:
            suffix, _, unit = self.kind.partition(" of ")
            contents = self._rows(suffix, pairs) if unit == "rows" else self._of_lines(suffix, pairs, rng)
        contents = [content if isinstance(content, bytes) else content.encode() for content in contents]
        self.files = [(f"{number}.{suffix}", content) for number, content in enumerate(contents)]

    def _plain(self, pairs, rng):
        end = rng.choice(["\n", "\n", "\n\n", "\r\n", "\r"])
        if self.kind == "same line":
            between = rng.choice([" = ", " ", "\t", " | ", " - ", " \u200f= "])
            return [end.join(between.join(pair) for pair in pairs)]
        if self.kind == "interleaved":
            return [end.join(_lines([side for pair in pairs for side in pair], rng))]
        sides = [_lines(side, rng) for side in zip(*pairs, strict=True)]
        return [end.join(side) for side in sides] if self.kind == "two files" else [end.join(sides[0] + sides[1])]

    def _of_lines(self, name, pairs, rng):
        sides = [_for_format(_lines(side, rng), name) for side in zip(*pairs, strict=True)]
        if name not in ("md", "srt", "vtt"):
            self.characters = _characters(text for _, plain in sides for text in plain)
        return [OF_LINES[name](escaped) for escaped, _ in sides]

    def _rows(self, name, pairs):
        columns = [_for_format(column, name) for column in zip(*pairs, strict=True)]
        if name != "md":
            self.characters = _characters(text for _, plain in columns for text in plain)
        return [OF_ROWS[name](list(zip(*(escaped for escaped, _ in columns), strict=True)))]


def _characters(texts):
    return Counter(character for text in texts for character in text if is_text(character))


def is_text(character):
    """Whether a character is neither white space nor a byte order mark."""
    return not character.isspace() and character != "\ufeff"
