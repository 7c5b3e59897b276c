"""Damage to texts: for each kind of warning, the ways in which texts get that fault.

A way changes a line, or the lines of a text; it leaves a line as it is where it has nothing to damage.
"""

import re
import unicodedata
from collections import defaultdict

ARABIC = re.compile("[\u0621-\u064a]")
ARABIC_WORD = re.compile("[\u0621-\u064a]{4,}")
WORD = re.compile("[\u0621-\u064a]{4,}|[A-Za-z]{4,}")


def reverse_line(line, _random):
    """The line in visual order; digits and Latin words are upside down, too."""
    return line[::-1] if ARABIC.search(line) else line


def reverse_words(line, _random):
    """Each Arabic word in visual order, and the words in theirs."""
    return re.sub("[\u0621-\u0652]+", lambda match: match[0][::-1], line)


def reverse_like_a_page(line, _random):
    """The line in visual order, in which digits and Latin words run forwards."""
    turned = reverse_line(line, None)
    return turned if turned == line else re.sub("[A-Za-z0-9]+", lambda match: match[0][::-1], turned)


def _positions():
    """The forms of each Arabic letter by its place in a word."""
    forms = defaultdict(dict)
    for code in range(0xFE80, 0xFEF5):
        tag, *letters = unicodedata.decomposition(chr(code)).split()
        if len(letters) == 1:
            forms[chr(int(letters[0], 16))][tag.strip("<>")] = chr(code)
    return forms


FORMS = _positions()


def shape(line, _random):
    """Each Arabic letter in the form that it has on paper."""
    result = []
    for index, letter in enumerate(line):
        before = "initial" in FORMS.get(line[index - 1], ()) if index else False
        after = line[index + 1 : index + 2] in FORMS and "initial" in FORMS.get(letter, ())
        place = {(0, 0): "isolated", (1, 0): "final", (0, 1): "initial", (1, 1): "medial"}[before, bool(after)]
        result.append(FORMS.get(letter, {}).get(place, letter))
    return "".join(result)


def shape_and_reverse(line, random):
    return shape(line, random)[::-1] if ARABIC.search(line) else line


def misread(written, read):
    """A way: text that was written in one encoding and read in another."""

    def way(line, _random):
        data = line.encode(written, "ignore")
        if line.isascii() or data.isascii():
            return line
        text = "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in data)
        return line if text == line else text

    return way


def twice(way):
    return lambda line, random: way(way(line, random), random)


def question_marks(line, _random):
    return line.encode("ascii", "replace").decode() if len(ARABIC_WORD.findall(line)) > 3 else line


def replacement_characters(line, _random):
    return line.encode("cp1256", "ignore").decode("utf-8", "replace") if ARABIC.search(line) else line


def a_letter_lost(line, _random):
    """Every twentieth letter is a replacement character."""
    return re.sub("([\u0621-\u064a]{2}.{17})[\u0621-\u064a]", "\\1\ufffd", line)


def without_spaces(line, _random):
    return re.sub(r"(?<=\w[،,.]) (?=\w)|(?<=\w) (?=\w)", "", line) if line.count(" ") > 4 else line


def half_the_spaces(line, random):
    if line.count(" ") <= 7:
        return line
    return re.sub(r"(?<=[^\W\d]) (?=[^\W\d])", lambda match: random.choice(["", " "]), line)


def insert(sign, place):
    """A way: a sign in the line, in a word of at least four letters or at an end."""

    def way(line, _random):
        words = list(WORD.finditer(line))
        if not words:
            return line
        at = {
            "word": words[len(words) // 2].start() + 2,
            "begin": 0,
            "end": len(line),
            "middle": words[len(words) // 2].start(),
        }[place]
        return line[:at] + sign + line[at:]

    return way


def insert_often(sign):
    """A way: a sign in every fourth word of at least four letters."""

    def way(line, _random):
        count = iter(range(len(line)))
        return WORD.sub(lambda match: match[0] if next(count) % 4 else match[0][:2] + sign + match[0][2:], line)

    return way


def persian(line, _random):
    return line.translate(str.maketrans("يك", "یک"))


def persian_and_final(line, _random):
    return line.translate(str.maketrans("يىك", "ییک"))


def persian_half(line, random):
    return re.sub("[يك]", lambda match: random.choice([match[0], persian(match[0], None)]), line)


def decompose(line, random):
    """Every second letter that can be a letter and a mark is one."""
    letters = []
    for letter in line:
        apart = unicodedata.normalize("NFD", letter)
        letters.append(apart if unicodedata.combining(apart[-1]) and random.random() < 0.5 else letter)
    return "".join(letters)


def cyrillic(line, _random):
    """Cyrillic letters in place of Latin ones of the same shape."""
    return re.sub("(?<=[a-z])[aoe](?=[a-z])", lambda match: {"a": "а", "o": "о", "e": "е"}[match[0]], line)


LINE_WAYS = {
    "reversed": {"lines": reverse_line, "words": reverse_words, "page": reverse_like_a_page},
    "forms": {"shaped": shape, "shaped and reversed": shape_and_reverse},
    "mojibake": {
        "utf-8 as cp1252": misread("utf-8", "cp1252"),
        "utf-8 as latin-1": misread("utf-8", "latin-1"),
        "utf-8 as cp1256": misread("utf-8", "cp1256"),
        "utf-8 as cp1251": misread("utf-8", "cp1251"),
        "utf-8 as mac": misread("utf-8", "mac_roman"),
        "utf-8 as cp437": misread("utf-8", "cp437"),
        "cp1256 as cp1252": misread("cp1256", "cp1252"),
        "iso-8859-6 as latin-1": misread("iso8859-6", "latin-1"),
        "utf-8 as cp1252 twice": twice(misread("utf-8", "cp1252")),
        "utf-8 as latin-1 twice": twice(misread("utf-8", "latin-1")),
        "utf-8 as cp1256 twice": twice(misread("utf-8", "cp1256")),
        "question marks": question_marks,
        "replacement characters": replacement_characters,
        "a letter lost": a_letter_lost,
    },
    "glued": {"no spaces": without_spaces, "half the spaces": half_the_spaces},
    "bidi": {
        "override": insert("\u202e", "middle"),
        "embedding": insert("\u202b", "middle"),
        "isolate": insert("\u2067", "middle"),
        "end alone": insert("\u202c", "middle"),
    },
    "persian": {"ی ک": persian, "ی ک at the end": persian_and_final, "half": persian_half},
    "zero-width": {
        "ZWSP": insert_often("\u200b"),
        "ZWNJ": insert_often("\u200c"),
        "ZWJ": insert("\u200d", "word"),
        "word joiner": insert("\u2060", "word"),
        "soft hyphen": insert("\u00ad", "word"),
    },
    "controls": {
        "NUL": insert("\x00", "word"),
        "escape": insert("\x1b[31m", "begin"),
        "C1": insert("\x93", "middle"),
        "DEL": insert("\x7f", "word"),
    },
    "bom": {"end": insert("\ufeff", "end"), "word": insert("\ufeff", "word")},
    "mixed-forms": {"half": decompose},
    "homoglyphs": {"a o e": cyrillic},
}


def whole(text, way, random):
    """Damage every line of a text."""
    return "\n".join(way(line, random) for line in text.split("\n"))


def part(text, way, random, share=0.1):
    """Damage a share of the lines of a text that the way can damage, at least one."""
    lines = text.split("\n")
    able = [number for number, line in enumerate(lines) if line.strip() and way(line, random) != line]
    for number in random.sample(able, min(len(able), max(1, round(share * len(able))))):
        lines[number] = way(lines[number], random)
    return "\n".join(lines)


def pasted_twice(text, _random):
    return text.rstrip("\n") + "\n" + text


def pasted_again(text, random, share=0.1, letters=200):
    """Paste a share of the lines again elsewhere, with at least so many letters."""
    lines = text.rstrip("\n").split("\n")
    size = max(1, round(share * len(lines)))
    start = random.randrange(len(lines) - size + 1)
    while sum(map(len, lines[start : start + size])) < letters * 1.3 and size < len(lines):
        size, start = size + 1, max(0, start - 1)
    at = random.randrange(len(lines) + 1)
    return "\n".join([*lines[:at], *lines[start : start + size], *lines[at:]]) + "\n"
