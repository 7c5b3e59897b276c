"""The terminal: log records as lines on standard error, exit statuses, and help that lists options in groups."""

from __future__ import annotations

import io
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, TextIO

import click

from aligner.command import streams, terminal_view
from aligner.errors import InputError
from aligner.notices import logger
from aligner.status_line import StatusLine

_NO_MEMORY = "there is not enough memory; raise the limit, or divide the input"
_WITHOUT_REASON = re.compile("without (?:exception set|setting an exception)")
INTERRUPTED = 130  # exit status after Ctrl-C, as in shells: 128 plus the number of SIGINT


class _Handler(logging.Handler):
    """Writes `align: message` to the stream that is standard error at that moment, in place of the status line."""

    def __init__(self, level: int, line: StatusLine) -> None:
        super().__init__(level)
        self._line = line

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self._line.clear()
        message = terminal_view.quoted(record.getMessage(), lines=getattr(record, "lines", False))
        streams.tell(lambda: click.echo(f"align: {message}", err=True))


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

    `MainCommand` shows the InputError that the command may raise.

    run: returns True if all went well. It gets the status line.
    quiet: as in `log_to_stderr`.
    """
    with log_to_stderr(quiet=quiet) as line:
        try:
            went_well = run(line)
        except KeyboardInterrupt as interruption:
            logger.error(str(interruption) or "stopped")
            ctx.exit(INTERRUPTED)
    ctx.exit(0 if went_well else 1)


def _terminal() -> TextIO | None:
    """Standard error, if it is a terminal that can clear a line."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return sys.stderr if is_terminal else None


def _status(run: Callable[[], Any]) -> int:
    """Run a function, show the error that it raises, and return the exit status.

    run: returns the exit status; None for 0.
    """
    try:
        return int(run() or 0)
    except click.ClickException as error:
        text = io.StringIO()
        error.show(text)
        streams.tell(lambda: click.echo(terminal_view.quoted(text.getvalue(), lines=True), err=True, nl=False))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:  # before the command runs, or after it
        if not isinstance(error.__cause__, EOFError):  # which click takes for Ctrl-D at a prompt
            streams.tell(lambda: click.echo("align: stopped", err=True))
            return INTERRUPTED
        problem = f"a file ended too early, perhaps one of the installation: {error.__cause__ or 'no more data'}"
    except BrokenPipeError:  # the reader has left
        return 1
    except InputError as error:
        problem = str(error)
    except MemoryError:
        problem = _NO_MEMORY
    except SystemError as error:  # of a library in C that does not say that it got no memory
        if not _WITHOUT_REASON.search(str(error)):
            raise
        problem = f"a library failed without a reason; perhaps {_NO_MEMORY}"
    except ImportError as error:  # an installation that lacks a file, or a limit of memory
        while isinstance(error.__cause__, ImportError):
            error = error.__cause__
        problem = f"a library cannot be loaded: {error}"
    except OSError as error:  # while a module is imported: a limit of open files, or a disk that fails
        problem = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    streams.tell(lambda: click.echo(f"Error: {terminal_view.quoted(problem)}", err=True))
    return 1


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
        with streams.writing_to_stdout():  # help and version
            if args and args[0] in self.sub_commands:
                command = self.sub_commands[args[0]].load()
                return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
            return super().make_context(info_name, args, parent, **extra)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command, show its error, and exit; see `click.Command.main`."""

        def run() -> Any:
            return super(MainCommand, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)

        if not standalone_mode:
            return run()
        if args is None:  # this is the program, and not a function that a test calls
            streams.begin()
        status = _status(run)
        if status:
            with suppress(InputError, OSError):  # the error is told already
                streams.flush()
        sys.exit(status or _status(streams.flush))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command or the sub-command that the arguments name."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)
