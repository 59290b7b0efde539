"""From what the extractors found in the cleaned text to the record: spans in the source, identifiers, names, links."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from kehoach.extractors.bodies import Body
from kehoach.extractors.budget import Money
from kehoach.extractors.ids import Identifiers
from kehoach.extractors.reports import Reporting
from kehoach.extractors.responsibilities import Duty
from kehoach.extractors.targets import Aim, Value
from kehoach.record import (
    Agency,
    Baseline,
    BudgetLine,
    Citation,
    Date,
    Due,
    Link,
    Measurement,
    Report,
    Responsibility,
    Target,
)
from kehoach.register import Register
from kehoach.text.clean import CleanText


class Assembler:
    """Makes the record's things of one plan.

    Args:
        dates: the record's dates, in the order of the extractor's.
        register: names, codes and kinds of bodies; `on` is the day for which they are asked.
    """

    def __init__(
        self, clean: CleanText, dates: tuple[Date, ...], ids: Identifiers, register: Register, on: str | None
    ) -> None:
        self._clean = clean
        self._dates = dates
        self._ids = ids
        self._register = register
        self._on = on
        self._agencies: dict[tuple[int, int, str], Agency] = {}

    def _place(self, start: int, end: int) -> tuple[str, int, int]:
        first, last = self._clean.span(start, end)
        return self._clean.source[first:last], first, last

    def _one_line(self, start: int, end: int) -> str:
        return " ".join(self._clean.text[start:end].split())

    def agency(self, body: Body) -> Agency:
        """A body with the name, code and kind that the register gives it."""
        key = (body.start, body.end, body.name)
        if key not in self._agencies:
            known = None if body.kind == "generic" else self._register.body(body.name, self._on)
            kind = body.kind
            if known is not None and kind != "official":
                kind = known.kind
            self._agencies[key] = Agency(
                *self._place(body.start, body.end),
                name=_name(known.name, body.name) if known is not None and body.kind != "official" else body.name,
                code=known.code if known is not None else None,
                kind=kind,
            )
        return self._agencies[key]

    def _due(self, index: int | None, *, recurring: bool = False) -> Due | None:
        if index is None:
            return None
        date = self._dates[index]
        edtf = date.edtf if recurring or date.kind == "recurring" else date.resolved or date.edtf
        return Due(date.text, date.start, date.end, date.page, None, edtf, index)

    def target(self, aim: Aim) -> Target:
        """A target with its measurements."""
        place = self._place(aim.start, aim.end)
        measurements = tuple(self._measurement(value) for value in aim.values)
        return Target(
            *place,
            id=self._ids("t", place[1], place[2]),
            indicator=self._one_line(*aim.indicator) if aim.indicator else "",
            indicator_span=self._clean.span(*aim.indicator) if aim.indicator else None,
            measurements=measurements,
            due=self._due(aim.due) if not measurements else None,
            frequency=aim.frequency,
            scope=self._one_line(*aim.scope) if aim.scope else None,
            quantified=bool(measurements),
            section=aim.section,
        )

    def _measurement(self, value: Value) -> Measurement:
        quantity = value.quantity
        baseline = None
        if quantity.baseline is not None or value.base_due is not None:
            base_date = self._dates[value.base_due] if value.base_due is not None else None
            baseline = Baseline(quantity.baseline, (base_date.resolved or base_date.edtf) if base_date else None)
        return Measurement(
            *self._place(quantity.start, quantity.end),
            comparator=quantity.comparator,
            value=quantity.value,
            value_max=quantity.value_max,
            unit=quantity.unit,
            per=quantity.per,
            due=self._due(value.due),
            baseline=baseline,
            frequency=value.frequency,
        )

    def responsibility(self, duty: Duty) -> Responsibility:
        """A duty of one body."""
        place = self._place(duty.start, duty.end)
        return Responsibility(
            *place,
            id=self._ids("r", place[1], place[2], duty.body.name),
            agency=self.agency(duty.body),
            role=duty.role,
            partners=tuple(self.agency(body) for body in duty.partners),
            task=self._one_line(duty.start, duty.end),
            due=self._due(duty.due, recurring=duty.recurring),
            section=duty.section,
            inherited=duty.inherited,
        )

    def report(self, reporting: Reporting) -> Report:
        """A reporting duty."""
        place = self._place(reporting.start, reporting.end)
        return Report(
            *place,
            id=self._ids("p", place[1], place[2]),
            who=tuple(self.agency(body) for body in reporting.who),
            to=tuple(self.agency(body) for body in reporting.to),
            via=self.agency(reporting.via) if reporting.via else None,
            due=self._due(reporting.due, recurring=reporting.recurring),
            frequency=reporting.frequency,
        )

    def money(self, money: Money) -> BudgetLine:
        """A source of money."""
        place = self._place(money.start, money.end)
        return BudgetLine(
            *place,
            id=self._ids("b", place[1], place[2]),
            source=self._one_line(money.start, money.end),
            amount=money.amount,
        )


def links(
    targets: tuple[Target, ...],
    responsibilities: tuple[Responsibility, ...],
    reports: tuple[Report, ...],
    citations: tuple[Citation, ...],
    dates: tuple[Date, ...],
) -> tuple[Link, ...]:
    """The ties between them that the text makes."""
    found: list[Link] = []
    cited = [citation.start for citation in citations]
    begun = [duty.start for duty in responsibilities]
    reached = list(accumulate((duty.end for duty in responsibilities), max))
    for target in targets:
        for due in _dues(target):
            found.append(Link("due", target.id, dates[due].id))
        # the duties that begin before its end, from the first one that any earlier one reaches beyond its start
        for duty in responsibilities[bisect_right(reached, target.start) : bisect_left(begun, target.end)]:
            if target.start < duty.end:
                found.append(Link("owner", target.id, duty.id))
        found += [Link("basis", target.id, citation.id) for citation in _inside(citations, cited, target)]
    for duty in responsibilities:
        if duty.due is not None and duty.due.date is not None:
            found.append(Link("due", duty.id, dates[duty.due.date].id))
        found += [Link("basis", duty.id, citation.id) for citation in _inside(citations, cited, duty)]
    for report in reports:
        if report.due is not None and report.due.date is not None:
            found.append(Link("due", report.id, dates[report.due.date].id))
    return tuple(dict.fromkeys(found))


def _dues(target: Target) -> list[int]:
    all_dues = [m.due for m in target.measurements] + [target.due]
    return list(dict.fromkeys(due.date for due in all_dues if due is not None and due.date is not None))


def _inside(citations: tuple[Citation, ...], starts: list[int], thing: Target | Responsibility) -> Iterable[Citation]:
    within = citations[bisect_left(starts, thing.start) : bisect_left(starts, thing.end)]
    return (citation for citation in within if citation.end <= thing.end)


_WARDS = ("phường", "thị trấn", "đặc khu")
_CENTRAL = " trực thuộc trung ương"


def _name(known: str, written: str) -> str:
    """The register's name, with the unit that the plan writes: `Công an phường` is the register's `Công an xã`."""
    low = written.lower()
    if known.lower().endswith(_CENTRAL) and _CENTRAL not in low:
        return known[: -len(_CENTRAL)]  # which kind of city, the plan does not say
    if known.endswith(" xã"):
        for unit in _WARDS:
            if unit in low:
                return known[: -len("xã")] + unit
    return known
