"""Figures of a commitment that the targets did not hold: outside the sections on aims, in tables without a header of years.

Which statement commits to what is told by the model; here its quantities are read with how they bind and the year said of them.
"""

from __future__ import annotations

from bisect import bisect_left

from kehoach.extractors import quantities
from kehoach.extractors.plan import Reading
from kehoach.extractors.quantities.comparators import binding
from kehoach.record import Date, Due, Measurement

_SAID = frozenset(("year", "date", "month", "quarter"))


class Figures:
    """The quantities of one plan, read where they are asked for."""

    def __init__(self, reading: Reading) -> None:
        self._clean = reading.clean
        self._dates = reading.record.dates
        derived = reading.clean.derived
        spans = [(derived(one.start), derived(one.end)) for one in (*reading.record.dates, *reading.record.citations)]
        self._taken = sorted(spans)
        self._starts = [start for start, _ in self._taken]
        self._date_starts = [date.start for date in self._dates]

    def within(self, start: int, end: int) -> list[Measurement]:
        """The measurements of a stretch of the cleaned text, without those that something is compared with."""
        low = self._clean.low
        first = max(0, bisect_left(self._starts, start) - 1)
        taken = [one for one in self._taken[first : bisect_left(self._starts, end)] if one[1] > start]
        found = quantities.scan(low, start, end, taken)
        measured = []
        before, previous = start, None
        for at, quantity in enumerate(found):
            after = found[at + 1].start if at + 1 < len(found) else end
            binding(low, quantity, before, after, previous)
            before, previous = quantity.end, quantity
            left = low[max(start, quantity.start - 24) : quantity.start]
            if "so với" in left or (left.endswith("từ ") and "đến" in low[quantity.end : quantity.end + 8]):
                continue
            place = self._clean.span(quantity.start, quantity.end)
            measured.append(
                Measurement(
                    self._clean.source[slice(*place)],
                    *place,
                    comparator=quantity.comparator,
                    value=quantity.value,
                    value_max=quantity.value_max,
                    unit=quantity.unit,
                    per=quantity.per,
                    due=self._due(place, self._clean.span(start, end)),
                )
            )
        return measured

    def _due(self, place: tuple[int, int], around: tuple[int, int]) -> Due | None:
        """The year said of a figure: the nearest one behind it in the statement, else the nearest before it."""
        first = bisect_left(self._date_starts, around[0])
        last = bisect_left(self._date_starts, around[1])
        said = [(at, date) for at, date in enumerate(self._dates[first:last], first) if _bounds(date)]
        behind = [one for one in said if one[1].start >= place[1]]
        before = [one for one in said if one[1].end <= place[0]]
        chosen = behind[0] if behind and not (before and _nearer(before[-1][1], behind[0][1], place)) else None
        if chosen is None and before:
            chosen = before[-1]
        if chosen is None:
            return None
        at, date = chosen
        return Due(date.text, date.start, date.end, date.page, None, date.resolved or date.edtf, at)


def _bounds(date: Date) -> bool:
    return date.kind in _SAID and date.role not in ("citation", "issued", "observance")


def _nearer(before: Date, behind: Date, place: tuple[int, int]) -> bool:
    return place[0] - before.end < behind.start - place[1]
