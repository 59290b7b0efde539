"""The queries that come with the program: `queries.toml`, shown in the documentation and run by `kehoach query --example`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kehoach.record import Message


@dataclass(frozen=True, slots=True)
class Query:
    """A query: what it tells, and its SQL."""

    name: str
    title: Message
    sql: str


@cache
def examples() -> dict[str, Query]:
    """The queries by name, in order."""
    raw = tomllib.loads(files("kehoach.audit").joinpath("queries.toml").read_text(encoding="utf-8"))
    return {q["name"]: Query(q["name"], Message(q["vi"], q["en"]), q["sql"].strip()) for q in raw["query"]}
