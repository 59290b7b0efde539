"""The caller's side of the workers: it hands out tasks, takes packs, and ends a worker that does not come to an end.

A file on which a worker dies or runs out of time is settled as an error; what the worker had not packed is given to another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from kehoach.audit import worker
from kehoach.audit.rows import Rows
from kehoach.audit.settings import Settings
from kehoach.audit.worker import Begun, Done, Pack, Task, streamed
from kehoach.children import Child

_START = 120.0
"""Seconds that a worker has to be there and to open the first file."""
_GRACE = 10.0
_TASKS = 200
"""After so many tasks a worker is replaced: no leak of a library lasts."""


@dataclass(slots=True)
class _Hand:
    """A worker process and what it is at."""

    child: Child
    task: Task | None = None
    at: str | None = None
    until: float = 0.0
    settled: set[str] = field(default_factory=set)
    tasks: int = 0

    @property
    def pipe(self) -> Connection:
        return self.child.pipe


class Crew:
    """Worker processes on this machine.

    Args:
        serve: what a worker process does.
        keep: whether the workers stay for the next `run`; else they end with the tasks.

    Attributes:
        peaks: the most memory that each worker held, in bytes.
    """

    def __init__(
        self,
        settings: Settings,
        workers: int,
        serve: Callable[[Connection, Settings], None] = worker.serve,
        *,
        keep: bool = False,
    ) -> None:
        self._keep = keep
        self._settings = settings
        self._serve = serve
        self._count = workers
        self._hands: list[_Hand] = []
        self._slot = settings.limits.seconds + settings.seconds + _GRACE
        self.peaks: list[int] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Pack]:
        """The packs of all tasks, in the order in which they come."""
        waiting = iter(tasks)
        again: list[Task] = []
        done = False
        try:
            while True:
                while idle := self._idle():
                    task = again.pop() if again else next(waiting, None)
                    if task is None:
                        break
                    self._give(idle if isinstance(idle, _Hand) else self._hired(), task)
                busy = [hand for hand in self._hands if hand.task is not None]
                if not busy:
                    done = True
                    return
                for hand in self._ready(busy):
                    yield from self._heard(hand, again)
        finally:
            if not (done and self._keep):
                self.close()

    def _idle(self) -> _Hand | bool:
        """A worker that has nothing to do; True where one may be hired."""
        return next((hand for hand in self._hands if hand.task is None), len(self._hands) < self._count)

    def close(self) -> None:
        """End all workers: those without a task when they please, the others at once."""
        for hand in self._hands:
            if hand.task is None:
                with suppress(OSError):
                    hand.pipe.send(None)
        for hand in self._hands:
            if hand.task is None:
                hand.child.process.join(_GRACE)
            hand.child.end()
        self._hands = []

    def _hired(self) -> _Hand:
        hand = _Hand(Child(self._serve, self._settings))
        self._hands.append(hand)
        return hand

    def _give(self, hand: _Hand, task: Task) -> None:
        hand.task, hand.at, hand.settled = task, None, set()
        hand.until = time.monotonic() + _START
        hand.tasks += 1
        with suppress(BrokenPipeError, ConnectionResetError):
            hand.pipe.send(task)  # one that is gone is noticed when it is listened to

    def _dismiss(self, hand: _Hand) -> None:
        hand.child.dismiss(_GRACE)
        self._hands.remove(hand)

    @staticmethod
    def _ready(busy: list[_Hand]) -> list[_Hand]:
        """The workers that have something to say, are gone, or have had their time."""
        soonest = min(hand.until for hand in busy)
        heard = wait([hand.pipe for hand in busy], max(0.0, soonest - time.monotonic()))
        now = time.monotonic()
        return [hand for hand in busy if hand.pipe in heard or hand.until <= now]

    def _heard(self, hand: _Hand, again: list[Task]) -> Iterator[Pack]:
        try:
            if not hand.pipe.poll():
                yield from self._lost(
                    hand, again, "timeout", f"takes longer than {self._settings.seconds:g} s to be judged"
                )
                return
            said = hand.pipe.recv()
        except (EOFError, OSError):
            hand.child.process.join(1)
            code = hand.child.process.exitcode
            yield from self._lost(hand, again, "crashed", f"could not be judged: the worker died (exit code {code})")
            return
        hand.until = time.monotonic() + self._slot
        if isinstance(said, Begun):
            hand.at = said.path
        elif isinstance(said, Pack):
            hand.settled.update(said.states)
            yield said
        elif isinstance(said, Done):
            hand.task = None
            self.peaks.append(said.peak)
            if said.fat or hand.tasks >= _TASKS:
                self._dismiss(hand)

    def _lost(self, hand: _Hand, again: list[Task], status: str, reason: str) -> Iterator[Pack]:
        """End a worker, settle the file it was at, and put the rest back."""
        hand.child.end()
        self._hands.remove(hand)
        task, at = hand.task, hand.at
        if task is None:
            return
        if at is None:
            raise WorkerError(f"a worker ended before its first file: {reason}")
        rows = Rows()
        rows.failed(at, None, status, reason)
        tables = {name: streamed(table) for name, table in rows.arrow().items() if table.num_rows}
        yield Pack({at: "failed"}, tables, 0.0)
        skip = task.skip | hand.settled | {at}
        left = tuple(item for item in task.items if item.path not in skip)
        if left:
            again.append(Task(left, task.known, skip))


class WorkerError(RuntimeError):
    """Workers cannot be run at all."""
