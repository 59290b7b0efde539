"""Across plans: what single records do not show, made when all documents are read.

Each module writes the tables of `across.toml` that it is named after. All work by keys and by what is rare, never by
comparing every document with every other, so that the time grows with the archive and not with its square.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.audit.across.carried import make as carried
from kehoach.audit.across.cascade import make as cascade
from kehoach.audit.across.cited import make as cited
from kehoach.audit.across.disagreements import make as disagreements
from kehoach.audit.across.dropped import make as dropped
from kehoach.audit.across.duplicates import make as duplicates
from kehoach.audit.across.earlier import make as earlier
from kehoach.audit.across.work import Work
from kehoach.register import Register

if TYPE_CHECKING:
    import duckdb


def compare(connection: duckdb.DuckDBPyConnection, folder: Path, register: Register) -> None:
    """Compare the documents of a store with each other, and write the tables of `across.toml` into `folder`.

    The findings of the store are written anew there, with those that come from the comparison.
    """
    work = Work(connection, folder, register)
    # in this order: a copy has no vote of its own, and what is carried over stands in pairs
    for make in (duplicates, cited, disagreements, earlier, carried, dropped, cascade):
        make(work)
