"""Years carried over, dates that the calendar does not have, deadlines that were over, deadlines in the wrong order."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Date, Report, Span

_PAST = re.compile(
    r"\b(?:đã|kết quả|năm trước|so với|cùng kỳ|đánh giá|tổng kết|sơ kết|rút kinh nghiệm|kể từ|có hiệu lực|ban hành|phê duyệt|theo|căn cứ|giao tại|quyết toán|hiện nay|từ (?:năm|ngày|tháng)?|của luật"
    r"|thống kê|số liệu|tính đến|được giao|cuối|đạt|ước|thực hiện năm|bộ luật|luật|nghị quyết|quyết định|chỉ thị|nghị định|thông tư|kế hoạch số|công văn|văn bản|hướng dẫn|báo cáo|giai đoạn|nhiệm kỳ|khóa|khai giảng|năm học|sinh năm|thành lập|trước đây)\b"
)
_PAST_BEHIND = re.compile(r"^(?: ?[,;:]? ?(?:đạt|là|đã|có|ước|của|\d)| ?\)| ?-)")
_DONE_YEARLY = re.compile(
    r"\b(?:tháng hành động|ngày hội|hưởng ứng|phát động|xây dựng kế hoạch|kế hoạch hoạt động|triển khai|tổ chức|thực hiện|xây dựng|phấn đấu|trong|kế hoạch|từ ngày|nhiệm vụ|hoạt động|chương trình công tác|đợt|tuần lễ)\b"
)


@finds("stale-year")
def stale_year(case: Case) -> Iterator[Raised]:
    """Dates of an earlier year in what the plan is to do, and headings with an earlier period."""
    years = case.years
    if years is None or not case.is_plan:
        return
    first = years[0]
    titles = [h.title for h in (case.record.header, *case.record.attached) if h.title]
    end_of_head = titles[-1].end if titles else 0
    for date in case.record.dates:
        if date.start < end_of_head or date.role in ("citation", "issued", "plan_year"):
            continue
        last = date.edtf.rpartition("/")[2]
        if not last[:4].isdigit() or not first - 3 <= int(last[:4]) < first:
            continue
        section = case.section_at(date.start)
        heading = section is not None and section.title is not None and section.start <= date.start < section.end
        if date.kind == "interval" and len(date.edtf) == 9:
            if heading and case.years and years[1] > years[0]:
                yield _stale(case, date, str(first) if years[0] == years[1] else f"{years[0]}-{years[1]}")
            continue
        if _carried_over(case, date):
            yield _stale(case, date, str(first) if years[0] == years[1] else f"{years[0]}-{years[1]}")


def _stale(case: Case, date: Date, period: str) -> Raised:
    title = case.record.header.title
    related = (Span(title.text, title.start, title.end),) if title is not None else ()
    return Raised(date.start, date.end, {"written": " ".join(date.text.split()), "period": period}, related)


def _carried_over(case: Case, date: Date) -> bool:
    left, right = case.around(date)
    if date.kind == "interval":
        # days of an event: "từ ngày 15/11 đến ngày 15/12/2023"
        return not _PAST.search(re.sub(r"\btừ$", "", left)[-60:])
    near = left[-90:]
    if date.role == "deadline" and date.kind in ("date", "month", "quarter"):
        return False  # a deadline that was over is a matter of its own
    if date.kind != "year" or date.relation not in ("during", "on"):
        return False
    if _PAST_BEHIND.match(right):
        return False
    # the past word must stand nearer than the word of doing
    done = [m.end() for m in _DONE_YEARLY.finditer(near)]
    past = [m.end() for m in _PAST.finditer(near)]
    return bool(done) and not past


@finds("impossible-date")
def impossible_date(case: Case) -> Iterator[Raised]:
    for date in case.record.dates:
        for part in date.edtf.split("/"):
            match = re.fullmatch(r"(\d{4}|XXXX)-(\d\d)-(\d\d)", part)
            if match is None:
                continue
            year = int(match[1]) if match[1].isdigit() else 2024  # a leap year, where the year is open
            if int(match[3]) > calendar.monthrange(year, int(match[2]))[1]:
                yield Raised(date.start, date.end, {"written": " ".join(date.text.split())})
                break


@finds("deadline-before-issue")
def deadline_before_issue(case: Case) -> Iterator[Raised]:
    issued = case.issued_about
    if issued is None or not case.is_plan or len(issued) < 4:
        return
    header = case.record.header.issued
    for date in case.record.dates:
        if date.role != "deadline" or date.kind == "recurring" or not re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", date.edtf):
            continue
        length = min(len(issued), len(date.edtf))
        quarter = date.edtf[5:7] > "12"
        over = date.edtf[:4] < issued[:4] if quarter or length < 7 else date.edtf[:length] < issued[:length]
        if over and not _PAST.search(case.around(date)[0][-40:].replace("ban hành", "").replace("báo cáo", "").replace("từ ", "")):
            related = (Span(header.text, header.start, header.end),) if header is not None else ()
            yield Raised(date.start, date.end, {"written": " ".join(date.text.split()), "issued": issued}, related)


@finds("deadline-after-superior")
def deadline_after_superior(case: Case) -> Iterator[Raised]:
    """A body is to gather reports by a day that comes after the day on which it must report on."""
    reports = case.record.reports
    for first, second in zip(reports, reports[1:], strict=False):
        one, other = _day_of(first), _day_of(second)
        if one is None or other is None or first.due is None or second.due is None:
            continue
        if second.start - first.end > 200 or one <= other:
            continue
        gatherers = {a.text for a in ((first.via,) if first.via else ()) + first.to}
        if gatherers & {a.text for a in second.who}:
            related = (Span(second.due.text, second.due.start, second.due.end),)
            values = {"first": " ".join(first.due.text.split()), "second": " ".join(second.due.text.split())}
            yield Raised(first.due.start, first.due.end, values, related)


def _day_of(report: Report) -> str | None:
    """Month and day of a report's deadline, with its year where it has one."""
    if report.due is None:
        return None
    match = re.fullmatch(r"(\d{4}|XXXX)-(\d\d)-(\d\d)", report.due.edtf)
    return f"{match[2]}-{match[3]}" if match else None
