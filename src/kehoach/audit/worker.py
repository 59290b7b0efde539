"""One worker: it gets paths, reads and judges the files itself, and gives back packs of rows.

What it says while it works (`Begun`, `Pack`, `Done`) is all that its caller knows of it: a worker that ends in the middle of a
file leaves what it packed before, and the name of that file.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Literal

from kehoach.api import extract
from kehoach.audit.rows import Rows
from kehoach.audit.settings import Settings
from kehoach.audit.walk import Item, shown
from kehoach.children import memory, settle, tasks
from kehoach.errors import ReadError
from kehoach.readers import Document, documents_in, read_bytes

if TYPE_CHECKING:
    import pyarrow

_DOCUMENTS = 32
_SECONDS = 3.0
"""A pack is sent after so many documents or seconds: what a worker that is killed takes with it."""
_FAT = 1 << 30
"""Bytes: a worker that has grown beyond is replaced."""

State = Literal["read", "failed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Task:
    """Files for one worker.

    Attributes:
        known: sha256 of what the store holds already, by path.
        skip: paths that are settled: packed before, or the end of a worker.
    """

    items: tuple[Item, ...]
    known: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Begun:
    """The worker turns to a document; it has until the time limit to say something else."""

    path: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Rows of some documents, as Arrow streams by table, and what became of each path."""

    states: dict[str, State]
    tables: dict[str, bytes]
    spent: float
    """Seconds of the worker in reading, extracting and judging: all but packing."""


@dataclass(frozen=True, slots=True)
class Done:
    """The task is done; `peak` is the most memory that the worker ever held, in bytes, `fat` whether it should be replaced."""

    peak: int
    fat: bool


Said = Begun | Pack | Done


def work(task: Task, settings: Settings, say: Callable[[Said], None]) -> None:
    """Do a task, and say so."""
    packer = _Packer(settings, say)
    for item in task.items:
        packer.item(item, task)
    packer.send()
    peak, now = memory()
    say(Done(peak, now > _FAT))


class _Packer:
    def __init__(self, settings: Settings, say: Callable[[Said], None]) -> None:
        self._settings = settings
        self._say = say
        self._register = settings.register()
        self._frameworks = settings.judged()
        self._rows = Rows()
        self._states: dict[str, State] = {}
        self._since = time.monotonic()
        self._spent = 0.0

    def item(self, item: Item, task: Task) -> None:
        """One file; a zip file with all its members."""
        if item.path in task.skip:
            return
        self._say(Begun(item.path))
        before = time.monotonic()
        try:
            data = read_bytes(item.file, self._settings.limits)
        except ReadError as error:
            self._failed(item.path, None, error)
            return
        digest = hashlib.sha256(data).hexdigest()
        if task.known.get(item.path) == digest:
            self._states[item.path] = "unchanged"
            return
        met: dict[str, int] = {}
        inside = False
        for found in documents_in(data, item.file, self._settings.limits):
            path = item.path + shown(found.name[len(item.file) :])
            inside = inside or path != item.path
            met[path] = met.get(path, 0) + 1
            if met[path] > 1:
                path = f"{path} ({met[path]})"  # two members of one name: neither is lost
            if path not in task.skip:
                self._say(Begun(path))
                self._judge(path, found, None if inside else digest, task.known.get(path))
            self._spent += time.monotonic() - before
            if len(self._states) >= _DOCUMENTS or time.monotonic() - self._since > _SECONDS:
                self.send()
            before = time.monotonic()
        if inside:
            self._rows.zipped(item.path, digest)
            self._states[item.path] = "read"

    def _judge(self, path: str, found: Document | ReadError, digest: str | None, known: str | None) -> None:
        if isinstance(found, ReadError):
            self._failed(path, digest, found)
            return
        if found.sha256 == known:
            self._states[path] = "unchanged"
            return
        try:
            record = extract(found, register=self._register, frameworks=self._frameworks)
            self._rows.add(path, record, found.text, self._register)
        except MemoryError:
            self._failed(path, found.sha256, ReadError(path, "needs more memory than there is", "too-large"))
        except Exception as error:  # one bad file never stops a run
            self._failed(
                path, found.sha256, ReadError(path, f"could not be judged ({type(error).__name__})", "crashed")
            )
        else:
            self._states[path] = "read"

    def _failed(self, path: str, digest: str | None, error: ReadError) -> None:
        self._rows.failed(path, digest, error.status, error.reason)
        self._states[path] = "failed"

    def send(self) -> None:
        """Give away what is packed."""
        if self._states:
            tables = {name: streamed(table) for name, table in self._rows.arrow().items() if table.num_rows}
            self._say(Pack(self._states, tables, self._spent))
        self._states, self._since, self._spent = {}, time.monotonic(), 0.0


def streamed(table: pyarrow.Table) -> bytes:
    """An Arrow table as a stream of bytes."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def serve(pipe: Connection, settings: Settings) -> None:
    """The worker process: it answers tasks until its caller is gone or has no more."""
    settle()
    try:
        for task in tasks(pipe):
            work(task, settings, pipe.send)
    except (BrokenPipeError, ConnectionResetError):
        return
