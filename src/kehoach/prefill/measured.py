"""How often a value of each kind is right, as measured on marked plans (`measured.toml`).

The file is written by `python -m benchmarks.fields --plans DIR --write`, which looks at no document of the test part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kehoach.prefill.values import Node, Value

DEFAULT = 0.0
"""The confidence below which a field stays empty where none is chosen."""


@cache
def measured() -> dict[str, Any]:
    """What was measured: [right, all] by kind of value."""
    found: dict[str, Any] = tomllib.loads(files(__package__).joinpath("measured.toml").read_text(encoding="utf-8"))
    return found.get("values", {})


def kind_of(value: Value, within: Sequence[Node]) -> str:
    """The kind under which a value is counted: its class, name and state."""
    return f"{value.name}:{value.state}"


def reliability(kind: str) -> float | None:
    """The share of such values that were right, with one right and one wrong more (Laplace); None where none was measured."""
    if (found := measured().get(kind)) is None:
        return None
    right, of = found
    share: float = (right + 1) / (of + 2)
    return share
