"""Completion in shells: file names, sub-commands, and the scripts of bash, zsh and fish.

A shell runs its script in `data/completion`, and that runs `align` with the words of the line in its environment.
click then parses these words, and asks the option or argument at the cursor for words that fit.
"""

from __future__ import annotations

import click
from click.core import ParameterSource
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ZshComplete, add_completion_class

from aligner.command.console import MainCommand
from aligner.data_files import data_file


def complete_files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Return the item that stands for all files; the shell looks for their names."""
    return [CompletionItem(incomplete, type="file")]


def complete_inputs(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Return the sub-commands if the word is the first one, and the item that stands for all files."""
    items = complete_files(ctx, parameter, incomplete)
    options = [option.name or "" for option in ctx.command.params if option is not parameter]
    is_first = not ctx.params.get(parameter.name or "") and not any(
        ctx.get_parameter_source(option) is ParameterSource.COMMANDLINE for option in options
    )
    if is_first and isinstance(ctx.command, MainCommand):
        names = [name for name in ctx.command.sub_commands if name.startswith(incomplete)]
        return [*(CompletionItem(name) for name in names), *items]
    return items


@add_completion_class
class _Bash(BashComplete):
    """bash, which takes `--format=json` as three words."""

    def source(self) -> str:
        return _script("align")

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        return [word for word in args if word != "="], incomplete


@add_completion_class
class _Zsh(ZshComplete):
    """zsh, which takes `--format=json` as one word."""

    def source(self) -> str:
        return _script("_align")

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        return _with_option(super().get_completions(args, incomplete), incomplete)


@add_completion_class
class _Fish(FishComplete):
    """fish, which takes `--format=json` as one word."""

    def source(self) -> str:
        return _script("align.fish")

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        return _with_option(super().get_completions(args, incomplete), incomplete)


def _script(name: str) -> str:
    return data_file(f"completion/{name}").read_text(encoding="utf-8")


def _with_option(items: list[CompletionItem[str]], incomplete: str) -> list[CompletionItem[str]]:
    """Return the values of an option with its name before them, if the incomplete word begins with `--name=`."""
    option, equals, _ = incomplete.partition("=")
    if equals and option.startswith("--"):
        for item in items:
            if item.type == "plain":
                item.value = f"{option}={item.value}"
    return items
