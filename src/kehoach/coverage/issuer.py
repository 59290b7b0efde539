"""Whose plan it is and for which years: the level and field of the body that issues it, and the period it covers.

What a body can be asked depends on these. A level or field that the head does not tell stays None; a plan is then asked
for everything.
"""

from __future__ import annotations

import re

from kehoach.extractors.plan import Reading
from kehoach.frameworks import Framework, Remit

_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "unit",
        re.compile(
            r"(?:bệnh viện|(?<!môi )(?<!thị )trường|trung tâm|trạm|công ty|tổng công ty|tập đoàn|doanh nghiệp|đại học|học viện|cao đẳng|nhà máy|xí nghiệp"
            r"|công đoàn (?:cơ sở|công ty|trường|bệnh viện)|viện (?!kiểm)|báo |đài (?!(?:truyền hình|tiếng nói) việt nam$))"
        ),
    ),
    ("commune", re.compile(r"\b(?:(?<!thị )(?<!tác )(?<!tấn )xã(?! hội)|phường|thị trấn|đặc khu)\b")),
    ("district", re.compile(r"\b(?:huyện|quận|thị xã)\b|^phòng ")),
    (
        "province",
        re.compile(r"\b(?:tỉnh|sở)\b|thành phố (?:hà nội|hồ chí minh|hải phòng|đà nẵng|cần thơ|huế)\b|thành ủy"),
    ),
    (
        "central",
        re.compile(
            r"^(?:bộ|chính phủ|thủ tướng|ban (?:chấp hành|tổ chức|tuyên giáo) trung ương|trung ương|tổng (?:cục|liên đoàn)|thanh tra chính phủ|ngân hàng nhà nước"
            r"|ủy ban dân tộc|ủy ban quốc gia|văn phòng (?:chính phủ|quốc hội|trung ương)|quốc hội|đài (?:truyền hình|tiếng nói) việt nam|thông tấn xã|hội liên hiệp phụ nữ việt nam$|bảo hiểm xã hội việt nam)"
        ),
    ),
    ("district", re.compile(r"\bthành phố\b")),
)
_PLACES = re.compile(
    r"(?:trên địa bàn|của|tại) (?P<level>tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|bệnh viện|trường)\b"
)
_OF_TITLE = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "bệnh viện": "unit",
    "trường": "unit",
}


# where the head is lost: "Đơn vị: Trung tâm Y tế …" below the title, "Trung tâm Y tế … xây dựng Kế hoạch" in the preamble
_SELF = re.compile(
    r"^(?:Đơn vị|Cơ quan|ĐƠN VỊ|CƠ QUAN) ?: ?(?P<named>[^\n:]{4,90})$|(?P<plans>[^\n.;:,()]{4,90})(?: \([^\n()]{0,60}\))? (?:xây dựng|ban hành) (?:[Kk]ế hoạch|KẾ HOẠCH)",
    re.MULTILINE,
)
_HEAD = 3000
"""So many characters of a plan are looked through for a body that its head does not name."""


def _names(reading: Reading) -> list[str]:
    """The issuing body and the one above it, in small letters; where the head names none, the body that says it plans."""
    header = reading.record.header
    named = [part.name.lower() for part in (header.issuer, header.parent_issuer) if part is not None]
    if named:
        return named
    end = next((section.start for section in reading.sections if section.title is not None), _HEAD)
    match = _SELF.search(reading.clean.text, 0, min(end, _HEAD))
    return [(match["named"] or match["plans"]).strip().lower()] if match is not None else []


def level_of(reading: Reading) -> str | None:
    """`central`, `province`, `district`, `commune` or `unit`; None where neither head nor title tells."""
    names = _names(reading)
    for name in names[:1]:
        for level, pattern in _LEVELS:
            if pattern.search(name):
                return level
    title = reading.record.header.title
    if title is not None and (match := _PLACES.search(title.name.lower())):
        return _OF_TITLE.get(match["level"], "commune")
    for name in names[1:]:
        for level, pattern in _LEVELS:
            if pattern.search(name):
                return level
    return None


_FIELD = re.compile(r"(?:ngành|lĩnh vực) (?P<name>[^\W\d_]+(?: [^\W\d_]+){0,4})")
_GENERAL = re.compile(
    r"ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd|tỉnh ủy|huyện ủy|đảng|nội vụ|phụ nữ|lao động - thương binh|lao động, thương binh"
)


def field_of(reading: Reading, framework: Framework) -> Remit | None:
    """The one field of the issuing body, or, where its name tells none, of the body above it; None for a body of general remit.

    A general statistics office is of the ministry's field; a people's committee below a department is not of the department's.
    """
    title = reading.record.header.title
    match = _FIELD.search(title.name.lower()) if title is not None else None
    if match is not None:
        for remit in framework.remits:
            if any(match["name"].startswith(word) for word in remit.bodies):
                return remit
    for name in _names(reading):
        if _GENERAL.search(name):
            return None
        # an environment and a market are no schools
        plain = re.sub(r"(?:môi|thị) trường", "", name)
        for remit in framework.remits:
            if any(word in plain for word in remit.bodies):
                return remit
    return None


_INTERVAL = re.compile(r"(\d{4})/(\d{4})")


def period_of(reading: Reading) -> str | None:
    """The years the plan is for, EDTF: the one its title names, or the interval; else the year of issue."""
    if reading.title_year:
        return str(reading.title_year)
    record = reading.record
    for header in (record.header, *record.attached):
        if header.title is None:
            continue
        for date in record.dates:
            inside = header.title.start <= date.start and date.end <= header.title.end
            if inside and date.kind == "interval" and _INTERVAL.fullmatch(date.edtf):
                return date.edtf
            if inside and date.kind == "year" and date.relation == "by":
                return date.edtf
    issued = record.header.issued
    return issued.edtf[:4] if issued is not None and issued.edtf[:4].isdigit() else None
