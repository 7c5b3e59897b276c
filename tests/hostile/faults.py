"""Faults at chosen moments of a run over a folder: kills, damaged journals, calls of the system that fail.

A run is a fork of this process. After a fault, no file is half-written: each visible output is that of an undisturbed
run. The same command is then run again, and gives the same bytes as the undisturbed run.
"""

import builtins
import contextlib
import errno
import os
import random
import re
import resource
import shutil
import signal
import sys
import traceback
from pathlib import Path

from sample_corpus import contents, corpus

import aligner
from aligner.command.main import main
from hostile.damaged_journals import damage

PACKAGE = str(Path(aligner.__file__).parent)
OUTPUTS = ("out", "out.tsv", "out.jsonl", "out.tmx")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EACCES, errno.EDQUOT, errno.EROFS)
CALLS = (
    *((os, name) for name in ("open", "replace", "fsync", "unlink", "mkdir", "lstat", "stat", "scandir", "listdir")),
    (builtins, "open"),
)


# Suffix of a file of several documents -> a row of it.
_ROWS = {
    ".tsv": re.compile(rb"^(?!document\t)(?P<document>[^\t\n]*)\t.*\n", re.MULTILINE),
    ".jsonl": re.compile(rb'^\{"document": (?P<document>"[^"]*"), .*\}\n', re.MULTILINE),
    ".tmx": re.compile(
        rb'^ *<tu>\n(?:(?! *</tu>).*\n)*? *<prop type="x-document">(?P<document>.*)</prop>\n(?s:.*?)</tu>\n',
        re.MULTILINE,
    ),
}


class _Work:
    """A folder of documents, one kind of output, and its contents after an undisturbed run.

    base: an empty folder.
    output: name of the output, a folder or a file.
    """

    def __init__(self, base, output, documents=5):
        self.base, self.output = base, output
        base.mkdir()
        corpus(base / "corpus", documents, 1, 3)
        self.command = ["corpus", "-o", output, "-q", "-j", "1", "--method", "length"]
        calls = base / "calls"
        status, _, message = self.run(lambda: _count_calls(calls))
        assert (status, message) == (0, ""), message
        self.calls = int(calls.read_text())
        calls.unlink()
        self.expected = self.results()
        self.clear()

    def run(self, prepare=lambda: None, *more):
        """Run the command in a fork after `prepare`; its exit status, its signal, and what it says."""
        messages = self.base / ".messages"
        pid = os.fork()
        if pid == 0:
            status = 70  # an exception that the command does not know
            try:
                os.chdir(self.base)
                descriptor = os.open(messages, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                for standard in (1, 2):
                    os.dup2(descriptor, standard)
                sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
                prepare()
                main.main(args=[*self.command, *more], prog_name="align")
            except SystemExit as end:
                status = end.code or 0
            except BaseException as error:
                with contextlib.suppress(BaseException):
                    sys.stderr.write("".join(traceback.format_exception(error)))
            finally:
                sys.setprofile(None)
                with contextlib.suppress(BaseException):
                    sys.stderr.flush()
                os._exit(status if isinstance(status, int) else 1)
        _, result = os.waitpid(pid, 0)
        number = os.WTERMSIG(result) if os.WIFSIGNALED(result) else 0
        return os.waitstatus_to_exitcode(result), number, messages.read_text("utf-8", "replace")

    def results(self):
        """The bytes of all visible files but the documents."""
        found = contents(self.base)
        return {name: data for name, data in found.items() if not name.startswith("corpus/")}

    def clear(self):
        """Remove what runs have left."""
        for path in self.base.iterdir():
            if path.name != "corpus":
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def half_written(self):
        """The visible files that are not as an undisturbed run leaves them.

        A summary counts the documents that failed. A file of several documents lacks the rows of those.
        """
        broken = []
        for name, data in self.results().items():
            expected = self.expected.get(name, b"")
            if data != expected and not _is_part(name, data, expected) and not name.endswith("summary.json"):
                broken.append(name)
        return broken

    def leftovers(self):
        """Temporary files that the last run has left."""
        return [str(path) for path in self.base.rglob("*.part")]


def _is_part(name, data, expected):
    """True for a file of several documents that lacks all rows of some of them, and has all rows of the others."""
    documents = {document for document, _ in _units(name, data)}
    return data == b"".join(unit for document, unit in _units(name, expected) if document in documents | {None})


def _units(name, data):
    """The rows of a file with their documents; None for what is no row."""
    pattern = _ROWS.get(Path(name).suffix)
    if pattern is None:
        return []
    units, at = [], 0
    for row in pattern.finditer(data):
        units += [(None, data[at : row.start()]), (row["document"], row.group())]
        at = row.end()
    return [*units, (None, data[at:])]


def _count_calls(path):
    """Count the calls of functions up to the end of this process, and write the number to a file at each output."""
    calls = 0
    end = os._exit

    def count(*_):
        nonlocal calls
        calls += 1

    def finish(status):
        sys.setprofile(None)
        path.write_text(str(calls))
        end(status)

    os._exit = finish
    sys.setprofile(count)


def _die_at(call):
    """Kill this process with -9 at the nth call or return of a function."""

    def count(*_):
        nonlocal call
        call -= 1
        if call <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)


def _works(folder):
    return [_Work(folder / f"of-{output}", output) for output in OUTPUTS]


def kill(folder, seeds):
    """Kill runs at random calls, one to three times in a row, resume them, and return figures and failures."""
    works, failures = _works(folder), []
    figures = {"kills": 0, "resumed": 0, "half_written": 0, "lost": 0}
    for seed in seeds:
        rng = random.Random(seed)
        work = works[seed % len(works)]
        for _ in range(rng.randint(1, 3)):
            _, number, message = work.run(lambda: _die_at(rng.randrange(work.calls)))  # noqa: B023
            figures["kills"] += number == signal.SIGKILL
            if broken := work.half_written():
                figures["half_written"] += len(broken)
                failures.append(f"kill {seed}: {broken} are not whole; {message}")
        status, _, message = work.run()
        figures["resumed"] += 1
        if (status, work.results(), work.leftovers()) != (0, work.expected, []):
            figures["lost"] += 1
            failures.append(f"kill {seed}: exit {status}, {work.half_written()}, {work.leftovers()}, {message}")
        work.clear()
        if figures["kills"] >= len(seeds):
            break
    return figures, failures


def damage_journals(folder, seeds):
    """Damage the journals of complete runs, run the command again, and return figures and failures."""
    works, failures = _works(folder), []
    figures = {"journals": 0, "refused": 0, "traces": 0, "lost": 0, "half_written": 0}
    for work in works:
        work.run()
        shutil.copytree(work.base, folder / f"sound-{work.output}")
    for seed in seeds:
        work = works[seed % len(works)]
        work.clear()
        shutil.copytree(folder / f"sound-{work.output}", work.base, dirs_exist_ok=True)
        (journal,) = work.base.rglob("journal.sqlite")
        description = damage(journal, journal.read_bytes(), seed)
        if description is None:
            continue
        figures["journals"] += 1
        status, number, message = work.run()
        figures["refused"] += status == 1
        if number or status not in (0, 1) or "Traceback" in message or (status == 1 and not message):
            figures["traces"] += 1
            failures.append(f"journal {seed}: {description}, exit {status}, {message}")
        if broken := work.half_written():
            figures["half_written"] += len(broken)
            failures.append(f"journal {seed}: {description}: {broken} are not whole")
        for more in (["--force"], []):
            status, _, message = work.run(lambda: None, *more)
            if (status, work.results()) != (0, work.expected):
                figures["lost"] += 1
                failures.append(f"journal {seed}: {description}, again {more}: exit {status}, {message}")
                break
    return figures, failures


def _fail_at(owner, name, call, number):
    """Let the nth call of a function from the package fail, and, of errors that last, all calls after it."""
    function = getattr(owner, name)
    lasts = number in (errno.ENOSPC, errno.EROFS, errno.EDQUOT)

    def failing(*values, **options):
        nonlocal call
        if sys._getframe(1).f_code.co_filename.startswith(PACKAGE):
            call -= 1
            if call == 0 or (call < 0 and lasts):
                raise OSError(number, os.strerror(number), values[0] if values else None)
        return function(*values, **options)

    setattr(owner, name, failing)


def _limit(rng):
    """Limit the size of files, as a full disk does, or the number of open files."""
    kind = rng.choice([resource.RLIMIT_FSIZE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE])
    least, most = (0, 20_000) if kind == resource.RLIMIT_FSIZE else (3, 20)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(kind, (rng.randint(least, most), resource.getrlimit(kind)[1]))


def fail_calls(folder, seeds):
    """Let calls of the system fail, run the command again, and return figures and failures."""
    works, failures = _works(folder), []
    figures = {"runs": 0, "failed": 0, "traces": 0, "lost": 0, "half_written": 0}
    for seed in seeds:
        rng = random.Random(seed)
        work = works[seed % len(works)]
        owner, name = rng.choice(CALLS)
        call, number = rng.randint(1, rng.choice([3, 12, 60])), rng.choice(ERRORS)
        if rng.random() < 0.7:
            what = f"{name} {call} {errno.errorcode[number]}"
            status, died, message = work.run(lambda: _fail_at(owner, name, call, number))  # noqa: B023
        else:
            what = "a limit"
            status, died, message = work.run(lambda: _limit(rng))  # noqa: B023
        figures["runs"] += 1
        figures["failed"] += status == 1
        if died or status not in (0, 1) or "Traceback" in message:
            figures["traces"] += 1
            failures.append(f"call {seed}: {what}: exit {status}, {message}")
        if broken := work.half_written():
            figures["half_written"] += len(broken)
            failures.append(f"call {seed}: {what}: exit {status}: {broken} are not whole")
        status, _, message = work.run()
        if (status, work.results(), work.leftovers()) != (0, work.expected, []):
            figures["lost"] += 1
            failures.append(f"call {seed}: {what}: again: exit {status}, {work.leftovers()}, {message}")
        work.clear()
    return figures, failures
