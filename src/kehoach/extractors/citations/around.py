"""What stands around a number or name: date, issuer, title and pinpoint."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from kehoach.extractors.citations.mention import Mention
from kehoach.extractors.dates.atom import Found
from kehoach.lexicon import load
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

_TO_DATE = re.compile(r",? ?(?:ban hành |ký |được ban hành |\()?$")


class Dates:
    """The dates of the text by start, to find the one that follows an offset directly."""

    def __init__(self, dates: list[Found]) -> None:
        self._dates = dates
        self._starts = [d.start for d in dates]

    def following(self, low: str, offset: int) -> Found | None:
        """The date that stands directly behind `offset`, with no more than `ban hành` or a bracket between."""
        at = bisect_left(self._starts, offset)
        if at < len(self._dates):
            date = self._dates[at]
            if date.start - offset <= 14 and _TO_DATE.match(low[offset : date.start]):
                return date
        return None


def take_date(mention: Mention, date: Found, low: str) -> None:
    """Draw `date` into the mention and its span."""
    if date.kind == "date" or (date.kind == "year" and not date.edtf.endswith("/..")):
        between = low[mention.end : date.start]
        if date.kind == "year" and "(" in between and ")" not in low[date.end : date.end + 1]:
            return
        mention.end = date.end
        mention.issued = date.edtf
        mention.issued_span = (date.start, date.end)


_JOINT_NUMBER = re.compile(r"/(?:\d{4}/)?(?:CTPH|KHPH|KHLT|KHLN|QCPH|NQLT|TTLT|HDLN|HDLT|CTLT)")


@cache
def issuer_rule() -> re.Pattern[str]:
    """`của` or `do` with the body behind it (`lexicon/issuers.toml`)."""
    data = load("issuers")
    fixed = "|".join(re.escape(lower(name)) for name in sorted(data["fixed"], key=len, reverse=True))
    heads = "|".join(re.escape(lower(name)) for name in sorted(data["heads"], key=len, reverse=True))
    stops = "|".join(re.escape(word) for word in data["stops"])
    word = rf"(?!(?:{stops})\b)[^\s,;.:()“”\"\n]+"
    tail = rf"(?: {word})"
    # a head such as "Ban" or "Sở" cannot stand alone: the word behind it is part of the name whatever it is
    bare = "|".join(re.escape(lower(name)) for name in sorted(data["bare_heads"], key=len, reverse=True))
    # "A, B và C" inside one name, or "Bộ trưởng, Chủ nhiệm …"
    joint = r"(?:, (?:chủ nhiệm|thể thao|thông tin|thanh tra|tổng thanh tra|khánh tiết)[^,;.:()\n]*?)?"
    return re.compile(
        rf"(?: ?,? (?:của|do) )(?P<name>(?:{fixed})(?: khóa [ivx]+)?(?![a-zà-ỹđ])|(?:các )?(?:(?:{bare})(?![a-zà-ỹđ]) (?!và\b)[^\s,;.:()“”\"\n]+|(?:{heads})(?![a-zà-ỹđ])){tail}{{0,14}}?{joint}(?=$|[,;.:()“”\"\n]| [(“\"]| (?:{stops})\b))"
    )


_JOINTS = re.compile(
    r"(?: và (?:ptnt|pt nông thôn|xh|đt|tt|gđ|mt)(?![a-zà-ỹđ])| - thương binh và xã hội|, thương binh và xã hội| và xã hội|, thể thao và du lịch| và du lịch| và thể thao| và đào tạo| và đầu tư"
    r"| và môi trường| và phát triển nông thôn| và công nghệ| và truyền thông| và tôn giáo| và gia đình| và dân vận| và ubnd| và bình đẳng giới"
    r"| - xã hội| - hạ tầng| - truyền hình| - thương binh| - ngân sách)(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?: [^\s,;.:()\n]+){1,3}?)?"
    r"(?=$|[,;.:()“”\"\n]| [(“\"]| (?:về|quy|ban|phê|sửa|hướng|thực|triển|tổ|công|và|giao|đã|được|trong|để|tại|theo|có|cho|là)\b)"
)
_JOINT_TYPES = ("TTLT", "NQLT")
_NEXT_BODY = re.compile(
    r"(?:, | và |, và )(?=(?:bộ|sở|ủy ban|chính phủ|đoàn chủ tịch|hội|tòa án|viện kiểm sát|ban|mặt trận|liên đoàn)\b)"
)


def take_issuer(mention: Mention, clean: CleanText) -> None:
    """The body behind `của`, or the several bodies of a joint document."""
    match = issuer_rule().match(clean.low, mention.end)
    if not match:
        return
    start, end = match.span("name")
    while joint := _JOINTS.match(clean.low, end):
        end = joint.end()
    joined = mention.code in _JOINT_TYPES or (mention.number is not None and _JOINT_NUMBER.search(mention.number))
    while joined and (following := _NEXT_BODY.match(clean.low, end)) and clean.text[following.end()].isupper():
        # a joint document is issued by several bodies
        more = issuer_rule().match(" của " + clean.low[following.end() : following.end() + 120])
        if more is None:
            break
        end = following.end() + more.end("name") - 5
        while joint := _JOINTS.match(clean.low, end):
            end = joint.end()
    if (
        clean.text[start].islower()
        and clean.low[start:end] not in ("chính phủ",)
        and not clean.text[mention.start].islower()
    ):
        first = clean.low[start:end].split()[0]
        if first not in ("các", "ủy", "liên", "tỉnh", "thành", "sở"):
            return
    mention.issuer = clean.text[start:end].strip()
    mention.issuer_span = (start, end)


_TITLE = re.compile(
    r" ?,? ?(?:\(?v/v|về việc|về|ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|triển khai|thực hiện|tổ chức|công bố|bãi bỏ|thành lập|giao|tăng cường)\b"
)
_TITLE_END = re.compile(
    r"[;\n]|\. (?=[A-ZĐ])|\.$|, (?=Nghị|Quyết|Thông tư|Chỉ thị|Kế hoạch|Công văn|Luật)| và (?=(?:Nghị|Quyết|Thông tư|Chỉ thị|Kế hoạch|Công văn)[^;.]{0,14}số)"
)


def take_title(mention: Mention, clean: CleanText, limit: int) -> None:
    """The title (trích yếu) behind number, date and issuer, to the end of its clause and not beyond `limit`."""
    after = mention.issuer_span[1] if mention.issuer_span else mention.end
    match = _TITLE.match(clean.low, after)
    if not match:
        return
    start = match.start()
    while clean.text[start] in " ,(":
        start += 1
    stop = _TITLE_END.search(clean.text, start)
    end = min(stop.start() if stop else len(clean.text), start + 500, max(limit, start))
    end = start + len(clean.text[start:end].rstrip(" ,;.)(" if "(" not in clean.text[start:end] else " ,;."))
    if end - start > 8:
        mention.title_span = (start, end)


_UNIT = (
    r"(?:(?:điểm|các điểm) (?:[a-zđ]\d?|\d+(?:\.\d+)*)|(?:tiết) [a-zđ]\d?|(?:khoản) \d+[a-zđ]?|(?:điều) \d+[a-zđ]?|(?:mục|phần|chương) (?:[ivx]+|\d+)|phụ lục(?: số)? (?:[ivx]+|\d+)"
    r"|mẫu số \d+)(?:(?:, ?| và |, và | đến | hoặc )(?:(?:điểm|khoản|điều) )?(?:\d+[a-zđ]?|[a-zđ]|[ivx]+)(?![a-zà-ỹđ\d/]))*"
)
_PINPOINT = re.compile(
    rf"(?<![a-zà-ỹđ])(?P<pin>{_UNIT}(?:(?:,|;| và| của| tại|)? ?{_UNIT})*),? ?(?:của |tại |kèm theo |ban hành kèm theo )?(?:các )?$"
)
_PINPOINT_AFTER = re.compile(rf" \((?P<pin>{_UNIT}(?:(?:,|;| và| của| tại|)? ?{_UNIT})*)\)")


def take_pinpoint(mention: Mention, clean: CleanText) -> None:
    """Article, clause and point before the mention, or in brackets behind it."""
    if after := _PINPOINT_AFTER.match(clean.low, mention.end):
        mention.pinpoint_span = after.span("pin")
        mention.pinpoint = clean.text[slice(*mention.pinpoint_span)]
        return
    begin = max(0, mention.start - 200)
    before = clean.low[begin : mention.start]
    if not before.endswith(" ") or not any(c.isdigit() or c in "ivx" for c in before[-24:]):
        return
    if (
        "điều" not in before
        and "khoản" not in before
        and "phụ lục" not in before
        and "chương" not in before
        and "mục" not in before
        and "phần" not in before
    ):
        return
    match = _PINPOINT.search(before)
    if match and (not match["pin"].startswith("mẫu") or "phụ lục" in match["pin"]):
        start, end = match.span("pin")
        mention.pinpoint = clean.text[begin + start : begin + end]
        mention.pinpoint_span = (begin + start, begin + end)


def finish_numbered(mention: Mention, clean: CleanText, dates: Dates) -> None:
    """Date and issuer behind a number, in either order."""
    if date := dates.following(clean.low, mention.end):
        take_date(mention, date, clean.low)
    take_issuer(mention, clean)
    if mention.issued is None and mention.issuer_span and mention.issuer_span[0] >= mention.end:
        date = dates.following(clean.low, mention.issuer_span[1])
        if date is not None and date.kind == "date":
            take_date(mention, date, clean.low)
    words = clean.text[mention.start : mention.end]
    if words.count("(") > words.count(")") and clean.text[mention.end : mention.end + 1] == ")":
        mention.end += 1  # Công văn (số 73/TTg-CN)
