"""The start of the command, before its modules are imported: Ctrl-C is silent, and NumPy gets one thread."""

from __future__ import annotations

import os
import signal
import sys


def main(prog_name: str | None = None) -> None:
    """Import the command and run it.

    prog_name: its name in messages; None for that of the script.
    """
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:  # not where Ctrl-C is ignored, as in the background of a shell
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Products of small matrices in several threads take twice the CPU time. NumPy reads this when it is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from aligner.command.main import main as command  # a quarter of a second, in which nothing is done yet
    except (OSError, MemoryError, ImportError) as error:  # a limit, or an installation that lacks a file
        sys.exit(f"Error: the program cannot be loaded: {error or 'there is not enough memory'}")
    signal.signal(signal.SIGINT, handler)
    command(prog_name=prog_name)
