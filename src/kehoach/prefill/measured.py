"""How often a value of each kind is right, as measured on the development part of the real gold (`measured.toml`).

The file is written by `python -m benchmarks.fields --plans DIR --write`, which looks at no document of the test part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kehoach.prefill.catalogue import State
    from kehoach.prefill.values import Node


@cache
def measured() -> dict[str, Any]:
    """What was measured: [right, all] by kind of value and state."""
    return tomllib.loads(files(__package__).joinpath("measured.toml").read_text(encoding="utf-8"))


def reliability(name: str, state: State, within: Sequence[Node]) -> float | None:
    """The share of such values that were right, with one more of each counted (Laplace); None where none was measured."""
    found = measured().get("values", {}).get(f"{name}:{state}")
    if found is None:
        return None
    right, of = found
    share: float = (right + 1) / (of + 2)
    return share
