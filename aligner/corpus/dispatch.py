"""Tasks to results: handed out a few at a time, taken back as they come or in order, whatever breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait

from aligner.corpus import worker
from aligner.corpus.database import batched
from aligner.corpus.executors import Crew, Results
from aligner.errors import InputError

DOCUMENTS = 256  # of a task at most: searched side by side they take less time each; more gain little
FEWEST = 32  # likewise at least, if there are so many; fewer take a fifth more
_ROUNDS = 4  # tasks of each worker, so that none is at work for long when all others are done
BYTES = 2 << 20  # of a task, so that long documents do not wait for each other
_ALIKE = 8 * DOCUMENTS  # among which documents of one size are looked for
KILLERS = 5  # documents in a row after which it is not the documents
_WINDOW = 8  # times the width of the crew: tasks that may wait for an earlier one


def share(documents: int, workers: int) -> int:
    """How many documents are to travel together."""
    return max(FEWEST, min(DOCUMENTS, documents // (_ROUNDS * workers)))


def tasks(
    entries: Iterable[tuple[worker.Entry, int]], like: worker.Task, most: int = DOCUMENTS, *, ordered: bool = False
) -> Iterator[worker.Task]:
    """Documents, each with its bytes, in tasks of a good size: `most` documents, or fewer if they are long.

    ordered: whether they stay in their order. Else such as are alike in size travel together, which takes
    a quarter of the time off the search.
    """
    for page in batched(entries, _ALIKE):
        some: list[worker.Entry] = []
        size = 0
        for entry, more in page if ordered else sorted(page, key=lambda each: each[1]):
            if some and (len(some) == most or size + more > BYTES):
                yield like._replace(entries=tuple(some))
                some, size = [], 0
            some.append(entry)
            size += more
        yield like._replace(entries=tuple(some))


def results(some: Iterable[worker.Task], crew: Crew, *, ordered: bool = False) -> Iterator[list[worker.Result]]:
    """What became of the documents of each task: as they come, or in the order of the tasks.

    Never more than a few tasks are in memory. A task that takes its worker down with it is done
    again in parts, until it is known which document did it; that one has failed. Raises InputError
    where going on makes no sense.
    """
    coming = enumerate(some)
    out = _Out(crew)
    done: dict[int, list[worker.Result]] = {}
    turn = handed_out = 0  # the task whose turn it is, if there is an order
    while True:
        while out.room() and (not ordered or handed_out - turn < _WINDOW * crew.width()):
            number, task = next(coming, (-1, None))
            if task is None:
                break
            out.hand(number, task)
            handed_out += 1
        if not out.tasks:
            return
        done.update(out.back())
        if ordered:
            while turn in done:
                yield done.pop(turn)
                turn += 1
        else:
            yield from done.values()
            done.clear()


class _Out:
    """The tasks that are handed out."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._killers = 0  # documents in a row that took their worker with them
        self.tasks: dict[Results, tuple[int, worker.Task]] = {}

    def room(self) -> bool:
        """Whether another task may be handed out."""
        return len(self.tasks) < self._crew.width()

    def hand(self, number: int, task: worker.Task) -> None:
        """Hand out a task."""
        self.tasks[self._crew.submit(task)] = number, task

    def back(self) -> dict[int, list[worker.Result]]:
        """The tasks that come back next, by number, with their results; waits for one at least."""
        finished, _ = wait(self.tasks, return_when=FIRST_COMPLETED)
        if any(isinstance(_error(future), BrokenExecutor) for future in finished):
            finished, _ = wait(self.tasks)  # all that were handed out are lost, or done
            self._crew.renew()
        back = {}
        lost = []
        for future in finished:
            number, task = self.tasks.pop(future)
            if _error(future):
                lost.append((number, task))
            else:
                back[number] = future.result()
        for number, task in sorted(lost):
            back[number] = self._again(task)
        return back

    def _again(self, task: worker.Task) -> list[worker.Result]:
        """Do a lost task with nothing else going on, and in halves if it is lost again."""
        future = self._crew.submit(task)
        error = _error(future)
        if not error:
            self._killers = 0
            return future.result()
        if isinstance(error, BrokenExecutor):
            self._crew.renew()
        (entry, *others), half = task.entries, len(task.entries) // 2
        if others:
            halves = (task.entries[:half], task.entries[half:])
            return [result for some in halves for result in self._again(task._replace(entries=some))]
        self._killers += 1
        if self._killers == KILLERS:
            raise InputError(
                "the workers",
                f"{KILLERS} in a row have died, each with another document: {error}",
                hint="look for what stops them (memory?), and run the same command again to go on",
            )
        problem = "the process that aligned it has died, twice"
        reason = InputError(" and ".join(entry.paths), problem, hint="it may need more memory than there is")
        return [worker.Result(entry.name, worker.FAILED, error=str(reason))]


def _error(future: Results) -> BaseException | None:
    """Why a task is lost, if it is; raises what would be the same for any other task."""
    try:
        error = future.exception()
    except CancelledError:
        raise InputError(
            "the cluster", "the scheduler is gone", hint="run the same command again to go on where it stopped"
        ) from None
    if isinstance(error, InputError):
        raise error
    if isinstance(error, ImportError):
        raise InputError("the workers", f"cannot run align: {error}", hint="install it there, too") from None
    return error
