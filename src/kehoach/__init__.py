"""kehoach reads Vietnamese policy plans: what each cites, by when, how much and who, with exact evidence.

    >>> import kehoach
    >>> record = kehoach.extract("Căn cứ Luật Bình đẳng giới ngày 29/11/2006;")
    >>> record.citations[0].name
    'Luật Bình đẳng giới'

`extract` takes a path or a text; `read` gives the source text of a file with its sha256 and media type; both take `limits`
(`Limits`). Importing the package imports nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kehoach.api import extract, read
    from kehoach.errors import FrameworkError, KehoachError, ReadError
    from kehoach.readers.limits import Limits
    from kehoach.record import Record

__all__ = ["FrameworkError", "KehoachError", "Limits", "ReadError", "Record", "__version__", "extract", "read"]
__version__ = "0.1.0"

_HOMES = {
    "extract": "kehoach.api",
    "read": "kehoach.api",
    "FrameworkError": "kehoach.errors",
    "KehoachError": "kehoach.errors",
    "Limits": "kehoach.readers.limits",
    "ReadError": "kehoach.errors",
    "Record": "kehoach.record",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
