"""A run: the files of an archive to workers, their packs to parts, and at the end the tables."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kehoach.audit.across import compare
from kehoach.audit.crew import Crew, WorkerError
from kehoach.audit.rows import document_id
from kehoach.audit.settings import Settings
from kehoach.audit.store import Known, Manifest, Writer
from kehoach.audit.walk import Item, walk
from kehoach.audit.worker import Pack, Task
from kehoach.errors import AuditError, ReadError

if TYPE_CHECKING:
    import pyarrow

_TASK = 16
"""Files of a task."""
_PART, _PART_SECONDS = 512, 5.0
"""A part is written after so many documents or seconds: the most that a kill costs."""


@dataclass(slots=True)
class Progress:
    """How a run stands; a caller's `watch` is given it after every pack.

    Attributes:
        files: of the archive; those of a zip file count as one until it is open.
        done: files settled; `documents` counts members too.
        read, failed, unchanged: documents by what became of them.
        seconds: since the run began.
        judging: seconds of all workers in reading, extracting and judging.
        stage: `reading`, `joining`, or `done`.
    """

    files: int
    done: int = 0
    documents: int = 0
    read: int = 0
    failed: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    judging: float = 0.0
    stage: str = "reading"
    peaks: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the reading will still take, as it went so far."""
        return self.seconds / self.done * (self.files - self.done) if self.done else None


Watch = Callable[[Progress], None]


def audit(
    archive: str | os.PathLike[str] | Sequence[Item],
    out: str | os.PathLike[str],
    *,
    settings: Settings | None = None,
    workers: int | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    watch: Watch | None = None,
    crew: Callable[[Settings, int], Crew] = Crew,
) -> Manifest:
    """Read every file of an archive and leave a store in `out`.

    A store that is there already is brought up to date: what has not changed is not read again, and a run that was broken
    off goes on. The tables do not depend on the number of workers, or on how often a run was broken off.

    Args:
        archive: a folder, a zip file, or the files themselves.
        workers: processes; as many as there are processors where none is given.
        include, exclude: patterns, see `walk`.
        watch: told how the run stands.
        crew: what runs the tasks: processes of this machine, or a cluster.

    Raises:
        AuditError: the store cannot be written, or no worker can be run.
        ReadError: the archive cannot be listed.
        FrameworkError, RegisterError: of the settings.
    """
    asked = settings or Settings()
    if isinstance(archive, (str, os.PathLike)):
        name = os.fspath(archive)
        items = walk(name, include=include, exclude=exclude, leave=os.fspath(out))
    else:
        name, items = "list", list(archive)
    with Writer.open(out, asked.fingerprint()) as writer:
        return _run(writer, name, items, asked, workers or processors(), watch or (lambda _: None), crew)


def processors() -> int:
    """How many this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(
    writer: Writer,
    name: str,
    items: list[Item],
    settings: Settings,
    workers: int,
    watch: Watch,
    crew: Callable[[Settings, int], Crew],
) -> Manifest:
    progress = Progress(len(items))
    since = time.monotonic()
    known = writer.known()
    alive: set[str] = set()
    held: dict[str, list[pyarrow.Table]] = {}
    count, opened = 0, time.monotonic()
    paths = {item.path for item in items}
    team = crew(settings, workers)

    written: Future[None] | None = None

    def write(tables: dict[str, list[pyarrow.Table]]) -> None:
        writer.part({table: _joined(some) for table, some in tables.items()})

    def part(thread: ThreadPoolExecutor) -> None:
        """Have a part written beside: a worker that is done must not wait for the disk to get its next files."""
        nonlocal held, count, opened, written
        if written is not None:
            written.result()
        written = thread.submit(write, held) if held else None
        held, count, opened = {}, 0, time.monotonic()

    try:
        with ThreadPoolExecutor(1, "part") as thread:
            try:
                for pack in team.run(_tasks(items, known)):
                    _take(pack, held, alive, progress, paths, known)
                    progress.seconds = time.monotonic() - since
                    progress.peaks = team.peaks
                    watch(progress)
                    count += len(pack.states)
                    if count >= _PART or time.monotonic() - opened > _PART_SECONDS:
                        part(thread)
            finally:
                part(thread)  # what was read is kept, however the run ends
                if written is not None:
                    written.result()
    except WorkerError as error:
        raise AuditError(str(writer.folder), str(error)) from None
    progress.stage = "joining"
    watch(progress)
    facts = {
        "versions": settings.versions(),
        "settings": asdict(settings),
        "archive": name,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    register = settings.register()
    manifest = writer.commit(alive, facts, lambda connection, place: compare(connection, place, register))
    progress.stage = "done"
    progress.seconds = time.monotonic() - since
    watch(progress)
    return manifest


def _tasks(items: Sequence[Item], known: Known) -> Iterator[Task]:
    """The items in tasks of a few, with what the store knows of each."""
    for start in range(0, len(items), _TASK):
        some = tuple(items[start : start + _TASK])
        paths = [item.path for item in some]
        paths += [member for path in paths for member in known.members.get(path, ())]
        yield Task(some, {path: known.digests[path] for path in paths if path in known.digests})


def _take(
    pack: Pack,
    held: dict[str, list[pyarrow.Table]],
    alive: set[str],
    progress: Progress,
    paths: set[str],
    known: Known,
) -> None:
    import pyarrow as pa

    for name, data in pack.tables.items():
        held.setdefault(name, []).append(pa.ipc.open_stream(data).read_all())
    for path, state in pack.states.items():
        alive.add(document_id(path))
        members = known.members.get(path, ()) if state == "unchanged" else ()
        alive.update(map(document_id, members))  # a zip file that has not changed holds what it held
        progress.done += path in paths
        progress.documents += 1 + len(members)
        progress.read += state == "read"
        progress.failed += state == "failed"
        progress.unchanged += (state == "unchanged") + len(members)
    progress.judging += pack.spent


def _joined(some: list[pyarrow.Table]) -> pyarrow.Table:
    import pyarrow as pa

    return pa.concat_tables(some)


__all__ = ["Progress", "ReadError", "audit", "processors"]
