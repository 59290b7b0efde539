"""How often a value of each kind is right, as measured on marked documents (`measured.toml`).

The file is written by `python -m benchmarks.fields --plans DIR --write`, which looks at no document of the test part.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from kehoach.record import Record

if TYPE_CHECKING:
    from kehoach.prefill.catalogue import State
    from kehoach.prefill.values import Value

DEFAULT: dict[State, float] = {"found": 0.9, "inferred": 0.75}
"""The confidence below which a field stays empty where none is chosen; what is concluded may be less sure."""
FEWEST = 30
"""Values of a kind in one genre from which its share there is taken; with fewer it is that of all genres together."""
_PLANS = frozenset(("KH", "CTr", "PA", "ĐA"))
_INDEX = re.compile(r"\[[^\]]*\]")

Genre = Literal["plans", "others"]


@cache
def _measured() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("measured.toml").read_text(encoding="utf-8"))


def genre_of(record: Record) -> Genre:
    """Whether a document is a plan, programme or scheme: decrees, regulations and notices charge bodies in other ways."""
    kind = record.header.document_type
    return "plans" if kind is not None and kind.code in _PLANS else "others"


def kind_of(value: Value) -> str:
    """The kind under which a value is counted: where it stands in a record, and its state."""
    return f"{_INDEX.sub('', value.path)}:{value.state}"


def reliability(value: Value, record: Record) -> float | None:
    """The share of such values that were right, with one right and one wrong more (Laplace); None where none was measured."""
    kind = kind_of(value)
    counted = _measured().get(genre_of(record), {}).get(kind)
    if counted is None or counted[1] < FEWEST:
        counted = _measured().get("all", {}).get(kind)
    if counted is None:
        return None
    share: float = (counted[0] + 1) / (counted[1] + 2)
    return share
