"""The same run on a Dask cluster: tasks go to its workers, packs come back, and the store is written here.

A worker of the cluster keeps one worker process of its own (`crew`), so that a file that hangs or crashes costs itself alone
there too. What a lost worker had in hand is given to another by the cluster's scheduler.

Every worker needs this version of kehoach, and must see the files under the paths at which the caller sees them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from kehoach.audit.crew import Crew
from kehoach.audit.settings import Settings, package_digest
from kehoach.audit.worker import Pack, Task
from kehoach.errors import AuditError

_IN_HAND = 3
"""Tasks given to the cluster for each of its threads: enough that none waits, few enough that memory stays flat."""

_LOCAL = threading.local()


def on(address: str) -> Callable[[Settings, int], Crew]:
    """What `audit(crew=…)` takes for a run on the cluster at `address` (`tcp://host:8786`).

    Raises:
        AuditError: there is no cluster, or its workers cannot run this.
    """

    def crew(settings: Settings, workers: int) -> Crew:
        return Cluster(settings, address)

    return crew


class Cluster(Crew):
    """Workers of a Dask cluster in place of processes of this machine."""

    def __init__(self, settings: Settings, address: str) -> None:
        super().__init__(settings, 0)
        self._address = address

    def run(self, tasks: Iterable[Task]) -> Iterator[Pack]:
        """The packs of all tasks, in the order in which they come."""
        import distributed

        coming: Any = distributed.as_completed
        waiting = iter(tasks)
        with _client(self._address) as client:
            threads = sum(client.nthreads().values())
            coming = coming(_first(client, waiting, self._settings, _IN_HAND * threads))
            for future in coming:
                packs, peaks = future.result()
                future.release()
                self.peaks += peaks
                if (task := next(waiting, None)) is not None:
                    coming.add(_given(client, task, self._settings))
                yield from packs


def _given(client: Any, task: Task, settings: Settings) -> Any:
    return client.submit(work, task, settings, pure=False, retries=2)


def _first(client: Any, waiting: Iterator[Task], settings: Settings, count: int) -> list[Any]:
    return [_given(client, task, settings) for task, _ in zip(waiting, range(count), strict=False)]


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        import distributed
    except ImportError:
        raise AuditError(address, "needs the extra 'cluster': pip install \"kehoach[cluster]\"") from None
    try:
        client_of: Any = distributed.Client  # it has no types
        client = client_of(address, timeout=10)
    except (OSError, ValueError, TimeoutError) as error:
        raise AuditError(address, f"is no Dask cluster that answers ({type(error).__name__})") from None
    with client:
        told = client.run(_able)
        if not told:
            raise AuditError(address, "has no workers")
        for worker, (digest, daemon) in told.items():
            if digest != package_digest():
                raise AuditError(address, f"the worker {worker} has another version of kehoach")
            if daemon:
                raise AuditError(
                    address, f"the worker {worker} may start no process: start it with `dask worker --no-nanny`"
                )
        yield client


def _able() -> tuple[str, bool]:
    """On a worker: which version it has, and whether it is forbidden to start processes."""
    from multiprocessing import current_process

    try:
        return package_digest(), current_process().daemon
    except Exception:
        return "", False


def work(task: Task, settings: Settings) -> tuple[list[Pack], list[int]]:
    """On a worker of the cluster: the packs of one task, and the most memory that the process held which made them."""
    held: tuple[Settings, Crew] | None = getattr(_LOCAL, "crew", None)
    if held is None or held[0] != settings:
        if held is not None:
            held[1].close()
        _LOCAL.crew = held = (settings, Crew(settings, 1, keep=True))
    crew = held[1]
    before = len(crew.peaks)
    packs = list(crew.run([task]))
    return packs, crew.peaks[before:]


@contextmanager
def local(workers: int) -> Iterator[tuple[str, list[int]]]:
    """A cluster of separate processes on this machine: its address and the process ids of its workers."""
    import subprocess
    import sys
    import time

    import distributed

    def started(*words: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]], stdout=quiet, stderr=quiet
        )

    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    processes = [started("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    try:
        time.sleep(0.5)
        processes += [
            started("dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
            for _ in range(workers)
        ]
        client_of: Any = distributed.Client
        with client_of(address, timeout=60) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address, [process.pid for process in processes[1:]]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        found: int = one.getsockname()[1]
        return found
