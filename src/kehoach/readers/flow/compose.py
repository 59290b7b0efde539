"""Pages to a text: page by page, so that no more than a few of them are held."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.readers.builder import Builder, CellText, Piece
from kehoach.readers.document import Content, Job
from kehoach.readers.flow.model import Line, PageLines


def compose(job: Job, pages: Iterator[PageLines]) -> Content:
    """The text of a file, from its pages in their order.

    Raises:
        ReadError: status `empty`, where no page holds a word; `too-large`, where they hold too many.
    """
    builder = Builder(job)
    for page in pages:
        builder.page(page.page)
        builder.turn(page.page.number)
        tables = iter(page.tables)
        table = next(tables, None)
        for at, line in enumerate([*page.lines, None]):
            while table is not None and (table.at <= at or line is None):
                cells = [
                    CellText(c.row, c.column, [_pieces(one) for one in c.lines], c.rows, c.columns, page.page.number)
                    for c in table.cells
                ]
                builder.table(cells)
                table = next(tables, None)
            if line is not None:
                builder.paragraph(_pieces(line))
    return builder.finish()


def _pieces(line: Line) -> list[Piece]:
    pieces: list[Piece] = []
    for word in line.words:
        if pieces and not word.glued:
            pieces.append(Piece(" "))
        pieces.append(Piece(word.text, word.box, word.confidence, word.source, word.struck))
    return pieces
