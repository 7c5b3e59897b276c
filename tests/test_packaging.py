"""The files that package the program agree with setup.cfg and with each other."""

import re
import tomllib
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest

from aligner.version import __version__

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ("*.pyc", "*.so", "*.pyd")  # files beside the sources that a build or a run leaves


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def setup():
    """The settings of setup.cfg."""
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def requirements(text):
    """Name in small letters -> floor, of the requirements of setup.cfg; requirements of this package are left out."""
    found = re.findall(r"^([\w.-]+)>=([\d.]+)", text, re.MULTILINE)
    return {name.lower(): floor for name, floor in found}


def supported(setup):
    """The releases of Python that the classifiers name, such as 3.11."""
    return re.findall(r"^Programming Language :: Python :: (3\.\d+)$", setup["metadata"]["classifiers"], re.MULTILINE)


class TestChangelog:
    HEADINGS = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)

    def test_headings(self):
        assert self.HEADINGS[0] == "Unreleased"
        assert all(re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", heading) for heading in self.HEADINGS[1:])

    def test_newest_release_is_first_and_is_this_one(self):
        versions = [tuple(map(int, heading.split(" ")[0].split("."))) for heading in self.HEADINGS[1:]]
        assert versions == sorted(set(versions), reverse=True)
        assert self.HEADINGS[1].startswith(f"{__version__} - ")


class TestCitation:
    """The fields that version 1.2.0 of the Citation File Format asks for, and those that programs cite."""

    @pytest.fixture
    def fields(self):
        """Name -> text of the field."""
        return dict(re.findall(r"^([a-z-]+):(.*(?:\n .*)*)", read("CITATION.cff"), re.MULTILINE))

    @pytest.fixture
    def field(self, fields):
        return lambda name: fields[name].strip().strip('"')

    def test_fields(self, fields, field):
        required = {"cff-version", "message", "title", "authors"}
        known = {"abstract", "date-released", "keywords", "license", "references", "type", "version"}
        assert required <= set(fields) <= required | known
        assert field("cff-version") == "1.2.0"
        assert field("type") == "software"
        assert all(field(name) for name in fields)

    def test_lists(self, fields):
        assert re.findall(r"^  - name: (.+)$", fields["authors"], re.MULTILINE) == [
            re.search(r"Copyright \(c\) \d+ (.+)", read("LICENSE"))[1]
        ]
        assert re.findall(r"^  - (\S.*)$", fields["keywords"], re.MULTILINE)

    def test_release(self, field):
        assert field("version") == __version__
        assert f"{__version__} - {field('date-released')}" == TestChangelog.HEADINGS[1]
        assert field("license") == "MIT"


class TestSetup:
    def test_classifiers(self, setup):
        assert f">={supported(setup)[0]}" == setup["options"]["python_requires"]
        status = "5 - Production/Stable" if int(__version__.split(".")[0]) else "4 - Beta"
        assert f"Development Status :: {status}" in setup["metadata"]["classifiers"].splitlines()

    @pytest.mark.parametrize(("package", "folder"), [("aligner", "aligner"), ("aligner.data", "data")])
    def test_every_file_is_installed(self, setup, package, folder):
        """A file that no pattern names is in a checkout, and missing in an installation."""
        data = {name: re.split(r",\s*", patterns) for name, patterns in setup["options.package_data"].items()}
        patterns = [
            f"{folder}/{'/'.join([*name.split('.')[package.count('.') + 1 :], pattern])}"
            for name, of_package in data.items()
            if name == package or (package == "aligner" and name.startswith("aligner.") and name != "aligner.data")
            for pattern in of_package
        ]
        files = [
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and path.suffix != ".py" and not any(path.match(pattern) for pattern in GENERATED)
        ]
        sources = {name for name in files if name.endswith((".c", ".h"))}
        assert sorted(set(files) - sources) == sorted(
            {name for name in files if any(fnmatch(name, pattern) for pattern in patterns)}
        )
        assert [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in files)] == []

    def test_documentation_names_extras_that_exist(self, setup):
        named = re.findall(r"^\| `(\w+)` \|.*\| `pip install '\.\[(\w+)\]'` \|$", read("docs/install.md"), re.MULTILINE)
        assert {"xlsx", "parquet"} <= {extra for extra, _ in named} <= set(setup["options.extras_require"])
        assert all(extra == of_command for extra, of_command in named)

    def test_wheels_are_tested_with_each_python(self, setup):
        wheels = tomllib.loads(read("pyproject.toml"))["tool"]["cibuildwheel"]["build"].split()
        assert wheels[0] == setup["bdist_wheel"]["py_limited_api"] + "-*"  # the first one makes the wheel of all
        assert {f"cp{version.replace('.', '')}-*" for version in supported(setup)} <= set(wheels)


class TestConda:
    RECIPE = read("conda/recipe.yaml")

    def section(self, name):
        """Name -> floor, of a list of requirements."""
        text = re.search(rf"^  {name}:\n((?:    .*\n)+)", self.RECIPE, re.MULTILINE)[1]
        return dict(re.findall(r"^    - ([\w-]+) >=([\d.]+)$", text, re.MULTILINE))

    def test_requirements_are_those_of_setup_cfg(self, setup):
        python = {"python": setup["options"]["python_requires"].removeprefix(">=")}
        assert self.section("run") == python | requirements(setup["options"]["install_requires"])
        extras = "\n".join(setup["options.extras_require"][name] for name in ("xlsx", "zst", "parquet"))
        assert self.section("run_constraints") == requirements(extras)
        build = tomllib.loads(read("pyproject.toml"))["build-system"]["requires"]
        assert self.section("host") == python | requirements("\n".join(build))

    def test_command(self, setup):
        command = setup["options.entry_points"]["console_scripts"].strip().replace("=", " = ").replace("  ", " ")
        assert f"      - {' '.join(command.split())}\n" in self.RECIPE


class TestContainer:
    DOCKERFILE = read("Dockerfile")

    def test_extras_exist(self, setup):
        (extras,) = re.findall(r"^ARG EXTRAS=(.+)$", self.DOCKERFILE, re.MULTILINE)
        assert set(extras.split(",")) <= set(setup["options.extras_require"])

    def test_python_is_the_newest_that_is_supported(self, setup):
        assert re.findall(r"^FROM python:(\S+)-slim", self.DOCKERFILE, re.MULTILINE) == [supported(setup)[-1]] * 2

    def test_command_does_not_run_as_root(self):
        assert re.findall(r"^USER (.+)$", self.DOCKERFILE, re.MULTILINE) == ["1000"]

    def test_context_has_what_a_build_reads(self, setup):
        given = re.findall(r"^!(\S+)$", read(".dockerignore"), re.MULTILINE)
        assert [name for name in given if not (ROOT / name).exists()] == []
        needed = {"aligner", "data", "pyproject.toml", "setup.cfg", "setup.py", "LICENSE", "README.md"}
        assert needed <= set(given)
        for source in setup["options.data_files"].values():
            assert any(source.startswith(name) for name in given), source


def test_hooks_fetch_nothing():
    assert set(re.findall(r"^ *- repo: (.+)$", read(".pre-commit-config.yaml"), re.MULTILINE)) == {"local"}
    assert set(re.findall(r"^ *language: (.+)$", read(".pre-commit-config.yaml"), re.MULTILINE)) == {"system"}


def test_names_of_the_image_have_the_version():
    assert re.findall(r"/align:(\d[\w.]*)", read("docs/cluster.md")) == [__version__]
