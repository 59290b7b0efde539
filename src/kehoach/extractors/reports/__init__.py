"""Finds reporting duties: who reports to whom, through whom, by when, how often.

A sentence is cut into steps (`steps`): where a receiver gathers and reports on, and where another report begins. Each step
gives a report for each deadline in it (`times`), or one where it names none, to the bodies of `receivers` by the one of `subject`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.extractors.bodies import Body
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.outline import Item
from kehoach.extractors.reports import receivers, steps, times
from kehoach.extractors.reports.subject import Subjects
from kehoach.extractors.responsibilities import Duty
from kehoach.record import Frequency
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed
from kehoach.text.statements import Piece


@dataclass(slots=True)
class Reporting:
    """A reporting duty in the cleaned text."""

    start: int
    end: int
    who: list[Body] = field(default_factory=list)
    to: list[Body] = field(default_factory=list)
    via: Body | None = None
    due: int | None = None
    frequency: Frequency | None = None
    recurring: bool = False  # whether its day comes back every year, though the plan is of one


def scan(
    clean: CleanText,
    sections: list[Item],
    above: Sequence[int | None],
    pieces: list[Piece],
    dates: list[Found],
    duties: list[Duty],
) -> list[Reporting]:
    """The reporting duties of the cleaned text, in order.

    Args:
        above: for each section the one it stands directly under.
    """
    found: list[Reporting] = []
    starts = [d.start for d in dates]
    subjects = Subjects(clean, sections, above, duties)
    for piece in pieces:
        if piece.section is None and sections:
            continue
        if _sets_out(sections, above, piece.section):
            continue
        if found and clean.line_at(found[-1].start) == piece.line:
            dated = _afterwards(clean.low, found[-1], piece, dates, starts)
            if dated:
                found[-1:] = dated
                continue
        if not steps.may_report(clean.low, piece.start, piece.end):
            continue
        earlier: Reporting | None = None
        before = found[-1] if found and clean.line_at(found[-1].start) == piece.line else None
        for step in steps.cut(clean, piece.start, piece.end, goes_on=before is not None):
            one = _step(clean, step, piece, dates, starts, subjects, earlier)
            if one and earlier is not None and not earlier.to and not step.gathers:
                earlier.to = one[0].to  # named once, behind the last of them
            if one and earlier is None and before is not None and step.verbs[0].start() == piece.start:
                _carry_on(before, one)
            found += one
            earlier = one[-1] if one else earlier
    return found


def _sets_out(sections: list[Item], above: Sequence[int | None], section: int | None) -> bool:
    """Whether a section tells what the plan is for or who gets it."""
    while section is not None and sections[section].kind == "other" and sections[section].title is None:
        section = above[section]
    return section is not None and sections[section].kind in ("recipients", "purpose")


def _carry_on(before: Reporting, found: list[Reporting]) -> None:
    """Dated reports of one paragraph go to the same bodies: `… về Sở A trước ngày …; báo cáo năm trước ngày …`."""
    for report in found:
        if not report.to and report.due is not None and before.due is not None:
            report.to = before.to


def _afterwards(low: str, report: Reporting, piece: Piece, dates: list[Found], starts: list[int]) -> list[Reporting]:
    """The report with the deadlines that the next sentence gives it: `Thời gian gửi báo cáo: trước ngày …`."""
    if report.due is not None or not times.told_afterwards(low, piece.start, piece.end):
        return []
    due = times.deadlines(low, dates, starts, piece.start, piece.end)
    if not due:
        return []
    span = times.Span(piece.start, piece.start, piece.end)
    parts = times.parts(low, [dates[i] for i in due], span, piece.start, before=False)
    again = times.every_year(low, piece.start, piece.end)
    found: list[Reporting] = []
    for number, (index, part) in enumerate(zip(due, parts, strict=True)):
        every = again and dates[index].edtf.startswith("XXXX")
        often = part.frequency or report.frequency or ("yearly" if every else None)
        start, end = (part.start, trimmed(low, 0, part.end)) if number else (report.start, report.end)
        one = Reporting(start, end, report.who, report.to, report.via, index, often, every)
        found.append(one)
    return found


def _step(
    clean: CleanText,
    step: steps.Step,
    piece: Piece,
    dates: list[Found],
    starts: list[int],
    subjects: Subjects,
    earlier: Reporting | None,
) -> list[Reporting]:
    low = clean.low
    first = step.verbs[0].start()
    told = receivers.find(clean, step.verbs, step.end)
    due = times.deadlines(low, dates, starts, first, step.end)
    before = not due
    if before:
        due = times.deadlines(low, dates, starts, times.reach(low, step.since, first), first)
    if due and not told.bodies and step.paper is not None:
        sent = receivers.direct(clean, step.paper.start(), first) or receivers.find(clean, [step.paper], first).bodies
        told = receivers.Told(sent, told.end, told.verb)
    if not told.bodies and not due and not times.regular(low, first, step.end):
        return []
    begin = first
    if told.verb is not None and not due and not step.verbs[0]["x"].startswith("báo"):
        begin = told.verb
    begin = steps.gathered(low, step.start, begin)
    via = receivers.through(clean, begin, step.end)
    who = _reporters(clean, step, piece, subjects, earlier, told.bodies)
    last = max(told.end, receivers.bracketed(low, via.end) if via is not None else 0)
    if not due:
        frequency, end = times.frequency(low, step.start, begin, step.end, last)
        reached = max(last, end, min(begin + 7, step.end))
        return [Reporting(begin, trimmed(low, 0, reached), who, told.bodies, via, None, frequency)]
    found: list[Reporting] = []
    following = None if before else steps.next_report(low, step, dates[due[0]].start)
    if following is not None and (often := times.rhythm(low, begin, following)) is not None:
        # a report at times of its own before the dated ones
        found.append(Reporting(begin, trimmed(low, 0, following), who, told.bodies, via, None, often))
        begin = following
    span = times.Span(step.start, begin, step.end)
    parts = times.parts(low, [dates[i] for i in due], span, last, before=before)
    to = told.bodies
    passed_on = earlier.frequency if earlier is not None and step.gathers else None
    every_year = times.every_year(low, piece.start, piece.end)
    for index, part in zip(due, parts, strict=True):
        if found and (own := receivers.within(clean, part.start, dates[index].start, part.end)):
            to = own
        again = every_year and dates[index].edtf.startswith("XXXX")
        frequency = part.frequency or ("yearly" if again else passed_on if passed_on in _REGULAR else None)
        found.append(Reporting(part.start, trimmed(low, 0, part.end), who, to, via, index, frequency, again))
    return found


_REGULAR = frozenset(("yearly", "half_yearly", "quarterly", "monthly", "weekly"))


def _reporters(
    clean: CleanText,
    step: steps.Step,
    piece: Piece,
    subjects: Subjects,
    earlier: Reporting | None,
    to: list[Body],
) -> list[Body]:
    """Who makes the report of this step."""
    verb = step.verbs[0].start()
    if carried := subjects.trustee(step.start, verb):
        return carried
    if earlier is None:
        if heard := subjects.told(step.start, verb):
            return heard
        if (
            step.gathers
            and step.paper is not None
            and (named := receivers.find(clean, [step.paper], step.since).bodies)
        ):
            return named  # who got what is no report and makes one of it
        return subjects.of(piece, verb)
    if step.gathers:
        since = steps.gatherer(clean.low, step)
        if since is not None and (named := subjects.between(since, verb)):
            return named
        # who gathered reports on: the body it went through, where it was sent to one that only heads the others
        if earlier.via is not None and (not earlier.to or earlier.to[0].kind == "people_committee"):
            return [earlier.via]
        names = {body.name.lower() for body in to}
        named = [
            body for body in earlier.to if not body.name.lower().startswith("các ") and body.name.lower() not in names
        ]
        if named or earlier.via is not None:
            return named or [earlier.via] if earlier.via is not None else named
    return subjects.between(step.start, verb) or earlier.who
