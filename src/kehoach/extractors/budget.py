"""Finds what pays for the plan: stated sources, with a sum where one is said, and totals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kehoach.extractors import quantities
from kehoach.extractors.outline import Item
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece, parents


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
_LAW = re.compile(r"(?:luật|quy định về|quản lý|theo phân cấp|tiết kiệm,?|sử dụng) $")


def scan(clean: CleanText, sections: list[Item], pieces: list[Piece]) -> list[Money]:
    """The sources of money of the cleaned text, in order."""
    low = clean.low
    if "kinh phí" not in low and "ngân sách" not in low and "vốn" not in low:
        return []
    above = parents(sections)
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
        text = low[piece.start : piece.end]
        if not inside and not _pays(low, piece, text):
            continue
        found += _in_piece(low, piece, inside)
    return found


def _pays(low: str, piece: Piece, text: str) -> bool:
    return text.startswith(("kinh phí", "nguồn kinh phí")) and _rule("funding").search(text) is not None and not _OWN.search(text[:40])


def _in_piece(low: str, piece: Piece, inside: bool) -> list[Money]:
    spans: list[tuple[int, int]] = []
    for name in ("total", "source"):
        for match in _rule(name).finditer(low, piece.start, piece.end):
            start, end = match.span("x")
            if _LAW.search(low, max(piece.start, start - 16), start) or any(a < end and start < b for a, b in spans):
                continue
            spans.append((start, _trimmed(low, start, end)))
    spans.sort()
    found = []
    for number, (start, end) in enumerate(spans):
        limit = spans[number + 1][0] if number + 1 < len(spans) else piece.end
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
