"""Duties in task tables: what, who leads, who helps, by when."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kehoach.extractors.bodies import Body, bodies
from kehoach.extractors.dates.atom import Found
from kehoach.record import ResponsibilityRole
from kehoach.text.clean import CleanText
from kehoach.text.tables import Table

_TASK = re.compile(
    r"(?:tên |nội dung |các |những )*(?:nhiệm vụ|nội dung|công việc|việc|hoạt động|giải pháp|đầu việc)|tên$"
)
_LEAD = re.compile(
    r"(?:(?:cơ quan|đơn vị|bộ phận|phòng|người|tổ chức|phân công|cấp|trách nhiệm|cá nhân|ai|bên|cq|đv|cán bộ|lãnh đạo|và)[ ,/]*)*(?:chủ trì|phụ trách|thực hiện|chịu trách nhiệm|đầu mối|làm$|lo$|triển khai|đảm nhận|đảm nhiệm)|^(?:cơ quan|đơn vị|phân công|trách nhiệm)$|phân công"
)
_PARTNER = re.compile(r"phối hợp")
_TIME = re.compile(r"thời (?:gian|hạn|điểm)|tiến độ|hoàn thành|lộ trình|ngày|khi nào|bao giờ|hạn chót|^hạn")
_LONGEST = 400
_Range = tuple[int, int]
_Columns = tuple[int, int, int | None, int | None]
_Row = tuple[_Range, Body, ResponsibilityRole, list[Body], int | None]


def in_tables(clean: CleanText, tables: list[Table], dates: list[Found]) -> Iterator[_Row]:
    """For each duty: its task, body, role, partners and the index of its date."""
    for table in tables:
        columns = columns_of(table)
        if columns is not None and not _is_procedure(clean, table):
            for row in table.rows:
                yield from _duties(clean, row, columns, dates)


_STEP = re.compile(r"\W*bước \d")


def _is_procedure(clean: CleanText, table: Table) -> bool:
    """Whether the rows are the steps of a procedure (`Bước 1 | tiếp nhận hồ sơ | công chức một cửa | 0,5 ngày`)."""
    steps = sum(any(_STEP.match(clean.low, *cell) for cell in row[:2]) for row in table.rows)
    return 2 * steps > len(table.rows)


def _duties(clean: CleanText, row: Sequence[_Range], columns: _Columns, dates: list[Found]) -> Iterator[_Row]:
    task, lead, partner, time = columns
    if row[task][1] <= row[task][0] or row[lead][1] <= row[lead][0] or row[lead][1] - row[lead][0] > _LONGEST:
        return
    if _date_in(dates, *row[lead]) is not None:
        return  # a row whose cells have shifted
    leads = _named(clean, *row[lead])
    partners = _named(clean, *row[partner]) if partner is not None else []
    if partner is None and (helpers := _helpers(clean, leads, row[lead][1])):
        leads, partners = [body for body in leads if body not in helpers], helpers
    due = _date_in(dates, *row[time]) if time is not None else None
    for body in leads:
        yield row[task], body, "lead", partners, due


def columns_of(table: Table) -> _Columns | None:
    """The columns of task, lead, partners and time; None where it is no table of tasks."""
    header = table.header
    partner = next((i for i, words in enumerate(header) if _PARTNER.search(words) and "chủ trì" not in words), None)
    time = next((i for i, words in enumerate(header) if _TIME.search(words)), None)
    lead = next((i for i, words in enumerate(header) if i not in (partner, time) and "chủ trì" in words), None)
    if lead is None:
        lead = next((i for i, words in enumerate(header) if i not in (partner, time) and _LEAD.match(words)), None)
    task = next((i for i, words in enumerate(header) if i not in (lead, partner, time) and _TASK.match(words)), None)
    if lead is None or task is None:
        return None
    return task, lead, partner, time


_HELPS = re.compile(r" ?\(?(?:cùng )?phối hợp\b(?! với)")
_LEADS = re.compile(r" ?\(?chủ trì\b")


def _helpers(clean: CleanText, named: list[Body], end: int) -> list[Body]:
    """The bodies of a cell that it says help: `Sở A chủ trì; Sở B, Sở C phối hợp`."""
    if not any(_HELPS.match(clean.low, body.end, end) for body in named):
        return []
    found: list[Body] = []
    helping = False
    for body in reversed(named):
        if _HELPS.match(clean.low, body.end, end):
            helping = True
        elif _LEADS.match(clean.low, body.end, end):
            helping = False
        if helping:
            found.insert(0, body)
    return found if len(found) < len(named) else []


_PART = re.compile(r"[^\n;,]+")


def _named(clean: CleanText, start: int, end: int) -> list[Body]:
    """The bodies of a cell; words that no body opens with are taken as they stand."""
    found: list[Body] = []
    at = start
    while at < end:
        while at < end and not clean.low[at].isalnum():
            at += 1
        named = bodies(clean, at, end)
        if named:
            found += named
            at = named[-1].end
            continue
        part = _PART.match(clean.low, at, end)
        if part is None:
            break
        stop = part.end()
        while stop > at and clean.low[stop - 1] in " .:":
            stop -= 1
        words = " ".join(clean.text[at:stop].split())
        if 2 < len(words) <= 60 and words[0].isupper():
            found.append(Body(at, stop, words, "other"))
        at = part.end()
    return found


def _date_in(dates: list[Found], start: int, end: int) -> int | None:
    at = bisect_left(dates, start, key=lambda d: d.start)
    return at if at < len(dates) and dates[at].start < end else None
