"""Finds what pays for the plan: stated sources, with a sum where one is said, and totals."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from kehoach.extractors import quantities
from kehoach.extractors.outline import Item
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed
from kehoach.text.statements import Piece


@dataclass(slots=True)
class Money:
    """A source of money in the cleaned text."""

    start: int
    end: int
    amount: float | None


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("budget")[name]


_OWN = re.compile(r"\b(?:sở tài chính|phòng tài chính|thẩm định|luật ngân sách|quy định của)\b")
_NO_SOURCE = re.compile(
    r"(?:luật|căn cứ|lần|bằng|tổng|tống|tỷ lệ|tỉ lệ|số|quy định về|pháp luật về|phân cấp|quản lý|tiết kiệm,?|lập|xây dựng|tổng hợp|cân đối|ổn định|ngoài|phê duyệt|giao|phân bổ|quyết toán|thẩm định|chấp hành|cấp bổ sung có mục tiêu cho|trong|thuộc|không được hưởng lương do|hưởng lương từ|nộp|thu|chi trả|vay|lãi|giám đốc|mức|đối tượng vay|thu hồi|vào|nghĩa vụ với|cấp bù) $|% $"
)
_WITHIN = re.compile(
    r"(?:cân đối|bố trí|nằm|có|sẵn|kinh phí|lồng ghép|đồng|sử dụng|triển khai|lấy|chi) trong $|(?:sử dụng|chi|hỗ trợ|đảm bảo|bảo đảm|bố trí) bằng $|bố trí vào $"
)
# what a fund has of its own pays for no plan
_OF_A_FUND = re.compile(r"vốn (?:và )?hoạt động|\bcủa quỹ\b")
# the same money again: "do ngân sách tỉnh bảo đảm, được bố trí trong dự toán của …"
_AGAIN = re.compile(r"(?:được|và) (?:cân đối|bố trí|tổng hợp|giao|phân bổ)[^,;.]{0,20} (?:trong|vào) $")
# money that is provided, not what provides: "bảo đảm kinh phí hoạt động"
_PROVIDED = re.compile(r"(?:bảo đảm|đảm bảo|cấp|hỗ trợ|thanh toán|giải quyết|bố trí|việc|hưởng|cân đối|mức|chi) $")


def scan(clean: CleanText, sections: list[Item], pieces: list[Piece], above: list[int | None]) -> list[Money]:
    """The sources of money of the cleaned text, in order.

    Args:
        above: for each section the one it stands directly under.
    """
    low = clean.low
    if "kinh phí" not in low and "ngân sách" not in low and "vốn" not in low:
        return []
    funded: list[bool] = []
    for index, section in enumerate(sections):
        parent = above[index]
        own = section.kind == "budget" and section.title is not None and not _OF_A_FUND.search(section.title.lower())
        funded.append(own or (parent is not None and funded[parent]))
    found: list[Money] = []
    read: set[int] = set()
    for piece in pieces:
        if piece.section is None and sections:
            continue
        inside = piece.section is not None and funded[piece.section]
        if not inside and not _pays(low, piece):
            continue
        begin = piece.start
        if piece.opens and piece.section is not None and inside and sections[piece.section].title is not None:
            # what stands behind a heading on its line goes on with it: "1. Ngân sách tỉnh: 200 triệu đồng"
            begin = max(sections[piece.section].start, clean.starts[piece.line])
            read.add(piece.section)
        found += _in_range(low, begin, piece.end, inside=inside)
    for index, start, end in _titles(sections, funded):
        if index not in read:
            found += _in_range(low, start, end, inside=True)
    found.sort(key=lambda m: m.start)
    return found


def _pays(low: str, piece: Piece) -> bool:
    """Whether a statement outside the sections on funding says what pays."""
    start = piece.start + len("trong đó, ") if low.startswith("trong đó, ", piece.start) else piece.start
    if not low.startswith(("kinh phí", "nguồn kinh phí"), start):
        return False
    text = low[start : piece.end]
    return _rule("funding").search(text) is not None and not _OWN.search(text[:40])


def _refused(low: str, begin: int, start: int, end: int, *, again: bool) -> bool:
    """Whether the words around a source say that it is no source of this plan."""
    before = low[max(begin, start - 40) : start]
    if low.startswith("nguồn kinh phí", start) and (start == begin or before.endswith("tạo ")):
        return True  # the money spoken of, not where it comes from
    if low.startswith("kinh phí", start) and (
        _PROVIDED.search(before) or (start - begin < _MARKER and not _LISTED.match(low, end))
    ):
        return True
    if low.startswith(("vốn", "quỹ", "nguồn vốn"), start) and _topic(low, begin, start, end):
        return True
    if low.startswith("dự toán", start):
        if _DRAWN_UP.match(low, end) or (again and _AGAIN.search(before)):
            return True
    return _NO_SOURCE.search(before) is not None and _WITHIN.search(before) is None


_SPOKEN_OF = re.compile(
    r" (?:do|được|từ|là|phải|chỉ|có|không|thực hiện|để|lên|trong|theo)(?![^\W_])|:(?! ?(?:\d|khoảng|$))"
)
_DRAWN_UP = re.compile(r" (?:lập|gửi|trình|xây dựng|được lập)(?![^\W_])")


def _topic(low: str, begin: int, start: int, end: int) -> bool:
    """Whether a sentence opens with it and then says something of it: `Vốn điều lệ của Quỹ được hình thành từ …`."""
    return start - begin < _MARKER and _SPOKEN_OF.match(low, end) is not None


_LISTED = re.compile(r"[,;.]|$| \(|:? ?(?:là |khoảng )?\d")
_MARKER = 5  # "12. ", "b) "


def _titles(sections: list[Item], funded: list[bool]) -> list[tuple[int, int, int]]:
    """The headings in sections on funding that name a source themselves: `1. Nguồn ngân sách: …`."""
    found = []
    for index, (section, inside) in enumerate(zip(sections, funded, strict=True)):
        if (
            inside
            and section.title is not None
            and (section.kind != "budget" or section.title.lower().startswith(_NAMED_SOURCE))
        ):
            found.append((index, section.start, section.end))
    return found


_NAMED_SOURCE = ("nguồn ngân sách", "nguồn xã hội", "nguồn vốn")
_RULES = ("total", "source", "mobilised")


def _in_range(low: str, begin: int, stop: int, *, inside: bool) -> list[Money]:
    spans: list[tuple[int, int]] = []
    for name in _RULES if inside else _RULES[:2]:
        for match in _rule(name).finditer(low, begin, stop):
            start, end = match.span("x")
            at = bisect_left(spans, (start, end))
            if (at and spans[at - 1][1] > start) or (at < len(spans) and spans[at][0] < end):
                continue
            if _refused(low, begin, start, end, again=bool(spans)):
                continue
            if spans and low.startswith("dự kiến", start):
                continue  # said of the total before it
            spans.append((start, trimmed(low, start, end)))
    spans.sort()
    found = []
    for number, (start, end) in enumerate(spans):
        limit = spans[number + 1][0] if number + 1 < len(spans) else stop
        found.append(Money(start, end, _amount(low, end, limit)))
    return found


def _amount(low: str, start: int, end: int) -> float | None:
    given = _GIVEN.match(low, start, end)
    begin = given.end() if given is not None else start
    text = low[begin : min(end, begin + (_AS_ITEM if low.startswith(":", start) else _NEAR))]
    for quantity in quantities.scan(text, 0, len(text), []):
        if quantity.unit == "đồng":
            ranged = quantity.value_max is not None or _UP_TO.match(text, quantity.end) is not None
            return None if ranged else quantity.value
    return None


_GIVEN = re.compile(r" (?:cấp|giao|hỗ trợ|bảo đảm|đảm bảo|bố trí) (?=\d)")
_UP_TO = re.compile(r" ?(?:-|–|đến) ?\d")
_NEAR, _AS_ITEM = 120, 300  # how far from a source its sum may stand
