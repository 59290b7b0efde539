"""The store of an audit: a folder that programs read with DuckDB or any reader of Parquet.

    audit.json      which tables hold, made with what; replaced in one step, and so the moment at which a run takes effect
    tables-7/       the tables of `tables.toml` and `across.toml`, and `records.jsonl.zst`
    tables          a link to these
    parts/000012/   what a run that is not at its end has read so far: the same tables, for some documents each

A part is written beside its place and renamed into it. What was begun and not renamed is no part; a run that was killed goes
on from the parts that are there. At its end the parts and what still holds of the tables before are joined into new tables.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from heapq import merge
from pathlib import Path
from tempfile import gettempdir
from typing import IO, TYPE_CHECKING, Any

from kehoach.audit import schema
from kehoach.errors import AuditError

if TYPE_CHECKING:
    import duckdb
    import pyarrow

MANIFEST = "audit.json"
RECORDS = "records.jsonl.zst"
_PARTS = "parts"
_LOCK = ".lock"
# a file that failed for a reason that may be gone is read again
_PASSING = ("needs", "timeout", "crashed", "missing")
_ZIPPED = "zip"
_GROUP = 4
"""Records of a part that are in memory at a time when the parts are joined."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `audit.json` says.

    Attributes:
        tables: name of the folder of tables; None before the first run has come to its end.
        parts: number of the last part that is in them.
        fingerprint: of the settings, see `settings.Settings.fingerprint`.
        versions: of the package, the frameworks, the models and the programs that read.
        settings: frameworks, registers, limits as they were asked for.
        archive: what was audited, as the caller named it.
        documents, errors: how many.
        finished: when, ISO 8601.
    """

    tables: str | None = None
    parts: int = 0
    fingerprint: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    archive: str = ""
    documents: int = 0
    errors: int = 0
    finished: str | None = None
    schema: str = schema.STORE


class Store:
    """The store in a folder.

    Raises:
        AuditError: the folder holds none, one of another form, or a damaged one; the message names folder and reason.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise AuditError(str(folder), "no such folder")
        if not (self.folder / MANIFEST).is_file() and not (self.folder / _PARTS).is_dir():
            raise AuditError(str(folder), "holds no audit; `kehoach audit ARCHIVE --out DIR` makes one")

    @property
    def manifest(self) -> Manifest:
        """As it is now: a run may replace it at any time."""
        return _manifest(self.folder)

    @property
    def finished(self) -> bool:
        """Whether no run is under way or was broken off."""
        return self.manifest.tables is not None and not _parts_after(self.folder, self.manifest.parts)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection to a database in memory, in which every table of the store is a view.

        While a run is under way, or after one that was broken off, the views show what has been read so far in place of what
        it replaces.
        """
        for _ in range(3):
            try:
                return self._connected(self.manifest)
            except OSError:
                continue  # a run came to its end just now and took the old tables away
        return self._connected(self.manifest)

    def _connected(self, manifest: Manifest) -> duckdb.DuckDBPyConnection:
        connection = database()
        base = self.folder / manifest.tables if manifest.tables is not None else None
        if base is not None and not (base / "documents.parquet").is_file():
            connection.close()
            raise FileNotFoundError(base)
        parts = _parts_after(self.folder, manifest.parts)
        held = [*schema.tables().values()]
        if parts:
            _current(connection, base, parts)
            for table in held:
                rows = _joined(table.name, base if table.name != "records" else None, parts)
                connection.execute(f"CREATE VIEW {table.name} AS SELECT {_columns(table)} FROM ({rows}) {_HOLDS}")
        elif base is not None:
            for table in held:
                if table.name != "records":
                    connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {_file(base / table.name)}")
        if base is not None:
            for name in schema.across():
                if (base / f"{name}.parquet").is_file():
                    connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {_file(base / name)}")
        return connection

    def records(self) -> Iterator[str]:
        """The records of the finished tables, one JSON object each, in the order of `documents`."""
        manifest = self.manifest
        if manifest.tables is not None:
            for line in _lines(self.folder / manifest.tables / RECORDS):
                yield line.decode("utf-8")


# --- writing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What a store holds of an archive.

    Attributes:
        digests: sha256 of each file and member, by path.
        members: paths of what a zip file holds, by its own.
    """

    digests: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)


class Writer:
    """The one who writes to a store; `Writer.open` gives it to one process at a time."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self.fingerprint = fingerprint
        self.manifest = _manifest(folder)
        self._clear()
        self._parts = _parts_after(folder, self.manifest.parts)
        self._next = max((number for number, _ in self._parts), default=self.manifest.parts) + 1

    @classmethod
    @contextmanager
    def open(cls, folder: str | os.PathLike[str], fingerprint: str) -> Iterator[Writer]:
        """The writer of the store in `folder`, which is made where there is none.

        Raises:
            AuditError: another run is at it, the folder holds something else, or it cannot be written.
        """
        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
            known = (MANIFEST, _PARTS, _LOCK)
            if any(place.iterdir()) and not any((place / name).exists() for name in known):
                raise AuditError(str(folder), "holds other files; give a new folder, or that of an earlier audit")
            lock = (place / _LOCK).open("a")
        except OSError as error:
            raise AuditError(str(folder), f"cannot be written ({(error.strerror or 'error').lower()})") from None
        with lock:
            if not _locked(lock):
                raise AuditError(str(folder), "another run is at work on it")
            yield cls(place, fingerprint)

    def known(self) -> Known:
        """What holds of the store for files that have not changed."""
        held = [row for row in self._held() if self._fingerprints[row[2]] == self.fingerprint]
        digests: dict[str, str] = {}
        members: dict[str, list[str]] = {path: [] for path, _, _, status in held if status == _ZIPPED}
        for path, digest, _, status in held:
            above = next((zipped for zipped in _above(path) if zipped in members), None)
            if status not in _PASSING and digest is not None:
                digests[path] = digest
            if above is not None:
                members[above].append(path)
        for path, _, _, status in held:
            if status in _PASSING:  # a zip file with a member that may be read now is opened again
                for above in _above(path):
                    digests.pop(above, None)
        return Known(digests, members)

    @cached_property
    def _fingerprints(self) -> dict[int, str]:
        found = {0: self.manifest.fingerprint}
        for number, folder in self._parts:
            found[number] = (folder / "fingerprint").read_text(encoding="utf-8")
        return found

    def _held(self) -> list[tuple[str, str | None, int, str | None]]:
        """Path, sha256, part and status of every file that the store knows, by the latest that was read of it."""
        if not self._parts and self.manifest.tables is None:
            return []
        with database() as connection:
            _current(connection, self._base, self._parts)
            union = " UNION ALL BY NAME ".join(
                f"SELECT path, sha256, _part, document, {status} AS status FROM ({_joined(name, self._base, self._parts)})"
                for name, status in (("documents", "NULL"), ("archives", f"'{_ZIPPED}'"), ("errors", "status"))
            )
            asked = f"SELECT path, sha256, _part, status FROM ({union}) {_HOLDS}"
            return connection.execute(asked).fetchall()

    @property
    def _base(self) -> Path | None:
        return self.folder / self.manifest.tables if self.manifest.tables is not None else None

    def part(self, tables: dict[str, pyarrow.Table]) -> None:
        """Write a part: all its tables, or none."""
        import pyarrow.parquet as pq

        place = self.folder / _PARTS / f"{self._next:06d}"
        beside = self.folder / _PARTS / f".{self._next:06d}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for name, table in tables.items():
            rows = table.num_rows
            if name == "records":
                table, rows = _by_path(table, tables["documents"]), _GROUP
            pq.write_table(table, beside / f"{name}.parquet", rows or None, compression="zstd", compression_level=1)
        (beside / "fingerprint").write_text(self.fingerprint, encoding="utf-8")
        _settle(beside)
        beside.rename(place)
        _sync(place.parent)
        self._parts.append((self._next, place))
        self._fingerprints[self._next] = self.fingerprint
        self._next += 1

    def commit(self, alive: Iterable[str], facts: dict[str, Any], finish: Any = None) -> Manifest:
        """Join the parts and what still holds into new tables, and let them take effect.

        Args:
            alive: ids of all documents that are in the archive now.
            facts: what the manifest says beside: versions, settings, archive, finished.
            finish: called with a connection to the new tables and their folder, before they take effect.
        """
        number = int(self.manifest.tables.rpartition("-")[2]) + 1 if self.manifest.tables is not None else 1
        place = self.folder / f"tables-{number}"
        place.mkdir()
        with database(self.folder / ".spill") as connection:
            _current(connection, self._base, self._parts)
            _alive(connection, alive)
            counts = self._join(connection, place)
        shutil.rmtree(self.folder / ".spill", ignore_errors=True)
        if finish is not None:
            with database() as connection:
                for table in schema.tables():
                    if table != "records":
                        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM {_file(place / table)}")
                finish(connection, place)
        _settle(place)
        last = max((n for n, _ in self._parts), default=self.manifest.parts)
        self.manifest = Manifest(
            tables=place.name,
            parts=last,
            fingerprint=self.fingerprint,
            documents=counts["documents"],
            errors=counts["errors"],
            **facts,
        )
        _replace(self.folder / MANIFEST, json.dumps(asdict(self.manifest), ensure_ascii=False, indent=2) + "\n")
        _link(self.folder / "tables", place.name)
        self._clear()
        self._parts = []
        return self.manifest

    def _join(self, connection: duckdb.DuckDBPyConnection, place: Path) -> dict[str, int]:
        counts: dict[str, int] = {}
        for table in schema.tables().values():
            if table.name == "records":
                continue
            rows = _joined(table.name, self._base, self._parts)
            if table.name == "findings":
                rows = f"SELECT * FROM ({rows}) WHERE NOT across"
            order = "path, n" if "n" in table.names else "path"
            columns = ", ".join(f't."{name}"' for name in table.names)
            asked = f"SELECT {columns} FROM ({rows}) t JOIN alive USING (document, _part) ORDER BY alive.{order}"
            (counts[table.name],) = connection.execute(
                f"COPY ({asked}) TO {_quoted(place / f'{table.name}.parquet')} (FORMAT parquet, COMPRESSION zstd)"
            ).fetchone() or (0,)
        self._join_records(connection, place)
        return counts

    def _join_records(self, connection: duckdb.DuckDBPyConnection, place: Path) -> None:
        """The records of the tables before and of the parts, merged: both are sorted by path."""
        import pyarrow as pa

        held: list[tuple[str, bool]] = []
        if self._base is not None:
            asked = f"""SELECT d.path, a.document IS NOT NULL FROM {_file(self._base / "documents")} d
                LEFT JOIN (SELECT document FROM alive WHERE _part = 0) a USING (document) ORDER BY d.path"""
            held = connection.execute(asked).fetchall()
        lines = _lines(self._base / RECORDS) if self._base is not None else iter(())
        old = ((path, line) for (path, holds), line in zip(held, lines, strict=True) if holds)
        with pa.CompressedOutputStream(str(place / RECORDS), "zstd") as sink:
            for _, line in merge(old, self._new_records(connection), key=lambda one: one[0]):
                sink.write(line)
                sink.write(b"\n")
        _opened.cache_clear()  # the parts are taken away next, and others may get their names

    def _new_records(self, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bytes]]:
        """Path and record of what the parts hold, by path: the parts merged, of each a few records in memory at a time.

        Not sorted by the database, which would hold all of them at once.
        """
        asked = "SELECT _part, document, path FROM alive WHERE _part > 0"
        paths: dict[int, dict[str, str]] = {}
        for part, document, path in connection.execute(asked).fetchall():
            paths.setdefault(part, {})[document] = path
        parts = (_records_of(folder / "records.parquet", paths.get(number, {})) for number, folder in self._parts)
        yield from merge(*parts, key=lambda one: one[0])

    def _clear(self) -> None:
        """Take away what no manifest names: tables and parts before, and what a run that was killed had begun."""
        for path in self.folder.glob("tables-*"):
            if path.name != self.manifest.tables:
                shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(self.folder / ".spill", ignore_errors=True)
        for path in (self.folder / _PARTS).glob("*"):
            if path.name.startswith(".") or int(path.name) <= self.manifest.parts:
                shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            (self.folder / _PARTS).rmdir()


# --- what both need -------------------------------------------------------------------------------------------------

Parts = list[tuple[int, Path]]
_HOLDS = "SEMI JOIN current USING (document, _part)"


def database(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that loads nothing from elsewhere.

    Raises:
        AuditError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise AuditError("kehoach audit", "needs the extra 'audit': pip install \"kehoach[audit]\"") from None
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "memory_limit": "2GB",
        "threads": "2",
    }
    # what does not fit goes there, and is taken away at the end; never to the folder that the caller happens to be in
    options["temp_directory"] = str(spill or Path(gettempdir(), f"kehoach-query-{os.getpid()}"))
    connection = duckdb.connect(":memory:", config=options)
    connection.execute("SET enable_progress_bar = false")  # it would be printed among what the caller prints
    return connection


def _manifest(folder: Path) -> Manifest:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = Manifest(**told)
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, TypeError):
        raise AuditError(str(folder / MANIFEST), "is damaged") from None
    if found.schema != schema.STORE:
        raise AuditError(
            str(folder / MANIFEST), f"is of the form {found.schema!r}; this version reads {schema.STORE!r}"
        )
    return found


def _above(path: str) -> Iterator[str]:
    """The paths that may be those of a zip file in which this one stands."""
    at = path.find("/")
    while at > 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _parts_after(folder: Path, number: int) -> Parts:
    names = sorted(path.name for path in (folder / _PARTS).glob("[0-9]*"))
    return [(int(name), folder / _PARTS / name) for name in names if int(name) > number]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _file(path: Path) -> str:
    return f"read_parquet({_quoted(path.with_name(path.name + '.parquet'))})"


def _columns(table: schema.Table) -> str:
    return ", ".join(f'"{name}"' for name in table.names)


def _joined(name: str, base: Path | None, parts: Parts) -> str:
    """SQL for all rows of a table with their `_part`: 0 for the tables before, else the number of the part."""
    table = schema.tables()[name]
    found = []
    if base is not None and (base / f"{name}.parquet").is_file():
        found.append(f"SELECT {_columns(table)}, 0 AS _part FROM {_file(base / name)}")
    files = [folder / f"{name}.parquet" for _, folder in parts]
    files = [file for file in files if file.is_file()]
    if files:
        listed = ", ".join(map(_quoted, files))
        number = "CAST(parse_filename(parse_dirpath(filename)) AS INTEGER)"
        found.append(f"SELECT {_columns(table)}, {number} AS _part FROM read_parquet([{listed}], filename = true)")
    if not found:
        empty = ", ".join(f'CAST(NULL AS {schema.SQL[column.type]}) AS "{column.name}"' for column in table.columns)
        found.append(f"SELECT {empty}, 0 AS _part WHERE false")
    return " UNION ALL ".join(found)


def _current(connection: duckdb.DuckDBPyConnection, base: Path | None, parts: Parts) -> None:
    """Make the table `current`: for each document the part that is read last."""
    union = " UNION ALL ".join(
        f"SELECT document, path, _part FROM ({_joined(name, base, parts)})"
        for name in ("documents", "errors", "archives")
    )
    connection.execute(
        f"CREATE TEMP TABLE current AS SELECT document, any_value(path) AS path, max(_part) AS _part FROM ({union}) GROUP BY document"
    )


def _alive(connection: duckdb.DuckDBPyConnection, documents: Iterable[str]) -> None:
    """Make the table `alive`: of `current`, the documents that are in the archive now."""
    import pyarrow as pa

    listed = pa.table({"document": pa.array(list(documents), pa.string())})  # noqa: F841 - DuckDB finds it by its name
    connection.execute("CREATE TEMP TABLE alive AS SELECT c.* FROM current c SEMI JOIN listed USING (document)")


def _by_path(records: pyarrow.Table, documents: pyarrow.Table) -> pyarrow.Table:
    """Records in the order of their documents' paths, so that parts can be merged."""
    paths = dict(zip(documents["document"].to_pylist(), documents["path"].to_pylist(), strict=True))
    names = records["document"].to_pylist()
    return records.take(sorted(range(len(names)), key=lambda at: paths[names[at]]))


def _records_of(file: Path, paths: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """Path and record, in UTF-8, of those documents of a part that `paths` has, by path."""
    import pyarrow.parquet as pq

    def held(rows: pyarrow.Table) -> Iterator[tuple[str, bytes]]:
        names, lines = rows["document"].to_pylist(), rows["json"].cast("binary").to_pylist()
        return ((paths[name], line) for name, line in zip(names, lines, strict=True) if name in paths)

    if not paths or not file.is_file():
        return  # a part of failures alone has no records
    order = [paths[name] for name in pq.read_table(file, columns=["document"])["document"].to_pylist() if name in paths]
    if order != sorted(order):  # of an older version, which did not sort them
        yield from sorted(held(pq.read_table(file)))
        return
    for group in range(_opened(file).num_row_groups):
        # opened anew where others were opened meanwhile: a system lets a process open some 1,000 files
        yield from held(_opened(file).read_row_group(group))


@lru_cache(maxsize=128)
def _opened(file: Path) -> pyarrow.parquet.ParquetFile:
    import pyarrow.parquet as pq

    return pq.ParquetFile(file)


def _lines(path: Path) -> Iterator[bytes]:
    import io

    import pyarrow as pa

    with pa.CompressedInputStream(str(path), "zstd") as source:
        for line in io.BufferedReader(source):
            yield line.rstrip(b"\n")


def _settle(folder: Path) -> None:
    """Let the disk have all files of a folder."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    _sync(folder)


def _sync(folder: Path) -> None:
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync(path.parent)


def _link(path: Path, target: str) -> None:
    """A link to the tables that hold, where the system has links."""
    beside = path.with_name(f".{path.name}")
    with suppress(OSError, NotImplementedError):
        beside.unlink(missing_ok=True)
        beside.symlink_to(target, target_is_directory=True)
        beside.replace(path)


def _locked(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows: one who starts two runs on one folder is on his own
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
