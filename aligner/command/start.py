"""The start of the command: Ctrl-C ends it without a word while its modules are imported."""

from __future__ import annotations

import signal
import sys


def main(prog_name: str | None = None) -> None:
    """Import the command and run it.

    prog_name: its name in messages; None for that of the script.
    """
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:  # not where Ctrl-C is ignored, as in the background of a shell
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from aligner.command.main import main as command  # a quarter of a second, in which nothing is done yet
    except (OSError, MemoryError, ImportError) as error:  # a limit, or an installation that lacks a file
        sys.exit(f"Error: the program cannot be loaded: {error or 'there is not enough memory'}")
    signal.signal(signal.SIGINT, handler)
    command(prog_name=prog_name)
