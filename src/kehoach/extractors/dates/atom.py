"""What dates are put together from, and what comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kehoach.lexicon import load, patterns
from kehoach.record import DateKind, DateRole, Relation


@dataclass(slots=True)
class Atom:
    """One calendar expression in the cleaned text; None is not written, `X` parts are written blank."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    to_year: int | None = None
    blank: bool = False
    unit: bool = False  # a unit word such as "ngày" or "năm" stands in the span
    weak: bool = False  # needs a neighbour or a word beside it to count
    partner: Atom | None = None  # the far end of a range
    lent: bool = False  # year or month taken from a neighbour


@dataclass(slots=True)
class Found:
    """A date in the cleaned text, before its span is led back to the source."""

    start: int
    end: int
    edtf: str
    kind: DateKind
    relation: Relation
    role: DateRole


@cache
def date_rules() -> dict[str, re.Pattern[str]]:
    return patterns("dates")


@cache
def observances() -> dict[tuple[int, int], tuple[str, ...]]:
    """Month and day of each observance, with the words that name it."""
    return {(int(day["md"][:2]), int(day["md"][3:])): tuple(day["near"]) for day in load("calendar")["day"]}


QUARTER = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def number_of(text: str | None) -> int | None:
    return int(text.replace(" ", "")) if text else None


def observed(low: str, start: int, month: int, day: int) -> bool:
    """Whether the name of the day that `month` and `day` stand for is close before `start`."""
    near = observances().get((month, day), ())
    before = low[max(0, start - 60) : start]
    return any(word in before for word in near)
