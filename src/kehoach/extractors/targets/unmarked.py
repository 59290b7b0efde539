"""Headings of aims that carry no number: `MỤC TIÊU` on a line of its own, `* Chỉ tiêu:`, `Phấn đấu đạt các chỉ tiêu sau:`.

The outline knows headings by their markers. These have none, or one that it cannot place; what follows them is meant all the
same, up to the next heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from kehoach.extractors.outline import Item, kind_of_heading
from kehoach.extractors.targets.context import Context, ends_aims, of_words
from kehoach.extractors.targets.words import rule
from kehoach.text.clean import CleanText


@dataclass(frozen=True, slots=True)
class Reach:
    """The lines that stand under such a heading: `first` to `last`, both counted in; `words` is its range."""

    first: int
    last: int
    context: Context
    words: tuple[int, int]


_NAMED = re.compile(r"mục tiêu|chỉ tiêu|chỉ số|kết quả|con số|đích đến|phấn đấu")
_LINE = re.compile(
    r"[*_#>\s]*(?P<bullet>[-–+•*●○◦▪✓][*_ ]*)?"
    r"(?P<marker>(?:phần|chương|mục) (?:thứ )?(?:[ivx]{1,5}|\d{1,2}|[a-hđ]|nhất|hai|ba|tư|năm)(?:[.:/] ?| [-–] | )|(?:[ivx]{1,5}|[a-hđ]|\d{1,2}(?:\.\d{1,2})*)[./)] ?(?:- )?)?"
    r"[*_ ]*(?P<words>[^\s*_.;|%][^.;|%\n]{2,118}?)[*_ ]*(?P<colon>:?)[*_ ]*"
)
_LEADS = re.compile(r"\b(?:chỉ tiêu|mục tiêu|phấn đấu)\b")
_SOLVES = re.compile(
    r"\b(?:giải pháp|nhiệm vụ|biện pháp|phân công|căn cứ|nội dung|công việc|hoạt động)\b|^(?:để|nhằm|trên cơ sở) "
)
_MOST_WORDS = 7
_TITLE_LINES = 3
_TYPE = re.compile(
    r"(?:kế hoạch|quyết định|nghị quyết|chỉ thị|chương trình(?: hành động)?|đề án|thông báo|kết luận|hướng dẫn)[: ]*"
)
_FURTHEST = 400
_FIGURE = re.compile(r"\d")
_SHORT = 60
_OTHER_PARTS = ("tasks", "budget", "organisation", "reporting", "recipients")


def unmarked(clean: CleanText, sections: list[Item], in_table: Callable[[int], bool]) -> list[Reach]:
    """The headings of aims without a section of their own, in order.

    Args:
        in_table: whether an offset of the cleaned text stands in a table.
    """
    low = clean.low
    section_starts = [s.start for s in sections]
    titled = {clean.line_at(s.start) for s in sections if s.title is not None}
    heads: list[tuple[int, Context, bool, tuple[int, int]]] = []
    done = -1
    for match in _NAMED.finditer(low):
        line = clean.line_at(match.start())
        if line == done or line in titled or line in clean.cell_lines:
            continue
        done = line
        heading = _heading(clean, line)
        if heading is not None and not in_table(match.start()) and not _of_title(clean, line):
            heads.append((line, *heading))
    found: list[Reach] = []
    for position, (line, context, listed, words) in enumerate(heads):
        at = bisect_right(section_starts, clean.starts[line]) - 1
        bulleted = at >= 0 and clean.line_at(section_starts[at]) == line
        limit = heads[position + 1][0] - 1 if position + 1 < len(heads) else len(clean.starts) - 1
        limit = min(limit, line + _FURTHEST)
        last = _end(clean, sections, bisect_left(section_starts, words[1]), line, limit, listed, bulleted, titled)
        if last > line:
            found.append(Reach(line + 1, last, context, words))
    return found


def _heading(clean: CleanText, line: int) -> tuple[Context, bool, tuple[int, int]] | None:
    """What a line heads, whether it only leads to a list, and the range of its words; None where it is no heading of aims."""
    start, end = clean.line_span(line)
    match = _LINE.fullmatch(clean.low, start, end)
    if match is None:
        return None
    words = match["words"]
    colon = bool(match["colon"])
    context = of_words(words)
    if context is not None:
        shouted = clean.text[start:end].isupper() or line in clean.bold_lines
        bare = len(words.split()) <= _MOST_WORDS and not _FIGURE.search(words) and " là " not in words
        if colon or (match["bullet"] is None and (shouted or bare)):
            return context, bool(match["bullet"]), match.span("words")
    elif colon and _LEADS.search(words) and not _SOLVES.search(words) and not rule("past").search(words):
        return Context.OBJECTIVES, True, match.span("words")
    return None


def _of_title(clean: CleanText, line: int) -> bool:
    """Whether a line belongs to the title of a document: below the word that names its type, before the first sentence."""
    for number in range(line - 1, max(-1, line - 1 - _TITLE_LINES), -1):
        if _TYPE.fullmatch(clean.low, *clean.line_span(number)):
            return True
        if clean.line(number).endswith((".", ":", ";", ",")):
            return False
    return False


def _end(
    clean: CleanText,
    sections: list[Item],
    at: int,
    line: int,
    limit: int,
    listed: bool,
    bulleted: bool,
    titled: set[int],
) -> int:
    """The last line, `limit` at most, that stands under the heading of line `line`; `at` is the first section behind it."""
    first: str | None = None
    for section in map(sections.__getitem__, range(at, len(sections))):
        number = clean.line_at(section.start)
        if number > limit:
            break
        if section.title is None:
            if bulleted and section.marker is not None and clean.line(number).rstrip("*_ ").endswith(":"):
                limit = number - 1  # the next of the bullets that lead to lists
                break
            continue
        style = _style(section)
        ends = (
            ends_aims(clean, section)
            or of_words(section.title.lower()) is not None
            or rule("results").search(section.title.lower()) is not None
            or style in ("big", "roman", "capital")
            or (first is not None and style != first and len(style) < len(first))
        )
        held = _FIGURE.search(clean.low, section.start + len(section.marker or ""), clean.line_span(number)[1])
        if ends or (listed and not held):
            limit = number - 1
            break
        first = first or style
    for number in range(line + 1, limit + 1):
        if number in titled:
            continue
        words = clean.line(number).strip("*_# ")
        if len(words) <= _SHORT and words[-1:].isalpha() and kind_of_heading(words.lower()) in _OTHER_PARTS:
            return number - 1
        if len(words) >= 6 and words.isupper() and not _FIGURE.search(words) and number not in clean.cell_lines:
            return number - 1
        if listed and not bulleted and number > line + 1 and words.endswith(":") and not words[:1].isdigit():
            return number - 1
    return limit


def _style(section: Item) -> str:
    """Of what kind a section's marker is; a longer one of figures stands deeper."""
    marker = section.marker or ""
    if marker.startswith(("Phần", "Chương", "Mục", "Điều", "Phụ lục", "Tiểu mục")):
        return "big"
    if marker and set(marker) <= set("IVX"):
        return "roman"
    if len(marker) == 1 and marker.isupper():
        return "capital"
    return "1." * (marker.count(".") + 1) if marker[:1].isdigit() else "1.1.1.a"
