"""What all comparisons share: the tables to read, the folder to write into, and the writing of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.audit import schema
from kehoach.audit.rows import to_arrow
from kehoach.register import Register

if TYPE_CHECKING:
    import duckdb

_BATCH = 8192


@dataclass(frozen=True, slots=True)
class Work:
    """The store that is compared.

    Attributes:
        connection: has a view for each table, and for each table written so far.
        folder: where the tables go.
        register: what is known of provinces and documents.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    register: Register

    def ask(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few thousand at a time. One query at a time: a second one ends the first."""
        result = self.connection.execute(sql)
        while some := result.fetchmany(_BATCH):
            yield from some

    def texts(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query that gives whole texts, a few at a time, while the connection is asked other things.

        A cursor of its own sees all tables but temporary ones.
        """
        with self.connection.cursor() as cursor:
            result = cursor.execute(sql)
            while some := result.fetchmany(16):
                yield from some

    def write(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write a table of `across.toml` from rows in the order of its columns."""
        import pyarrow.parquet as pq

        table = schema.across()[name]
        left = iter(rows)
        with pq.ParquetWriter(self._file(name), schema.arrow(table), compression="zstd") as writer:
            while some := [tuple(row) for row in islice(left, _BATCH)]:
                writer.write_table(to_arrow(table, some))
        self._show(name)

    def write_sql(self, name: str, sql: str) -> None:
        """Write a table of `across.toml` from a query that gives its columns by name, in the order wanted."""
        typed = ", ".join(
            f'CAST("{c.name}" AS {schema.SQL[c.type]}) AS "{c.name}"' for c in schema.across()[name].columns
        )
        place = quoted(self._file(name))
        self.connection.execute(f"COPY (SELECT {typed} FROM ({sql})) TO {place} (FORMAT parquet, COMPRESSION zstd)")
        self._show(name)

    def keep(self, name: str, columns: dict[str, schema.Type], rows: Iterable[Sequence[Any]]) -> None:
        """Keep rows as a table of the connection, for the queries to come.

        Args:
            columns: their names and types, of the types of a store's columns.
        """
        table = schema.Table(name, "", tuple(schema.Column(n, t, "") for n, t in columns.items()))
        listed = ", ".join(f'"{n}" {schema.SQL[t]}' for n, t in columns.items())
        self.connection.execute(f"CREATE TABLE {name} ({listed})")
        left = iter(rows)
        while some := [tuple(row) for row in islice(left, _BATCH)]:
            batch = to_arrow(table, some)  # noqa: F841 - DuckDB finds it by its name
            self.connection.execute(f"INSERT INTO {name} SELECT * FROM batch")

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _show(self, name: str) -> None:
        self.connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({quoted(self._file(name))})")


def quoted(path: Path) -> str:
    """A path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def stable(letter: str, *parts: object) -> str:
    """An id that depends on its parts alone."""
    joined = "|".join("" if part is None else str(part) for part in parts)
    return letter + blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
