"""The parent's side of the reading processes: starts them, keeps those that are idle for the next file, ends those that do
not answer in time. What a file does to its reader ends there: a status, never harm to the caller.

Safe for threads (each file in work has a process of its own) and for forks (a forked process forgets its parent's readers
and starts its own). Idle readers end with the interpreter, or by `close`.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from dataclasses import asdict
from io import FileIO
from pathlib import Path
from typing import cast, get_args

from kehoach.children import end_descendants
from kehoach.errors import ReadError, Status
from kehoach.readers import wire
from kehoach.readers.document import Content
from kehoach.readers.limits import Limits

_START = 60.0  # seconds that a process has to be there
_FILES = 200  # after so many files a process is replaced
_IDLE = 4  # processes kept for the next file
_STATUSES: frozenset[str] = frozenset(get_args(Status))
# what programs that a reader runs may need to find their parts
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "COMSPEC")


def read(module: str, data: bytes, name: str, limits: Limits) -> Content:
    """What the reader `kehoach.readers.<module>` makes of `data`, in a process of its own.

    Raises:
        ReadError: with the reader's status, or `timeout` or `crashed`.
    """
    return _POOL.read(module, data, name, limits)


def close() -> None:
    """End the idle reading processes. They are started anew when a file asks for one."""
    _POOL.close()


class Gone(Exception):
    """The process ended, or said what is no answer."""


class Late(Exception):
    """The process was ended because its time was over."""


_COMMAND = (sys.executable, "-P", "-m", "kehoach.readers.worker")


class Reader:
    """One reading process.

    Attributes:
        files: how many it was given.
        offline: whether it has no network.
    """

    def __init__(self) -> None:
        self.files = 0
        self.offline = False
        self._folder = tempfile.mkdtemp(prefix="kehoach-")
        try:
            self._process = subprocess.Popen(
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=self._environment(),
                cwd=self._folder,
                start_new_session=True,
            )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        # without buffers, and so without locks that a fork might find taken
        self._to = cast(FileIO, self._process.stdin)
        self._from = cast(FileIO, self._process.stdout)
        try:
            with self._watch(_START):
                frame = wire.unpack(self._from, 0)
        except BaseException:
            self.end()
            raise
        if frame is None:
            self.end()
            raise Gone
        self.offline = frame[0].get("offline") is True

    def _environment(self) -> dict[str, str]:
        """A clean one: the package is found where the parent found it, and temporary files go where the parent removes them."""
        found = {key: os.environ[key] for key in _KEPT if key in os.environ}
        paths = [path for path in sys.path if path and Path(path).is_absolute()]
        home = str(Path(__file__).resolve().parents[2])
        found["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([*paths, home]))
        found |= {"LANG": "C.UTF-8", "HOME": self._folder, "TMPDIR": self._folder, "TEMP": self._folder}
        # the last is for the process to take away where this one ends before it
        return found | {"OMP_THREAD_LIMIT": "1", "PYTHONUTF8": "1", "KEHOACH_FOLDER": self._folder}

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, module: str, data: bytes, name: str, limits: Limits) -> tuple[wire.Head, list[bytearray]]:
        """Give it a file and wait for the answer.

        Raises:
            Late, Gone: then it is not to be used again.
        """
        self.files += 1
        request = wire.pack({"module": module, "name": name, "limits": asdict(limits)}, [data])
        with self._watch(limits.seconds + wire.grace(limits)):
            wire.send(self._to, request)
            answer = wire.unpack(self._from, wire.most(limits))
        if answer is None:
            raise Gone
        return answer

    @contextlib.contextmanager
    def _watch(self, seconds: float) -> Iterator[None]:
        """End the process when the time is over; reading and writing then break off."""
        lock = threading.Lock()
        state = {"done": False, "late": False}

        def strike() -> None:
            with lock:
                if not state["done"]:
                    state["late"] = True
                    self._kill()

        timer = threading.Timer(seconds, strike)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, wire.Broken) as error:
            raise (Late if state["late"] else Gone) from error
        finally:
            with lock:
                state["done"] = True
            timer.cancel()
            timer.join()
        if state["late"]:
            raise Late

    def how_it_ended(self) -> str:
        """`SIGSEGV`, or `exit code 3`, for a process that is gone."""
        end = time.monotonic() + 0.5
        if hasattr(os, "waitid"):
            # looked at, not taken up: as long as it is not, its number is that of no other group of processes
            how = os.WEXITED | os.WNOWAIT | os.WNOHANG
            with contextlib.suppress(OSError):
                while os.waitid(os.P_PID, self._process.pid, how) is None and time.monotonic() < end:
                    time.sleep(0.005)
        self._kill()
        code = self._wait()
        if code is None or code >= 0:
            return f"exit code {code}"
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"

    def _kill(self) -> None:
        """End the process with all that it started."""
        process = self._process
        if process.returncode is not None:
            return
        if os.name == "posix":
            end_descendants(process.pid)
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            process.kill()

    def _wait(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(5)
        return None

    def end(self) -> None:
        """End the process and remove its files. May be called again."""
        self._kill()
        self._wait()
        self._shut()
        shutil.rmtree(self._folder, ignore_errors=True)

    def forget(self) -> None:
        """In a forked process: it is not ours."""
        self._process.returncode = 0
        self._shut()

    def _shut(self) -> None:
        for stream in (self._to, self._from):
            with contextlib.suppress(OSError, ValueError):
                stream.close()


class _Pool:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Reader] = []
        self._all: weakref.WeakSet[Reader] = weakref.WeakSet()

    def read(self, module: str, data: bytes, name: str, limits: Limits) -> Content:
        reader = self._take(name)
        kept = False
        try:
            head, blobs = reader.ask(module, data, name, limits)
            content = _content(head, blobs, name)
            kept = not head.get("last")
            if isinstance(content, ReadError):
                raise content
            return content
        except Late:
            raise ReadError(name, f"takes longer than {limits.seconds:g} s to be read", "timeout") from None
        except (Gone, wire.Broken):
            how = reader.how_it_ended()
            if how in ("SIGXCPU", "SIGALRM"):
                raise ReadError(name, f"takes longer than {limits.seconds:g} s to be read", "timeout") from None
            raise ReadError(name, f"cannot be read: the reading process died ({how})", "crashed") from None
        finally:
            if kept and reader.files < _FILES and reader.alive:
                self._give(reader)
            else:
                reader.end()

    def _take(self, name: str) -> Reader:
        while True:
            with self._lock:
                reader = self._idle.pop() if self._idle else None
            if reader is None:
                break
            if reader.alive:
                return reader
            reader.end()
        try:
            reader = Reader()
        except (OSError, Gone, Late, ValueError) as error:
            raise ReadError(name, f"no reading process could be started ({type(error).__name__})", "crashed") from None
        with self._lock:
            self._all.add(reader)
        return reader

    def _give(self, reader: Reader) -> None:
        with self._lock:
            if len(self._idle) < _IDLE:
                self._idle.append(reader)
                return
        reader.end()

    def close(self) -> None:
        while True:
            with self._lock:
                if not self._idle:
                    return
                reader = self._idle.pop()
            reader.end()

    def forget(self) -> None:
        """In a forked process: the readers, idle and at work, belong to the one that it came from."""
        readers = list(self._all)
        self.__init__()  # type: ignore[misc]
        for reader in readers:
            reader.forget()


def _content(head: wire.Head, blobs: list[bytearray], name: str) -> Content | ReadError:
    status = head.get("status")
    if status != "ok":
        if status not in _STATUSES:
            raise wire.Broken("no such status")
        return ReadError(name, str(head.get("reason")), status)
    if not blobs:
        raise wire.Broken("no text")
    try:
        text = blobs[0].decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise wire.Broken("no text") from None
    layout = wire.layout_of(blobs[1:], len(text)) if len(blobs) > 1 else None
    warnings = head.get("warnings")
    return Content(text, layout, tuple(map(str, warnings)) if isinstance(warnings, list) else ())


_POOL = _Pool()
atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_POOL.forget)
