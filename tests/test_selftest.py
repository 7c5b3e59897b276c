"""The check of the installation: it passes here, and each check fails if what it checks is broken."""

import base64
import hashlib
import re
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from aligner import installation, kernel, selftest
from aligner.bitext import Document
from aligner.read.packed import decode
from aligner.split import punkt
from aligner.write import formats, tsv

FAST = [check for check in selftest.CHECKS if check.name not in ("alignment, hybrid", "compiled core equals NumPy")]
REINSTALL = "install align anew, from its wheel or folder: python -m pip install --force-reinstall PATH"


def answer_of(name):
    (check,) = [check for check in selftest.CHECKS if check.name == name]
    return selftest.answer(check)


@pytest.mark.parametrize("check", FAST, ids=lambda check: check.name)
def test_check_passes(check):
    result, is_right = selftest.answer(check)
    assert is_right, result
    assert result.startswith("ok")


def test_every_function_that_checks_is_in_the_table():
    functions = {name for name in vars(selftest) if name.startswith("check_")}
    assert {getattr(check.run, "func", check.run).__name__ for check in selftest.CHECKS} == functions


def test_documentation_shows_the_checks():
    page = (Path(__file__).resolve().parent.parent / "docs" / "install.md").read_text(encoding="utf-8")
    shown = re.findall(rf"^(.{{{selftest.NAME_WIDTH}}}) ok\b", page, re.MULTILINE)
    assert [name.rstrip() for name in shown] == [check.name for check in selftest.CHECKS]
    assert f"All {len(selftest.CHECKS)} checks passed." in page


def test_reader_that_is_gone_is_no_traceback(monkeypatch, tmp_path):
    def main(arguments):
        raise BrokenPipeError

    monkeypatch.setattr(selftest, "main", main)
    with open(tmp_path / "out", "w") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        assert selftest._run() == 1


@pytest.mark.slow
def test_command(python):
    done = python("-m", "aligner.selftest")
    lines = done.stdout.decode("ascii").splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[0].split() == ["align", f"{selftest.__version__},", "in", str(installation.PACKAGE)]
    assert sum(re.search(r"\S +ok\b", line) is not None for line in lines) == len(selftest.CHECKS)
    assert lines[-1] == f"All {len(selftest.CHECKS)} checks passed."


class TestReport:
    @pytest.fixture
    def main(self, monkeypatch, capsys):
        """Run the checks of functions; the result is the exit status, the lines about the checks, and the messages."""

        def main(*functions, arguments=()):
            checks = [selftest.Check(function.__name__, function) for function in functions]
            monkeypatch.setattr(selftest, "CHECKS", checks)
            monkeypatch.setattr(selftest, "facts", lambda: iter([("align", "1.0")]))
            status = selftest.main(list(arguments))
            out, err = capsys.readouterr()
            return status, re.sub(" {2,}", " ", out).splitlines(), err

        return main

    def test_passed(self, main):
        def right():
            return ""

        def remark():
            return "not for dates"

        assert main(right, remark) == (
            0,
            ["align 1.0", "", "right ok", "remark ok (not for dates)", "", "All 2 checks passed."],
            "",
        )

    def test_failed(self, main):
        def right():
            return ""

        def wrong():
            raise selftest.WrongAnswer("two instead of three")

        def broken():
            raise OSError("no disk \u0645")

        status, lines, err = main(right, wrong, broken)
        assert (status, err) == (1, "")
        assert lines == [
            "align 1.0",
            "",
            "right ok",
            "wrong FAILED: two instead of three",
            f"broken FAILED: OSError: no disk \u0645; {REINSTALL}",
            "",
            "2 of 3 checks failed. Do what the lines above say. If a check still fails in a new",
            "virtual environment, report it with this output.",
        ]

    def test_arguments(self, main):
        assert main(arguments=["--fast"]) == (2, [], selftest.USAGE)
        status, lines, err = main(arguments=["-h"])
        assert (status, lines[0], err) == (0, selftest.USAGE.strip(), "")

    def test_characters_that_the_terminal_lacks_are_escaped(self, monkeypatch, tmp_path):
        with open(tmp_path / "out", "w", encoding="ascii") as terminal:
            monkeypatch.setattr(sys, "stdout", terminal)
            selftest._print("\u0645.")
        assert (tmp_path / "out").read_text() == "\\u0645.\n"

    def test_facts(self, monkeypatch):
        monkeypatch.setattr(installation, "find_distribution", lambda: None)
        assert [name for name, _ in selftest.facts()] == ["align", "Python", "platform", "core", "cache"]

    def test_missing_extra_is_named_with_its_command(self, monkeypatch):
        libraries = [
            installation.Library("click", "", "8", "8.1"),
            installation.Library("XlsxWriter", "xlsx", "3", None),
        ]
        monkeypatch.setattr(installation, "find_distribution", object)
        monkeypatch.setattr(installation, "libraries", lambda _: libraries)
        facts = list(selftest.facts())
        assert facts[-2:] == [
            ("click", "8.1"),
            ("XlsxWriter [xlsx]", "not installed; python -m pip install 'bitext-align[xlsx]'"),
        ]


class TestBroken:
    def test_splitting(self, monkeypatch):
        monkeypatch.setattr(selftest.api, "split_text", lambda text, language: Document(language, text, ()))
        expected = ("FAILED: ar: 0 sentences instead of 7, or other ones", False)
        assert answer_of("splitting into sentences") == expected

    def test_library_that_cannot_be_loaded(self, monkeypatch):
        def halt(words):
            raise ModuleNotFoundError("No module named 'nltk'")

        monkeypatch.setattr(punkt, "tokenizer", halt)
        monkeypatch.setattr(selftest, "SPLIT", [("en", "See fig. 4 and vol. “One”.", ["See"])])
        result = f"FAILED: ModuleNotFoundError: No module named 'nltk'; {REINSTALL}"
        assert answer_of("splitting into sentences") == (result, False)

    def test_method(self, monkeypatch):
        monkeypatch.setattr(selftest, "ENGLISH", "The museum opened its doors on Saturday morning.")
        result, is_right = answer_of("alignment, length")
        assert not is_right
        assert result.startswith("FAILED: the kinds of beads are ")
        assert result.endswith(" instead of 1-1 1-2 1-1 1-1 2-1 1-1")

    def test_core(self, monkeypatch):
        figures = {True: [b"0.97"], False: [b"0.98"]}
        monkeypatch.setattr(kernel, "lattice", object())
        monkeypatch.setattr(kernel, "words", object())
        monkeypatch.setattr(selftest.api, "align_texts", lambda *_, **options: None)
        monkeypatch.setattr(selftest, "_contents", lambda bitext, name: figures[kernel.lattice is None])
        problem = "the compiled core gives other figures than NumPy; set ALIGN_KERNEL=numpy"
        assert answer_of("compiled core equals NumPy") == (f"FAILED: hybrid: {problem}", False)
        figures[True] = figures[False]
        assert answer_of("compiled core equals NumPy") == ("ok", True)
        assert kernel.lattice is not None

    def test_core_that_is_missing_is_a_remark(self, monkeypatch):
        monkeypatch.setattr(kernel, "words", None)
        result, is_right = answer_of("compiled core equals NumPy")
        assert is_right
        assert result == f"ok ({kernel.describe_core()}: the same results, but slower on long texts)"

    def test_format(self, monkeypatch):
        monkeypatch.setattr(formats, "FORMATS", {"tsv": formats.FORMATS["tsv"]})
        monkeypatch.setattr(tsv, "one_line", str.upper)
        problem = "tsv: the pairs that were read are not those that were written"
        assert answer_of("formats, written and read") == (f"FAILED: {problem}", False)

    def test_format_without_its_library_is_a_remark(self, monkeypatch):
        formats_of_extras = {name: formats.FORMATS[name] for name in ("xlsx", "parquet")}
        monkeypatch.setattr(formats, "FORMATS", formats_of_extras)
        monkeypatch.setattr("aligner.write.libraries.find_spec", lambda _: None)
        expected = "ok (not checked, for want of an extra: xlsx, parquet)"
        assert answer_of("formats, written and read") == (expected, True)

    def test_encoding(self, monkeypatch):
        monkeypatch.setattr(decode, "decode_bytes", lambda data, name: SimpleNamespace(text=data.decode("latin-1")))
        problem = "text in utf-8 was read as other letters; name it with --encoding utf-8"
        assert answer_of("encodings") == (f"FAILED: {problem}", False)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """An installation of two files and three libraries, as an installer records it; the result is its folder."""
    package = tmp_path / "aligner"
    package.mkdir()
    lines = []
    for name in ("__init__.py", "words.tsv"):
        (package / name).write_text(name)
        digest = base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).rstrip(b"=").decode()
        lines.append(f"aligner/{name},sha256={digest},{len(name)}")
    folder = tmp_path / "bitext_align-1.0.dist-info"
    folder.mkdir()
    (folder / "RECORD").write_text("\n".join([*lines, "../bin/align,sha256=AAAA,3", "aligner/x.pyc,,"]))
    (folder / "METADATA").write_text(
        "Name: bitext-align\nRequires-Dist: click>=8.1.8\nRequires-Dist: regex>=2025.7.34\n"
        'Requires-Dist: in-python>=1; python_version < "3.9" and extra == "zst"\n'
        'Requires-Dist: not-in-python>=1; python_version < "4.0" and extra == "zst"\n'
        'Requires-Dist: pytest>=8; extra == "test"\nRequires-Dist: bitext-align[zst]; extra == "all"\n'
    )
    monkeypatch.setattr(installation, "PACKAGE", package)
    monkeypatch.setattr(installation, "find_distribution", lambda: metadata.PathDistribution(folder))
    return package


@pytest.fixture
def releases(monkeypatch):
    """The releases of libraries that are installed."""
    releases = {"click": "8.1.8", "regex": "2025.11.3"}
    monkeypatch.setattr(installation, "_version", releases.get)
    return releases


class TestInstallation:
    NAME = "files of the package"

    def test_files_as_installed(self, installed):
        assert answer_of(self.NAME) == ("ok", True)

    @pytest.mark.parametrize("damage", [Path.unlink, Path.touch, lambda path: path.write_text("x")], ids=range(3))
    def test_damaged_files(self, installed, damage):
        (installed / "words.tsv").unlink()
        damage(installed / "__init__.py")
        names = "words.tsv" if damage is Path.touch else "__init__.py, words.tsv"
        message = f"FAILED: missing or changed since the installation: {names}; {REINSTALL}"
        assert answer_of(self.NAME) == (message, False)

    def test_of_many_damaged_files_the_first_ones_are_named(self, installed, monkeypatch):
        monkeypatch.setattr(selftest, "MAX_FILES", 1)
        for path in installed.iterdir():
            path.write_text("")
        message = f"missing or changed since the installation: __init__.py and 1 more; {REINSTALL}"
        assert answer_of(self.NAME) == (f"FAILED: {message}", False)

    def test_a_checkout_before_the_installation_is_not_compared(self, installed, monkeypatch, tmp_path):
        monkeypatch.setattr(installation, "PACKAGE", tmp_path / "checkout" / "aligner")
        assert answer_of(self.NAME) == ("ok (not compared: the package runs from a folder of its sources)", True)

    def test_without_an_installation(self, monkeypatch):
        monkeypatch.setattr(installation, "find_distribution", lambda: None)
        assert answer_of(self.NAME)[1]
        assert answer_of("releases of libraries") == ("ok (not compared: the package is not installed)", True)

    def test_libraries(self, installed, releases):
        found = installation.libraries(installation.find_distribution())
        assert [tuple(library) for library in found] == [
            ("click", "", "8.1.8", "8.1.8"),
            ("regex", "", "2025.7.34", "2025.11.3"),
            ("not-in-python", "zst", "1", None),
        ]
        assert answer_of("releases of libraries") == ("ok", True)

    @pytest.mark.parametrize(
        ("name", "release", "problem"),
        [
            ("click", "8.1.7", "click is 8.1.7; install it: python -m pip install 'click>=8.1.8'"),
            ("click", None, "click is not installed; install it: python -m pip install 'click>=8.1.8'"),
            ("not-in-python", "0.9", "not-in-python is 0.9; install it: python -m pip install 'not-in-python>=1'"),
        ],
    )
    def test_library_that_is_too_old_or_missing(self, installed, releases, name, release, problem):
        releases[name] = release
        assert answer_of("releases of libraries") == (f"FAILED: {problem}", False)

    def test_real_distribution_has_the_libraries_of_setup_cfg(self):
        distribution = installation.find_distribution()
        assert distribution, "install the package first: pip install -e '.[test]'"
        extras = {library.name: library.extra for library in installation.libraries(distribution)}
        assert {"click": "", "numpy": "", "XlsxWriter": "xlsx"}.items() <= extras.items()
        assert not set(extras.values()) & installation.DEVELOPMENT


class TestCache:
    def test_folder_that_can_be_written(self, tmp_path, monkeypatch):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert installation.describe_cache() == f"{tmp_path / 'bitext-align'} (can be written)"
        assert list((tmp_path / "bitext-align").iterdir()) == []

    def test_folder_that_cannot_be_written(self, tmp_path, monkeypatch):
        (tmp_path / "file").touch()
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
        folder = tmp_path / "file" / "bitext-align"
        hint = "set XDG_CACHE_HOME to save time in each run"
        assert installation.describe_cache() == f"{folder} (cannot be written: Not a directory); {hint}"

    def test_no_folder(self, monkeypatch):
        monkeypatch.setattr("aligner.data_files.cache_folder", lambda: None)
        assert installation.describe_cache().startswith("none: no home folder; set XDG_CACHE_HOME")
