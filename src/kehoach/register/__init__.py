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
]
