"""Tables of a scanned page: what stands within four drawn lines is one cell; where the lines are not all there, nothing is made
of them. Either way the page is marked, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kehoach.readers.flow.model import Line, RuledCell, RuledTable, Word
from kehoach.readers.ocr.columns import join_level
from kehoach.readers.ocr.prepare import Stroke
from kehoach.readers.pdf.rules import Drawing, Rule
from kehoach.readers.pdf.tables import Found, across_outside, grids
from kehoach.text.layout import Box

_MOTTO = re.compile(r"CỘNG *H[ÒO][ÀA]? *XÃ|ĐẢNG *CỘNG *SẢN|[ĐD]ộc *lập|Nơi *nh[ậâ]n")
_LONG = 72.0  # points; a line across that is longer is drawn, whatever it meets
_TOUCH = 3.0  # points: lines that near to each other meet
_ASTRIDE = 3.0  # points by which a word has to reach over a border on both sides to stand astride of it
_WIDE = 1.2  # heights of a letter between what stands apart
_MOST_ASTRIDE = 0.03  # share of the words that may
_FILLED = 0.3  # share of the cells that hold a word, at the least


@dataclass(slots=True)
class Ruled:
    """What the drawn lines of a page make of it.

    Attributes:
        any: whether there is a table, read or not.
        tables: those that were read, from above.
        outside: the lines of writing that stand in none of them, in the order they came.
        rules: drawn lines across that belong to no table.
    """

    any: bool
    tables: list[RuledTable]
    outside: list[Line]
    rules: list[Box] = field(default_factory=list)


def find(
    across: Sequence[Stroke], down: Sequence[Stroke], scale: float, number: int, lines: list[Line], most_cells: int
) -> Ruled:
    """The tables of a page, with the writing that stands in them taken out of `lines`.

    Args:
        across, down: drawn lines in pixels; `scale` makes points of them.
        number: of the page.
        most_cells: of one table.
    """
    drawn = Drawing(_rules(across, scale), _rules(down, scale))
    drawn.across = [rule for rule in drawn.across if rule.end - rule.start > _LONG or _is_bound(rule, drawn.down)]
    found, too_large = grids(drawn, most_cells)
    found = [grid for grid in found if _is_table(grid, lines)]
    found.sort(key=lambda grid: grid.ys[0])
    rules = [rule for rule in across_outside(drawn, found, number) if rule.x1 - rule.x0 > _LONG]
    tables: list[RuledTable] = []
    for grid in found:
        inside, outside = _parted(grid, lines)
        if _is_whole(grid, inside):
            tables.append(_table(grid, inside, number))
            lines = outside
    return Ruled(bool(found) or too_large, tables, lines, rules)


def put(tables: list[RuledTable], lines: list[Line]) -> list[RuledTable]:
    """The tables, each behind the lines that stand above it; `lines` in reading order."""
    for table in tables:
        above = (at + 1 for at, line in enumerate(lines) if line.y0 + line.y1 < 2 * table.box.y0)
        table.at = max(above, default=0)
    return tables


def _rules(strokes: Sequence[Stroke], scale: float) -> list[Rule]:
    return sorted(Rule(one.at * scale, one.start * scale, one.end * scale) for one in strokes)


def _is_bound(rule: Rule, down: list[Rule]) -> bool:
    """Whether a line across reaches from one line down to another; a short one that does not is a word in heavy print."""
    met = [one for one in down if one.start - _TOUCH <= rule.at <= one.end + _TOUCH]
    return any(abs(one.at - rule.start) <= _TOUCH for one in met) and any(
        abs(one.at - rule.end) <= _TOUCH for one in met
    )


def _middle(word: Word) -> tuple[float, float]:
    return (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2


def _is_table(grid: Found, lines: list[Line]) -> bool:
    """Whether it has two rows and two columns, and is no frame about the head or the foot of a document."""
    if len(grid.ys) < 3 or len(grid.xs) < 3:
        return False
    if len(grid.ys) > 4 or len(grid.xs) > 3:
        return True
    inside, _ = _parted(grid, lines)
    return not _MOTTO.search(" ".join(word.text for line in inside for word in line.words))


def _parted(grid: Found, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines, or parts of lines, that stand inside the grid, and those outside."""
    inside: list[Line] = []
    outside: list[Line] = []
    for line in lines:
        within = [grid.holds(*_middle(word)) for word in line.words]
        for place, parts in ((True, inside), (False, outside)):
            words = [word for word, held in zip(line.words, within, strict=True) if held is place]
            if words:
                parts.append(Line(words))
    return inside, outside


def _is_whole(grid: Found, inside: list[Line]) -> bool:
    """Whether the lines of the grid are all there: nothing has to be guessed.

    A cell that reaches over rows and columns at once, a cell whose words stand apart where a border of its neighbours is, a
    word astride of a border and a grid of empty cells are signs of lines that faded.
    """
    if any(cell.rows > 1 and cell.columns > 1 for cell in grid.cells) or _stand_apart(grid, inside):
        return False
    words = [word for line in inside for word in line.words]
    used = {grid.cell_at(*_middle(word)) for word in words}
    if len(used) < max(2, _FILLED * len(grid.cells)):
        return False
    astride = 0
    for word in words:
        y = _middle(word)[1]
        ends = {grid.cell_at(word.box.x0 + _ASTRIDE, y), grid.cell_at(word.box.x1 - _ASTRIDE, y)}
        astride += len(ends) > 1 and word.box.x1 - word.box.x0 > 2 * _ASTRIDE
    return astride <= _MOST_ASTRIDE * len(words)


def _stand_apart(grid: Found, inside: list[Line]) -> bool:
    """Whether in a cell over several columns or rows a wide gap between words or lines lies on a border."""
    words = [word for line in inside for word in line.words]
    if not words:
        return False
    homes: dict[int, list[Word]] = {}
    for word in words:
        homes.setdefault(grid.cell_at(*_middle(word)), []).append(word)
    heights = sorted(word.box.y1 - word.box.y0 for word in words)
    letter = heights[len(heights) // 2]
    for number, held in homes.items():
        cell = grid.cells[number]
        if cell.columns > 1:
            borders = grid.xs[cell.column + 1 : cell.column + cell.columns]
            for line in inside:
                row = [word for word in line.words if grid.cell_at(*_middle(word)) == number]
                gaps = [(a.box.x1, b.box.x0) for a, b in pairwise(row)]
                if any(end - start > _WIDE * letter and any(start < x < end for x in borders) for start, end in gaps):
                    return True
        if cell.rows > 1:
            borders = grid.ys[cell.row + 1 : cell.row + cell.rows]
            sides = sorted((word.box.y0, word.box.y1) for word in held)
            reached = sides[0][1]
            for top, bottom in sides[1:]:
                if top - reached > _WIDE * letter and any(reached < y < top for y in borders):
                    return True
                reached = max(reached, bottom)
    return False


def _table(grid: Found, inside: list[Line], number: int) -> RuledTable:
    parts: list[list[list[Word]]] = [[] for _ in grid.cells]
    for line in inside:
        homes: dict[int, list[Word]] = {}
        for word in line.words:
            homes.setdefault(grid.cell_at(*_middle(word)), []).append(word)
        for home, words in homes.items():
            parts[home].append(words)
    cells = []
    for cell, inner in zip(grid.cells, parts, strict=True):
        inner.sort(key=lambda words: sum(_middle(word)[1] for word in words) / len(words))
        cells.append(RuledCell(cell.row, cell.column, cell.rows, cell.columns, join_level(inner)))
    return RuledTable(Box(number, *grid.box), list(grid.xs), cells, 0)
