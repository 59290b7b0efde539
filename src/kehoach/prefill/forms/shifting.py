"""What becomes of a worksheet's rows when one of them is repeated: cells, formulas, ranges and pictures move along.

A spreadsheet does all this when a person inserts rows; the library that reads and writes workbooks (openpyxl) moves cells
alone. A range that holds the repeated row grows with it, so that a sum below the rows sums them all.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field
from typing import Any

_CELL = re.compile(r"(?P<c>\$?[A-Za-z]{1,3})(?P<d>\$?)(?P<r>\d+)$")
_ROW = re.compile(r"(?P<c>)(?P<d>\$?)(?P<r>\d+)$")


@dataclass(slots=True)
class Rows:
    """How often each repeated row of one sheet stands in the filled one.

    Attributes:
        sheet: its title.
        times: by the number of the row in the form.
    """

    sheet: str
    times: dict[int, int] = field(default_factory=dict)

    def first(self, row: int) -> int:
        """Where a row of the form begins to stand."""
        return row + sum(times - 1 for repeated, times in self.times.items() if repeated < row)

    def last(self, row: int) -> int:
        """Where it ends, being repeated."""
        return self.first(row) + self.times.get(row, 1) - 1

    def range(self, reference: str) -> str:
        """A reference without a sheet (`B5`, `$B$5:D9`, `5:7`, `B:D`), moved and grown."""
        start, colon, end = reference.partition(":")
        return self._end(start, self.first) + (colon + self._end(end, self.last) if colon else "")

    @staticmethod
    def _end(one: str, to: Any) -> str:
        match = _CELL.match(one) or _ROW.match(one)
        return one if match is None else f"{match['c']}{match['d']}{to(int(match['r']))}"

    def ranges(self, references: str) -> str:
        """Several areas with blanks between; one that is a single cell grows too."""
        return " ".join(self.range(one if ":" in one else f"{one}:{one}") for one in references.split())


def moved_formula(formula: str, at: str, rows: dict[str, Rows], own: int | None = None) -> str:
    """A formula with its references moved.

    Args:
        at: title of the sheet it stands in.
        rows: by title of the sheet.
        own: the repeated row that it stands in: references to that row alone do not grow.
    """
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    tokens = Tokenizer(formula)
    out = []
    for token in tokens.items:
        value = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            value = _moved(value, at, rows, own)
        out.append(value)
    return "=" + "".join(out)


def _moved(reference: str, at: str, rows: dict[str, Rows], own: int | None) -> str:
    sheet, mark, cells = reference.rpartition("!")
    title = sheet.strip("'").replace("''", "'") if mark else at
    known = rows.get(title)
    if known is None or not known.times:
        return reference
    parts = cells.split(":")
    matches = [_CELL.match(part) for part in parts]
    if own is not None and title == at and all(match and int(match["r"]) == own for match in matches):
        return sheet + mark + ":".join(Rows._end(part, known.first) for part in parts)
    return sheet + mark + known.range(cells)


def repeat(book: Any, rows: dict[str, Rows]) -> None:
    """Repeat the rows of a workbook, and move all that stands below them or points at them."""
    for sheet in book.worksheets:
        _formulas(sheet, rows)
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in names.values():
            if name.attr_text:
                name.attr_text = moved_formula(f"={name.attr_text}", "", rows)[1:]
    for sheet in book.worksheets:
        _charts(sheet, rows)
        if (known := rows.get(sheet.title)) is not None and any(times != 1 for times in known.times.values()):
            _cells(sheet, known)
            _ranges(sheet, known)


def _formulas(sheet: Any, rows: dict[str, Rows]) -> None:
    from openpyxl.worksheet.formula import ArrayFormula

    own = rows.get(sheet.title)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, ArrayFormula):
                cell.value.text = moved_formula(cell.value.text, sheet.title, rows)
                cell.value.ref = own.range(cell.value.ref) if own is not None else cell.value.ref
            elif cell.data_type == "f" and isinstance(cell.value, str):
                within = cell.row if own is not None and cell.row in own.times else None
                cell.value = moved_formula(cell.value, sheet.title, rows, within)


def _cells(sheet: Any, rows: Rows) -> None:
    from openpyxl.formula.translate import Translator
    from openpyxl.utils import get_column_letter

    held = dict(sheet._cells)
    sheet._cells.clear()
    for (number, column), cell in held.items():
        start = rows.first(number)
        for copied in range(rows.times.get(number, 1)):
            if copied == 0:
                cell.row = start
                sheet._cells[start, column] = cell
                if cell.hyperlink is not None:
                    cell.hyperlink.ref = cell.coordinate
                continue
            other = sheet.cell(start + copied, column)
            other._style = copy(cell._style)
            other.value = cell.value
            if cell.data_type == "f" and isinstance(cell.value, str):
                letter = get_column_letter(column)
                other.value = Translator(cell.value, f"{letter}{start}").translate_formula(f"{letter}{start + copied}")
            else:
                other.data_type = cell.data_type
    dimensions = dict(sheet.row_dimensions)
    sheet.row_dimensions.clear()
    for number, old in dimensions.items():
        for row in range(rows.first(number), rows.last(number) + 1):
            new = copy(old)
            new.index = row
            sheet.row_dimensions[row] = new


def _ranges(sheet: Any, rows: Rows) -> None:
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

    merged = [str(one) for one in sheet.merged_cells.ranges]
    sheet.merged_cells.ranges = set()
    for one in merged:
        area = CellRange(one)
        if area.min_row == area.max_row and area.min_row in rows.times:
            for row in range(rows.first(area.min_row), rows.last(area.min_row) + 1):
                sheet.merged_cells.add(CellRange(None, area.min_col, row, area.max_col, row))
        else:
            sheet.merged_cells.add(CellRange(rows.range(one)))
    formats = sheet.conditional_formatting
    sheet.conditional_formatting = ConditionalFormattingList()
    for one in formats:
        for rule in one.rules:
            rule.formula = [moved_formula(f"={told}", sheet.title, {sheet.title: rows})[1:] for told in rule.formula]
            sheet.conditional_formatting.add(rows.ranges(str(one.sqref)), rule)
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(rows.ranges(str(validation.sqref)))
    for table in sheet.tables.values():
        table.ref = rows.range(table.ref)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = rows.range(table.autoFilter.ref)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = rows.range(sheet.auto_filter.ref)
    if sheet.freeze_panes:
        sheet.freeze_panes = rows.range(sheet.freeze_panes)
    if sheet.print_area:
        areas = sheet.print_area if isinstance(sheet.print_area, list) else sheet.print_area.split(",")
        sheet.print_area = ",".join(rows.range(area.rpartition("!")[2]) for area in areas)
    for breaks in (sheet.row_breaks.brk,):
        for one in breaks:
            one.id = rows.last(one.id)


def _charts(sheet: Any, rows: dict[str, Rows]) -> None:
    own = rows.get(sheet.title)
    for drawn in (*sheet._charts, *sheet._images):
        for corner in ("_from", "to"):
            place = getattr(drawn.anchor, corner, None)
            if own is not None and place is not None:
                place.row = own.first(place.row + 1) - 1
    for chart in sheet._charts:
        for series in chart.series:
            for part in ("val", "cat", "xVal", "yVal", "tx"):
                source = getattr(series, part, None)
                for kind in ("numRef", "strRef"):
                    held = getattr(source, kind, None)
                    if held is not None and held.f:
                        held.f = moved_formula(f"={held.f}", sheet.title, rows)[1:]
