"""Two columns at the head and at the foot of a document: issuer and number | motto, place and date; receivers | signature.

They come out column by column, each line a paragraph, whether they were drawn so or row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kehoach.readers.flow.model import Line, Word

_GAP = 2.5  # sizes of the letters: a gap between words that parts columns
_NARROW_GAP = 0.6  # … and one before a motto
_MOTTO = re.compile(r"C[ỘÔ]NG *H[ÒO][AÀ] *X[ÃA] *H[ỘÔ]I|Đ[ẢA]NG *C[ỘÔ]NG *S[ẢA]N *VI[ỆE]T")
_DATE = re.compile(r"ng[àa]y\b.{0,12}?\bth[áa]ng\b", re.IGNORECASE)
_NUMBER = re.compile(r"S[ốôo] *[:.]?.{0,14}[/-]|(?:V/v|Về việc)", re.IGNORECASE)
_RECEIVERS = re.compile(r"N[ơo]i *nh[ậâ]n", re.IGNORECASE)
_SIGNS = re.compile(
    r"(?:TM|KT|TL|TUQ|Q)\s?\.|CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|TRƯỞNG|PHÓ|BÍ THƯ|T/M|NGƯỜI|HIỆU TRƯỞNG|CHÁNH|TỔNG"
)
_HEAD_LINES = 24  # the head is looked for in so many lines around the motto


def arrange(lines: Sequence[Line]) -> tuple[list[Line], dict[int, bool]]:
    """The lines of a page with its head and foot column by column.

    Returns:
        The lines; for each line of these blocks, by its identity, whether it is of the list of receivers, whose lines wrap.
    """
    split = [part for line in lines for part in _split(line)]
    blocks: dict[int, bool] = {}
    for find in (_head, _foot):
        block = find(split)
        if block is None:
            continue
        left, right = block
        members = {id(line) for line in (*left, *right)}
        first = min(at for at, line in enumerate(split) if id(line) in members)
        rest = [line for line in split if id(line) not in members]
        split = [*rest[:first], *left, *right, *rest[first:]]
        blocks.update(dict.fromkeys(members, False))
        if find is _foot:
            blocks.update((id(line), True) for line in left)
    blocks.update((id(line), True) for line in _receivers(split))
    return split, blocks


def _split(line: Line) -> list[Line]:
    """A line that holds both columns, as two: `UBND TỈNH   CỘNG HÒA …`, `Số: 5/KH   Huế, ngày …`, `Nơi nhận:   TM. …`."""
    if line.apart or len(line.words) < 2:
        return [line]
    size = max(word.size for word in line.words) or (line.y1 - line.y0)
    gaps = [behind.box.x0 - before.box.x1 for before, behind in pairwise(line.words)]
    for at, gap in enumerate(gaps, 1):
        # a motto has a column of its own, however narrow the gap before it
        if gap >= _NARROW_GAP * size and (_MOTTO.match(line.words[at].text + " " + _text(line.words[at + 1 : at + 4]))):
            return [Line(line.words[:at]), Line(line.words[at:])]
    widest = max(gaps)
    if widest < _GAP * size:
        return [line]
    at = gaps.index(widest) + 1
    left, right = Line(line.words[:at]), Line(line.words[at:])
    if (
        _is_slogan(right.text)
        or (_NUMBER.match(left.text) and _DATE.search(right.text))
        or (_RECEIVERS.match(left.text) and _SIGNS.match(right.text))
    ):
        return [left, right]
    return [line]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _is_slogan(text: str) -> bool:
    return re.match(r"Đ[ộô]c *l[ậâ]p *[-–—]? *T[ựưu] *do", text) is not None


def _head(lines: Sequence[Line]) -> tuple[list[Line], list[Line]] | None:
    """Left and right column of the head, each from top to bottom."""
    at = next((n for n, line in enumerate(lines) if _MOTTO.match(line.text)), None)
    if at is None:
        return None
    motto = lines[at]
    near = [line for line in lines[max(0, at - _HEAD_LINES) : at + _HEAD_LINES] if not line.apart]
    beside = [line for line in near if line.x1 < motto.x0 + 15 and abs(_middle(line) - _middle(motto)) < 40]
    if not beside:
        return None  # nothing at its left: one column
    corridor = (max(line.x1 for line in beside) + motto.x0) / 2
    size = motto.y1 - motto.y0
    top = motto.y0 - 2.5 * size
    under = sorted((line for line in near if line.y0 >= top), key=lambda one: one.y0)
    left: list[Line] = []
    right: list[Line] = []
    dated: float | None = None
    lowest = motto.y1 + 3 * size
    for line in under:
        if line.y0 > lowest + 2.5 * size:
            break
        if line.x1 <= corridor + 25 and (line.x0 + line.x1) / 2 < corridor:
            left.append(line)
        elif dated is None and line.x0 >= corridor - 60 and (line.x0 + line.x1) / 2 > corridor:
            if line is not motto and not _is_slogan(line.text) and not _DATE.search(line.text) and line.y0 > lowest:
                break
            right.append(line)
            if _DATE.search(line.text):
                dated = line.y1
        elif line.y0 > motto.y1:
            break
        else:
            continue
        lowest = max(lowest, line.y1)
    if not left or not right:
        return None
    return left, right


def _foot(lines: Sequence[Line]) -> tuple[list[Line], list[Line]] | None:
    """Receivers and signature where they stand side by side, each from top to bottom."""
    at = next((n for n, line in enumerate(lines) if _RECEIVERS.match(line.text)), None)
    if at is None:
        return None
    head = lines[at]
    size = head.y1 - head.y0
    near = _on_top(line for line in lines[max(0, at - 12) :] if not line.apart and line.y0 > head.y0 - 2.5 * size)
    left = _receivers([line for line in near if line.x0 < head.x0 + 30])
    signs = [
        line
        for line in near
        if line.x0 > head.x1 + size and line.y0 < left[-1].y1 and _SIGNS.match(line.text) is not None
    ]
    if not signs:
        return None
    # the lines of a signature stand below one another, around one middle or from one edge
    middle, edge = (signs[0].x0 + signs[0].x1) / 2, signs[0].x0
    right: list[Line] = []
    for line in near:
        if line.y0 < signs[0].y0 - 1 or not (
            abs((line.x0 + line.x1) / 2 - middle) < 3 * size or abs(line.x0 - edge) < size
        ):
            continue
        if right and line.y0 - right[-1].y1 > 10 * size:
            break
        right.append(line)
    corridor = min(line.x0 for line in right)
    if any(line.x1 > corridor + 4 for line in left if line.y0 < right[-1].y1):
        return None
    return left, right


def _receivers(lines: Sequence[Line]) -> list[Line]:
    """The list of receivers: the lines behind `Nơi nhận` that begin where it does."""
    at = next((n for n, line in enumerate(lines) if _RECEIVERS.match(line.text)), len(lines))
    found: list[Line] = []
    for line in lines[at:]:
        if (found and not (abs(line.x0 - found[0].x0) < 30 and 0 < line.y1 - found[-1].y1 < 40)) or line.apart:
            break
        found.append(line)
    return found


def _on_top(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: (round(one.y0), one.x0))


def _middle(line: Line) -> float:
    return (line.y0 + line.y1) / 2
