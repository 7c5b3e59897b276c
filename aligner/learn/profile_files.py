"""The files of a profile: their bytes, and the folder that holds them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from aligner.errors import InputError, cannot_write
from aligner.evidence.length_model import INITIAL_CURVE, INITIAL_SLOPE
from aligner.evidence.starting_lengths import WEIGHT
from aligner.learn.learned import Learned
from aligner.learn.priors import default_priors
from aligner.lexical.local_text import PRIOR_NOISE
from aligner.profile.read import LIMITS, is_profile, tags_of
from aligner.profile.values import FORMAT, LEXICON, MARKER, PROFILE, abbreviations_file, kind_name
from aligner.write import files

DIGITS = 4  # significant digits of a value


def files_of(learned: Learned) -> dict[str, bytes]:
    """Return the bytes of each file of a profile by its name; `profile.toml` is the last."""
    texts = {LEXICON: "".join(_lexicon_lines(learned))}
    for language, words in zip((learned.source, learned.target), learned.abbreviations, strict=True):
        head = f"# Abbreviations of {language}: one a line, without the full stop. A sentence goes on after them.\n"
        texts[abbreviations_file(language)] = head + "".join(f"{word}\n" for word in words)
    texts[PROFILE] = "\n".join(_toml_lines(learned)) + "\n"
    return {name: text.encode() for name, text in texts.items()}


def check_folder(folder: str, *, force: bool) -> None:
    """Raise InputError for a folder in which no profile may be written.

    force: True if a profile that is there may be replaced. A folder with other files never is.
    """
    if not os.path.lexists(folder):
        return
    if not os.path.isdir(folder):
        raise InputError(folder, "this is a file, but a profile is a folder", hint="name another folder with -o")
    if is_profile(folder):
        if not force:
            raise InputError(folder, "the profile exists", hint="write over it with --force")
    elif os.listdir(folder):
        raise InputError(folder, "this folder is not empty, and not a profile", hint="name another folder with -o")


def write_profile(folder: str, learned: Learned) -> None:
    """Write a profile: all of its files or none; `profile.toml` comes last, and without it there is no profile.

    The abbreviations of other languages, which a profile that was there had, are removed. Other files stay.

    Raises InputError if the folder cannot be written.
    """
    content = files_of(learned)
    paths = [Path(folder, name) for name in content]

    def write(opened: Sequence[BinaryIO]) -> None:
        for file, data in zip(opened, content.values(), strict=True):
            file.write(data)

    is_new = not os.path.isdir(folder)
    try:
        os.makedirs(folder, exist_ok=True)
        old = [abbreviations_file(tag) for tag in tags_of(folder)]
        files.write_all([files.OutputFiles(paths, write, follow_links=False)], force=True)
        for name in old:
            if name not in content:
                Path(folder, name).unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None
    finally:
        if is_new:
            with suppress(OSError):  # a folder with files is kept
                os.rmdir(folder)


def _lexicon_lines(learned: Learned) -> Iterator[str]:
    yield f"# {learned.source}<TAB>{learned.target}<TAB>P({learned.target} word | {learned.source} word)\n"
    for source, target, weight in learned.entries:
        yield f"{source}\t{target}\t{weight:g}\n"


def _toml_lines(learned: Learned) -> Iterator[str]:
    """Yield the lines of `profile.toml`."""
    sample = learned.sample
    yield "# What aligned texts show about their domain or their languages, for `align --profile`."
    yield "# Values may be edited. A value that is removed, with its table, stays the default of align."
    yield f'kind = "{MARKER}"'
    yield f"format = {FORMAT}  # version of this layout"
    yield ""
    yield "[languages]"
    yield f'source = "{learned.source}"'
    yield f'target = "{learned.target}"'
    yield ""
    yield "[learned]  # counts, for the reader; align does not use them"
    yield f"rows = {sample.rows}"
    yield f"pairs = {sample.pairs}"
    yield f"words = {len(learned.entries)}  # entries of {LEXICON}"
    yield ""
    yield "[priors]  # P(kind) of a bead, before its lengths and words are seen; a kind without a line has its default"
    yield from _prior_lines(learned)
    if learned.lengths is not None:
        ratio, slope, curve = learned.lengths
        yield ""
        yield f"[lengths]  # from {sample.pairs} pairs; in a text they count for {WEIGHT:g} pairs"
        yield f"ratio = {_number(ratio, 'ratio')}  # target characters per source character; default: that of the text"
        yield f"slope = {_number(slope, 'slope')}  # variance of a translation per character; default: {INITIAL_SLOPE}"
        yield f"curve = {_number(curve, 'curve')}  # the same per squared character; default: {INITIAL_CURVE}"
    if learned.reliability is not None:
        yield ""
        yield "[reliability]  # probability that the translation of a word is in its bead"
        default = 1 - PRIOR_NOISE["word"]
        for side, value in zip(("source", "target"), learned.reliability, strict=True):
            yield f"{side} = {_number(value, 'reliability')}  # default: {default:g}"


def _prior_lines(learned: Learned) -> Iterator[str]:
    """Yield a line for each kind, those without a prior as a comment."""
    kinds, default = learned.sample.kinds, default_priors()
    for kind, usual in default.items():
        rows = round(kinds.get(kind, 0.0))
        remark = f"{rows} row{'s' * (rows != 1)}; default: {usual:.3g}"
        if kind in learned.priors:
            yield f'"{kind_name(kind)}" = {learned.priors[kind]:.{DIGITS}g}  # {remark}'
        elif sum(kind) <= 2:
            yield f'# "{kind_name(kind)}": the rows do not show it; default: {usual:.3g}'


def _number(value: float, name: str) -> str:
    """Return a value within its limits, in TOML."""
    least, greatest = LIMITS[name]
    text = f"{min(max(value, least), greatest):.{DIGITS}g}"
    return text if "." in text or "e" in text else f"{text}.0"
