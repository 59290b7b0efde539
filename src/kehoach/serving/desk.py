"""The queue and the worker processes behind it: a task in, an answer out, however the worker ends.

Each worker has a thread that starts it, asks it, and ends it: where its time is over, where nobody waits for its answer any
more, or where it has died. The next one is started at once; what is lost is one answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from kehoach.children import Child
from kehoach.errors import KehoachError
from kehoach.serving import work
from kehoach.serving.problems import Refused
from kehoach.serving.settings import Settings
from kehoach.serving.work import Answer, Begun, Ready, Task

_START = 120.0
"""Seconds that a worker has to be there."""
_TAKEN = 10.0
"""Seconds for a worker to take up a task."""
_AGAIN = 2.0
"""Seconds before another try, where none could be started."""
_TASKS = 500
"""After so many tasks a worker is replaced: no leak of a library lasts."""
_TICK = 0.1
_DONE_SOON = 1.0
"""Seconds for a worker whose answer nobody waits for: most come to an end in less, and to start another costs as much."""
_ENDING = 2.0
"""Seconds for what is at work when the service ends."""


class ServeError(KehoachError):
    """The service cannot be started."""


@dataclass(eq=False, slots=True)
class _Job:
    task: Task
    data: bytes
    answer: asyncio.Future[bytes]
    given_up: float | None = None

    @property
    def name(self) -> str | None:
        return self.task.name if self.task.form == "file" else None


@dataclass(slots=True)
class Counts:
    """How the service stands.

    Attributes:
        busy: workers at a document.
        lost: workers that died or were ended, since the start.
        spent: mean seconds of one document, of late.
    """

    busy: int = 0
    lost: int = 0
    spent: float = field(default=0.5)


class Desk:
    """The queue and its workers. All but the threads' part is for the event loop alone.

    Args:
        serve: what a worker process does.
    """

    def __init__(self, settings: Settings, serve: Callable[..., None] = work.serve) -> None:
        self.settings = settings
        self.counts = Counts()
        self.serve = serve
        self.folder = ""
        self.lock = threading.Condition()
        self.closing: float | None = None
        self._queue: deque[_Job] = deque()
        self._idle = 0
        self._hands: list[_Hand] = []

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @property
    def full(self) -> bool:
        with self.lock:
            return len(self._queue) - self._idle >= self.settings.queue

    def busy(self, reason: str) -> Refused:
        """What a request is told that finds no place."""
        seconds = math.ceil(self.counts.spent * (len(self._queue) + 1) / self.settings.workers)
        return Refused("busy", reason, headers={"Retry-After": str(min(60, max(1, seconds)))})

    async def start(self) -> None:
        """Start the workers, and wait for them.

        Raises:
            ServeError: one does not start.
        """
        self.folder = tempfile.mkdtemp(prefix="kehoach-serve-")
        loop = asyncio.get_running_loop()
        started = [loop.create_future() for _ in range(self.settings.workers)]
        self._hands = [_Hand(self, loop, one) for one in started]
        try:
            for hand in self._hands:
                hand.start()
            await asyncio.gather(*started)
        except BaseException:
            await self.close()
            raise

    async def ask(self, task: Task, data: bytes) -> bytes:
        """The answer of a worker. A caller that is cancelled gives up its place.

        Raises:
            Refused: there is none.
        """
        if self.closing is not None:
            raise self.busy("the service is ending")
        if self.full:
            raise self.busy("too many requests are waiting")
        loop = asyncio.get_running_loop()
        job = _Job(task, data, loop.create_future())
        late = loop.call_later(self.settings.patience, self._impatient, job)
        with self.lock:
            self._queue.append(job)
            self.lock.notify()
        try:
            return await job.answer
        finally:
            late.cancel()
            job.given_up = time.monotonic()
            self._drop(job)

    def _impatient(self, job: _Job) -> None:
        if self._drop(job) and not job.answer.done():
            job.answer.set_exception(self.busy("has waited too long for a worker"))

    def _drop(self, job: _Job) -> bool:
        with self.lock, contextlib.suppress(ValueError):
            self._queue.remove(job)
            return True
        return False

    def end(self) -> None:
        """Take no more, refuse what waits, and give what is at work a little time."""
        with self.lock:
            self.closing = self.closing or time.monotonic() + _ENDING
            left = list(self._queue)
            self._queue.clear()
            self.lock.notify_all()
        for job in left:
            if not job.answer.done():
                job.answer.set_exception(self.busy("the service is ending"))

    async def close(self) -> None:
        """End the workers, and remove what they left."""
        self.end()
        for hand in self._hands:
            while hand.is_alive():
                await asyncio.sleep(0.02)
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- for the threads ---

    def next_job(self) -> _Job | None:
        """The next one, when there is one; None where the service ends."""
        with self.lock:
            self._idle += 1
            try:
                while not self._queue:
                    if self.closing is not None:
                        return None
                    self.lock.wait()
                return self._queue.popleft()
            finally:
                self._idle -= 1

    def count(self, busy: int = 0, lost: int = 0, spent: float | None = None) -> None:
        """Add to what is told of the service."""
        with self.lock:
            self.counts.busy += busy
            self.counts.lost += lost
            if spent is not None:
                self.counts.spent += (spent - self.counts.spent) / 8


class _Gone(Exception):
    """The worker is not there any more."""


class _Hand(threading.Thread):
    """One worker after another, and what the one at hand is at."""

    def __init__(self, desk: Desk, loop: asyncio.AbstractEventLoop, there: asyncio.Future[None]) -> None:
        super().__init__(name="kehoach worker", daemon=True)
        self._desk = desk
        self._loop = loop
        self._there: asyncio.Future[None] | None = there
        self._child: Child | None = None
        self._folder = ""
        self._tasks = 0

    def run(self) -> None:
        try:
            if not self._hired():
                self._first(ServeError("a worker process could not be started"))
                return
            self._first(None)
            while (job := self._desk.next_job()) is not None:
                self._desk.count(busy=1)
                try:
                    self._do(job)
                finally:
                    self._desk.count(busy=-1)
                del job
                while self._child is None and self._desk.closing is None and not self._hired():
                    time.sleep(_AGAIN)
        finally:
            self._end(grace=0.5)

    def _first(self, error: ServeError | None) -> None:
        started, self._there = self._there, None

        def tell() -> None:
            if started is not None and not started.done():
                started.set_exception(error) if error else started.set_result(None)

        self._later(tell)

    def _later(self, tell: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is there to be told
            self._loop.call_soon_threadsafe(tell)

    def _hired(self) -> bool:
        """A worker that is ready; False where none could be started."""
        until = time.monotonic() + _START
        try:
            self._folder = tempfile.mkdtemp(dir=self._desk.folder)
            self._child = child = Child(self._desk.serve, self._desk.settings, self._folder)
            while not child.pipe.poll(_TICK):
                if time.monotonic() > until or self._desk.closing is not None:
                    raise _Gone
            if not isinstance(child.pipe.recv(), Ready):
                raise _Gone
        except (OSError, EOFError, _Gone):
            self._end()
            return False
        self._tasks = 0
        return True

    def _do(self, job: _Job) -> None:
        before = time.monotonic()
        if job.given_up is not None:
            return
        try:
            if not self._given(job):
                self._settle(job, Refused("failed", "no worker process could be started", job.name))
                return
            answer, body = self._heard(job, before + self._desk.settings.timeout)
        except Refused as problem:
            self._lose()
            self._settle(job, problem)
            return
        except (EOFError, OSError):
            code = self._code()
            self._lose()
            self._settle(job, Refused("failed", f"could not be judged: the worker died ({code})", job.name))
            return
        self._settle(job, answer.problem or body)
        self._desk.count(spent=time.monotonic() - before)
        self._tasks += 1
        if answer.tired or self._tasks >= _TASKS:
            self._end(grace=0.5)

    def _given(self, job: _Job) -> bool:
        """Hand over the task; a worker that died while it had nothing to do is replaced first."""
        for _ in range(2):
            child = self._child
            if child is not None:
                try:
                    child.pipe.send(job.task)
                    child.pipe.send_bytes(job.data)
                    if child.pipe.poll(_TAKEN) and isinstance(child.pipe.recv(), Begun):
                        job.data = b""
                        return True
                except (OSError, EOFError):
                    pass
                self._lose()
            if not self._hired():
                return False
        return False

    def _heard(self, job: _Job, until: float) -> tuple[Answer, bytes]:
        """The worker's answer.

        Raises:
            Refused: its time is over, or nobody waits for it.
            EOFError, OSError: it is gone.
        """
        assert self._child is not None
        pipe = self._child.pipe
        while not pipe.poll(_TICK):
            now = time.monotonic()
            if now > until:
                limit = self._desk.settings.timeout
                raise Refused("timeout", f"takes longer than {limit:g} s", job.name)
            if job.given_up is not None and now > job.given_up + _DONE_SOON:
                raise Refused("slow", "nobody waits for the answer")
            if self._desk.closing is not None and now > self._desk.closing:
                raise Refused("busy", "the service is ending")
        answer = pipe.recv()
        if not isinstance(answer, Answer):
            raise EOFError
        return answer, (pipe.recv_bytes() if answer.problem is None else b"")

    def _settle(self, job: _Job, found: bytes | Refused) -> None:
        def tell() -> None:
            if job.answer.done():
                return
            if isinstance(found, Refused):
                job.answer.set_exception(found)
            else:
                job.answer.set_result(found)

        self._later(tell)

    def _code(self) -> str:
        if self._child is None:
            return "gone"
        self._child.process.join(1)
        return f"exit code {self._child.process.exitcode}"

    def _lose(self) -> None:
        self._desk.count(lost=1)
        self._end()

    def _end(self, grace: float = 0.0) -> None:
        """End the worker with all that it started, and remove what it left."""
        child, self._child = self._child, None
        if child is not None:
            if grace:
                child.dismiss(grace)
            else:
                child.end()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = ""
