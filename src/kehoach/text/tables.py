"""Finds the tables of a text: rows and cells, in the offsets of the cleaned text, with the header's words.

Where the file tells its tables (Word, HTML, ruled PDF) they are taken from its layout. Two shapes are met in text files. One row a line, cells parted by `|` (Markdown, hand-made lists). And what is left of
a web page's table: each cell on lines of its own, lone `|` lines between, two of them between rows. In the second an
empty cell leaves two bars as well, so the number of columns is inferred: the one for which nearly all rows end in two bars.
Where the bars are lost too (a table copied out of a page), a header that opens with `TT` and numbers that open the rows show it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from kehoach.text.clean import CleanText
from kehoach.text.grids import rows_of
from kehoach.text.layout import Grid

_RULED = re.compile(r"[\s|:+=-]*")
_LONGEST_CELL = 2500
_MOST_COLUMNS = 16
_HEADING_CELLS = 2
_HEADINGS_IN_A_ROW = 4
_Cell = tuple[int, int]


@dataclass(frozen=True)
class Table:
    """A table of at least two rows.

    Attributes:
        header: for each column the words of its header cells on one line, in small letters.
        start, end: range of the whole table in the cleaned text.
    """

    header: tuple[str, ...]
    start: int
    end: int
    _clean: CleanText = field(repr=False)
    _body: list[list[_Cell]] = field(repr=False)

    @cached_property
    def rows(self) -> list[tuple[_Cell, ...]]:
        """The body rows; a cell is a range of the cleaned text, an empty cell an empty range."""
        width = len(self.header)
        placed = [[_placed(self._clean, *cell) for cell in row] for row in self._body]
        return [tuple(row + [(row[-1][1],) * 2] * (width - len(row))) for row in placed]


def tables(clean: CleanText) -> list[Table]:
    """The tables of `clean`, in order."""
    source = clean.source
    known = clean.layout.tables if clean.layout is not None else ()
    told = [table for grid in known if (table := _of_grid(clean, grid)) is not None]
    found = [_table(clean, table) for table in _without_bars(clean)]
    if source.count("|") >= 4:
        lone, rows = _lines_with_bars(source)
        found += [_table(clean, table) for table in _line_rows(source, rows)]
        found += [_table(clean, table) for table in _bar_rows(source, lone)]
    if known:
        bounds = [(clean.derived(grid.start), clean.derived(grid.end)) for grid in known]
        found = [t for t in found if t is not None and not _overlaps(bounds, t.start, t.end)]
    kept = sorted((t for t in (*told, *found) if t is not None), key=lambda t: t.start)
    return [t for i, t in enumerate(kept) if i == 0 or t.start >= kept[i - 1].end]


def _overlaps(bounds: list[_Cell], start: int, end: int) -> bool:
    """Whether one of the ascending `bounds` shares a character with `start:end`."""
    at = bisect_right(bounds, (start, 0)) - 1
    return any(a < end and b > start for a, b in bounds[max(0, at) : at + 2]) or (
        at + 1 < len(bounds) and bounds[at + 1][0] < end
    )


def _of_grid(clean: CleanText, grid: Grid) -> Table | None:
    """A table that the file tells; None where it has no body or a single column."""
    rows = rows_of(grid)
    if len(rows.header) < 2 or not rows.body:
        return None
    header = [" ".join(words for cell in above if (words := _words(clean, cell))) for above in rows.header]
    body = [row for row in rows.body if not _counts([_words(clean, cell) for cell in row])]
    return Table(tuple(header), clean.derived(grid.start), clean.derived(grid.end), clean, body)


def _lines_with_bars(source: str) -> tuple[list[_Cell], list[_Cell]]:
    """The lines that are a lone bar, and those that hold bars between words."""
    lone: list[_Cell] = []
    rows: list[_Cell] = []
    at = source.find("|")
    while at >= 0:
        start = source.rfind("\n", 0, at) + 1
        end = source.find("\n", at)
        if end < 0:
            end = len(source)
        line = source[start:end].strip()
        if line == "|":
            lone.append((start, end))
        elif line.count("|") > 1 or (line[0] != "|" and line[-1] != "|"):
            rows.append((start, end))
        at = source.find("|", end)
    return lone, rows


def _line_rows(source: str, lines: list[_Cell]) -> list[list[list[_Cell]]]:
    """Tables that stand one row a line."""
    groups: list[list[list[_Cell]]] = []
    for rows in _runs(source, lines):
        width = 0  # of the open group
        for number, cells in enumerate(rows):
            if width and abs(len(cells) - width) <= 1:
                groups[-1].append(cells)
            elif (
                width
                and len(groups[-1]) == 1
                and number + 1 < len(rows)
                and len(rows[number + 1]) == width - 1 + len(cells)
            ):
                groups[-1].append(cells)  # headers of the columns below one header cell
                width += len(cells) - 1
            elif width > _HEADING_CELLS + 1 and len(cells) <= _HEADING_CELLS and _goes_on(rows, number, width):
                groups[-1].append(cells)  # a heading between rows: `| B | Kinh tế |`
            else:
                groups.append([cells])
                width = len(cells)
    return [rows for rows in groups if len(rows) > 1 and len(rows[0]) > 1]


def _goes_on(rows: list[list[_Cell]], number: int, width: int) -> bool:
    """Whether the first row behind `number` that is no heading is one of a table so wide."""
    behind = rows[number + 1 : number + 1 + _HEADINGS_IN_A_ROW]
    following = next((cells for cells in behind if len(cells) > _HEADING_CELLS), None)
    return following is not None and abs(len(following) - width) <= 1


def _runs(source: str, lines: list[_Cell]) -> list[list[list[_Cell]]]:
    """The rows that follow one another, without the ruled lines between."""
    runs: list[list[list[_Cell]]] = []
    end = -2
    for start, stop in lines:
        follows = start <= end + 1
        if _RULED.fullmatch(source[start:stop]):
            if follows:
                end = stop
            continue
        if not follows:
            runs.append([])
        runs[-1].append(_split(source, start, stop))
        end = stop
    return runs


def _split(source: str, start: int, end: int) -> list[_Cell]:
    cells = []
    at = start
    for bar in [*(m.start() for m in re.finditer(r"\|", source[start:end])), end - start]:
        cells.append((at, start + bar))
        at = start + bar + 1
    if not source[slice(*cells[0])].strip():
        del cells[0]
    if cells and not source[slice(*cells[-1])].strip():
        del cells[-1]
    return cells


def _bar_rows(source: str, bars: list[_Cell]) -> list[list[list[_Cell]]]:
    """Tables that stand one cell a line, lone bars between."""
    groups: list[list[_Cell]] = []  # what stands between the bars of one table
    for (_, first), (second, _) in itertools.pairwise(bars):
        # behind a blank line the table is over
        inside = source[first + 1 : first + 2] not in ("\n", "\r", "") and second - first <= _LONGEST_CELL
        if groups and groups[-1] and groups[-1][-1][1] == -1:
            groups[-1].pop()
            groups.append([])
        if not groups:
            groups.append([])
        if inside:
            groups[-1].append((first, second))
        elif groups[-1]:
            groups[-1].append((-1, -1))
    if groups and groups[-1] and groups[-1][-1][1] == -1:
        groups[-1].pop()
    return [rows for group in groups if (rows := _aligned(source, group))]


def _aligned(source: str, cells: list[_Cell]) -> list[list[_Cell]]:
    """The rows of one table from what stands between its bars; empty where no number of columns fits."""
    filled = [bool(source[a:b].strip(" \n\r\t*-_")) for a, b in cells]
    ends = [i for i, full in enumerate(filled) if not full]
    size = len(cells)
    if not ends or size < 7:
        return []
    for position, first in enumerate([-1, *ends[:4]]):
        head = first + 1
        best = None
        for columns in range(2, _MOST_COLUMNS + 1):
            step = columns + 1
            bounds = range(head + columns, size, step)
            if len(bounds) < 1 or size - head < columns * 2:
                break
            kept = sum(not filled[i] for i in bounds)
            openings = sum(filled[i] for i in range(head, size, step))
            named = columns == ends[0]  # as many as the first row has
            score = kept / len(bounds) + 0.3 * openings / (len(bounds) + 1) + 0.2 * named
            if kept >= (0.75 if named else 0.9) * len(bounds) and (best is None or score > best[0] + 0.01):
                best = (score, columns)
        if best is None or (position == 0 and filled[: best[1]] != [True] * best[1]):
            continue
        columns = best[1]
        rows = [_until_empty(cells, filled, start, head) for start in _row_starts(filled, head)]
        rows += [list(cells[i : i + columns]) for i in range(head, size, columns + 1)]
        return [row for row in rows if row]
    return []


def _row_starts(filled: list[bool], head: int) -> list[int]:
    return [i for i in range(head) if filled[i] and (i == 0 or not filled[i - 1])]


def _until_empty(cells: list[_Cell], filled: list[bool], start: int, head: int) -> list[_Cell]:
    end = start
    while end < head and filled[end]:
        end += 1
    return list(cells[start:end])


_NUMBERING = re.compile(r"(?<![^\n])(?:s?tt|số tt)(?=\n)")
_LONGEST_HEADER = 60


def _without_bars(clean: CleanText) -> list[list[list[_Cell]]]:
    """Tables that stand one cell a line without bars: the header's cells, then rows opened by 1, 2, 3 …"""
    found: list[list[list[_Cell]]] = []
    if "tt\n" not in clean.low:
        return found
    done = 0
    for match in _NUMBERING.finditer(clean.low):
        first = clean.line_at(match.start())
        if first < done or first in clean.cell_lines:
            continue
        end = first + 1
        while end < len(clean.starts) and end - first <= _MOST_COLUMNS and clean.line(end) != "1":
            end += 1
        header = [clean.line_span(line) for line in range(first, end)]
        if not 3 <= len(header) <= _MOST_COLUMNS or max(stop - start for start, stop in header) > _LONGEST_HEADER:
            continue
        rows, done = _numbered_rows(clean, end, len(header))
        table = [[clean.span(*cell) for cell in row] for row in [header, *rows]]
        if len(rows) > 1 and clean.source.find("|", table[0][0][0], table[-1][-1][1]) < 0:
            found.append(table)
    return found


def _numbered_rows(clean: CleanText, at: int, width: int) -> tuple[list[list[_Cell]], int]:
    """The rows of `width` lines from line `at` on, each opened by the next number, and the line behind them."""
    rows: list[list[_Cell]] = []
    size = len(clean.starts)
    while at < size and clean.line(at) == str(len(rows) + 1):
        stop = at + width
        follows = stop < size and clean.line(stop) == str(len(rows) + 2)
        if stop > size or (not follows and str(len(rows) + 2) in map(clean.line, range(at, min(stop, size)))):
            break  # a row of another length
        rows.append([clean.line_span(line) for line in range(at, stop)])
        at = stop
    return rows, at


_WIDE = re.compile(r"giai đoạn|kế hoạch|mục tiêu|định mức|thời gian|cơ quan")


def _table(clean: CleanText, rows: list[list[_Cell]]) -> Table | None:
    width = max(map(len, rows))
    if len(rows) < 2 or width < 2:
        return None
    header, body = _header(clean, rows, width)
    while body < len(rows) and _counts([_words(clean, cell) for cell in rows[body]]):
        body += 1
    start = clean.derived(rows[0][0][0])
    end = clean.derived(rows[-1][-1][1])
    return Table(tuple(header), start, end, clean, rows[body:])


def _header(clean: CleanText, rows: list[list[_Cell]], width: int) -> tuple[list[str], int]:
    """The words above each column, and where the body begins: a header may take two rows."""
    header = [_words(clean, cell) for cell in rows[0]]
    below = [_words(clean, cell) for cell in rows[1]] if len(rows) > 2 else []
    if len(header) == len(below) == width and (merged := _in_two_rows(header, below)):
        return merged, 2
    names = [words for words in below if words]
    if len(header) < width and len(names) > 1 and len(names) + len(header) - 1 == width:
        # a header cell over several columns, their own headers in the next row
        wide = next((i for i, words in enumerate(header) if _WIDE.match(words)), len(header) - 1)
        return header[:wide] + [f"{header[wide]} {words}" for words in names] + header[wide + 1 :], 2
    return header + [""] * (width - len(header)), 1


def _in_two_rows(upper: list[str], lower: list[str]) -> list[str]:
    """The headers of columns whose upper cells span several: empty behind the first of them, or with its words again."""
    spread = [not words and i > 0 for i, words in enumerate(upper)]
    if any(spread):
        if lower[0] or not all(words for words, empty in zip(lower, spread, strict=True) if empty):
            return []
    elif not any(a == b and a.isalpha() for a, b in zip(upper, lower, strict=True)) or upper == lower:
        return []
    merged: list[str] = []
    over = ""
    for words, own in zip(upper, lower, strict=True):
        over = words or over
        merged.append(over if own in ("", over) else f"{over} {own}".strip())
    return merged


_COUNT = re.compile(r"\(?([a-zđ]|\d{1,2})\)?")


def _counts(cells: list[str]) -> bool:
    """Whether a row only numbers the columns: `(1) | (2) | (3)`, `A | B | 1 | 2`."""
    marks = [match[1] for words in cells if (match := _COUNT.fullmatch(words))]
    figures = [int(mark) for mark in marks if mark.isdigit()]
    return len(marks) == len(cells) > 2 and len(figures) > 1 and figures == [*range(1, len(figures) + 1)]


def _placed(clean: CleanText, start: int, end: int) -> _Cell:
    """The range of the cleaned text that a cell became, without blanks at its edges."""
    first, last = clean.derived(start), clean.derived(end)
    text = clean.text
    while first < last and text[first] in " \n":
        first += 1
    while last > first and text[last - 1] in " \n":
        last -= 1
    return first, last


def _words(clean: CleanText, cell: _Cell) -> str:
    return " ".join(clean.low[slice(*_placed(clean, *cell))].split())


class Cells:
    """Which table an offset of the cleaned text stands in."""

    def __init__(self, found: list[Table]) -> None:
        self._found = found
        self._starts = [t.start for t in found]

    def at(self, offset: int) -> Table | None:
        """The table that holds `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._found[index].end:
            return self._found[index]
        return None
