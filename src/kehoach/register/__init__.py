"""Known documents: which number or name stands for which document, with what is known of each and how surely.

Data: `documents.toml`. The key of a document is its number; numbers that repeat every year are not keys.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kehoach.text.normal import fold


@cache
def documents() -> dict[str, dict[str, Any]]:
    """All known documents by number."""
    data = tomllib.loads(files(__name__).joinpath("documents.toml").read_text(encoding="utf-8"))
    return {entry["number"]: entry for entry in data["document"]}


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
