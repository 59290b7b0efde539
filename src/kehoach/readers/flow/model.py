"""What stands on one page: words in lines in reading order, ruled tables, drawn rules.

Boxes are in points from the upper left corner of the page as it is read: a page whose writing stands sideways is turned
first, and `PageLines.turned` says how far.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from kehoach.text.layout import Box, Page, PartSource


@dataclass(slots=True)
class Word:
    """Characters without a blank between them.

    Attributes:
        size: of its letters, in points; 0 where unknown.
        bold: whether its letters are bold.
        confidence: of its recognition, 0..1; None where nothing was recognised.
        struck: whether a line is drawn through it.
        raised: whether it stands above the line and is smaller, as the number of a footnote is.
        glued: whether no blank parts it from the word before it on its line.
    """

    text: str
    box: Box
    size: float = 0.0
    bold: bool = False
    confidence: float | None = None
    source: PartSource = "content"
    struck: bool = False
    raised: bool = False
    glued: bool = False


@dataclass(slots=True)
class Line:
    """Words of one printed line, from left to right; never empty.

    Attributes:
        apart: not of the running text: what a signing service prints of itself, a watermark.
        alone: no paragraph with its neighbours: of a column of a head or a foot that was recognised.
    """

    words: list[Word]
    apart: bool = False
    alone: bool = False

    @property
    def x0(self) -> float:
        return min(word.box.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.box.x1 for word in self.words)

    @property
    def y0(self) -> float:
        return min(word.box.y0 for word in self.words)

    @property
    def y1(self) -> float:
        return max(word.box.y1 for word in self.words)

    @property
    def text(self) -> str:
        return "".join(self._parts()).lstrip()

    def _parts(self) -> Iterator[str]:
        for word in self.words:
            if not word.glued:
                yield " "
            yield word.text


@dataclass(slots=True)
class RuledCell:
    """One cell of a table on the page: its place in the grid, and the lines in it in reading order."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table with drawn borders.

    Attributes:
        edges: x of the vertical borders, ascending: one more than the table has columns.
        cells: each once, row by row.
        at: how many of the page's lines stand before it.
    """

    box: Box
    edges: list[float]
    cells: list[RuledCell]
    at: int


@dataclass(slots=True)
class PageLines:
    """One page of a PDF or of a scan, on its way into the text.

    Attributes:
        page: its facts; width and height are those of the page as it is shown.
        lines: in reading order, without those of the tables.
        tables: in reading order.
        rules: drawn horizontal lines that are not of a table, as thin boxes: what parts the footnotes from the text.
        turned: quarter turns clockwise by which the shown page was turned to stand upright; 0 to 3.
        skewed: degrees by which its lines fell to the right, before it was straightened about its middle.
    """

    page: Page
    lines: list[Line] = field(default_factory=list)
    tables: list[RuledTable] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    turned: int = 0
    skewed: float = 0.0

    def as_shown(self, box: Box) -> Box:
        """Where `box`, a place on the page as it is read, is on the page as it is shown."""
        width, height = self.page.width or 0.0, self.page.height or 0.0
        if self.skewed:
            box = _turned_about(box, (height, width) if self.turned % 2 else (width, height), self.skewed)
        if not self.turned:
            return box
        number, x0, y0, x1, y1 = box
        if self.turned == 1:
            return Box(number, y0, height - x1, y1, height - x0)
        if self.turned == 2:
            return Box(number, width - x1, height - y1, width - x0, height - y0)
        return Box(number, width - y1, x0, width - y0, x1)


def _turned_about(box: Box, size: tuple[float, float], degrees: float) -> Box:
    """`box` turned clockwise about the middle of a page; its sides stay as they are."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x, y = (box.x0 + box.x1 - size[0]) / 2, (box.y0 + box.y1 - size[1]) / 2
    right, down = cosine * x - sine * y - x, sine * x + cosine * y - y
    return Box(box.page, box.x0 + right, box.y0 + down, box.x1 + right, box.y1 + down)
