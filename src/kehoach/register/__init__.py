"""The register: what named documents, bodies and places were on a date, with source and confidence of each entry.

Data: `documents.toml`, `bodies.toml`, `provinces.toml`; the keys are explained at the top of each file. A file is read when
something in it is first asked for. `Register.shipped()` is the register that comes with the library, `with_file` adds the
entries of a user's own file.

>>> register = Register.shipped()
>>> register.document("28/nq-cp").title
'Chiến lược quốc gia về bình đẳng giới 2021-2030'
>>> register.province("tỉnh Hà Giang", on="2025-08-01").successor
'Tuyên Quang'
"""

from __future__ import annotations

from functools import cache
from typing import Any

from kehoach.register.book import Register
from kehoach.register.days import On
from kehoach.register.entries import (
    CONFIDENCES,
    KINDS,
    LEVELS,
    Body,
    Document,
    Entry,
    Followed,
    Province,
    Successor,
    WrongDate,
    as_dict,
)
from kehoach.register.loading import raw
from kehoach.text.normal import fold

__all__ = [
    "CONFIDENCES",
    "KINDS",
    "LEVELS",
    "Body",
    "Document",
    "Entry",
    "Followed",
    "On",
    "Province",
    "Register",
    "Successor",
    "WrongDate",
    "as_dict",
    "documents",
    "identifiers",
]


@cache
def documents() -> dict[str, dict[str, Any]]:
    """All shipped documents by number, as they stand in the file."""
    return {entry["number"]: entry for entry in raw("documents")["document"]}


@cache
def identifiers() -> dict[str, str]:
    """Identifier of a known document by its number and, for a law in force, by its folded name."""
    table = {number: number for number in documents()}
    for number, entry in documents().items():
        title = entry.get("title", "")
        if entry["type"] in ("Luật", "Bộ luật") and entry["status"].startswith("in_force"):
            name = fold(title).split(" (")[0]
            if name.startswith(("luật ", "bộ luật ")):
                # two laws in force under one name: neither is meant for sure
                table[name] = number if name not in table else ""
    return {key: value for key, value in table.items() if value}
