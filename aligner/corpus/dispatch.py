"""Dispatch: documents to batches, batches to workers, and results back, even if workers are lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait
from dataclasses import replace
from time import monotonic

from aligner.corpus.batch import Batch, DocumentResult, WorkItem
from aligner.corpus.database import batched
from aligner.corpus.executors import Results, WorkerPool
from aligner.corpus.journal import RESUME
from aligner.corpus.records import State
from aligner.errors import InputError

MAX_DOCUMENTS = 256  # in a batch; documents that are searched together take less time each, but more gain little
MIN_DOCUMENTS = 32  # in a batch, if there are so many; smaller batches take a fifth more time
MAX_BYTES = 2 << 20  # in a batch, so that long documents do not wait for each other
_MIN_BATCHES_PER_WORKER = 4  # so that no worker is busy for long when all others are done
_SORTED_DOCUMENTS = 8 * MAX_DOCUMENTS  # documents that are sorted by size at a time
MAX_CONSECUTIVE_CRASHES = 5  # of single documents; more crashes in a row have another cause than the documents
_WINDOW = 8  # batches, times the capacity of the pool, that may be ahead of a batch that is not finished


def batch_size(documents: int, workers: int) -> int:
    """Number of documents in a batch: 32 to 256, and few enough to keep all workers busy."""
    return max(MIN_DOCUMENTS, min(MAX_DOCUMENTS, documents // (_MIN_BATCHES_PER_WORKER * workers)))


def make_batches(
    items: Iterable[WorkItem],
    template: Batch,
    max_documents: int = MAX_DOCUMENTS,
    *,
    keep_order: bool = False,
) -> Iterator[Batch]:
    """Divide documents into batches of at most `max_documents`; fewer if they are long.

    template: the batch without its items.
    keep_order: keep the order of the documents. Otherwise documents of similar size get into the same batch, which
        takes a quarter of the time off the search.
    """
    for page in batched(items, _SORTED_DOCUMENTS):
        members: list[WorkItem] = []
        size = 0
        for item in page if keep_order else sorted(page, key=lambda item: item.document.size):
            if members and (len(members) == max_documents or size + item.document.size > MAX_BYTES):
                yield template._replace(items=tuple(members))
                members, size = [], 0
            members.append(item)
            size += item.document.size
        yield template._replace(items=tuple(members))


def run_batches(
    batches: Iterable[Batch], pool: WorkerPool, *, keep_order: bool = False
) -> Iterator[list[DocumentResult]]:
    """Align batches; yields the results of each batch.

    Only a few batches are in memory at the same time. A batch whose worker dies is done again, then in ever smaller
    parts, until the document that kills its worker is found. That document counts as failed. If the time of a document
    is limited, a worker that exceeds it dies as well.

    keep_order: yield the results in the order of the batches; otherwise as they come.

    Raises InputError if any other batch would fail in the same way.
    """
    waiting = enumerate(batches)
    in_flight = _InFlight(pool)
    done: dict[int, list[DocumentResult]] = {}
    submitted = turn = 0  # turn: number of the batch whose results come next, if the order is kept
    while True:
        # 1. Hand out as many batches as the pool takes.
        while in_flight.has_room() and (not keep_order or submitted - turn < _WINDOW * pool.capacity()):
            number, batch = next(waiting, (-1, None))
            if batch is None:
                break
            in_flight.submit(number, batch)
            submitted += 1
        if not in_flight.batches:
            return
        # 2. Wait for results, and yield those whose turn it is.
        done.update(in_flight.collect())
        if keep_order:
            while turn in done:
                yield done.pop(turn)
                turn += 1
        else:
            yield from done.values()
            done.clear()


class _InFlight:
    """The batches that are handed out: their numbers, by the futures of their results."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._consecutive_crashes = 0  # of single documents
        self.batches: dict[Results, tuple[int, Batch]] = {}

    def has_room(self) -> bool:
        """True if the pool takes another batch."""
        return len(self.batches) < self._pool.capacity()

    def submit(self, number: int, batch: Batch) -> None:
        """Hand out a batch."""
        self.batches[self._pool.submit(batch)] = number, batch

    def collect(self) -> dict[int, list[DocumentResult]]:
        """Wait for at least one batch; returns the results of those that are done, by their numbers."""
        finished, _ = wait(self.batches, return_when=FIRST_COMPLETED)
        if any(isinstance(_error_of(future), BrokenExecutor) for future in finished):
            finished, _ = wait(self.batches)  # each batch in flight is lost, or done
            self._pool.restart()
        results = {}
        lost = []
        for future in finished:
            number, batch = self.batches.pop(future)
            if _error_of(future):
                lost.append((number, batch))
            else:
                results[number] = future.result()
        for number, batch in sorted(lost, key=lambda numbered: numbered[0]):
            results[number] = self._retry_lost_batch(batch)
        return results

    def _retry_lost_batch(self, batch: Batch) -> list[DocumentResult]:
        """Do a lost batch again while no other is in flight; if it is lost again, do its halves.

        If the time of a document is limited, its documents are done one by one at once: each loss takes that time.
        """
        if batch.timeout is not None and len(batch.items) > 1:
            singles = [batch._replace(items=(item,)) for item in batch.items]
            return [result for single in singles for result in self._retry_lost_batch(single)]
        began = monotonic()
        future = self._pool.submit(batch)
        error = _error_of(future)
        if not error:
            self._consecutive_crashes = 0
            return future.result()
        if isinstance(error, BrokenExecutor):
            self._pool.restart()
        if len(batch.items) > 1:
            middle = len(batch.items) // 2
            halves = (batch.items[:middle], batch.items[middle:])
            return [result for items in halves for result in self._retry_lost_batch(batch._replace(items=items))]
        # A worker had started, so that what is over is the time of the document.
        if batch.timeout is not None and monotonic() - began >= batch.timeout:
            return [_failed(batch.items[0], _too_slow(batch.items[0], batch.timeout))]
        self._consecutive_crashes += 1
        if self._consecutive_crashes == MAX_CONSECUTIVE_CRASHES:
            raise InputError(
                "the workers",
                f"{MAX_CONSECUTIVE_CRASHES} in a row have died, each with another document: {error}",
                hint="find what stops them (memory?), and run the same command again to go on",
            )
        (item,) = batch.items
        problem = "the process that aligned it has died, twice"
        return [_failed(item, InputError(item.document.label, problem, hint="it may need more memory than there is"))]


def _failed(item: WorkItem, reason: InputError) -> DocumentResult:
    """The result of a document that its worker could not finish."""
    return DocumentResult(replace(item.document, state=State.FAILED, error=str(reason)))


def _too_slow(item: WorkItem, timeout: float) -> InputError:
    """The error for a document whose time is over."""
    problem = f"took longer than {timeout:g} second{'s' * (timeout != 1)}"
    return InputError(item.document.label, problem, hint="allow more with --timeout, or align it alone")


def _error_of(future: Results) -> BaseException | None:
    """The error by which a batch was lost; None if it is done. Raises InputError if any other batch would fail, too."""
    try:
        error = future.exception()
    except CancelledError:
        raise InputError("the cluster", "the scheduler is gone", hint=RESUME) from None
    if isinstance(error, InputError):
        raise error
    if isinstance(error, ImportError):
        raise InputError("the workers", f"cannot run align: {error}", hint="install it there, too") from None
    return error
