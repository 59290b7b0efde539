"""What a reader knows of a text beside its characters: pages, places on the page, tables, and what was set aside.

All offsets are code points of the source text. Boxes are in points (1/72 inch) from the upper left corner of the page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Method = Literal["text", "ocr", "estimate"]
"""How the characters of a page were had: from the file itself; by recognition of an image; from the file, while where the
page begins is an estimate (Word's last rendered page breaks)."""

PartSource = Literal["content", "stamp", "ocr"]
"""Where characters come from: the page's own content, the appearance of an annotation (a signature stamp), an image."""

AsideKind = Literal[
    "running-head",  # running heads and feet, `CÔNG BÁO` lines
    "page-number",
    "signature-box",  # what a signing service prints of itself: Người ký, Email, Thời gian ký
    "footnote",  # the one kind that the extractors read: it stands behind the body, one note a line
    "menu",  # what a web page holds around its article
    "struck",  # struck-out or deleted by a tracked change, still in the file
    "comment",
]
SOURCES: tuple[PartSource, ...] = ("content", "stamp", "ocr")


class Box(NamedTuple):
    """A rectangle on a page."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file.

    Attributes:
        number: from 1.
        method: how its characters were had.
        width, height: in points; None where the format has none.
        confidence: mean confidence of the recognition, 0..1; None where nothing was recognised.
        syllables: share of its words that are Vietnamese syllables, 0..1; None on a page of few words.
        problem: why it could not be read or not well (`no OCR: tesseract is not installed`); None where all is well.
        scanned_table: whether the image holds a ruled table: its cells are read where all their lines are drawn, for a person to check.
    """

    number: int
    method: Method = "text"
    width: float | None = None
    height: float | None = None
    confidence: float | None = None
    syllables: float | None = None
    problem: str | None = None
    scanned_table: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: the range of its text, and the rows and columns it takes."""

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the file, merged cells once each, parts on several pages joined.

    Attributes:
        cells: in the order of the text, row by row.
        header_rows: how many rows the file itself marks as header; None where it does not say.
    """

    start: int
    end: int
    cells: tuple[GridCell, ...]
    header_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch that is not of the plan's running text. All kinds but `footnote` are hidden from the extractors."""

    start: int
    end: int
    kind: AsideKind


class Parts:
    """Stretches of the source with their place on a page, ascending and disjoint, mostly one a word.

    Kept in columns of machine numbers: 27 bytes each, whatever the number of pages.
    """

    __slots__ = ("box", "confidence", "end", "page", "source", "start")

    def __init__(self) -> None:
        self.start = array("I")
        self.end = array("I")
        self.page = array("H")
        self.box = array("f")  # four a part: x0, y0, x1, y1
        self.source = array("B")  # index into SOURCES
        self.confidence = array("B")  # percent; 255 where there is none

    def __len__(self) -> int:
        return len(self.start)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Parts):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def add(
        self, start: int, end: int, box: Box, source: PartSource = "content", confidence: float | None = None
    ) -> None:
        """Add the part `start:end`, which begins behind the one added before it."""
        self.start.append(start)
        self.end.append(end)
        self.page.append(box.page)
        self.box.extend(box[1:])
        self.source.append(SOURCES.index(source))
        self.confidence.append(255 if confidence is None else round(100 * confidence))

    def within(self, start: int, end: int) -> Iterator[int]:
        """Indices of the parts that share a character with `start:end`."""
        index = bisect_right(self.end, start)
        while index < len(self.start) and self.start[index] < end:
            yield index
            index += 1

    def box_at(self, index: int) -> Box:
        """The place of one part."""
        return Box(self.page[index], *(round(side, 1) for side in self.box[4 * index : 4 * index + 4]))


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages, places, tables and asides of one source text.

    Attributes:
        pages: in the order of the file, all of them, blank ones too.
        turns: where the page changes, ascending: (offset, number of the page whose text stands from there on). Text that
            was set aside or put at the end turns back to its own page.
        parts: places of words; empty where the format has none.
    """

    pages: tuple[Page, ...] = ()
    turns: tuple[tuple[int, int], ...] = ()
    tables: tuple[Grid, ...] = ()
    asides: tuple[Aside, ...] = ()
    parts: Parts = field(default_factory=Parts)

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at `offset` stands; None where the format has no pages."""
        index = bisect_right(self.turns, (offset, 1 << 30)) - 1
        return self.turns[index][1] if index >= 0 else None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Where `start:end` stands: one box a line and page, in reading order; empty where places are not known."""
        found: list[Box] = []
        for index in self.parts.within(start, end):
            box = self.parts.box_at(index)
            last = found[-1] if found else None
            if last is not None and last.page == box.page and _on_one_line(last, box):
                found[-1] = Box(
                    box.page, min(last.x0, box.x0), min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1)
                )
            else:
                found.append(box)
        return tuple(found)

    def confidence(self, start: int, end: int) -> float | None:
        """The lowest confidence with which a word of `start:end` was recognised; None where none was."""
        known = [c for i in self.parts.within(start, end) if (c := self.parts.confidence[i]) != 255]
        return min(known) / 100 if known else None

    def hidden(self) -> list[tuple[int, int]]:
        """The stretches that extractors do not read, ascending."""
        return sorted((a.start, a.end) for a in self.asides if a.kind != "footnote")

    def grid_at(self, offset: int) -> Grid | None:
        """The table that holds `offset`."""
        index = bisect_left(self.tables, offset + 1, key=lambda grid: grid.start) - 1
        return self.tables[index] if index >= 0 and offset < self.tables[index].end else None


def _on_one_line(first: Box, second: Box) -> bool:
    shared = min(first.y1, second.y1) - max(first.y0, second.y0)
    return shared > 0.5 * min(first.y1 - first.y0, second.y1 - second.y0) and second.x0 >= first.x0
