"""The tables of the store, as `tables.toml` beside this module writes them down."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, cast, get_args

if TYPE_CHECKING:
    import pyarrow

STORE = "kehoach.audit/1"
"""The form of the store; a change that breaks readers gives it a new number."""

Type = Literal["text", "integer", "number", "truth", "texts", "bytes"]
SQL: dict[Type, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "truth": "BOOLEAN",
    "texts": "VARCHAR[]",
    "bytes": "BLOB",
}
"""What DuckDB calls the types."""
_SPAN: tuple[tuple[str, Type, str], ...] = (
    ("document", "text", "the document it stands in"),
    ("n", "integer", "place in the record's list, from 0"),
    ("id", "text", "stable: of the words and of those just before them"),
    ("text", "text", "the source's own characters"),
    ("start", "integer", "offset in code points"),
    ("end", "integer", "offset in code points"),
    ("page", "integer", "from 1"),
    ("confidence", "number", "0 to 1, where the reading may be doubtful"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type and what it holds."""

    name: str
    type: Type
    holds: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row stands for, and its columns in order."""

    name: str
    of: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@cache
def tables() -> dict[str, Table]:
    """All tables that hold what is read from single documents, by name."""
    return _read("tables.toml")


@cache
def across() -> dict[str, Table]:
    """The tables that compare documents with each other, made when all are read."""
    return _read("across.toml")


def _read(name: str) -> dict[str, Table]:
    raw = tomllib.loads(files("kehoach.audit").joinpath(name).read_text(encoding="utf-8"))
    found: dict[str, Table] = {}
    for entry in raw["table"]:
        columns = [*(_SPAN if entry.get("span") else ()), *(tuple(column) for column in entry["columns"])]
        for column in columns:
            if column[1] not in get_args(Type):
                raise ValueError(f"{name}: {entry['name']}.{column[0]} has no type {column[1]!r}")
        found[entry["name"]] = Table(
            entry["name"], entry["of"], tuple(Column(n, cast(Type, t), holds) for n, t, holds in columns)
        )
    return found


@cache
def arrow(table: Table) -> pyarrow.Schema:
    """The table's schema for Arrow and Parquet."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
        "texts": pa.list_(pa.string()),
        "bytes": pa.binary(),
    }
    return pa.schema([pa.field(column.name, types[column.type]) for column in table.columns])
