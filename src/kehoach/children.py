"""Child processes that do work for this one: how they are started, asked, watched and ended.

What the audit's workers and those of the service have in common. A child is started anew (`spawn`, nothing is inherited), does
not hear Ctrl-C, ends with its parent, and is ended with all that it started.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

# --- the parent's side ----------------------------------------------------------------------------------------------


class Child:
    """A process of our own and the pipe to it.

    The thread that starts it must live as long as it does: on Linux a child that calls `end_with_parent` ends with that thread.

    Args:
        serve: what the process does; it is called with its end of the pipe and `told`.
    """

    def __init__(self, serve: Callable[..., None], *told: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=serve, args=(theirs, *told), daemon=False)
        with _undisturbed():
            self.process.start()
        theirs.close()

    def dismiss(self, grace: float) -> None:
        """Tell it that there is no more to do, and end it if it is still there after `grace` seconds."""
        with suppress(OSError):
            self.pipe.send(None)
        self.process.join(grace)
        self.end()

    def end(self) -> None:
        """End it at once, with all that it started."""
        with suppress(OSError):
            self.pipe.close()
        if self.process.is_alive() and self.process.pid is not None:
            end_descendants(self.process.pid)
            self.process.kill()
        self.process.join(5)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back what asks this process to end while it starts another, which inherits that: Ctrl-C is for the parent alone."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # the first start would start this too, which lets the signals through again
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_descendants(parent: int) -> None:
    """End all processes below `parent`, a child that has not been waited for. It is left stopped, to be ended next."""
    if os.name != "posix":
        return
    # stopped first, so that it starts nothing while its descendants are looked for
    with suppress(OSError):
        os.kill(parent, signal.SIGSTOP)
    for number in descendants(parent):
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)


def descendants(parent: int) -> list[int]:
    """All processes below `parent`, on Linux: helper programs may have taken a session of their own."""
    above: dict[int, list[int]] = {}
    try:
        numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    except OSError:
        return []
    for number in numbers:
        try:
            fields = Path(f"/proc/{number}/stat").read_bytes().rpartition(b")")[2].split()
            above.setdefault(int(fields[1]), []).append(number)
        except (OSError, IndexError, ValueError):
            continue
    found: list[int] = []
    waiting = [parent]
    while waiting:
        below = above.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


# --- the child's side -----------------------------------------------------------------------------------------------


def settle() -> None:
    """What a child does first: it leaves Ctrl-C to its parent, and ends when that is gone, even in the middle of a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError, ImportError):
        import ctypes

        parent = os.getppid()
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def tasks(pipe: Connection) -> Iterator[Any]:
    """What the parent sends, until it is gone or says that there is no more."""
    with suppress(EOFError, OSError):
        while (task := pipe.recv()) is not None:
            yield task


def memory() -> tuple[int, int]:
    """The most memory that this process ever held and what it holds now, in bytes; zeros where the system does not tell."""
    with suppress(OSError, ValueError, KeyError, IndexError):
        lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) << 10, int(lines["VmRSS"].split()[0]) << 10
    return 0, 0
