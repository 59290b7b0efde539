"""Lists of values to be reached, whatever their heading is called: `Xã nhận làm được bao nhiêu`, `Những điều hứa trong năm`.

Line after line names a share or a ratio, and some of them say that it lies ahead: a floor or a ceiling, a year to come, a word
of striving. Lists of results (`đã`, `ước đạt`) and of activities that are counted (`03 lớp`, `2.000 tờ rơi`) are none.
"""

from __future__ import annotations

import re

from kehoach.extractors.outline import Item
from kehoach.extractors.targets.words import rule
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece

_Line = tuple[int, bool, bool, bool]  # its number; whether it measures, looks ahead, tells of the past
_FEWEST = 4
_SHARE_MEASURED = 0.6
_SHARE_AHEAD = 0.3
_MOST_PAST = 0.15
_LONGEST = 400
_MEASURED = re.compile(r"\d ?%|\d ?/ ?(?:100|1\.000|100\.000)\b|phần trăm|\b\d[\d,]* lần\b")
_AHEAD = re.compile(
    r"\b(?:phấn đấu|ít nhất|tối thiểu|tối đa|không dưới|không ít hơn|không thấp hơn|không quá|không vượt|không để|trở lên"
    r"|đạt (?:từ|trên)|xuống (?:còn|dưới)|giảm (?:còn|xuống)|nâng|tăng thêm|duy trì|bảo đảm|đảm bảo|(?:trên|dưới|từ) \d[\d,]* ?%)"
)
_BY_YEAR = re.compile(
    r"\b(?:đến|vào|hết|cuối|trong) (?:hết |cuối )?(?:năm |quý [iv]+[ /]*(?:năm )?)?(?P<year>20\d\d)\b"
)


def lines_of_aims(
    clean: CleanText, sections: list[Item], above: list[int | None], pieces: list[Piece], issued_year: int | None
) -> frozenset[int]:
    """Numbers of the lines that hold the values of such lists; a list stands under one heading, which names no tasks."""
    if sum(map(clean.low.count, ("%", " lần", "/1", "phần trăm"))) < _FEWEST:
        return frozenset()
    found: list[int] = []
    run: list[_Line] = []
    unit: int | None = None
    gap = 0
    done = -1
    for piece in pieces:
        if piece.line == done:
            continue
        done = piece.line
        here = _unit(sections, above, piece.section)
        start, end = clean.line_span(piece.line)
        words = clean.low[start : min(end, start + _LONGEST)]
        measured = _MEASURED.search(words) is not None
        gap = 0 if measured else gap + 1
        if gap > 1 or here != unit:
            found += _kept(run)
            run, unit = [], here
        if (measured or run) and not _of_another(clean, sections, here, piece):
            run.append((piece.line, measured, _ahead(words, issued_year), rule("past").search(words) is not None))
    return frozenset(found + _kept(run))


# what speaks of another's aims, or of how things stand
_ANOTHER = re.compile(
    r"\b(?:nhà nước|trung ương|chiến lược|quốc gia|nghị quyết|quyết định|cả nước|chương trình mục tiêu|cấp trên|chính phủ|bối cảnh|con số của|hiện nay|đang ở đâu|nhìn lại|cơ sở)\b"
)


def _of_another(clean: CleanText, sections: list[Item], unit: int | None, piece: Piece) -> bool:
    """Whether the list tells of tasks, of what another has laid down, or of how things stand."""
    if unit is not None:
        section = sections[unit]
        if section.kind != "other" or _ANOTHER.search(clean.low, section.start, section.end):
            return True
    return piece.lead_in is not None and _ANOTHER.search(clean.low, *piece.lead_in) is not None


def _unit(sections: list[Item], above: list[int | None], section: int | None) -> int | None:
    """The heading that a line stands under."""
    while section is not None and sections[section].title is None:
        section = above[section]
    return section


def _ahead(words: str, issued_year: int | None) -> bool:
    by = _BY_YEAR.search(words)
    return _AHEAD.search(words) is not None or (
        by is not None and issued_year is not None and int(by["year"]) >= issued_year
    )


def _kept(run: list[_Line]) -> list[int]:
    while run and not run[-1][1]:
        run.pop()
    size = len(run)
    measured = sum(one[1] for one in run)
    ahead = sum(one[2] for one in run)
    past = sum(one[3] for one in run)
    if (
        measured < _FEWEST
        or measured < _SHARE_MEASURED * size
        or ahead < _SHARE_AHEAD * size
        or past > _MOST_PAST * size
    ):
        return []
    return [line for line, has_value, *_ in run if has_value]
