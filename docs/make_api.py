"""Write `docs/api.md`, the page about the library, from the signatures and docstrings of all public names.

Run `python docs/make_api.py` after a change of them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, ForwardRef

import aligner

PAGE = Path(__file__).with_name("api.md")
WIDTH = 100  # characters; a longer signature has a parameter a line

HEAD = """\
# API

The library is what `import aligner` offers. The docstrings of the package are the source of this page:
`python docs/make_api.py` writes it. The [README](../README.md#library) has an example.
"""

_PARAMETER = re.compile(r"[a-z_]+(?:, [a-z_]+)*: ")  # the beginning of the line that describes parameters


def page() -> str:
    """Return the text of the page."""
    public = [(name, getattr(aligner, name)) for name in aligner.__all__ if name != "__version__"]
    functions = [(name, value) for name, value in public if inspect.isfunction(value)]
    types = [(name, value) for name, value in public if inspect.isclass(value)]
    parts = [HEAD, *_contents(functions), "## Functions\n"]
    for name, function in functions:
        parts += _section("###", name, _signature(name, function), function)
    parts.append("## Types\n")
    for name, kind in types:
        parts += _section("###", name, _signature(name, kind), kind)
        for member_name, member in _members(kind):
            title = f"{name}.{member_name}"
            is_property = isinstance(member, (property, cached_property))
            parts += _section("####", title, "" if is_property else _signature(title, member), member)
    return "\n".join(parts)


def _contents(functions: list[tuple[str, Any]]) -> Iterator[str]:
    """Yield the table of functions."""
    yield "| function | task |\n|---|---|"
    for name, function in functions:
        summary = inspect.getdoc(function) or ""
        yield f"| [`{name}`](#{name}) | {_paragraphs(summary)[0].replace(chr(10), ' ')} |"
    yield ""


def _section(level: str, title: str, signature: str, value: Any) -> Iterator[str]:
    """Yield the heading of a function, a type, a method or a property, its signature, and its docstring."""
    yield f"{level} {title}\n"
    if signature:
        yield f"```python\n{signature}\n```\n"
    for paragraph in _paragraphs(inspect.getdoc(value) or ""):
        yield f"{_as_markdown(paragraph)}\n"


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties of a type, with their names."""
    for name, attribute in vars(kind).items():
        member = attribute if isinstance(attribute, (property, cached_property)) else getattr(kind, name)
        if not name.startswith("_") and _is_documented(member):
            yield name, member


def _is_documented(member: object) -> bool:
    """Return whether a member is a method or a property; the fields of a named tuple are neither."""
    return isinstance(member, (property, cached_property)) or inspect.isfunction(member) or inspect.ismethod(member)


def _signature(name: str, value: Callable[..., Any]) -> str:
    """Return a call of a function or a type, with the annotations and defaults of its parameters."""
    signature = inspect.signature(value)
    parameters = []
    keywords_alone = False
    for parameter in signature.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not keywords_alone:
            parameters.append("*")
        keywords_alone |= parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL)
        parameters.append(_parameter(parameter))
    result = f" -> {_annotation(signature.return_annotation)}" if not inspect.isclass(value) else ""
    line = f"{name}({', '.join(parameters)}){result}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {parameter}," for parameter in parameters), f"){result}"])


def _parameter(parameter: inspect.Parameter) -> str:
    """Return a parameter with its annotation and its default."""
    star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    text = f"{star}{parameter.name}: {_annotation(parameter.annotation)}"
    if parameter.default is parameter.empty:
        return text
    # A dataclass hides the default that a function makes; the only such function is `dict`.
    default = repr(parameter.default).replace("<factory>", "{}")
    return f"{text} = {default}"


def _annotation(annotation: object) -> str:
    """Return an annotation as the source has it."""
    if isinstance(annotation, ForwardRef):
        return annotation.__forward_arg__
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def _paragraphs(docstring: str) -> list[str]:
    """Return the paragraphs of a docstring."""
    return re.split(r"\n\s*\n", docstring.strip())


def _as_markdown(paragraph: str) -> str:
    """Return a paragraph of a docstring as Markdown: parameters as a list, examples as a block of code."""
    if paragraph.startswith(">>> "):
        return f"```pycon\n{paragraph}\n```"
    if not _PARAMETER.match(paragraph):
        return paragraph
    items = []
    for line in paragraph.splitlines():
        if line.startswith(" "):
            items.append(f"  {line.strip()}")
        else:
            names, _, text = line.partition(": ")
            items.append(f"- {', '.join(f'`{name}`' for name in names.split(', '))}: {text}")
    return "\n".join(items)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
