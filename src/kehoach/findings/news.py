"""Whether a text is a news item about a plan, and not the plan itself.

A portal prints both, under like titles. A plan speaks for the body that issues it: it has a head, a number, recipients, a
signature, or at least says on what ground it is issued `như sau`. News tells what happened: when, and who said what.
"""

from __future__ import annotations

import re

from kehoach.record import Record
from kehoach.text.clean import CleanText

_OPENING_LINES = 8
_CLOSING_LINES = 5

# what only a document has
_MOTTO = re.compile(r"^[^\w\n]*(?:cộng h(?:òa|oà) xã hội chủ nghĩa|độc lập\s*[-–—]\s*tự do)", re.MULTILINE)
_ISSUED_AS_FOLLOWS = re.compile(
    r"^[^\w\n]*(?:căn cứ|thực hiện|triển khai|nhằm|để|xét)\b[^\n]{20,}?(?:như sau|sau đây|các nội dung sau|cụ thể sau)[^\w\n]*$",
    re.MULTILINE,
)
_RECIPIENTS = re.compile(r"^[^\w\n]*nơi nhận\b", re.MULTILINE)

# what a newsroom writes
_DAY_OF_WEEK = re.compile(
    r"^[^\w\n]*(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b\W*(?:ngày )?\d{1,2}[/.-]\d{1,2}", re.MULTILINE
)
_POSTED = re.compile(
    r"^[^\w\n]*(?:cập nhật|ngày đăng|đăng (?:ngày|lúc|tải)|xuất bản)\b[^\n\d]{0,12}\d"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\W{1,4}\d{1,2}[:h]\d\d|\b\d{1,2}[:h]\d\d\W{1,4}\d{1,2}[/.-]\d{1,2}[/.-]\d{4}",
    re.MULTILINE,
)
_TELLS_OPENING = re.compile(
    r"^[^\w\n]*(?:\([^)\n]{2,40}\)\W{1,4}|[^\W\d_][^\n,.]{1,30}\s[-–]\s)?(?:(?:vào )?(?:sáng|chiều|tối|trưa)(?: ngày)? ?(?:\d{1,2}[/.-]\d|nay\b|qua\b)"
    r"|(?:trong )?(?:các )?ngày \d{1,2}(?:[/.-]\d{1,2}|\s?[,và-])[^\n]{0,200}?(?:đã|vừa|tổ chức|diễn ra|ban hành|khai mạc|chủ trì)\b|vừa qua\b|mới đây\b|thời gian qua\b|những ngày (?:qua|này)\b)",
    re.MULTILINE,
)
_SAID = re.compile(
    r"(?:\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Đđ]ồng chí|[Đđ]/c) [A-ZĐÀ-Ỹ][^\n.;“”\"]{2,160}?\b(?:cho biết|cho hay|chia sẻ|khẳng định|nhấn mạnh|bày tỏ|nói)\b(?! (?:của|với|trên|qua))"
    r"|[”\"],? (?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Đđ]ồng chí) [A-ZĐÀ-Ỹ])"
)
_ASKS = re.compile(r"^[^\w\n]*(?:phóng viên|pv|hỏi)\s*:", re.MULTILINE)
_OF_THE_PLAN = re.compile(
    r"\btheo (?:đó|kế hoạch(?: này)?),|\bkế hoạch (?:cũng |còn )?(?:đặt ra|nêu rõ|đề ra|xác định|giao|yêu cầu|đưa ra)\b"
    r"|\b(?:đã|vừa|vừa qua|mới) (?:ký )?ban hành (?:văn bản|kế hoạch)\b|\btại (?:hội nghị|buổi lễ|cuộc họp|buổi làm việc),"
)
_SIGNED_BY = re.compile(
    r"^[^\w\n]*(?:tin,? (?:và )?(?:ảnh|bài)|bài,? (?:và )?ảnh|ảnh|nguồn(?: tin)?|tác giả|phóng viên|ctv|pv|btv|biên tập(?: viên)?)\s*:|^[^\w\n]*(?:theo|nguồn) (?:báo|cổng|ttxvn|vov|vtv|bản tin)\b",
    re.MULTILINE,
)


def is_news(record: Record, clean: CleanText) -> bool:
    """Whether it has no part that only a document has, and two or more marks of news, one of them of its telling."""
    header = record.header
    if header.number or header.recipients or header.signatory or record.attached:
        return False
    low = clean.low
    if _MOTTO.search(low) or _RECIPIENTS.search(low) or _ISSUED_AS_FOLLOWS.search(low):
        return False
    lines = [line for line in low.split("\n") if line.strip()]
    opening, closing = "\n".join(lines[:_OPENING_LINES]), "\n".join(lines[-_CLOSING_LINES:])
    telling = sum(
        (
            _TELLS_OPENING.search(opening) is not None,
            _SAID.search(clean.text) is not None,
            len(_ASKS.findall(low)) > 1,
            _SIGNED_BY.search(closing) is not None,
        )
    )
    about = (_DAY_OF_WEEK.search(opening) or _POSTED.search(opening)) is not None
    return telling > 0 and telling + about + (_OF_THE_PLAN.search(low) is not None) > 1
