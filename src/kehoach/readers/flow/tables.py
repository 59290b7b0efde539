"""Tables on their way into the text: lines of cells joined, parts on several pages made one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from kehoach.readers.builder import Builder, CellText, Piece
from kehoach.readers.document import Job
from kehoach.readers.flow.model import RuledTable, Word
from kehoach.readers.flow.paragraphs import in_cell
from kehoach.readers.grids import emit
from kehoach.text.layout import Box

_SAME = 4.0  # points: borders on two pages that near to each other are one
_PADDING = 8.0  # points: of a cell, at the most
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[a-zđA-Z])[.)]?|[-+*•]?")
_DIGITS = re.compile(r"\d+")
_HEADER_ROWS = 4
_SHORT = 20
_ENOUGH = 4  # cells of a column that tell whether any may be empty
_ENDS = (".", ";", ":", "!", "?")


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    rows: int
    columns: int
    paragraphs: list[list[Piece]]
    page: int

    @property
    def text(self) -> str:
        return " ".join("".join(piece.text for piece in one) for one in self.paragraphs)


@dataclass(slots=True)
class _Open:
    """A table that may go on on the next page.

    Attributes:
        doubtful: empty cells at the top of a page with the ones above them: left empty, or the rest of a merged cell.
    """

    edges: list[float]
    cells: list[_Cell]
    height: int
    doubtful: list[tuple[_Cell, _Cell]] = field(default_factory=list)


class Tables:
    """Adds tables to a text; a table stays open until it is known that the next page does not go on with it."""

    def __init__(self, builder: Builder, job: Job, box: Callable[[Word], Box]) -> None:
        self._builder = builder
        self._most = job.limits.cells
        self._box = box
        self._open: _Open | None = None

    def add(self, table: RuledTable, page: int) -> None:
        """Add a table, or go on with the open one."""
        cells = self._cells(table, page)
        height = max((cell.row + cell.rows for cell in cells), default=0)
        if self._open is not None and not self._go_on(list(table.edges), cells, height):
            self.close()
        if self._open is None:
            self._open = _Open(list(table.edges), cells, height)
        if len(self._open.cells) > self._most:
            self.close()

    def close(self) -> None:
        """Hand over the open table: text follows, or another table."""
        if self._open is None:
            return
        _merge_doubtful(self._open)
        cells = (CellText(c.row, c.column, c.paragraphs, c.rows, c.columns, c.page) for c in self._open.cells)
        emit(self._builder, cells, bordered=True)
        self._open = None

    def _cells(self, table: RuledTable, page: int) -> list[_Cell]:
        gaps = [
            line.x0 - table.edges[cell.column]
            for cell in table.cells
            for line in cell.lines
            if cell.column < len(table.edges)
        ]
        padding = min(max(0.0, min(gaps, default=0.0)), _PADDING)
        found = []
        for cell in table.cells:
            right = min(cell.column + cell.columns, len(table.edges) - 1)
            width = table.edges[right] - table.edges[cell.column] - 2 * padding
            paragraphs = in_cell(cell.lines, width, self._box)
            found.append(_Cell(cell.row, cell.column, cell.rows, cell.columns, paragraphs, page))
        return found

    def _go_on(self, edges: list[float], cells: list[_Cell], height: int) -> bool:
        """Put the rows of a table at the end of the open one, where they are of it."""
        table = self._open
        assert table is not None
        if not _aligned(table, edges, cells):
            return False
        dropped = self._drop_header(table, cells, height)
        cells = [cell for cell in cells if cell.row >= dropped]
        for cell in cells:
            cell.row -= dropped
        height -= dropped
        if not cells:
            return True
        shift = table.height
        gone: set[int] = set()  # cells that became part of the one above
        top = [cell for cell in cells if cell.row == 0]
        last = {(c.column, c.columns): c for c in table.cells if c.row + c.rows == table.height}
        pairs = [(cell, last.get((cell.column, cell.columns))) for cell in top]
        if _is_cut(pairs, table):
            shift -= 1
            for cell, above in pairs:
                if above is not None:
                    _append(above, cell)
                    above.rows += cell.rows - 1
                    gone.add(id(cell))
        else:
            for cell, above in pairs:
                text = cell.text.strip()
                # a cell over several rows that the end of the page cut
                if above is not None and above.rows > 1 and (not text or text[0].islower()):
                    _append(above, cell)
                    above.rows += cell.rows
                    gone.add(id(cell))
                elif above is not None and not text and above.text.strip():
                    table.doubtful.append((cell, above))
        cells = [cell for cell in cells if id(cell) not in gone]
        for cell in cells:
            cell.row += shift
        table.cells += cells
        table.height = shift + height
        return True

    def _drop_header(self, table: _Open, cells: list[_Cell], height: int) -> int:
        """How many rows at the top repeat the header of the open table; they are set aside."""
        dropped = 0
        for row in range(min(_HEADER_ROWS, height - 1, table.height)):
            ours = [(c.column, c.columns, c.rows, c.text.split()) for c in table.cells if c.row == row]
            theirs = [(c.column, c.columns, c.rows, c.text.split()) for c in cells if c.row == row]
            if ours != theirs or (row == 0 and sum(bool(words) for *_, words in ours) < 2):
                break
            dropped += 1
        # a header that reaches into rows that differ is none
        while dropped and any(c.row < dropped < c.row + c.rows for c in cells):
            dropped -= 1
        for row in range(dropped):
            pieces: list[Piece] = []
            for cell in cells:
                if cell.row == row:
                    pieces += [Piece(" | "), *(piece for one in cell.paragraphs for piece in one)]
            self._builder.aside("running-head", pieces[1:])
        return dropped


def _merge_doubtful(table: _Open) -> None:
    """Give an empty cell at the top of a page to the one above it where the others of its column tell so."""
    for cell, above in table.doubtful:
        column = [c for c in table.cells if c.column == cell.column and c.columns == cell.columns and c is not cell]
        if len(column) < _ENOUGH or above.row + above.rows != cell.row:
            continue
        # a table that merges the cells of this column elsewhere, and leaves none of them empty
        if any(other.rows > 1 for other in column) and all(other.text.strip() for other in column):
            above.rows += cell.rows
            table.cells = [one for one in table.cells if one is not cell]


def _aligned(table: _Open, edges: list[float], cells: list[_Cell]) -> bool:
    """Whether the borders of a table are those of the open one; both are put on the borders of the finer one."""
    offset = edges[0] - table.edges[0]
    if abs((edges[-1] - edges[0]) - (table.edges[-1] - table.edges[0])) > 2 * _SAME:
        return False
    moved = [edge - offset for edge in edges]
    if len(edges) <= len(table.edges):
        places = _places(moved, table.edges)
        if places is None:
            return False
        _put(cells, places)
    else:
        places = _places(table.edges, moved)
        if places is None:
            return False
        _put(table.cells, places)
        table.edges = moved
    return True


def _places(coarse: list[float], fine: list[float]) -> list[int] | None:
    """For each border of `coarse` the same one among `fine`; None where one is not there."""
    found: list[int] = []
    for edge in coarse:
        at = bisect_left(fine, edge)
        if at == len(fine) or (at and edge - fine[at - 1] < fine[at] - edge):
            at -= 1
        if abs(fine[at] - edge) > _SAME or (found and at <= found[-1]):
            return None
        found.append(at)
    return found


def _put(cells: list[_Cell], places: list[int]) -> None:
    for cell in cells:
        end = places[cell.column + cell.columns]
        cell.column = places[cell.column]
        cell.columns = end - cell.column


def _is_cut(pairs: list[tuple[_Cell, _Cell | None]], table: _Open) -> bool:
    """Whether the first row of a page goes on with the last row of the page before.

    Its number cell is empty where the rows of the table are numbered, and what it holds looks like the rest of something:
    it begins in a sentence, or other cells of the row have nothing left.
    """
    if len(pairs) < 2 or any(above is None for _, above in pairs):
        return False
    held = [(cell.text.strip(), above.text.strip()) for cell, above in pairs if above is not None and cell.text.strip()]
    if not held or any(not above for _, above in held) or any(_is_next(text, above) for text, above in held):
        return False
    rest_of_one = any(text[0].islower() or text[0] in ",.;)/" for text, _ in held)
    if first := pairs[0][0].text.strip():
        return rest_of_one and first[0].islower() and not _opens(first) and len(held) < len(pairs)
    if rest_of_one:
        return True
    numbered = [cell.text.strip() for cell in table.cells if cell.column == 0 and cell.text.strip()]
    ordinals = sum(_ORDINAL.fullmatch(text) is not None for text in numbered)
    rest = [(cell.text.strip(), above.text.strip()) for cell, above in pairs[1:] if above is not None]
    if 2 * ordinals < len(numbered) - 1 or not numbered:
        return False
    above_number = pairs[0][1]
    fresh = all(text for text, above in rest if above) and above_number is not None and above_number.rows > 1
    return not fresh


def _is_next(text: str, above: str) -> bool:
    """Whether a cell is one of its own beside the one above it: the same mark again (`×`), the next number of a row."""
    if len(above) > 1 and _DIGITS.search(text) is None:
        return False
    return _DIGITS.sub("#", text) == _DIGITS.sub("#", above) and len(text) < _SHORT


def _append(above: _Cell, cell: _Cell) -> None:
    """Add the text of a cell to the one it goes on from."""
    if not cell.paragraphs:
        return
    first = cell.paragraphs[0]
    if above.paragraphs and first:
        end = above.paragraphs[-1][-1].text
        text = "".join(piece.text for piece in first)
        if text[0].islower() or (not end.endswith(_ENDS) and text[0] not in "-+•*" and not _opens(text)):
            glued = len(end) > 1 and end[-1] in "-/" and end[-2].isalnum() and text[0].isalnum()
            above.paragraphs[-1] += first if glued else [Piece(" "), *first]
            above.paragraphs += cell.paragraphs[1:]
            return
    above.paragraphs += cell.paragraphs


def _opens(text: str) -> bool:
    return re.match(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s", text) is not None
