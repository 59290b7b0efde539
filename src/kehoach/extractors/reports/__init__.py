"""Finds reporting duties: who reports to whom, through whom, by when, how often.

A sentence is cut into steps where a receiver gathers and reports on (`gửi về A (qua B) … để tổng hợp, báo cáo C` is a step to A
by way of B and one to C). Each step gives a report for each deadline in it, or one where it names none.
Left alone: reports as papers (`theo báo cáo`, `Báo cáo số …`), what was reported, rapporteurs, plans and lists that are sent.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
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
    recurring: bool = False  # whether its day comes back every year, though the plan is of one


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("reports")[name]


def scan(
    clean: CleanText, sections: list[Item], pieces: list[Piece], dates: list[Found], duties: list[Duty]
) -> list[Reporting]:
    """The reporting duties of the cleaned text, in order."""
    low = clean.low
    found: list[Reporting] = []
    starts = [d.start for d in dates]
    duty_starts = [d.start for d in duties]
    last_line, last_who = -1, list[Body]()
    for piece in pieces:
        if piece.section is None and sections:
            continue
        if piece.section is not None and sections[piece.section].kind in ("recipients", "purpose"):
            continue
        if all(low.find(word, piece.start, piece.end) < 0 for word in ("báo cáo", "gửi", "báo ")):
            if piece.line != last_line:
                last_line, last_who = -1, []
            continue
        who = _subject(clean, piece, duties, duty_starts, last_who if piece.line == last_line else [])
        last_line, last_who = piece.line, who
        earlier: Reporting | None = None
        for start, end in _steps(clean, piece):
            step = _step(clean, start, end, piece, dates, starts, who, earlier)
            found += step
            earlier = step[-1] if step else earlier
    return found


_NEXT_STEP = re.compile(
    r"(?:[,(]? ?(?:để|và|đồng thời) |, )?(?:kịp )?(?:tổng hợp|tập hợp)[^;.:]{0,60}?\bbáo cáo (?!viên)|\bđể (?:kịp )?báo cáo |\bký báo cáo gửi "
)


_NAMED = re.compile(r"T(?:ổng|ập) hợp")  # a room, not a deed: Đội Tổng hợp


def _steps(clean: CleanText, piece: Piece) -> list[tuple[int, int]]:
    """The steps of a reporting chain."""
    low = clean.low
    cuts = [piece.start]
    for match in _NEXT_STEP.finditer(low, piece.start, piece.end):
        if (
            clean.text[match.end() - 2].islower()
            and not _NAMED.search(clean.text, match.start(), match.end())
            and _rule("verb").search(low, cuts[-1], match.start()) is not None
        ):
            cuts.append(match.start())
    cuts.append(piece.end)
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


_MOST = 32  # verbs of one sentence that are looked at
_PAPERS = re.compile(r"\b(?:kết quả|số liệu|báo cáo|tình hình|tổng hợp)\b")
_SENT = re.compile(
    r"\b(?:kế hoạch|dự toán|hồ sơ|danh sách|biên bản|văn bản|dự thảo|giấy|đơn(?! vị)|phiếu|đề xuất|đăng ký|kiến nghị)\b[^,;.]{0,40}$"
)
_GATHERED = re.compile(r"(?:tổng hợp|tập hợp)[^;.:]{0,60}$")


def _step(
    clean: CleanText,
    start: int,
    end: int,
    piece: Piece,
    dates: list[Found],
    starts: list[int],
    who: list[Body],
    earlier: Reporting | None,
) -> list[Reporting]:
    low = clean.low
    verbs = [
        m
        for m in itertools.islice(_rule("verb").finditer(low, start, end), _MOST)
        if not _is_paper(low, piece.start, m)
    ]
    to, receivers_end, verb_at = _receivers(clean, verbs, end)
    if not verbs:
        return []
    deadlines = _deadlines(low, dates, starts, verbs[0].start(), end)
    before = not deadlines
    if before:
        deadlines = _deadlines(low, dates, starts, max(start, verbs[0].start() - _NEAR), verbs[0].start())
    recurring = _EVERY_YEAR.search(low, piece.start, end) is not None
    says = (
        any(m["x"] == "báo cáo" for m in verbs)
        or _PAPERS.search(low, piece.start, piece.end) is not None
        or any(m["x"] == "báo" for m in verbs)
    )
    if not says or (not to and not deadlines and not _at_times(low, verbs[0].start(), end)):
        return []
    begin = verb_at if verb_at is not None and not deadlines else verbs[0].start()
    if (gathered := _GATHERED.search(low, start, begin)) is not None:
        begin = gathered.start()
    via = _via(clean, begin, end)
    if trustee := _trustee(clean, start, verbs[0].start()):
        who = trustee
    elif earlier is None and (told := _told(clean, start, verbs[0].start())):
        who = told
    elif earlier is not None and earlier.to:
        # who gathered reports on, or the one it went through, where that body is the receiver itself
        names = {body.name.lower() for body in to}
        named = [body for body in earlier.to if body.kind != "generic" and body.name.lower() not in names]
        who = named or ([earlier.via] if earlier.via else []) or who
    last = max(receivers_end, via.end if via else 0)
    if not deadlines:
        return [
            Reporting(
                begin, _trimmed(low, max(last, begin + 7)), who, to, via, None, _frequency(low, begin, end, start)
            )
        ]
    found: list[Reporting] = []
    at = begin
    for number, index in enumerate(deadlines):
        date = dates[index]
        first = begin
        if number and not before:
            own = [m.start() for m in verbs if found[-1].end <= m.start() < date.start]
            first = own[0] if own else date.start
        elif number or before:
            first = date.start
        stop = max(date.end, last) if number + 1 == len(deadlines) or not number else date.end
        if number + 1 < len(deadlines) and not before:
            stop = min(stop, dates[deadlines[number + 1]].start)
        segment_end = dates[deadlines[number + 1]].start if number + 1 < len(deadlines) else end
        frequency = _dated_frequency(low, at, date, segment_end)
        if number and not before and first < date.start:
            # a report of its own may name its own receiver: "và báo cáo năm gửi Bộ trước …"
            anew = _receivers(clean, [m for m in verbs if m.start() >= first], date.start)[0]
            to = anew or to
        again = recurring and date.edtf.startswith("XXXX")
        if again and frequency is None:
            frequency = "yearly"
        found.append(Reporting(first, _trimmed(low, max(stop, date.end)), who, to, via, index, frequency, again))
        at = date.end
    return found


def _is_paper(low: str, begin: int, verb: re.Match[str]) -> bool:
    """Whether the word is a noun: a paper that is read, written or named; or something else than a report is sent."""
    before = low[max(begin, verb.start() - 60) : verb.start()]
    if verb["x"] in ("gửi", "nộp"):
        return _SENT.search(before) is not None and "báo cáo" not in low[verb.end() : verb.end() + 12]
    if before.endswith("phải được "):
        return False
    return _rule("noun").search(before) is not None or _SENT.search(before[-24:]) is not None


def _receivers(clean: CleanText, verbs: list[re.Match[str]], end: int) -> tuple[list[Body], int, int | None]:
    """Who receives, where the words that say so end, and the verb they belong to."""
    low = clean.low
    for verb in verbs:
        direct = _rule("direct").match(low, verb.start(), end)
        if direct is not None and (named := _listed(clean, direct.end(), end)):
            return named, named[-1].end, verb.start()
        following = next((v.start() for v in verbs if v.start() > verb.start() and v["x"] == "báo cáo"), end)
        for match in _rule("towards").finditer(low, verb.end(), min(end, verb.end() + 320)):
            if match["x"] == "cho" and (later := _sent_on(clean, verbs, match.end(), end)):
                return later
            if match.start() > following and verb is not verbs[-1] and _rule("direct").match(low, following, end):
                break
            named = _listed(clean, match.end(), end)
            if named:
                return named, named[-1].end, verb.start()
    return [], verbs[0].end() if verbs else 0, None


def _sent_on(
    clean: CleanText, verbs: list[re.Match[str]], at: int, end: int
) -> tuple[list[Body], int, int | None] | None:
    """The receivers of a later `gửi về A`: `báo cáo việc giao quyền cho B để gửi về A` is no report to B."""
    for verb in verbs:
        if verb.start() > at and (direct := _rule("direct").match(clean.low, verb.start(), end)) is not None:
            if named := _listed(clean, direct.end(), end):
                return named, named[-1].end, verb.start()
    return None


_BRACKETS = re.compile(r" ?\([^()]{1,120}\)(?:,| và) ")


def _listed(clean: CleanText, at: int, end: int) -> list[Body]:
    """The bodies at `at`, with those behind a note in brackets: `Bộ Công an (qua Văn phòng Bộ), UBND tỉnh`."""
    named = bodies(clean, at, end)
    if named and (match := _BRACKETS.match(clean.low, named[-1].end, end)) is not None:
        named = named + bodies(clean, match.end(), end)
    return named


_NO_DEADLINE = frozenset(("citation", "issued", "observance", "plan_year", "period"))


def _deadlines(low: str, dates: list[Found], starts: list[int], start: int, end: int) -> list[int]:
    """Indices of the deadlines in `low[start:end]`: days, months, recurring days; a half-year names the report instead."""
    at = bisect_left(starts, start)
    found = []
    while at < len(dates) and starts[at] < end:
        date = dates[at]
        dated = date.kind in ("date", "recurring") or (
            date.kind in ("month", "quarter") and date.edtf[-2:] not in ("40", "41")
        )
        if (
            date.role not in _NO_DEADLINE
            and date.relation != "from"
            and (dated or (date.kind == "year" and date.relation in ("before", "by")))
        ):
            found.append(at)
        at += 1
    exact = [i for i in found if dates[i].kind in ("date", "recurring")]
    return exact or found


def _at_times(low: str, start: int, end: int) -> bool:
    """Whether a report without a receiver or deadline is at least asked for at certain times."""
    match = _rule("frequency").search(low, start, min(end, start + 80))
    return match is not None and "theo quy định" not in low[start:end]


def _via(clean: CleanText, start: int, end: int) -> Body | None:
    for match in _rule("via").finditer(clean.low, start, end):
        named = bodies(clean, match.end(), end)
        if named:
            first = named[0]
            whole = _IN_BRACKETS.match(clean.low, first.end, end) if clean.low[match.start()] == "(" else None
            if whole is not None:  # a name that the lexicon does not know whole
                return Body(
                    first.start, whole.end(), " ".join(clean.text[first.start : whole.end()].split()), first.kind
                )
            return first
    return None


_IN_BRACKETS = re.compile(
    r"(?:, (?!(?:email|điện thoại|số|địa chỉ|đ/c|trước|sđt)\b)| và | - | )[^();:,@\d]{2,60}(?:, [^();:,@\d]{2,30})?(?=\))"
)


def _trustee(clean: CleanText, start: int, verb: int) -> list[Body]:
    """The body that carries a chain on: `trình UBND tỉnh báo cáo Bộ`, `giúp UBND tỉnh báo cáo`."""
    match = re.compile(r".*\b(?:trình|giúp|tham mưu(?: cho)?) ", re.DOTALL).match(clean.low, start, verb)
    named = bodies(clean, match.end(), verb) if match else []
    return named if named and verb - named[-1].end <= _NEXT_TO else []


_NEXT_TO = 12  # "trình Quốc hội xem xét và báo cáo …" leaves the report with the one who submits
_TOLD = re.compile(r"\b(?:phản ánh|phản hồi|kiến nghị|đề xuất|thông tin)[^,;.]{0,40}? (?:về|với|đến|cho|tới) (?=\S)")


def _told(clean: CleanText, start: int, verb: int) -> list[Body]:
    """Who hears of it and then reports: `phản ánh về Sở A để tổng hợp, báo cáo B`."""
    if re.search(r"\bđể [^,;.]{0,30}$|\bđể tổng hợp,? (?:và )?$", clean.low[start:verb]) is None:
        return []
    for match in _TOLD.finditer(clean.low, start, verb):
        if named := bodies(clean, match.end(), verb):
            return named
    return []


_NEAR = 140  # a deadline before the verb stands near it
_EVERY_YEAR = re.compile(r"(?:hằng|hàng|mỗi) năm|định kỳ[^.;]{0,40}\bnăm\b(?! (?:\d|học|nay))")


def _frequency(low: str, at: int, end: int, begin: int) -> Frequency | None:
    match = _rule("frequency").search(low, at, min(end, at + 160)) or _rule("frequency").search(low, begin, at)
    return match.lastgroup if match else None  # type: ignore[return-value]


_NAMED_AFTER: tuple[tuple[Frequency, re.Pattern[str]], ...] = tuple(
    (frequency, re.compile(pattern))  # type: ignore[misc]
    for frequency, pattern in (
        ("half_yearly", r"(?:0?6|sáu) tháng|học kỳ|nửa năm"),
        ("quarterly", r"\bquý\b"),
        ("monthly", r"báo cáo tháng|hằng tháng|hàng tháng|mỗi tháng|định kỳ tháng"),
        ("weekly", r"hằng tuần|hàng tuần|báo cáo tuần|mỗi tuần"),
        (
            "yearly",
            r"báo cáo (?:cả |tổng kết )?năm\b|cả năm|tổng kết (?:công tác )?năm|hằng năm|hàng năm|mỗi năm|định kỳ năm|báo cáo hằng năm",
        ),
        ("final", r"báo cáo tổng kết|báo cáo kết thúc|sau khi kết thúc|kết thúc"),
    )
)


def _dated_frequency(low: str, start: int, date: Found, end: int) -> Frequency | None:
    """How often, by the name of the report before its deadline (`báo cáo 6 tháng trước …`) or behind it (`đối với báo cáo năm`)."""
    if date.edtf.startswith("XXXX-XX"):
        return "monthly"
    words = low[max(start, date.start - 90) : date.start]
    behind = _behind(low[date.end : min(end, date.end + 60)])
    for text in (behind, words) if behind else (words,):
        best: tuple[int, Frequency] | None = None
        for frequency, pattern in _NAMED_AFTER:
            for match in pattern.finditer(text):
                if best is None or match.start() > best[0]:
                    best = (match.start(), frequency)
        if best is not None:
            return best[1]
    return "yearly" if date.kind == "recurring" else None


def _behind(text: str) -> str:
    """The words behind a deadline that name its report: `(6 tháng đầu năm)`, `đối với báo cáo sơ kết 6 tháng`."""
    match = re.match(r" ?(?:\([^()]*\)|(?:đối với|cho) [^,;.]*?(?= và trước|$|,))", text)
    return match[0] if match else ""


def _subject(
    clean: CleanText, piece: Piece, duties: list[Duty], duty_starts: list[int], before: list[Body]
) -> list[Body]:
    """Who reports: the body charged in this sentence, the one it names first, or the one of its paragraph."""
    first = bisect_left(duty_starts, clean.starts[piece.line])
    last = bisect_right(duty_starts, piece.end)
    here = bisect_left(duty_starts, piece.start, first, last)
    own = _last_of(duties[here:last])
    if own:
        return own
    at = piece.start
    for _ in range(4):
        named = bodies(clean, at, piece.end)
        if named and _rule("verb").search(clean.low, named[-1].end, min(piece.end, named[-1].end + 40)):
            return named
        at = clean.low.find(", ", at, piece.end) + 2
        if at < 2:
            break
    return before or _last_of(duties[first:here])


def _last_of(duties: list[Duty]) -> list[Body]:
    """The bodies of the last of the duties, a joint one's together."""
    return list({d.body.start: d.body for d in duties if d.start == duties[-1].start}.values())


def _trimmed(low: str, end: int) -> int:
    while end and low[end - 1] in " ,;.:":
        end -= 1
    return end
