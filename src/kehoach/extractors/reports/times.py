"""By when and how often is reported, and the words that belong to each deadline."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from kehoach.extractors.dates.atom import Found
from kehoach.lexicon import patterns
from kehoach.record import Frequency


@dataclass(frozen=True, slots=True)
class Part:
    """The words of one deadline."""

    start: int
    end: int
    frequency: Frequency | None


@dataclass(frozen=True, slots=True)
class Span:
    """A step with its verb."""

    start: int
    verb: int
    end: int


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("reports")[name]


_NO_DEADLINE = frozenset(("citation", "issued", "observance", "plan_year", "period"))


def deadlines(low: str, dates: list[Found], starts: list[int], start: int, end: int) -> list[int]:
    """Indices of the deadlines in `low[start:end]`: days, months, recurring days; a half-year names the report instead."""
    at = bisect_left(starts, start)
    found: list[int] = []
    while at < len(dates) and starts[at] < end:
        date = dates[at]
        dated = date.kind in ("date", "recurring") or (
            date.kind in ("month", "quarter")
            and date.edtf[-2:] not in ("40", "41")
            and _rule("by_then").search(low, max(0, date.start - 24), date.start) is not None
        )
        if date.kind == "interval":
            dated = _SENT_FROM.search(low, max(0, date.start - 90), date.start) is not None
        if (
            date.role not in _NO_DEADLINE
            and date.relation != "from"
            and (
                dated
                or (date.kind == "year" and date.relation == "before")
                or (date.kind == "year" and _is_stage(low, start, date, dates[found[-1]] if found else None))
            )
        ):
            found.append(at)
        at += 1
    exact = [i for i in found if dates[i].kind in ("date", "recurring", "interval")]
    return exact or found


# the days in which it is sent: `gửi từ ngày 10 đến ngày 15/12`, `gửi báo cáo về Sở A từ …`; others are the time reported on
_SENT_FROM = re.compile(
    r"\b(?:gửi|nộp|báo cáo) (?:từ )?$|\b(?:gửi|nộp)\b[^;.]{0,24}? (?:về|cho|đến|tới) [^;.,]{3,60}? (?:từ )?$"
)


def _is_stage(low: str, start: int, date: Found, before: Found | None) -> bool:
    """Whether a year is one in which the work is looked back on: `sơ kết các năm 2023, 2025`."""
    if before is not None and before.kind == "year" and low[before.end : date.start] in (", ", " và ", " và năm "):
        return True
    return _rule("stages").search(low, max(start, date.start - 60), date.start) is not None


_NEAR, _REGULAR = 140, 260


def reach(low: str, start: int, verb: int) -> int:
    """How far before the verb a deadline may stand: near it, or anywhere in a list of regular dates (`Định kỳ …`)."""
    far = max(start, verb - _REGULAR)
    return far if low.find("định kỳ", far, verb) >= 0 else max(start, verb - _NEAR)


def regular(low: str, start: int, end: int) -> bool:
    """Whether a report without a receiver or deadline is at least asked for at certain times."""
    match = _rule("frequency").search(low, start, min(end, start + 80)) or _rule("occasion").search(
        low, start, min(end, start + 80)
    )
    return match is not None and "theo quy định" not in low[start:end]


def rhythm(low: str, start: int, end: int) -> Frequency | None:
    """How often, by the first word for it."""
    match = _rule("frequency").search(low, start, end)
    return match.lastgroup if match is not None else None  # type: ignore[return-value]


def every_year(low: str, start: int, end: int) -> bool:
    """Whether the days of a sentence come back every year."""
    return _rule("every_year").search(low, start, end) is not None


def told_afterwards(low: str, start: int, end: int) -> bool:
    """Whether a sentence only says by when the one before it is to be done."""
    return low.startswith("thời ", start) and _rule("afterwards").match(low, start, end) is not None


_PAST = 160
_BEHIND = 60


def frequency(low: str, start: int, begin: int, end: int, last: int) -> tuple[Frequency | None, int]:
    """How often, where no deadline is named, and where the words for it end if they follow the verb.

    A rhythm is meant before an occasion (`định kỳ hằng quý hoặc đột xuất`), an occasion before the end of the work.

    Args:
        last: where receivers and what the report goes through end; an occasion may stand right behind them.
    """
    stop = min(end, max(begin + _PAST, last + _BEHIND))
    for name, first, last in (
        ("frequency", begin, stop),
        ("frequency", start, begin),
        ("occasion", begin, stop),
        ("condition", start, begin),
        ("final", start, stop),
    ):
        match = _rule(name).search(low, first, last)
        if match is not None:
            often: Frequency = match.lastgroup  # type: ignore[assignment]
            return often, match.end() if first == begin else 0
    return None, 0


def parts(low: str, dates: list[Found], span: Span, last: int, *, before: bool) -> list[Part]:
    """The words of each deadline: from the verb for the first one, behind the one before it for the others.

    Args:
        last: where receivers and what the report goes through end.
        before: whether the deadlines stand before the verb.
    """
    found: list[Part] = []
    opening = at = max(0, dates[0].start - _AHEAD) if before else span.verb
    names = _names(low, opening, dates[0].start)
    if not names and not before:
        names = _names(low, span.start, span.verb)  # "Định kỳ 6 tháng, năm báo cáo … trước ngày …"
    usual = names[0] if names else None
    for number, date in enumerate(dates):
        final = number + 1 == len(dates)
        limit = span.end if final else dates[number + 1].start
        stop = _behind(low, date.end, min(limit, date.end + 70))
        often = names[number] if len(names) == len(dates) > 1 else _named(low, at, date, stop) or usual
        start, reached = (
            (at, stop) if number else (span.verb, max(last, min(span.verb + 7, span.end)) if before else stop)
        )
        if not before and (final or stop < last <= limit):
            reached = max(reached, last)
        if often is None and date.kind == "recurring":
            often = "yearly"
        found.append(Part(start, reached, often))
        at = _SEPARATOR.match(low, stop, limit).end()  # type: ignore[union-attr]
    return found


_AHEAD = 90
_SEPARATOR = re.compile(r"(?:[\s,;.)]|và |hoặc |đồng thời )*")


def _behind(low: str, at: int, limit: int) -> int:
    """Where the words end that say which report the deadline before them is for: `(báo cáo 6 tháng)`, `đối với báo cáo năm`."""
    match = _rule("which").match(low, at, limit)
    return match.end() if match is not None else at


def _named(low: str, start: int, date: Found, stop: int) -> Frequency | None:
    """How often, by the name of the report behind its deadline or before it."""
    behind = _names(low, date.end, stop)
    if behind:
        return behind[-1]
    if date.edtf.startswith("XXXX-XX"):
        return "quarterly" if re.match(r"[^,;.()]{0,20}\bquý\b", low[date.start : date.end + 24]) else "monthly"
    ahead = _names(low, max(start, date.start - _AHEAD), date.start)
    return ahead[-1] if ahead else None


def _names(low: str, start: int, end: int) -> list[Frequency]:
    """The reports that are named, by how often they come."""
    return [match.lastgroup for match in _rule("report_name").finditer(low, start, end)]  # type: ignore[misc]
