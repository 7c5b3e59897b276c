"""The runner of click, with standard error apart from standard output in every release of click."""

from inspect import signature

from click.testing import CliRunner

# Before click 8.2, standard error was part of standard output by default.
_SEPARATE_STREAMS = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}


def runner():
    """A runner of commands in this process; results have stdout, stderr and exit_code."""
    return CliRunner(**_SEPARATE_STREAMS)
