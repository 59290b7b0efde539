"""Years carried over, dates that the calendar does not have, deadlines that were over, deadlines in the wrong order."""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Date, Report, Span

_PAST = re.compile(
    r"\b(?:đã|kết quả|năm trước|so với|cùng kỳ|đánh giá|tổng kết|sơ kết|rút kinh nghiệm|kể từ|có hiệu lực|ban hành|phê duyệt|theo|căn cứ|giao tại|quyết toán|hiện nay|từ (?:năm|ngày|tháng)?|của luật"
    r"|tình hình|trên cơ sở(?! giới)|tồn đọng|còn nợ|nợ|thống kê|số liệu|tính đến|được giao|cuối|đạt|ước|thực hiện năm|bộ luật|luật|nghị quyết|quyết định|chỉ thị|nghị định|thông tư|kế hoạch số|công văn|văn bản|hướng dẫn|báo cáo|giai đoạn|nhiệm kỳ|khóa|khai giảng|năm học|sinh năm|thành lập|trước đây|trao giải|khen thưởng|tuyên dương|biểu dương|vinh danh|bình xét)\b"
)
_PAST_BEHIND = re.compile(r"^(?: ?[,;:(]? ?(?:đạt|là|đã|có|ước|của|\d)| ?\)| ?-)")
_PAST_FIGURE = re.compile(r"^(?: ?[,;:]? ?(?:mới|chỉ|chưa|còn|toàn|từng) )|^ ?(?:là|đạt|có) \d")
_DONE_YEARLY = re.compile(
    r"\b(?:tháng hành động|ngày hội|hưởng ứng|phát động|xây dựng kế hoạch|kế hoạch hoạt động|triển khai|tổ chức|thực hiện|xây dựng|phấn đấu|trong|kế hoạch|từ ngày|nhiệm vụ|hoạt động|chương trình công tác|đợt|tuần lễ)\b"
)

_DONE = re.compile(r"\b(?:đã|kết quả|so với|tình hình|đạt được|thực trạng|năm trước|giai đoạn trước|nhiệm kỳ trước)\b")
_AIMS = re.compile(r"\b(?:chỉ tiêu|mục tiêu|nhiệm vụ|giải pháp|kế hoạch|phương hướng|hoạt động)\b")
_OLDEST = 3
_FIRST_HALF = "40"  # as EDTF counts semesters
_YEARS = re.compile(r"(\d{4})/(\d{4})")
# what makes a day one of an event, and what makes it one that is told of
_SESSION = re.compile(r"\b(?:lớp|đợt|vòng|phiên|lễ|chặng|khai giảng|khai mạc)\b[^,;]{0,30}$")
_EVENT = re.compile(
    r"\b(?:tổ chức|mở|lớp|đợt|phát động|hưởng ứng|lễ|hội thi|cuộc thi|hội nghị|hội thảo|ngày hội|diễn đàn|phiên chợ|tọa đàm|toạ đàm|khai giảng|khai mạc|diễn ra|tập huấn|bồi dưỡng|phát sóng|phát lại|phát thanh"
    r"|rà soát|kiểm tra|thăm|tuyên truyền|truyền thông|chiến dịch|mít tinh|tháng hành động|tháng công nhân|tuần lễ|ngày quốc tế|giờ|khám|kỳ bầu|ra quân)\b"
)
_OVER = re.compile(
    r"\b(?:đã|từng|kết quả|năm trước|so với|cùng kỳ|kể từ|hiệu lực|ban hành|phê duyệt|căn cứ|theo|thống kê|số liệu|tính|được giao|giao tại|quyết toán|hiện|đạt|ước|luật|nghị quyết|quyết định|chỉ thị|nghị định|thông tư|kế hoạch số"
    r"|công văn|văn bản|kết luận|tờ trình|thông báo|quy chế|hướng dẫn số|hợp đồng|biên bản|sinh ngày|sinh năm|sinh từ|thành lập|trước đây|vận hành|không còn|cũ|dùng thử|lần trước|khóa trước|tiếp tục|mới có|ký|vừa qua|xảy ra|áp dụng|nợ|chưa|hư hỏng|cấp lại|trao giải|khen thưởng|tuyên dương|chi trả|thanh toán|học viên|thí sinh)\b"
)
# a heading over what is done in a month, and an item that gives the day alone: "Khối văn phòng: ngày 12, 13/5/2024"
_MONTHS = re.compile(r"(?:(?:trong )?(?:tháng|quý) ?[\divx/]+(?: năm 20\d\d)?(?:, | và | - )?)+")
_SCHEDULED = re.compile(
    r"^[-+•]? ?(?:\w\. ?|\d+\. ?)?[^\W\d][^:;]{2,60}: (?:(?:vào|trong|các|ngày|sáng|chiều) ?|\d\d?(?:,| và) ?){0,6}$"
)
_PAST_BEHIND_EVENT = re.compile(
    r"^[ ,]*(?:đã|của (?:ủy|uỷ|ubnd|bộ|thủ|chính|ban|tỉnh|sở|hội)|về (?:việc|ban hành|phê duyệt))"
)
_ENDED = re.compile(
    r"\b(?:đã|so với|cùng kỳ|kể từ|hiệu lực|áp dụng|trước đây|giao tại|phát sinh|tuyển dụng|xảy ra)\b|\bđược (?:ký|cấp|giao|bổ nhiệm|công nhận|phê duyệt|kết nạp|hưởng|xác nhận|tiếp nhận|xếp loại)\b"
    r"|\b(?:thành lập|sinh|khởi công|tốt nghiệp|nghỉ hưu|ký|đăng ký)(?: vào| từ| trước| đến)*$"
)
_GOES_ON = re.compile(r"^ ?(?:được|thì|vẫn|tiếp tục|mà|nhưng|trở về trước)\b")
# whom or what a day of the past tells from others: "đối với người tham gia trước ngày …"
_QUALIFIED = re.compile(
    r"\b(?:đối với|trường hợp|người (?:lao động|tham gia|hưởng|học|dân)|những|nhà thầu|hồ sơ (?:tiếp nhận|nộp|nhận)|các (?:đối tượng|hộ|hồ sơ|dự án|công trình|khoản|văn bản|hợp đồng))\b[^.;:]*$"
)
# what makes a day one by which something is to be done
_DUE = re.compile(
    r"\b(?:xong|hoàn thành|thời hạn|thời gian|chậm nhất|muộn nhất|gửi|nộp|trình|báo cáo|công bố|ban hành|tổ chức|triển khai|xây dựng|kiểm tra|rà soát|tổng hợp|giao|thực hiện)\b[^.;]*$"
)
_AS_OF = re.compile(
    r"\b(?:kết quả|dư nợ|nợ|lũy kế|luỹ kế|tính|số liệu|thống kê|hiện có|toàn (?:tỉnh|huyện|xã|ngành) có|thời hiệu|quyết toán)\b"
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
        if not last[:4].isdigit() or not (first - 3 <= int(last[:4]) < first or _borders(date, years)):
            continue
        section = case.section_at(date.start)
        heading = section is not None and section.title is not None and section.start <= date.start < section.end
        if (
            heading
            and section is not None
            and (_DONE.search((section.title or "").lower()) or case.looks_back(section.start))
        ):
            continue
        if date.kind == "interval" and len(date.edtf) == 9:
            if heading and years[1] > years[0]:
                yield _stale(case, date, str(first) if years[0] == years[1] else f"{years[0]}-{years[1]}")
            continue
        if (
            (heading and date.kind == "year" and section is not None and _AIMS.search((section.title or "").lower()))
            or _carried_over(case, date)
            or _past_event(case, date)
        ):
            yield _stale(case, date, str(first) if years[0] == years[1] else f"{years[0]}-{years[1]}")


def _borders(date: Date, years: tuple[int, int]) -> bool:
    """Whether a period is the one before the plan's and shares its border: school years and terms of office do."""
    match = _YEARS.fullmatch(date.edtf)
    if match is None or years[1] == years[0]:
        return False
    return int(match[2]) == years[0] and int(match[2]) - int(match[1]) == years[1] - years[0]


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
    if _PAST_BEHIND.match(right) or _PAST_FIGURE.match(right) or _in_budget(case, date):
        return False
    if date.text.isdigit() and near.endswith("thực hiện"):
        return False  # the column of what was done: "Thực hiện 2023 | Kế hoạch 2024"
    # the past word must stand nearer than the word of doing
    done = [m.end() for m in _DONE_YEARLY.finditer(near)]
    past = [m.end() for m in _PAST.finditer(near)]
    return bool(done) and not past


def _in_budget(case: Case, date: Date) -> bool:
    """Whether it stands where money is spoken of, which may come from an earlier year."""
    return any(s.kind == "budget" for s in case.above(date.start))


def _past_event(case: Case, date: Date) -> bool:
    """A single day, month or quarter on which something is to be done, and which was over when the plan was issued."""
    if date.kind not in ("date", "month", "quarter") or date.relation in ("by", "before", "until"):
        return False
    years = case.years
    if years is None or years[1] - years[0] > 1 or int(date.edtf[:4]) != years[0] - 1:
        return False
    issued = case.issued_about
    if issued is None or date.edtf[:7] >= issued[:7] or (date.kind == "quarter" and date.edtf[:4] >= issued[:4]):
        return False
    section = case.section_at(date.start)
    if section is None or _in_budget(case, date) or case.looks_back(date.start):
        return False
    left, right = case.around(date)
    if date.edtf[5:] == _FIRST_HALF and left.endswith(("báo cáo", "sơ kết")):
        return True  # no half year of an older plan is left to be reported on
    if date.role == "deadline" and not _SESSION.search(left[-50:]):
        return False  # a deadline that was over is a matter of its own
    if section.title is not None and date.start < section.end and _MONTHS.fullmatch(section.title.lower()):
        return True
    if _OVER.search(left) or _PAST_FIGURE.match(right) or _PAST_BEHIND_EVENT.match(right):
        return False
    return _SCHEDULED.search(left) is not None or _EVENT.search(f"{left} | {right[:40]}") is not None


_LUNAR = re.compile(r"^[ (]*(?:âm lịch|al\b)")
_WHOLE_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)")


@finds("impossible-date")
def impossible_date(case: Case) -> Iterator[Raised]:
    for date in case.record.dates:
        for part in date.edtf.split("/"):
            match = _WHOLE_DAY.fullmatch(part)
            if match is None or match[3] <= "28":
                continue
            year = int(match[1]) if match[1].isdigit() else 2024  # a leap year, where the year is open
            if int(match[3]) > calendar.monthrange(year, int(match[2]))[1] and not _LUNAR.match(case.around(date)[1]):
                yield Raised(date.start, date.end, {"written": " ".join(date.text.split())})
                break


@finds("deadline-before-issue")
def deadline_before_issue(case: Case) -> Iterator[Raised]:
    issued = case.issued_about
    if issued is None or not case.is_plan or len(issued) < 4:
        return
    header = case.record.header.issued
    for date in case.record.dates:
        if (
            date.role not in ("deadline", "other")
            or date.kind == "recurring"
            or not re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", date.edtf)
        ):
            continue
        length = min(len(issued), len(date.edtf))
        quarter = date.edtf[5:7] > "12"
        over = date.edtf[:4] < issued[:4] if quarter or length < 7 else date.edtf[:length] < issued[:length]
        # a plan that is carried over is a few years old; what lies further back is a day in the words of a law
        if not over or int(issued[:4]) - int(date.edtf[:4]) > _OLDEST:
            continue
        if (date.role == "deadline" and not _was_over(case, date)) or (date.role == "other" and _labelled(case, date)):
            related = (Span(header.text, header.start, header.end),) if header is not None else ()
            yield Raised(date.start, date.end, {"written": " ".join(date.text.split()), "issued": issued}, related)


def _labelled(case: Case, date: Date) -> bool:
    """Whether a label says that it is a deadline: "Thời gian hoàn thành: Quý II/2024"."""
    return date.relation in ("during", "on") and _DUE_LABEL.search(case.around(date)[0]) is not None


_DUE_LABEL = re.compile(r"\b(?:thời gian hoàn thành|thời gian thực hiện|thời hạn(?: hoàn thành)?): ?(?:trong |vào )?$")


def _was_over(case: Case, date: Date) -> bool:
    """Whether the words around say that it is a past day, and no deadline."""
    left, right = case.around(date)
    left = left.rpartition("|")[2]  # of its own cell
    if _PAST_FIGURE.match(right) or _GOES_ON.match(right):
        return True
    if date.relation in ("by", "before", "until"):
        if _ENDED.search(left[-40:]):
            return True
        if (named := _QUALIFIED.search(left)) and not _DUE.search(left, named.start()):
            return True
        return date.relation == "until" and "từ nay" not in left[-40:] and _AS_OF.search(left[-70:]) is not None
    if _SESSION.search(left[-50:]) and _past_event(case, date):
        return True  # the day of an event with an older year, which is a matter of its own
    past = _PAST.search(left[-40:].replace("ban hành", "").replace("báo cáo", "").replace("từ ", ""))
    return past is not None and ("đã" in past[0] or _DONE_BY.search(left) is None)


# right before a month or quarter: by then it is to be done, whatever was told before
_DONE_BY = re.compile(r"\b(?:xong|hoàn thành|gửi [^,;]{2,40})(?: trong| vào| trước)?$")


_GATHERED = re.compile(r"\btổng\s+hợp\b")
_OTHER_ROUND = re.compile(r"đột\s+xuất|định\s+kỳ|h[ằà]ng\s+\w")


@finds("deadline-after-superior")
def deadline_after_superior(case: Case) -> Iterator[Raised]:
    """A body is to gather reports by a day that comes after the day on which it must report on."""
    reports = case.record.reports
    for first, second in itertools.pairwise(reports):
        one, other = _day_of(first), _day_of(second)
        if one is None or other is None or first.due is None or second.due is None:
            continue
        if second.start - first.end > 200 or one <= other:
            continue
        between = case.clean.source[first.end : second.start + 30].lower()
        # of one round: who gathers reports on in the same breath
        if (
            "\n\n" not in between
            and int(one[:2]) - int(other[:2]) <= 1
            and _GATHERED.search(between)
            and not _OTHER_ROUND.search(between)
        ):
            related = (Span(second.due.text, second.due.start, second.due.end),)
            values = {"first": " ".join(first.due.text.split()), "second": " ".join(second.due.text.split())}
            yield Raised(first.due.start, first.due.end, values, related)
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
