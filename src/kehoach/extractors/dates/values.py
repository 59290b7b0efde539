"""EDTF values (ISO 8601-2)."""

from __future__ import annotations

from kehoach.extractors.dates.atom import Atom
from kehoach.record import DateKind


def _edtf_of(atom: Atom) -> str:
    year = f"{atom.year:04d}" if atom.year else "XXXX"
    if atom.quarter:
        return f"{year}-{32 + atom.quarter}"
    if atom.half:
        return f"{year}-{39 + atom.half}"
    if atom.blank or atom.day:
        month = f"{atom.month:02d}" if atom.month else "XX"
        day = f"{atom.day:02d}" if atom.day else "XX"
        return f"{year}-{month}-{day}"
    if atom.month:
        return f"{year}-{atom.month:02d}"
    return year


def value_of(atom: Atom) -> tuple[str, DateKind]:
    if atom.to_year:
        return f"{atom.year}/{atom.to_year}", "interval"
    if atom.partner is not None:
        return f"{_edtf_of(atom)}/{_edtf_of(atom.partner)}", "interval"
    text = _edtf_of(atom)
    if atom.quarter or atom.half:
        return text, "quarter"
    if atom.day or atom.blank:
        return text, "date"
    return (text, "month") if atom.month else (text, "year")


def resolve(edtf: str, year: int | None) -> str | None:
    """`edtf` with its unknown year filled in; None where nothing is open or the year is not known."""
    if year is None or "XXXX" not in edtf:
        return None
    first, slash, last = edtf.partition("/")
    if slash and first.startswith("XXXX") and last.startswith("XXXX"):
        wraps = last[4:] < first[4:]
        return f"{year}{first[4:]}/{year + wraps}{last[4:]}"
    return edtf.replace("XXXX", str(year))
