"""Tables of a Word file: merged cells once each, with the rows and columns they take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kehoach.readers.builder import Pieces
from kehoach.readers.document import Job
from kehoach.readers.docx.pages import Pages
from kehoach.readers.docx.styles import Styles
from kehoach.readers.docx.xml import Node, is_on
from kehoach.readers.grids import Block, Inner, WrapperCell

_WRAPPERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"))
_REMOVED = frozenset(("w:del", "w:moveFrom", "w:cellDel"))
_NO_LINE = frozenset(("nil", "none"))


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    columns: int
    rows: int = 1
    blocks: list[Block] = field(default_factory=list)


def read_table(
    node: Node, job: Job, styles: Styles, pages: Pages, blocks: Callable[[Node, bool], list[Block]], *, struck: bool
) -> tuple[Inner, list[Pieces]]:
    """The table `node`, and the paragraphs of the rows that are beyond the limit on cells.

    Args:
        blocks: reads what stands in a cell; its second argument says whether all of that is struck out.
    """
    cells: list[_Cell] = []
    beyond: list[Pieces] = []
    above: dict[int, _Cell] = {}  # by column: cells that a row below may go on with
    header_rows = 0
    lined = 0
    number = -1
    for row in _inside(node, "w:tr"):
        number += 1
        properties = row.find("w:trPr")
        removed = struck or (properties is not None and any(one.tag in _REMOVED for one in properties.children))
        if removed and not struck:
            job.warn("tracked changes: what they delete is kept apart as struck out")
        if properties is not None and header_rows == number and is_on(properties.find("w:tblHeader")):
            header_rows += 1
        column = _positive(properties.number("w:gridBefore") if properties is not None else None, 0, job.limits.span)
        open_now: dict[int, _Cell] = {}
        pages.begin_row()
        for one in _inside(row, "w:tc"):
            pages.begin_cell()
            shape = one.find("w:tcPr")
            columns = _positive(shape.number("w:gridSpan") if shape is not None else None, 1, job.limits.span)
            gone = shape is not None and any(child.tag in _REMOVED for child in shape.children)
            content = blocks(one, removed or gone)
            merged = shape.find("w:vMerge") if shape is not None else None
            goes_on = merged is not None and merged.attributes.get("w:val", "continue") != "restart"
            owner = above.get(column) if goes_on else None
            beside = shape.find("w:hMerge") if shape is not None else None
            if beside is not None and beside.attributes.get("w:val", "continue") != "restart" and cells:
                if cells[-1].row == number:  # merged the old way: a cell goes on to its right
                    cells[-1].columns = min(cells[-1].columns + columns, job.limits.span)
                    cells[-1].blocks += content
                    column += columns
                    continue
            if len(cells) >= job.limits.cells:
                job.warn(f"a table has more than {job.limits.cells} cells; those beyond stand as lines")
                beyond.extend(flat(content))
                continue
            if owner is not None and owner.rows < job.limits.span:
                owner.rows += 1
                owner.blocks += [block for block in content if isinstance(block, Inner) or _visible(block)]
            else:
                owner = _Cell(number, column, columns, blocks=content)
                cells.append(owner)
                lined += shape is not None and _has_lines(shape.find("w:tcBorders"))
            if merged is not None:
                open_now[column] = owner
            column += columns
        pages.end_row()
        above = open_now
    look = node.find("w:tblPr")
    borders = None
    if look is not None:
        borders = look.find("w:tblBorders") or styles.table_borders(look.value("w:tblStyle"))
    bordered = _has_lines(borders, inside=True) or lined * 2 > len(cells)
    given = [WrapperCell(c.row, c.column, flat(c.blocks), c.rows, c.columns, blocks=c.blocks) for c in cells]
    return Inner(given, bordered, header_rows or None), beyond


def flat(blocks: list[Block]) -> list[Pieces]:
    """The paragraphs of `blocks`, those of inner tables row by row."""
    found: list[Pieces] = []
    for block in blocks:
        if isinstance(block, Inner):
            for cell in sorted(block.cells, key=lambda one: (one.row, one.column)):
                found.extend(cell.paragraphs)
        else:
            found.append(block)
    return found


def _visible(block: Pieces) -> bool:
    return any(piece.text.strip() for piece in block)


def _inside(node: Node, tag: str) -> Iterator[Node]:
    """Children of that name, those in content controls and tracked insertions too."""
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            waiting.extend(reversed(child.children))


def _positive(number: int | None, least: int, most: int) -> int:
    return least if number is None else max(least, min(number, most))


def _has_lines(borders: Node | None, *, inside: bool = False) -> bool:
    """Whether lines are drawn around a cell, or between the cells of a table."""
    if borders is None:
        return False
    sides = [child for child in borders.children if child.attributes.get("w:val", "nil") not in _NO_LINE]
    if inside:
        return any(child.tag in ("w:insideH", "w:insideV") for child in sides)
    return len(sides) >= 2
