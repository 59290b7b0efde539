"""What stands at the edges of pages and is not of the text: running heads and feet, page numbers, signing services' boxes.

A line at the edge is a running head when a page or two away the same line stands in the same place. Lines are taken from
the edge inwards, and no further than the first that is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kehoach.readers.flow.model import Line, PageLines
from kehoach.text.layout import AsideKind

_EDGE = 0.14  # of the height of a page: heads and feet stand there
_LINES = 30  # … in so many lines at the most
_DEPTH = 3  # so many lines from the edge inwards
_SAME_PLACE = 6.0  # points
_SHORTEST = 4
_APART = 0.6  # heights of the line between a head and the text
GAZETTE = re.compile(r"CÔNG *BÁO */ *[Ss]ố")
_NUMBER = re.compile(
    r"[-–—~_.\s|]*(?:(?:Trang|trang|TRANG|Page|page)\s*)?(?P<number>\d{1,4})(?:\s*[/|]\s*\d{1,4})?[-–—~_.\s|]*"
)
_ROMAN = re.compile(r"[-–—\s]*[ivxl]{1,6}[-–—\s]*")
_DIGITS = re.compile(r"\d+")
# heads of parts of the text, which may well be alike on two pages
_OWN_WORDS = re.compile(
    r"(?:PHỤ LỤC|PHỤ BIỂU|BIỂU|MẪU|DANH MỤC|CHƯƠNG|PHẦN|MỤC|ĐIỀU|CỘNG H|ĐỘC LẬP|NƠI NHẬN|KÍNH GỬI|SỐ\s*:|UBND|ỦY BAN|KẾ HOẠCH$)"
    r"|[IVX]{1,5}[.)]|\(?\w{1,3}[.)]\s|[-+•]\s",
    re.IGNORECASE,
)
# what a signing service prints of itself, one or more lines; the first is one that nothing else begins with
_SIGNED = re.compile(
    r"(?:Người *ký *:|Ký *bởi *:|Được *ký *bởi|Thời *gian *ký *:|Ngày *ký *: *[\d]|Digital(?:ly)? +[Ss]ign|Signature +Not"
    r"|Chữ *ký *số|Ký *số *bởi)"
)
_SIGNED_TOO = re.compile(r"(?:Email *:|Cơ *quan *:|Tổ *chức *:|Date *:|Reason *:|Location *:|Chức *vụ *:|DN *:)")


@dataclass(slots=True)
class Edge:
    """One line at the edge of a page: its words, how far from which edge, the page."""

    text: str
    distance: float
    lower: bool
    page: int
    recognised: bool


def edges(page: PageLines) -> list[list[tuple[Line, Edge]]]:
    """The lines at the upper and those at the lower edge, each from the edge inwards, by level: lines side by side."""
    height = _height(page)
    found: list[list[tuple[Line, Edge]]] = []
    upper = sorted((line for line in page.lines if not line.apart and line.y1 < _EDGE * height), key=lambda one: one.y0)
    lower = sorted(
        (line for line in page.lines if not line.apart and line.y0 > (1 - _EDGE) * height), key=lambda one: -one.y1
    )
    for lines, is_lower in ((upper, False), (lower, True)):
        depth = 0
        level = float("nan")
        for number, line in enumerate(lines):
            middle = (line.y0 + line.y1) / 2
            if not abs(middle - level) < 0.5 * (line.y1 - line.y0):
                depth += 1
                level = middle
            if depth > _DEPTH or number >= _LINES:
                break
            place = height - line.y1 if is_lower else line.y0
            recognised = line.words[0].source == "ocr"
            edge = Edge(" ".join(line.text.split()), place, is_lower, page.page.number, recognised)
            if depth == 1 + sum(level_of[0][1].lower == is_lower for level_of in found):
                found.append([])
            found[-1].append((line, edge))
    return found


def _height(page: PageLines) -> float:
    height = page.page.width if page.turned % 2 else page.page.height
    return height or 842.0


def set_aside(page: PageLines, around: Sequence[list[list[tuple[Line, Edge]]]]) -> dict[int, AsideKind]:
    """Which lines of `page` are not of its text.

    Args:
        around: the edges of the pages up to two before and behind.

    Returns:
        The kind of each such line, by its place among the lines of the page.
    """
    places = {id(line): at for at, line in enumerate(page.lines)}
    kinds: dict[int, AsideKind] = {at: "signature-box" for at, line in enumerate(page.lines) if line.apart}
    others = [edge for one in around for level in one for _, edge in level]
    closed = {False: False, True: False}
    waiting: dict[bool, list[list[int]]] = {False: [], True: []}  # heads by level, until they are seen to stand apart
    levels = edges(page)
    for level in levels:
        lower = level[0][1].lower
        if closed[lower]:
            continue
        gazette = any(GAZETTE.search(edge.text) for _, edge in level)
        heads: list[int] = []
        for line, edge in level:
            kind = _kind(edge, others, len(level) == 1 or gazette)
            if gazette and kind is None:
                kind = "running-head"
            if kind is None:
                closed[lower] = True
            elif kind == "page-number" or gazette:
                kinds[places[id(line)]] = kind
            else:
                heads.append(places[id(line)])
        if heads:
            waiting[lower].append(heads)
    for lower, several in waiting.items():
        for depth in range(len(several), 0, -1):
            outer = [at for heads in several[:depth] for at in heads]
            if _stand_apart(page, outer, {*kinds, *outer}, lower):
                kinds.update((at, "running-head") for at in outer)
                break
    for at in _signed(page.lines):
        kinds[at] = "signature-box"
    return kinds


def _stand_apart(page: PageLines, heads: list[int], known: set[int], lower: bool) -> bool:
    """Whether empty paper parts heads or feet from the text: the last lines of two pages may be the same by chance."""
    lines = [page.lines[at] for at in heads]
    rest = [line for at, line in enumerate(page.lines) if at not in known]
    least = _APART * max(line.y1 - line.y0 for line in lines)
    if lower:
        top = min(line.y0 for line in lines)
        ends = [line.y1 for line in rest] + [table.box.y1 for table in page.tables]
        return top - max((end for end in ends if end < top + least), default=0.0) > least
    bottom = max(line.y1 for line in lines)
    starts = [line.y0 for line in rest] + [table.box.y0 for table in page.tables]
    return min((start for start in starts if start > bottom - least), default=float("inf")) - bottom > least


def _kind(edge: Edge, others: Sequence[Edge], alone: bool) -> AsideKind | None:
    if GAZETTE.search(edge.text):
        return "running-head"
    match = _NUMBER.fullmatch(edge.text)
    if match and alone:
        number = int(match["number"])
        # a year alone at the edge may be the end of a title
        if not 1900 <= number <= 2100 or any(_runs_on(edge, other) for other in others):
            return "page-number"
        return None
    if alone and _ROMAN.fullmatch(edge.text):
        return "page-number"
    if len(edge.text) < _SHORTEST or edge.text[0].islower() or _OWN_WORDS.match(edge.text):
        return None
    return "running-head" if any(_runs_on(edge, other) for other in others) else None


def _runs_on(edge: Edge, other: Edge) -> bool:
    """Whether the line of another page is the same, or differs by a page number that counts on."""
    if edge.lower != other.lower or abs(edge.distance - other.distance) > _SAME_PLACE:
        return False
    if edge.text == other.text:
        return not edge.text.isdigit()
    mine, its = _DIGITS.findall(edge.text), _DIGITS.findall(other.text)
    if len(mine) == len(its) and mine:
        apart = edge.page - other.page
        steps = {int(a[-9:]) - int(b[-9:]) for a, b in zip(mine, its, strict=True)}
        if steps <= {0, apart} and _DIGITS.sub("#", edge.text) == _DIGITS.sub("#", other.text):
            return True
    if edge.recognised and other.recognised and len(edge.text) > 2 * _SHORTEST:
        alike = SequenceMatcher(None, edge.text[:100], other.text[:100], autojunk=False)
        return alike.quick_ratio() > 0.85 and alike.ratio() > 0.85
    return False


def _signed(lines: Sequence[Line]) -> list[int]:
    """The lines of boxes that signing services print on the page itself."""
    found: list[int] = []
    for at, line in enumerate(lines):
        if line.apart or (found and at <= found[-1]) or not _SIGNED.match(line.text):
            continue
        # the box: lines next to this one that are of it too, and a line between two of them that one went on in
        first = last = at
        while first > (found[-1] + 1 if found else 0) and (
            _SIGNED.match(lines[first - 1].text) or _SIGNED_TOO.match(lines[first - 1].text)
        ):
            first -= 1
        ahead = at + 1
        while ahead < len(lines) and ahead - last <= 2:
            if _SIGNED.match(lines[ahead].text) or _SIGNED_TOO.match(lines[ahead].text):
                last = ahead
            ahead += 1
        if last > first or re.search(r"\d{1,2}:\d{2}", line.text):
            found += range(first, last + 1)
    return found
