"""Finds what pays for the plan: stated sources, with a sum where one is said, and totals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kehoach.extractors import quantities
from kehoach.extractors.outline import Item
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText
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
    r"(?:luật|căn cứ|lần|bằng|tổng|tống|tỷ lệ|tỉ lệ|số|quy định về|quản lý|tiết kiệm,?|lập|xây dựng|tổng hợp|cân đối|ổn định|ngoài|phê duyệt|giao|phân bổ|quyết toán|thẩm định|chấp hành|cấp bổ sung có mục tiêu cho|trong|thuộc|không được hưởng lương do|hưởng lương từ) $"
)
_WITHIN = re.compile(r"(?:cân đối|bố trí|nằm|có|sẵn|kinh phí|lồng ghép|đồng|sử dụng|triển khai|lấy|chi) trong $")


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
        own = section.kind == "budget" and section.title is not None
        funded.append(own or (parent is not None and funded[parent]))
    found: list[Money] = []
    for piece in pieces:
        if piece.section is None and sections:
            continue
        inside = piece.section is not None and funded[piece.section]
        if not inside and not _pays(low, piece):
            continue
        found += _in_range(low, piece.start, piece.end)
    for start, end in _titles(clean, sections, funded):
        found += _in_range(low, start, end)
    found.sort(key=lambda m: m.start)
    return found


def _pays(low: str, piece: Piece) -> bool:
    """Whether a statement outside the sections on funding says what pays."""
    if not low.startswith(("kinh phí", "nguồn kinh phí"), piece.start):
        return False
    text = low[piece.start : piece.end]
    return _rule("funding").search(text) is not None and not _OWN.search(text[:40])


def _refused(low: str, begin: int, start: int) -> bool:
    """Whether the words before a source say that it is no source of this plan."""
    before = low[max(begin, start - 40) : start]
    if low.startswith("nguồn kinh phí", start) and (start - begin < 4 or before.endswith("tạo ")):
        return True  # the money spoken of, not where it comes from
    return _NO_SOURCE.search(before) is not None and _WITHIN.search(before) is None


def _titles(clean: CleanText, sections: list[Item], funded: list[bool]) -> list[tuple[int, int]]:
    """The headings in sections on funding that name a source themselves: `1. Nguồn ngân sách: …`."""
    found = []
    for section, inside in zip(sections, funded, strict=True):
        if inside and section.title is not None and section.kind != "budget":
            found.append((section.start, section.end))
        elif (
            inside
            and section.title is not None
            and section.title.lower().startswith(("nguồn ngân sách", "nguồn xã hội", "nguồn vốn"))
        ):
            found.append((section.start, section.end))
    return found


def _in_range(low: str, begin: int, stop: int) -> list[Money]:
    spans: list[tuple[int, int]] = []
    for name in ("total", "source"):
        for match in _rule(name).finditer(low, begin, stop):
            start, end = match.span("x")
            if _refused(low, begin, start) or any(a < end and start < b for a, b in spans):
                continue
            spans.append((start, _trimmed(low, start, end)))
    spans.sort()
    found = []
    for number, (start, end) in enumerate(spans):
        limit = spans[number + 1][0] if number + 1 < len(spans) else stop
        found.append(Money(start, end, _amount(low, end, limit)))
    return found


def _amount(low: str, start: int, end: int) -> float | None:
    for quantity in quantities.scan(low, start, min(end, start + 120), []):
        if quantity.unit == "đồng":
            return quantity.value
    return None


def _trimmed(low: str, start: int, end: int) -> int:
    while end > start and low[end - 1] in " ,;.:":
        end -= 1
    return end
