"""Pages to a text: page by page, so that no more than a few of them are held."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from kehoach.readers.builder import Builder, Piece
from kehoach.readers.document import Content, Job
from kehoach.readers.flow import columns, margins, notes
from kehoach.readers.flow.model import Line, PageLines, RuledTable, Word
from kehoach.readers.flow.paragraphs import Column, Paragraphs, column, join_pieces
from kehoach.readers.flow.tables import Tables
from kehoach.text.layout import Box

_AROUND = 2  # pages before and behind that tell what a running head is


def compose(job: Job, pages: Iterator[PageLines]) -> Content:
    """The text of a file, from its pages in their order.

    Raises:
        ReadError: status `empty`, where no page holds a word; `too-large`, where they hold too many.
    """
    return _Composer(job).compose(pages)


class _Composer:
    def __init__(self, job: Job) -> None:
        self._builder = Builder(job)
        self._tables = Tables(self._builder, job, self._box)
        self._body = Paragraphs(self._builder.paragraph, self._box, self._builder.blank)
        self._notes = Paragraphs(self._builder.note, self._box)
        self._columns: dict[int, Column] = {}  # by the width of the page
        self._size = 0.0
        self._note_size = 0.0  # of the footnotes in which the page before ended; 0: it did not
        self._note = 0  # number of the last footnote
        self._page: PageLines | None = None

    def compose(self, pages: Iterator[PageLines]) -> Content:
        window: deque[PageLines] = deque()
        edges: deque[list[list[tuple[Line, margins.Edge]]]] = deque()  # of the window and of pages before it
        behind = 0
        for page in pages:
            window.append(page)
            edges.append(margins.edges(page))
            if len(window) > _AROUND:
                self._add(window.popleft(), [one for at, one in enumerate(edges) if at != behind])
                behind += 1
                if behind > _AROUND:
                    edges.popleft()
                    behind -= 1
        while window:
            self._add(window.popleft(), [one for at, one in enumerate(edges) if at != behind])
            behind += 1
            if behind > _AROUND:
                edges.popleft()
                behind -= 1
        self._body.flush()
        self._tables.close()
        self._notes.flush()
        return self._builder.finish()

    # --- one page ---------------------------------------------------------------------------------------------------

    def _add(self, page: PageLines, around: list[list[list[tuple[Line, margins.Edge]]]]) -> None:
        self._page = page
        number = page.page.number
        self._builder.page(page.page)
        kinds = margins.set_aside(page, around)
        rest = [(at, line) for at, line in enumerate(page.lines) if at not in kinds]
        lines = [line for _, line in rest]
        size = notes.body_size(lines) or self._size
        inside = [line for table in page.tables for cell in table.cells for line in cell.lines]
        raised = notes.raised([*lines, *inside])
        under = notes.below(page, lines, max(size, self._size), self._note_size, raised)
        footnotes = [line for at, line in enumerate(lines) if at in under]
        marks = {mark for line in footnotes if (mark := notes.opening(line))}
        body = [(at, line) for place, (at, line) in enumerate(rest) if place not in under]
        notes.without_marks([*(line for _, line in body), *inside], marks)
        self._size = notes.body_size(line for _, line in body) or self._size
        self._flow(page, body)
        for at, kind in kinds.items():
            self._builder.turn(number)
            self._builder.aside(kind, self._pieces(page.lines[at]))
        self._add_notes(footnotes, number)

    def _flow(self, page: PageLines, body: list[tuple[int, Line]]) -> None:
        """The running text of a page with its tables."""
        number = page.page.number
        groups: list[list[Line] | RuledTable] = [[]]
        tables = deque(sorted(page.tables, key=lambda table: table.at))
        for at, line in body:
            while tables and tables[0].at <= at:
                groups += [tables.popleft(), []]
            group = groups[-1]
            assert isinstance(group, list)
            group.append(line)
        while tables:
            groups += [tables.popleft(), []]
        blocks: dict[int, bool] = {}
        if page.page.method != "ocr":  # recognised pages come column by column
            for at, group in enumerate(groups):
                if isinstance(group, list):
                    groups[at], members = columns.arrange(group)
                    blocks |= members
        flowing = [line for group in groups if isinstance(group, list) for line in group if id(line) not in blocks]
        width = round((page.page.height if page.turned % 2 else page.page.width) or 0)
        edges = self._columns[width] = column(flowing, self._columns.get(width))
        lists = [line for group in groups if isinstance(group, list) for line in group if blocks.get(id(line))]
        receivers = column(lists, None)
        for group in groups:
            if isinstance(group, RuledTable):
                self._body.flush()
                self._tables.add(group, number)
                continue
            if group:
                self._tables.close()
            before: bool | None = None
            for line in group:
                block = False if line.alone else blocks.get(id(line))
                # the lines of a head or of a signature are paragraphs of their own, those of the receivers wrap
                opens = block is False or block != before
                self._body.add(line, receivers if block else edges, number, opens=opens, block=block is not None)
                before = block

    def _add_notes(self, lines: list[Line], number: int) -> None:
        if not lines:
            self._notes.flush()
            self._note_size = 0.0
            return
        edges = column(lines, None)
        for line in sorted(lines, key=lambda one: (round(one.y1 / 4), one.x0)):
            mark = notes.opening(line)
            # a figure that is not raised opens a note where it counts on, or on top; else it is of a sentence
            opens = mark is not None and (line.words[0].raised or mark in (str(self._note + 1), "1"))
            if opens and mark is not None:
                line.words[1].glued = False
                self._note = int(mark) if mark.isdigit() else self._note
            # a note is one line of the text, however many paragraphs it has
            self._notes.add(line, edges, number, opens=opens, goes_on=not opens)
        self._note_size = notes.body_size(lines)

    def _pieces(self, line: Line) -> list[Piece]:
        pieces: list[Piece] = []
        join_pieces(pieces, line.words, self._box)
        return pieces

    def _box(self, word: Word) -> Box:
        """Where a word stands on its page as that is shown."""
        return word.box if self._page is None else self._page.as_shown(word.box)
