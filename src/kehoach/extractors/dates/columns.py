"""Roles that tables give to their dates: a time to finish by, a day that is long past, the year of a target's column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from kehoach.extractors.dates.atom import Found
from kehoach.text.clean import CleanText
from kehoach.text.tables import Table

_DUE = re.compile(r"(?:thời (?:gian|hạn|điểm)|tiến độ|lộ trình|hạn)\b|.*\bhoàn thành\b")
_PAST = re.compile(r".*\b(?:ngày|tháng|năm)\b.*\b(?:sinh|vào|ban hành|ký|cấp|bổ nhiệm|tuyển dụng)\b|.*\bsinh ngày\b")
_LONGEST = 200  # characters of a header cell that are looked at
_LEAD = re.compile(r"(?:trong|trước|đến|hết|vào|xong|chậm nhất|muộn nhất|là|ngày| )*")
_AIMED_AT = re.compile(r".*\b(?:chỉ tiêu|mục tiêu|chỉ số)\b")
_REACHED = re.compile(r".*(?<!kế hoạch )\b(?:thực hiện|ước|kết quả|hiện trạng|thực trạng|đạt được|đầu kỳ)\b")


def settle_columns(clean: CleanText, found: list[Found], tables: Iterable[Table], issued: int | None) -> None:
    """Give the dates of tables the roles that their columns tell.

    Args:
        found: the dates in the order of the text; some change their roles.
        issued: the year of issue; a target's column is of that year or later.
    """
    starts = [date.start for date in found]

    def dates(start: int, end: int) -> list[Found]:
        return found[bisect_left(starts, start) : bisect_left(starts, end)]

    for table in tables:
        header = [words[:_LONGEST] for words in table.header]
        past = [bool(_PAST.match(words)) for words in header]
        due = [bool(_DUE.match(words)) and not gone for words, gone in zip(header, past, strict=True)]
        if any(due) or any(past):
            for row in table.rows:
                for column, cell in enumerate(row[: len(due)]):
                    for date in dates(*cell) if due[column] or past[column] else ():
                        if _LEAD.fullmatch(clean.low, cell[0], date.start):
                            _settle(date, past=past[column])
        if any(map(_AIMED_AT.match, header)) and table.rows:
            for date in dates(table.start, min(start for start, _ in table.rows[0])):
                if date.kind == "year" and date.role in ("other", "deadline"):
                    date.role = "milestone" if _is_ahead(date, header, issued) else "other"


def _settle(date: Found, *, past: bool) -> None:
    if past and date.role == "deadline" and date.relation in ("on", "during"):
        date.role = "other"
    elif not past and date.role == "other":
        date.role = "deadline"


def _is_ahead(date: Found, header: list[str], issued: int | None) -> bool:
    """Whether the year heads a column of values to be reached, not of what was reached."""
    year = date.edtf[:4]  # also of "2026 trở đi"
    over = [words for words in header if year in words]
    return (issued is None or int(year) >= issued) and not any(map(_REACHED.match, over))
