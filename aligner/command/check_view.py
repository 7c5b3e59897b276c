"""Reports for people: the text of `align check`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aligner import languages, pipeline
from aligner.command.terminal_view import isolated, visible
from aligner.inspection.measures import MIN_LENGTH
from aligner.inspection.report import InputReport, Report, SideReport
from aligner.inspection.total import Total
from aligner.notices import TextWarning

_FIRST = 160  # characters of each side of a pair that are shown
_INDENT = "  "


def lines(report: Report, is_terminal: bool) -> list[str]:
    """Return the lines about one document.

    is_terminal: True to keep the directions of texts apart, as a terminal needs it.
    """
    result = []
    for file in report.inputs:
        result += _input_lines(file, is_terminal)
        if not report.sides:
            result.append(_INDENT + _letters_and_digits(file))
    if report.layout:
        result.append(f"layout: {report.layout}" + (f" ({report.layout_reason})" if report.layout_reason else ""))
    for side in report.sides:
        result += _side_lines(side, is_terminal)
    if report.sides:
        result += [f"length ratio: {_length_ratio(report)}", f"sentence ratio: {_ratio(report.sentence_ratio)}"]
    if report.error and not report.inputs:
        return result
    result += _listed("warnings", [_warning(warning, is_terminal) for warning in report.warnings])
    result += _listed("notices", [_shown(notice, is_terminal) for notice in report.notices])
    if report.sides:
        result += _first_lines(report, is_terminal) if report.first_pairs else []
    return result


def line_of(report: Report, is_terminal: bool) -> str:
    """Return the line about one document of a folder."""
    name = _shown(report.name, is_terminal)
    if report.error:
        error = report.error.removeprefix(f"{report.name}: ")  # of a document without a name, it is that of its file
        return f"{name}: error: {_shown(error, is_terminal)}"
    sides = ", ".join(f"{side.language} {side.sentences}" for side in report.sides)
    unusual = " (unusual)" if report.is_usual is False else ""
    return f"{name}: {sides} sentences; length ratio {_ratio(report.length_ratio)}{unusual}; {_count(report.warnings)}"


def line_of_total(total: Total, settings: pipeline.Settings) -> str:
    """Return the line about all documents of a folder."""
    documents = f"{total.documents} document{'s' * (total.documents != 1)}"
    tags = (settings.source, settings.target)
    sides = ", ".join(f"{tag} {count}" for tag, count in zip(tags, total.sentences, strict=True))
    unusual = f" ({total.unusual} unusual)" if total.unusual else ""
    kinds = ", ".join(f"{kind} in {count}" for kind, count in total.warnings.most_common())
    return "; ".join(
        [
            f"total: {documents}",
            f"{total.failed} cannot be aligned",
            f"{sides} sentences",
            f"length ratio {_ratio(total.length_ratio)}{unusual}",
            f"warnings in {total.with_warnings}" + (f": {kinds}" if kinds else ""),
        ]
    )


def _input_lines(file: InputReport, is_terminal: bool) -> list[str]:
    """Return the lines about one file."""
    encoding = f"{file.encoding} ({file.encoding_reason})" if file.encoding_reason else file.encoding
    ends = f"line ends {_line_ends(file.line_ends)}" if file.line_ends else ""
    has_lines = file.line_ends or file.lines == 1  # the lines of a text that the reader made are not in the file
    size = _counted(file.characters, "character") + f", {_counted(file.lines, 'line')}" * bool(has_lines)
    return [_shown(file.name, is_terminal), _INDENT + "; ".join(filter(None, [file.format, encoding, ends, size]))]


def _line_ends(counts: Mapping[str, int]) -> str:
    """Return the sort of line ends, or their numbers if they are mixed."""
    return _named(counts) if len(counts) > 1 else "".join(counts)


def _named(counts: Mapping[str, int]) -> str:
    """Return numbers of several sorts: `mixed (CRLF 3, LF 1)`."""
    return f"mixed ({', '.join(f'{name} {count}' for name, count in counts.items())})"


def _side_lines(side: SideReport, is_terminal: bool) -> list[str]:
    """Return the lines about one side."""
    counts = [
        _counted(side.paragraphs, "paragraph"),
        _counted(side.sentences, "sentence"),
        f"{_counted(side.characters, 'character')} without spaces",
    ]
    result = [f"{side.language}: {', '.join(counts)}; {_letters_and_digits(side)}"]
    if side.longest:
        characters, line, origin, begins = side.longest
        place = f"{_counted(characters, 'character')}, {origin or f'line {line}'}"
        beginning = begins + "…" * (characters > len(begins))
        result.append(f"{_INDENT}longest sentence: {place}: {_text(beginning, side.language, is_terminal)}")
    return result


def _letters_and_digits(part: InputReport | SideReport) -> str:
    """Return the scripts of the letters of a file or a side, and the systems of its digits."""
    scripts = ", ".join(f"{name} {_percent(share)}" for name, share in part.scripts.items())
    digits = _named(part.digits) if len(part.digits) > 1 else "".join(part.digits)
    return f"letters {scripts or 'none'}; digits {digits or 'none'}"


def _length_ratio(report: Report) -> str:
    """Return the ratio of the lengths, and whether it is usual."""
    ratio, usual = _ratio(report.length_ratio), report.usual_ratio
    names = " and ".join(languages.name(side.language) for side in report.sides)
    if usual is None:
        return f"{ratio} (no usual range is known for {names})"
    between = f"{usual.least:g} to {usual.greatest:g}"
    if report.is_usual is None:
        return f"{ratio} (too short to judge: {between} is usual from {MIN_LENGTH} characters on)"
    if report.is_usual:
        return f"{ratio} (usual: {between})"
    return f"{ratio} (unusual: {between} is usual; a part of a text may be missing, or they are not translations)"


def _first_lines(report: Report, is_terminal: bool) -> list[str]:
    """Return the lines with the first pairs."""
    result = ["first pairs, if the beginnings are aligned by themselves:"]
    for number, pair in enumerate(report.first_pairs, 1):
        for mark, side, text in zip((str(number), " "), report.sides, pair, strict=True):
            beginning = text[:_FIRST] + "…" * (len(text) > _FIRST)
            shown = _text(beginning, side.language, is_terminal) if text else "—"
            result.append(f"{_INDENT}{mark} {side.language} {shown}")
    return result


def _text(text: str, language: str, is_terminal: bool) -> str:
    """Return the text of a sentence, in the direction of its language."""
    return isolated(text, language) if is_terminal else _shown(text, is_terminal)


def _shown(text: str, is_terminal: bool) -> str:
    """Return a text without control characters, which become escapes."""
    return visible(text, isolates=is_terminal)


def _warning(warning: TextWarning, is_terminal: bool) -> str:
    """Return a warning with its kind."""
    return f"{warning.kind}: {_shown(str(warning), is_terminal)}"


def _listed(title: str, items: Sequence[str]) -> list[str]:
    """Return a title with its number, and the items below it."""
    return [f"{title}: {len(items) or 'none'}", *(f"{_INDENT}{item}" for item in items)]


def _count(warnings: Sequence[TextWarning]) -> str:
    """Return the number of warnings, and the most serious one."""
    if len(warnings) > 1:
        return f"{len(warnings)} warnings, the most serious: {warnings[0].kind}"
    return f"1 warning: {warnings[0].kind}" if warnings else "no warnings"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _percent(share: float) -> str:
    """Return a share in percent, with one decimal if it has one."""
    return f"{share:.1%}".replace(".0%", "%")


def _ratio(ratio: float | None) -> str:
    return "none" if ratio is None else f"{ratio:.2f}"
