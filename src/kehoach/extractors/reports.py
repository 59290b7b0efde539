"""Finds reporting duties: who reports to whom, through whom, by when, how often.

`gửi về A (qua B) trước ngày … để tổng hợp, báo cáo C` is two: one to A by way of B, one to C. Two deadlines of one report are
two reports. Left alone: reports as papers (`theo báo cáo`, `Báo cáo số …`), what was reported, rapporteurs (`báo cáo viên`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from kehoach.extractors.bodies import Body, bodies
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities import Duty
from kehoach.lexicon import patterns
from kehoach.record import Frequency
from kehoach.text.clean import CleanText
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


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("reports")[name]


_CLAUSE = re.compile(r"[;.](?=\s|$)")
_GATHERED = re.compile(r"(?:tổng hợp|tập hợp)[^;.:]{0,60}$")
_PARTED = re.compile(r"\b(?:để|và|,) ?(?:tổng hợp|theo dõi|xem xét|chỉ đạo)|;")
_SUBJECT = ("deadline",)


def scan(clean: CleanText, sections: list[Item], pieces: list[Piece], dates: list[Found], duties: list[Duty]) -> list[Reporting]:
    """The reporting duties of the cleaned text, in order."""
    low = clean.low
    found: list[Reporting] = []
    starts = [d.start for d in dates]
    duty_starts = [d.start for d in duties]
    for piece in pieces:
        if piece.section is None and sections:
            continue
        if piece.section is not None and sections[piece.section].kind == "recipients":
            continue
        text = low[piece.start : piece.end]
        if "báo cáo" not in text and "gửi" not in text:
            continue
        found += _in_piece(clean, piece, dates, starts, duties, duty_starts, sections)
    return found


def _in_piece(
    clean: CleanText, piece: Piece, dates: list[Found], starts: list[int], duties: list[Duty], duty_starts: list[int], sections: list[Item]
) -> list[Reporting]:
    low = clean.low
    verbs = [m for m in _rule("verb").finditer(low, piece.start, piece.end)]
    found: list[Reporting] = []
    done = piece.start
    for number, verb in enumerate(verbs):
        at = verb.start()
        if at < done:
            continue
        noun = _rule("noun").search(low, max(piece.start, at - 24), at) is not None
        clause = _CLAUSE.search(low, at, piece.end)
        stop = clause.start() if clause else piece.end
        following = next((v.start() for v in verbs[number + 1 :] if v.start() > at), stop)
        to, after = _receivers(clean, at, min(stop, piece.end), following if noun else stop, verbs[number + 1 :])
        if noun and not (to and verb["x"] == "gửi"):
            continue
        segment = _until(low, after, stop, verbs, to)
        here = _dates(low, dates, starts, at, segment)
        words = low[piece.start : stop]
        if not to and (verb["x"] != "báo cáo" or not here) and not (verb["x"] == "báo cáo" and _periodic(low, piece, at, stop)):
            continue
        if not here and not found:
            here = _dates(low, dates, starts, piece.start, at)
        via = _via(clean, at, min(stop, segment + 80))
        end = max([after, via.end if via else 0])
        if here:
            end = max(end, min(dates[here[0]].end, stop))
        begin = at
        if (gathered := _GATHERED.search(low, piece.start, at)) is not None and not found:
            begin = gathered.start()
        report = Reporting(begin, _trimmed(low, end), _who(clean, piece, at, duties, duty_starts, found), to, via)
        report.due = here[0] if here else None
        report.frequency = _frequency(low, piece, at, stop, dates, here[:1])
        found.append(report)
        for more in here[1:]:
            date = dates[more]
            extra = Reporting(date.start, max(date.end, min(stop, date.end)), report.who, to, via, more)
            extra.frequency = _frequency(low, piece, date.start, stop, dates, [more])
            found.append(extra)
        done = report.end
        del words
    return found


def _receivers(clean: CleanText, at: int, stop: int, limit: int, later: list[re.Match[str]]) -> tuple[list[Body], int]:
    """Who receives, and where the words that say so end."""
    low = clean.low
    direct = _rule("direct").match(low, at, stop)
    if direct is not None:
        named = [b for b in bodies(clean, direct.end(), stop)]
        if named:
            return named, named[-1].end
    bound = min(stop, at + 260)
    for match in _rule("towards").finditer(low, at, bound):
        own = [v for v in later if v.start() < match.start()]
        if own and own[-1]["x"] == "báo cáo" and _GATHERED.search(low, at, own[-1].start()):
            break  # a second report begins before
        named = bodies(clean, match.end(), stop)
        if named and not low.startswith(" về", named[-1].end):
            return named, named[-1].end
    return [], at + 7


def _until(low: str, after: int, stop: int, verbs: list[re.Match[str]], to: list[Body]) -> int:
    """End of what belongs to this report: where the next one begins."""
    for verb in verbs:
        if verb.start() > after and verb["x"] == "báo cáo" and _GATHERED.search(low, after, verb.start()):
            return verb.start()
    return stop


def _dates(low: str, dates: list[Found], starts: list[int], start: int, end: int) -> list[int]:
    """Indices of the deadlines in `low[start:end]`."""
    at = bisect_left(starts, start)
    found = []
    while at < len(dates) and starts[at] < end:
        date = dates[at]
        if date.role not in ("citation", "issued", "observance", "plan_year", "period") and date.kind in ("date", "month", "quarter", "recurring") and date.relation not in ("from",):
            found.append(at)
        at += 1
    return found


def _periodic(low: str, piece: Piece, at: int, stop: int) -> bool:
    """Whether a report without a receiver is at least asked for at times."""
    match = _rule("frequency").search(low, at, min(stop, at + 80))
    return match is not None and match.lastgroup in ("half_yearly", "quarterly", "monthly", "weekly", "yearly") and "theo quy định" not in low[at:stop]


def _via(clean: CleanText, start: int, end: int) -> Body | None:
    for match in _rule("via").finditer(clean.low, start, end):
        named = bodies(clean, match.end(), end)
        if named:
            return named[0]
    return None


_IS_FREQUENCY = ("yearly", "half_yearly", "quarterly", "monthly", "weekly", "daily", "ad_hoc", "final")


def _frequency(low: str, piece: Piece, at: int, stop: int, dates: list[Found], due: list[int]) -> Frequency | None:
    if due and dates[due[0]].kind == "recurring":
        return "monthly" if dates[due[0]].edtf.startswith("XXXX-XX") else "yearly"
    match = _rule("frequency").search(low, at, min(stop, at + 140)) or _rule("frequency").search(low, piece.start, at)
    return match.lastgroup if match else None  # type: ignore[return-value]


def _who(clean: CleanText, piece: Piece, at: int, duties: list[Duty], duty_starts: list[int], earlier: list[Reporting]) -> list[Body]:
    """Who reports: the body whose duty this is, else the one that the sentence names first."""
    if earlier and earlier[-1].to and re.search(r"\bđể\b", clean.low[earlier[-1].end : at]):
        return [b for b in earlier[-1].to if b.kind != "generic"] or earlier[-1].to  # A gathers and reports to C
    index = bisect_left(duty_starts, at + 1)
    found: list[Body] = []
    for duty in reversed(duties[max(0, index - 12) : index]):
        if duty.start <= at < duty.end and all(b.start != duty.body.start for b in found):
            found.insert(0, duty.body)
    if found:
        return found
    return bodies(clean, piece.start, at)


def _trimmed(low: str, end: int) -> int:
    while end and low[end - 1] in " ,;.:":
        end -= 1
    return end
