"""Footnotes: small print below a short rule or at the end of a page, opened by a number that stands raised in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kehoach.readers.flow.model import Line, PageLines, Word

_SMALLER = 0.94  # of the size of the text
_SAME_SIZE = 0.3  # points
_RULE = 0.62  # a rule that parts the notes is not wider than that share of the text
_RULES = 20  # rules on one page that are tried
_UPPER = 0.12  # no note stands above that share of the page
_MARK = re.compile(r"\(?(\d{1,3}|\*{1,3})\)?")
_UNIT = re.compile(r"(?:m|km|cm|dm|mm|ha)\Z", re.IGNORECASE)


def body_size(lines: Iterable[Line]) -> float:
    """The size in which most of the lines are printed; 0 where none is known."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for word in line.words:
            if word.size and not word.raised:
                sizes[round(2 * word.size) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def line_size(line: Line) -> float:
    """The size of most letters of a line."""
    return body_size([line])


def opening(line: Line) -> str | None:
    """The number that opens a note; None where the line opens none."""
    first = line.words[0]
    match = _MARK.fullmatch(first.text)
    if match is None or len(line.words) < 2:
        return None
    if first.raised or first.text.startswith("*"):
        return match[1]
    return match[1] if first.text.isdigit() and not line.words[1].text[0].isdigit() else None


def raised(lines: Iterable[Line]) -> set[str]:
    """The raised numbers of some lines, behind the first word of each: what may refer to notes."""
    words = (word for line in lines for word in line.words[1:] if word.raised)
    return {match[1] for word in words if (match := _MARK.fullmatch(word.text))}


def below(page: PageLines, lines: Sequence[Line], size: float, going_on: float, marks: set[str]) -> set[int]:
    """The places of the lines of `page` that are of footnotes.

    Args:
        lines: of the page, without heads and feet.
        size: in which the text is printed.
        going_on: the size of the footnotes in which the page before ended, the last of which may go on here; 0: it did not.
        marks: the raised numbers of the page.
    """
    if not lines or not size:
        return set()
    height = (page.page.width if page.turned % 2 else page.page.height) or 842.0
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    lowest_table = max((table.box.y1 for table in page.tables), default=0.0)
    tried = 0
    for rule in sorted(page.rules, key=lambda one: one.y0):
        if tried >= _RULES:
            break
        if rule.y0 < max(_UPPER * height, lowest_table) or rule.x0 > left + 0.25 * (right - left):
            continue
        if rule.x1 - rule.x0 > _RULE * (right - left) and not going_on:
            continue
        tried += 1
        under = [at for at, line in enumerate(lines) if (line.y0 + line.y1) / 2 > rule.y0]
        if under and _are_notes([lines[at] for at in under], size, going_on, marks):
            return set(under)
    # no rule: the small lines at the end of the page, from the first that a raised number opens
    order = sorted(range(len(lines)), key=lambda at: lines[at].y0)
    start = len(order)
    while start and 0 < line_size(lines[order[start - 1]]) <= _SMALLER * size:
        start -= 1
    while start < len(order):
        line = lines[order[start]]
        if line.words[0].raised and opening(line) and line.y0 > max(_UPPER * height, lowest_table):
            return set(order[start:])
        start += 1
    return set()


def _are_notes(lines: Sequence[Line], size: float, going_on: float, marks: set[str]) -> bool:
    letters = sum(len(word.text) for line in lines for word in line.words)
    small = sum(
        len(word.text) for line in lines for word in line.words if word.raised or 0 < word.size <= _SMALLER * size
    )
    first = min(lines, key=lambda one: (one.y0, one.x0))
    mark = opening(first)
    opens = mark is not None
    if mark in marks:
        return True  # whatever its size: the text refers to it
    # scans know no sizes to rely on: there a raised or lone number has to open the first line
    if any(word.source == "ocr" for line in lines[:1] for word in line.words):
        return opens
    goes_on = going_on > 0 and abs(line_size(first) - going_on) < _SAME_SIZE
    return small >= 0.8 * letters and (opens or goes_on)


def without_marks(lines: Iterable[Line], marks: set[str]) -> None:
    """Take the raised numbers of the page's notes out of its lines; the notes tell them themselves.

    Raised numbers without a note stay, apart from the word before them, unless that is a unit (`m2`).
    """
    for line in lines:
        if not any(word.raised for word in line.words):
            continue
        kept: list[Word] = []
        for word in line.words:
            match = _MARK.fullmatch(word.text) if word.raised and kept else None
            if match and match[1] in marks:
                continue
            if match and kept and not _UNIT.search(kept[-1].text):
                word.glued = False
            kept.append(word)
        line.words[:] = kept
