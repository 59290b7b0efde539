"""The rows of a table whose cells the file itself tells: merged cells spread out, the header's rows told from the body's.

A cell merged over several rows is read in each of them: one lead body answers for all tasks beside it. One merged over
several columns is read in the first of them alone, so that nobody is charged twice; only in the header it names all.
"""

from __future__ import annotations

from dataclasses import dataclass

from kehoach.text.layout import Grid

_Range = tuple[int, int]
_MOST_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """Header and body of one grid, in the offsets of the source; an empty cell is an empty range.

    Attributes:
        header: for each column the ranges of the header cells above it, from the top.
        body: rows of as many cells as there are columns.
    """

    header: list[list[_Range]]
    body: list[list[_Range]]


def rows_of(grid: Grid) -> Rows:
    """Spread the merged cells of `grid`."""
    width = max((c.column + c.columns for c in grid.cells), default=0)
    height = max((c.row + c.rows for c in grid.cells), default=0)
    owner: list[list[int | None]] = [[None] * width for _ in range(height)]
    for index, cell in enumerate(grid.cells):
        for row in owner[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + cell.columns] = [index] * cell.columns
    first = _title_rows(grid, owner, width)
    end = _header_end(grid, owner, first, height)
    header: list[list[_Range]] = []
    for column in range(width):
        above = dict.fromkeys(row[column] for row in owner[first:end])
        header.append([_range(grid, index) for index in above if index is not None])
    body = [_body_row(grid, row) for row in owner[end:]]
    return Rows(header, body)


def _range(grid: Grid, index: int) -> _Range:
    return grid.cells[index].start, grid.cells[index].end


def _title_rows(grid: Grid, owner: list[list[int | None]], width: int) -> int:
    """How many rows at the top are one cell over the whole width: the table's title, a note on units."""
    count = 0
    for row in owner[:_MOST_HEADER_ROWS]:
        if width < 2 or row[0] is None or grid.cells[row[0]].columns < width:
            break
        count += grid.cells[row[0]].rows
    return count if count < len(owner) else 0


def _header_end(grid: Grid, owner: list[list[int | None]], first: int, height: int) -> int:
    """The row behind the header's last: the file may mark it; else it is as deep as its deepest merged cell."""
    if grid.header_rows:
        return max(first + 1, min(grid.header_rows, height - 1, first + _MOST_HEADER_ROWS))
    top = [grid.cells[index] for index in owner[first] if index is not None] if owner else []
    end = max((cell.row + cell.rows for cell in top), default=first + 1)
    wide = any(cell.columns > 1 for cell in top)
    deep = any(cell.rows > 1 for cell in top)
    if wide and not deep and end + 1 < height and _below_wide(grid, owner, end):
        end += 1  # the second row of a header whose other cells were left empty instead of merged
    return min(end, first + _MOST_HEADER_ROWS, height)


def _below_wide(grid: Grid, owner: list[list[int | None]], row: int) -> bool:
    """Whether row `row` holds the names below a wide header cell: filled there alone."""
    for column, index in enumerate(owner[row]):
        above = owner[row - 1][column]
        wide = above is not None and grid.cells[above].columns > 1
        filled = index is not None and grid.cells[index].end > grid.cells[index].start
        if wide != filled:
            return False
    return True


def _body_row(grid: Grid, row: list[int | None]) -> list[_Range]:
    cells: list[_Range] = []
    before: int | None = None
    at = next((_range(grid, index)[0] for index in row if index is not None), grid.start)
    for index in row:
        if index is None or index == before:
            cells.append((at, at))
        else:
            cells.append(_range(grid, index))
            at = cells[-1][1]
        before = index
    return cells
