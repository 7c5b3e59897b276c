"""The terminal: log records as lines on standard error, exit statuses, and help that lists options in groups."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TextIO

import click

from aligner import errors
from aligner.errors import InputError
from aligner.notices import logger
from aligner.status_line import StatusLine

INTERRUPTED = 130  # exit status after Ctrl-C, as in shells: 128 plus the number of SIGINT


class _Handler(logging.Handler):
    """Writes `align: message` to the stream that is standard error at that moment, in place of the status line."""

    def __init__(self, level: int, line: StatusLine) -> None:
        super().__init__(level)
        self._line = line

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self._line.clear()
        click.echo(f"align: {record.getMessage()}", err=True)


@contextmanager
def log_to_stderr(*, quiet: bool) -> Iterator[StatusLine]:
    """Show the records of the logger `aligner` on standard error while the context lasts.

    quiet: True to show errors only; otherwise all records from INFO up are shown.

    Yields the status line of standard error. It is cleared before each record, and at the end of the context.
    """
    line = StatusLine(None if quiet else _terminal())
    handler = _Handler(logging.ERROR if quiet else logging.INFO, line)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield line
    finally:
        line.clear()
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


def exit_after(ctx: click.Context, run: Callable[[StatusLine], bool], *, quiet: bool) -> None:
    """Run a command with its log on standard error, and exit: with 1 if it fails, with 130 after Ctrl-C, else with 0.

    run: returns True if all went well. It gets the status line.
    quiet: as in `log_to_stderr`.
    """
    with log_to_stderr(quiet=quiet) as line:
        try:
            went_well = run(line)
        except InputError as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt as interruption:
            logger.error(str(interruption) or "stopped")
            ctx.exit(INTERRUPTED)
    ctx.exit(0 if went_well else 1)


@contextmanager
def writing_to_stdout() -> Iterator[None]:
    """Raise InputError if standard output cannot be written while the context lasts."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader has left; click ends the command without a message
        raise errors.cannot_write("standard output", error) from None


def _terminal() -> TextIO | None:
    """Standard error, if it is a terminal that can clear a line."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return sys.stderr if is_terminal else None


class GroupedCommand(click.Command):
    """A command whose help lists its options in groups.

    groups: the options of each group, by its title, in the order of the help. All other options, such as `--help`,
        make a last group, "General".
    """

    def __init__(self, *args: Any, groups: Mapping[str, Sequence[click.Option]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.params += [option for options in groups.values() for option in options]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups, all with a first column of the same width."""
        grouped = {option.name for options in self.groups.values() for option in options}
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        general = [option for option in options if option.name not in grouped]
        records = {
            title: [record for option in group if (record := option.get_help_record(ctx))]
            for title, group in (*self.groups.items(), ("General", general))
        }
        width = max(len(names) for rows in records.values() for names, _ in rows)
        for title, rows in records.items():
            with formatter.section(title):
                formatter.write_dl([(names.ljust(width), text) for names, text in rows])


class SubCommand(NamedTuple):
    """A sub-command that is imported when it is used.

    summary: its task, as the help lists it.
    load: returns the command.
    """

    summary: str
    load: Callable[[], click.Command]


class MainCommand(GroupedCommand):
    """A command that works on its arguments, `align FILE`, and has sub-commands, `align convert FILE`.

    A word is a sub-command if it is the first argument; `./convert` is a file of that name.

    sub_commands: name -> sub-command.
    """

    def __init__(self, *args: Any, sub_commands: Mapping[str, SubCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sub_commands = sub_commands

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups of options, and the sub-commands."""
        super().format_options(ctx, formatter)
        if self.sub_commands:
            with formatter.section("Commands"):
                formatter.write_dl([(name, command.summary) for name, command in self.sub_commands.items()])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse the arguments, by those of a sub-command if the first one is its name."""
        if args and args[0] in self.sub_commands:
            command = self.sub_commands[args[0]].load()
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command or the sub-command that the arguments name."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)
