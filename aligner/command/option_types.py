"""The types of values of options that click does not have: languages, encodings, columns, sizes and repairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from aligner import languages
from aligner.write import repair

# `click.ParamType` takes a parameter for the type checker, but not at run time in the oldest click that is supported.
if TYPE_CHECKING:
    _TextType = click.ParamType[str]
    _PairType = click.ParamType[tuple[str, str]]
    _NamesType = click.ParamType[tuple[str, ...]]
    _SizeType = click.ParamType[int]
else:
    _TextType = _PairType = _NamesType = _SizeType = click.ParamType

_SIZE = re.compile(r"([1-9][0-9]{0,9})([KMGT]?)(?:i?B)?", re.ASCII | re.IGNORECASE)
_UNITS = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40}  # prefix -> power of two


class Language(_TextType):
    """A language tag, or another common code of the language."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the BCP-47 tag."""
        try:
            return languages.tag(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Encoding(_TextType):
    """The name of a text encoding that Python knows."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name as it was given."""
        try:
            b"ab".decode(value, errors="replace")
        except (LookupError, UnicodeError):  # an unknown name, or an encoding that does not decode bytes to text
            self.fail(f"no encoding is called {value!r}; try utf-8, utf-16 or cp1256", param, ctx)
        return value


class Columns(_PairType):
    """Two columns of a table, each by its number or its name."""

    name = "columns"

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the columns of the source and of the target."""
        if isinstance(value, tuple):
            return value
        columns = [column.strip() for column in value.split(",")]
        if len(columns) != 2 or not all(columns):
            self.fail(f"{value!r} is not two columns such as 1,3 or Arabic,English", param, ctx)
        if columns[0] == columns[1]:
            self.fail(f"{value!r} is the same column twice", param, ctx)
        return columns[0], columns[1]


class MemorySize(_SizeType):
    """A number of bytes, such as 500M or 2G."""

    name = "size"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        if isinstance(value, int):
            return value
        size = _SIZE.fullmatch(value)
        if size is None:
            self.fail(f"{value!r} is not a size such as 500M or 2G", param, ctx)
        return int(size[1]) << _UNITS[size[2].upper()]


class Repairs(_NamesType):
    """Names of repairs, such as `forms,controls`."""

    name = "names"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the names, in the order in which the repairs are made."""
        if isinstance(value, tuple):
            return value
        try:
            return repair.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """Return the names that fit after those that are given already."""
        before, separator, beginning = incomplete.rpartition(repair.SEPARATOR)
        given = before.split(repair.SEPARATOR)
        fitting = (name for name in repair.NAMES if name.startswith(beginning) and name not in given)
        return [CompletionItem(f"{before}{separator}{name}") for name in fitting]
