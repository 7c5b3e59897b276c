"""Inputs of many kinds that could take much longer than an ordinary text of their size, and the ordinary text.

CHARACTERS, SENTENCES and STRUCTURES are tables of kinds: characters of which a text has one sentence of nothing else,
functions of a number of sentences that return the lines of both sides, and functions of ordinary sentences that return
one text of both.
"""

import json
import random
import unicodedata
from functools import cache
from pathlib import Path

LEXICON = Path(__file__).parents[2] / "data" / "lexicon" / "ar-en.tsv"
BYTES_OF_SENTENCES = 225  # of an ordinary sentence and its translation together, about
ARABIC, ENGLISH = "ذهب الولد إلى المدرسة.", "The boy went to the school."

CHARACTERS = {
    "combining marks": "\u0301",
    "two marks": "\u0301\u0323",
    "vowel marks": "بَُ",
    "brackets": "(",
    "both brackets": "[(",
    "closed brackets": "()",
    "dots": ".",
    "dots with spaces": ". ",
    "commas": ",",
    "question marks": "?!",
    "ellipses": "…",
    "digits": "7",
    "digits with dots": "1.",
    "digits with commas": "123,",
    "digits with spaces": "12 ",
    "Arabic digits": "٣",
    "spaces": " ",
    "no-break spaces": "\u00a0a",
    "tabs": "a\t",
    "quotation marks": '"',
    "quotations": '"a." ',
    "apostrophes": "'",
    "apostrophes in words": "a'",
    "hyphens": "-",
    "hyphens in words": "a-",
    "dashes": "— ",
    "joiners": "\u200d",
    "joiners in words": "ب\u200cا",
    "soft hyphens": "a\u00ad",
    "isolates": "\u2067",
    "emoji": "😀",
    "emoji with joiners": "👩\u200d👩\u200d",
    "flags": "🇵🇸",
    "Arabic letters": "ا",
    "Arabic words": "كتاب ",
    "tatweel": "بـ",
    "Latin letters": "a",
    "Latin capitals": "A",
    "initials": "A. ",
    "abbreviations": "Dr. ",
    "short abbreviations": "p. ",
    "stops without spaces": "St.",
    "both scripts": "aب",
    "both scripts with spaces": "a ب ",
    "Chinese": "好",
    "addresses": "www.a.b/",
    "mail": "a@b.c ",
    "slashes": "/",
    "stars": "*",
    "angle brackets": "<",
    "tags": "<b>",
    "ampersands": "&amp;",
    "escapes": "\\",
    "pipes": "|",
    "semicolons": ";",
    "colons": "a: ",
    "fractions": "½",
    "ligatures": "ﷺ",
    "presentation forms": "ﻻ",
    "misread": "Ø§",
    "replacement": "\ufffd",
}


@cache
def ordinary(count, seed=1, shortest=4, longest=22):
    """Sentences of words of the lexicon, and their translations word by word: the lines of both sides."""
    pairs = [line.split("\t")[:2] for line in LEXICON.read_text("utf-8").splitlines()]
    order = random.Random(seed)
    sentences = [order.choices(pairs, k=order.randint(shortest, longest)) for _ in range(count)]
    return [[" ".join(pair[side] for pair in sentence) + "." for sentence in sentences] for side in range(2)]


def characters(name, size):
    """Ten ordinary sentences a side, and one of nothing but characters of a kind between them; `size` bytes in all.

    Letters stand on the side of their script only.
    """
    text = CHARACTERS[name]
    letters = {"ARABIC" in unicodedata.name(letter, "") for letter in text if letter.isalpha()}
    source, target = letters != {False}, letters != {True}
    repeated = text * (size // (source + target) // len(text.encode()))
    arabic, english = ordinary(10)
    return (
        [*arabic[:5], f"قال {repeated * source} ثم ذهب.", *arabic[5:]],
        [*english[:5], f"He said {repeated * target} and went.", *english[5:]],
    )


def same(arabic, english, share=1.0):
    """A function of a number of sentences: one sentence again and again, and of its translation a share of them."""
    return lambda count: ([arabic] * count, [english] * max(1, int(count * share)))


def of_few_words(longest):
    """A function of a number of sentences: sentences of few words in any order."""

    def make(count):
        order = random.Random(2)
        words = ["في", "البيت", "كتاب", "قديم"], ["there", "is", "an", "old", "book"]
        return [[" ".join(order.choices(side, k=order.randint(1, longest))) for _ in range(count)] for side in words]

    return make


def unknown_words(count):
    """Sentences of words that no lexicon holds and that occur once."""
    order, letters = random.Random(5), ("بتثجحخدذرزسشصضطظعغفقكلمنهوي", "bcdfghjklmnpqrstvwxz")
    return [
        [" ".join("".join(order.choices(of_side, k=7)) for _ in line.split()) + "." for line in lines]
        for of_side, lines in zip(letters, ordinary(count), strict=True)
    ]


def numbers(count):
    """Sentences of the same numbers on both sides."""
    order = random.Random(6)
    lines = [" ".join(str(order.randrange(10**6)) for _ in range(7)) for _ in range(count)]
    return [f"الرقم {line}." for line in lines], [f"Number {line}." for line in lines]


def one_word_differs(count):
    """Sentences that differ in one word only."""
    first = [[line.split()[0] for line in lines] for lines in ordinary(count)]
    return [f"ذهب الولد إلى {word}." for word in first[0]], [f"The boy went to {word}." for word in first[1]]


def names_alike(count):
    """Sentences of names that are all spelt differently, and have the same consonants on both sides."""
    order = random.Random(8)

    def name(consonants, vowels):
        return "".join(letter + "".join(order.choices(vowels, k=order.randint(1, 3))) for letter in consonants)

    return (
        [" ".join(name("محمد", "اوي") for _ in range(6)) + "." for _ in range(count)],
        ["He saw " + " ".join(name("mhmd", "aeiou").title() for _ in range(6)) + "." for _ in range(count)],
    )


def numbers_between_words(count):
    """Ordinary sentences with a small number after each word."""
    order = random.Random(9)
    return [
        [" ".join(f"{word} {order.randrange(99)}" for word in line.split()) for line in side]
        for side in ordinary(count)
    ]


def repeated(source_period, target_period):
    """A function of a number of sentences: few sentences of either side, again and again."""
    periods = source_period, target_period

    def make(count):
        return [
            (side[:period] * (count // period + 1))[:count]
            for side, period in zip(ordinary(max(periods)), periods, strict=True)
        ]

    return make


def half_in_pieces(count):
    """Ordinary sentences; those of the second half of the target are cut into sentences of three words."""
    source, target = ordinary(count)
    words = " ".join(target[count // 2 :]).replace(".", "").split()
    return source, [*target[: count // 2], *(" ".join(words[at : at + 3]) + "." for at in range(0, len(words), 3))]


def of_target(change):
    """A function of a number of sentences: ordinary sentences, of which those of the target are changed."""
    return lambda count: (ordinary(count)[0], change(ordinary(count)[1]))


def of_both(change):
    """A function of a number of sentences: ordinary sentences, of which both sides are changed."""
    return lambda count: [change(lines) for lines in ordinary(count)]


# Kinds of short sentences, of which an ordinary text of their bytes has fewer.
SHORT_SENTENCES = {
    "one word": same("كتاب", "book"),
    "one word and stop": same("كتاب.", "Book."),
    "one letter": same("ا", "a"),
    "one digit": same("١", "1"),
    "identical": same(ARABIC, ENGLISH),
    "identical, two thirds": same(ARABIC, ENGLISH, 0.67),
    "identical, half": same(ARABIC, ENGLISH, 0.5),
    "identical, a tenth": same(ARABIC, ENGLISH, 0.1),
    "one against many": lambda count: ([ARABIC], [ENGLISH] * count),
    "few words": of_few_words(6),
    "one word differs": one_word_differs,
    "short": lambda count: ordinary(count, shortest=1, longest=2),
}
SENTENCES = {
    "few words, long": of_few_words(40),
    "unknown words": unknown_words,
    "numbers": numbers,
    "names": of_both(lambda lines: [line.title() for line in lines]),
    "names alike": names_alike,
    "numbers between words": numbers_between_words,
    "repeated": repeated(7, 11),
    "half in pieces": half_in_pieces,
    "opposite order": of_target(lambda lines: lines[::-1]),
    "any order": of_target(lambda lines: random.Random(7).sample(lines, len(lines))),
    "halves exchanged": of_target(lambda lines: lines[len(lines) // 2 :] + lines[: len(lines) // 2]),
    "half is missing": of_target(lambda lines: lines[: len(lines) // 2]),
    "gaps": of_target(lambda lines: [line for at, line in enumerate(lines) if at // 20 % 10 != 4]),
    "unrelated": lambda count: (ordinary(count)[0], ordinary(count, seed=9)[1]),
    "one paragraph": of_both(lambda lines: [" ".join(lines)]),
    "without stops": of_both(lambda lines: [" ".join(lines).replace(".", "")]),
    "very long": lambda count: ordinary(max(1, count // 45), shortest=300, longest=900),
}


def each_pair(pattern):
    """A function of ordinary sentences: a line for each sentence and its translation."""
    return lambda arabic, english: "\n".join(pattern.format(*pair) for pair in zip(arabic, english, strict=True))


def each_line(pattern):
    """A function of ordinary sentences: the lines of one side, and then those of the other."""
    return lambda *sides: "\n\n".join("\n".join(pattern.format(line) for line in lines) for lines in sides)


def captions(arabic, english):
    """Subtitles of two languages."""
    return "\n".join(
        f"{number}\n00:{number // 60 % 60:02}:{number % 60:02},000 --> 00:00:00,900\n{source}\n{target}\n"
        for number, (source, target) in enumerate(zip(arabic, english, strict=True), 1)
    )


STRUCTURES = {
    "table": each_pair("{}\t{}"),
    "JSON lines": lambda *sides: "\n".join(
        json.dumps({"ar": arabic, "en": english}, ensure_ascii=False) for arabic, english in zip(*sides, strict=True)
    ),
    "interleaved": each_pair("{}\n{}"),
    "Markdown table": lambda *sides: "| العربية | English |\n|---|---|\n" + each_pair("| {} | {} |")(*sides),
    "headings": each_line("# {}"),
    "lists": each_line("- {}"),
    "nested lists": each_line("  " * 20 + "- {}"),
    "markup": each_line("<p><b>{}</b></p>"),
    "quoted": each_line("> {}"),
    "captions": captions,
}


def inputs(size):
    """The name of each kind, a function that makes its texts, and the method of alignment.

    size: bytes of both sides together, about. Short sentences are twice as many as those of ordinary text of the size.
    """
    count = size // BYTES_OF_SENTENCES
    for name in CHARACTERS:
        yield f"characters: {name}", lambda name=name: joined(characters(name, size)), "hybrid"
    for name, make in STRUCTURES.items():
        yield f"structures: {name}", lambda make=make: [make(*ordinary(count))], "hybrid"
    for table, factor in ((SHORT_SENTENCES, 2), (SENTENCES, 1)):
        for name, make in table.items():
            for method in ("hybrid", "length"):
                texts = lambda make=make, factor=factor: joined(make(count * factor))  # noqa: E731 - one of a table
                yield f"sentences, {method}: {name}", texts, method


def joined(sides):
    """The texts of both sides, with a sentence a line."""
    return ["\n".join(lines) for lines in sides]
