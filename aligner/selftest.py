"""A check of the installation, for a user in doubt: `python -m aligner.selftest`.

It prints what is installed, and whether `align` gives the known answers to small questions of its own. Exit status:
0 if all answers are right, 1 if not, 2 for a wrong command. It takes a second or two, and changes no file of the user.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from aligner import api, installation, kernel
from aligner.align.methods import METHODS
from aligner.bitext import Bitext
from aligner.convert.inputs import Input
from aligner.convert.pair_file import Wanted
from aligner.convert.readers import BY_NAME, read_files
from aligner.errors import InputError
from aligner.notices import recorded
from aligner.read.packed import decode
from aligner.version import __version__
from aligner.write import formats
from aligner.write.document import OutputDocument, OutputOptions

USAGE = "usage: python -m aligner.selftest\n"
NAME_WIDTH = 42  # columns; the longest name of a library with its extra
MAX_FILES = 3  # files that a message names
REINSTALL = "install align anew, from its wheel or folder: python -m pip install --force-reinstall PATH"

# A text and its translation: 7 sentences each. The answers are those of a person.
ARABIC = (
    "افتتح المتحف أبوابه صباح السبت. قال المدير إن ألف زائر حضروا في اليوم الأول، ثم شكر المتطوعين. "
    "وصل د. سامي من القاهرة بعد الظهر.\n"
    "كم يبلغ ثمن التذكرة؟ الدخول مجاني للأطفال. يدفع الكبار 25 جنيها. سيبقى المعرض مفتوحا حتى نهاية شهر مارس 2019.\n"
)
ENGLISH = (
    "The museum opened its doors on Saturday morning. The director said that a thousand visitors came on the first "
    "day. Then he thanked the volunteers. Dr. Sami arrived from Cairo in the afternoon.\n"
    "How much is the ticket? Children enter for free, and adults pay 25 pounds. "
    "The exhibition will stay open until the end of March 2019.\n"
)
# nltk decides about a full stop after an abbreviation before a number or a quotation.
ABBREVIATIONS = "See fig. 3 and vol. “Two”. The end.\n"
# Language, text, and the first word of each sentence.
SPLIT = (
    ("ar", ARABIC, ["افتتح", "قال", "وصل", "كم", "الدخول", "يدفع", "سيبقى"]),
    ("en", ENGLISH, ["The", "The", "Then", "Dr.", "How", "Children", "The"]),
    ("en", ABBREVIATIONS, ["See", "The"]),
)
KINDS = ["1-1", "1-2", "1-1", "1-1", "2-1", "1-1"]
# Names as Python has them. Windows-1256 and ISO-8859-6 are told apart by their letters.
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6")


class WrongAnswer(Exception):
    """An answer that is not the known one; the message says what was expected."""


class Check(NamedTuple):
    """A question with a known answer.

    name: what is checked.
    run: a function that raises WrongAnswer or any other exception if the answer is wrong, and otherwise returns a
        remark for the user, which may be empty.
    """

    name: str
    run: Callable[[], str]


def check_files() -> str:
    """Compare the files of the package with those that were installed."""
    distribution = installation.find_distribution()
    files = installation.package_files(distribution) if distribution else {}
    if damaged := installation.damaged_files(files):
        names = ", ".join(path.relative_to(installation.PACKAGE).as_posix() for path in damaged[:MAX_FILES])
        rest = f" and {len(damaged) - MAX_FILES} more" if len(damaged) > MAX_FILES else ""
        raise WrongAnswer(f"missing or changed since the installation: {names}{rest}; {REINSTALL}")
    return "" if files else "not compared: the package runs from a folder of its sources"


def check_libraries() -> str:
    """Compare the releases of libraries with the oldest ones that work."""
    distribution = installation.find_distribution()
    for library in installation.libraries(distribution) if distribution else ():
        if library.too_old or not (library.extra or library.version):
            release = library.version or "not installed"
            hint = f"python -m pip install '{library.name}>={library.floor}'"
            raise WrongAnswer(f"{library.name} is {release}; install it: {hint}")
    return "" if distribution else "not compared: the package is not installed"


def check_splitting() -> str:
    """Split texts into sentences."""
    for language, text, expected in SPLIT:
        document = api.split_text(text, language)
        sentences = [document.sentence(number) for number in range(len(document.sentences))]
        beginnings = [sentence.split()[0] for sentence in sentences]
        if beginnings != expected or " ".join(sentences) != " ".join(text.split()):
            raise WrongAnswer(f"{language}: {len(sentences)} sentences instead of {len(expected)}, or other ones")
    return ""


def check_method(method: str) -> str:
    """Align both texts by a method."""
    kinds = [pair.kind for pair in api.align_texts(ARABIC, ENGLISH, method=method)]
    if kinds != KINDS:
        raise WrongAnswer(f"the kinds of beads are {' '.join(kinds)} instead of {' '.join(KINDS)}")
    return ""


def check_cores() -> str:
    """Align with the compiled core and with NumPy, and compare all figures."""
    if kernel.lattice is None or kernel.words is None:
        return f"{kernel.describe_core()}: the same results, but slower on long texts"
    for method in METHODS:
        compiled = _json_of(method)
        with _numpy_core():
            if _json_of(method) != compiled:
                raise WrongAnswer(f"{method}: the compiled core gives other figures than NumPy; set ALIGN_KERNEL=numpy")
    return ""


def check_formats() -> str:
    """Write the pairs in each format, and read those back that `align convert` reads."""
    bitext = api.align_texts(ARABIC, ENGLISH, method="length")
    expected = [(pair.source, pair.target) for pair in bitext]
    missing = []
    for name, writer in formats.FORMATS.items():
        try:
            writer.require()
        except InputError:
            missing.append(name)
            continue
        contents = _contents(bitext, name)
        if name in BY_NAME and BY_NAME[name].files == len(contents) and _read_back(name, contents) != expected:
            raise WrongAnswer(f"{name}: the pairs that were read are not those that were written")
    return f"not checked, for want of an extra: {', '.join(missing)}" if missing else ""


def check_encodings() -> str:
    """Recognise the encodings of Arabic text."""
    for encoding in ENCODINGS:
        text = decode.decode_bytes((ARABIC * 3).encode(encoding), "text").text.removeprefix("\ufeff")
        if text != ARABIC * 3:
            raise WrongAnswer(f"text in {encoding} was read as other letters; name it with --encoding {encoding}")
    return ""


CHECKS = (
    Check("files of the package", check_files),
    Check("releases of libraries", check_libraries),
    Check("splitting into sentences", check_splitting),
    *(Check(f"alignment, {method}", partial(check_method, method)) for method in METHODS),
    Check("compiled core equals NumPy", check_cores),
    Check("formats, written and read", check_formats),
    Check("encodings", check_encodings),
)


def main(arguments: Sequence[str]) -> int:
    """Print the facts and the checks; return the exit status."""
    if arguments:
        is_help = set(arguments) <= {"-h", "--help"}
        (sys.stdout if is_help else sys.stderr).write(f"{USAGE}\n{__doc__}" if is_help else USAGE)
        return 0 if is_help else 2
    for name, value in facts():
        _print(f"{name:<{NAME_WIDTH}} {value}")
    _print("")
    failed = 0
    for check in CHECKS:
        result, is_right = answer(check)
        failed += not is_right
        _print(f"{check.name:<{NAME_WIDTH}} {result}")
    _print("")
    if failed:
        _print(f"{failed} of {len(CHECKS)} checks failed. Do what the lines above say. If a check still fails in a new")
        _print("virtual environment, report it with this output.")
    else:
        _print(f"All {len(CHECKS)} checks passed.")
    return 1 if failed else 0


def facts() -> Iterator[tuple[str, str]]:
    """Yield names and values that say what is installed."""
    yield "align", f"{__version__}, in {installation.PACKAGE}"
    yield "Python", f"{platform.python_version()}, {sys.executable}"
    yield "platform", platform.platform()
    yield "core", kernel.describe_core()
    yield "cache", installation.describe_cache()
    distribution = installation.find_distribution()
    for library in installation.libraries(distribution) if distribution else ():
        extra = f"[{library.extra}]" if library.extra else ""
        missing = f"not installed; python -m pip install '{installation.NAME}{extra}'"
        yield f"{library.name} {extra}".rstrip(), library.version or missing


def answer(check: Check) -> tuple[str, bool]:
    """Run a check; return its result for the user, and True if the answer is right."""
    with recorded():  # notices about the texts are not the user's
        try:
            remark = check.run()
        except WrongAnswer as error:
            return f"FAILED: {error}", False
        except Exception as error:  # a broken installation may raise anything; the other checks still tell something
            return f"FAILED: {type(error).__name__}: {error}; {REINSTALL}", False
    return f"ok ({remark})" if remark else "ok", True


def _json_of(method: str) -> bytes:
    """Return the pairs with all figures, as JSON."""
    return b"".join(_contents(api.align_texts(ARABIC, ENGLISH, method=method, why=True), "json"))


def _contents(bitext: Bitext, name: str) -> list[bytes]:
    """Return the contents of the files of a bitext in a format."""
    document = OutputDocument(bitext, tuple(bitext.beads), bitext.meta)
    return formats.contents_of_files(document.rows(), OutputOptions(name))


@contextmanager
def _numpy_core() -> Iterator[None]:
    """Compute with NumPy while the context lasts."""
    compiled = kernel.lattice, kernel.words
    kernel.lattice = kernel.words = None
    try:
        yield
    finally:
        kernel.lattice, kernel.words = compiled


def _read_back(name: str, contents: Sequence[bytes]) -> list[tuple[str, str]]:
    """Return the pairs of files in a format."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"pairs{number}") for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        inputs = [Input(str(path)) for path in paths]
        try:
            return [(row.source, row.target) for row in read_files(inputs, Wanted("ar", "en"), name).rows]
        finally:
            for file in inputs:
                file.close()


def _print(line: str) -> None:
    """Write a line to standard output, in any encoding that it has."""
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _run() -> int:
    """Run the command; return its exit status, also if the reader of its output is gone or the user stops it."""
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes it once more at its end
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(_run())
