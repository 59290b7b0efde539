"""The elements of a page as lines and tables, by the rules of a browser.

Elements within a line are joined without a blank (`<b>Ng</b>uyễn`), runs of blanks are one, `<br>` and every block end a
line. The numbers of a list, which the file does not hold, are written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import TypeAlias

from kehoach.readers.builder import CellText, Piece
from kehoach.readers.document import Job
from kehoach.readers.grids import Inner, WrapperCell
from kehoach.readers.html.tree import Element, Node

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_OWN_MARK = re.compile(
    r"(?:[-–—+•*●○▪◦➢✓]|\[\w{1,3}\]|\(?\d{1,3}(?:\.\d{1,2}){0,3}[.)/]|\d{1,2}(?:\.\d{1,2}){1,3}|[IVXLC]{1,6}[.)/]|[a-zđA-ZĐ][.)])(?=\s|\Z)"
    r"|(?:Điều|Chương|Mục|Phần) (?=[\dIVX])"
)
_BULLETS = {"disc": "•", "circle": "○", "square": "▪"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_RAISED = re.compile(r"\(?(\d{1,2})\)?")
_DRAWN = re.compile(r"\b(?:solid|double|dotted|dashed|groove|ridge|inset|outset)\b")
_BORDER = re.compile(r"(?:^|[;\s])border(?:-(?:top|left|right|bottom))?\s*:\s*([^;]*)", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """One line of the page.

    Attributes:
        pieces: its words.
        first: the element that its first words stand in.
        last: the same of its last words.
        linked: how many of its characters stand in links to other pages.
        links: how many such links.
    """

    pieces: list[Piece]
    first: Element
    last: Element
    linked: int = 0
    links: int = 0

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])


Block: TypeAlias = "Line | Inner"


@dataclass(slots=True)
class _Open:
    """The line that is being put together."""

    pieces: list[Piece] = field(default_factory=list)
    first: Element | None = None
    last: Element | None = None
    linked: int = 0
    links: int = 0
    before: str = ""  # its last character


class Blocks:
    """Puts lines and tables together.

    Args:
        tables: the tables that are read as such; all others are walked through as if they were paragraphs.
        apart: elements that are left out.
    """

    def __init__(self, job: Job, tables: Set[Element] = frozenset(), apart: Set[Element] = frozenset()) -> None:
        self._job = job
        self._tables = tables
        self._apart = apart
        self._found: list[Block] = []
        self._line = _Open()
        self._mark = ""
        self._counts: dict[Element, int] = {}

    def of(self, element: Element) -> list[Block]:
        """The lines and tables of an element."""
        self._walk(element)
        self._end_line()
        found, self._found = self._found, []
        return found

    def _walk(self, top: Element) -> None:
        waiting: list[tuple[Node | None, Element]] = [(top, top)]
        seen = 0
        while waiting:
            node, element = waiting.pop()
            seen += 1
            if not seen % _LOOK_UP and self._job.late:
                self._job.warn("read in part: the time was over")
                return
            if node is None:
                if element.block:
                    self._end_line()
            elif isinstance(node, str):
                self._text(node, element)
            elif node.hidden or (node in self._apart and node is not top):
                continue
            elif node.tag == "br":
                self._end_line()
            elif node in self._tables and node is not top:
                self._end_line()
                self._table(node)
            else:
                if node.block:
                    self._end_line()
                if node.tag == "li":
                    self._mark = self._item(node)
                waiting.append((None, node))
                waiting.extend((child, node) for child in reversed(node.children))

    # --- lines ---

    def _text(self, text: str, element: Element) -> None:
        if element.upper:
            text = text.upper()
        if element.pre:
            for number, line in enumerate(text.expandtabs(4).splitlines() or [""]):
                if number:
                    self._end_line()
                self._add(line, element)
            if text.endswith("\n"):
                self._end_line()
            return
        text = _BLANKS.sub(" ", text)
        if self._line.before in ("", " "):
            text = text.lstrip(" ")
        if element.tag == "sup" and (match := _RAISED.fullmatch(text)) and self._line.before.isdigit():
            if self._line.pieces[-1].text[-3:].strip() != "10":  # no power of ten
                text = f"[{match[1]}]"
        self._add(text, element)

    def _add(self, text: str, element: Element) -> None:
        if not text:
            return
        line = self._line
        line.pieces.append(Piece(text, struck=element.struck))
        line.before = text[-1]
        if not text.isspace():
            line.first = line.first or element
            if element.link:
                line.linked += len(text)
                line.links += element is not line.last
            line.last = element

    def _end_line(self) -> None:
        line = self._line
        if line.first is None or line.last is None:
            if line.pieces:
                self._line = _Open()
            return
        _strip(line.pieces)
        made = Line(line.pieces, line.first, line.last, line.linked, line.links)
        if self._mark:
            if not _OWN_MARK.match(made.text[:60].strip()):
                made.pieces.insert(0, Piece(self._mark))
            self._mark = ""
        self._found.append(made)
        self._line = _Open()

    def _item(self, item: Element) -> str:
        """The mark before an item of a list."""
        above = item.parent
        while above is not None and above.tag not in ("ol", "ul", "menu", "dir") and not above.block:
            above = above.parent
        if above is None:
            return ""
        if above.tag != "ol" and item.marker not in _COUNTED:
            if item.marker[:1] in ("'", '"'):
                return item.marker[1:].strip() + " " if item.marker[1:].strip() else ""
            return "" if item.marker == "none" else _BULLETS.get(item.marker or "disc", "•") + " "
        if above not in self._counts:
            self._counts[above] = _whole(above.get("start"), 1) - 1
        number = _whole(item.get("value"), self._counts[above] + 1)
        self._counts[above] = number
        if item.marker in ("none", *_BULLETS):
            return _BULLETS[item.marker] + " " if item.marker != "none" else ""
        return _numbered(number, item.marker) + ". "

    # --- tables ---

    def _table(self, table: Element) -> None:
        rows, marked = _rows_of(table)
        for caption in (c for c in table.children if isinstance(c, Element) and c.tag == "caption"):
            self._found += Blocks(self._job, self._tables, self._apart).of(caption)
        cells: list[CellText] = []
        taken: dict[int, int] = {}  # columns that a cell from above takes, with how many rows more
        limits = self._job.limits
        area = 0
        for row, elements in enumerate(rows):
            column = 0
            placed: dict[int, int] = {}
            for element in elements:
                while taken.get(column, 0) > 0:
                    column += 1
                columns = min(max(1, _whole(element.get("colspan"), 1)), limits.span)
                down = _whole(element.get("rowspan"), 1)
                down = min(len(rows) - row if down == 0 else max(1, down), limits.span, len(rows) - row)
                area += columns * down
                if area > _AREA * limits.cells:
                    columns = down = 1
                blocks = Blocks(self._job, self._tables, self._apart).of(element)
                cells.append(_cell(row, column, blocks, down, columns))
                for place in range(column, column + columns):
                    placed[place] = down
                column += columns
            taken = {place: left - 1 for place, left in taken.items() if left > 1}
            taken |= {place: down - 1 for place, down in placed.items() if down > 1}
            if len(cells) > limits.cells:
                self._job.warn(f"a table of more than {limits.cells} cells is read as paragraphs")
                self._found += Blocks(self._job, self._tables - {table}, self._apart).of(table)
                return
        if cells:
            self._found.append(Inner(cells, _bordered(table, rows), marked))


_AREA = 4  # places that the cells of one table may take, in times of the limit on cells
_LOOK_UP = 4096  # so many nodes between two looks at the clock
_COUNTED = frozenset(
    "decimal decimal-leading-zero lower-alpha upper-alpha lower-latin upper-latin lower-roman upper-roman".split()
)


def _strip(pieces: list[Piece]) -> None:
    """Take the blanks away at both ends of a line that holds a word."""
    for end, strip in ((-1, str.rstrip), (0, str.lstrip)):
        while pieces[end].text.isspace():
            del pieces[end]
        if (text := strip(pieces[end].text)) != pieces[end].text:
            pieces[end] = Piece(text, struck=pieces[end].struck)


def _whole(number: str, other: int) -> int:
    number = number.strip()
    return int(number) if re.fullmatch(r"-?[0-9]{1,6}", number) else other


def _numbered(number: int, kind: str) -> str:
    if kind.endswith("roman") and 0 < number < 40:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if kind.startswith("upper") else text
    if kind.endswith(("alpha", "latin")) and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind.startswith("upper") else letter
    return str(number)


def _rows_of(table: Element) -> tuple[list[list[Element]], int | None]:
    """The cells of a table row by row, and how many rows are its header; None where the page does not say."""
    heads: list[list[Element]] = []
    bodies: list[list[Element]] = []
    feet: list[list[Element]] = []
    waiting: list[tuple[Element, list[list[Element]]]] = [(table, bodies)]
    while waiting:
        element, part = waiting.pop()
        for child in reversed(element.children):
            if not isinstance(child, Element) or child.hidden or child.tag == "table":
                continue
            inner = heads if child.tag == "thead" else feet if child.tag == "tfoot" else part
            if child.tag in ("td", "th"):
                continue
            waiting.append((child, inner))
        if element.tag == "tr":
            part.append(
                [c for c in element.children if isinstance(c, Element) and c.tag in ("td", "th") and not c.hidden]
            )
        elif any(isinstance(c, Element) and c.tag in ("td", "th") for c in element.children):
            part.append(
                [c for c in element.children if isinstance(c, Element) and c.tag in ("td", "th") and not c.hidden]
            )
    rows = heads + bodies + feet
    marked = len(heads)
    if not marked:
        while marked < len(rows) - 1 and rows[marked] and all(cell.tag == "th" for cell in rows[marked]):
            marked += 1
    return rows, marked or None


def _cell(row: int, column: int, blocks: list[Block], rows: int, columns: int) -> CellText:
    paragraphs = list(_paragraphs(blocks))
    if not any(isinstance(block, Inner) for block in blocks):
        return CellText(row, column, paragraphs, rows, columns)
    given = [block.pieces if isinstance(block, Line) else block for block in blocks]
    return WrapperCell(row, column, paragraphs, rows, columns, blocks=given)


def _paragraphs(blocks: list[Block]) -> Iterable[list[Piece]]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.pieces
        else:
            for cell in block.cells:
                yield from (list(pieces) for pieces in cell.paragraphs)


def _bordered(table: Element, rows: list[list[Element]]) -> bool | None:
    """Whether lines are drawn between the cells; None where the page does not say."""
    drawn = plain = 0
    for row in rows:
        for cell in row:
            said = [match[1] for match in _BORDER.finditer(cell.get("style"))]
            if any(_DRAWN.search(words) for words in said):
                drawn += 1
            elif any("none" in words for words in said):
                plain += 1
    if drawn or plain:
        return drawn >= plain
    border = table.get("border").strip()
    if border:
        return border != "0"
    said = [match[1] for match in _BORDER.finditer(table.get("style"))]
    if any(_DRAWN.search(words) for words in said):
        return True
    return None
