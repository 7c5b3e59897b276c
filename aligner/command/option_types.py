"""The types of values of options that click does not have: languages, encodings and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aligner import languages

# `click.ParamType` takes a parameter for the type checker, but not at run time in the oldest click that is supported.
if TYPE_CHECKING:
    _TextType = click.ParamType[str]
    _PairType = click.ParamType[tuple[str, str]]
else:
    _TextType = _PairType = click.ParamType


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
