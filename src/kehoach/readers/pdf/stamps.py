"""What annotations write on a page: numbers and days stamped by a signing service, its own boxes, free text.

E-office systems put the number and the day of a document into the appearance of signature fields, where the page itself
has holes. Drawn onto the page (flattened), their letters are the ones that were not there before.
"""

from __future__ import annotations

import re
from collections import Counter

from kehoach.readers.flow.model import Line, PageLines, Word
from kehoach.readers.pdf.characters import Run
from kehoach.readers.pdf.library import PdfPage
from kehoach.readers.pdf.lines import Row, rows

# what a signing service prints of itself, and the mark of a registry for what comes in
_OF_ITSELF = re.compile(
    r"Người *ký *:|Ký *bởi|Ký *số|Chữ *ký|Email *:|Thời *gian *ký|Ngày *ký *:|Giờ *ký|Cơ *quan *phát *hành|Digital(?:ly)? *sign"
    r"|Signature|Signed *by|Date *: *\d|(?:CÔNG VĂN|VĂN BẢN)? *(?:ĐẾN|Đến) *(?:Số|Ngày|Giờ)|Số *đến|Ngày *đến"
)


def flatten(page: PdfPage, most: int) -> list[int] | None:
    """Draw the annotations of `page` onto it.

    Args:
        most: characters of the page that are looked at.

    Returns:
        For each character of the page, by now, the annotation that writes it, -1 for none; None where there are no
        annotations that write.
    """
    boxes = page.stamping()
    if not boxes:
        return None
    codes, sides, _ = page.characters(most)
    before = [(code, round(sides[4 * at]), round(sides[4 * at + 3])) for at, code in enumerate(codes)]
    if not page.flatten():
        return None
    left = Counter(before)
    codes, sides, _ = page.characters(most)
    found = [-1] * len(codes)
    late: list[int] = []
    for at, code in enumerate(codes):
        key = (code, round(sides[4 * at]), round(sides[4 * at + 3]))
        if at < len(before) and before[at] == key and left[key] > 0:
            left[key] -= 1
        else:
            late.append(at)
    for at in late:
        x0, y1, x1, y0 = sides[4 * at : 4 * at + 4]
        key = (codes[at], round(x0), round(y0))
        if left[key] > 0:
            left[key] -= 1
            continue
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        around = [n for n, b in enumerate(boxes) if b[0] - 2 <= x <= b[2] + 2 and b[1] - 2 <= y <= b[3] + 2]
        found[at] = min(around, key=lambda n: (boxes[n][2] - boxes[n][0]) * (boxes[n][3] - boxes[n][1]), default=-1)
    return found


def sort_out(runs: list[Run]) -> tuple[list[Run], list[Row], list[Row]]:
    """The page's own runs; rows that are stamped on it; rows of the boxes that a signing service prints of itself."""
    own = [run for run in runs if run.annotation < 0]
    if len(own) == len(runs):
        return own, [], []
    groups: dict[int, list[Run]] = {}
    for run in runs:
        if run.annotation >= 0:
            groups.setdefault(run.annotation, []).append(run)
    stamps: list[Row] = []
    boxes: list[Row] = []
    for group in groups.values():
        text = " ".join(run.text for run in group)
        (boxes if _OF_ITSELF.search(text) else stamps).extend(rows(group))
    return own, stamps, boxes


def over_scan(scan: PageLines, stamped: list[Line]) -> None:
    """Put what the file itself writes over a page image into what was recognised of it: the file is right."""
    for line in stamped:
        home = _home(scan.lines, line)
        if home is None:
            at = sum(other.y1 <= line.y0 + 1 for other in scan.lines)
            scan.lines.insert(at, line)
            continue
        words: list[Word] = []
        for word in home.words:
            words += _beside(word, line)
        start = sum(word.box.x0 < line.x0 for word in words)
        last = words[start - 1] if start else None
        line.words[0].glued = last is not None and last.text.endswith(("/", "-"))
        if start < len(words):
            words[start].glued = words[start].text[0] in "/.,;:)-"
        home.words[:] = [*words[:start], *line.words, *words[start:]]


def _home(lines: list[Line], stamp: Line) -> Line | None:
    """The recognised line over which a stamp lies, or in a hole of which."""
    best: tuple[float, Line] | None = None
    for line in lines:
        shared = min(line.y1, stamp.y1) - max(line.y0, stamp.y0)
        height = min(line.y1 - line.y0, stamp.y1 - stamp.y0)
        near = line.x0 - 40 < stamp.x0 and stamp.x1 < line.x1 + 40
        if near and shared > 0.5 * height and (best is None or shared > best[0]):
            best = (shared, line)
    return None if best is None else best[1]


def _beside(word: Word, stamp: Line) -> list[Word]:
    """What is left of a recognised word beside a stamp that lies over it."""
    x0, x1 = word.box.x0, word.box.x1
    if x1 <= stamp.x0 + 1 or x0 >= stamp.x1 - 1:
        return [word]
    each = (x1 - x0) / len(word.text)
    first = max(0, round((stamp.x0 - x0) / each))
    last = min(len(word.text), round((stamp.x1 - x0) / each))
    parts = []
    for start, end in ((0, first), (last, len(word.text))):
        if text := word.text[start:end].strip("._…"):
            box = word.box._replace(x0=x0 + start * each, x1=x0 + end * each)
            parts.append(
                Word(
                    text, box, word.size, word.bold, word.confidence, word.source, word.struck, word.raised, word.glued
                )
            )
    return parts
