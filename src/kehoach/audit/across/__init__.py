"""Across plans: what single records do not show, made when all documents are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.register import Register

if TYPE_CHECKING:
    import duckdb


def compare(connection: duckdb.DuckDBPyConnection, folder: Path, register: Register) -> None:
    """Compare the documents of a store with each other, and write the tables of `across.toml` into `folder`."""
