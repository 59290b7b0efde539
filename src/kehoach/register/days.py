"""Dates as the register knows them: a day, a month or a year, compared without claiming more than was written.

A date is text in ISO form (`2025-03-01`, `2025-03`, `2025`). A letter X stands for an unknown part, as in the record of a
plan (`2024-02-XX`, `2024-XX-XX`). Days are compared as ISO text, which sorts as the calendar does.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache
from typing import TypeAlias

On: TypeAlias = str | datetime.date

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_UNKNOWN = re.compile(r"(?:-XX){1,2}$")


def bounds(when: On) -> tuple[str, str]:
    """The first and the last day of a date, as ISO text.

    >>> bounds("2025-02")
    ('2025-02-01', '2025-02-28')

    Raises:
        ValueError: `when` is no date of the calendar, or its year is not known.
    """
    return _bounds(when.isoformat()[:10] if isinstance(when, datetime.date) else when)


@lru_cache(maxsize=4096)
def _bounds(when: str) -> tuple[str, str]:
    match = _PARTIAL.fullmatch(_UNKNOWN.sub("", when))
    if match is None:
        raise ValueError(f"{when!r} is no date such as 2025-03-01, 2025-03 or 2025")
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if day:
            whole = datetime.date(year, int(month), int(day)).isoformat()
            return whole, whole
        first = datetime.date(year, int(month or 1), 1)
        last = int(month or 12)
        return first.isoformat(), datetime.date(year, last, calendar.monthrange(year, last)[1]).isoformat()
    except ValueError as error:
        raise ValueError(f"{when!r} is not in the calendar") from error


def first_day(when: On | None) -> str:
    """The first day of `when`; where it is open, a text before all days."""
    return bounds(when)[0] if when is not None else ""


def last_day(when: On | None) -> str:
    """The last day of `when`; where it is open, a text after all days."""
    return bounds(when)[1] if when is not None else "~"


def day_after(when: On) -> str:
    """The day after the last day of `when`.

    >>> day_after("2025-02")
    '2025-03-01'
    """
    return (datetime.date.fromisoformat(last_day(when)) + datetime.timedelta(days=1)).isoformat()
