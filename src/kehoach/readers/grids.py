"""Tables of a file on their way into the text: which are data, and which only place words on the page.

Office documents lay out their two-column head (issuer and number | motto, place and date) and their foot (`Nơi nhận` |
signature) in tables without lines; boxes and web pages do the like. Those are read column by column, as paragraphs. A
table of tasks or targets goes into the text as a table. One table of the file may hold both: a round trip through other
programs fuses a table with the signature below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from kehoach.readers.builder import Builder, CellText, Pieces


@dataclass(frozen=True, slots=True)
class Inner:
    """A table that stands inside a cell."""

    cells: Sequence[CellText]
    bordered: bool | None = None
    header_rows: int | None = None


Block: TypeAlias = "Pieces | Inner"


@dataclass(frozen=True, slots=True)
class WrapperCell(CellText):
    """A cell that holds more than paragraphs.

    Attributes:
        paragraphs: its text as `CellText` has it, that of inner tables included.
        blocks: the same content, with the tables as tables; read where the cell is only a place on the page.
    """

    blocks: Sequence[Block] = field(default=())


def emit(
    builder: Builder, cells: Iterable[CellText], bordered: bool | None = None, header_rows: int | None = None
) -> bool:
    """Add one table of the file: its data as a table, what is only laid out by it as paragraphs.

    Columns and rows without a word are left out, and so are columns that no row has to itself (edges of cells that missed
    each other by a hair). A cell whose place is taken gives its paragraphs to the one before it.

    Args:
        bordered: whether lines are drawn between the cells; None where that is not known.
        header_rows: how many rows the file marks as header; None where it does not say.

    Returns:
        Whether any of it was added as a table.
    """
    given, header_rows = compact(list(cells), header_rows)
    if not given:
        return False
    if _is_sparse(given):
        _flow(builder, sorted(given, key=lambda cell: (cell.row, cell.column)))
        return False
    rows = _rows(given)
    found = False
    for kind, first, last in _parts(rows):
        part = [cell for row in rows[first:last] for cell in row]
        marked = header_rows
        if last - first < len(rows):
            marked = None if header_rows is None else min(max(0, header_rows - first), last - first)
            part, marked = compact([replace(cell, row=cell.row - first) for cell in part], marked)
        if kind == "layout" or not _is_data(part, bordered, marked):
            _lay_out(builder, part)
        else:
            builder.table(part, marked or None)
            found = True
    return found


def text_of(cell: CellText) -> str:
    """The words of a cell, a paragraph a line, in NFC; what is struck out is left away."""
    lines = ("".join(piece.text for piece in pieces if not piece.struck) for pieces in cell.paragraphs)
    return unicodedata.normalize("NFC", "\n".join(" ".join(line.split()) for line in lines)).strip()


def _is_blank(cell: CellText) -> bool:
    return all(not piece.text.strip() for pieces in cell.paragraphs for piece in pieces)


# --- rows and columns -------------------------------------------------------------------------------------------------


def compact(cells: list[CellText], header_rows: int | None = None) -> tuple[list[CellText], int | None]:
    """`cells` without overlaps and without columns and rows that hold nothing of their own; the header rows left.

    Linear in the number of cells, whatever rows and columns they claim.
    """
    filled = [cell for cell in cells if not _is_blank(cell)]
    if not filled:
        return [], header_rows
    starts = _Kept(sorted({cell.column for cell in cells}))
    cells = [_moved(cell, columns=starts) for cell in cells]
    own = _Kept(_own_columns(cells))
    cells = [_moved(cell, columns=own) for cell in cells]
    used = _Kept(sorted({cell.column for cell in cells if not _is_blank(cell)}))
    cells = [_moved(cell, columns=used) for cell in cells]
    kept = _Kept(sorted({cell.row for cell in cells if not _is_blank(cell)}))
    cells = [_moved(cell, rows=kept) for cell in cells]
    left = None if header_rows is None else kept.rank(header_rows)
    return _without_overlaps([cell for cell in cells if cell.rows > 0 and cell.columns > 0]), left


class _Kept:
    """The columns (or rows) that are kept, and where each one goes."""

    def __init__(self, kept: list[int]) -> None:
        self._rank = {number: index for index, number in enumerate(kept)}
        self._kept = kept

    def rank(self, number: int) -> int:
        """How many are kept before `number`."""
        known = self._rank.get(number)
        if known is not None:
            return known
        low, high = 0, len(self._kept)
        while low < high:
            middle = (low + high) // 2
            if self._kept[middle] < number:
                low = middle + 1
            else:
                high = middle
        return low


def _moved(cell: CellText, *, rows: _Kept | None = None, columns: _Kept | None = None) -> CellText:
    if rows is not None:
        first, end = rows.rank(cell.row), rows.rank(cell.row + cell.rows)
        return cell if (first, end - first) == (cell.row, cell.rows) else replace(cell, row=first, rows=end - first)
    if columns is not None:
        first, end = columns.rank(cell.column), columns.rank(cell.column + cell.columns)
        if (first, end - first) == (cell.column, cell.columns):
            return cell
        return replace(cell, column=first, columns=end - first)
    return cell


def _own_columns(cells: list[CellText]) -> list[int]:
    """The columns that some cell has to itself. The edge before any other is one with the edge behind it."""
    nearest: dict[int, int] = {}  # for each column, the nearest end of the cells that begin in it
    for cell in cells:
        end = cell.column + cell.columns
        nearest[cell.column] = min(nearest.get(cell.column, end), end)
    columns = sorted(nearest)
    own = []
    carried: int | None = None
    for index, column in enumerate(columns):
        following = columns[index + 1] if index + 1 < len(columns) else None
        end = nearest[column] if carried is None else min(nearest[column], carried)
        if following is None or end <= following:
            own.append(column)
            carried = None
        else:
            carried = end
    return own


def _without_overlaps(cells: list[CellText]) -> list[CellText]:
    taken: dict[tuple[int, int], int] = {}
    placed: list[CellText] = []
    area = 0
    most = _area_allowed(len(cells))
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        owner = taken.get((cell.row, cell.column))
        if owner is not None:
            if not _is_blank(cell) and text_of(cell) != text_of(placed[owner]):
                placed[owner] = _joined(placed[owner], cell)
            continue
        columns = 1
        while columns < cell.columns and (cell.row, cell.column + columns) not in taken:
            columns += 1
        rows = 1
        # a place below may be taken only from a row above, that is by a cell that was placed before
        while rows < cell.rows and not any(
            (cell.row + rows, column) in taken for column in range(cell.column, cell.column + columns)
        ):
            rows += 1
        area += rows * columns
        if area > most:
            rows = columns = 1
        for row in range(cell.row, cell.row + rows):
            for column in range(cell.column, cell.column + columns):
                taken[row, column] = len(placed)
        same = rows == cell.rows and columns == cell.columns
        placed.append(cell if same else replace(cell, rows=rows, columns=columns))
    return placed


def _joined(first: CellText, second: CellText) -> CellText:
    return CellText(
        first.row, first.column, [*first.paragraphs, *second.paragraphs], first.rows, first.columns, first.page
    )


def _area_allowed(cells: int) -> int:
    return 20 * cells + 5000


def _is_sparse(cells: list[CellText]) -> bool:
    """Whether the cells are strewn over so many rows and columns that a grid of them would be nearly all holes."""
    rows = max(cell.row for cell in cells) + 1
    columns = max(cell.column + cell.columns for cell in cells)
    return rows * columns > _area_allowed(len(cells))


def _rows(cells: list[CellText]) -> list[list[CellText]]:
    rows: list[list[CellText]] = [[] for _ in range(max(cell.row for cell in cells) + 1)]
    for cell in cells:
        rows[cell.row].append(cell)
    for row in rows:
        row.sort(key=lambda cell: cell.column)
    return rows


# --- what is head, foot, wrapper --------------------------------------------------------------------------------------

_Kind = Literal["layout", "open"]
_HEAD_ROWS = 8
_FOOT_ROWS = 12
_LAID_OUT_COLUMNS = 3  # head and foot have two, a few have three (two bodies sign, or a number stands between)
_LONGEST_HEAD_CELL = 500

_RULE = r"[\s\-_=*.–—~]*"
_ANCHORS = (
    ("motto", re.compile(rf"^{_RULE}(?:cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa|đảng\s+cộng\s+sản\s+việt)\s", re.M)),
    ("slogan", re.compile(rf"^{_RULE}độc\s+lập\s*[-–—.,]?\s*tự\s+do\s*[-–—.,]?\s*hạnh\s+phúc\b", re.M)),
    ("number", re.compile(r"^\W*số(?:\s*:|\s+(?=[\d.…_]))[\s\d.…_a-zđ]{0,30}[/-]", re.M)),
    ("date", re.compile(r"^[^\n,;:|]{2,60},\s*ngày\b.{0,20}?\btháng\b", re.M)),
)
_HEADER = re.compile(r"(?:s?tt|số\s*tt|s\.?t\.?t\.?|số\s+thứ\s+tự|no\.?|tt\s*\(.{0,12}\))\W*")
_ORDINAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-zđ])[.)]?")
_RECIPIENTS = re.compile(r"\W*(?:nơi\s+nhận|kính\s+gửi)\s*(?::|\Z|(?=\n))")
_ARCHIVE = re.compile(r"^[^\w\n]*lưu\s*[:.]?\s", re.M)
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\s?[./]\s?[A-ZĐÀ-Ỹ]")
_POSITION = re.compile(
    r"(?<!\w)(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG [A-ZĐÀ-Ỹ]+|(?:[A-ZĐÀ-Ỹ]+ )TRƯỞNG|BÍ THƯ|THỦ TƯỚNG|CHÁNH [A-ZĐÀ-Ỹ]+"
    r"|CHỦ NHIỆM|ỦY VIÊN|UỶ VIÊN|THƯ KÝ|NGƯỜI (?:LẬP|VIẾT|XÂY DỰNG|DUYỆT|PHÊ DUYỆT|ĐỀ NGHỊ|THỰC HIỆN)(?: [A-ZĐÀ-Ỹ]+)*"
    r"|KẾ TOÁN(?: [A-ZĐÀ-Ỹ]+)?|THỦ QUỸ|THỦ TRƯỞNG(?: [A-ZĐÀ-Ỹ]+)*|ĐẠI DIỆN [A-ZĐÀ-Ỹ ]+|TỔNG BIÊN TẬP|TƯ LỆNH|CHÍNH ỦY|VIỆN TRƯỞNG|CHÁNH ÁN"
    r"|XÁC NHẬN CỦA [A-ZĐÀ-Ỹ ]+|(?:PHÊ )?DUYỆT(?: CỦA [A-ZĐÀ-Ỹ ]+)?|HIỆU TRƯỞNG|PHÓ [A-ZĐÀ-Ỹ ]+)(?!\w)"
)
_NAME_LINE = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|BS|BSCKI{1,2}|DS|CN|KS|[ĐT]\w+ tá|[ĐTI]\w+ tướng)[. ]+)*[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]+){1,4}"
)


def _parts(rows: list[list[CellText]]) -> Iterator[tuple[_Kind, int, int]]:
    """The head, the middle and the foot of one table, as ranges of rows; only the middle may be data."""
    texts = [[(cell, text) for cell in row if (text := text_of(cell))] for row in rows]
    if any(_HEADER.fullmatch(text.lower()) for _, text in texts[0]):
        top = 0
    else:
        top = _head_rows(texts)
    foot = _foot_row(texts, top)
    if top:
        if 0 < foot - top <= 3 and not _has_header(texts[top:foot]):
            top = foot  # a line on the subject, or who is addressed, below the number
        yield "layout", 0, top
    if foot > top:
        yield "open", top, foot
    if foot < len(rows):
        yield "layout", foot, len(rows)


_Texts = list[tuple[CellText, str]]


def is_head(text: str) -> bool:
    """Whether lines that stand together, in a header of pages perhaps, are the head of a document: the motto and more."""
    if len(text) > 4 * _LONGEST_HEAD_CELL:
        return False
    small = unicodedata.normalize("NFC", text).lower()
    seen = {name for name, pattern in _ANCHORS if pattern.search(small)}
    return "motto" in seen and len(seen) > 1


def _head_rows(rows: list[_Texts]) -> int:
    """How many rows from the top belong to a document's head."""
    seen: set[str] = set()
    top = 0
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        if len(row) > _LAID_OUT_COLUMNS or any(len(text) > _LONGEST_HEAD_CELL for _, text in row):
            break
        small = [text.lower() for _, text in row]
        anchors = {name for name, pattern in _ANCHORS for text in small if pattern.search(text)}
        if anchors:
            seen |= anchors
            top = number + 1
    if "motto" in seen and len(seen) > 1:
        return top
    if seen >= {"number", "date"} and any(
        _in_capitals(text) or _ANCHORS[2][1].search(text.lower()) for _, text in rows[0]
    ):
        return top
    # the motto alone, beside a body's name in capitals
    if seen and seen <= {"motto", "slogan"} and all(_in_capitals(text) for _, text in rows[0]):
        return top
    return 0


def _in_capitals(text: str) -> bool:
    first = next((line for line in text.split("\n") if any(map(str.isalpha, line))), "")
    return first.isupper()


def _has_header(rows: list[_Texts]) -> bool:
    return any(_HEADER.fullmatch(text.lower()) for row in rows[:2] for _, text in row)


def _foot_row(rows: list[_Texts], top: int) -> int:
    """The row from which on the table is a document's foot; the number of rows where there is none."""
    size = len(rows)
    first = size
    while first > max(top, size - _FOOT_ROWS) and len(rows[first - 1]) <= _LAID_OUT_COLUMNS:
        first -= 1
    widest = max((len(row) for row in rows[top:]), default=0)
    for number in range(first, size):
        if _opens_foot(rows, number, whole=number == top, widest=widest):
            return number
    return size


def _opens_foot(rows: list[_Texts], number: int, *, whole: bool, widest: int) -> bool:
    row = rows[number]
    if not row or (not whole and len(row) == widest > 2):
        return False
    below = [text for later in rows[number + 1 :] for _, text in later]
    signed = [text for _, text in row if _is_signature(text)]
    if _RECIPIENTS.match(row[0][1].lower()):
        column = row[0][0].column
        listed = "\n".join(
            [row[0][1], *(text for later in rows[number + 1 :] for cell, text in later if cell.column == column)]
        ).lower()
        items = listed.count("\n") + listed.count(";")
        others = row[1:]
        if all(cell.column > column for later in rows[number + 1 :] for cell, _ in later) and ":" in row[0][1][-2:]:
            return True  # the word alone on the left, the bodies on the right
        if others and len(signed) == len(others):
            return True
        # a column headed `Nơi nhận` has bare names below it, the foot a list that ends with the archive
        return items > 0 and (_ARCHIVE.search(listed) is not None or "\n-" in listed or not others)
    if len(signed) < len(row):
        return False
    ends = [*(text for _, text in row), *below]
    if any(_ORDINAL.fullmatch(text.lower()) or len(text) > 200 for text in ends):
        return False
    names = any(_NAME_LINE.fullmatch(line.strip()) for text in ends for line in text.split("\n"))
    return names or any(_AUTHORITY.match(text) for text in signed) or (whole and not below)


def _is_signature(text: str) -> bool:
    """Whether a cell opens with who signs: `TM. ỦY BAN NHÂN DÂN`, `KT. GIÁM ĐỐC`, `NGƯỜI LẬP`."""
    if len(text) > 400:
        return False
    lines = [line for line in text.split("\n") if any(map(str.isalpha, line))][:4]
    if not lines:
        return False
    if _AUTHORITY.match(lines[0]):
        return True
    return lines[0].isupper() and any(_POSITION.search(line) for line in lines if line.isupper())


def _is_data(cells: list[CellText], bordered: bool | None, header_rows: int | None) -> bool:
    """Whether cells that are neither head nor foot are a table of data."""
    if not cells:
        return False
    rows = max(cell.row for cell in cells) + 1
    columns = max(cell.column + cell.columns for cell in cells)
    if columns == 1:
        return False  # a box
    filled = [(cell, text) for cell in cells if (text := text_of(cell))]
    if header_rows and rows > 1:
        return True
    if any(_HEADER.fullmatch(text.lower()) for cell, text in filled if cell.row < 2):
        return True
    if rows == 1:
        return bordered is not False and len(filled) > 2 and not _holds_tables(filled)
    if len(filled) < 3:
        return False
    if _holds_tables(filled) and len(filled) <= 4:
        return False
    if bordered is not True and rows <= 3 and columns <= 3:
        # a frame of a page: nearly everything stands in one of its cells
        longest = max(filled, key=lambda one: len(one[1]))[1]
        if longest.count("\n") >= 15 and len(longest) > 0.7 * sum(len(text) for _, text in filled):
            return False
    return True


def _holds_tables(filled: _Texts) -> bool:
    return any(isinstance(block, Inner) for cell, _ in filled if isinstance(cell, WrapperCell) for block in cell.blocks)


# --- into the text ----------------------------------------------------------------------------------------------------


def _lay_out(builder: Builder, cells: list[CellText]) -> None:
    """Paragraphs column by column; a cell over the whole width parts what is above it from what is below."""
    if not cells:
        return
    width = max(cell.column + cell.columns for cell in cells)
    band: list[CellText] = []
    for row in _rows(cells):
        if width > 1 and len(row) == 1 and row[0].columns == width:
            _columns(builder, band)
            band = []
            _flow(builder, row)
        else:
            band.extend(row)
    _columns(builder, band)


def _columns(builder: Builder, cells: list[CellText]) -> None:
    columns: dict[int, list[CellText]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).append(cell)
    for column in sorted(columns):
        _flow(builder, sorted(columns[column], key=lambda cell: cell.row))


def _flow(builder: Builder, cells: list[CellText]) -> None:
    builder.blank()
    for cell in cells:
        if cell.page is not None:
            builder.turn(cell.page)
        blocks: Sequence[Block] = cell.paragraphs
        if isinstance(cell, WrapperCell) and cell.blocks:
            blocks = cell.blocks
        for block in blocks:
            if isinstance(block, Inner):
                emit(builder, block.cells, block.bordered, block.header_rows)
            else:
                builder.paragraph(block)
    builder.blank()
