"""What a date bounds (relation) and what it is for (role), and whether a doubtful one is a date at all."""

from __future__ import annotations

import re
from functools import cache

from kehoach.extractors.dates.atom import Atom, observances, observed
from kehoach.extractors.dates.ranges import HOUR
from kehoach.record import DateRole, Relation

_EVENT_DAY = re.compile(r" ngày(?: [a-zà-ỹđ]+){1,3}$")
_HOUR_BEFORE = re.compile(rf"{HOUR}?(?:(?:sáng|chiều|tối|thứ (?:hai|ba|tư|năm|sáu|bảy),?|chủ nhật,?) ?)*$")
_HOURISH = re.compile(r"\d ?[hg:]|giờ|sáng|chiều|tối|thứ|nhật")
YEARLY = re.compile(r",? ?(?:\(?(?:của )?(?:hằng|hàng|mỗi) năm\)?|/ ?(?:hằng|hàng) năm)")
_MONTHLY_LIST = re.compile(r"(?:(?:,| và) \d{1,2})+,? (?:hằng|hàng|mỗi) tháng")
MONTHLY = re.compile(r",? ?(?:của )?(?:hằng|hàng|mỗi) tháng")
ONWARDS = re.compile(r",? ?(?:trở đi|trở về sau|và các năm tiếp theo|và những năm tiếp theo)")
_RELATION_WORDS: tuple[tuple[str, str], ...] = (
    ("trước", "before"),
    ("trước thời điểm", "before"),
    ("chậm nhất", "by"),
    ("chậm nhất là", "by"),
    ("chậm nhất đến", "by"),
    ("chậm nhất vào", "by"),
    ("chậm nhất trong", "by"),
    ("muộn nhất", "by"),
    ("muộn nhất là", "by"),
    ("không quá", "by"),
    ("hạn cuối", "by"),
    ("hạn cuối là", "by"),
    ("đến", "to"),
    ("đến hết", "to"),
    ("đến cuối", "to"),
    ("đến đầu", "to"),
    ("đến giữa", "to"),
    ("hết", "to"),
    ("tới", "to"),
    ("cho đến", "to"),
    ("từ", "from"),
    ("từ đầu", "from"),
    ("kể từ", "from"),
    ("bắt đầu từ", "from"),
    ("từ cuối", "from"),
    ("sau", "from"),
)
# "chậm nhất gửi báo cáo về Sở Y tế ngày 23/3"
_LATEST = re.compile(
    r"\b(?:chậm|muộn) nhất (?:gửi|nộp|báo cáo|hoàn thành|trình|phải)\b(?:[^.,;:\n]|\.(?=\w)){0,90} (?:là |vào )?$"
)
_LAST_SYLLABLE = re.compile(r"[a-zà-ỹđ]+$")


def relation_of(low: str, atom: Atom) -> Relation:
    """What the date bounds, by the word before it."""
    before = low[max(0, atom.start - 40) : atom.start]
    if _HOURISH.search(before):
        before = _HOUR_BEFORE.sub("", before)
    before = before.rstrip(' (:“"')
    if atom.to_year or atom.partner is not None:
        return "during"
    if atom.day and (event := _EVENT_DAY.search(before)):
        before = before[: event.start()]  # "sau ngày bầu cử 15/3/2026"
    last = _LAST_SYLLABLE.search(before)
    for word, relation in _relations().get(last[0], ()) if last else ():
        if before.endswith(word) and not before[: len(before) - len(word)][-1:].isalpha():
            if relation == "to":
                return "until" if atom.day or atom.blank else "by"
            return relation  # type: ignore[return-value]
    if atom.day and "nhất " in (led := low[max(0, atom.start - 130) : atom.start]) and _LATEST.search(led):
        return "by"
    return "on" if atom.day or atom.blank else "during"


@cache
def _relations() -> dict[str, list[tuple[str, str]]]:
    """The words of relation by their last syllable."""
    table: dict[str, list[tuple[str, str]]] = {}
    for word, relation in _RELATION_WORDS:
        table.setdefault(word.split()[-1], []).append((word, relation))
    return table


_COUNTED = re.compile(
    r" ?(?:số|tổng|chỉ tiêu|tỉnh|huyện|xã|phường|đại biểu|đơn vị|thành viên|người|thôn|cơ quan|dự án|nhiệm vụ|tiêu chí|trường|hộ)\b"
)


def stands(low: str, atom: Atom) -> bool:
    """Whether a weak atom is a date at all: it needs a word, a partner, or the name of its day beside it."""
    if not atom.weak:
        return True
    if YEARLY.match(low, atom.end) or MONTHLY.match(low, atom.end):
        return True
    if atom.day and atom.month is None:
        return bool(_MONTHLY_LIST.match(low, atom.end))
    if _COUNTED.match(low, atom.end):
        return False
    if not (atom.day and atom.month):
        return atom.month is not None and atom.year is not None
    before = low[max(0, atom.start - 60) : atom.start]
    if observed(low, atom.start, atom.month, atom.day):
        return True
    if before.endswith(
        ("trước ", "đến ", "từ ", "dịp ", "lễ ", "kỷ niệm ", "mừng ", "nhân ", "tối ", "sáng ", "chiều ")
    ):
        # "từ 1/2 đến 2/3" without a counted thing behind, "nhân dịp 20/10"
        return True
    return atom.partner is not None and atom.partner.end > atom.partner.start


def role_of(low: str, atom: Atom, relation: Relation, recurring: bool) -> DateRole:
    """What the date is for, as far as its own line shows."""
    if atom.to_year or (atom.partner is not None and not atom.day and not atom.month and not atom.quarter):
        return "period"
    before = low[max(0, atom.start - 80) : atom.start]
    before = before[before.rfind("\n") + 1 :]
    if atom.day and atom.month and relation in ("on", "during"):
        if atom.partner is None and (atom.month, atom.day) in observances():
            if observed(low, atom.end, atom.month, atom.day) or (atom.year is None and not _SENT.search(before)):
                return "observance"
        last = atom.partner
        if last is not None and (atom.day, atom.month, last.day, last.month) == (15, 11, 15, 12):
            return "observance"  # Tháng hành động vì bình đẳng giới
    if atom.month == 6 and not atom.day and recurring and "bạo lực gia đình" in low[atom.start - 80 : atom.end + 80]:
        return "observance"
    by_year = atom.year is not None and not (atom.day or atom.month or atom.quarter or atom.half or atom.blank)
    if relation in ("before", "by", "until"):
        if relation == "before" and _WHOM.search(low, max(0, atom.start - 130), atom.start):
            return "other"
        return "milestone" if by_year else "deadline"
    if (
        by_year
        and atom.unit
        and before.strip() == ""
        and low[atom.end : atom.end + 1] == "\n"
        and low[atom.start - 1 : atom.start] == "\n"
    ):
        return "deadline"  # a cell of a task table
    if by_year:
        return "milestone" if _REACHED.search(before) or ONWARDS.match(low, atom.end) else "other"
    if recurring:
        return "deadline" if _SENT.search(before) else "other"
    if relation == "during" and atom.partner is None and _DONE.search(before):
        return "deadline"
    sentence = low[max(0, atom.start - 130) : atom.start].rpartition("\n")[2]
    if _SENT_ON.search(sentence) or _CLOSES.search(before):
        return "deadline"
    if atom.blank and atom.month is None:
        return "other"  # the day of a form that is still to be filled in
    if before.strip(" :") in ("", "từ", "xong trong", "trong", "trước") and low[atom.end : atom.end + 1] in ("\n", ""):
        return "deadline"  # a cell of a task table
    return "deadline" if _LABEL.search(before) else "other"


# "(đối với hộ đã đăng ký trước ngày 27/02/2024)" says whom it concerns
_WHOM = re.compile(r"\((?:đối với|áp dụng (?:cho|đối với)|trường hợp|kể cả|trừ) [^()\n]{0,120} trước $")
# a month or quarter in which something must be done; a day on which something is sent
_DONE = re.compile(r"(?:trong|xong|hoàn thành|vào)(?: các)? $")
_SENT = re.compile(r"\b(?:gửi|nộp|báo cáo|chốt|cập nhật|cung cấp|tổng hợp)\b")
# a point inside a word (a mail address, 17.00) ends no sentence
_SENT_ON = re.compile(r"\b(?:gửi|nộp|báo cáo|chốt|hoàn thành|xong)\b(?:[^.;]|\.(?=\w)){0,90}(?:vào|trong) $")
_CLOSES = re.compile(rf"\bkết thúc (?:vào )?(?:lúc )?{HOUR} ?$")  # what is taken in is taken in up to then
_LABEL = re.compile(
    r"\b(?:thời (?:gian|hạn) (?:hoàn thành|gửi|nộp|trình|báo cáo)|thời hạn|hạn)(?: [^.;:\n]{1,40})?: ?$"
)
_REACHED = re.compile(r"(?:%|đạt|\d) ?(?:vào|trong) (?:cuối |đầu )?$")
