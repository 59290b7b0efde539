"""A duty, whom a sentence or heading charges, and how far a duty reaches."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from kehoach.extractors.bodies import Body
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.responsibilities.words import partners_of, role_of
from kehoach.lexicon import patterns
from kehoach.record import ResponsibilityRole
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed


@dataclass(slots=True)
class Duty:
    """A duty in the cleaned text."""

    start: int
    end: int
    body: Body
    role: ResponsibilityRole
    partners: list[Body] = field(default_factory=list)
    section: int | None = None
    inherited: bool = False
    due: int | None = None
    open: bool = True  # whether it may go on behind its first sentence
    recurring: bool = False  # whether its date comes back every year
    led_by: tuple[int, int] | None = (
        None  # the lead-in above it, or the words before its body: their deadline is its own
    )


@dataclass(slots=True)
class Charge:
    """What a heading or lead-in hands down to its items."""

    bodies: list[Body]
    requested: bool
    role: ResponsibilityRole | None = None
    partners: list[Body] = field(default_factory=list)


_SUM = re.compile(r"\d[\d.,]* ?(?:đồng|nghìn|ngàn|triệu|tỷ|lần|điểm|%)")  # `Đội trưởng: 561.600 đồng` is a rate of pay
_NOTE = re.compile(r"(?:\[\d+\]|\(\d+\)) *")


def duties_of(
    clean: CleanText, charge: Charge, start: int, end: int, section: int | None, *, inherited: bool = False
) -> list[Duty]:
    if (note := _NOTE.match(clean.low, start, end)) is not None:
        start = note.end()
    while end > start and clean.text[end - 1] in " ;.,:/":
        end -= 1
    if end - start < 3 or _SUM.match(clean.low, start, end):
        return []
    role: ResponsibilityRole = "requested" if charge.requested else (charge.role or role_of(clean.low, start, end))
    partners = charge.partners or partners_of(clean, start, end)
    open_ended = clean.line_at(start) == clean.line_at(end) and start < end
    named = refined(clean, charge.bodies)
    return [Duty(start, end, body, role, partners, section, inherited, None, open_ended) for body in named]


_HEADED = re.compile(r"(?:thủ trưởng|người đứng đầu|lãnh đạo) .{3,}?(?P<and> và )các ")


def refined(clean: CleanText, named: list[Body]) -> list[Body]:
    """The bodies as they are charged: a name and its other name (`Sở A/Sở B`) are one, office holders and the bodies
    listed behind them (`Thủ trưởng các sở, ngành và các tổ chức`) are two."""
    found: list[Body] = []
    for body in named:
        if (
            found
            and clean.low[found[-1].end : body.start].strip() == "/"
            and clean.low[found[-1].start : found[-1].end].split()[0] == clean.low[body.start : body.end].split()[0]
        ):
            first = found.pop()
            found.append(Body(first.start, body.end, " ".join(clean.text[first.start : body.end].split()), first.kind))
        elif (both := _HEADED.match(clean.low, body.start, body.end)) is not None:
            for start, end in ((body.start, both.start("and")), (both.end("and"), body.end)):
                found.append(Body(start, end, " ".join(clean.text[start:end].split()), body.kind))
        else:
            found.append(body)
    return found


def extend(clean: CleanText, duties: list[Duty]) -> None:
    """Lets each duty of running text go on to the end of its paragraph, or to where the next one begins.

    What follows the first semicolon or full stop is still said of that body: partners and deadlines mostly stand there.
    """
    following = len(clean.low)
    for number in range(len(duties) - 1, -1, -1):
        duty = duties[number]
        if number + 1 < len(duties) and duties[number + 1].start > duty.start:
            following = min(
                duties[number + 1].start,
                duties[number + 1].body.start if duties[number + 1].body.start > duty.end else len(clean.low),
            )
        stop = min(clean.line_span(clean.line_at(duty.start))[1], following)
        if (other := _OTHER_MATTER.search(clean.low, duty.end, stop)) is not None:
            stop = other.start() + 1
        if duty.open and duty.end < stop:
            named = partners_of(clean, duty.end, stop)
            known = {partner.name for partner in duty.partners}
            duty.partners = duty.partners + [body for body in named if body.name not in known]
            duty.end = trimmed(clean.text, duty.end, stop, " ;.,:/(–-")


# sentences that speak of something else than the duty before them
_OTHER_MATTER = re.compile(
    r"\. (?:trong quá trình|quá trình|nếu |khi có|trường hợp|mọi |những |trên đây|đề nghị|các nội dung)\b"
)


_BY_THEN = re.compile(r"(?:trước|chậm nhất|muộn nhất|xong|hoàn thành|trong|vào|đến|hạn)[^,;.\d]{0,24}$")


def is_recurring(duty: Duty, low: str, dates: list[Found]) -> bool:
    """Whether the duty's sentence opens with `hằng năm` and its date has no year."""
    if duty.due is None or not dates[duty.due].edtf.startswith("XXXX"):
        return False
    start = low.rfind("\n", 0, duty.start) + 1 if duty.led_by is None else duty.led_by[0]
    return patterns("reports")["every_year"].search(low, start, duty.start) is not None


_YEARS = len("2026/2030")


def deadline_of(duty: Duty, low: str, dates: list[Found]) -> int | None:
    """Index of the first deadline that the duty's words name; failing one, of the date they say the work is for; failing
    both, of the deadline of its lead-in (`Trước ngày 15/11 hằng năm Sở A có trách nhiệm:`) or of the words before its body."""
    at = bisect_left(dates, duty.start, key=lambda d: d.start)
    when = None
    while at < len(dates) and dates[at].start < duty.end:
        date = dates[at]
        if date.role == "deadline":
            return at
        if (
            when is None
            and date.role == "other"  # a milestone is that of a target, or of a plan that the duty names
            and date.kind in ("date", "month", "quarter", "year")
        ):
            if _BY_THEN.search(low, max(duty.start, date.start - 36), date.start + 1) or date.relation in (
                "before",
                "by",
                "until",
            ):
                when = at
        if when is None and date.kind == "interval" and date.role == "other" and len(date.edtf) > _YEARS:
            when = at if low.endswith("từ ", 0, date.start) else None
        at += 1
    if when is None and duty.led_by is not None:
        at = bisect_left(dates, duty.led_by[0], key=lambda d: d.start)
        if at < len(dates) and dates[at].start < duty.led_by[1] and dates[at].role == "deadline":
            return at
    return when
