"""The text layer of one page: its runs put into lines and cells, in the order of drawing or from top to bottom."""

from __future__ import annotations

from kehoach.readers.document import Job
from kehoach.readers.flow.model import Line, PageLines, RuledCell, RuledTable
from kehoach.readers.pdf import lines as of_runs
from kehoach.readers.pdf import stamps
from kehoach.readers.pdf.characters import Drawn
from kehoach.readers.pdf.lines import Row
from kehoach.readers.pdf.rules import Drawing
from kehoach.readers.pdf.tables import Found, across_outside, grids, take
from kehoach.text.layout import Box, Page

_SHORT = 20.0  # points; shorter rules part nothing


class Layer:
    """What is written and drawn on one page.

    Args:
        page: its facts.
    """

    def __init__(self, drawn: Drawn, figure: Drawing, page: Page, job: Job) -> None:
        self._drawn = drawn
        self._figure = figure
        self._page = page
        self._job = job

    def lines(self, by_place: bool = False) -> PageLines:
        """Its lines and tables.

        Args:
            by_place: from top to bottom, whatever the order of drawing.
        """
        number = self._page.number
        own, stamped, boxes = stamps.sort_out(self._drawn.runs)
        found, left_out = grids(self._figure, self._job.limits.cells)
        if left_out:
            self._job.warn(f"page {number}: a table with too many cells was read as text")
        tables, body = take(found, own)
        put = of_runs.by_place if by_place else of_runs.rows
        outside = put(body)
        inside = [[put(cell.runs) for cell in table.cells] for table in tables]
        regions = [outside, *(rows for table in inside for rows in table)]
        homeless = of_runs.put_in(stamped, regions)
        bars = across_outside(self._figure, tables, number)
        striking = of_runs.strike(regions, bars)
        bars = [bar for at, bar in enumerate(bars) if at not in striking and bar.x1 - bar.x0 >= _SHORT]
        if not by_place:
            of_runs.put_back(outside)
        of_runs.insert_by_place(outside, [[row] for row in homeless])
        lines: list[Line] = []
        places = [0] * len(tables)
        before = [_before(table, outside, by_place) for table in tables]
        for at, row in enumerate(outside):
            for place, first in enumerate(before):
                if first == at:
                    places[place] = len(lines)
            lines += _line(row, number)
        for place, first in enumerate(before):
            if first >= len(outside):
                places[place] = len(lines)
        ruled = [_ruled(table, rows, at, number) for table, rows, at in zip(tables, inside, places, strict=True)]
        for row in boxes:
            lines += _line(row, number, apart=True)
        for run in self._drawn.slanted:
            lines += _line(Row([run], run.y, run.size, [run.x0]), number, apart=True)
        return PageLines(self._page, lines, ruled, bars)


def _before(table: Found, outside: list[Row], by_place: bool) -> int:
    """Place of the first row that stands behind a table."""
    if by_place:
        return next((at for at, row in enumerate(outside) if row.y > table.ys[0]), len(outside))
    first = min(run.order for cell in table.cells for run in cell.runs)
    bottom = table.ys[-1]
    behind = (at for at, row in enumerate(outside) if (row.y > bottom if row.moved else row.order > first))
    return next(behind, len(outside))


def _line(row: Row, number: int, apart: bool = False) -> list[Line]:
    line = of_runs.line(row, number)
    if line is None:
        return []
    line.apart = apart
    return [line]


def _ruled(table: Found, inside: list[list[Row]], at: int, number: int) -> RuledTable:
    cells = [
        RuledCell(cell.row, cell.column, cell.rows, cell.columns, [one for row in rows for one in _line(row, number)])
        for cell, rows in zip(table.cells, inside, strict=True)
    ]
    return RuledTable(Box(number, *table.box), list(table.xs), cells, at)
