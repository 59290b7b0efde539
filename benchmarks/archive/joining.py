"""Joining a large archive: parts as a first run leaves them, made one store, in a process of its own whose memory is measured."""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import time
from pathlib import Path

from kehoach.audit import Store, schema
from kehoach.audit.across import compare
from kehoach.audit.store import Writer
from kehoach.register import Register

_PARTS = 200


def join(source: Store, out: Path, count: int) -> int:
    """Prints what joining and comparing take on a large archive: the parts as a first run leaves them, made one store.

    The parts hold the documents of a smaller store over and over, under other paths and ids, shuffled as workers hand them in.
    """
    shutil.rmtree(out, ignore_errors=True)
    documents = _scattered(source, out, count)
    job = multiprocessing.get_context("spawn").Process(target=_joined, args=(str(out),))
    before = time.perf_counter()
    job.start()
    job.join()
    whole = Store(out)
    with whole.connect() as connection:
        (held,) = connection.execute("SELECT count(*) FROM documents").fetchone() or (0,)
        rows = {
            name: (connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,))[0]
            for name in ("evidence", "cited")
        }
    lines = sum(1 for _ in whole.records())
    print(f"{held} of {documents} documents and {lines} records joined from {_PARTS} parts; rows: {rows}")
    print(f"peak memory {_peak(out)} MB; {time.perf_counter() - before:.0f} s on this machine")
    return int(job.exitcode != 0 or held != documents or lines != documents)


def _scattered(source: Store, out: Path, count: int) -> int:
    """Parts of a store that is not joined yet; gives how many documents they hold."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folders = [out / "parts" / f"{number:06d}" for number in range(1, _PARTS + 1)]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "fingerprint").write_text("benchmark", encoding="utf-8")
    scratch = out / "scratch"
    scratch.mkdir()
    with source.connect() as connection:
        paths = connection.execute("SELECT path, document FROM documents ORDER BY path").fetchall()
        times = -(-count // len(paths))
        for name, table in schema.tables().items():
            if name == "records":
                continue
            again = ", ".join(f"i || '-' || {c} AS {c}" if c in ("document", "path") else f'"{c}"' for c in table.names)
            rows = f"SELECT {again}, hash(document) % {_PARTS // times} * {times} + i AS part FROM {name}, range({times}) r(i)"
            place = scratch / name
            connection.execute(
                f"COPY ({rows}) TO '{place}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (part), FILENAME_PATTERN 'x_{{i}}')"
            )
            for part in place.glob("part=*"):
                tables = pa.concat_tables([pq.read_table(file) for file in sorted(part.glob("*.parquet"))])
                pq.write_table(
                    tables.select(list(table.names)),
                    folders[int(part.name[5:])] / f"{name}.parquet",
                    compression="zstd",
                )
        parts = dict(
            connection.execute(
                f"SELECT document, hash(document) % {_PARTS // times} * {times} FROM documents"
            ).fetchall()
        )
    held: dict[int, tuple[list[str], list[str]]] = {}
    for (_, document), line in zip(paths, source.records(), strict=True):
        names, lines = held.setdefault(parts[document], ([], []))
        names.append(document)
        lines.append(line)
    for part, (names, lines) in held.items():  # in the order of their paths, as a run writes them
        for i in range(times):
            rows = pa.table({"document": [f"{i}-{name}" for name in names], "json": lines})
            pq.write_table(rows, folders[part + i] / "records.parquet", 4, compression="zstd")
    shutil.rmtree(scratch)
    return len(paths) * times


def _joined(out: str) -> None:
    folder = Path(out)
    with Writer.open(folder, "benchmark") as writer:
        with Store(folder).connect() as connection:
            alive = [document for (document,) in connection.execute("SELECT document FROM documents").fetchall()]
        facts = {"versions": {}, "settings": {}, "archive": "benchmark", "finished": ""}
        register = Register.shipped()
        writer.commit(alive, facts, lambda connection, place: compare(connection, place, register))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    (folder / "peak").write_text(str(peak), encoding="ascii")


def _peak(out: Path) -> str:
    return (out / "peak").read_text(encoding="ascii") if (out / "peak").is_file() else "unknown"
