"""Runs of the command that are killed at a chosen moment."""

import os
import signal

from aligner.command.main import main


def run_and_die(arguments, owner, name, call, *, after=False):
    """Run the command in a fork of this process that kills itself, with -9, before the nth call of a function.

    after: it does so after the call.
    """
    pid = os.fork()
    if pid == 0:
        try:
            function = getattr(owner, name)
            calls = 0

            def deadly(*values, **options):
                nonlocal calls
                calls += 1
                if calls == call and not after:
                    os.kill(os.getpid(), signal.SIGKILL)
                result = function(*values, **options)
                if calls == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                return result

            setattr(owner, name, deadly)
            main.main(args=list(arguments), standalone_mode=False)
        finally:
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), f"{name} was not called {call} times"
