"""A workbook under way: sheets written row by row with flat memory, within what a spreadsheet holds.

Every text is written as a text and never as a formula, a number or a link of its own. What does not fit is cut and counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kehoach.audit.workbook.words import Form, Language, say
from kehoach.pages.coverage import readable

ROWS = 1_048_576
"""Rows of a sheet."""
CHARACTERS = 32_767
"""UTF-16 units of a cell."""
LINKS = 65_530
"""Links of a sheet."""
_TIP = 250
_LONG = CHARACTERS // 2
_LINE_POINTS, _TALLEST = 13.5, 405.0

HEADER, LINE = "#22384A", "#DDDDDD"
INPUT, INPUT_HEADER = "#FFF7DC", "#8A6D00"
# fill, letters, bold: from dark (what is missing) to light (what is met), so that grey tells them apart too; none so dark that
# the blue which LibreOffice gives to every link could not be read on it
SHADES: dict[str, tuple[str, str, bool]] = {
    "absent": ("#DE6A5E", "#000000", True),
    "below": ("#F2A65A", "#000000", True),
    "needs_review": ("#CDB5E8", "#000000", True),
    "mentioned": ("#F7DC8C", "#000000", False),
    "not_comparable": ("#DADADA", "#000000", False),
    "qualitative": ("#D3E6F7", "#000000", False),
    "quantified": ("#DDF1DA", "#000000", False),
    "meets": ("#DDF1DA", "#000000", False),
    "exceeds": ("#EFFAEC", "#14562B", True),
    "not_applicable": ("#FFFFFF", "#8A8A8A", False),
}
GRAVEST = tuple(SHADES)


def clean(text: str) -> str:
    """A text as a cell can hold it: characters that XML forbids or that turn the direction show as `�`."""
    text = readable(text.replace("\r\n", "\n").replace("\r", "\n"))
    # XlsxWriter takes a text of this shape for markup of its own
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


@dataclass(slots=True)
class Link:
    """A text that leads to a cell: (title of the sheet, row from 0)."""

    text: str
    to: tuple[str, int]
    tip: str = ""


Value = str | int | float | bool | Link | None


@dataclass(slots=True)
class Cuts:
    """What did not fit."""

    cells: int = 0
    links: int = 0


@dataclass(slots=True)
class Book:
    """The file, its formats and what was cut.

    Attributes:
        file: the XlsxWriter workbook.
    """

    file: Any
    language: Language
    cuts: Cuts = field(default_factory=Cuts)
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, language: Language, scratch: Path) -> Book:
        """A new file at `path`; rows wait in `scratch`."""
        import xlsxwriter

        options = {
            "constant_memory": True,
            "tmpdir": str(scratch),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
        }
        return cls(xlsxwriter.Workbook(str(path), options), language)

    def format(self, **asked: Any) -> Any:
        """One format for each look."""
        key = tuple(sorted(asked.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"valign": "top", "font_size": 10, **asked})
        return self._formats[key]

    def body(self, **asked: Any) -> Any:
        """The look of a cell in a list."""
        return self.format(text_wrap=True, bottom=1, bottom_color=LINE, **asked)

    def head(self, colour: str = HEADER) -> Any:
        """The look of a heading."""
        return self.format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=colour,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color=LINE,
        )

    def shade(self, state: str, **asked: Any) -> Any:
        """The look of a state."""
        fill, letters, bold = SHADES.get(state, ("#FFFFFF", "#000000", False))
        return self.format(
            bg_color=fill,
            font_color=letters,
            bold=bold,
            border=1,
            border_color="#FFFFFF" if fill != "#FFFFFF" else LINE,
            **asked,
        )

    def sheet(self, title: str) -> Sheet:
        return Sheet(self, self.file.add_worksheet(title), title)


class Sheet:
    """One worksheet; rows must be written from top to bottom."""

    def __init__(self, book: Book, raw: Any, title: str) -> None:
        self.book = book
        self.raw = raw
        self.title = title
        self.links = 0

    def put(self, row: int, column: int, value: Value, look: Any = None) -> None:
        """Write a value of any kind; an empty one leaves a cell of that look."""
        if isinstance(value, Link):
            self._link(row, column, value, look)
        elif value is None or value == "":
            if look is not None:
                self.raw.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self.raw.write_string(row, column, self._fitting(value), look)
        elif isinstance(value, bool):
            self.raw.write_boolean(row, column, value, look)
        elif math.isfinite(value):
            self.raw.write_number(row, column, value, look)
        else:
            self.raw.write_string(row, column, str(value), look)

    def height(self, row: int, points: float) -> None:
        """Set the height of the next row: LibreOffice does not find that of wrapped text by itself when it opens a file."""
        self.raw.set_row(row, points)
        # XlsxWriter keeps what it knows of every row; the one before the last is on disk by now
        self.raw.row_info.pop(row - 2, None)

    def _link(self, row: int, column: int, link: Link, look: Any) -> None:
        text = self._fitting(link.text)
        if self.links >= LINKS:
            self.book.cuts.links += 1
            self.raw.write_string(row, column, text, look)
            return
        self.links += 1
        title, to = link.to
        tip = clean(" ".join(link.tip.split()))
        tip = tip if len(tip) <= _TIP else tip[: _TIP - 1] + "…"
        quoted = title.replace("'", "''")
        self.raw.write_url(row, column, f"internal:'{quoted}'!A{to + 1}", look, text, tip or None)

    def _fitting(self, text: str) -> str:
        text = clean(text)
        if len(text) <= _LONG:
            return text
        units = text.encode("utf-16-le")
        over = len(units) // 2 - CHARACTERS
        if over <= 0:
            return text
        told = say("cut", self.book.language, n=over + 100)
        kept = units[: 2 * (CHARACTERS - len(told) - 100)].decode("utf-16-le", "ignore")
        self.book.cuts.cells += 1
        return kept + say("cut", self.book.language, n=len(text) - len(kept))


def tallest(values: Sequence[Value], widths: Sequence[int]) -> float:
    """Points of a row in which every wrapped text is seen, up to what a spreadsheet allows."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and width and len(value) > width:
            lines = max(lines, sum(math.ceil((len(line) or 1) / (width * 1.1)) for line in value.split("\n")))
    return min(lines * _LINE_POINTS + 3, _TALLEST)


class Pages:
    """The rows of one list, over as many worksheets as they need: a caption, the headings, then the rows.

    Args:
        count: of all rows, so that links to rows that are yet to be written are known.
        extra: headings behind those of the form, each with its width and look; hidden where the width is 0.
    """

    TOP = 2

    def __init__(self, book: Book, form: Form, count: int, extra: Sequence[tuple[str, int, str]] = ()) -> None:
        self.book = book
        self.form = form
        self.count = count
        self._extra = extra
        self._room = ROWS - self.TOP
        self._written = 0
        self._widths = [column.width for column in form.columns] + [width for _, width, _ in extra]
        self._sheets = [
            book.sheet(form.title if at == 0 else f"{form.title} ({at + 1})")
            for at in range(max(1, math.ceil(count / self._room)))
        ]
        for at, sheet in enumerate(self._sheets):
            self._dress(sheet, min(count - at * self._room, self._room))

    def place(self, number: int) -> tuple[str, int]:
        """Where the row of this number (from 0) stands: the sheet's title and the row from 0."""
        at, row = divmod(number, self._room)
        return self._sheets[at].title, row + self.TOP

    def row(self, values: Sequence[Value], looks: Sequence[Any]) -> None:
        """Write the next row."""
        at, row = divmod(self._written, self._room)
        sheet = self._sheets[at]
        sheet.height(row + self.TOP, tallest(values, self._widths))
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            if value is not None and value != "":
                sheet.put(row + self.TOP, column, value, look)
        self._written += 1

    def validate(self, column: int, options: dict[str, Any]) -> None:
        """Data validation for a column of all sheets."""
        for at, sheet in enumerate(self._sheets):
            count = min(self.count - at * self._room, self._room)
            if count > 0:
                sheet.raw.data_validation(self.TOP, column, self.TOP + count - 1, column, options)

    def _dress(self, sheet: Sheet, count: int) -> None:
        book, raw = self.book, sheet.raw
        columns = [(c.heading, c.width, HEADER) for c in self.form.columns] + list(self._extra)
        for at, (_, width, colour) in enumerate(columns):
            look = book.body() if colour == HEADER else book.body(bg_color=INPUT, num_format="@")
            raw.set_column(at, at, max(width, 1), look, {"hidden": True} if width == 0 else {})
        raw.set_row(0, 22)
        raw.set_row(1, 32)
        sheet.put(
            0, 0, f"{self.form.title} · {self.form.about}", book.format(bold=True, font_size=11, valign="vcenter")
        )
        for at, (heading, _, colour) in enumerate(columns):
            sheet.put(1, at, heading, book.head(colour))
        raw.freeze_panes(self.TOP, 1)
        raw.autofilter(1, 0, max(self.TOP + count - 1, 1), len(columns) - 1)
        printed(raw, self.form.title, (1, 1), paper=8)
        shown = [at for at, (_, width, _) in enumerate(columns) if width]
        raw.print_area(0, 0, max(self.TOP + count - 1, 1), shown[-1])
        if self.form.tab:
            raw.set_tab_color(f"#{self.form.tab}")


def printed(raw: Any, title: str, repeated: tuple[int, int] | None, paper: int = 9) -> None:
    """How a sheet prints: across, on one page's width, its headings on every page."""
    raw.set_landscape()
    raw.set_paper(paper)
    raw.fit_to_pages(1, 0)
    raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    raw.set_footer(f"&L{title.replace('&', '&&')}&R&P / &N")
    if repeated is not None:
        raw.repeat_rows(*repeated)
