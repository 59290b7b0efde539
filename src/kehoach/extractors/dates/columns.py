"""Roles that the column of a table gives to the dates in it: a time to finish by, or a day that is long past."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from kehoach.extractors.dates.atom import Found
from kehoach.text.clean import CleanText
from kehoach.text.tables import Table

_DUE = re.compile(r"(?:thời (?:gian|hạn|điểm)|tiến độ|lộ trình|hạn)\b|.*\bhoàn thành\b")
_PAST = re.compile(r".*\b(?:sinh|vào đảng|vào đoàn|ban hành|ngày ký|ngày cấp|cấp ngày|bổ nhiệm|tuyển dụng|công tác)\b")
_LEAD = re.compile(r"(?:trong|trước|đến|hết|vào|xong|chậm nhất|muộn nhất|là|ngày| )*")


def settle_columns(clean: CleanText, found: list[Found], tables: Iterable[Table]) -> None:
    """Give the dates that open a cell of a table the role that its column tells; `found` is in the order of the text."""
    starts = [date.start for date in found]
    for table in tables:
        due = [bool(_DUE.match(words)) and not _PAST.match(words) for words in table.header]
        past = [bool(_PAST.match(words)) for words in table.header]
        if not any(due) and not any(past):
            continue
        for row in table.rows:
            for column, (start, end) in enumerate(row[: len(due)]):
                if not (due[column] or past[column]):
                    continue
                for date in found[bisect_left(starts, start) : bisect_left(starts, end)]:
                    if past[column] and date.role == "deadline":
                        date.role = "other"
                    elif due[column] and date.role == "other" and _LEAD.fullmatch(clean.low, start, date.start):
                        date.role = "deadline"
