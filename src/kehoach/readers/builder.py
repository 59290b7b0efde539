"""Puts the source text together and notes, while it does, where each piece stands: pages, boxes, tables, asides.

Readers of formats with a structure (PDF, scans, Word, HTML) hand over paragraphs and tables in reading order. What comes
out is one text: a paragraph a line; a row of a table a line, its cells between bars (`| 1 | Tập huấn | Sở Y tế |`), the
paragraphs of a cell on lines of their own; behind the body the footnotes, one a line; behind them what was set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kehoach.readers.document import Content, Job
from kehoach.text.layout import Aside, AsideKind, Box, Grid, GridCell, Layout, Page, Parts, PartSource

_PIECES = 4096
# what no line of a text can hold: controls, line ends, non-characters, halves of surrogate pairs
_UNPRINTABLE = re.compile("[\x00-\x08\n-\x1f\x7f\x85\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of one line: a word, a run, or the blanks between.

    Attributes:
        box: its place; None where the format has none.
        confidence: of its recognition, 0..1; None where nothing was recognised.
        struck: whether it is struck out.
        page: where it stands, in formats that know the page and no box.
    """

    text: str
    box: Box | None = None
    confidence: float | None = None
    source: PartSource = "content"
    struck: bool = False
    page: int | None = None


Pieces = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell of a table on its way into the text: rows and columns from 0, its paragraphs."""

    row: int
    column: int
    paragraphs: Sequence[Pieces]
    rows: int = 1
    columns: int = 1
    page: int | None = None


class Builder:
    """Collects the text of one file in reading order; `finish` gives text and layout.

    Raises:
        ReadError: status `too-large`, once the text is longer than the limit on output.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._texts: list[str] = []  # the latest pieces; those before them as one string a few thousand
        self._done: list[str] = []
        self._length = 0
        self._most = round(job.limits.output * 1e6)
        self._pages: list[Page] = []
        self._turns: list[tuple[int, int]] = []
        self._tables: list[Grid] = []
        self._asides: list[Aside] = []
        self._parts = Parts()
        self._page: int | None = None
        self._notes: list[tuple[int | None, Pieces]] = []
        self._set_aside: list[tuple[int | None, AsideKind, Pieces]] = []

    def page(self, page: Page) -> None:
        """Note the facts of one page; pages come in their order."""
        self._pages.append(page)

    def turn(self, number: int | None) -> None:
        """What is added from here on stands on page `number`; pieces with a box tell it themselves."""
        self._page = number

    def paragraph(self, pieces: Iterable[Piece]) -> None:
        """Add one paragraph; nothing where it holds blanks only."""
        pieces = list(pieces)
        if any(not piece.text.isspace() for piece in pieces if piece.text):
            self._add(pieces)
            self._raw("\n")

    def blank(self) -> None:
        """Add an empty line, unless one was just added."""
        if self._texts and self._texts[-2:] != ["\n", "\n"]:
            self._raw("\n")

    def table(self, cells: Iterable[CellText], header_rows: int | None = None) -> None:
        """Add a table. A place that no cell begins in, or that one takes from above or from its left, is empty in the text."""
        rows: dict[int, list[CellText]] = {}
        for cell in cells:
            rows.setdefault(cell.row, []).append(cell)
        if not rows:
            return
        self.blank()
        start = self._length
        placed: list[GridCell] = []
        covered: dict[int, set[int]] = {}
        for row in range(max(rows) + 1):
            self._raw("|")
            at = 0
            for cell in sorted(rows.get(row, []), key=lambda one: one.column):
                at = self._empty_cells(at, cell.column)
                placed.append(self._cell(cell))
                at = self._empty_cells(cell.column + 1, cell.column + cell.columns)
                for below in range(row + 1, row + cell.rows):
                    covered.setdefault(below, set()).update(range(cell.column, at))
            self._empty_cells(at, max(covered.get(row, {-1})) + 1)
            self._raw("\n")
        self._tables.append(Grid(start, self._length, tuple(placed), header_rows))
        self.blank()

    def _empty_cells(self, at: int, until: int) -> int:
        for _ in range(at, until):
            self._raw("  |")
        return max(at, until)

    def _cell(self, cell: CellText) -> GridCell:
        if cell.page is not None:
            self._page = cell.page
        self._raw(" ")
        start = self._length
        filled = [p for p in cell.paragraphs if any(not piece.text.isspace() for piece in p if piece.text)]
        for number, pieces in enumerate(filled):
            if number:
                self._raw("\n")
            self._add(pieces)
        end = self._length
        self._raw(" |")
        return GridCell(cell.row, cell.column, start, end, cell.rows, cell.columns)

    def note(self, pieces: Pieces) -> None:
        """Keep a footnote or endnote; it is put behind the body, where extractors still read it."""
        self._notes.append((self._page, pieces))

    def aside(self, kind: AsideKind, pieces: Pieces) -> None:
        """Keep what is not of the running text; it is put behind everything else, hidden from the extractors."""
        self._set_aside.append((self._page, kind, pieces))

    def finish(self) -> Content:
        """The text with its layout.

        Raises:
            ReadError: status `empty`, where there is no word in the body.
        """
        if not any(not text.isspace() for text in (*self._done, *self._texts)):
            raise self._job.fail("empty", "holds no text")
        for page, pieces in self._notes:
            self._behind(page, "footnote", pieces)
        for page, kind, pieces in self._set_aside:
            self._behind(page, kind, pieces)
        layout = Layout(tuple(self._pages), tuple(self._turns), tuple(self._tables), tuple(self._asides), self._parts)
        return Content("".join((*self._done, *self._texts)), layout, tuple(self._job.warnings))

    def _behind(self, page: int | None, kind: AsideKind, pieces: Pieces) -> None:
        self._page = page
        if not any(not piece.text.isspace() for piece in pieces if piece.text):
            return
        if kind == "footnote":
            self.blank()
        start = self._length
        self._add(pieces)
        self._raw("\n")
        self._asides.append(Aside(start, self._length, kind))

    def _add(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            text = _UNPRINTABLE.sub(" ", piece.text) if _UNPRINTABLE.search(piece.text) else piece.text
            if not text:
                continue
            if piece.box is not None:
                self._page = piece.box.page
            elif piece.page is not None:
                self._page = piece.page
            start = self._length
            self._raw(text)
            if piece.box is not None and not text.isspace():
                self._parts.add(start, self._length, piece.box, piece.source, piece.confidence)
            if piece.struck:
                self._strike(start)

    def _strike(self, start: int) -> None:
        last = self._asides[-1] if self._asides else None
        if last is not None and last.kind == "struck" and last.end == start:
            self._asides[-1] = Aside(last.start, self._length, "struck")
        else:
            self._asides.append(Aside(start, self._length, "struck"))

    def _raw(self, text: str) -> None:
        if self._page is not None and (not self._turns or self._turns[-1][1] != self._page):
            if self._turns and self._turns[-1][0] == self._length:
                del self._turns[-1]
            self._turns.append((self._length, self._page))
        self._texts.append(text)
        if len(self._texts) > _PIECES:
            self._done.append("".join(self._texts[:-2]))
            self._texts = self._texts[-2:]
        self._length += len(text)
        if self._length > self._most:
            raise self._job.fail("too-large", f"gives more than {self._job.limits.output:g} MB of text")
