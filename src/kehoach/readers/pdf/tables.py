"""Ruled tables: rules that meet make a grid, missing rules merge its cells; what only looks like a table is left alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from kehoach.readers.pdf.characters import Run
from kehoach.readers.pdf.rules import Drawing, Rule
from kehoach.text.layout import Box

_TOUCH = 3.0  # points: rules that near to each other meet
_SAME = 3.0  # … and are one border of the grid
_OPEN = 8.0  # borders that go on so far behind the last rule across leave a row open: the page ends there
_PAIRS = 4_000_000  # rules across times rules down that are compared
_CROSSED = 0.1  # share of the words that may lie across a border
_MOST = 200  # grids on one page that are looked at, the largest
_TALLEST = 60.0  # points: by so much the baseline of a letter may lie below its cell
_FILLED = 0.08  # share of the cells that hold a word, at the least
_MOTTO = re.compile(r"CỘNG *HÒA *XÃ *HỘI|CỘNG *HOÀ *XÃ *HỘI|ĐẢNG *CỘNG *SẢN|Độc *lập|Nơi *nhận")


@dataclass(slots=True)
class Cell:
    row: int
    column: int
    rows: int
    columns: int
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """One grid on the page: borders from left to right and from top to bottom, cells row by row."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    owner: list[int]  # index of the cell at each place of the grid, row by row

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cell_at(self, x: float, y: float) -> int:
        """Index of the cell at a place within the table."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self.owner[row * (len(self.xs) - 1) + column]


def grids(drawn: Drawing, most_cells: int) -> tuple[list[Found], bool]:
    """The grids that the rules of a page make, and whether some were left out as too large."""
    if len(drawn.across) * len(drawn.down) > _PAIRS:
        return [], True
    found: list[Found] = []
    left_out = False
    for across, down in _components(drawn.across, drawn.down):
        xs = _borders([rule.at for rule in down])
        ys = _borders([rule.at for rule in across])
        upper, lower = min(rule.start for rule in down), max(rule.end for rule in down)
        if sum(rule.start < ys[0] - _OPEN for rule in down) > 1:
            ys.insert(0, upper)
        if sum(rule.end > ys[-1] + _OPEN for rule in down) > 1:
            ys.append(lower)
        if len(xs) < 2 or len(ys) < 2:
            continue
        if (len(xs) - 1) * (len(ys) - 1) > most_cells:
            left_out = True
            continue
        found.append(_grid(xs, ys, across, down))
    return found, left_out


def _components(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, directly or by way of others."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    places = [rule.at for rule in down]
    for number, rule in enumerate(across):
        first = bisect_left(places, rule.start - _TOUCH)
        last = bisect_right(places, rule.end + _TOUCH)
        for other in range(first, last):
            if down[other].start - _TOUCH <= rule.at <= down[other].end + _TOUCH:
                parent[root(len(across) + other)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate(across):
        groups.setdefault(root(number), ([], []))[0].append(rule)
    for number, rule in enumerate(down):
        groups.setdefault(root(len(across) + number), ([], []))[1].append(rule)
    return [(h, v) for h, v in groups.values() if len(v) > 1 and h]


def _borders(places: list[float]) -> list[float]:
    """The places of rules, those of one border as one."""
    found: list[list[float]] = []
    for place in sorted(places):
        if found and place - found[-1][0] <= _SAME:
            found[-1].append(place)
        else:
            found.append([place])
    return [sum(same) / len(same) for same in found]


def _nearest(borders: list[float], place: float) -> int:
    at = bisect_left(borders, place)
    if at and (at == len(borders) or place - borders[at - 1] < borders[at] - place):
        at -= 1
    return at


def _grid(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> Found:
    columns, rows = len(xs) - 1, len(ys) - 1
    above = [False] * (columns * (rows + 1))  # a rule above the place, row by row
    before = [False] * ((columns + 1) * rows)  # a rule before it
    row_middles = [(a + b) / 2 for a, b in pairwise(ys)]
    column_middles = [(a + b) / 2 for a, b in pairwise(xs)]
    for rule in across:
        row = _nearest(ys, rule.at)
        for column in range(bisect_left(column_middles, rule.start), bisect_right(column_middles, rule.end)):
            above[row * columns + column] = True
    for rule in down:
        column = _nearest(xs, rule.at)
        for row in range(bisect_left(row_middles, rule.start), bisect_right(row_middles, rule.end)):
            before[row * (columns + 1) + column] = True
    owner = [-1] * (columns * rows)
    cells: list[Cell] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row * columns + column] >= 0:
                continue
            wide = 1
            while (
                column + wide < columns
                and not before[row * (columns + 1) + column + wide]
                and owner[row * columns + column + wide] < 0
            ):
                wide += 1
            high = 1
            while (
                row + high < rows
                and all(
                    not above[(row + high) * columns + at] and owner[(row + high) * columns + at] < 0
                    for at in range(column, column + wide)
                )
                and not any(before[(row + high) * (columns + 1) + at] for at in range(column + 1, column + wide))
            ):
                high += 1
            for below in range(row, row + high):
                for at in range(column, column + wide):
                    owner[below * columns + at] = len(cells)
            cells.append(Cell(row, column, high, wide))
    return Found(xs, ys, cells, owner)


def take(found: list[Found], runs: list[Run]) -> tuple[list[Found], list[Run]]:
    """Put the runs into the cells in which they stand.

    Returns:
        The grids that are tables, in the order of their first words; the runs outside of them, in the order they came.
    """
    found = sorted(found, key=lambda one: (one.xs[-1] - one.xs[0]) * (one.ys[-1] - one.ys[0]), reverse=True)[:_MOST]
    by_height = sorted(range(len(runs)), key=lambda at: runs[at].y)
    heights = [runs[at].y for at in by_height]
    inside: list[list[Run]] = [[] for _ in found]
    kept: list[Found] = []
    homes: dict[int, int] = {}
    # the largest first: what is drawn within a table is part of its cell, what is within a mere frame is not
    for number, grid in enumerate(found):
        x, y = (grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2
        if any(other.holds(x, y) for other in kept):
            continue
        first, last = bisect_left(heights, grid.ys[0]), bisect_right(heights, grid.ys[-1] + _TALLEST)
        within = sorted(
            at
            for at in by_height[first:last]
            if at not in homes and grid.holds((runs[at].x0 + runs[at].x1) / 2, runs[at].y - 0.3 * runs[at].size)
        )
        inside[number] = [runs[at] for at in within]
        if _is_table(grid, inside[number]):
            kept.append(grid)
            for run in inside[number]:
                grid.cells[grid.cell_at((run.x0 + run.x1) / 2, run.y - 0.3 * run.size)].runs.append(run)
            homes.update(dict.fromkeys(within, number))
    kept.sort(key=lambda grid: min(run.order for cell in grid.cells for run in cell.runs))
    return kept, [run for at, run in enumerate(runs) if at not in homes]


def _is_table(grid: Found, runs: list[Run]) -> bool:
    if not runs or len(grid.cells) < 2:
        return False
    columns = max(
        sum(1 for cell in grid.cells if cell.row <= row < cell.row + cell.rows) for row in range(len(grid.ys) - 1)
    )
    if columns < 2:
        return False  # frames one below the other
    crossing = sum(
        grid.cell_at(run.x0 + 1, run.y - 0.3 * run.size)
        != grid.cell_at(max(run.x1 - 1, run.x0 + 1), run.y - 0.3 * run.size)
        for run in runs
    )
    if crossing > _CROSSED * len(runs):
        return False
    used = {grid.cell_at((run.x0 + run.x1) / 2, run.y - 0.3 * run.size) for run in runs}
    # the rest of a row that the end of a page cut may be one cell
    least = 1 if len(grid.ys) == 2 and columns > 2 else 2
    if len(used) < max(least, _FILLED * len(grid.cells)):
        return False
    # not the head or the foot of a document, with its borders drawn
    return len(grid.ys) > 4 or columns > 2 or not _MOTTO.search(" ".join(run.text for run in runs))


def across_outside(drawn: Drawing, tables: list[Found], number: int) -> list[Box]:
    """The horizontal rules that are no borders of a table, as thin boxes of page `number`."""
    return [
        Box(number, rule.start, rule.at - 0.5, rule.end, rule.at + 0.5)
        for rule in drawn.across
        if not any(_borders_of(table, rule) for table in tables)
    ]


def _borders_of(table: Found, rule: Rule) -> bool:
    x0, y0, x1, y1 = table.box
    if not (y0 - _TOUCH <= rule.at <= y1 + _TOUCH and x0 - _TOUCH <= rule.start and rule.end <= x1 + _TOUCH):
        return False
    y = table.ys[_nearest(table.ys, rule.at)]
    if abs(y - rule.at) > _SAME:
        return False
    return any(abs(x - rule.start) <= _TOUCH for x in table.xs) or any(abs(x - rule.end) <= _TOUCH for x in table.xs)
